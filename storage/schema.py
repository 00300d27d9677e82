"""The schema of a database: bring it up to this version, or say how it differs."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncConnection

import migrations
from bot.errors import SchemaMismatch
from storage.catalogue import facts
from storage.tables import metadata
from storage.unit import Reader, Storage

_LOCK = 0x7265_7374_6F  # "resto"
_SCRATCH = "resto_bot_as_in_the_models"


async def upgrade(url: str) -> None:
    """Run the migrations that are missing: all or none, once, whoever else starts at the same time."""
    storage = Storage.connect(url, size=1)
    try:
        async with storage.unit() as unit:
            await unit.raw.execute("SET LOCAL lock_timeout = 0")
            await unit.db.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            if await _current(unit.db) != head():
                await unit.db.run_sync(_run)
    finally:
        await storage.close()


async def current(url: str) -> str | None:
    """The last migration that this database has seen; None for an empty one."""
    storage = Storage.connect(url, size=1)
    try:
        async with storage.read() as reader:
            return await _current(reader.db)
    finally:
        await storage.close()


async def seen(reader: Reader) -> str | None:
    """The same on an open connection."""
    return await _current(reader.db)


def head() -> str:
    """The last migration of this version of the program."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    if found is None:
        raise SchemaMismatch("the program has no migrations")
    return found


async def check(url: str) -> list[str]:
    """How the database differs from the models, one line each; empty when they are equal.

    `- fact` is missing from the database, `+ fact` only there. Nothing of it is changed.
    """
    storage = Storage.connect(url, size=1)
    try:
        async with storage.unit() as unit:
            found = await _current(unit.db)
            have = await facts(unit.db, await _schema_in_use(unit.db))
            want = await _facts_of_models(unit.db)
            await unit.raw.execute(f"DROP SCHEMA {_SCRATCH} CASCADE")
    finally:
        await storage.close()
    stale = [] if found == head() else [f"migrated to {found}, this version is {head()}"]
    return stale + [f"- {x}" for x in sorted(want - have)] + [f"+ {x}" for x in sorted(have - want)]


async def _schema_in_use(db: AsyncConnection) -> str:
    return str((await db.execute(sa.select(sa.func.current_schema()))).scalar_one())


async def _facts_of_models(db: AsyncConnection) -> set[str]:
    """What the models would make, tried in a schema of its own that the caller drops."""
    await db.execute(sa.text(f"CREATE SCHEMA {_SCRATCH}"))
    await db.execute(sa.select(sa.func.set_config("search_path", _SCRATCH, True)))
    await db.run_sync(metadata.create_all, checkfirst=False)
    return await facts(db, _SCRATCH)


async def _current(db: AsyncConnection) -> str | None:
    return await db.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


def _run(connection: sa.Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
