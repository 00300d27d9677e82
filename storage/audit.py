"""What commands changed: who, when, what, how it was and how it is. Rows are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.messages import Json
from storage.wire import Connection, dump

KEEP = """
INSERT INTO audit (tenant_id, id, place_id, at, actor, action, what, before, after)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change; `actor` is a role and a phone, or `timer`."""

    id: UUID
    at: datetime
    actor: str
    action: str
    what: str
    before: Mapping[str, Json]
    after: Mapping[str, Json]


async def keep(raw: Connection, tenant: UUID, place: UUID, entry: Entry) -> None:
    """Keep a change, in the transaction that makes it."""
    await raw.execute(
        KEEP,
        tenant,
        entry.id,
        place,
        entry.at,
        entry.actor,
        entry.action,
        entry.what,
        dump(dict(entry.before)),
        dump(dict(entry.after)),
    )
