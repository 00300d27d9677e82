"""The whole application on a fresh database with the demo restaurant, behind aiohttp's test client."""

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import bootstrap
from bot.handlers.provision import seed_demo
from bot.settings import load
from bot.web import app as web_app
from bot.web.graph import envelope, signed
from bot.web.keys import Context
from bot.workers.mailbox import MailboxWorker
from storage.unit import Storage

SECRET = "web-secret"
ACCOUNT = "100000000000001"


@dataclass
class Edge:
    """The application from outside, and its rows from inside."""

    client: "TestClient[Any, Any]"
    storage: Storage
    context: Context

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        answer = await self.client.post("/v1/inbound/whatsapp", data=io.BytesIO(body), headers=headers or {})
        return answer.status, await answer.json()

    async def send(self, body: Any) -> int:
        """A true webhook."""
        raw, headers = signed(body, SECRET)
        status, _ = await self.post(raw, headers)
        await self.context.intake.idle()
        await self.settle()
        return status

    async def settle(self) -> None:
        """What the mailbox worker would do."""
        while await MailboxWorker(self.storage, self.context.intake.soloists.stepper).once():
            pass

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        async with self.storage.read() as reader:
            return [tuple(r) for r in await reader.raw.fetch(sql)]


def text(body: str, ident: str, who: str = "213661000001", **more: Any) -> dict[str, Any]:
    """One text message as WhatsApp words it."""
    return {"from": who, "id": ident, "timestamp": "1795435200", "type": "text", "text": {"body": body}, **more}


def hook(*messages: Any, account: str = ACCOUNT, **value: Any) -> Any:
    """A webhook body with these messages."""
    return envelope(account, messages=list(messages), **value)


@pytest.fixture
async def edge(storage: Storage) -> AsyncIterator[Edge]:
    settings = load({"META_APP_SECRET": f"old-secret,{SECRET}", "META_VERIFY_TOKEN": "hello-meta"})
    parts = bootstrap.assemble(settings, storage)
    await seed_demo(storage, parts.app, parts.world)
    context = Context(settings, storage, parts.world, parts.intake, parts.bell, dict(bootstrap.CHANNELS))
    async with TestClient(TestServer(web_app.build(context))) as client:
        yield Edge(client, storage, context)
        await parts.intake.idle()
