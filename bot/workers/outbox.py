"""Sends what the turns left in the outbox: oldest first for each person, one at a time, many persons at once.

Safe to kill at any instant: a message in hand is held under a lease; when the lease runs out its outcome is unknown,
and it waits for its status before it is sent once more. The worker knows no platform: the error class says what to do.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from bot.channels import Call, Channel, Sent
from bot.clock import World
from bot.engine.bell import Bell
from bot.errors import DatabaseUnavailable, SendError
from bot.messages import Json, Outgoing
from bot.workers.rounds import Pulse, steadily
from bot.workers.sharing import Shares
from storage import mailbox, outbox, places
from storage.rows import OutRow
from storage.unit import Storage

LEASE = timedelta(seconds=10)
RENEW_SECONDS = 3
PROBE = timedelta(seconds=30)
AT_ONCE = 32
IDLE_SECONDS = 0.5
log = structlog.get_logger()

Post = Callable[[str, Call, str], Awaitable[tuple[int, Json | None]]]
"""Channel name, call, bearer token → HTTP status and JSON body (None when it was not JSON); raises SendError."""


class Backoff:
    """How long to wait before the next attempt: doubling, capped, spread by chance."""

    def __init__(self, base: float, most: float, chance: Callable[[], float] = random.random) -> None:
        self.base, self.most, self.chance = base, most, chance

    def after(self, attempts: int, hint: float | None) -> timedelta:
        """`attempts` made so far; `hint` = seconds that the platform asked for."""
        seconds = hint if hint is not None else min(self.most, self.base * 2 ** max(0, attempts - 1))
        return timedelta(seconds=seconds * (1 + 0.2 * self.chance()))


class OutboxWorker:
    """Drains the outbox of every tenant. `channels` are those that this process can send on."""

    def __init__(
        self,
        storage: Storage,
        world: World,
        bell: Bell,
        channels: Mapping[str, Channel],
        post: Post,
        *,
        backoff: Backoff,
        most_attempts: int = 7,
        unknown_wait: float = 30,
    ) -> None:
        self.storage, self.world, self.bell = storage, world, bell
        self.channels, self.post, self.backoff = channels, post, backoff
        self.most_attempts, self.unknown_wait = most_attempts, timedelta(seconds=unknown_wait)
        self.pulse = Pulse(storage, world, "outbox")
        self._shares = Shares(AT_ONCE)
        self._in_hand: dict[UUID, UUID] = {}
        self._tokens: dict[tuple[UUID, str, str], str] = {}

    async def run(self) -> None:
        """For ever; a lost database is waited for, a slow send holds nobody else up."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._renew())
            while True:
                nothing: list[OutRow] = []
                rows = await steadily(self._claim_more, nothing, self.pulse)
                for row in rows:
                    self._in_hand[row.id] = row.tenant_id
                    tasks.create_task(self._deliver_and_ring(row))
                if not rows:
                    await self.bell.wait("outbox", IDLE_SECONDS)

    async def _claim_more(self) -> list[OutRow]:
        room = AT_ONCE - len(self._in_hand)
        return await self._claim(room) if room else []

    async def _renew(self) -> None:
        """Keep the lease on what is in hand, so that it can be short and a crash is noticed soon."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            await steadily(self._renew_once, None)

    async def _renew_once(self) -> None:
        for tenant in set(self._in_hand.values()):
            mine = [i for i, owner in self._in_hand.items() if owner == tenant]
            async with self.storage.unit() as unit:
                await outbox.renew(unit.raw, tenant, mine, self.world.now() + LEASE)

    async def once(self) -> int:
        """Send what is due now and wait for it; how many messages were sent or tried."""
        rows = await self._claim(AT_ONCE)
        await asyncio.gather(*(self._deliver(row) for row in rows))
        return len(rows)

    async def _claim(self, most: int) -> list[OutRow]:
        async with self.storage.read() as reader:
            tenants = await mailbox.tenants(reader.raw)
        rows: list[OutRow] = []
        for tenant, room in self._shares.asking(tenants, Counter(self._in_hand.values()), most):
            try:
                claimed = await self._claim_of(tenant, room)
            except Exception as error:
                if not rows:
                    raise
                # What is claimed already must be sent: if it were dropped here, its lease would run out unsent.
                log.error("claim failed", tenant=str(tenant), error=type(error).__name__)
                break
            rows += claimed
            self._shares.took(tenant, len(claimed))
        return rows

    async def _claim_of(self, tenant: UUID, room: int) -> list[OutRow]:
        now, channels = self.world.now(), list(self.channels)
        async with self.storage.unit() as unit:
            await outbox.settle_overdue(unit.raw, tenant, channels, now, now + self.unknown_wait, self.most_attempts)
            return await outbox.claim(unit.raw, tenant, channels, now, now + LEASE, room)

    async def _deliver_and_ring(self, row: OutRow) -> None:
        """What the next message of the same person waited for."""
        try:
            await self._deliver(row)
        except Exception as error:  # noqa: BLE001 - its lease will run out, and then it is settled
            log.warning("outcome of a send not recorded", outbox=str(row.id), error=type(error).__name__)
        finally:
            del self._in_hand[row.id]
        self.bell.ring("outbox")

    async def _deliver(self, row: OutRow) -> None:
        try:
            sent = await self._send(row)
        except SendError as error:
            await self._failed(row, error)
        except DatabaseUnavailable as error:
            # Nothing has left yet: the account's token could not be read.
            async with self.storage.unit() as unit:
                await outbox.again(unit.raw, row, self.world.now(), str(error), 0, counted=False)
        except Exception as error:  # noqa: BLE001 - a message that cannot be shaped is dead, and nobody else
            log.error("message cannot be sent as it is", outbox=str(row.id), error=type(error).__name__)
            async with self.storage.unit() as unit:
                await outbox.dead(unit.raw, row, type(error).__name__, 0)
        else:
            async with self.storage.unit() as unit:
                await outbox.sent(unit.raw, row, sent.provider_id, self.world.now())

    async def _send(self, row: OutRow) -> Sent:
        channel = self.channels[row.channel]
        message = Outgoing.kept(row.payload)
        call = channel.request(message, account=row.account, recipient=row.recipient, outbox_id=str(row.id))
        status, body = await self.post(row.channel, call, await self._token(row))
        return channel.answer(status, body)

    async def _token(self, row: OutRow) -> str:
        key = (row.tenant_id, row.channel, row.account)
        if key not in self._tokens:
            async with self.storage.read() as reader:
                found = await places.accounts(reader.raw, row.channel, row.account)
            self._tokens[key] = next((a.token for a in found if a.tenant_id == row.tenant_id), "")
        return self._tokens[key]

    async def _failed(self, row: OutRow, error: SendError) -> None:
        """What the class of the error says: later, after its status, not at all, or not on this account."""
        now = self.world.now()
        log.warning("send failed", outbox=str(row.id), error=type(error).__name__, code=error.code)
        async with self.storage.unit() as unit:
            if error.pause:
                self._tokens.pop((row.tenant_id, row.channel, row.account), None)
                await outbox.pause(unit.raw, row, now + PROBE, str(error))
                await outbox.again(unit.raw, row, now, str(error), error.code, counted=False)
            elif error.unknown and row.attempts < self.most_attempts:
                await outbox.unknown(unit.raw, row, now + self.unknown_wait, str(error))
            elif error.retry and row.attempts < self.most_attempts:
                await outbox.again(unit.raw, row, self._later(now, row, error), str(error), error.code)
            else:
                await outbox.dead(unit.raw, row, str(error), error.code)

    def _later(self, now: datetime, row: OutRow, error: SendError) -> datetime:
        return now + self.backoff.after(row.attempts, error.wait)
