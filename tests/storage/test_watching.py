"""A server that is killed while somebody uses it comes back by itself, once, however many watch it."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import asyncpg
import pytest
import structlog
from structlog.testing import capture_logs

from bot.logs import configure
from storage import embedded
from storage.embedded import Embedded
from storage.watching import watch

PATIENCE = 60
LOOK = 0.05


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not below pytest's own folder, which another run closes to the account that root lends its server."""
    made = Path(tempfile.mkdtemp(prefix="resto-bot-watched-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
async def server(folder: Path) -> AsyncIterator[Embedded]:
    running = await asyncio.to_thread(embedded.start, folder, durable=False)
    yield running
    await asyncio.to_thread(running.close)


@pytest.fixture
async def logs(server: Embedded) -> AsyncIterator[list[Any]]:
    """What three who watch the server write to the log, whatever level another test has set."""
    before = structlog.get_config()
    configure("warning", "json")
    with capture_logs() as written:
        watchers = [asyncio.create_task(watch(server, LOOK)) for _ in range(3)]
        yield written
        for watcher in watchers:
            watcher.cancel()
        await asyncio.wait(watchers)
    structlog.configure(**before)


def _kill(folder: Path) -> None:
    os.kill(int((folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)


async def _answer(url: str) -> int:
    """What the server says once it answers."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                connection = await asyncpg.connect(url.replace("+asyncpg", ""))
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(LOOK)
                continue
            try:
                return int(await connection.fetchval("SELECT 42"))
            finally:
                await connection.close()


async def _ended(url: str) -> None:
    """When the server that answers now is gone."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    gone = asyncio.Event()
    connection.add_termination_listener(lambda _: gone.set())
    _kill(Path(url.partition("host=")[2].replace("%2F", "/")).parent)
    async with asyncio.timeout(PATIENCE):
        await gone.wait()


async def _told(logs: list[Any], words: str) -> None:
    """When the log says so."""
    end = monotonic() + PATIENCE
    while not any(words in line["event"] for line in logs):
        assert monotonic() < end, f"nobody said {words}"
        await asyncio.sleep(LOOK)


async def test_a_killed_server_is_started_again_by_one_of_those_who_watch(
    server: Embedded, logs: list[Any], folder: Path
) -> None:
    for times in (1, 2):
        await _ended(server.url)
        assert await _answer(server.url) == 42
        await _told(logs, "was started again")
        assert (folder / "server.log").read_text().count("starting PostgreSQL") == 1 + times
        assert [line["log_level"] for line in logs] == ["warning"]
        logs.clear()


async def test_what_cannot_be_started_is_tried_until_it_can(server: Embedded, logs: list[Any], folder: Path) -> None:
    broken = folder / "data" / "postgresql.conf"
    sound = broken.read_text()
    broken.write_text(f"{sound}\nno_such_setting = 1\n")
    await _ended(server.url)
    await _told(logs, "cannot be started")
    assert "no_such_setting" in logs[0]["error"]
    broken.write_text(sound)
    assert await _answer(server.url) == 42


async def test_who_left_starts_nothing(server: Embedded) -> None:
    await asyncio.to_thread(server.close)
    assert not await asyncio.to_thread(server.revive)
