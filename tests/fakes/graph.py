"""Meta's Graph API over HTTP with faults on demand: everything that a worker must survive, and a record of it all."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.web.graph import Accepted, StandIn, envelope, signed, status
from bot.web.graph_rules import Refusal

HTML = "<html><head><title>Error</title></head><body>Sorry, something went wrong.</body></html>"


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request.

    `delay` = seconds before anything is answered; `http` = an answer of this status that is not JSON; `code` = a Graph
    error of this code (with `http` as its HTTP status, 400 unless said); `drop` = the message is accepted, then the
    connection is closed without an answer.
    """

    delay: float = 0.0
    http: int = 0
    code: int = 0
    drop: bool = False


CRASHED = Fault(http=500)
TOO_MANY = Fault(http=429)
LOST = Fault(drop=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came."""

    version: str
    account: str
    bearer: str
    body: Any


@dataclass
class FakeGraph:
    """A stand-in behind a real socket. `faults` are used up one per request; `by_suffix` maps the end of a recipient
    to the fault of every message to it."""

    standin: StandIn
    faults: deque[Fault] = field(default_factory=deque)
    by_suffix: dict[str, Fault] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    @property
    def sent(self) -> list[Accepted]:
        """What was accepted, also when the answer was lost."""
        return list(self.standin.sent)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """The base address (what GRAPH_API_URL should be) while the server runs."""
        app = web.Application()
        app.add_routes([web.post("/{version}/{phone_id}/messages", self._messages)])
        async with TestServer(app) as server:
            yield str(server.make_url("")).rstrip("/")

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        version, account = request.match_info["version"], request.match_info["phone_id"]
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        body = await request.json()
        self.seen.append(Seen(version, account, bearer, body))
        fault = self._fault(body)
        await asyncio.sleep(fault.delay)
        if fault.code:
            answer = Refusal(fault.code, f"Error {fault.code}").body()
            return web.json_response(answer, status=fault.http or 400)
        if fault.http:
            return web.Response(status=fault.http, text=HTML, content_type="text/html")
        code, answer = await self.standin.post(account, bearer, body)
        if fault.drop and request.transport is not None:
            request.transport.close()
        return web.json_response(answer, status=code)

    def _fault(self, body: Mapping[str, Any]) -> Fault:
        recipient = str(body.get("to") or body.get("recipient") or "")
        for suffix, fault in self.by_suffix.items():
            if recipient.endswith(suffix):
                return fault
        return self.faults.popleft() if self.faults else Fault()

    def webhooks(
        self,
        secret: str,
        *,
        names: Sequence[str] = ("sent", "delivered"),
        times: int = 1,
        shuffle: Random | None = None,
        batch: int = 1,
    ) -> list[tuple[bytes, dict[str, str]]]:
        """Signed status webhooks of everything accepted: each `times` times, in any order, `batch` in one body."""
        now = self.standin.world.now()
        each = [
            (accepted.account, status(accepted, name, now))
            for accepted in self.sent
            for name in names
            for _ in range(times)
        ]
        if shuffle is not None:
            shuffle.shuffle(each)
        groups = [each[at : at + batch] for at in range(0, len(each), batch)]
        return [signed(_body(group), secret) for group in groups]


def _body(group: Sequence[tuple[str, Any]]) -> Any:
    changes = [envelope(account, statuses=[one])["entry"][0]["changes"][0] for account, one in group]
    return {"object": "whatsapp_business_account", "entry": [{"id": "900000000000001", "changes": changes}]}
