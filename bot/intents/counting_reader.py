"""How many of what: numbers before their dish, how many are to eat, two of what an option gives twice."""

from functools import cached_property

from bot.intents.foods import (
    DOUBLE,
    EACH,
    EVERY,
    EXTRA,
    GLUE,
    INSIDE,
    NORMAL,
    TWO_OF_US,
    UNITS,
    WE_ARE,
    WE_ARE_AT,
    WEAK,
    WITH,
    WITHOUT,
)
from bot.intents.guards import EXCEPT, JOINS, PEOPLE
from bot.intents.lexicon import ARTICLES
from bot.intents.lines import OrderLine
from bot.intents.note_reader import NoteReader

AND = JOINS - WITH
PAUSES = frozenset((",", ";", ".", "\n"))
_MEASURES = UNITS | (WEAK - WITH - WITHOUT - EXTRA - DOUBLE - NORMAL - INSIDE - GLUE)
"""What may stand between a quantity and its dish: what is counted of it, and of which size."""
_SMALL = ARTICLES | GLUE | UNITS
_FEW = 30
"""People that one order can be for."""


class CountingReader(NoteReader):
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
            line.qty, line.said = self.people or line.qty, True
            self.out.doubtful = self.out.doubtful or not self.people

    def all_of_us(self, at: int) -> int:
        """The token after `tout le monde`, where no dish stands before: each gets the next one."""
        if self.form(at) != "monde" or self.form(at - 2) not in ("tout", "tt"):
            return 0
        self.everyone = True
        self.out.doubtful = any(token.form in EXCEPT for token in self.tokens[at:])
        return at + 1

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
        return at + 1 + one

    def form(self, at: int) -> str:
        return self.tokens[at].form if 0 <= at < len(self.tokens) else ""

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

    def joins(self, at: int) -> bool:
        """Whether `and` stands right before a token, or in it; a comma is none."""
        return self.form(at - 1) in AND - PAUSES or self.form(at).startswith("و")
