"""Turns alone, beside the batches: sessions whose letters are stored and cannot share a commit.

Each session is in one hand at a time. At a crash its letters still wait, and the mailbox workers come to them; so they
do for whatever there is no room for here.
"""

import asyncio
from collections import OrderedDict
from uuid import UUID

import structlog

from bot.engine.step import Stepper

MOST_WAITING = 2_000
log = structlog.get_logger()


class Soloists:
    """Answers sessions, `most` at once, in the order in which they were named. `tasks` are those that are not done."""

    def __init__(self, stepper: Stepper, most: int) -> None:
        self.stepper, self.most = stepper, most
        self.tasks: set[asyncio.Task[None]] = set()
        self._waiting: OrderedDict[UUID, UUID] = OrderedDict()
        self._in_hand: set[UUID] = set()
        self._again: set[UUID] = set()
        self._working = 0
        self._dismissed = False

    def answer(self, tenant: UUID, session: UUID) -> None:
        """A letter of this session was stored. Does not wait."""
        if self._dismissed:
            return
        if session in self._in_hand:
            self._again.add(session)
        elif len(self._waiting) < MOST_WAITING:
            self._waiting[session] = tenant
        if self._waiting and self._working < self.most:
            self._working += 1
            task = asyncio.get_running_loop().create_task(self._work())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def dismiss(self) -> None:
        """Begin nothing more: what waits is durable, and somebody else's."""
        self._dismissed = True
        self._waiting.clear()
        self._again.clear()

    async def _work(self) -> None:
        try:
            await self._answer_all()
        finally:
            # Not when the task is done: a letter that comes in between would find nobody free, and nobody hired.
            self._working -= 1

    async def _answer_all(self) -> None:
        while self._waiting:
            session, tenant = self._waiting.popitem(last=False)
            self._in_hand.add(session)
            try:
                await self.stepper.drain(tenant, session)
            except Exception as error:  # noqa: BLE001 - its letters are durable: the mailbox worker comes back to them
                log.warning("turn left to the mailbox worker", error=type(error).__name__)
            finally:
                self._in_hand.discard(session)
            if session in self._again:
                # A letter came while the last look into the mailbox was under way: it may not have been seen.
                self._again.discard(session)
                self._waiting[session] = tenant
