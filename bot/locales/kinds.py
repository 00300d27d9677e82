"""What a variable of a template may hold. The name says the kind, so that it means the same wherever it stands.

A template that means something else by a name says so beside its words: `values = { options = "lines" }`.
"""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """A kind of value; the comments are what the code gives."""

    TEXT = "text"  # what somebody wrote, or what a thing is called: str, Named
    NUMBER = "number"  # what an order, a table, a ticket is called by: int, str
    COUNT = "count"  # how many: int
    MONEY = "money"  # Money
    TIME = "time"  # hours and minutes: Clock
    DAY = "day"  # a day of the calendar: Day
    WORDS = "words"  # words of ours inside a sentence: Say; or whatever text stands in their place
    LINES = "lines"  # lines of their own: Lines, Say


def _all(kind: Kind, names: str) -> dict[str, Kind]:
    return dict.fromkeys(names.split(), kind)


KINDS: Mapping[str, Kind] = {
    **_all(Kind.TEXT, "dish option options category choices others place who said name notes reason"),
    **_all(Kind.TEXT, "summary usage line code phone text what author entry locale"),
    **_all(Kind.NUMBER, "number ticket table"),
    **_all(Kind.COUNT, "n qty minutes next limit"),
    **_all(Kind.MONEY, "price total was now"),
    **_all(Kind.TIME, "time until"),
    **_all(Kind.DAY, "day"),
    **_all(Kind.WORDS, "mode status does event address state role"),
    **_all(Kind.LINES, "lines how"),
}
REQUIRED = frozenset((Kind.NUMBER, Kind.MONEY, Kind.LINES))
"""What a business's own wording may not leave out anywhere; `required` beside the words says what else not there."""
