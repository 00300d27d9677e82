"""An engine with the tally on a fresh database, and a clock that a test moves."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import World
from bot.engine.bell import Bell
from bot.engine.intake import Intake
from bot.engine.step import Stepper
from bot.messages import Inbound, Sender
from bot.workers.mailbox import MailboxWorker
from storage.rows import Account
from storage.unit import Storage
from tests.engine.tally import tally_account, tally_app

ISOLATES = dict.fromkeys((0x2068, 0x2069))


@dataclass
class Rig:
    """One database; any number of processes' worth of engines on it."""

    storage: Storage
    account: Account
    now: datetime = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    world: World = field(init=False)
    count: int = 0

    def __post_init__(self) -> None:
        self.world = World(now=lambda: self.now)

    def intake(self, **kw: Any) -> Intake:
        """An engine as another process would have it."""
        return Intake(tally_app(), self.storage, self.world, Bell(), **kw)

    def worker(self) -> MailboxWorker:
        return MailboxWorker(self.storage, Stepper(tally_app(), self.storage, self.world, Bell()))

    def message(self, text: str, who: str = "213661000001", key: str = "") -> Inbound:
        self.count += 1
        return Inbound("whatsapp", "1", key or f"wamid.{self.count}", Sender((who,), who, None), self.now, text=text)

    async def settle(self) -> None:
        """Everything that is due, answered or put back."""
        worker = self.worker()
        while await worker.once():
            pass

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def rows(self, sql: str, *args: Any) -> list[tuple[Any, ...]]:
        async with self.storage.read() as reader:
            return [tuple(r) for r in await reader.raw.fetch(sql, *args)]

    async def said(self) -> list[str]:
        """Every message in the outbox, in order."""
        texts = await self.rows("SELECT payload->>'text' FROM outbox ORDER BY position")
        return [text.translate(ISOLATES) for (text,) in texts]

    async def totals(self) -> list[int]:
        return [n for (n,) in await self.rows("SELECT (memory->>'total')::int FROM sessions ORDER BY id")]


@pytest.fixture
async def rig(storage: Storage) -> Rig:
    return Rig(storage, await tally_account(storage, World()))
