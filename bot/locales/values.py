"""What may stand in a template's place: typed values, resolved only when the reply's locale is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from bot.messages import Event, Locale


@runtime_checkable
class Named(Protocol):
    """Something with a name in each locale (`bot.services.menu.Names` is one)."""

    def get(self, locale: Locale) -> str: ...


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in centimes of a dinar; people see dinars."""

    cents: int


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment shown as hours and minutes; aware, already in the zone of the place."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, in the zone of the place."""

    on: date


@dataclass(frozen=True, slots=True)
class Say:
    """A template's key and its values: one bubble, one line of a block, or one label."""

    key: str
    values: Mapping[str, "Value"] | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Several templates, one line each."""

    of: tuple[Say, ...]


Value = str | int | Money | Clock | Day | Named | Say | Lines


@dataclass(frozen=True, slots=True)
class Offer:
    """One choice to show: what it does, what it is called, a list row's second line and its section.

    A `once` choice is good only under the prompt it was shown with (yes, no, pay): an older one is explained instead.
    `label` is a template key (`Say`) or a name; long labels are the author's fault and fail a test, never cut meaning.
    """

    event: Event
    label: Say | Named
    hint: Say | Named | Money | None = None
    section: Say | Named | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing to say, with the choices under it."""

    say: Say
    offers: tuple[Offer, ...] = ()
    lists: bool = False
    opener: Say | None = None
    ask_location: bool = False
