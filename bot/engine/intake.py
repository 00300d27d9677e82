"""From accepted messages to turns: what waits is taken together, one message a session, and shares one commit.

`put` returns when everything is durable. Messages whose turns need nothing but their own session's row are answered in
the very transaction that makes them durable; the others are stored first and answered alone right after. If a batch
fails for whatever reason, its messages are stored and answered one by one, so nobody waits behind another's fault.
One sender's messages stay in order: a sender whose message is in hand is not taken again before it is answered.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from bot.clock import World
from bot.engine.app import App
from bot.engine.bell import Bell
from bot.engine.reception import Reception, place_of
from bot.engine.step import Stepper
from bot.engine.turn import Turn
from bot.errors import BadPayload, BotError, DatabaseUnavailable, LostRace
from bot.messages import Inbound
from storage import hot
from storage.rows import Account, Letter, SessionRow, TurnRow
from storage.unit import Storage, Unit

log = structlog.get_logger()
Senders = tuple[UUID, str, str, str]


@dataclass(slots=True)
class Item:
    """One message on its way in; `durable` is set when it is stored (or known), or fails."""

    account: Account
    inbound: Inbound
    durable: "asyncio.Future[None]"
    session: UUID | None = None
    letter: Letter | None = None

    @property
    def sender(self) -> Senders:
        return (self.account.tenant_id, self.account.channel, self.account.account, self.inbound.sender.ids[0])


@dataclass(slots=True)
class Batch:
    """What became of the items of one transaction."""

    turns: list[TurnRow] = field(default_factory=list)
    alone: list[Item] = field(default_factory=list)


class Intake:
    """The way in for people's messages. `most` = messages a commit; `hands` = transactions at once."""

    def __init__(self, app: App, storage: Storage, world: World, bell: Bell, *, most: int = 32, hands: int = 4) -> None:
        self.app, self.storage, self.world, self.bell = app, storage, world, bell
        self.reception = Reception(app, storage, world)
        self.stepper = Stepper(app, storage, world, bell)
        self.most, self.hands = most, hands
        self._waiting: OrderedDict[Senders, deque[Item]] = OrderedDict()
        self._busy: set[Senders] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def put(self, account: Account, messages: Sequence[Inbound]) -> None:
        """Take messages in; returns when all are durable, raises when one could not be stored.

        A large batch is stored first and answered by the mailbox workers, so that its answer to the platform is quick.
        """
        loop = asyncio.get_running_loop()
        items = [Item(account, message, loop.create_future()) for message in messages]
        if len(items) > self.most:
            await self._store_all(items)
            items = [item for item in items if not item.durable.done()]
        for item in items:
            self._waiting.setdefault(item.sender, deque()).append(item)
        self._hire()
        results = await asyncio.gather(*(item.durable for item in items), return_exceptions=True)
        failed = next((r for r in results if isinstance(r, BaseException)), None)
        if failed is not None:
            raise failed

    async def close(self) -> None:
        """Wait for what is in hand."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _hire(self) -> None:
        ready = sum(1 for sender in self._waiting if sender not in self._busy)
        while ready > 0 and len(self._tasks) < self.hands:
            task = asyncio.get_running_loop().create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            ready -= self.most

    async def _work(self) -> None:
        while items := self._take():
            try:
                await self._serve(items)
            finally:
                for item in items:
                    self._busy.discard(item.sender)
                    if not item.durable.done():
                        item.durable.set_exception(DatabaseUnavailable("the message was not stored"))

    def _take(self) -> list[Item]:
        """The first waiting message of up to `most` senders of one tenant, none of whom is in hand."""
        taken: list[Item] = []
        for sender in [s for s in self._waiting if s not in self._busy]:
            if taken and sender[0] != taken[0].account.tenant_id:
                continue
            queue = self._waiting[sender]
            taken.append(queue.popleft())
            if not queue:
                del self._waiting[sender]
            self._busy.add(sender)
            if len(taken) == self.most:
                break
        return taken

    async def _serve(self, items: list[Item]) -> None:
        alone: list[Item] = []
        try:
            alone = await self._together(items)
        except Exception as error:  # noqa: BLE001 - one of many may have failed: each is tried by itself
            if len(items) > 1:
                log.warning("batch failed, one by one", size=len(items), error=type(error).__name__)
            alone = [item for item in items if await self._store(item)]
        for item in items:
            if not item.durable.done():
                item.durable.set_result(None)
        self.bell.ring_all()
        for item in alone:
            await self._answer(item)

    async def _answer(self, item: Item) -> None:
        assert item.session is not None
        try:
            await self.stepper.drain(item.account.tenant_id, item.session)
        except BotError as error:
            # The letter is durable: the mailbox worker comes back to it.
            log.warning("turn left to the mailbox worker", error=type(error).__name__)

    async def _together(self, items: list[Item]) -> list[Item]:
        """Store all, answer those that can share the commit; the rest are returned, stored."""
        await self.reception.admit(items)
        tenant, now = items[0].account.tenant_id, self.world.now()
        by_session: dict[UUID, list[Item]] = {}
        for item in items:
            assert item.session is not None
            assert item.letter is not None
            by_session.setdefault(item.session, []).append(item)
        async with self.storage.unit() as unit:
            keys = [item.letter.dedupe_key for item in items if item.letter]
            rows, backlog, seen = await hot.lock_many(unit.raw, tenant, list(by_session), keys, now)
            batch = Batch()
            for session, mine in by_session.items():
                fresh = [item for item in mine if item.letter and item.letter.dedupe_key not in seen]
                if fresh:
                    await self._decide(unit, rows[session], fresh, batch, session in backlog)
            await self._write(unit, tenant, batch)
        return batch.alone

    async def _decide(self, unit: Unit, row: SessionRow, items: list[Item], batch: Batch, backlog: bool) -> None:
        """Answer the first of a session's items here, if nothing older waits and it asks for no effect."""
        first, rest = items[0], items[1:]
        assert first.letter is not None
        turn = None if backlog else await self._pure(unit, row, first.letter)
        if turn is None:
            batch.alone += items
            return
        batch.turns.append(turn)
        batch.alone += rest

    async def _pure(self, unit: Unit, row: SessionRow, letter: Letter) -> TurnRow | None:
        place = await place_of(self.app, unit.raw, row)
        try:
            turn = Turn(self.app, row, place, letter, self.world.now(), self.world.new_id())
            for _ in turn.play():
                return None
        except Exception:  # noqa: BLE001 - it will fail again alone, where failures are counted
            return None
        turn.written.outgoing_ids = [self.world.new_id() for _ in turn.written.outgoing]
        return turn.written

    async def _write(self, unit: Unit, tenant: UUID, batch: Batch) -> None:
        now = self.world.now()
        done = [turn.letter for turn in batch.turns]
        waiting = [item.letter for item in batch.alone if item.letter]
        new = await hot.store(unit.raw, tenant, done + waiting, now, done=frozenset(x.id for x in done))
        if any(letter.id not in new for letter in done):
            raise LostRace("a message was answered elsewhere at the same time")
        if batch.turns:
            await hot.write(unit.raw, tenant, batch.turns, now)

    async def _store_all(self, items: list[Item]) -> None:
        """Make a whole batch durable at once; what did not go in is left to be taken one by one."""
        try:
            await self.reception.admit(items)
            found = [item.letter for item in items if item.letter]
            async with self.storage.unit() as unit:
                await hot.store(unit.raw, items[0].account.tenant_id, found, self.world.now())
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one of them, they are tried one by one
            log.warning("large batch failed, in small ones", size=len(items), error=type(error).__name__)
            return
        for item in items:
            item.durable.set_result(None)
        self.bell.ring_all()

    async def _store(self, item: Item) -> bool:
        """Make one message durable by itself; False when even that failed (its sender is told)."""
        try:
            if item.letter is None:
                await self.reception.admit([item])
            assert item.letter is not None
            async with self.storage.unit() as unit:
                await hot.store(unit.raw, item.account.tenant_id, [item.letter], self.world.now())
        except DatabaseUnavailable as error:
            item.durable.set_exception(error)
            return False
        except Exception as error:  # noqa: BLE001 - a message that no table takes must not be redelivered for ever
            log.error("message could not be stored", error=type(error).__name__)
            item.durable.set_exception(BadPayload(type(error).__name__, inbound=item.inbound))
            return False
        item.durable.set_result(None)
        return True
