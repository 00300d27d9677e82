"""The few statements that every message passes through, on the driver connection and for one tenant each.

A session is locked with `FOR NO KEY UPDATE`: rows that point at it (a letter to its mailbox) can still be written by
others, so that two sessions writing to each other never wait in a circle.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.rows import Account, Letter, PersonRow, SessionHead, SessionRow
from storage.wire import Connection, dump

PEOPLE = """
SELECT i.scoped_id, i.person_id, p.address, pl.id AS place_id, pl.revision, s.id AS session_id, s.kind, s.state
FROM identities i
JOIN persons p ON p.tenant_id = i.tenant_id AND p.id = i.person_id
JOIN channel_accounts a ON a.tenant_id = i.tenant_id AND a.channel = i.channel AND a.account = i.account
JOIN places pl ON pl.tenant_id = a.tenant_id AND pl.id = a.place_id
LEFT JOIN sessions s ON s.tenant_id = i.tenant_id AND s.person_id = i.person_id AND s.place_id = a.place_id
WHERE i.tenant_id = $1 AND i.channel = $2 AND i.account = $3 AND i.scoped_id = ANY($4::text[])
"""

SESSION = """
SELECT s.id, s.kind, s.place_id, s.person_id, s.state, s.memory, s.offer, s.prompt_no, s.locale, s.arabic_run,
       s.machine, s.version, s.updated_at, p.channel, p.account, p.address, p.phone, p.name, p.locale AS chosen,
       pl.revision
"""
JOINS = """
FROM sessions s
JOIN persons p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
JOIN places pl ON pl.tenant_id = s.tenant_id AND pl.id = s.place_id
WHERE s.tenant_id = $1 AND s.id = ANY($2::uuid[])
"""
READ = f"{SESSION} {JOINS}"
LOCK_ONE = "SELECT id FROM sessions WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE"
LOCK_ONE_IF_FREE = f"{LOCK_ONE} SKIP LOCKED"

LOOK = f"""
{SESSION}, i.ids,
  EXISTS (SELECT FROM mailbox m WHERE m.tenant_id = $1 AND m.session_id = s.id AND m.status = 'waiting'
          AND m.due_at <= $7) AS backlog,
  ARRAY(SELECT m.dedupe_key FROM mailbox m WHERE m.tenant_id = $1 AND m.dedupe_key = ANY($6::text[])) AS seen
FROM (
  SELECT person_id, array_agg(scoped_id) AS ids FROM identities
  WHERE tenant_id = $1 AND channel = $2 AND account = $3 AND scoped_id = ANY($4::text[]) GROUP BY person_id
) i
JOIN sessions s ON s.tenant_id = $1 AND s.person_id = i.person_id AND s.place_id = $5
JOIN persons p ON p.tenant_id = $1 AND p.id = s.person_id
JOIN places pl ON pl.tenant_id = $1 AND pl.id = s.place_id
"""

HEAD = """
SELECT id, session_id, kind, name, payload, dedupe_key, attempts, retry_at, created_at FROM mailbox
WHERE tenant_id = $1 AND session_id = $2 AND status = 'waiting' AND due_at <= $3
ORDER BY due_at, id LIMIT 1
"""

STORE = """
INSERT INTO mailbox (tenant_id, id, session_id, due_at, kind, name, payload, dedupe_key, created_at)
SELECT $1, x.id, x.session_id, x.due_at, x.kind, x.name, x.payload, x.dedupe_key, $2
FROM unnest($3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[], $7::text[], $8::jsonb[], $9::text[])
  AS x(id, session_id, due_at, kind, name, payload, dedupe_key)
