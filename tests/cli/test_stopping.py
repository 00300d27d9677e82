"""A process that is told to stop ends, whatever its loops are in the middle of."""

import asyncio

import pytest

from bot.cli import stopping
from bot.cli.stopping import until
from bot.errors import DatabaseUnavailable


class Stubborn:
    """A loop whose cancellation meets an error, which it outlives as any other."""

    def __init__(self, times: int) -> None:
        self.times, self.told = times, 0

    async def run(self) -> None:
        while True:
            try:
                await self._round()
            except DatabaseUnavailable:
                await asyncio.sleep(0)

    async def _round(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            self.told += 1
            if self.told <= self.times:
                raise DatabaseUnavailable


async def test_a_loop_that_loses_its_cancellation_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "INSIST_SECONDS", 0.01)
    loop, stopped = Stubborn(2), asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, stopped.set)
    async with asyncio.timeout(10):
        await until(stopped, [loop])
    assert loop.told == 3


async def test_a_loop_that_ends_by_itself_ends_the_others_with_its_error() -> None:
    class Broken:
        async def run(self) -> None:
            raise DatabaseUnavailable

    async with asyncio.timeout(10):
        with pytest.raises(DatabaseUnavailable):
            await until(asyncio.Event(), [Broken(), Stubborn(0)])
