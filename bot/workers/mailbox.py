"""Answers what no request waits for: timers, letters between sessions, what a crash left behind."""

import asyncio
from uuid import UUID

import structlog

from bot.engine.step import Stepper
from bot.errors import DatabaseUnavailable
from bot.workers.rounds import Pulse, steadily
from storage import mailbox
from storage.unit import Storage

IDLE_SECONDS = 0.5
AT_ONCE = 4
log = structlog.get_logger()


class MailboxWorker:
    """Steps every session that has due letters, tenant by tenant; sessions in other hands are passed over."""

    def __init__(self, storage: Storage, stepper: Stepper) -> None:
        self.storage, self.stepper = storage, stepper
        self.pulse = Pulse(storage, stepper.world, "mailbox")

    async def run(self) -> None:
        """For ever, whatever happens in a round."""
        while True:
            while await steadily(self.once, 0, self.pulse):
                pass
            await self.stepper.bell.wait("mailbox", IDLE_SECONDS)

    async def once(self) -> int:
        """One round over all tenants; how many letters were answered or put back."""
        async with self.storage.read() as reader:
            tenants = await mailbox.tenants(reader.raw)
        counts = [await self._tenant(tenant) for tenant in tenants]
        return sum(counts)

    async def _tenant(self, tenant: UUID) -> int:
        async with self.storage.read() as reader:
            sessions = await mailbox.due_sessions(reader.raw, tenant, self.stepper.world.now())
        room = asyncio.Semaphore(AT_ONCE)

        async def drain(session: UUID) -> int:
            async with room:
                try:
                    return await self.stepper.drain(tenant, session, wait=False)
                except DatabaseUnavailable:
                    raise
                except Exception as error:  # noqa: BLE001 - one session's trouble is not the others'
                    log.warning("session left for the next round", session=str(session), error=type(error).__name__)
                    return 0

        return sum(await asyncio.gather(*(drain(session) for session in sessions)))
