"""Read dishes, quantities, options and notes out of an utterance into order lines."""

from collections.abc import Sequence

from bot.intents.foods import EXTRA, GLUE, INSIDE, UNITS, WEAK, WITH, WITHOUT
from bot.intents.guards import JOINS, NUMBERED, ONTO, REPAIRS
from bot.intents.lines import MOST, Lines, OrderLine
from bot.intents.mentions import Mention, Spotted
from bot.intents.menu import MenuGrammar
from bot.intents.quantities import number_at, trailing
from bot.intents.tokens import Token


class LineReader:
    """One pass from left to right: quantities wait for their dish, options stay with the dish of their line."""

    def __init__(
        self,
        tokens: Sequence[Token],
        spotted: Spotted,
        mentions: Sequence[Mention],
        grammar: MenuGrammar,
        taken: Sequence[bool],
        barred: frozenset[int],
    ) -> None:
        """`taken` marks ordinary words of the language, `barred` numbers that are no quantities (times, tables)."""
        self.tokens, self.spotted, self.grammar, self.taken, self.barred = tokens, spotted, grammar, taken, barred
        self.starts = {mention.start: mention for mention in mentions}
        self.out = Lines()
        self.pending: int | None = None
        self.absurd = -1
        self.waiting: list[str] = []
        self.ahead: tuple[list[str], int, int] | None = None
        self.trailing = trailing(tokens, self.starts, barred)

    def read(self) -> Lines:
        at = 0
        while at < len(self.tokens):
            at = max(at + 1, self._step(at))
        self.out.loose.extend(self.waiting)
        if self.ahead and not self.out.lines:
            codes, start, end = self.ahead
            self.out.wished.extend(codes)
            self.out.wished_at.append((start, end))
        self.out.lines = [line for line in self.out.lines if line.qty > 0 or not line.shared]
        return self.out

    @property
    def line(self) -> OrderLine | None:
        return self.out.lines[-1] if self.out.lines else None

    def _step(self, at: int) -> int:
        token = self.tokens[at]
        if at in self.starts:
            return self._dish(self.starts[at])
        if token.form in self.grammar.code_of:
            return self._code(at)
        if token.form in self.grammar.option_of:
            return self._option_code(at)
        if token.form in WITHOUT or (token.form == "pas" and self._lacks(at)):
            return self._without(at)
        if token.form in WITH or token.form in EXTRA or token.form == "+":
            return self._with(at)
        if at not in self.barred and (hit := number_at(self.tokens, at)):
            return self._quantity(at, *hit)
        return self._other(at)

    def _dish(self, mention: Mention) -> int:
        option = self._inside(mention)
        if option and self.line:
            self.line.options.extend(option)
            return mention.end + 1
        text = " ".join(token.text for token in self.tokens[mention.start : mention.end])
        line = OrderLine(text, mention.dishes, mention.start, mention.end, score=mention.score)
        line.exact, line.category = mention.exact, mention.category
        self._add(line, mention.qty)
        return mention.end

    def _code(self, at: int) -> int:
        token = self.tokens[at]
        dish = self.grammar.codes.index(self.grammar.code_of[token.form])
        self._add(OrderLine(token.text, frozenset({dish}), at, at + 1, exact=True), 0)
        return at + 1

    def _add(self, line: OrderLine, dual: int) -> None:
        if self.pending is not None and self.pending > MOST:
            text = " ".join(token.text for token in self.tokens[self.absurd : line.end])
            self.out.extend_unknown(text, self.absurd, line.end)
            self.pending = None
            return
        if self.pending is not None or dual:
            line.qty, line.said = min(self.pending or dual, MOST), True
        line.options.extend(self.waiting)
        self._take_ahead(line)
        self.pending, self.waiting, self.out.loose_at = None, [], []
        self.out.lines.append(line)

    def _remember(self, at: int) -> None:
        """An extra named before any dish that has it: it may belong to the next one."""
        found, form = self.spotted[at], self.tokens[at].form
        options = self.grammar.options_for([found.id], range(len(self.grammar.codes)), "extra") if found else []
        if not options:
            return
        codes, start, end = self.ahead or ([], at, at)
        if end != at:
            codes, start = [], at
        sure = [option.code for option in options] if form not in WEAK else []
        self.ahead = ([*codes, *(code for code in sure if code not in codes)], start, at + 1)

    def _take_ahead(self, line: OrderLine) -> None:
        """Options named right before their dish, or given onto it (`au burger`)."""
        codes, start, end = self.ahead or ([], 0, 0)
        self.ahead = None
        between = self.tokens[end : line.start]
        if not codes or end > line.start or any(token.form not in ONTO and token.form not in GLUE for token in between):
            return
        mine = [code for code in codes if self._owner(code) in line.dishes]
        found = self.spotted[line.start]
        if mine:
            line.options.extend(code for code in mine if code not in line.options)
            line.onto = start if between or (found and found.prefix) else -1

    def _owner(self, code: str) -> int:
        return self.grammar.codes.index(self.grammar.menu.options[code].item)

    def _inside(self, mention: Mention) -> list[str]:
        """Option codes when a dish's name is said of something that goes into the dish before it."""
        if not self.line or self.line.end > mention.start:
            return []
        options = self.grammar.options_for(mention.ids, self.line.dishes, "extra")
        near = self.tokens[max(0, mention.start - 2) : mention.start] + self.tokens[mention.end : mention.end + 2]  # type: ignore[operator]
        found = self.spotted[mention.start]
        glued = bool(found and found.prefix.startswith(("ب", "b")))
        inside = any(token.form in INSIDE for token in near)
        return [option.code for option in options] if inside or (glued and options) else []

    def _option_code(self, at: int) -> int:
        option = self.grammar.option_of[self.tokens[at].form]
        owner = self._owner(option.code)
        mine = [line for line in reversed(self.out.lines) if owner in line.dishes]
        if mine or self.line:
            (mine or self.out.lines[-1:])[0].options.append(option.code)
        else:
            self.out.loose.append(option.code)
            self.out.loose_at.append((at, at + 1))
        return at + 1

    def _content(self, at: int) -> int:
        """The next token that is not an article or binding word."""
        while at < len(self.tokens) and self.tokens[at].form in GLUE:
            at += 1
        return at

    def _without(self, at: int) -> int:
        """`sans X`, and what follows with `ni` or `et` as long as it is no dish."""
        end = self._content(at + 1)
        if self.line is None and end in self.starts and not self._left_out(end):
            self.out.left_out.append((at, self.starts[end].end))
            return self.starts[end].end
        while end < len(self.tokens) and self.tokens[end].kind == "word":
            if end in self.starts and end > at + 2 and not self._left_out(end):
                return end - 1 if self.tokens[end - 1].form in JOINS else end
            self._leave_out(at, end)
            end += 1
            if not (end + 1 < len(self.tokens) and self.tokens[end].form in JOINS and self._edible(end + 1)):
                return end
            end += 1
        return end

    def _lacks(self, at: int) -> bool:
        """`pas d'oignons` where it leaves something out of a dish."""
        after = self._content(at + 1)
        return at + 1 < after < len(self.tokens) and after not in self.starts and self._left_out(after)

    def _left_out(self, at: int) -> bool:
        return bool(self._options(at, "remove"))

    def _options(self, at: int, kind: str) -> list[str]:
        """The options that a token names, of the dish before it, else of any dish."""
        found = self.spotted[at]
        dishes = self.line.dishes if self.line else frozenset(range(len(self.grammar.codes)))
        return [option.code for option in self.grammar.options_for([found.id], dishes, kind)] if found else []

    def _edible(self, at: int) -> bool:
        form = self.tokens[at].form
        return self.spotted[at] is not None or self.grammar.food(form) is not None

    def _leave_out(self, start: int, at: int) -> None:
        note = f"{self.tokens[start].text} {self.tokens[at].text}"
        self._attach(self._options(at, "remove"), note, (start, at + 1))

    def _attach(self, codes: list[str], note: str, span: tuple[int, int]) -> None:
        if self.line is None:
            self.waiting.extend(codes)
            self.out.loose_at.extend([span] if codes else [])
        elif codes:
            self.line.options.extend(code for code in codes if code not in self.line.options)
        elif note not in self.line.notes:
            self.line.notes.append(note)

    def _with(self, at: int) -> int:
        """`avec X`, `extra X`, `+ X`: an option of the dish before; a dish by itself stays a dish; else a note."""
        end = at + 1
        extra = self.tokens[at].form in EXTRA
        while end < len(self.tokens) and (self.tokens[end].form in GLUE or self.tokens[end].form in EXTRA):
            extra = extra or self.tokens[end].form in EXTRA
            end += 1
        if end >= len(self.tokens) or self.tokens[end].form in self.grammar.option_of:
            return end
        codes = self._options(end, "extra")
        named = self.starts.get(end)
        if codes and (extra or named is None or not named.exact or self._inside(named)):
            self._attach(codes, "", (at, end + 1))
            return end + 1
        if end in self.starts or not self._topping(end):
            return end
        self._attach([], f"{self.tokens[at].text} {self.tokens[end].text}", (at, end + 1))
        return end + 1

    def _topping(self, at: int) -> bool:
        return self.line is not None and self.tokens[at].kind == "word" and self._edible(at)

    def _quantity(self, at: int, value: int, end: int) -> int:
        line = self.line
        after = self._content(end)
        while after < len(self.tokens) and self.tokens[after].form in UNITS:
            after = self._content(after + 1)
        ahead = after in self.starts or (after < len(self.tokens) and self.tokens[after].form in self.grammar.code_of)
        if value > MOST or (value == 0 and self.tokens[at].kind == "word"):
            self.pending, self.absurd = (value, at) if ahead else (self.pending, self.absurd)
        elif self.out.unknown_at and self.out.unknown_at[-1] == at - 1 and not ahead:
            return end
        elif line and self._shares(line, value, end, ahead):
            self.out.lines.append(self._whole(line).part(at, end, value))
        elif line and self._belongs_back(line, at, ahead):
            line.qty, line.said = value, True
        else:
            self.pending = value
        return end

    def _whole(self, line: OrderLine) -> OrderLine:
        """The line whose pieces are being told apart."""
        return next((one for one in reversed(self.out.lines) if one.shared and one.dishes == line.dishes), line)

    def _shares(self, line: OrderLine, value: int, end: int, ahead: bool) -> bool:
        """Whether a number tells some of a line's pieces apart (`un sans oignons et un avec…`)."""
        follow = self.tokens[end].form if end < len(self.tokens) else ""
        whole = self._whole(line)
        told = follow in WITHOUT or follow in WITH or follow in EXTRA
        return told and not ahead and whole.said and 0 < value <= whole.qty and (whole.shared or whole.qty > 1)

    def _belongs_back(self, line: OrderLine, at: int, ahead: bool) -> bool:
        token = self.tokens[at]
        if ahead and not self.trailing:
            return False
        if not line.said:
            return token.kind != "times" or not token.form[0].isdigit() or not ahead
        return any(token.form in REPAIRS for token in self.tokens[max(line.end, at - 3) : at])

    def _other(self, at: int) -> int:
        token, found = self.tokens[at], self.spotted[at]
        if self.line and found:
            codes = self._options(at, "extra")
            if codes:
                self._attach(codes, "", (at, at + 1))
                return at + 1
        if found:
            self._remember(at)
        if token.kind == "word" and self._ordered_unknown(at):
            self._unknown(at)
        return at + 1

    def _ordered_unknown(self, at: int) -> bool:
        """A food that is not on the menu, or an unheard-of word right after a quantity."""
        form = self.tokens[at].form
        if self._strange(at):
            return True
        if form in GLUE or form in UNITS or form in JOINS or self.taken[at]:
            return False
        if self.grammar.food(form):
            return True
        return self.pending is not None and len(form) >= 4 and form.isalpha() and self.spotted[at] is None

    def _strange(self, at: int) -> bool:
        """A code like those of the menu that the menu does not have."""
        before = self.tokens[at - 1].form if at else ""
        return before not in NUMBERED and not self.taken[at] and self.grammar.looks_coded(self.tokens[at].form)

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