ON CONFLICT (tenant_id, dedupe_key) DO NOTHING
RETURNING id
"""


async def people(
    raw: Connection, tenant: UUID, channel: str, account: str, scoped_ids: Iterable[str]
) -> dict[str, PersonRow]:
    """Who is behind these scoped ids, with their sessions; unknown ids are absent."""
    rows = await raw.fetch(PEOPLE, tenant, channel, account, list(scoped_ids))
    found: dict[str, PersonRow] = {}
    for r in rows:
        head = (SessionHead(r["session_id"], r["kind"], r["state"]),) if r["session_id"] else ()
        known = found.get(r["scoped_id"])
        heads = (*known.sessions, *head) if known else head
        found[r["scoped_id"]] = PersonRow(
            r["person_id"], r["address"], r["place_id"], r["revision"], (r["scoped_id"], r["address"]), heads
        )
    return found


def _session(tenant: UUID, r: Any) -> SessionRow:
    return SessionRow(
        tenant,
        r["id"],
        r["kind"],
        r["place_id"],
        r["person_id"],
        r["state"],
        json.loads(r["memory"]),
        json.loads(r["offer"]),
        r["prompt_no"],
        r["locale"],
        r["arabic_run"],
        r["machine"],
        r["version"],
        r["updated_at"],
        r["channel"],
        r["account"],
        r["address"],
        r["phone"],
        r["name"],
        r["chosen"],
        r["revision"],
    )


async def lock_one(raw: Connection, tenant: UUID, session: UUID, *, wait: bool = True) -> SessionRow | None:
    """Lock one session; None when it does not exist, or is locked by somebody else and we do not wait."""
    if await raw.fetchval(LOCK_ONE if wait else LOCK_ONE_IF_FREE, tenant, session) is None:
        return None
    # Read after the lock: what stands beside the session (its person, its place) may have changed while we waited.
    row = await raw.fetchrow(READ, tenant, [session])
    return _session(tenant, row) if row else None


@dataclass(frozen=True, slots=True)
class Look:
    """The people behind scoped ids, their sessions, which of these have letters waiting, which keys are known."""

    people: dict[str, PersonRow]
    sessions: dict[UUID, SessionRow]
    backlog: set[UUID]
    seen: set[str]

    def add(self, other: "Look") -> None:
        """Know what the other knows as well."""
        self.people.update(other.people)
        self.sessions.update(other.sessions)
        self.backlog.update(other.backlog)
        self.seen.update(other.seen)


async def look(
    raw: Connection, account: Account, scoped_ids: Sequence[str], keys: Sequence[str], now: datetime
) -> Look:
    """All that a batch of one account needs to know, in one trip and without a lock. Ids that are unknown, or have no
    session at the account's place, are absent."""
    tenant, place = account.tenant_id, account.place_id
    rows = await raw.fetch(LOOK, tenant, account.channel, account.account, scoped_ids, place, keys, now)
    sessions = {r["id"]: _session(tenant, r) for r in rows}
    by_person: dict[UUID, list[SessionRow]] = {}
    for session in sessions.values():
        by_person.setdefault(session.person_id, []).append(session)
    people = {i: _person(i, by_person[r["person_id"]]) for r in rows for i in r["ids"]}
    return Look(people, sessions, {r["id"] for r in rows if r["backlog"]}, set(rows[0]["seen"]) if rows else set())


def _person(scoped_id: str, mine: Sequence[SessionRow]) -> PersonRow:
    one = mine[0]
    heads = tuple(SessionHead(s.id, s.kind, s.state) for s in mine)
    return PersonRow(one.person_id, one.address, one.place_id, one.revision, (scoped_id, one.address), heads)


async def head(raw: Connection, tenant: UUID, session: UUID, now: datetime) -> tuple[Letter, datetime | None] | None:
    """The oldest due letter of a locked session, and not before when it may be tried again."""
    r = await raw.fetchrow(HEAD, tenant, session, now)
    if r is None:
        return None
    letter = Letter(
        r["id"],
        r["session_id"],
        r["kind"],
        r["name"],
        json.loads(r["payload"]),
        r["dedupe_key"],
        r["attempts"],
        r["created_at"],
    )
    return letter, r["retry_at"]


async def store(
    raw: Connection,
    tenant: UUID,
    letters: Sequence[Letter],
    now: datetime,
    *,
    due: datetime | None = None,
) -> set[UUID]:
    """Put letters into their mailboxes; the ids of those that were new."""
    rows = await raw.fetch(
        STORE,
        tenant,
        now,
        [x.id for x in letters],
        [x.session_id for x in letters],
        [due or now] * len(letters),
        [x.kind for x in letters],
        [x.name for x in letters],
        [dump(x.payload) for x in letters],
        [x.dedupe_key for x in letters],
    )
    return {r["id"] for r in rows}
