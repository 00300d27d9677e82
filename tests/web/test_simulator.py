"""The browser simulator stands at both ends of the real path, and only its own page may use it."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot import bootstrap
from bot.bootstrap import Parts
from bot.channels import Call
from bot.engine.step import Stepper
from bot.handlers.provision import seed_demo
from bot.messages import Json
from bot.settings import load
from bot.web.app import build
from bot.web.keys import Context
from bot.web.simulator import ASSETS, STATIC, Simulator
from bot.workers.mailbox import MailboxWorker
from bot.workers.outbox import Backoff, OutboxWorker
from storage.unit import Storage

AMINA = "213661000001"
OWNER = "213550000001"
SECONDS = 20


@dataclass
class Desk:
    """A served simulator with its workers, driven by hand."""

    client: Any
    simulator: Simulator
    parts: Parts

    async def do(self, deed: str, who: str = AMINA, **what: Json) -> Json:
        answer = await self.client.post(f"/simulator/{deed}", json={"as": who, "name": "Amina", **what})
        assert answer.status == 200, await answer.text()
        return await answer.json()

    async def work(self) -> None:
        """Answer and send everything that is due, statuses included."""
        parts = self.parts
        letters = MailboxWorker(parts.storage, Stepper(parts.app, parts.storage, parts.world, parts.bell))
        out = OutboxWorker(
            parts.storage, parts.world, parts.bell, bootstrap.CHANNELS, self._post, backoff=Backoff(1, 1, lambda: 0)
        )
        await parts.intake.idle()
        while await letters.once() + await out.once():
            pass
        await asyncio.gather(*self.simulator._tasks)

    async def _post(self, channel: str, call: Call, token: str) -> tuple[int, Json]:
        return await self.simulator.stand_in.post(call.path.partition("/")[0], token, dict(call.body))

    async def history(self, who: str = AMINA) -> list[Any]:
        answer = await self.client.get("/simulator/history", params={"as": who})
        messages: list[Any] = (await answer.json())["messages"]
        return messages

    async def rows(self, statement: str) -> list[Any]:
        async with self.parts.storage.read() as reader:
            return [tuple(row) for row in await reader.raw.fetch(statement)]


def _desk(storage: Storage) -> tuple[Context, Simulator, Parts]:
    settings = load({"BOT_ENV": "development", "META_APP_SECRET": "hush-hush"})
    parts = bootstrap.assemble(settings, storage)
    context = Context(settings, storage, parts.world, parts.intake, parts.bell, dict(bootstrap.CHANNELS))
    return context, Simulator(context), parts


@pytest.fixture
async def desk(storage: Storage) -> AsyncIterator[Desk]:
    context, simulator, parts = _desk(storage)
    await seed_demo(storage, parts.app, parts.world)
    async with TestClient(TestServer(build(context, simulator.routes()))) as client:
        simulator.address = str(client.make_url(""))
        yield Desk(client, simulator, parts)


async def _events(stream: ClientResponse, until: str) -> list[Any]:
    """Everything shown until a piece with this text came."""
    seen: list[Any] = []
    async with asyncio.timeout(SECONDS):
        async for line in stream.content:
            if line.startswith(b"data: "):
                seen.append(json.loads(line.removeprefix(b"data: ")))
                if until in json.dumps(seen[-1], ensure_ascii=False):
                    return seen
    raise AssertionError(f"the stream ended before {until}: {seen}")


async def test_what_is_said_comes_in_signed_and_the_answer_is_shown_live(desk: Desk) -> None:
    async with desk.client.get("/simulator/events") as stream:
        said = await desk.do("say", text="menu")
        await desk.work()
        seen = await _events(stream, '"bot"')
    mine = [piece for piece in seen if piece["id"] == said["id"]]
    assert [piece["status"] for piece in mine] == ["sending", "taken"]
    assert mine[0]["text"] == "menu"
    assert seen[-1]["phone"] == AMINA
    assert "Pizza Margherita" in seen[-1]["text"]
    assert seen[-1]["list"]["sections"][0]["rows"]
    heard = await desk.rows("SELECT payload->>'key', payload->'sender'->>'name' FROM mailbox WHERE kind = 'said'")
    assert heard == [(said["id"], "Amina")]
    assert await desk.rows("SELECT DISTINCT status, receipt FROM outbox") == [("sent", "delivered")]
    assert await desk.rows("SELECT * FROM security_events") == []


async def test_a_button_a_row_and_a_pin_are_what_a_phone_sends(desk: Desk) -> None:
    await desk.do("say", text="2 pizza margarita")
    await desk.work()
    shown = (await desk.history())[-1]
    button = shown["buttons"][0]
    await desk.do("press", id=button["id"], title=button["title"], kind="button", message_id=shown["id"])
    await desk.do("press", id="nobody's", title="Old", kind="list_reply", message_id="")
    await desk.do("pin", latitude=36.7456, longitude=3.042)
    await desk.work()
    heard = await desk.rows("SELECT payload->>'kind', payload->>'choice', payload->'place' FROM mailbox ORDER BY id")
    assert heard[0][0] == "text"
    assert heard[1][:2] == ("choice", button["id"])
    assert heard[2][:2] == ("choice", "nobody's")
    assert json.loads(heard[3][2])["latitude"] == 36.7456
    asked = next(m for m in await desk.history() if m.get("pressed"))
    assert asked["text"] == button["title"]


async def test_the_history_survives_a_restart(desk: Desk) -> None:
    await desk.do("say", text="bonjour")
    await desk.work()
    before = await desk.history()
    assert [message["side"] for message in before] == ["person", "bot"]
    context, again, _ = _desk(desk.parts.storage)
    async with TestClient(TestServer(build(context, again.routes()))) as client:
        answer = await client.get("/simulator/history", params={"as": AMINA})
        assert (await answer.json())["messages"] == before
        people = await (await client.get("/simulator/people")).json()
    assert people["customers"] == [{"phone": AMINA, "name": "Amina"}]
    assert next((one["name"], one["role"]) for one in people["staff"]) == ("Lamia", "owner")
    assert before[1]["id"] == desk.simulator.stand_in.sent[-1].id


async def test_a_new_order_rings_on_the_staffs_phone(desk: Desk) -> None:
    for text in ("2 pizza margarita", "c'est tout", "à emporter", "oui"):
        await desk.do("say", text=text)
        await desk.work()
    news = (await desk.history(OWNER))[-1]
    assert "1001" in news["text"]
    assert news["buttons"]


async def test_somebody_without_a_number_can_be_played(desk: Desk) -> None:
    await desk.do("say", who="DZ.abc123", text="menu")
    await desk.work()
    assert [message["side"] for message in await desk.history("DZ.abc123")] == ["person", "bot"]


async def test_a_webhook_that_our_own_server_refuses_is_told(desk: Desk) -> None:
    forged = replace(desk.simulator.context)
    forged.settings = load({"BOT_ENV": "development", "META_APP_SECRET": "another"})
    desk.simulator.context = forged
    answer = await desk.client.post("/simulator/say", json={"as": AMINA, "text": "menu"})
    assert answer.status == 502
    assert await desk.rows("SELECT event_type FROM security_events") == [("SIGNATURE_INVALID",)]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Host": "evil.example:80", "Origin": "http://evil.example:80"},
        {"Host": "[", "Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_no_other_site_can_use_it(desk: Desk, headers: dict[str, str]) -> None:
    answer = await desk.client.post("/simulator/say", json={"as": AMINA, "text": "menu"}, headers=headers)
    assert answer.status == 403
    assert await desk.rows("SELECT * FROM mailbox") == []
    if "Host" in headers:
        assert (await desk.client.get("/simulator/people", headers=headers)).status == 403


async def test_its_own_page_can_use_it(desk: Desk) -> None:
    url = desk.client.make_url("/")
    headers = {"Origin": f"http://{url.host}:{url.port}", "Sec-Fetch-Site": "same-origin"}
    answer = await desk.client.post("/simulator/say", json={"as": AMINA, "text": "menu"}, headers=headers)
    assert answer.status == 200
    named = {"Host": f"localhost:{url.port}", "Origin": f"http://localhost:{url.port}"}
    answer = await desk.client.post("/simulator/say", json={"as": AMINA, "text": "menu"}, headers=named)
    assert answer.status == 200


@pytest.mark.parametrize(
    ("deed", "what"),
    [
        ("say", {"text": " "}),
        ("say", {"text": "x" * 5000}),
        ("say", {"as": "me", "text": "menu"}),
        ("say", {}),
        ("press", {"title": "x", "kind": "button"}),
        ("press", {"id": "x", "kind": "nfm_reply"}),
        ("pin", {"latitude": 91, "longitude": 0}),
        ("pin", {"latitude": "here"}),
    ],
)
async def test_what_no_phone_could_send_is_refused(desk: Desk, deed: str, what: dict[str, Any]) -> None:
    answer = await desk.client.post(f"/simulator/{deed}", json={"as": AMINA, **what})
    assert answer.status == 400
    assert (await answer.json())["code"] == "BAD_REQUEST"


async def test_a_form_is_refused(desk: Desk) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = await desk.client.post("/simulator/say", data=b"{}", headers={"Content-Type": kind})
        assert answer.status == 400
    assert (
        await desk.client.post("/simulator/say", data=b"[", headers={"Content-Type": "application/json"})
    ).status == 400
    assert (await desk.client.post("/simulator/say", json=[1])).status == 400


async def test_an_open_stream_does_not_hold_the_server_up(storage: Storage) -> None:
    context, simulator, parts = _desk(storage)
    await seed_demo(storage, parts.app, parts.world)
    server = TestServer(build(context, simulator.routes()))
    await server.start_server()
    async with aiohttp.ClientSession() as session, session.get(server.make_url("/simulator/events")) as stream:
        assert await stream.content.readline() == b"retry: 1000\n"
        async with asyncio.timeout(SECONDS):
            await server.close()
            await stream.content.read()
    assert not simulator._readers


async def test_a_page_that_reads_nothing_is_cut_off(desk: Desk) -> None:
    with desk.simulator._reader() as queue:
        for number in range(5000):
            desk.simulator._show({"n": number})
        shown = [queue.get_nowait() for _ in range(queue.qsize())]
    assert shown[-1] is None
    assert len(shown) <= 1000


async def test_the_page_loads_nothing_from_elsewhere_and_holds_no_secret(desk: Desk) -> None:
    page = await desk.client.get("/")
    assert (await desk.client.get("/simulator")).status == 200
    text = await page.text()
    for name, kind in ASSETS.items():
        answer = await desk.client.get(f"/simulator/{name}")
        assert answer.content_type == kind
        text += await answer.text()
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert not [word for word in ("://", "hush-hush", "demo-token") if word in text]
    assert (await desk.client.get("/simulator/other.js")).status == 404


def test_nothing_is_ever_put_in_as_markup() -> None:
    for path in STATIC.glob("*.js"):
        code = path.read_text("utf-8")
        assert not [
            bad for bad in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(") if bad in code
        ]


async def test_production_has_no_simulator(storage: Storage) -> None:
    context, _, _ = _desk(storage)
    async with TestClient(TestServer(build(context))) as client:
        for path in ("/", "/simulator", "/simulator/history", "/simulator/events"):
            assert (await client.get(path)).status == 404
