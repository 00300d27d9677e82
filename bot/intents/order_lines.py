"""Read dishes, quantities, options and notes out of an utterance into order lines."""

from functools import cached_property

from bot.intents.counting_reader import AND
from bot.intents.foods import (
    ADDS,
    EXTRA,
    FREE_OF,
    GLUE,
    INGREDIENTS,
    KINDS,
    MORE,
    OF_EACH,
    TWINS,
    UNITS,
    WEAK,
    WITH,
    WITHOUT,
    WITHOUT_BUT,
)
from bot.intents.guards import JOINS, NUMBERED, REPAIRS, SETS_TO, UNCOUNTED
from bot.intents.lines import MOST, PRICES, Lines, OrderLine
from bot.intents.mentions import Mention
from bot.intents.quantities import multiplies, number_at, trailing
from bot.intents.sharing import NOTABLE, SharingReader

_TOLD = WITHOUT | WITH | EXTRA | ADDS | NOTABLE | WITHOUT_BUT | FREE_OF | {"pas", "+"}
"""Words that say something of a dish."""
_BINDS = GLUE | UNITS | JOINS | WEAK | OF_EACH | KINDS


class LineReader(SharingReader):
    """One pass from left to right: quantities wait for their dish, options stay with the dish of their line."""

    absurd = -1

    @cached_property
    def trailing(self) -> bool:
        """Whether quantities follow their dishes in this message."""
        coded = (at for at, token in enumerate(self.tokens) if token.form in self.grammar.code_of)
        return trailing(self.tokens, {*self.starts, *coded}, self.setting.barred)

    def read(self) -> Lines:
        at = 0
        while at < len(self.tokens):
            idle = at in self.setting.idle and self._idle(at)
            at = max(at + 1, idle or (self.out.lines and self.noted(at)) or self._step(at))
        self.out.loose.extend(self.waiting)
        self.serve()
        if self.ahead and (self.ahead.sure or not self.out.lines):
            self.wish(self.ahead)
        self.out.lines = [line for line in self.out.lines if line.qty > 0 or not line.shared]
        return self.out

    def _idle(self, at: int) -> int:
        """The token after a phrase that only sounds like an option; not where it counts those who eat."""
        end = self.setting.idle[at]
        return 0 if any(token.value for token in self.tokens[at:end]) else end

    def _step(self, at: int) -> int:
        token = self.tokens[at]
        if at in self.starts:
            return self._dish(self.starts[at])
        if at in self.setting.leaves:
            return self.without(at, self.setting.leaves[at])
        if token.form in self.grammar.code_of:
            return self._code(at)
        if token.form in self.grammar.option_of:
            return self.option_code(at)
        return (token.form in _TOLD and self._told_of(at)) or self._said(at)

    def _told_of(self, at: int) -> int:
        """The token after what is said of a dish: without, with, for whom; 0 where nothing is."""
        token = self.tokens[at]
        if self.leaves_out(at) or (token.form == "pas" and self.lacks(at)):
            return self.without(at)
        if end := self.shared(at):
            return end
        if token.form in WITH or token.form in EXTRA or token.form in ADDS or token.form == "+":
            return self.with_it(at)
        return 0

    def _said(self, at: int) -> int:
        if at in self.setting.odd:
            return self._odd(at, self.setting.odd[at])
        if self.tokens[at].kind == "times" and at and self.tokens[at - 1].form == "+" and self._strange(at):
            self._unknown(at)
            return at + 1
        if self.tokens[at].value and (past := self.folds(at)):
            return past
        hit = number_at(self.tokens, at)
        if hit and self._counts(at) and not self.ours(at):
            return self._quantity(at, *hit)
        return self._other(at)

    def _counts(self, at: int) -> bool:
        """Whether a number can be a quantity: it is no time, or two of what dishes are counted in."""
        twins = self.tokens[at].form.removeprefix("و") in TWINS
        return at not in self.setting.barred or (twins and self.counted(at + 1))

    def _dish(self, mention: Mention) -> int:
        if end := self.into_held(mention):
            return end
        option, end = self.inside(mention)
        if option or end > mention.end:
            forbidden = self.forbidden(mention.start, end)
            note = forbidden or self.said(mention.start, end)
            self.attach([] if forbidden else option, note, (mention.start, end))
            self.out.explained.append((mention.start, end))
            return end
        if self.is_topping(mention) or self._pictured(mention) or self._is_matter(mention):
            return mention.end
        text = " ".join(token.text for token in self.tokens[mention.start : mention.end])
        line = OrderLine(text, self._meant(mention), mention.start, mention.end, score=mention.score)
        line.exact, line.category = mention.exact, mention.category
        self.take_over(line)
        if end := self.kind_of_each(line):
            return end
        line.heading = self.heads(line)
        self.say_again(line)
        if self.pending is not None or mention.qty or not self.again(line):
            self._add(line, mention.qty)
        return mention.end

    def _is_matter(self, mention: Mention) -> bool:
        """Whether a word only says of what something is made (`من لحم ودم`)."""
        alone = self.line is None and self.pending is None and not mention.exact and not mention.category
        return alone and self.form(mention.start - 1) == "من" and INGREDIENTS.issuperset(mention.ids)

    def _pictured(self, mention: Mention) -> bool:
        """Whether a picture shows a dish that words named before (`un tacos bien chaud 🌮`)."""
        if self.tokens[mention.start].kind != "emoji" or self.pending is not None or mention.end in self.starts:
            return False
        named = (one for one in self.out.lines if self.tokens[one.start].kind != "emoji")
        return any(one.dishes & mention.dishes for one in named)

    def _meant(self, mention: Mention) -> frozenset[int]:
        """The dishes of a mention; behind others only those that begin alike (`2 pizzas, une carrée et une thon`)."""
        line, names = self.line, self.grammar.names
        if line is None or len(mention.dishes) == 1 or mention.category or self.pending is None:
            return mention.dishes
        heads = {ids[0] for n in line.dishes for ids in names[n] if len(ids) > 1}
        alike = {n for n in mention.dishes if any(ids[0] in heads for ids in names[n])}
        return frozenset(alike - line.dishes) or mention.dishes

    def _code(self, at: int) -> int:
        token = self.tokens[at]
        dish = self.grammar.codes.index(self.grammar.code_of[token.form])
        self._add(OrderLine(token.text, frozenset({dish}), at, at + 1, exact=True), 0)
        return at + 1

    def _add(self, line: OrderLine, dual: int) -> None:
        if self.pending is not None and self.pending > MOST:
            self.out.extend_unknown(self.said(self.absurd, line.end), self.absurd, line.end)
            self.pending = None
            return
        if self.pending is not None or dual:
            line.qty, line.said = min(self.pending or dual, MOST), True
        if self.waiting and self.out.loose_at and not line.said and not self.out.lines:
            self.left_off(line)
        self.take_back(line)
        self.for_everybody(line)
        line.joined = self.line is not None and len(self.line.dishes) > 1 and self.goes_on(line.start)
        self.take_waiting(line)
        self.take_ahead(line)
        self.pending, self.out.loose_at = None, []
        self.out.lines.append(line)

    def _odd(self, at: int, end: int) -> int:
        """A quantity that nobody can mean: its dish is named back, never added."""
        line = self.line
        if self.counted(end):
            self.pending, self.absurd = MOST + 1, at
        elif line and (self._set(line, at) or (line.end == at and self.tokens[at].form == "-")):
            self._name_back(line, end)
        return end

    def _set(self, line: OrderLine, at: int) -> bool:
        """Whether a number is that of the dish before: right after it, or after `à`."""
        return not line.said and all(token.form in SETS_TO for token in self.tokens[line.end : at])

    def _no_count(self, line: OrderLine, at: int, value: int, end: int) -> bool:
        """Whether a number after `à` is a price or part of a place or date (`à 850`, `à 5 juillet`)."""
        return line.end < at and self._set(line, at) and (value >= PRICES or self._past_word(end) > end)

    def _past_word(self, end: int) -> int:
        """The token after a word that no quantity has behind it."""
        if end >= len(self.tokens) or self.tokens[end].kind != "word":
            return end
        form = self.tokens[end].form
        usual = self.setting.taken[end] and form not in UNCOUNTED
        return end if usual or form in UNITS or form in JOINS or form in REPAIRS else end + 1

    def _name_back(self, line: OrderLine, end: int) -> None:
        self.out.lines.remove(line)
        self.out.extend_unknown(self.said(line.start, end), line.start, end)

    def _quantity(self, at: int, value: int, end: int) -> int:
        line, ahead = self.line, self.counted(end)
        if line and not ahead and self._no_count(line, at, value, end):
            self._name_back(line, self._past_word(end))
            return self._past_word(end)
        if line and not ahead and value >= PRICES and line.end < at:
            return end
        if value > MOST or (value == 0 and self.tokens[at].kind == "word"):
            self.pending, self.absurd = (value, at) if ahead else (self.pending, self.absurd)
            if value > MOST and not ahead and line and line.end < at and self._set(line, at):
                self._name_back(line, end)
        elif self.out.unknown_at and self.out.unknown_at[-1] == at - 1 and not ahead:
            return end
        elif (
            past := self.some_of(at, end)
            or self.denied(at, end)
            or self.all_the(at, value, end)
            or self.twice(at, value, end)
            or self.parted(at, value, end)
            or self._once_more(at, end)
        ):
            return past
        elif line and self._belongs_back(line, at, ahead):
            line.qty, line.said, line.counted, self.recount = value, True, at, False
        else:
            self.pending = value
        return end

    def _once_more(self, at: int, end: int) -> int:
        """The token after a second `x3` for a dish that has its quantity, where nobody knows which is meant; or after
        a number for one more of the dish in the basket (`atini wahed w zid double steak`); 0 where it is neither."""
        line = self.line
        if line is None:
            verb = end + 1 < len(self.tokens) and self.form(end) in AND and end + 2 in self.setting.adding
            if not verb or not any(self.has_option(end + 2, dish) for dish in self.setting.basket):
                return 0
            self.of_basket(at, self.tokens[at].value or 1)
            return end
        twice = line.said and self.tokens[at].kind == "times" and not self.counted(end)
        if not twice or self.tokens[at - 1].form in REPAIRS:
            return 0
        self.out.doubtful = True
        return end

    def _belongs_back(self, line: OrderLine, at: int, ahead: bool) -> bool:
        token = self.tokens[at]
        if ahead and not self.trailing and not multiplies(self.tokens, line.end, at):
            return False
        if not line.said:
            return token.kind != "times" or not token.form[0].isdigit() or not ahead
        return self.mended(line, at)

    def _other(self, at: int) -> int:
        token, found = self.tokens[at], self.spotted[at]
        if self.line and found:
            codes = self.options(at, "extra")
            if end := self.left_away(at):
                return end
            if any((code, found.id) in self.grammar.kin for code in codes) and not self.doubles(at):
                codes = []
            if codes:
                self.attach(codes, "", (at, at + 1))
                return at + 1
            if end := self.contained(at):
                return end
        if self.line and token.form in MORE and self.line.end == at:
            self.out.doubtful = True
        self.remember(at)
        if token.kind == "word" and self._ordered_unknown(at):
            self._unknown(at)
        return at + 1

    def _ordered_unknown(self, at: int) -> bool:
        """A food that is not on the menu, or an unheard-of word right after a quantity."""
        form = self.tokens[at].form
        if self._strange(at):
            return True
        if form in _BINDS or self.setting.taken[at]:
            return False
        if self.grammar.food(form):
            return True
        return self.pending is not None and len(form) >= 4 and form.isalpha() and self.spotted[at] is None

    def _strange(self, at: int) -> bool:
        """A code like those of the menu that the menu does not have."""
        before = self.tokens[at - 1].form if at else ""
        return before not in NUMBERED and not self.setting.taken[at] and self.grammar.looks_coded(self.tokens[at].form)

    def _unknown(self, at: int) -> None:
        token, line = self.tokens[at], self.line
        if line and not self._strange(at) and self.pending is None and line.end == at:
            line.notes.append(token.text)
            line.end = at + 1
        elif self.out.unknown_at and self.out.unknown_at[-1] == at - 1:
            self.out.unknown[-1] += f" {token.text}"
            self.out.unknown_at.append(at)
        else:
            self.out.extend_unknown(token.text, at, at + 1)
        self.pending = None
