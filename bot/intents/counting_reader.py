"""How many of what: numbers before their dish, how many are to eat, two of what an option gives twice."""

from dataclasses import replace
from functools import cached_property

from bot.intents.corrections import PAUSES, MendingReader
from bot.intents.foods import (
    AGAIN_THING,
    AS_MANY,
    AS_MANY_OF,
    DOUBLE,
    EACH,
    EVERY,
    EXTRA,
    FOLDS,
    GLUE,
    INSIDE,
    KINDS,
    NORMAL,
    OF,
    OF_EACH,
    OF_THEM,
    OF_US,
    TWO_OF_US,
    UNITS,
    WE_ARE,
    WE_ARE_AT,
    WEAK,
    WITH,
    WITHOUT,
)
from bot.intents.guards import DENIES, EXCEPT, FOR_WHOM, JOINS, OWN, PEOPLE
from bot.intents.lexicon import ARTICLES
from bot.intents.lines import MOST, OrderLine
from bot.intents.tokens import breaks_between

AND = JOINS - WITH
_MEASURES = UNITS | (WEAK - WITH - WITHOUT - EXTRA - DOUBLE - NORMAL - INSIDE - GLUE)
"""What may stand between a quantity and its dish: what is counted of it, and of which size."""
_SMALL = ARTICLES | GLUE | UNITS
_OURSELVES = OWN | OF_THEM | OF_US
_EACH = EVERY | EACH
_OURS = frozenset(("nous", "nos", "vous", "eux", "elles"))
_SOME_OF = OF - {"de", "d"} | {"des"}
_KINDS = 12
"""Dishes of which one of each can be meant."""
_FEW = 30
"""People that one order can be for."""


