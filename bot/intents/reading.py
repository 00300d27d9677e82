"""The contract of the intent layer: what it is told, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.messages import Event, Locale

Language = Literal["fr", "ar", "arq-Arab", "arq-Latn", "mixed", "none"]
"""`none` = no letter that speaks for a language (digits, emoji, a dish name, a URL)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice last shown to the person: the event it stands for, and its label in the language it was shown in."""

    event: Event
    label: str


@dataclass(frozen=True, slots=True)
class Context:
    """Where the conversation stands.

    `name` is one of `language/intents.md`'s contexts (`start browse cart qty checkout_mode address … any`).
    `choices` are those last shown, in order: their number, label or a near miss of it means the same as a tap.
    `basket` holds the item codes now in the basket, in order (for "la même chose", "annuler la pizza", "zid wahda").
    `awaited` is what was asked where several questions share a `name`: `which` dish is meant, which `line` is to be
    changed, what becomes of the `basket`.
    """

    name: str = "any"
    choices: Sequence[Choice] = ()
    basket: Sequence[str] = ()
    awaited: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message means.

    `events` come in the order in which they were said; the first is the message's intent. An empty tuple never occurs:
    what is not understood is one `Event("unknown")`. Event names are the intents of `language/intents.md` or the event
    of a matched choice. `score` is 0…1; `why` names tokens, layer and rule, for `sessions why`.
    `language` is the evidence in this message alone.
    """

    events: tuple[Event, ...]
    language: Language
    score: float
    why: Mapping[str, Any] = field(default_factory=dict)
    asks_locale: Locale | None = None
    """The locale that the message asks for by name (`LANG AR`, "en français svp")."""
    main: str = ""
    """The event that a message with several is mostly about, where that is not the first."""
