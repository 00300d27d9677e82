"""Setting up tenants, places, accounts, staff and menus. Every function may be run again with the same data."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.wire import Connection

TENANT = "INSERT INTO tenants (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING"
PLACE = """
INSERT INTO places (tenant_id, id, name, timezone, locale, created_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, name) DO NOTHING
"""
ACCOUNT = """
INSERT INTO channel_accounts (tenant_id, channel, account, place_id, token) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, channel, account) DO UPDATE SET place_id = EXCLUDED.place_id, token = EXCLUDED.token
"""
STAFF = """
INSERT INTO staff (tenant_id, id, place_id, phone, role, name, locale, created_at)
VALUES ($1, $2, $3, $4, $5, $6, COALESCE($7, (SELECT locale FROM places WHERE tenant_id = $1 AND id = $3)), $8)
ON CONFLICT (tenant_id, place_id, phone) DO UPDATE
SET role = EXCLUDED.role, active = true, locale = COALESCE($7, staff.locale)
"""
CATEGORY = """
INSERT INTO menu_categories (tenant_id, place_id, code, position, fr, ar, arq) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (tenant_id, place_id, code) DO NOTHING
"""
DISH = """
INSERT INTO menu_items (tenant_id, place_id, code, category, position, fr, ar, arq, aliases, price_cents)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant_id, place_id, code) DO NOTHING
"""
OPTION = """
INSERT INTO menu_options (tenant_id, place_id, code, item_code, kind, fr, ar, arq, aliases, price_cents)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant_id, place_id, code) DO NOTHING
"""

RENAME_CATEGORY = """
UPDATE menu_categories SET fr = $4, ar = $5, arq = $6 WHERE tenant_id = $1 AND place_id = $2 AND code = $3
"""
REPRICE_DISH = """
UPDATE menu_items SET fr = $4, ar = $5, arq = $6, aliases = $7, price_cents = $8, category = $9, active = true
WHERE tenant_id = $1 AND place_id = $2 AND code = $3
"""
REPRICE_OPTION = """
UPDATE menu_options SET fr = $4, ar = $5, arq = $6, aliases = $7, price_cents = $8, active = true
WHERE tenant_id = $1 AND place_id = $2 AND code = $3
"""
RETIRE = "UPDATE {} SET active = false WHERE tenant_id = $1 AND place_id = $2 AND NOT code = ANY($3::text[])"


async def tenant(raw: Connection, name: str, new_id: UUID, now: datetime) -> UUID:
    """The tenant of this name, made when there is none."""
    await raw.execute(TENANT, new_id, name, now)
    found: UUID = await raw.fetchval("SELECT id FROM tenants WHERE name = $1", name)
    return found


async def place(
    raw: Connection, tenant_id: UUID, name: str, new_id: UUID, now: datetime, *, timezone: str, locale: str
) -> UUID:
    """The tenant's place of this name, made when there is none."""
    await raw.execute(PLACE, tenant_id, new_id, name, timezone, locale, now)
    found: UUID = await raw.fetchval("SELECT id FROM places WHERE tenant_id = $1 AND name = $2", tenant_id, name)
    return found


async def account(raw: Connection, tenant_id: UUID, place_id: UUID, channel: str, name: str, token: str) -> None:
    """A channel account that serves a place."""
    await raw.execute(ACCOUNT, tenant_id, channel, name, place_id, token)


async def staff(
    raw: Connection,
    tenant_id: UUID,
    place_id: UUID,
    new_id: UUID,
    now: datetime,
    *,
    phone: str,
    role: str,
    name: str = "",
    locale: str | None = None,
) -> None:
    """Somebody who works at a place (phone: digits with country code).

    Without a locale he keeps his, at first the place's.
    """
    await raw.execute(STAFF, tenant_id, new_id, place_id, phone, role, name, locale, now)


async def menu(raw: Connection, tenant_id: UUID, place_id: UUID, data: Mapping[str, Sequence[Any]]) -> None:
    """Categories, dishes and options as the demo's file has them; what exists keeps its values. Prices in dinars."""
    for position, c in enumerate(data["category"]):
        await raw.execute(CATEGORY, tenant_id, place_id, c["code"], position, c["fr"], c["ar"], c["arq"])
    for position, d in enumerate(data["dish"]):
        names = (d["fr"], d["ar"], d["arq"], d.get("aliases", []))
        cents = int(d["price"]) * 100
        await raw.execute(DISH, tenant_id, place_id, d["code"], d["category"], position, *names, cents)
    for o in data["option"]:
        names = (o["fr"], o["ar"], o["arq"], o.get("aliases", []))
        cents = int(o.get("price", 0)) * 100
        await raw.execute(OPTION, tenant_id, place_id, o["code"], o["dish"], o["kind"], *names, cents)


async def replace_menu(raw: Connection, tenant_id: UUID, place_id: UUID, data: Mapping[str, Sequence[Any]]) -> None:
    """The same, but what exists takes these names and prices, and what is not in them leaves the menu."""
    await menu(raw, tenant_id, place_id, data)
    for c in data["category"]:
        await raw.execute(RENAME_CATEGORY, tenant_id, place_id, c["code"], c["fr"], c["ar"], c["arq"])
    for d in data["dish"]:
        names = (d["fr"], d["ar"], d["arq"], d.get("aliases", []))
        await raw.execute(REPRICE_DISH, tenant_id, place_id, d["code"], *names, int(d["price"]) * 100, d["category"])
    for o in data["option"]:
        names = (o["fr"], o["ar"], o["arq"], o.get("aliases", []))
        await raw.execute(REPRICE_OPTION, tenant_id, place_id, o["code"], *names, int(o.get("price", 0)) * 100)
    await raw.execute(RETIRE.format("menu_items"), tenant_id, place_id, [d["code"] for d in data["dish"]])
    await raw.execute(RETIRE.format("menu_options"), tenant_id, place_id, [o["code"] for o in data["option"]])
