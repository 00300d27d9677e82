"""The outbox: what is to be sent, by whom it is held, what became of it. Every claim names one tenant.

pending → sending (held under a lease) → sent | dead; a send whose answer never came is `unknown` until its status
arrives or its wait is over, and only then is sent once more, marked as a possible duplicate.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.messages import Receipt, Status
from storage.rows import OutRow
from storage.wire import Connection, Row, load

CLAIM = """
WITH due AS (
  SELECT o.id FROM outbox o
  WHERE o.tenant_id = $1 AND o.status = 'pending' AND o.next_at <= $2 AND o.channel = ANY($3::text[])
    AND NOT EXISTS (SELECT FROM outbox b WHERE b.tenant_id = $1 AND b.person_id = o.person_id
      AND b.status IN ('pending', 'sending', 'unknown') AND b.position < o.position)
    AND NOT EXISTS (SELECT FROM channel_accounts a WHERE a.tenant_id = $1 AND a.channel = o.channel
      AND a.account = o.account AND a.paused_until > $2)
  ORDER BY o.next_at, o.position LIMIT $4 FOR UPDATE OF o SKIP LOCKED
)
UPDATE outbox o SET status = 'sending', locked_until = $5, attempts = attempts + 1
FROM due WHERE o.tenant_id = $1 AND o.id = due.id
RETURNING o.id, o.tenant_id, o.channel, o.account, o.person_id, o.recipient, o.payload, o.attempts, o.status,
  o.possible_duplicate, o.created_at
"""
SENT = """
UPDATE outbox SET status = 'sent', provider_id = $3, sent_at = $4, locked_until = NULL,
  receipt = coalesce(receipt, 'sent'), error = NULL, error_code = NULL
WHERE tenant_id = $1 AND id = $2 AND status IN ('sending', 'unknown')
"""
AGAIN = """
UPDATE outbox SET status = 'pending', next_at = $3, locked_until = NULL, error = $4, error_code = $5,
  attempts = attempts - $6
WHERE tenant_id = $1 AND id = $2 AND status = 'sending'
"""
DEAD = """
UPDATE outbox SET status = 'dead', locked_until = NULL, error = $3, error_code = $4
WHERE tenant_id = $1 AND id = $2 AND status = 'sending'
"""
UNKNOWN = """
UPDATE outbox SET status = 'unknown', locked_until = $3, error = $4
WHERE tenant_id = $1 AND id = $2 AND status = 'sending'
"""
OVERDUE = """
UPDATE outbox SET status = 'unknown', locked_until = $4, error = 'the worker that held it went away'
WHERE tenant_id = $1 AND channel = ANY($3::text[]) AND status = 'sending' AND locked_until <= $2
"""
RENEW = """
UPDATE outbox SET locked_until = $3 WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND status = 'sending'
"""
RESEND = """
UPDATE outbox SET status = 'pending', next_at = $2, locked_until = NULL, possible_duplicate = true
WHERE tenant_id = $1 AND channel = ANY($3::text[]) AND status = 'unknown' AND locked_until <= $2 AND attempts < $4
"""
GIVE_UP = """
UPDATE outbox SET status = 'dead', locked_until = NULL
WHERE tenant_id = $1 AND channel = ANY($3::text[]) AND status = 'unknown' AND locked_until <= $2 AND attempts >= $4
"""
RANK = "array_position(ARRAY['sent', 'delivered', 'read'], {})"
SETTLE = f"""
UPDATE outbox SET provider_id = coalesce(provider_id, $3), sent_at = coalesce(sent_at, $5),
  status = CASE WHEN $4 = 'failed' THEN 'dead' ELSE 'sent' END, locked_until = NULL,
  receipt = CASE
    WHEN $4 = 'failed' THEN 'failed'
    WHEN coalesce({RANK.format("receipt")}, 0) < coalesce({RANK.format("$4")}, 0) THEN $4 ELSE receipt END,
  error = $6, error_code = $7
WHERE tenant_id = $1 AND (id = $2 OR (provider_id = $3 AND $2 IS NULL)) AND status <> 'dropped'
  AND NOT ($4 = 'failed' AND coalesce(receipt, 'sent') IN ('delivered', 'read'))
  AND NOT ($4 = 'sent' AND coalesce(receipt, 'sent') = 'failed')
