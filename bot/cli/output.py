"""What commands share: an open database of this version's schema, and answers for people or for programs."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated

import typer

from bot.bootstrap import database, restaurant_app
from bot.cli import common
from bot.clock import World
from bot.engine.app import App
from bot.errors import SchemaMismatch
from bot.messages import Json
from bot.settings import Settings
from storage import schema
from storage.unit import Storage

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` says what to do when it is not `ok`."""

    check: str
    ok: bool
    told: str
    remedy: str = ""


@dataclass
class Desk:
    """What an operator's command works with. The application is built only for those that ask for it."""

    settings: Settings
    storage: Storage
    world: World = field(default_factory=World)

    @cached_property
    def app(self) -> App:
        return restaurant_app(self.settings)


@asynccontextmanager
async def migrated() -> AsyncIterator[Desk]:
    """The configured database; SchemaMismatch when `db upgrade` has not been run on it."""
    settings = common.configured()
    async with database(settings, migrate=False) as url:
        if await schema.current(url) != schema.head():
            raise SchemaMismatch
        storage = Storage.connect(url, size=4)
        try:
            yield Desk(settings, storage)
        finally:
            await storage.close()


def has_database(settings: Settings) -> bool:
    """Whether a database is configured, or an embedded one was made already."""
    return bool(settings.bot_database_url) or (settings.bot_data_dir / "pg" / "data" / "PG_VERSION").exists()


def answer(value: Json, lines: Iterable[str], *, as_json: bool) -> None:
    """Print the value as one JSON document, or the lines."""
    if as_json:
        print(json.dumps(value, ensure_ascii=False, default=str))
        return
    for line in lines:
        print(line)
