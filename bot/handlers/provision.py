"""Setting up restaurants: the demo, and those that the command line makes. Safe to run again."""

import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID

from bot.clock import World
from bot.engine.app import App
from bot.engine.reception import open_session
from bot.messages import Locale, Sender
from storage import hot, persons, places, provisioning
from storage.rows import Account
from storage.unit import Storage
from storage.wire import Connection

DEMO = Path(__file__).with_name("demo.toml")


async def seed_demo(storage: Storage, app: App, world: World) -> None:
    """The demo restaurant; what is there already keeps its values."""
    data = tomllib.loads(DEMO.read_text("utf-8"))
    async with storage.unit() as unit:
        raw, now = unit.raw, world.now()
        tenant = await provisioning.tenant(raw, data["tenant"], world.new_id(), now)
        place = await provisioning.place(raw, tenant, new_id=world.new_id(), now=now, **data["place"])
        for channel, name in data["accounts"].items():
            await provisioning.account(raw, tenant, place, channel, name, data["token"])
        before = await raw.fetchval("SELECT count(*) FROM menu_items WHERE tenant_id = $1", tenant)
        await provisioning.menu(raw, tenant, place, data)
        if not before:
            await places.touch(raw, tenant, place)
        for member in data["staff"]:
            await add_staff(raw, app, world, tenant, place, member)


async def add_staff(
    raw: Connection, app: App, world: World, tenant: UUID, place: UUID, member: dict[str, Any]
) -> Locale:
    """Put somebody on the roster, known by his phone on the place's WhatsApp before he ever writes: his language."""
    await provisioning.staff(raw, tenant, place, world.new_id(), world.now(), **member)
    await places.touch(raw, tenant, place)
    facts = await app.facts.load(raw, tenant, place)
    phone = member["phone"]
    locale: Locale = facts.roster[phone][1]
    for account in await _accounts(raw, tenant, place):
        sender = Sender((phone,), phone, member.get("name") or None)
        await persons.ensure(raw, account, sender, world.new_id(), world.now())
        known = await hot.people(raw, tenant, account.channel, account.account, [phone])
        session = await open_session(app, raw, account, facts, known[phone], "staff", world)
        await persons.speak(raw, tenant, session, locale)
    return locale


async def _accounts(raw: Connection, tenant: UUID, place: UUID) -> list[Account]:
    rows = await raw.fetch(
        "SELECT tenant_id, channel, account, place_id, token FROM channel_accounts "
        "WHERE tenant_id = $1 AND place_id = $2 AND channel = 'whatsapp'",
        tenant,
        place,
    )
    return [Account(*r.values()) for r in rows]
