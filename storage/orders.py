"""Orders, their lines and their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.errors import NotFound
from storage.rows import SessionRow
from storage.wire import Connection, Row, dump

FIRST = 1001
"""The number of a place's first order."""
NOTE = """
SELECT reason FROM order_history
WHERE tenant_id = $1 AND order_id = $2 AND status = 'NEW' AND actor = 'customer' AND reason IS NOT NULL
ORDER BY seq DESC LIMIT 1
"""
LOOK = """
SELECT p.revision, o.number, o.total_cents, o.status
FROM places p LEFT JOIN orders o ON o.tenant_id = p.tenant_id AND o.session_id = $3 AND o.nonce = $4
WHERE p.tenant_id = $1 AND p.id = $2
"""
INSERT = f"""
WITH counted AS (
  INSERT INTO counters AS c (tenant_id, place_id, name, next) VALUES ($1, $3, 'order', {FIRST} + 1)
  ON CONFLICT (tenant_id, place_id, name) DO UPDATE SET next = c.next + 1
  RETURNING next - 1 AS number
), made AS (
  INSERT INTO orders (tenant_id, id, place_id, number, person_id, session_id, channel, status, mode, table_label,
    address, phone, latitude, longitude, items_cents, delivery_fee_cents, total_cents, nonce, created_at, updated_at)
  SELECT $1, $2, $3, number, $4, $5, $6, 'NEW', $7, $8, $9, $10, $11, $12, $13, 0, $13, $14, $15, $15 FROM counted
  RETURNING number
), listed AS (
  INSERT INTO order_lines (tenant_id, order_id, position, item_code, fr, ar, arq, qty, options, unit_price_cents,
    line_total_cents)
  SELECT $1, $2, x.position, x.item_code, x.fr, x.ar, x.arq, x.qty, x.options, x.unit, x.unit * x.qty
  FROM unnest($16::int[], $17::text[], $18::text[], $19::text[], $20::text[], $21::int[], $22::jsonb[], $23::int[])
    AS x(position, item_code, fr, ar, arq, qty, options, unit)
), noted AS (
  INSERT INTO order_history (tenant_id, order_id, seq, at, status, actor) VALUES ($1, $2, 1, $15, 'NEW', 'customer')
)
SELECT number FROM made
"""
HISTORY = """
INSERT INTO order_history (tenant_id, order_id, seq, at, status, actor, reason)
SELECT $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6 FROM order_history WHERE tenant_id = $1 AND order_id = $2
"""
COLUMNS = """
o.id, o.number, o.status, o.mode, o.table_label, o.address, o.phone, o.items_cents, o.total_cents, o.session_id,
o.person_id, o.latitude, o.longitude, o.created_at, o.updated_at,
  (SELECT p.name FROM persons p WHERE p.tenant_id = o.tenant_id AND p.id = o.person_id) AS customer
"""
BY_NUMBER = f"SELECT {COLUMNS} FROM orders o WHERE o.tenant_id = $1 AND o.place_id = $2 AND o.number = $3"
OF_PERSON = f"""
SELECT {COLUMNS} FROM orders o WHERE o.tenant_id = $1 AND o.place_id = $2 AND o.person_id = $3
ORDER BY (o.status IN ('DELIVERED', 'DONE', 'CANCELLED')), o.created_at DESC, o.number DESC LIMIT $4
"""
LATEST = f"""
SELECT {COLUMNS} FROM orders o WHERE o.tenant_id = $1 AND o.place_id = $2 AND o.person_id = $3
ORDER BY o.created_at DESC, o.number DESC LIMIT $4
"""
MOVE = """
UPDATE orders SET status = $3, version = version + 1, updated_at = $5
WHERE tenant_id = $1 AND id = $2 AND status = $4
"""
OPEN = f"""
SELECT {COLUMNS}, count(*) OVER () AS of_all,
  (SELECT string_agg(l.qty || ' × ' || l.item_code, ', ' ORDER BY l.position) FROM order_lines l
   WHERE l.tenant_id = o.tenant_id AND l.order_id = o.id) AS summary
FROM orders o WHERE o.tenant_id = $1 AND o.place_id = $2
  AND CASE WHEN $3 = '' THEN o.status NOT IN ('DELIVERED', 'DONE', 'CANCELLED') ELSE o.status = $3 END
ORDER BY o.created_at DESC, o.number DESC LIMIT $4
"""
LINES_OF = """
SELECT position, item_code, fr, ar, arq, qty, options, unit_price_cents, line_total_cents FROM order_lines
WHERE tenant_id = $1 AND order_id = $2 ORDER BY position
"""


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as it was ordered; `options` = [{"code", "fr", "ar", "arq", "price_cents"}]."""

    code: str
    fr: str
    ar: str
    arq: str
    qty: int
    options: Sequence[dict[str, Any]]
    unit_cents: int


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order about to be written; `nonce` is its basket's own number."""

    id: UUID
    nonce: str
    mode: str
    lines: Sequence[NewLine]
    table: str | None = None
    address: str | None = None
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def total_cents(self) -> int:
        return sum(line.qty * line.unit_cents for line in self.lines)


