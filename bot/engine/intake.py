"""From accepted messages to turns: what waits is taken together, one message a session, and shares one commit.

`put` returns when everything is durable. A batch takes two trips to the database: one look at everybody's sessions,
without a lock, and one statement that makes the messages durable and answers those whose turns need nothing but their
own session's row, provided that it is still as it was seen. The others are stored, and answered alone beside the hands.
If a batch fails for whatever reason, its messages are stored and answered one by one, so nobody waits behind another's
fault. One sender's messages stay in order: while one is in hand the next is not taken, and a session with letters
waiting gets no turn beside them.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

import structlog

from bot.clock import World
from bot.engine.app import App
from bot.engine.bell import Bell
from bot.engine.reception import Reception
from bot.engine.soloists import Soloists
from bot.engine.step import Stepper
from bot.engine.turn import Turn
from bot.errors import BadPayload, DatabaseUnavailable
from bot.messages import Inbound
from storage import hot, turns
from storage.rows import Account, Letter, SessionRow, TurnRow
from storage.unit import Storage
from storage.wire import UNSTORABLE

MOST_WAITING = 20_000
log = structlog.get_logger()
Senders = tuple[UUID, str, str, str]


@dataclass(slots=True)
class Item:
    """One message on its way in; `durable` is set when it is stored (or known), or fails."""

    account: Account
    inbound: Inbound
    durable: "asyncio.Future[None]"
    sender: Senders
    session: UUID | None = None
    letter: Letter | None = None

    def settle(self, error: Exception | None = None) -> None:
        """Tell whoever waits, if he has not been told or gone away."""
        if self.durable.done():
            return
        if error is None:
            self.durable.set_result(None)
        else:
            self.durable.set_exception(error)

    @classmethod
    def of(cls, account: Account, inbound: Inbound) -> "Item":
        """A message that has just come in."""
        sender = (account.tenant_id, account.channel, account.account, inbound.sender.ids[0])
        return cls(account, inbound, asyncio.get_running_loop().create_future(), sender)


def _raise_worst(errors: Sequence[BaseException]) -> None:
    """Nothing for no errors; one that asks for a redelivery before those of messages that are to be kept raw."""
    bad = [error for error in errors if isinstance(error, BadPayload)]
    for error in errors:
        if error not in bad:
            raise error
    if bad:
        raise BadPayload(bad[0].detail, inbounds=[one for error in bad for one in error.facts["inbounds"]])


class Intake:
    """The way in for people's messages.

    `most` = messages a commit; `hands` = batches at once, few so that each is large; `solo` = turns alone at once.
    """

    def __init__(
        self, app: App, storage: Storage, world: World, bell: Bell, *, most: int = 32, hands: int = 2, solo: int = 8
    ) -> None:
        self.app, self.storage, self.world, self.bell = app, storage, world, bell
        self.reception = Reception(app, storage, world)
        self.soloists = Soloists(Stepper(app, storage, world, bell), solo)
        self.most, self.hands = most, hands
        self._waiting: OrderedDict[Senders, deque[Item]] = OrderedDict()
        self._busy: set[Senders] = set()
        self._closed = False
        self._hands: set[asyncio.Task[None]] = set()

    async def put(self, account: Account, messages: Sequence[Inbound]) -> None:
        """Take messages in; returns when all are durable, raises when one could not be stored.

        A large batch is stored first and answered by the mailbox workers, so that its answer to the platform is quick.
        """
        if self._closed:
            raise DatabaseUnavailable("the server is stopping")
        if len(self._waiting) > MOST_WAITING:
            raise DatabaseUnavailable("more messages wait than can be served")
        items = [Item.of(account, message) for message in messages]
        if len(items) > self.most:
            await self._store_all(items)
            items = [item for item in items if not item.durable.done()]
        for item in items:
            self._waiting.setdefault(item.sender, deque()).append(item)
        self._hire()
        if len(items) == 1:
            await items[0].durable
            return
        results = await asyncio.gather(*(item.durable for item in items), return_exceptions=True)
        _raise_worst([r for r in results if isinstance(r, BaseException)])

    async def close(self) -> None:
        """Take nothing in any more, and wait for what is in hand."""
        self._closed = True
        self.soloists.dismiss()
        await self.idle()

    async def idle(self) -> None:
        """Wait until nothing is in hand."""
        while tasks := (*self._hands, *self.soloists.tasks):
            await asyncio.gather(*tasks, return_exceptions=True)

    def _hire(self) -> None:
        if len(self._hands) < self.hands and any(sender not in self._busy for sender in self._waiting):
            task = asyncio.get_running_loop().create_task(self._work())
            self._hands.add(task)
            task.add_done_callback(self._hands.discard)
            task.add_done_callback(lambda _: self._hire())

    async def _work(self) -> None:
        while items := self._take():
            self._hire()
            try:
                for item in await self._serve(items):
                    if item.session is not None:
                        self.soloists.answer(item.account.tenant_id, item.session)
            finally:
                for item in items:
                    self._busy.discard(item.sender)
                    item.settle(DatabaseUnavailable("the message was not stored"))
                self._hire()

    def _take(self) -> list[Item]:
        """The first waiting message of up to `most` senders of one tenant, none of whom is in hand."""
        free = (sender for sender in self._waiting if sender not in self._busy)
        first = next(free, None)
        if first is None:
            return []
        senders = [first, *islice((sender for sender in free if sender[0] == first[0]), self.most - 1)]
        self._busy.update(senders)
        return [self._next_of(sender) for sender in senders]

    def _next_of(self, sender: Senders) -> Item:
        queue = self._waiting[sender]
        item = queue.popleft()
        if not queue:
            del self._waiting[sender]
        return item

    async def _serve(self, items: list[Item]) -> list[Item]:
        """Make everything durable; what is left to be answered alone, stored."""
        alone = await self._share(items)
        strangers = [item for item in items if not item.durable.done()]
        if strangers:
            alone += await self._share([item for item in strangers if await self._meet(item)])
        self.bell.ring_all()
        return alone

    async def _share(self, items: list[Item]) -> list[Item]:
        """Make these durable, except strangers'; what has to be answered alone is returned."""
        try:
            alone = await self._together(items)
        except Exception as error:  # noqa: BLE001 - one of many may have failed: each is tried by itself
            if len(items) > 1:
                log.warning("batch failed, one by one", size=len(items), error=type(error).__name__)
            return [item for item in items if await self._store(item)]
        for item in items:
            if item.session is not None:
                item.settle()
        return alone

    async def _together(self, items: list[Item]) -> list[Item]:
        """Answer those that can share the commit; the rest are returned, stored. Strangers are passed over."""
        look = await self.reception.look(items)
        by_session: dict[UUID, list[Item]] = {}
        for item in items:
            if item.session is not None and item.letter is not None and item.letter.dedupe_key not in look.seen:
                by_session.setdefault(item.session, []).append(item)
        decided: list[TurnRow] = []
        alone: list[Item] = []
        for session, mine in by_session.items():
            turn = None if session in look.backlog else self._pure(look.sessions[session], mine[0].letter)
            if turn is not None:
                decided.append(turn)
            alone += mine if turn is None else mine[1:]
        return await self._write(items[0].account.tenant_id, decided, by_session, alone)

    def _pure(self, row: SessionRow, letter: Letter | None) -> TurnRow | None:
        """The turn that answers a letter, if it asks for no effect."""
        place = self.app.facts.cached(row.tenant_id, row.place_id, row.revision)
        if place is None or letter is None:
            return None
        try:
            turn = Turn(self.app, row, place, letter, self.world.now(), self.world.new_id())
            for _ in turn.play():
                return None
        except Exception:  # noqa: BLE001 - it will fail again alone, where failures are counted
            return None
        turn.written.outgoing_ids = [self.world.new_id() for _ in turn.written.outgoing]
        return turn.written

    async def _write(
        self, tenant: UUID, decided: list[TurnRow], by_session: dict[UUID, list[Item]], alone: list[Item]
    ) -> list[Item]:
        """Write the turns; what is to be answered alone is stored, and returned."""
        now = self.world.now()
        if decided:
            async with self.storage.once() as writer:
                written = await turns.take(writer.raw, tenant, decided, now)
            # A session that somebody else has moved or holds: its message is answered after his.
            lost = [by_session[turn.session.id][0] for turn in decided if turn.session.id not in written]
            alone = [*lost, *alone]
        if alone:
            async with self.storage.once() as writer:
                new = await hot.store(writer.raw, tenant, [item.letter for item in alone if item.letter], now)
            # What somebody else has stored meanwhile, somebody else answers.
            alone = [item for item in alone if item.letter and item.letter.id in new]
        return alone

    async def _store_all(self, items: list[Item]) -> None:
        """Make a whole batch durable at once; what did not go in is left to be taken one by one."""
        try:
            await self.reception.admit(items)
            found = [item.letter for item in items if item.letter]
            async with self.storage.once() as writer:
                await hot.store(writer.raw, items[0].account.tenant_id, found, self.world.now())
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one of them, they are tried one by one
            log.warning("large batch failed, in small ones", size=len(items), error=type(error).__name__)
            return
        for item in items:
            item.settle()
        self.bell.ring_all()

    async def _store(self, item: Item) -> bool:
        """Make one message durable by itself; False when even that failed."""

        async def store() -> None:
            if item.letter is None:
                await self.reception.admit([item])
            assert item.letter is not None
            async with self.storage.once() as writer:
                await hot.store(writer.raw, item.account.tenant_id, [item.letter], self.world.now())

        if not await self._tried(item, store()):
            return False
        item.settle()
        return True

    async def _meet(self, item: Item) -> bool:
        """Make a stranger known; False when that failed."""
        return await self._tried(item, self.reception.admit([item]))

    async def _tried(self, item: Item, doing: Awaitable[None]) -> bool:
        """Whether it worked; when not, the message's sender is told."""
        try:
            await doing
        except DatabaseUnavailable as error:
            item.settle(error)
            return False
        except UNSTORABLE as error:
            # No table takes it, however often it is delivered: whoever handed it in keeps it raw.
            log.error("message could not be stored", error=type(error).__name__)
            item.settle(BadPayload(type(error).__name__, inbounds=[item.inbound]))
            return False
        except Exception as error:  # noqa: BLE001 - not acknowledged, so that it comes again
            log.error("message not stored this time", error=type(error).__name__)
            item.settle(DatabaseUnavailable(type(error).__name__))
            return False
        return True
