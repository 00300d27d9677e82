"""What a customer's session remembers between two messages, and its way into JSON and back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from bot.services.basket import Basket, Line


@dataclass(frozen=True, slots=True)
class Part:
    """Something named that may be several dishes: `verb` is the event that waits for the answer.

    `more` is what was said of it beside its name: `qty`, `options`, `delta`, `was`, `factor`. `lines`: the dish is
    clear, and stands in the basket with these sets of options.
    """

    verb: str
    candidates: tuple[str, ...]
    said: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class CustomerMemory:
    """`table`: None = not asked yet, empty = no table yet. `nonce` belongs to the basket, from its first line on.

    `last` is the line last touched, `dish` the one being looked at, `about` the dish whose price was just told.
    `shown` = the basket was echoed since it changed; `recap` = the person has seen the recap as it now stands.
    `checkout` = he was on his way to the recap, and goes back there after a detour. `when` is the time he would like,
    in his words: passed on, never promised. `errand` is what an order is looked up for. `quiet` counts messages since
    the last one that was not understood.
    """

    basket: Basket = ()
    nonce: str = ""
    last: Line | None = None
    dish: Line | None = None
    pending: tuple[Part, ...] = ()
    about: str = ""
    category: str = ""
    page: int = 0
    mode: str = ""
    table: str | None = None
    address: str = ""
    old_address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    old_latitude: float | None = None
    old_longitude: float | None = None
    phone: str = ""
    when: str = ""
    checkout: bool = False
    shown: bool = True
    recap: bool = False
    errand: str = ""
    cancelling: int = 0
    last_order: int = 0
    misses: int = 0
    quiet: int = 0
    greeted: bool = False

    def to_json(self) -> dict[str, Any]:
        """Only what differs from a new memory, in JSON's own types."""
        return {name: _plain(value) for name, fresh in BLANK.items() if (value := getattr(self, name)) != fresh}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CustomerMemory":
        """A memory from an older or newer version: what is unknown or of another type is dropped, what lacks is new."""
        known = {name: value for name, value in data.items() if name in BLANK and _fits(name, value)}
        for name, read in READERS.items():
            if name in known:
                known[name] = read(known[name])
        return cls(**known)


def _fits(name: str, value: Any) -> bool:
    """Whether a stored value is of the field's type; of another, the field is new."""
    fresh = BLANK[name]
    if name in READERS:
        return isinstance(value, list | dict)
    return fresh is None or type(value) is type(fresh)


def _plain(value: Any) -> Any:
    names = MEMBERS.get(type(value))
    if names is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


def _line(raw: Mapping[str, Any] | None) -> Line | None:
    if raw is None:
        return None
    return Line(raw["item"], raw["qty"], tuple(raw.get("options", ())), raw.get("unit_cents", 0))


def _lines(raw: list[Mapping[str, Any]]) -> Basket:
    return tuple(line for r in raw if (line := _line(r)) is not None)


def _parts(raw: list[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(
        Part(
            r["verb"],
            tuple(r["candidates"]),
            r.get("said", ""),
            r.get("more", {}),
            tuple(map(tuple, r.get("lines", ()))),
        )
        for r in raw
    )


MEMBERS: dict[type, tuple[str, ...]] = {kind: tuple(f.name for f in fields(kind)) for kind in (Line, Part)}
BLANK = {f.name: f.default for f in fields(CustomerMemory)}
READERS: dict[str, Callable[[Any], Any]] = {"basket": _lines, "last": _line, "dish": _line, "pending": _parts}
