"""What operators and the demo's screens look at: conversations, sessions, what is parked or dead. Nothing hot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.rows import Account, OutRow
from storage.wire import Connection, Row, load

Rows = Sequence[Row]
ID = re.compile(r"[0-9A-Fa-f][0-9A-Fa-f-]{3,35}")

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
SESSIONS = """
SELECT s.tenant_id, s.id, s.kind, s.state, s.memory, s.offer, s.locale, s.arabic_run, s.machine, s.version,
  s.created_at, s.updated_at, p.channel, p.account, p.address, p.phone, p.name, p.locale AS chosen, pl.name AS place
FROM sessions s JOIN persons p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
JOIN places pl ON pl.tenant_id = s.tenant_id AND pl.id = s.place_id
WHERE s.id::text LIKE $1 || '%' OR p.phone = $2 OR p.address = $2
ORDER BY s.updated_at DESC LIMIT 20
"""
LETTERS = """
SELECT id, kind, name, status, due_at, retry_at, attempts, error FROM mailbox
WHERE tenant_id = $1 AND session_id = $2 AND status IN ('waiting', 'parked') ORDER BY due_at, id
"""
TURNS = """
SELECT id, at, message_key, from_state, to_state, locale, why, events, effects, replies, machine FROM turns
WHERE tenant_id = $1 AND session_id = $2 ORDER BY id DESC LIMIT $3
"""
WHY = """
SELECT t.tenant_id, t.id, t.session_id, t.at, t.message_key, t.from_state, t.to_state, t.locale, t.why, t.events,
  t.effects, t.replies, t.machine, m.kind, m.name, m.payload, s.kind AS session, s.place_id
FROM turns t JOIN mailbox m ON m.tenant_id = t.tenant_id AND m.id = t.mailbox_id
JOIN sessions s ON s.tenant_id = t.tenant_id AND s.id = t.session_id
WHERE t.message_key = $1 OR EXISTS (SELECT FROM outbox o WHERE o.tenant_id = t.tenant_id
  AND o.session_id = t.session_id AND o.created_at = t.at AND o.provider_id = $1)
ORDER BY t.id LIMIT 20
"""
MISSES = """
SELECT m.text, m.context, m.at, m.session_id, s.locale FROM misses m
JOIN sessions s ON s.tenant_id = m.tenant_id AND s.id = m.session_id
WHERE m.at >= $1 ORDER BY m.at DESC LIMIT $2
"""
MESSAGE = """
SELECT tenant_id, id, channel, account, recipient, session_id, status, attempts, next_at, locked_until, provider_id,
  receipt, error_code, error, possible_duplicate, created_at, sent_at, payload
FROM outbox WHERE id::text LIKE $1 || '%' ORDER BY position LIMIT 2
"""
LETTER = """
SELECT tenant_id, id, session_id, kind, name, status, attempts, error, created_at, payload
FROM mailbox WHERE id::text LIKE $1 || '%' AND status = 'parked' ORDER BY id LIMIT 2
"""
PLACES = """
SELECT t.id AS tenant_id, t.name AS tenant, p.id, p.name FROM places p JOIN tenants t ON t.id = p.tenant_id
WHERE ($1 = '' OR p.name = $1) AND ($2 = '' OR t.name = $2) ORDER BY p.created_at, p.id
"""
HEALTH = """
SELECT (SELECT count(*) FROM mailbox WHERE status = 'parked') AS parked,
  (SELECT count(*) FROM outbox WHERE status = 'dead') AS dead,
  (SELECT count(*) FROM mailbox WHERE status = 'waiting' AND due_at < $1) AS late,
  (SELECT count(*) FROM outbox WHERE status = 'pending' AND next_at < $1 AND channel <> 'terminal') AS unsent
"""
PAUSED = """
SELECT channel, account, paused_until, paused_why FROM channel_accounts
WHERE paused_until > $1 ORDER BY channel, account
"""
TOKENS = "SELECT channel, account, token FROM channel_accounts WHERE channel <> 'terminal' ORDER BY channel, account"
CLAIM_OWN = """
WITH first AS (
  SELECT o.id, o.status FROM outbox o WHERE o.tenant_id = $1 AND o.channel = $2 AND o.account = $3 AND o.recipient = $4
    AND o.status IN ('pending', 'sending', 'unknown') ORDER BY o.position LIMIT 1 FOR UPDATE OF o SKIP LOCKED
)
UPDATE outbox o SET status = 'sending', locked_until = $6, attempts = attempts + 1
FROM first WHERE o.tenant_id = $1 AND o.id = first.id AND first.status = 'pending' AND o.next_at <= $5
RETURNING o.id, o.tenant_id, o.channel, o.account, o.person_id, o.recipient, o.payload, o.attempts, o.status,
  o.possible_duplicate, o.created_at
