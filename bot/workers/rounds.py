"""How an endless loop survives its own rounds, and how others see that it lives.

Whatever goes wrong in a round is logged, and the next one comes. A worker whose rounds go well writes a heartbeat now
and then; one whose rounds all fail falls silent, although it runs.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.clock import World
from storage import heartbeats
from storage.unit import Storage

PAUSE_SECONDS = 1.0
BEAT_SECONDS = 10.0
T = TypeVar("T")
log = structlog.get_logger()


class Pulse:
    """The heartbeat of a worker in this process; all processes' workers of one `name` share one row."""

    def __init__(self, storage: Storage, world: World, name: str) -> None:
        self.storage, self.world, self.name = storage, world, name
        self._last: datetime | None = None
        self._faltered = False

    async def beat(self) -> None:
        """Write the heartbeat, unless the last one is younger than ten seconds or the last round failed."""
        now = self.world.now()
        recent = self._last is not None and abs(now - self._last) < timedelta(seconds=BEAT_SECONDS)
        if self._faltered or recent:
            return
        async with self.storage.once() as reader:
            await heartbeats.beat(reader.raw, self.name, now)
        self._last = now

    def tell(self, *, well: bool) -> None:
        """How a round went: after one that failed there is no beat until one goes well."""
        self._faltered = not well

    async def rest(self, seconds: float) -> None:
        """Sleep for so long without falling silent."""
        for _ in range(round(seconds / BEAT_SECONDS)):
            await asyncio.sleep(BEAT_SECONDS)
            await steadily(self.beat, None)


async def steadily(work: Callable[[], Awaitable[T]], otherwise: T, pulse: Pulse | None = None) -> T:
    """The result of one round; `otherwise`, after a pause, when it failed. The pulse beats before the work begins.

    Before, not after: what a round has in its hands must not be lost because a heartbeat could not be written.
    """
    try:
        if pulse is not None:
            await pulse.beat()
        done = await work()
    except Exception as error:  # noqa: BLE001 - a loop that ends serves nobody
        log.error("round failed", work=getattr(work, "__qualname__", "?"), error=type(error).__name__)
        if pulse is not None:
            pulse.tell(well=False)
        await asyncio.sleep(PAUSE_SECONDS)
        return otherwise
    if pulse is not None:
        pulse.tell(well=True)
    return done
