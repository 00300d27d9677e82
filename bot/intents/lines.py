"""What one message orders, as it was said: lines, things that are not on the menu, options without a dish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST = 999
"""Pieces of one dish; a larger number is no quantity."""


PRICES = 30
"""From here on a number after `à` is the price of a dish."""


@dataclass(slots=True)
class OrderLine:
    """One dish, or several that one word can mean, as said; `text` is verbatim, `said` whether a quantity was said.

    `onto` is where the options named before the dish begin (`double steak au burger`), else -1.
    """

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
    shared: bool = False
    """Its pieces were told apart by what follows (`deux burgers, un sans oignons…`)."""
    onto: int = -1
    counted: int = -1
    """The token of the quantity that was said after the dish."""
    lacking: list[str] = field(default_factory=list)
    """What was to go onto the dish, or off it, that it does not have."""
    instead: "OrderLine | None" = None
    """The dish that this one replaces."""
    anyway: bool = False
    """That dish goes even if this one cannot be had."""
    another: bool = False
    """One more of what is in the basket, otherwise than that (`et une autre sans olives`)."""
    joined: bool = False
    """`and` stands before it: it goes on with what was said, and is not a kind of that."""
    heading: bool = False
    """It only leads to what follows: `des pizzas : une thon`, `la pizza, une thon`."""

    def part(self, start: int, end: int, qty: int) -> "OrderLine":
        """Some of this line's pieces as a line of their own."""
        self.qty -= qty
        self.shared = True
        return OrderLine(
            self.text, self.dishes, start, end, qty, True, self.score, self.exact, self.category, [*self.options]
        )


@dataclass(slots=True)
class Lines:
    """What was ordered: lines, things ordered that are not on the menu, options said without a dish."""

    lines: list[OrderLine] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unknown_at: list[int] = field(default_factory=list)
    unknown_from: list[int] = field(default_factory=list)
    """The first token of each unknown thing."""
    loose: list[str] = field(default_factory=list)
    loose_at: list[tuple[int, int]] = field(default_factory=list)
    wished: list[str] = field(default_factory=list)
    """Extras named without a dish."""
    wished_at: list[tuple[int, int]] = field(default_factory=list)
    wished_surely: bool = False
    """They are told apart from the dishes of the message."""
    lacking: list[str] = field(default_factory=list)
    """What is to be left out, without a dish, and is no option of any."""
    lacking_at: list[tuple[int, int]] = field(default_factory=list)
    left_out: list[tuple[int, int]] = field(default_factory=list)
    """Dishes named after `without` where no dish stands before."""
    refused: list[OrderLine] = field(default_factory=list)
    """Dishes in the basket that are said not to be meant."""
    chosen: bool = False
    """One line stands for alternatives."""
    doubtful: bool = False
    """It is not said how many of which."""
    stated: bool = False
    """Something is told of a dish, which nobody can order (`la chorba est très salée`)."""
    explained: list[tuple[int, int]] = field(default_factory=list)
    """Words that are options or notes."""

    def extend_unknown(self, text: str, start: int, end: int) -> None:
        """One more thing that the menu does not have."""
        self.unknown.append(text)
        self.unknown_from.append(start)
        self.unknown_at.extend(range(start, end))


@dataclass(frozen=True, slots=True)
class Setting:
    """What else is known of a message when its lines are read.

    `taken` marks ordinary words of the language, `barred` numbers that are no quantities (times, tables), `odd` those
    that nobody can mean and their ends. `adding` = where begins what is to be added, `removing` = something is to be
    taken off. `held` = the dishes in the basket, `idle` = where phrases begin that only sound like an option (`sans
    faute`), and their ends.
    """

    taken: Sequence[bool]
    barred: frozenset[int] = frozenset()
    odd: Mapping[int, int] = field(default_factory=dict)
    adding: frozenset[int] = frozenset()
    removing: bool = False
    held: frozenset[int] = frozenset()
    idle: Mapping[int, int] = field(default_factory=dict)
    phrases: frozenset[int] = frozenset()
    """Where phrases of several words begin."""
    leaves: Mapping[int, int] = field(default_factory=dict)
    """Where verbs stand that leave something out of a dish that is ordered, and what that is."""
    basket: Sequence[int] = ()
    """The dishes in the basket, in order."""

    @property
    def kind(self) -> str:
        """The kind of option that a bare word names here."""
        return "remove" if self.removing else "extra"


@dataclass(frozen=True, slots=True)
class Ahead:
    """Options named before their dish, the words, and where; `sure` = they can be nothing else."""

    codes: Sequence[str]
    words: str
    start: int
    end: int
    sure: bool = False
