"""The step: the oldest due letter of a session, answered in one transaction, or put back with its error.

At a crash nothing of the turn exists, and the letter still waits. A letter that fails is tried again with growing
delays, its session's later letters waiting behind it so that order is kept; after the last attempt it is parked with
its error for an operator, the person gets an apology, and the session goes on.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from bot.clock import World
from bot.effects import Effect
from bot.engine import letters
from bot.engine.app import App, Stage
from bot.engine.bell import Bell
from bot.engine.reception import place_of
from bot.engine.turn import Turn
from bot.errors import BotError, DatabaseUnavailable, LostRace
from bot.locales.values import Say
from bot.messages import Event, Outgoing
from storage import hot, mailbox, turns
from storage.rows import Letter, SessionRow
from storage.unit import Storage, Unit

RETRIES = (timedelta(seconds=1), timedelta(seconds=4), timedelta(seconds=15))
log = structlog.get_logger()


class Stepper:
    """Answers letters one by one. Any number of them may work on one database."""

    def __init__(self, app: App, storage: Storage, world: World, bell: Bell) -> None:
        self.app, self.storage, self.world, self.bell = app, storage, world, bell

    async def drain(self, tenant: UUID, session: UUID, *, wait: bool = True) -> int:
        """Answer everything due in a session's mailbox; the number of letters answered or put back."""
        count = 0
        while (more := await self.step(tenant, session, wait=wait)) is not None:
            count += 1
            if not more:
                break
        return count

    async def step(self, tenant: UUID, session: UUID, *, wait: bool = True) -> bool | None:
        """Answer the oldest due letter; None when there is none, or it may not be tried yet, else whether to go on."""
        letter: Letter | None = None
        more = True
        try:
            async with self.storage.unit() as unit:
                now = self.world.now()
                woken = await hot.wake(unit.raw, tenant, session, now, wait=wait)
                if woken is None or woken.letter is None:
                    return None
                letter = woken.letter
                if woken.retry_at is not None and woken.retry_at > now:
                    return None
                more = await self._answer(unit, woken.row, letter, now)
        except (DatabaseUnavailable, LostRace):
            raise
        except Exception as error:
            if letter is None:
                raise
            await self._put_back(tenant, session, letter, error)
        self.bell.ring_all()
        return more

    async def _answer(self, unit: Unit, row: SessionRow, letter: Letter, now: datetime) -> bool:
        place = await place_of(self.app, unit.raw, row)
        turn = Turn(self.app, row, place, letter, now, self.world.new_id())
        stage = Stage(unit, row, turn.facts, now, self.world, turn.written.id)
        await self._play(turn, stage)
        turn.written.outgoing_ids = [self.world.new_id() for _ in turn.written.outgoing]
        return await turns.answer(unit.raw, row.tenant_id, turn.written, now)

    async def _play(self, turn: Turn, stage: Stage) -> None:
        play = turn.play()
        try:
            effect: Effect = next(play)
            while True:
                effect = play.send(await self._handle(effect, stage))
        except StopIteration:
            return

    async def _handle(self, effect: Effect, stage: Stage) -> Event | None:
        handler = self.app.handlers.get(type(effect))
        if handler is None:
            raise BotError(f"nobody handles {type(effect).__name__}")
        return await handler(effect, stage)

    async def _put_back(self, tenant: UUID, session: UUID, letter: Letter, error: Exception) -> None:
        """Count the failure; after the last attempt park the letter and apologise."""
        reason = f"{type(error).__name__}: {error}"
        log.error("turn failed", letter=str(letter.id), attempts=letter.attempts + 1, error=type(error).__name__)
        now = self.world.now()
        async with self.storage.unit() as unit:
            if letter.attempts < len(RETRIES):
                await mailbox.postpone(unit.raw, tenant, letter.id, now + RETRIES[letter.attempts], reason)
                return
            woken = await hot.wake(unit.raw, tenant, session, now)
            if await mailbox.park(unit.raw, tenant, letter.id, reason) and woken and letter.kind == "said":
                await self._apologise(unit, woken.row, now)

    async def _apologise(self, unit: Unit, row: SessionRow, now: datetime) -> None:
        place = self.app.facts.cached(row.tenant_id, row.place_id, row.revision)
        renderer = self.app.facts.words(place) if place is not None else None
        text = (renderer or self.app.renderer).say(Say(self.app.apology), row.chosen or row.locale)
        for part in self.app.fit[row.channel](Outgoing(text)):
            await mailbox.say(unit.raw, row, self.world.new_id(), letters.packed(part), now)
