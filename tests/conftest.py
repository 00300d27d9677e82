"""A real PostgreSQL for the tests, and a fresh database for each test that asks for one.

The server is our own embedded one in a temporary folder, or the one that BOT_TEST_DATABASE_URL names (its user must be
allowed to create databases).
"""

import asyncio
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, suppress
from pathlib import Path
from uuid import uuid4

import asyncpg
import hypothesis
import pytest
from sqlalchemy import URL, make_url

from storage import embedded, schema
from storage.unit import Storage

# In CI the same examples every time, however slow the machine: a change fails for what it changed, not by chance.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

_PREFIX = "resto-bot-tests-"
_HOUR = 3600


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    """Where databases for tests are made."""
    given = os.environ.get("BOT_TEST_DATABASE_URL")
    if given:
        yield make_url(given)
        return
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        with embedded.start(folder, durable=False) as running:
            yield make_url(running.url)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def template(server: URL) -> Iterator[str]:
    """The name of a migrated database to copy from."""
    name = _fresh_name("template")
    asyncio.run(_admin(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    try:
        asyncio.run(schema.upgrade(_url(server, name)))
        yield name
    finally:
        asyncio.run(_admin(server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def database(server: URL, template: str) -> AsyncIterator[str]:
    """The URL of a fresh, migrated database."""
    name = _fresh_name("test")
    await _admin(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield _url(server, name)
    finally:
        await _admin(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def empty_database(server: URL) -> AsyncIterator[str]:
    """The URL of a database that no migration has seen."""
    name = _fresh_name("empty")
    await _admin(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield _url(server, name)
    finally:
        await _admin(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def storage(database: str) -> AsyncIterator[Storage]:
    """A storage on a fresh, migrated database."""
    storage = Storage.connect(database)
    try:
        yield storage
    finally:
        await storage.close()


def _fresh_name(what: str) -> str:
    return f"resto_{what}_{uuid4().hex}"


def _url(server: URL, name: str) -> str:
    return server.set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)


async def _admin(server: URL, statement: str) -> None:
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _sweep() -> None:
    """Stop and remove what killed test runs left behind more than an hour ago."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.stat().st_uid == os.getuid() and folder.stat().st_mtime < time.time() - _HOUR:
                _stop_if_unused(folder)


def _stop_if_unused(folder: Path) -> None:
    with (folder / "users.lock").open("r+b") as users:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with closing(embedded.start(folder, durable=False)):
        pass
    shutil.rmtree(folder)
