"""The frozen facts that the restaurant's machines see in a turn: the place, its menu, the person, the moment."""

from dataclasses import dataclass
from datetime import datetime

from bot.messages import Locale
from bot.services.menu import Menu


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """The restaurant as every session of it sees it; changes only when its revision grows."""

    name: str
    timezone: str
    locale: Locale
    menu: Menu
    delivery: bool = True
    support: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """`now` is aware, in the zone of the place; `away` is the time since the session's last turn in seconds.

    `fresh` is the number of this turn, unlike any other (for a basket's nonce). `role` is the staff role, else empty.
    """

    now: datetime
    place: PlaceFacts
    fresh: str
    phone: str | None = None
    name: str | None = None
    chosen: Locale | None = None
    away: float = 0.0
    role: str = ""
    channel: str = "whatsapp"
