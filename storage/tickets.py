"""Tickets: somebody asked for a human."""

from datetime import datetime
from uuid import UUID

from storage import places
from storage.rows import SessionRow
from storage.wire import Connection

OPEN = "SELECT number FROM tickets WHERE tenant_id = $1 AND session_id = $2 AND status = 'open'"
INSERT = """
INSERT INTO tickets (tenant_id, id, place_id, number, person_id, session_id, reason, said, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
MISS = "INSERT INTO misses (tenant_id, id, session_id, at, context, text) VALUES ($1, $2, $3, $4, $5, $6)"


async def open_one(
    raw: Connection, row: SessionRow, new_id: UUID, reason: str, said: str, now: datetime
) -> tuple[int, bool]:
    """The session's open ticket, made when there is none: its number, and whether it was open already.

    The session is locked by the turn, so that nobody else opens one meanwhile.
    """
    number: int | None = await raw.fetchval(OPEN, row.tenant_id, row.id)
    if number is not None:
        return number, True
    number = await places.next_number(raw, row.tenant_id, row.place_id, "ticket")
    await raw.execute(
        INSERT, row.tenant_id, new_id, row.place_id, number, row.person_id, row.id, reason, said[:2000], now
    )
    return number, False


async def note_miss(raw: Connection, row: SessionRow, new_id: UUID, context: str, text: str, now: datetime) -> None:
    """Keep a sentence that was not understood."""
    await raw.execute(MISS, row.tenant_id, new_id, row.id, now, context, text[:500])
