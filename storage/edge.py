"""What the edge writes: refusals, and webhook pieces that nobody here understands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.wire import Connection, dump

RAW = "INSERT INTO raw_inbound (id, at, channel, reason, body) VALUES ($1, $2, $3, $4, $5)"
EVENT = """
INSERT INTO security_events (id, at, event_type, severity, channel, ip, route, trace_id, details)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def keep_raw(raw: Connection, pieces: Sequence[tuple[UUID, str, bytes]], channel: str, now: datetime) -> None:
    """Keep pieces (id, reason, bytes) as they came."""
    await raw.executemany(RAW, [(i, now, channel, reason[:200], body) for i, reason, body in pieces])


async def security_event(
    raw: Connection,
    new_id: UUID,
    now: datetime,
    *,
    event_type: str,
    severity: str,
    channel: str | None,
    ip: str | None,
    route: str | None,
    trace_id: str | None,
    details: dict[str, Any] | None = None,
) -> None:
    """Note a refusal."""
    dumped = dump(details or {})
    await raw.execute(EVENT, new_id, now, event_type, severity, channel, ip, route, trace_id, dumped)
