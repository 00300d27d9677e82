"""One module per platform: parse, signature, fit, request, limits as data. They know no server, engine or table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.errors import SendError
from bot.messages import Json, Outgoing, Parsed

Signature = Literal["ok", "missing", "invalid"]


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a platform: path below its base address, JSON body."""

    path: str
    body: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Sent:
    """A platform took a message; `provider_id` is its name for it."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform accepts, in UTF-16 code units and pieces."""

    text: int
    body: int
    """Text above buttons or a list."""
    buttons: int
    button_title: int
    rows: int
    row_title: int
    row_hint: int
    section_title: int
    opener: int
    id: int
    row_id: int


class Channel(Protocol):
    """A messaging platform, spoken without a server: all of it pure."""

    name: str
    limits: Limits
    remote: bool
    """Whether it is reached over webhooks and HTTPS; otherwise a command of ours speaks it."""

    def signature(self, body: bytes, headers: Mapping[str, str], secrets: tuple[str, ...]) -> Signature:
        """Whether the platform signed exactly these bytes with one of the secrets (constant time)."""
        ...

    def parse(self, body: Json) -> Parsed:
        """Take a webhook body apart; a bad piece becomes a `Reject`, never an exception. Never sets an event."""
        ...

    def fit(self, outgoing: Outgoing) -> tuple[Outgoing, ...]:
        """The same meaning in messages that the platform takes: buttons, else a list, else pages, else numbers."""
        ...

    def request(self, outgoing: Outgoing, *, account: str, recipient: str, outbox_id: str) -> Call:
        """The platform's request for one fitted message."""
        ...

    def answer(self, status: int, body: Json | None) -> Sent:
        """Read the platform's answer (`body` None when it was not JSON); raises a `SendError` that says what to do."""
        ...


__all__ = ["Call", "Channel", "Limits", "SendError", "Sent", "Signature"]
