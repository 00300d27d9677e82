"""The few statements that every message passes through, on the driver connection and for one tenant each.

A session is locked with `FOR NO KEY UPDATE`: rows that point at it (a letter to its mailbox) can still be written by
others, so that two sessions writing to each other never wait in a circle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.rows import Account, Letter, PersonRow, SessionHead, SessionRow
from storage.wire import Connection, dump, load

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
LOCK = "SELECT id FROM sessions WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE"
LOCK_IF_FREE = f"{LOCK} SKIP LOCKED"

LOOK = f"""
{SESSION}, i.ids,
  -- LIMIT, for without it the planner may read every waiting letter of the tenant into a hash table.
  (SELECT true FROM mailbox m WHERE m.tenant_id = $1 AND m.session_id = s.id AND m.status = 'waiting'
   AND m.due_at <= $7 LIMIT 1) AS backlog,
  ARRAY(SELECT m.dedupe_key FROM mailbox m WHERE m.tenant_id = $1 AND m.dedupe_key = ANY($6::text[])) AS seen
FROM (
  SELECT x.place_id, n.person_id, array_agg(n.scoped_id) AS ids
  FROM unnest($2::text[], $3::text[], $4::uuid[], $5::text[]) AS x(channel, account, place_id, scoped_id)
  JOIN identities n ON n.tenant_id = $1 AND n.channel = x.channel AND n.account = x.account
    AND n.scoped_id = x.scoped_id
  GROUP BY x.place_id, n.person_id
) i
JOIN sessions s ON s.tenant_id = $1 AND s.person_id = i.person_id AND s.place_id = i.place_id
JOIN persons p ON p.tenant_id = $1 AND p.id = s.person_id
JOIN places pl ON pl.tenant_id = $1 AND pl.id = s.place_id
"""

WAKE = f"""
{SESSION}, m.id AS letter_id, m.kind AS letter_kind, m.name AS letter_name, m.payload, m.dedupe_key, m.attempts,
  m.retry_at, m.created_at
FROM sessions s
JOIN persons p ON p.tenant_id = $1 AND p.id = s.person_id
JOIN places pl ON pl.tenant_id = $1 AND pl.id = s.place_id
LEFT JOIN LATERAL (
  SELECT * FROM mailbox w WHERE w.tenant_id = $1 AND w.session_id = $2 AND w.status = 'waiting' AND w.due_at <= $3
  ORDER BY w.due_at, w.id LIMIT 1
) m ON true
WHERE s.tenant_id = $1 AND s.id = $2
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
        load(r["memory"]),
        load(r["offer"]),
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


@dataclass(frozen=True, slots=True)
class Woken:
    """A locked session and the oldest letter that is due in its mailbox, not to be tried before `retry_at`."""

    row: SessionRow
    letter: Letter | None
    retry_at: datetime | None


async def wake(raw: Connection, tenant: UUID, session: UUID, now: datetime, *, wait: bool = True) -> Woken | None:
    """Lock one session; None when it does not exist, or is locked by somebody else and we do not wait."""
    if await raw.fetchval(LOCK if wait else LOCK_IF_FREE, tenant, session) is None:
        return None
    # Read after the lock: what stands beside the session (its person, its place) may have changed while we waited.
    r = await raw.fetchrow(WAKE, tenant, session, now)
    if r is None:
        return None
    if r["letter_id"] is None:
        return Woken(_session(tenant, r), None, None)
    letter = Letter(
        r["letter_id"],
        session,
        r["letter_kind"],
        r["letter_name"],
        load(r["payload"]),
        r["dedupe_key"],
        r["attempts"],
        r["created_at"],
    )
    return Woken(_session(tenant, r), letter, r["retry_at"])


Known = tuple[str, str, str]
"""A channel, an account and a scoped id."""


@dataclass(frozen=True, slots=True)
class Look:
    """The people behind scoped ids, their sessions, which of these have letters waiting, which keys are known."""

    people: dict[Known, PersonRow]
    sessions: dict[UUID, SessionRow]
    backlog: set[UUID]
    seen: set[str]


async def look(
    raw: Connection, tenant: UUID, senders: Sequence[tuple[Account, str]], keys: Sequence[str], now: datetime
) -> Look:
    """All that a batch of one tenant needs to know, in one trip and without a lock.

    `senders` are accounts and scoped ids; who is unknown, or has no session at the account's place, is absent.
    """
    of = [account for account, _ in senders]
    rows = await raw.fetch(
        LOOK,
        tenant,
        [a.channel for a in of],
        [a.account for a in of],
        [a.place_id for a in of],
        [scoped_id for _, scoped_id in senders],
        keys,
        now,
    )
    sessions = {r["id"]: _session(tenant, r) for r in rows}
    by_person: dict[UUID, list[SessionRow]] = {}
    for session in sessions.values():
        by_person.setdefault(session.person_id, []).append(session)
    people = {
        (r["channel"], r["account"], scoped_id): _person(scoped_id, by_person[r["person_id"]])
        for r in rows
        for scoped_id in r["ids"]
    }
    return Look(people, sessions, {r["id"] for r in rows if r["backlog"]}, set(rows[0]["seen"]) if rows else set())


def _person(scoped_id: str, mine: Sequence[SessionRow]) -> PersonRow:
    one = mine[0]
    heads = tuple(SessionHead(s.id, s.kind, s.state) for s in mine)
    return PersonRow(one.person_id, one.address, one.place_id, one.revision, (scoped_id, one.address), heads)


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
