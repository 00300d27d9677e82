"""The process is killed again and again in the middle of a stream; nothing is lost, doubled or out of order."""

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import aiohttp
import asyncpg

from bot.clock import World
from bot.web.graph import Accepted, StandIn, envelope, signed, status
from storage import embedded
from tests.fakes.graph import FakeGraph
from tests.player import ACCOUNT, plain

SECRET = "crash-secret"
PEOPLE, MESSAGES, KILLS = 30, 10, 5
PRICES = {"P01": 700, "P02": 1000, "P03": 850, "B01": 650, "B02": 450, "T01": 600, "K01": 300, "C01": 350,
          "S01": 400, "F01": 200}  # fmt: skip
TOTAL = re.compile(r"Total : ([\d ]+) DA")


@dataclass
class Stream:
    """A server that may be down at any moment, and people who keep writing to it."""

    folder: Path
    graph_url: str
    random: Random
    process: Process | None = None
    address: str = ""
    up: asyncio.Event = field(default_factory=asyncio.Event)
    accepted: int = 0
    kill_at: list[int] = field(default_factory=list)
    dying: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self) -> None:
        env = {
            **os.environ,
            "BOT_DATA_DIR": str(self.folder),
            "META_APP_SECRET": SECRET,
            "GRAPH_API_URL": self.graph_url,
            "OUTBOX_UNKNOWN_WAIT_SEC": "2",
            "OUTBOX_BASE_DELAY_SEC": "0.2",
        }
        command = [sys.executable, "-m", "bot", "serve", "--demo", "--port", "0"]
        self.process = await asyncio.create_subprocess_exec(
            *command, env=env, stdout=PIPE, stderr=None, start_new_session=True
        )
        assert self.process.stdout is not None
        line = (await self.process.stdout.readline()).decode()
        found = re.search(r"http://[\d.]+:\d+", line)
        assert found, f"the server did not start: {line!r}"
        self.address = found[0]
        self.up.set()

    async def kill(self, number: int = signal.SIGKILL) -> None:
        """The whole process group, as an operating system does that runs out of memory."""
        assert self.process is not None
        self.up.clear()
        os.killpg(self.process.pid, number)
        await self.process.wait()

    async def count(self) -> None:
        """One more message was answered 200; perhaps it is time to die."""
        self.accepted += 1
        if self.kill_at and self.accepted >= self.kill_at[0]:
            self.kill_at.pop(0)
            # One death at a time: a server started beside another would outlive the test.
            async with self.dying:
                await self.kill()
                await self.start()

    async def deliver(self, http: aiohttp.ClientSession, body: bytes, headers: dict[str, str]) -> None:
        """Post until 200, as Meta does."""
        while True:
            await self.up.wait()
            try:
                async with http.post(f"{self.address}/v1/inbound/whatsapp", data=body, headers=headers) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0)


def _message(person: int, number: int) -> tuple[bytes, dict[str, str]]:
    phone = _phone(person)
    code = list(PRICES)[number]
    text = f"{_qty(person, number)} {code}"
    message = {
        "from": phone,
        "id": f"wamid.crash.{person}.{number}",
        "timestamp": str(1795435200 + number),
        "type": "text",
        "text": {"body": text},
    }
    return signed(envelope(ACCOUNT, messages=[message], contacts=[{"wa_id": phone, "profile": {"name": "X"}}]), SECRET)


def _phone(person: int) -> str:
    return f"2136620000{person:02}"


def _qty(person: int, number: int) -> int:
    return 1 + (person + number) % 3


async def _person(stream: Stream, http: aiohttp.ClientSession, person: int) -> None:
    for number in range(MESSAGES):
        body, headers = _message(person, number)
        await stream.deliver(http, body, headers)
        if stream.random.random() < 0.2:
            await stream.deliver(http, body, headers)
        await stream.count()


class Phones:
    """What every customer's phone received, once per message of ours, in the order in which it came."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.got: dict[str, dict[str, str]] = {}
        self.changed = asyncio.Event()
        self.statuses: set[asyncio.Task[None]] = set()
        self.http: aiohttp.ClientSession | None = None

    async def ring(self, accepted: Accepted) -> None:
        body = accepted.body
        text = body["text"]["body"] if body["type"] == "text" else body["interactive"]["body"]["text"]
        self.got.setdefault(accepted.user, {}).setdefault(accepted.tracker, plain(text))
        assert self.http is not None
        raw, headers = signed(envelope(ACCOUNT, statuses=[status(accepted, "sent", accepted.at)]), SECRET)
        task = asyncio.create_task(self.stream.deliver(self.http, raw, headers))
        self.statuses.add(task)
        task.add_done_callback(self.statuses.discard)
        self.changed.set()

    async def complete(self) -> None:
        while sum(len(texts) for user, texts in self.got.items() if user.startswith("213662")) < PEOPLE * MESSAGES:
            self.changed.clear()
            await self.changed.wait()

    def totals(self, person: int) -> list[int]:
        texts = self.got[_phone(person)].values()
        found = [TOTAL.search(text) for text in texts]
        return [int(f[1].replace(" ", "")) for f in found if f]


def _expected(person: int) -> list[int]:
    totals, total = [], 0
    for number, price in enumerate(PRICES.values()):
        total += price * _qty(person, number)
        totals.append(total)
    return totals


@asynccontextmanager
async def _stage(tmp_path: Path) -> AsyncIterator[tuple[Stream, Phones]]:
    stand_in = StandIn(World(), {ACCOUNT: "demo-token"}, enforce_window=False)
    async with FakeGraph(stand_in).serving() as url, aiohttp.ClientSession() as http:
        random = Random(20261123)
        stream = Stream(tmp_path / "data", url, random)
        stream.kill_at = sorted(random.sample(range(20, PEOPLE * MESSAGES - 20), KILLS))
        phones = Phones(stream)
        phones.http = http
        stand_in.listener = phones.ring
        await stream.start()
        try:
            yield stream, phones
        finally:
            for task in phones.statuses:
                task.cancel()
            await stream.kill(signal.SIGTERM)


async def _baskets(folder: Path) -> dict[str, dict[str, int]]:
    with embedded.start(folder / "pg") as server:
        connection = await asyncpg.connect(server.url.replace("+asyncpg", ""))
        try:
            rows = await connection.fetch(
                "SELECT p.address, s.memory FROM sessions s JOIN persons p ON p.id = s.person_id "
                "WHERE s.kind = 'customer'"
            )
        finally:
            await connection.close()
    return {r["address"]: {x["item"]: x["qty"] for x in json.loads(r["memory"])["basket"]} for r in rows}


async def test_nothing_is_lost_or_doubled_when_the_process_is_killed(tmp_path: Path) -> None:
    async with _stage(tmp_path) as (stream, phones):
        assert phones.http is not None
        async with asyncio.timeout(200), asyncio.TaskGroup() as people:
            for person in range(PEOPLE):
                people.create_task(_person(stream, phones.http, person))
            people.create_task(phones.complete())
        assert not stream.kill_at, "the process was not killed as often as planned"
        for person in range(PEOPLE):
            assert phones.totals(person) == _expected(person), f"replies of {_phone(person)}"
        baskets = await _baskets(stream.folder)
    for person in range(PEOPLE):
        wanted = {code: _qty(person, number) for number, code in enumerate(PRICES)}
        assert baskets[_phone(person)] == wanted
