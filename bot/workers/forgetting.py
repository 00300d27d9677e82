"""Forgets message ids that no platform delivers again (META_REPLAY_WINDOW_SEC), tenant by tenant, piece by piece."""

from datetime import timedelta

from bot.clock import World
from bot.workers.rounds import Pulse, steadily
from storage import mailbox
from storage.unit import Storage

EVERY_SECONDS = 3600.0


class ForgettingWorker:
    """Deletes answered letters that are older than `window` seconds."""

    def __init__(self, storage: Storage, world: World, window: float) -> None:
        self.storage, self.world, self.window = storage, world, timedelta(seconds=window)
        self.pulse = Pulse(storage, world, "forgetting")

    async def run(self) -> None:
        """Once an hour, for ever."""
        while True:
            while await steadily(self.once, 0, self.pulse):
                pass
            await self.pulse.rest(EVERY_SECONDS)

    async def once(self) -> int:
        """One piece of every tenant; how many letters were forgotten."""
        async with self.storage.read() as reader:
            tenants = await mailbox.tenants(reader.raw)
        count = 0
        for tenant in tenants:
            async with self.storage.unit() as unit:
                count += await mailbox.forget(unit.raw, tenant, self.world.now() - self.window)
        return count
