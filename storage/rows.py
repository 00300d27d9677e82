"""Rows as plain data, for the queries that do not go through SQLAlchemy's own."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.messages import Locale


@dataclass(frozen=True, slots=True)
class Account:
    """One channel account and what it serves."""

    tenant_id: UUID
    channel: str
    account: str
    place_id: UUID
    token: str = ""


@dataclass(frozen=True, slots=True)
class SessionHead:
    """Enough of a session to route by."""

    id: UUID
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who wrote, his sessions at this place, and the place's revision."""

    id: UUID
    address: str
    place_id: UUID
    revision: int
    ids: tuple[str, ...] = ()
    """Scoped ids that we know to be his, the address we send to among them."""
    sessions: tuple[SessionHead, ...] = ()


@dataclass(slots=True)
class SessionRow:
    """A locked session with the person behind it and the revision of its place."""

    tenant_id: UUID
    id: UUID
    kind: str
    place_id: UUID
    person_id: UUID
    state: str
    memory: dict[str, Any]
    offer: dict[str, Any]
    prompt_no: int
    locale: Locale
    arabic_run: int
    machine: str
    version: int
    updated_at: datetime
    channel: str
    account: str
    address: str
    phone: str | None
    name: str | None
    chosen: Locale | None
    revision: int
    mailbox_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A mailbox row that is due. `payload` is the inbound's or the event's JSON."""

    id: UUID
    session_id: UUID
    kind: str
    name: str
    payload: dict[str, Any]
    dedupe_key: str
    attempts: int = 0
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutRow:
    """A message to be sent, as the outbox worker holds it."""

    id: UUID
    tenant_id: UUID
    channel: str
    account: str
    person_id: UUID
    recipient: str
    payload: dict[str, Any]
    attempts: int
    status: str
    possible_duplicate: bool
    created_at: datetime


@dataclass(slots=True)
class TurnRow:
    """Everything that one turn writes: the session's new shape, its journal entry, its outgoing messages."""

    id: UUID
    letter: Letter
    session: SessionRow
    from_state: str
    at: datetime
    why: dict[str, Any]
    events: list[Any] = field(default_factory=list)
    effects: list[Any] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    outgoing: list[dict[str, Any]] = field(default_factory=list)
    outgoing_ids: list[UUID] = field(default_factory=list)
    message_key: str = ""
