"""Letters outside the hot path: due work, failures, what an operator sees of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from storage import hot
from storage.rows import Letter, SessionRow
from storage.wire import Connection, Row, dump

DUE = """
SELECT session_id FROM mailbox
WHERE tenant_id = $1 AND status = 'waiting' AND due_at <= $2 AND (retry_at IS NULL OR retry_at <= $2)
GROUP BY session_id ORDER BY min(due_at) LIMIT $3
"""
POSTPONE = """
UPDATE mailbox SET attempts = attempts + 1, retry_at = $3, error = $4
WHERE tenant_id = $1 AND id = $2 AND status = 'waiting'
"""
PARK = """
UPDATE mailbox SET attempts = attempts + 1, status = 'parked', error = $3
WHERE tenant_id = $1 AND id = $2 AND status = 'waiting'
"""
SAY = """
INSERT INTO outbox (tenant_id, id, channel, account, person_id, recipient, session_id, payload, dedupe_key, next_at,
  created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
"""
FORGET = """
DELETE FROM mailbox WHERE tenant_id = $1 AND id IN (
  SELECT id FROM mailbox WHERE tenant_id = $1 AND status IN ('done', 'dropped') AND created_at < $2 LIMIT $3)
"""
PARKED = """
SELECT id, session_id, kind, name, attempts, error, created_at FROM mailbox
WHERE tenant_id = $1 AND status = 'parked' ORDER BY created_at DESC LIMIT $2
"""
RETRY = """
UPDATE mailbox SET status = 'waiting', attempts = 0, retry_at = NULL
WHERE tenant_id = $1 AND id = $2 AND status = 'parked'
"""
DROP_RETURNS = """
UPDATE mailbox SET status = 'dropped'
WHERE tenant_id = $1 AND name = 'dish_returns' AND status = 'waiting' AND payload ->> 'code' = $3
  AND session_id IN (SELECT id FROM sessions WHERE tenant_id = $1 AND place_id = $2 AND kind = 'staff')
"""
DROP = "UPDATE mailbox SET status = 'dropped' WHERE tenant_id = $1 AND id = $2 AND status = 'parked'"


async def tenants(raw: Connection) -> list[UUID]:
    """Every tenant; due work is looked for tenant by tenant."""
    return [r["id"] for r in await raw.fetch("SELECT id FROM tenants ORDER BY id")]


async def due_sessions(raw: Connection, tenant: UUID, now: datetime, most: int = 100) -> list[UUID]:
    """Sessions of a tenant with letters that are due, the longest waiting first."""
    return [r["session_id"] for r in await raw.fetch(DUE, tenant, now, most)]


async def postpone(raw: Connection, tenant: UUID, letter: UUID, until: datetime, error: str) -> None:
    """Put a failed letter back."""
    await raw.execute(POSTPONE, tenant, letter, until, error[:2000])


async def park(raw: Connection, tenant: UUID, letter: UUID, error: str) -> bool:
    """Take a letter out of its mailbox for an operator to see; False when it was no longer waiting."""
    return bool(await raw.execute(PARK, tenant, letter, error[:2000]) == "UPDATE 1")


async def parked(raw: Connection, tenant: UUID, most: int = 100) -> Sequence[Row]:
    """The parked letters of a tenant, newest first."""
    return await raw.fetch(PARKED, tenant, most)


async def unpark(raw: Connection, tenant: UUID, letter: UUID) -> bool:
    """Try a parked letter once more."""
    return bool(await raw.execute(RETRY, tenant, letter) == "UPDATE 1")


async def forget(raw: Connection, tenant: UUID, before: datetime, most: int = 5000) -> int:
    """Delete answered letters of before then, at most so many; how many they were.

    Until then a letter is the memory of its message's id: the same message again does nothing.
    """
    return int((await raw.execute(FORGET, tenant, before, most)).removeprefix("DELETE "))


async def drop_returns(raw: Connection, tenant: UUID, place: UUID, code: str) -> None:
    """Drop the timers at which a sold-out dish of a place would have come back."""
    await raw.execute(DROP_RETURNS, tenant, place, code)


async def drop(raw: Connection, tenant: UUID, letter: UUID) -> bool:
    """Give a parked letter up."""
    return bool(await raw.execute(DROP, tenant, letter) == "UPDATE 1")


async def post(
    raw: Connection,
    tenant: UUID,
    letter: UUID,
    session: UUID,
    name: str,
    payload: dict[str, Any],
    key: str,
    now: datetime,
    due: datetime | None = None,
) -> bool:
    """Put an event (or, with `due`, a timer) into a session's mailbox; False when its key is known already."""
    kind = "timer" if due else "event"
    return bool(await hot.store(raw, tenant, [Letter(letter, session, kind, name, payload, key)], now, due=due))


async def say(raw: Connection, row: SessionRow, out_id: UUID, payload: dict[str, Any], now: datetime) -> None:
    """Put one message to the session's person into the outbox, outside a turn."""
    await raw.execute(
        SAY,
        row.tenant_id,
        out_id,
        row.channel,
        row.account,
        row.person_id,
        row.address,
        row.id,
        dump(payload),
        str(out_id),
        now,
    )
