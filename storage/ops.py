"""What operators and the demo's screens look at: conversations, sessions, what is parked or dead. Nothing hot."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from storage.rows import Account
from storage.wire import Connection

Rows = Sequence[asyncpg.Record]

PERSON = """
SELECT person_id FROM identities WHERE tenant_id = $1 AND channel = $2 AND account = $3 AND scoped_id = $4
"""
SAID = """
SELECT m.payload, m.created_at, m.id FROM mailbox m JOIN sessions s ON s.tenant_id = m.tenant_id AND s.id = m.session_id
WHERE m.tenant_id = $1 AND s.person_id = $2 AND m.kind = 'said' ORDER BY m.created_at DESC, m.id DESC LIMIT $3
"""
TOLD = """
SELECT id, payload, created_at, provider_id FROM outbox
WHERE tenant_id = $1 AND person_id = $2 AND status = 'sent' ORDER BY position DESC LIMIT $3
"""
PEOPLE = """
SELECT address, name FROM persons WHERE tenant_id = $1 AND channel = $2 AND account = $3
ORDER BY created_at DESC LIMIT $4
"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message of a conversation: the person's letter, or the outgoing message that he got under `ident`."""

    at: datetime
    ours: bool
    ident: str
    payload: dict[str, Any]


async def person(raw: Connection, account: Account, scoped_id: str) -> UUID | None:
    """Whoever is known by this id on an account."""
    found: UUID | None = await raw.fetchval(PERSON, account.tenant_id, account.channel, account.account, scoped_id)
    return found


async def people(raw: Connection, account: Account, most: int) -> Rows:
    """Those who are known on an account, the newest first: address and name."""
    return await raw.fetch(PEOPLE, account.tenant_id, account.channel, account.account, most)


async def conversation(raw: Connection, tenant: UUID, person_id: UUID, most: int) -> list[Spoken]:
    """The last messages to and from a person, oldest first; of ours only what was sent."""
    heard = [
        Spoken(r["created_at"], False, str(r["id"]), json.loads(r["payload"]))
        for r in await raw.fetch(SAID, tenant, person_id, most)
    ]
    told = [
        Spoken(r["created_at"], True, r["provider_id"] or str(r["id"]), json.loads(r["payload"]))
        for r in await raw.fetch(TOLD, tenant, person_id, most)
    ]
    both = sorted([*reversed(heard), *reversed(told)], key=lambda spoken: (spoken.at, spoken.ours))
    return both[-most:]
