"""Heartbeats: at most every ten seconds, by workers whose rounds go well, whatever they wait for."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from bot.bootstrap import CHANNELS
from bot.clock import World
from bot.engine.bell import Bell
from bot.engine.step import Stepper
from bot.errors import BotError
from bot.workers import rounds
from bot.workers.forgetting import ForgettingWorker
from bot.workers.mailbox import MailboxWorker
from bot.workers.outbox import Backoff, OutboxWorker
from bot.workers.rounds import Pulse, steadily
from storage import heartbeats
from storage.unit import Storage
from tests.engine.tally import tally_app

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Clock:
    """A world whose time we move, and whose sleepers move it."""

    def __init__(self) -> None:
        self.now = NOON
        self.world = World(now=lambda: self.now)

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rounds.asyncio, "sleep", clock.sleep)  # type: ignore[attr-defined]
    return clock


async def _beats(storage: Storage) -> dict[str, float]:
    """Seconds from noon to each worker's last beat."""
    async with storage.read() as reader:
        return {name: (at - NOON).total_seconds() for name, at in (await heartbeats.last(reader.raw)).items()}


async def test_a_beat_is_written_at_most_every_ten_seconds(storage: Storage, clock: Clock) -> None:
    pulse = Pulse(storage, clock.world, "one")
    seen = []
    for _ in range(5):
        await pulse.beat()
        seen.append((await _beats(storage))["one"])
        clock.now += timedelta(seconds=4)
    assert seen == [0, 0, 0, 12, 12]


async def test_processes_share_a_row_and_none_takes_it_back(storage: Storage, clock: Clock) -> None:
    here, there = (Pulse(storage, clock.world, "one") for _ in range(2))
    clock.now += timedelta(seconds=5)
    await here.beat()
    clock.now -= timedelta(seconds=5)
    await there.beat()
    assert await _beats(storage) == {"one": 5}


async def test_a_worker_whose_rounds_fail_falls_silent(storage: Storage, clock: Clock) -> None:
    pulse = Pulse(storage, clock.world, "one")
    faulty = True

    async def work() -> str:
        clock.now += timedelta(seconds=20)
        if faulty:
            raise BotError("again")
        return "done"

    assert [await steadily(work, "", pulse) for _ in range(3)] == [""] * 3
    assert await _beats(storage) == {"one": 0}
    faulty = False
    assert [await steadily(work, "", pulse) for _ in range(2)] == ["done"] * 2
    assert (await _beats(storage))["one"] > 60


async def test_a_heartbeat_that_cannot_be_written_costs_no_work(storage: Storage, clock: Clock) -> None:
    worked: list[int] = []

    async def work() -> bool:
        worked.append(1)
        return True

    broken = Storage.connect("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    pulse = Pulse(broken, clock.world, "one")
    assert await steadily(work, False, pulse) is False
    assert worked == [], "nothing was begun, so nothing was lost"
    await broken.close()


async def test_a_worker_that_rests_for_an_hour_is_not_silent(storage: Storage, clock: Clock) -> None:
    pulse = Pulse(storage, clock.world, "one")
    await pulse.rest(3600)
    assert clock.now - NOON == timedelta(hours=1)
    assert await _beats(storage) == {"one": 3600}


class Runs(Protocol):
    async def run(self) -> None: ...


class Idle(Bell):
    """Rings nobody; knows when a worker has nothing to do."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = asyncio.Event()

    async def wait(self, name: str, seconds: float) -> None:
        self.reached.set()
        await asyncio.Event().wait()


def _mailbox(storage: Storage, world: World, bell: Bell) -> Runs:
    return MailboxWorker(storage, Stepper(tally_app(), storage, world, bell))


def _outbox(storage: Storage, world: World, bell: Bell) -> Runs:
    async def post(*sent: object) -> tuple[int, None]:
        return 500, None

    return OutboxWorker(storage, world, bell, CHANNELS, post, backoff=Backoff(1, 1))


@pytest.mark.parametrize(("name", "make"), [("mailbox", _mailbox), ("outbox", _outbox)])
async def test_workers_beat_while_they_wait_for_work(
    storage: Storage, name: str, make: Callable[[Storage, World, Bell], Runs]
) -> None:
    bell = Idle()
    await _until(make(storage, World(now=lambda: NOON), bell).run(), bell.reached.wait())
    assert await _beats(storage) == {name: 0}


async def test_the_forgetting_worker_beats_between_its_hours(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, slept = Clock(), asyncio.Event()

    async def sleep(seconds: float) -> None:
        await clock.sleep(seconds)
        if clock.now - NOON > timedelta(seconds=100):
            slept.set()
            await asyncio.Event().wait()

    monkeypatch.setattr(rounds.asyncio, "sleep", sleep)  # type: ignore[attr-defined]
    await _until(ForgettingWorker(storage, clock.world, 60).run(), slept.wait())
    assert await _beats(storage) == {"forgetting": 100}


async def _until(work: Awaitable[None], reached: Awaitable[object]) -> None:
    """Run a worker until it has come so far."""
    task = asyncio.ensure_future(work)
    async with asyncio.timeout(30):
        await reached
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
