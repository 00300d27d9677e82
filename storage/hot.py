"""The few statements that every message passes through, on the driver connection and for one tenant each.

A session is locked with `FOR NO KEY UPDATE`: rows that point at it (a letter to its mailbox) can still be written by
others, so that two sessions writing to each other never wait in a circle.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.errors import LostRace
from storage.rows import Letter, PersonRow, SessionHead, SessionRow, TurnRow
from storage.wire import Connection

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
LOCK_ONE = f"{SESSION} {JOINS} FOR NO KEY UPDATE OF s"
LOCK_ONE_IF_FREE = f"{LOCK_ONE} SKIP LOCKED"

LOCK_MANY = f"""
{SESSION},
  EXISTS (SELECT FROM mailbox m WHERE m.tenant_id = s.tenant_id AND m.session_id = s.id AND m.status = 'waiting'
          AND m.due_at <= $3) AS backlog,
  ARRAY(SELECT m.dedupe_key FROM mailbox m WHERE m.tenant_id = $1 AND m.dedupe_key = ANY($4::text[])) AS seen
{JOINS} ORDER BY s.id FOR NO KEY UPDATE OF s
"""

HEAD = """
SELECT id, session_id, kind, name, payload, dedupe_key, attempts, retry_at, created_at FROM mailbox
WHERE tenant_id = $1 AND session_id = $2 AND status = 'waiting' AND due_at <= $3
ORDER BY due_at, id LIMIT 1
"""

STORE = """
INSERT INTO mailbox (tenant_id, id, session_id, due_at, kind, name, payload, dedupe_key, status, created_at)
SELECT $1, x.id, x.session_id, x.due_at, x.kind, x.name, x.payload, x.dedupe_key, x.status, $2
FROM unnest($3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[], $7::text[], $8::jsonb[], $9::text[], $10::text[])
  AS x(id, session_id, due_at, kind, name, payload, dedupe_key, status)
ON CONFLICT (tenant_id, dedupe_key) DO NOTHING
RETURNING id
"""

WRITE = """
WITH x AS (
  SELECT * FROM unnest($3::uuid[], $4::text[], $5::jsonb[], $6::jsonb[], $7::int[], $8::text[], $9::int[], $10::text[],
    $11::bigint[]) AS x(id, state, memory, offer, prompt_no, locale, arabic_run, machine, version)
), done AS (
  UPDATE sessions s SET state = x.state, memory = x.memory, offer = x.offer, prompt_no = x.prompt_no,
    locale = x.locale, arabic_run = x.arabic_run, machine = x.machine, version = s.version + 1, updated_at = $2
  FROM x WHERE s.tenant_id = $1 AND s.id = x.id AND s.version = x.version
  RETURNING s.id
), journal AS (
  INSERT INTO turns (tenant_id, id, session_id, mailbox_id, at, message_key, from_state, to_state, locale, why, events,
    effects, replies, machine)
  SELECT $1, t.id, t.session_id, t.mailbox_id, $2, t.message_key, t.from_state, t.to_state, t.locale, t.why, t.events,
    t.effects, t.replies, t.machine
  FROM unnest($12::uuid[], $13::uuid[], $14::uuid[], $15::text[], $16::text[], $17::text[], $18::text[], $19::jsonb[],
    $20::jsonb[], $21::jsonb[], $22::jsonb[], $23::text[])
    AS t(id, session_id, mailbox_id, message_key, from_state, to_state, locale, why, events, effects, replies, machine)
  JOIN done ON done.id = t.session_id
), out AS (
  INSERT INTO outbox (tenant_id, id, channel, account, person_id, recipient, session_id, payload, dedupe_key, next_at,
    created_at)
  SELECT $1, o.id, o.channel, o.account, o.person_id, o.recipient, o.session_id, o.payload, o.id::text, $2, $2
  FROM unnest($24::uuid[], $25::text[], $26::text[], $27::uuid[], $28::text[], $29::uuid[], $30::jsonb[])
    WITH ORDINALITY AS o(id, channel, account, person_id, recipient, session_id, payload, n)
  JOIN done ON done.id = o.session_id
  ORDER BY o.n
)
SELECT count(*) FROM done
"""

DONE = "UPDATE mailbox SET status = 'done', done_at = $3 WHERE tenant_id = $1 AND id = $2 AND status = 'waiting'"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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
    row = await raw.fetchrow(LOCK_ONE if wait else LOCK_ONE_IF_FREE, tenant, [session])
    return _session(tenant, row) if row else None


async def lock_many(
    raw: Connection, tenant: UUID, sessions: Sequence[UUID], keys: Sequence[str], now: datetime
) -> tuple[dict[UUID, SessionRow], set[UUID], set[str]]:
    """Lock sessions in id order. Also: which of them have older letters waiting, which keys were seen before."""
    rows = await raw.fetch(LOCK_MANY, tenant, sorted(sessions), now, list(keys))
    backlog = {r["id"] for r in rows if r["backlog"]}
    seen = set(rows[0]["seen"]) if rows else set()
    return {r["id"]: _session(tenant, r) for r in rows}, backlog, seen


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
    done: frozenset[UUID] = frozenset(),
    due: datetime | None = None,
) -> set[UUID]:
    """Put letters into their mailboxes; the ids of those that were new. Those in `done` are kept as memory only."""
    rows = await raw.fetch(
        STORE,
        tenant,
        now,
        [x.id for x in letters],
        [x.session_id for x in letters],
        [due or now] * len(letters),
        [x.kind for x in letters],
        [x.name for x in letters],
        [_dump(x.payload) for x in letters],
        [x.dedupe_key for x in letters],
        ["done" if x.id in done else "waiting" for x in letters],
    )
    return {r["id"] for r in rows}


async def write(raw: Connection, tenant: UUID, turns: Sequence[TurnRow], now: datetime) -> None:
    """Write what these turns came to, all in one statement; LostRace when a session moved meanwhile."""
    s = [t.session for t in turns]
    out = [(i, p, t.session) for t in turns for i, p in zip(t.outgoing_ids, t.outgoing, strict=True)]
    count = await raw.fetchval(
        WRITE,
        tenant,
        now,
        [x.id for x in s],
        [x.state for x in s],
        [_dump(x.memory) for x in s],
        [_dump(x.offer) for x in s],
        [x.prompt_no for x in s],
        [x.locale for x in s],
        [x.arabic_run for x in s],
        [x.machine for x in s],
        [x.version for x in s],
        [t.id for t in turns],
        [x.id for x in s],
        [t.letter.id for t in turns],
        [t.message_key for t in turns],
        [t.from_state for t in turns],
        [x.state for x in s],
        [x.locale for x in s],
        [_dump(t.why) for t in turns],
        [_dump(t.events) for t in turns],
        [_dump(t.effects) for t in turns],
        [_dump(t.replies) for t in turns],
        [x.machine for x in s],
        [i for i, _, _ in out],
        [x.channel for _, _, x in out],
        [x.account for _, _, x in out],
        [x.person_id for _, _, x in out],
        [x.address for _, _, x in out],
        [x.id for _, _, x in out],
        [_dump(p) for _, p, _ in out],
    )
    if count != len(turns):
        raise LostRace(f"{len(turns) - count} of {len(turns)} sessions had moved")


async def mark_done(raw: Connection, tenant: UUID, letter: UUID, now: datetime) -> None:
    """A letter was answered; LostRace when somebody else had done so."""
    if await raw.execute(DONE, tenant, letter, now) != "UPDATE 1":
        raise LostRace("the letter was no longer waiting")