@dataclass(frozen=True, slots=True)
class Look:
    """What whoever wants to order finds: the place's revision, and what became of the basket if it is an order."""

    revision: int
    known: dict[str, Any] | None


async def look(raw: Connection, row: SessionRow, nonce: str) -> Look:
    """As it is now; the session is locked, so that its basket cannot become an order meanwhile."""
    r = await raw.fetchrow(LOOK, row.tenant_id, row.place_id, row.id, nonce)
    if r is None:
        raise NotFound(f"place {row.place_id}")
    known = {name: r[name] for name in ("number", "total_cents", "status")}
    return Look(r["revision"], known if r["number"] is not None else None)


async def insert(raw: Connection, row: SessionRow, order: NewOrder, now: datetime) -> int:
    """Write a new order with its lines and the first entry of its history; its number.

    The place's next order waits for its number until the transaction ends.
    """
    lines = order.lines
    number: int = await raw.fetchval(
        INSERT,
        row.tenant_id,
        order.id,
        row.place_id,
        row.person_id,
        row.id,
        row.channel,
        order.mode,
        order.table,
        order.address,
        order.phone,
        order.latitude,
        order.longitude,
        order.total_cents,
        order.nonce,
        now,
        list(range(1, len(lines) + 1)),
        [x.code for x in lines],
        [x.fr for x in lines],
        [x.ar for x in lines],
        [x.arq for x in lines],
        [x.qty for x in lines],
        [dump(list(x.options)) for x in lines],
        [x.unit_cents for x in lines],
    )
    return number


async def record(
    raw: Connection, tenant: UUID, order: UUID, status: str, actor: str, reason: str | None, now: datetime
) -> None:
    """Add an entry to an order's history."""
    await raw.execute(HISTORY, tenant, order, now, status, actor, reason)


async def note(raw: Connection, tenant: UUID, order: UUID) -> str:
    """What the customer asked for beside the dishes: the reason of his own entry in the order's history."""
    found: str | None = await raw.fetchval(NOTE, tenant, order)
    return found or ""


async def move(
    raw: Connection,
    tenant: UUID,
    order: UUID,
    was: str,
    status: str,
    actor: str,
    reason: str | None,
    now: datetime,
) -> bool:
    """Change an order's status if it still is what we saw; False when somebody else moved it first."""
    if await raw.execute(MOVE, tenant, order, status, was, now) != "UPDATE 1":
        return False
    await record(raw, tenant, order, status, actor, reason, now)
    return True


async def by_number(raw: Connection, tenant: UUID, place: UUID, number: int, *, lock: bool = False) -> Row | None:
    """An order by the number that people use, locked for this transaction if asked."""
    return await raw.fetchrow(BY_NUMBER + (" FOR NO KEY UPDATE OF o" if lock else ""), tenant, place, number)


async def of_person(raw: Connection, tenant: UUID, place: UUID, person: UUID, most: int) -> Sequence[Row]:
    """A person's orders at a place: those under way first, then the newest."""
    return await raw.fetch(OF_PERSON, tenant, place, person, most)


async def latest(raw: Connection, tenant: UUID, place: UUID, person: UUID, most: int) -> Sequence[Row]:
    """A person's orders at a place, the newest first."""
    return await raw.fetch(LATEST, tenant, place, person, most)


async def listed(raw: Connection, tenant: UUID, place: UUID, status: str, most: int) -> Sequence[Row]:
    """Orders of a status (empty: all under way), newest first, each with a summary and the count of all."""
    return await raw.fetch(OPEN, tenant, place, status, most)


async def lines(raw: Connection, tenant: UUID, order: UUID) -> Sequence[Row]:
    """The lines of an order; `options` is JSON text."""
    return await raw.fetch(LINES_OF, tenant, order)
