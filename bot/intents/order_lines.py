"""Read dishes, quantities, options and notes out of an utterance into order lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.intents.foods import EXTRA, GLUE, INSIDE, UNITS, WITH, WITHOUT
from bot.intents.guards import JOINS, REPAIRS
from bot.intents.mentions import Mention, Spotted
from bot.intents.menu import MenuGrammar
from bot.intents.quantities import quantity_at, trailing
from bot.intents.tokens import Token

MOST = 999


@dataclass(slots=True)
class OrderLine:
    """One dish, or several that one word can mean, as said; `text` is verbatim, `said` whether a quantity was said."""

    text: str
    dishes: frozenset[int]
    start: int
    end: int
    qty: int = 1
    said: bool = False
    score: float = 1.0
    exact: bool = False
    category: str = ""
    options: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Lines:
    """What was ordered: lines, things ordered that are not on the menu, options said without a dish."""

    lines: list[OrderLine] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unknown_at: list[int] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    numbers: list[tuple[int, int]] = field(default_factory=list)
    """Quantities said, with their token index."""


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
        self.waiting: list[str] = []
        self.trailing = trailing(tokens, self.starts, barred)

    def read(self) -> Lines:
        at = 0
        while at < len(self.tokens):
            at = max(at + 1, self._step(at))
        self.out.loose.extend(self.waiting)
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
        if token.form in WITHOUT:
            return self._without(at)
        if token.form in WITH or token.form in EXTRA or token.form == "+":
            return self._with(at)
        if at not in self.barred and (hit := quantity_at(self.tokens, at)):
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
        if self.pending is not None or dual:
            line.qty, line.said = min(self.pending or dual, MOST), True
        line.options.extend(self.waiting)
        self.pending, self.waiting = None, []
        self.out.lines.append(line)

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
        owner = self.grammar.codes.index(option.item)
        for line in reversed(self.out.lines):
            if owner in line.dishes:
                line.options.append(option.code)
                return at + 1
        self.out.loose.append(option.code)
        return at + 1

    def _content(self, at: int) -> int:
        """The next token that is not an article or binding word."""
        while at < len(self.tokens) and self.tokens[at].form in GLUE:
            at += 1
        return at

    def _without(self, at: int) -> int:
        """`sans X`, and what follows with `ni` or `et` as long as it is no dish."""
        end = self._content(at + 1)
        while end < len(self.tokens) and self.tokens[end].kind == "word":
            if end in self.starts and end > at + 2 and not self._left_out(end):
                return end - 1 if self.tokens[end - 1].form in JOINS else end
            self._leave_out(at, end)
            end += 1
            if not (end + 1 < len(self.tokens) and self.tokens[end].form in JOINS and self._edible(end + 1)):
                return end
            end += 1
        return end

    def _left_out(self, at: int) -> bool:
        found = self.spotted[at]
        return bool(found and self.line and self.grammar.options_for([found.id], self.line.dishes, "remove"))

    def _edible(self, at: int) -> bool:
        form = self.tokens[at].form
        return self.spotted[at] is not None or self.grammar.food(form) is not None

    def _leave_out(self, start: int, at: int) -> None:
        found = self.spotted[at]
        dishes = self.line.dishes if self.line else frozenset(range(len(self.grammar.codes)))
        options = self.grammar.options_for([found.id], dishes, "remove") if found else []
        self._attach([option.code for option in options], f"{self.tokens[start].text} {self.tokens[at].text}")

    def _attach(self, codes: list[str], note: str) -> None:
        if self.line is None:
            self.waiting.extend(codes)
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
        codes = self._options_at(end)
        named = self.starts.get(end)
        if codes and (extra or named is None or not named.exact or self._inside(named)):
            self._attach(codes, "")
            return end + 1
        if end in self.starts or not self._topping(end):
            return end
        self._attach([], f"{self.tokens[at].text} {self.tokens[end].text}")
        return end + 1

    def _options_at(self, at: int) -> list[str]:
        found = self.spotted[at]
        if not found:
            return []
        dishes = self.line.dishes if self.line else frozenset(range(len(self.grammar.codes)))
        return [option.code for option in self.grammar.options_for([found.id], dishes, "extra")]

    def _topping(self, at: int) -> bool:
        return self.line is not None and self.tokens[at].kind == "word" and self._edible(at)

    def _quantity(self, at: int, value: int, end: int) -> int:
        self.out.numbers.append((value, at))
        line = self.line
        after = self._content(end)
        while after < len(self.tokens) and self.tokens[after].form in UNITS:
            after = self._content(after + 1)
        ahead = after in self.starts or (after < len(self.tokens) and self.tokens[after].form in self.grammar.code_of)
        if line and self._belongs_back(line, at, ahead):
            line.qty, line.said = min(value, MOST), True
        else:
            self.pending = value
        return end

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
            codes = self._options_at(at)
            if codes:
                self._attach(codes, "")
                return at + 1
        if token.kind == "word" and self._ordered_unknown(at):
            self._unknown(at)
        return at + 1

    def _ordered_unknown(self, at: int) -> bool:
        """A food that is not on the menu, or an unheard-of word right after a quantity."""
        form = self.tokens[at].form
        if form in GLUE or form in UNITS or form in JOINS or self.taken[at]:
            return False
        if self.grammar.food(form):
            return True
        return self.pending is not None and len(form) >= 4 and form.isalpha() and self.spotted[at] is None

    def _unknown(self, at: int) -> None:
        token, line = self.tokens[at], self.line
        if line and self.pending is None and line.end == at:
            line.notes.append(token.text)
            line.end = at + 1
        elif self.out.unknown_at and self.out.unknown_at[-1] == at - 1:
            self.out.unknown[-1] += f" {token.text}"
            self.out.unknown_at.append(at)
        else:
            self.out.unknown.append(token.text)
            self.out.unknown_at.append(at)
        self.pending = None