RETURNING id
"""
PAUSE = """
UPDATE channel_accounts SET paused_until = $4, paused_why = $5
WHERE tenant_id = $1 AND channel = $2 AND account = $3
"""
LISTED = """
SELECT id, channel, account, recipient, status, attempts, next_at, error_code, error, receipt, possible_duplicate,
  created_at, payload
FROM outbox WHERE tenant_id = $1 AND ($2 = '' OR status = $2) ORDER BY created_at DESC, position DESC LIMIT $3
"""
REPLAY = """
UPDATE outbox SET status = 'pending', attempts = 0, next_at = $3, error = NULL, error_code = NULL, receipt = NULL
WHERE tenant_id = $1 AND id = $2 AND status = 'dead'
"""
DROP = "UPDATE outbox SET status = 'dropped' WHERE tenant_id = $1 AND id = $2 AND status IN ('dead', 'pending')"


def _held(r: Row) -> OutRow:
    return OutRow(*(load(v) if k == "payload" else v for k, v in r.items()))


async def claim(
    raw: Connection, tenant: UUID, channels: Sequence[str], now: datetime, until: datetime, most: int
) -> list[OutRow]:
    """Take messages to send, at most one for each person and only his oldest, under a lease."""
    rows = await raw.fetch(CLAIM, tenant, now, list(channels), most, until)
    return [_held(r) for r in rows]


async def sent(raw: Connection, row: OutRow, provider_id: str, now: datetime) -> None:
    """The platform took it."""
    await raw.execute(SENT, row.tenant_id, row.id, provider_id, now)


async def again(raw: Connection, row: OutRow, at: datetime, error: str, code: int, *, counted: bool = True) -> None:
    """Send it once more at a later time; `counted` False gives the attempt back."""
    await raw.execute(AGAIN, row.tenant_id, row.id, at, error[:500], code, 0 if counted else 1)


async def dead(raw: Connection, row: OutRow, error: str, code: int) -> None:
    """It will not be sent; an operator may replay it."""
    await raw.execute(DEAD, row.tenant_id, row.id, error[:500], code)


async def unknown(raw: Connection, row: OutRow, until: datetime, error: str) -> None:
    """It may have been sent: wait for its status until then."""
    await raw.execute(UNKNOWN, row.tenant_id, row.id, until, error[:500])


async def renew(raw: Connection, tenant: UUID, ids: Sequence[UUID], until: datetime) -> None:
    """Hold these a little longer."""
    await raw.execute(RENEW, tenant, list(ids), until)


async def settle_overdue(
    raw: Connection, tenant: UUID, channels: Sequence[str], now: datetime, wait_until: datetime, most: int
) -> None:
    """Leases that ran out become unknown; unknown ones whose wait is over are sent once more, `most` times in all."""
    await raw.execute(GIVE_UP, tenant, now, list(channels), most)
    await raw.execute(RESEND, tenant, now, list(channels), most)
    await raw.execute(OVERDUE, tenant, now, list(channels), wait_until)


async def receipt(raw: Connection, tenant: UUID, status: Status) -> bool:
    """Note a platform's word about a message; False when we do not know the message (yet), or know better.

    The platform's word is stronger than ours: what we gave up as dead, or do not know the outcome of, is sent when the
    platform has it. Statuses come in any order, so a plain "sent" is no news of a message that it told us had failed.
    """
    try:
        own: UUID | None = UUID(status.outbox_id)
    except ValueError:
        own = None
    failed = status.receipt is Receipt.FAILED
    found = await raw.fetchval(
        SETTLE,
        tenant,
        own,
        status.provider_id,
        status.receipt.value,
        status.at,
        status.reason[:500] if failed else None,
        status.code if failed else None,
    )
    return found is not None


async def pause(raw: Connection, row: OutRow, until: datetime, why: str) -> None:
    """Nothing of this account is sent until then."""
    await raw.execute(PAUSE, row.tenant_id, row.channel, row.account, until, why[:200])


async def listed(raw: Connection, tenant: UUID, status: str, most: int) -> Sequence[Row]:
    """Messages of a status (empty: all), newest first."""
    return await raw.fetch(LISTED, tenant, status, most)


async def replay(raw: Connection, tenant: UUID, out_id: UUID, now: datetime) -> bool:
    """Send a dead message after all."""
    return bool(await raw.execute(REPLAY, tenant, out_id, now) == "UPDATE 1")


async def drop(raw: Connection, tenant: UUID, out_id: UUID) -> bool:
    """Give a message up."""
    return bool(await raw.execute(DROP, tenant, out_id) == "UPDATE 1")
