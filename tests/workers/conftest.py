"""An outbox on a fresh database, and a platform that answers as it is told."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.bootstrap import CHANNELS
from bot.channels import Call
from bot.clock import World
from bot.engine.bell import Bell
from bot.messages import Json, Outgoing, Receipt, Sender, Status
from bot.workers.outbox import Backoff, OutboxWorker
from storage import outbox, persons
from storage.rows import Account
from storage.unit import Storage
from tests.engine.tally import tally_account


@dataclass
class Post:
    """An outbox on a fresh database, and a platform that answers as told."""

    storage: Storage
    account: Account
    now: datetime = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    answers: list[Any] = field(default_factory=list)
    got: list[str] = field(default_factory=list)
    texts: int = 0

    def __post_init__(self) -> None:
        self.world = World(now=lambda: self.now)
        self.worker = OutboxWorker(
            self.storage, self.world, Bell(), CHANNELS, self.post, backoff=Backoff(10, 100, lambda: 0), most_attempts=3
        )

    async def post(self, channel: str, call: Call, token: str) -> tuple[int, Json | None]:
        assert token == "token"
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            self.got.append(call.body["text"]["body"])
            return 200, {"messages": [{"id": f"wamid.{len(self.got)}"}]}
        status: tuple[int, Json | None] = answer
        return status

    async def say(self, *texts: str, to: str = "213661000001") -> None:
        """Put messages to somebody into the outbox."""
        async with self.storage.unit() as unit:
            sender = Sender((to,), to, None)
            person = await persons.ensure(unit.raw, self.account, sender, self.world.new_id(), self.now)
            for text in texts:
                out = self.world.new_id()
                await unit.raw.execute(
                    "INSERT INTO outbox (tenant_id, id, channel, account, person_id, recipient, payload, dedupe_key, "
                    "next_at, created_at) VALUES ($1, $2, 'whatsapp', '1', $3, $4, $5, $6, $7, $7)",
                    self.account.tenant_id, out, person, to, _json(Outgoing(text)), str(out), self.now,
                )  # fmt: skip

    async def told(self, receipt: Receipt, outbox_id: str, code: int = 0) -> bool:
        """The platform's word about its first message; whether we knew which one."""
        status = Status("whatsapp", "1", "wamid.1", outbox_id, receipt, self.now, code, "why" if code else "")
        async with self.storage.unit() as unit:
            return await outbox.receipt(unit.raw, self.account.tenant_id, status)

    async def rounds(self, seconds: float = 0) -> None:
        """Let time pass, then send whatever is due."""
        self.now += timedelta(seconds=seconds)
        while await self.worker.once():
            pass

    async def rows(self, columns: str) -> list[tuple[Any, ...]]:
        async with self.storage.read() as reader:
            return [tuple(r) for r in await reader.raw.fetch(f"SELECT {columns} FROM outbox ORDER BY position")]


def _json(outgoing: Outgoing) -> str:
    return json.dumps(asdict(outgoing))


@pytest.fixture
async def mail(storage: Storage) -> Post:
    return Post(storage, await tally_account(storage, World()))
