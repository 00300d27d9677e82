"""Words from process to process reach the others, not oneself, also after the line was cut."""

import asyncio
from contextlib import suppress
from typing import Any
from uuid import uuid4

from bot import bootstrap
from bot.settings import load
from storage.unit import Storage
from storage.wakeups import LONGEST, Wakeups

PATIENCE = 20


class Line(Wakeups):
    """A line that runs, and what came over it."""

    def __init__(self, url: str) -> None:
        super().__init__(Storage.connect(url, size=1), uuid4())
        self.heard: asyncio.Queue[Any] = asyncio.Queue()
        self.hear("news", self.heard.put_nowait)

    async def __aenter__(self) -> "Line":
        self._task = asyncio.create_task(self.run())
        await self.up()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def up(self) -> None:
        await asyncio.wait_for(self.listening.wait(), PATIENCE)

    async def next(self) -> Any:
        return await asyncio.wait_for(self.heard.get(), PATIENCE)


async def test_a_word_reaches_the_others_and_not_oneself(database: str) -> None:
    async with Line(database) as one, Line(database) as two, Line(database) as three:
        one.tell("news", {"number": 7})
        two.tell("other", "nobody listens to this")
        assert await two.next() == await three.next() == {"number": 7}
        two.tell("news", "back")
        assert await one.next() == "back"
        assert one.heard.empty()


async def test_words_that_wait_are_told_once_and_too_long_ones_not_at_all(database: str) -> None:
    async with Line(database) as one, Line(database) as two:
        assert all(one.tell("news", "same") for _ in range(50))
        assert not one.tell("news", "x" * LONGEST)
        one.tell("news", "last")
        assert [await two.next(), await two.next()] == ["same", "last"]


async def test_a_cut_line_is_mended_and_tells_what_waited(database: str, storage: Storage) -> None:
    async with Line(database) as one, Line(database) as two, storage.read() as reader:
        one.listening.clear()
        two.listening.clear()
        await reader.raw.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await one.up()
        await two.up()
        one.tell("news", "again")
        assert await two.next() == "again"


async def test_behind_a_pooler_there_is_no_line_and_nothing_breaks(database: str) -> None:
    line = Wakeups(
        Storage.connect(f"{database}?pgbouncer=1" if "?" not in database else f"{database}&pgbouncer=1"), uuid4()
    )
    line.tell("news", 1)
    with suppress(TimeoutError):
        await asyncio.wait_for(line.run(), 0.05)
    assert not line.listening.is_set()


async def test_work_left_in_one_process_wakes_the_workers_of_another(database: str) -> None:
    storages = [Storage.connect(database), Storage.connect(database)]
    here, there = (bootstrap.assemble(load({}), storage) for storage in storages)
    async with asyncio.TaskGroup() as tasks:
        lines = [tasks.create_task(parts.wakeups.run()) for parts in (here, there)]
        for parts in (here, there):
            await asyncio.wait_for(parts.wakeups.listening.wait(), PATIENCE)
        waiting = tasks.create_task(there.bell.wait("outbox", 3 * PATIENCE))
        here.bell.ring("outbox")
        await asyncio.wait_for(waiting, PATIENCE)
        for line in lines:
            line.cancel()
    for storage in storages:
        await storage.close()