"""
BUSY = """
SELECT EXISTS (SELECT FROM outbox o WHERE o.tenant_id = $1 AND o.person_id = $2
    AND o.status IN ('pending', 'sending', 'unknown'))
  OR EXISTS (SELECT FROM mailbox m JOIN sessions s ON s.tenant_id = m.tenant_id AND s.id = m.session_id
    WHERE m.tenant_id = $1 AND s.person_id = $2 AND m.status = 'waiting' AND m.due_at <= $3)
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
        Spoken(r["created_at"], False, str(r["id"]), load(r["payload"]))
        for r in await raw.fetch(SAID, tenant, person_id, most)
    ]
    told = [
        Spoken(r["created_at"], True, r["provider_id"] or str(r["id"]), load(r["payload"]))
        for r in await raw.fetch(TOLD, tenant, person_id, most)
    ]
    both = sorted([*reversed(heard), *reversed(told)], key=lambda spoken: (spoken.at, spoken.ours))
    return both[-most:]


async def sessions(raw: Connection, wanted: str, phone: str) -> Rows:
    """Sessions by the beginning of their id, or by the phone or scoped id (`phone`) of their person; JSON as text."""
    prefix = wanted.lower() if ID.fullmatch(wanted) else "-"
    return await raw.fetch(SESSIONS, prefix, phone)


async def letters(raw: Connection, tenant: UUID, session: UUID) -> Rows:
    """What waits in a session's mailbox, timers included, and what was parked there."""
    return await raw.fetch(LETTERS, tenant, session)


async def turns(raw: Connection, tenant: UUID, session: UUID, most: int) -> Rows:
    """The last turns of a session, newest first; JSON as text."""
    return await raw.fetch(TURNS, tenant, session, most)


async def why(raw: Connection, message: str) -> Rows:
    """The turns that a platform's message belongs to, whether a person sent it or we did; JSON as text."""
    return await raw.fetch(WHY, message)


async def misses(raw: Connection, since: datetime, most: int) -> Rows:
    """The latest sentences that were not understood, newest first."""
    return await raw.fetch(MISSES, since, most)


async def messages(raw: Connection, prefix: str) -> Rows:
    """Outgoing messages whose id begins so, at most two."""
    return await raw.fetch(MESSAGE, prefix.lower()) if ID.fullmatch(prefix) else []


async def parked(raw: Connection, prefix: str) -> Rows:
    """Parked letters whose id begins so, at most two."""
    return await raw.fetch(LETTER, prefix.lower()) if ID.fullmatch(prefix) else []


async def tenant(raw: Connection, name: str) -> UUID | None:
    """The tenant of this name."""
    found: UUID | None = await raw.fetchval("SELECT id FROM tenants WHERE name = $1", name)
    return found


async def find_places(raw: Connection, name: str, tenant: str) -> Rows:
    """Places of this name in the tenant of this name, the oldest first; an empty name means any."""
    return await raw.fetch(PLACES, name, tenant)


async def health(raw: Connection, since: datetime) -> Row:
    """How many letters are parked, messages dead, letters waiting and messages unsent since before then."""
    found: Row = (await raw.fetch(HEALTH, since))[0]
    return found


async def paused(raw: Connection, now: datetime) -> Rows:
    """Channel accounts on which nothing is sent for now, and why."""
    return await raw.fetch(PAUSED, now)


async def tokens(raw: Connection) -> Rows:
    """The token of every account of a platform."""
    return await raw.fetch(TOKENS)


async def claim_own(raw: Connection, account: Account, recipient: str, now: datetime, until: datetime) -> OutRow | None:
    """The next message to one recipient, held until then; None when there is none, or an older one is in hand."""
    r = await raw.fetchrow(CLAIM_OWN, account.tenant_id, account.channel, account.account, recipient, now, until)
    return OutRow(*(load(v) if k == "payload" else v for k, v in r.items())) if r is not None else None


async def busy(raw: Connection, tenant: UUID, person_id: UUID, now: datetime) -> bool:
    """Whether anything is still to be answered or sent to a person."""
    return bool(await raw.fetchval(BUSY, tenant, person_id, now))
