"""What one message orders, as it was said: lines, things that are not on the menu, options without a dish."""

from dataclasses import dataclass, field

MOST = 999
"""Pieces of one dish; a larger number is no quantity."""


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

    def part(self, start: int, end: int, qty: int) -> "OrderLine":
        """Some of this line's pieces as a line of their own."""
        self.qty -= qty
        self.shared = True
        return OrderLine(self.text, self.dishes, start, end, qty, True, self.score, self.exact, self.category)


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
    left_out: list[tuple[int, int]] = field(default_factory=list)
    """Dishes named after `without` where no dish stands before."""

    def extend_unknown(self, text: str, start: int, end: int) -> None:
        """One more thing that the menu does not have."""
        self.unknown.append(text)
        self.unknown_from.append(start)
        self.unknown_at.extend(range(start, end))
