"""One person's end of the terminal channel: his messages into the engine, and what it answers out of the outbox."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from bot.bootstrap import CHANNELS, Parts
from bot.engine.reception import open_session
from bot.errors import DatabaseUnavailable, NotFound
from bot.messages import Inbound, Json, Kind, Outgoing, Place, Sender
from storage import hot, ops, outbox, persons, places
from storage.rows import Account, OutRow

CHANNEL = "terminal"
LEASE = timedelta(seconds=30)
IDLE_SECONDS = 0.3


class Talk:
    """`show` gets every message to this person, in the terminal channel's shape.

    Only his own messages are taken from the outbox: another terminal's wait for it. So that nothing is lost when this
    one is closed, a message counts as sent when it was shown.
    """

    def __init__(self, parts: Parts, account: Account, user: str, show: Callable[[Mapping[str, Json]], None]) -> None:
        self.parts, self.account, self.user, self.show = parts, account, user, show
        self.role = ""
        """On the roster; empty for a customer."""

    @classmethod
    async def open(cls, parts: Parts, name: str, user: str, show: Callable[[Mapping[str, Json]], None]) -> "Talk":
        """A talk over the terminal account of this name; NotFound when there is none."""
        async with parts.storage.read() as reader:
            found = await places.accounts(reader.raw, CHANNEL, name)
        if not found:
            raise NotFound(f"there is no terminal account {name}; run `resto-bot demo seed`")
        talk = cls(parts, found[0], user, show)
        talk.role = await talk._join_staff()
        return talk

    def _sender(self) -> Sender:
        return Sender((self.user,), self.user if self.user.isdecimal() else None)

    async def _join_staff(self) -> str:
        """Somebody on the roster hears the news of the restaurant here too: he needs his staff session."""
        account, parts = self.account, self.parts
        async with parts.storage.unit() as unit:
            facts = await parts.app.facts.load(unit.raw, account.tenant_id, account.place_id)
            role: str = facts.role((self.user,))
            if role:
                await persons.ensure(unit.raw, account, self._sender(), parts.world.new_id(), parts.world.now())
                known = await hot.people(unit.raw, account.tenant_id, CHANNEL, account.account, [self.user])
                await open_session(parts.app, unit.raw, account, facts, known[self.user], "staff", parts.world)
        return role

    async def say(self, text: str) -> None:
        """Type something."""
        await self._put(Kind.TEXT, text=text)

    async def tap(self, choice: Mapping[str, Json]) -> None:
        """Tap a choice that was shown."""
        await self._put(Kind.CHOICE, text=str(choice["title"]), choice=str(choice["id"]))

    async def pin(self, latitude: float, longitude: float) -> None:
        """Share a place."""
        await self._put(Kind.LOCATION, place=Place(latitude, longitude))

    async def _put(self, kind: Kind, *, text: str = "", choice: str = "", place: Place | None = None) -> None:
        world = self.parts.world
        key, at = world.new_id().hex, world.now()
        said = Inbound(CHANNEL, self.account.account, key, self._sender(), at, kind, text, choice, place)
        await self.parts.intake.put(self.account, [said])

    async def settled(self) -> None:
        """Return when everything that was said is answered, and every answer shown."""
        await self.parts.intake.idle()
        while await self._busy():
            await self.parts.bell.wait("shown", IDLE_SECONDS)

    async def _busy(self) -> bool:
        async with self.parts.storage.read() as reader:
            person: UUID | None = await ops.person(reader.raw, self.account, self.user)
            return person is not None and await ops.busy(
                reader.raw, self.account.tenant_id, person, self.parts.world.now()
            )

    async def run(self) -> None:
        """Show this person's messages as they come, for ever; a lost database is waited for."""
        while True:
            try:
                while await self.once():
                    pass
            except DatabaseUnavailable:
                await asyncio.sleep(1)
            await self.parts.bell.wait("outbox", IDLE_SECONDS)

    async def once(self) -> bool:
        """Show the next message; False when there is none."""
        now = self.parts.world.now()
        async with self.parts.storage.unit() as unit:
            await outbox.settle_overdue(unit.raw, self.account.tenant_id, [self.account.channel], now, now + LEASE, 7)
            row = await ops.claim_own(unit.raw, self.account, self.user, now, now + LEASE)
        if row is None:
            return False
        await self._show(row)
        self.parts.bell.ring("shown")
        return True

    async def _show(self, row: OutRow) -> None:
        channel = CHANNELS[CHANNEL]
        call = channel.request(
            Outgoing.kept(row.payload), account=row.account, recipient=row.recipient, outbox_id=str(row.id)
        )
        self.show(json.loads(json.dumps(call.body)))
        sent = channel.answer(200, {"id": call.body["id"]})
        async with self.parts.storage.unit() as unit:
            await outbox.sent(unit.raw, row, sent.provider_id, self.parts.world.now())
