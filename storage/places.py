"""Places, their accounts, their menus and their staff: what changes rarely and every session sees."""

from collections.abc import Sequence
from uuid import UUID

from storage.rows import Account
from storage.wire import Connection, Row

Rows = Sequence[Row]

ITEMS = """
SELECT i.code, i.category, i.fr, i.ar, i.arq, i.aliases, i.price_cents, i.sold_out
FROM menu_items i JOIN menu_categories c
  ON c.tenant_id = i.tenant_id AND c.place_id = i.place_id AND c.code = i.category
WHERE i.tenant_id = $1 AND i.place_id = $2 AND i.active ORDER BY c.position, i.position, i.code
"""
CATEGORIES = "SELECT code, fr, ar, arq FROM menu_categories WHERE tenant_id = $1 AND place_id = $2 ORDER BY position"
OPTIONS = """
SELECT code, item_code, kind, fr, ar, arq, aliases, price_cents FROM menu_options
WHERE tenant_id = $1 AND place_id = $2 AND active ORDER BY item_code, kind, code
"""
FORMER = """
SELECT code, fr, ar, arq FROM menu_items WHERE tenant_id = $1 AND place_id = $2 AND NOT active
UNION ALL
SELECT code, fr, ar, arq FROM menu_options WHERE tenant_id = $1 AND place_id = $2 AND NOT active
"""
STAFF = "SELECT phone, role, locale, name FROM staff WHERE tenant_id = $1 AND place_id = $2 AND active ORDER BY phone"
PLACE = "SELECT id, name, timezone, locale, settings, revision FROM places WHERE tenant_id = $1 AND id = $2"
ACCOUNT = """
SELECT tenant_id, channel, account, place_id, token FROM channel_accounts WHERE channel = $1 AND account = $2
"""
SOLD_OUT = """
WITH found AS (
  SELECT code, sold_out FROM menu_items
  WHERE tenant_id = $1 AND place_id = $2 AND code = $3 AND active FOR NO KEY UPDATE
)
UPDATE menu_items i SET sold_out = $4 FROM found
WHERE i.tenant_id = $1 AND i.place_id = $2 AND i.code = found.code
RETURNING i.code, i.fr, i.ar, i.arq, found.sold_out AS was
"""
STAFF_SESSIONS = """
SELECT st.phone, i.channel, s.id AS session_id
FROM staff st
JOIN channel_accounts a ON a.tenant_id = st.tenant_id AND a.place_id = st.place_id
JOIN identities i ON i.tenant_id = st.tenant_id AND i.channel = a.channel AND i.account = a.account
  AND i.scoped_id = st.phone
JOIN sessions s ON s.tenant_id = st.tenant_id AND s.kind = 'staff' AND s.place_id = st.place_id
  AND s.person_id = i.person_id
WHERE st.tenant_id = $1 AND st.place_id = $2 AND st.active ORDER BY st.phone, i.channel
"""
NEXT_NUMBER = """
INSERT INTO counters AS c (tenant_id, place_id, name, next) VALUES ($1, $2, $3, $4 + 1)
ON CONFLICT (tenant_id, place_id, name) DO UPDATE SET next = c.next + 1
RETURNING next - 1
"""


async def accounts(raw: Connection, channel: str, account: str) -> list[Account]:
    """The channel account of this name, in every tenant that has it (one, unless somebody made a mistake)."""
    rows = await raw.fetch(ACCOUNT, channel, account)
    return [Account(r["tenant_id"], r["channel"], r["account"], r["place_id"], r["token"]) for r in rows]


async def place(raw: Connection, tenant: UUID, place_id: UUID) -> Row | None:
    """One place; `settings` is JSON text."""
    return await raw.fetchrow(PLACE, tenant, place_id)


async def menu(raw: Connection, tenant: UUID, place_id: UUID) -> tuple[Rows, Rows, Rows, Rows]:
    """Categories, items and options on the menu, in the order in which they are shown; the names of former ones."""
    categories = await raw.fetch(CATEGORIES, tenant, place_id)
    items = await raw.fetch(ITEMS, tenant, place_id)
    options = await raw.fetch(OPTIONS, tenant, place_id)
    return categories, items, options, await raw.fetch(FORMER, tenant, place_id)


async def staff(raw: Connection, tenant: UUID, place_id: UUID) -> Rows:
    """The active staff of a place."""
    return await raw.fetch(STAFF, tenant, place_id)


async def staff_sessions(raw: Connection, tenant: UUID, place_id: UUID) -> Rows:
    """The staff sessions of a place's active staff, on every channel on which their phones are known."""
    return await raw.fetch(STAFF_SESSIONS, tenant, place_id)


async def touch(raw: Connection, tenant: UUID, place_id: UUID) -> None:
    """Something that sessions see has changed: every process reads the place anew."""
    await raw.execute("UPDATE places SET revision = revision + 1 WHERE tenant_id = $1 AND id = $2", tenant, place_id)


async def mark_sold_out(raw: Connection, tenant: UUID, place_id: UUID, code: str, sold_out: bool) -> Row | None:
    """Mark a dish: its names, and how it `was`; None when there is no such dish."""
    row = await raw.fetchrow(SOLD_OUT, tenant, place_id, code, sold_out)
    if row is not None:
        await touch(raw, tenant, place_id)
    return row


async def next_number(raw: Connection, tenant: UUID, place_id: UUID, name: str, first: int = 1) -> int:
    """The next number of a place under this name; who asks next waits until the transaction ends."""
    number: int = await raw.fetchval(NEXT_NUMBER, tenant, place_id, name, first)
    return number
