"""What comes in, what wakes a session, what goes out: plain data that every layer shares.

Nothing here knows a platform's payload, a table or a clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

Locale = Literal["fr", "ar", "arq"]
LOCALES: tuple[Locale, ...] = ("fr", "ar", "arq")
Json = Any


class Kind(StrEnum):
    """What a person did, whatever the platform calls it."""

    TEXT = "text"
    CHOICE = "choice"
    LOCATION = "location"
    MEDIA = "media"
    CONTACT = "contact"
    ORDER = "order"
    REACTION = "reaction"
    EDIT = "edit"
    DELETE = "delete"
    SYSTEM = "system"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Sender:
    """A person as the platform names him: at least one scoped id, perhaps a phone.

    `ids` are the platform's scoped ids, the most stable first; a phone is an attribute, never the key.
    `phone` is digits with the country code and no plus sign.
    """

    ids: tuple[str, ...]
    phone: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map that a person shared (degrees, WGS 84)."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A file that a person sent; `what` is image, audio, video, document or sticker."""

    what: str
    id: str = ""
    url: str = ""
    mime: str = ""
    caption: str = ""
    voice: bool = False


@dataclass(frozen=True, slots=True)
class Inbound:
    """One atomic thing that one person did on one channel account.

    `key` is unique within (channel, account) and is what makes a redelivery do nothing.
    `at` is the platform's own time. `choice` is the id of a pressed button or row: untrusted input.
    """

    channel: str
    account: str
    key: str
    sender: Sender
    at: datetime
    kind: Kind = Kind.TEXT
    text: str = ""
    choice: str = ""
    place: Place | None = None
    media: Media | None = None
    phones: tuple[str, ...] = ()
    """Phone numbers of a shared contact card, digits with country code."""
    reply_to: str = ""
    extra: Mapping[str, Json] = field(default_factory=dict)
    """Whatever else a kind carries (order lines, reaction emoji, original id of an edit)."""


class Receipt(StrEnum):
    """How far a sent message came; a later rank never goes back to an earlier one."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Status:
    """A platform's word about a message of ours; `outbox_id` is our own id echoed back, when it is."""

    channel: str
    account: str
    provider_id: str
    outbox_id: str
    receipt: Receipt
    at: datetime
    code: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """A piece of a webhook that could not be understood: kept raw, counted, harmless to its neighbours."""

    reason: str
    raw: Json


@dataclass(frozen=True, slots=True)
class Parsed:
    """A webhook body taken apart."""

    messages: tuple[Inbound, ...] = ()
    statuses: tuple[Status, ...] = ()
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that may move a machine: a recognised intent, a pressed button, a timer, another session's word."""

    name: str
    slots: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """One choice shown to a person; `id` comes back when it is tapped, `hint` is a list row's second line."""

    id: str
    title: str
    hint: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one person, not yet in any platform's shape.

    `lists` asks for a list rather than buttons even when buttons would do; `opener` is the label that opens it.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    lists: bool = False
    opener: str = ""
    ask_location: bool = False

    @classmethod
    def kept(cls, payload: Mapping[str, Json]) -> "Outgoing":
        """The message that was kept as JSON."""
        return cls(
            payload["text"],
            tuple(Button(**button) for button in payload.get("buttons", ())),
            payload.get("lists", False),
            payload.get("opener", ""),
            payload.get("ask_location", False),
        )
