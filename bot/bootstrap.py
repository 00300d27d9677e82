"""Builds everything once, by hand: the only place that knows all parts."""

import asyncio
import gc
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache

from bot.channels import Channel
from bot.channels.terminal import Terminal
from bot.channels.whatsapp import WhatsApp
from bot.clock import World
from bot.engine.app import App, SessionKind
from bot.engine.bell import Bell
from bot.engine.intake import Intake
from bot.handlers import HANDLERS
from bot.handlers.facts import RestaurantFacts
from bot.handlers.listening import CustomerListener, StaffListener, route
from bot.intents import MenuGrammar, Recogniser
from bot.locales.catalogue import Catalogue
from bot.locales.render import Renderer
from bot.machines.customer import Customer
from bot.machines.memory import CustomerMemory
from bot.machines.runner import Runner
from bot.machines.staff import Staff, StaffMemory
from bot.services.menu import Menu
from bot.settings import Settings
from storage import embedded, schema
from storage.unit import Storage
from storage.wakeups import Wakeups
from storage.watching import watch

CHANNELS: Mapping[str, Channel] = {"whatsapp": WhatsApp(), "terminal": Terminal()}
MACHINES: Mapping[str, Runner] = {"customer": Runner(Customer), "staff": Runner(Staff)}


@cache
def recogniser() -> Recogniser:
    """The intent layer; of what it reads it remembers single words only, within bounds, so one serves all."""
    made = Recogniser()
    made.warm()
    return made


@cache
def renderer() -> Renderer:
    """The bundled words."""
    return Renderer(Catalogue.bundled())


def restaurant_app(settings: Settings) -> App:
    """The first application: restaurants that take orders."""
    facts = RestaurantFacts(settings, renderer())
    customer = SessionKind(
        "customer",
        MACHINES["customer"],
        CustomerMemory,
        CustomerMemory.from_json,
        CustomerMemory.to_json,
        CustomerListener(recogniser(), facts),
        rename={},
    )
    staff_listener = StaffListener(recogniser(), MenuGrammar(Menu()))
    staff = SessionKind(
        "staff", MACHINES["staff"], StaffMemory, StaffMemory.from_json, StaffMemory.to_json, staff_listener, rename={}
    )
    return App(
        kinds={"customer": customer, "staff": staff},
        route=route,
        facts=facts,
        handlers=HANDLERS,
        renderer=renderer(),
        fit={name: channel.fit for name, channel in CHANNELS.items()},
        keys=tuple(key.encode() for key in settings.bot_secret_key) or (b"no key: tests only",),
    )


@dataclass(slots=True)
class Parts:
    """Everything that a process works with. `wakeups` is its line to other processes, once somebody runs it."""

    settings: Settings
    storage: Storage
    app: App
    intake: Intake
    wakeups: Wakeups
    world: World
    bell: Bell


def settle() -> None:
    """Take what was built at the start out of the garbage collector's rounds, which would cost every turn its part.

    Turns make no cycles worth hurrying for, so the rounds also come less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def assemble(settings: Settings, storage: Storage, world: World | None = None) -> Parts:
    """The parts over an open database."""
    world, bell, app = world or World(), Bell(), restaurant_app(settings)
    wakeups = Wakeups(storage.alike(1), world.new_id())
    wakeups.hear("work", lambda _: bell.ring_all(spread=False))
    bell.spread = lambda: wakeups.tell("work")
    # Turns alone may all wait for a lock: batches and workers keep connections of their own.
    intake = Intake(app, storage, world, bell, solo=max(1, min(8, storage.size - 4)))
    return Parts(settings, storage, app, intake, wakeups, world, bell)


@asynccontextmanager
async def database(settings: Settings, *, migrate: bool) -> AsyncIterator[str]:
    """The address of a running database: the one that is configured, else the embedded one, kept running meanwhile."""
    if settings.bot_database_url:
        if migrate:
            await schema.upgrade(settings.bot_database_url)
        yield settings.bot_database_url
        return
    server = await asyncio.to_thread(embedded.start, settings.bot_data_dir / "pg")
    watcher = asyncio.create_task(watch(server))
    try:
        if migrate:
            await schema.upgrade(server.url)
        yield server.url
    finally:
        watcher.cancel()
        await asyncio.to_thread(server.close)


@asynccontextmanager
async def opened(settings: Settings, *, migrate: bool = False, size: int = 12) -> AsyncIterator[Parts]:
    """The parts over the configured database, closed in order afterwards."""
    async with database(settings, migrate=migrate) as url:
        storage = Storage.connect(url, size=size)
        try:
            yield assemble(settings, storage)
        finally:
            await storage.close()