class CountingReader(MendingReader):
    """The part of `LineReader` that knows how many there are to be."""

    everyone = False
    """The next dish is for each of them."""
    people = 0
    """How many are to eat, where that is said."""

    @cached_property
    def everybody(self) -> list[OrderLine]:
        """Dishes for each of them, where that is said before how many they are."""
        return []

    def serve(self) -> None:
        """As many for everybody as there are; it is asked where nobody said."""
        for line in self.everybody:
            each = 1 if line.qty == self.people else line.qty
            line.qty, line.said = min(each * (self.people or 1), MOST), True
            self.out.doubtful = self.out.doubtful or not self.people

    def all_of_us(self, at: int) -> int:
        """The token after `tout le monde`, where no dish stands before: each gets the next one."""
        if self.form(at) != "monde" or self.form(at - 2) not in ("tout", "tt"):
            return 0
        self.everyone = True
        self.out.doubtful = any(token.form in EXCEPT for token in self.tokens[at:])
        return at + 1

    def each_gets(self, at: int) -> int:
        """The token after `chacun son`, `لكل واحد منا`, before the dish that everybody gets; 0 where there is none."""
        end = at + 1
        if not self.form(at).startswith("chacun"):
            one = end < len(self.tokens) and (self.tokens[end].value == 1 or self.form(end) in PEOPLE)
            if self.form(at) not in _EACH or not one:
                return 0
            end += 1
        while self.form(end) in _OURSELVES:
            end += 1
        number = end < len(self.tokens) and self.tokens[end].value is not None
        if not self.counted(end + number) or (self.line and self.line.end == at):
            return 0
        self.everyone = True
        return end

    def for_everybody(self, line: OrderLine) -> None:
        """A dish that each of them gets, and what is joined to it."""
        last = self.everybody[-1] if self.everybody else None
        if last and last is self.line and not self.all_of_one(last, line):
            self.everyone = False
        if self.everyone:
            self.everybody.append(line)

    def all_of_one(self, last: OrderLine, line: OrderLine) -> bool:
        """Whether a dish is joined to that of each: `chacun un tacos et une frite`, but not `…, et 4 frites`."""
        return line.qty == 1 and self.goes_on(line.start) and not breaks_between(self.tokens, last.end, line.start)

    def kind_of_each(self, line: OrderLine) -> int:
        """The token after a word for many things of which one of each is wanted (`une pizza de chaque`, `واحدة من كل
        نوع بيتزا`), all of which are lines now; 0 where it is not so."""
        at = line.start - 1
        while self.form(at) in KINDS or self.form(at) in _SMALL:
            at -= 1
        end = line.end
        if self.form(at) not in OF_EACH:
            at = end = end + (self.form(end) in OF)
            end += 1 + (self.form(end + 1) in KINDS)
        if self.form(at) not in OF_EACH or self.pending is None or not 1 < len(line.dishes) <= _KINDS:
            return 0
        self.out.explained.append((min(at, line.start), end))
        self._each_of(line, self.pending)
        self.pending = None
        return end

    def take_over(self, line: OrderLine) -> None:
        """A dish takes over the quantity of the word for its kind right before it: `3 sandwichs chawarma`."""
        last, after = self.line, self.starts.get(self.content(line.end) + 1)
        if last is None or not last.category or self.pending is not None or not line.dishes <= last.dishes:
            return
        listed = after is not None and after.dishes < last.dishes and self.form(after.start - 1) in AND
        if last.said and not listed and self.content(last.end) == line.start:
            self.pending = last.qty
            self.out.lines.pop()

    def ours(self, at: int) -> bool:
        """Whether a number counts those who eat: `pour nous deux`."""
        return self.form(at - 1) in _OURS and self.form(at - 2) in FOR_WHOM

    def all_the(self, at: int, value: int, end: int) -> int:
        """The token after `les deux`, which counts what was said before; after `une de chaque`, which makes a line of
        each that the word before can mean; 0 where it is neither."""
        line, each = self.line, end + (self.form(end) in OF)
        if line is None or self.counted(end):
            return 0
        if self.form(at - 1) == "les" and value > 1:
            self.out.doubtful = self.out.doubtful or (len(self.out.lines) > 1 and line.qty != value)
            return end
        listed = self.form(each) in OF_EACH and (each > end or self.form(each + 1) in KINDS)
        adds_up = line.qty in (1, value * len(line.dishes))
        if not listed or not adds_up or not 1 < len(line.dishes) <= _KINDS:
            return 0
        self.out.lines.pop()
        self._each_of(line, value)
        self.out.explained.append((at, each + 1))
        return each + 1 + (self.form(each + 1) in KINDS)

    def _each_of(self, line: OrderLine, qty: int) -> None:
        for n in sorted(line.dishes):
            self.out.lines.append(replace(line, dishes=frozenset({n}), qty=qty, said=True, options=[]))

    def folds(self, at: int) -> int:
        """The token after `deux fois` before a dish; 0 where it counts something else."""
        end = at + 2
        if not self.tokens[at].value or self.form(at + 1) not in FOLDS:
            return 0
        end += end < len(self.tokens) and self.tokens[end].value == 1
        if not self.counted(end):
            return 0
        self.pending = self.tokens[at].value
        self.out.explained.append((at, end))
        return end

    # Said again, or otherwise than before.

    def some_of(self, at: int, end: int) -> int:
        """The token after `un des deux`, `واحد من زوج`, where the first number counts the dish; 0 elsewhere."""
        first = at > 1 and self.tokens[at - 2].value is not None and self.form(at - 1) in _SOME_OF
        if not first or self.pending is None or not self.counted(end):
            return 0
        return end if self.pending < (self.tokens[at].value or 0) else 0

    def denied(self, at: int, end: int) -> int:
        """The token after a quantity that is not meant (`machi tlata`); 0 where none is denied."""
        if self.form(at - 1) not in DENIES or not self.line or self.counted(end):
            return 0
        self.recount = True
        return end

    def we_are(self, at: int) -> int:
        """The token after `rana à 3`, `on est quatre`."""
        if self.form(at) in TWO_OF_US:
            self.people = 2
            return at + 1
        if self.form(at) not in WE_ARE or (self.form(at) == "est" and self.form(at - 1) != "on"):
            return 0
        count = at + 1 + (self.form(at + 1) in WE_ARE_AT)
        value = self.tokens[count].value if count < len(self.tokens) else None
        if self.form(count) in TWO_OF_US:
            self.people = 2
            return count + 1
        if not value or value > _FEW:
            return 0
        after = self.form(count + 1)
        if self.counted(count + 1) and after not in PEOPLE:
            return 0
        self.people = value
        return count + 1

    def each(self, at: int) -> int:
        """The token after `l kol wa7ed`, `chacun`: everybody gets the dish before."""
        form = self.form(at)
        follow = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        one = follow is not None and (follow.value == 1 or follow.form in PEOPLE)
        if not self.line or not (form.startswith("chacun") or (form in EVERY | EACH and one)):
            return 0
        if self.people and self.line.qty in (1, self.people):
            self.line.qty, self.line.said = self.people, True
        elif not self.people:
            self.everybody.append(self.line)
        self._joined_to(self.line)
        return at + 1 + one

    def _joined_to(self, line: OrderLine) -> None:
        """`une chorba et un bourek chacun`: everybody gets both."""
        for one in reversed(self.out.lines[:-1]):
            if not (one.said and one.qty == 1 and self.goes_on(line.start)) or breaks_between(
                self.tokens, one.end, line.start
            ):
                break
            self.everybody.append(one)
            line = one

    def counted(self, at: int) -> bool:
        """Whether a dish follows that a number before this token counts."""
        after = self.content(at)
        while after < len(self.tokens) and self.tokens[after].form in _MEASURES and self.tokens[after].value is None:
            if after in self.starts:
                break
            after = self.content(after + 1)
        return after in self.starts or (after < len(self.tokens) and self.tokens[after].form in self.grammar.code_of)

    def twice(self, at: int, value: int, end: int) -> int:
        """The token after two of what an option gives twice (`avec deux steaks`); 0 where there is none."""
        if self.line is None or value != 2:
            return 0
        end = self.past_units(end)
        codes = self.doubled(end)
        if not codes:
            return 0
        self.attach(codes, "", (at, end + 1))
        return end + 1

    def past_units(self, at: int) -> int:
        while self.form(at) in GLUE or self.form(at) in UNITS:
            at += 1
        return at

    def doubled(self, at: int) -> list[str]:
        found = self.spotted[at] if at < len(self.tokens) else None
        if found is None or self.line is None:
            return []
        return [code for code in self.named([found.id], "extra", self.line.dishes) if code in self.grammar.doubling]

    def goes_on(self, at: int) -> bool:
        """Whether `and` stands before a dish and its quantity."""
        before = at - 1
        while before > 0 and (self.tokens[before].value is not None or self.form(before) in _SMALL):
            if self.form(before).startswith("و"):
                return True
            before -= 1
        return before >= 0 and self.joins(before + 1)

    def as_many(self, at: int) -> int:
        """The token after `la même quantité de`, `autant de`: as many as of the dish before."""
        same = self.form(at) in AGAIN_THING and self.form(at + 1) in AS_MANY
        end = at + 1 + same
        if not self.line or not (same or self.form(at) in AS_MANY_OF) or not self.counted(end):
            return 0
        self.pending = self.line.qty
        return end

    def joins(self, at: int) -> bool:
        """Whether `and` stands right before a token, or in it; a comma is none."""
        return self.form(at - 1) in AND - PAUSES or self.form(at).startswith("و")
