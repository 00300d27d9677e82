"""The browser simulator: phones of customers and staff in development, before any account with Meta exists.

It stands at both ends of the real path. What a phone says reaches us as a signed webhook over HTTP, like Meta's; what
we send is taken by a stand-in of the Graph API, shown live, and answered with signed statuses. Nothing is stored here:
a page that comes back reads the conversation from the database. Only pages of this very server may use it.
"""

import asyncio
import json
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from aiohttp import web

from bot.errors import BadPayload
from bot.handlers.provision import DEMO
from bot.messages import Json, Outgoing
from bot.web import graph, phone
from bot.web.errors import refusal
from bot.web.graph import Accepted, StandIn
from bot.web.keys import Context
from bot.web.leaving import LEAVING
from bot.web.same_origin import same_origin
from storage import ops, places
from storage.rows import Account
from storage.wakeups import Wakeups

STATIC = Path(__file__).with_name("static")
ASSETS = {"simulator.css": "text/css", "simulator.js": "text/javascript", "view.js": "text/javascript"}
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
CHANNEL = "whatsapp"
SHOWN = 200
BEHIND = 1000
HEARTBEAT_SECONDS = 15.0
TIMEOUT = aiohttp.ClientTimeout(total=20)
log = structlog.get_logger()

Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]
Queue = asyncio.Queue[Json | None]


class Simulator:
    """`stand_in` takes the outbox's messages; `address` is our own server's, set once it listens."""

    def __init__(self, context: Context) -> None:
        demo = tomllib.loads(DEMO.read_text("utf-8"))
        self.context = context
        self.account: str = demo["accounts"][CHANNEL]
        self.address = ""
        tokens = {self.account: str(demo["token"])}
        self.stand_in = StandIn(context.world, tokens, listener=self._took, enforce_window=False)
        self._others: Wakeups | None = None
        self._readers: set[Queue] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._posts = {"say": phone.said, "press": phone.pressed, "pin": phone.pinned}

    def join(self, others: Wakeups) -> None:
        """Show what other processes have to show, and let them show what this one has."""
        others.hear("shown", self._show)
        self._others = others

    def routes(self) -> list[web.RouteDef]:
        """The page, its assets, and what it calls."""
        return [
            web.get("/", self._guarded(self._page)),
            web.get("/simulator", self._guarded(self._page)),
            web.get("/simulator/{asset:[a-z]+[.](?:css|js)}", self._guarded(self._asset)),
            web.get("/simulator/people", self._guarded(self._people)),
            web.get("/simulator/history", self._guarded(self._history)),
            web.get("/simulator/events", self._guarded(self._events)),
            web.post("/simulator/{deed:say|press|pin}", self._guarded(self._post)),
        ]

    async def close(self) -> None:
        """End every stream; browsers come back by themselves when there is a server again."""
        for queue in self._readers:
            queue.put_nowait(None)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # Guards.

    def _guarded(self, handle: Handle) -> Handle:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if not same_origin(request, self._names()):
                return refusal(request, 403, "CROSS_SITE", "The simulator is used from its own page only.")
            return await handle(request)

        return guarded

    def _names(self) -> tuple[str | None, ...]:
        settings = self.context.settings
        return ("localhost", settings.bot_host, urlsplit(settings.bot_public_url or "").hostname)

    # The page.

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return web.Response(text=_read("simulator.html"), content_type="text/html", headers=HEADERS)

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["asset"]
        if name not in ASSETS:
            raise web.HTTPNotFound
        return web.Response(text=_read(name), content_type=ASSETS[name], headers=HEADERS)

    async def _people(self, request: web.Request) -> web.Response:
        """Who can be played: the staff of the demo, and every customer that has written."""
        staff: list[dict[str, str]] = []
        customers: list[dict[str, str]] = []
        account = await self._account()
        if account is not None:
            async with self.context.storage.read() as reader:
                roster = await places.staff(reader.raw, account.tenant_id, account.place_id)
                known = await ops.people(reader.raw, account, SHOWN)
            staff = [{"phone": r["phone"], "name": r["name"], "role": r["role"]} for r in roster]
            phones = {r["phone"] for r in roster}
            customers = [{"phone": r["address"], "name": r["name"] or ""} for r in known if r["address"] not in phones]
        return web.json_response({"ok": True, "staff": staff, "customers": customers[::-1]}, headers=HEADERS)

    async def _history(self, request: web.Request) -> web.Response:
        """The last messages to and from `as`, oldest first."""
        try:
            who = phone.whose(request.query)
        except BadPayload as error:
            return refusal(request, 400, "BAD_REQUEST", str(error))
        bubbles = [bubble async for bubble in self._bubbles(who)]
        return web.json_response({"ok": True, "messages": bubbles}, headers=HEADERS)

    async def _bubbles(self, who: str) -> AsyncIterator[Json]:
        account = await self._account()
        if account is None:
            return
        async with self.context.storage.read() as reader:
            person = await ops.person(reader.raw, account, who)
            spoken = await ops.conversation(reader.raw, account.tenant_id, person, SHOWN) if person else []
        for one in spoken:
            if one.ours:
                yield {**self._head(who, one.ident, one.at, ours=True), **self._got(who, one.payload)}
            else:
                known = one.payload.get("key", one.ident)
                yield {**self._head(who, known, one.at), "status": "taken", **phone.stored_bubble(one.payload)}

    def _got(self, who: str, payload: Mapping[str, Json]) -> Mapping[str, Json]:
        channel = self.context.channels[CHANNEL]
        return phone.got_bubble(
            channel.request(Outgoing.kept(payload), account=self.account, recipient=who, outbox_id="").body
        )

    async def _account(self) -> Account | None:
        async with self.context.storage.read() as reader:
            found = await places.accounts(reader.raw, CHANNEL, self.account)
        return found[0] if found else None

    # Live.

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Everything that is said from now on, as server-sent events."""
        headers = {**HEADERS, "Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        if self.close not in request.app[LEAVING]:
            request.app[LEAVING].append(self.close)
        with self._reader() as queue:
            await response.prepare(request)
            with suppress(ConnectionError):
                await response.write(b"retry: 1000\n\n")
                async for piece in _pieces(queue):
                    await response.write(piece)
        return response

    @contextmanager
    def _reader(self) -> Iterator[Queue]:
        queue: Queue = asyncio.Queue(BEHIND)
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)

    def _tell(self, entry: Json) -> None:
        """Show it here and in every other process."""
        self._show(entry)
        if self._others is not None and not self._others.tell("shown", entry):
            self._others.tell("shown", None)

    def _show(self, entry: Json | None) -> None:
        """Tell every open page. One that fell far behind is cut off, all of them by None: they read the conversation
        anew."""
        for queue in tuple(self._readers):
            if entry is None or queue.qsize() >= BEHIND - 1:
                self._readers.discard(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait(entry)

    def _head(self, who: str, ident: str, at: datetime, *, ours: bool = False) -> dict[str, Json]:
        return {"phone": who, "id": ident, "at": at.isoformat(), "side": "bot" if ours else "person"}

    async def _took(self, accepted: Accepted) -> None:
        """The stand-in took a message: show it, and let its statuses follow the answer."""
        head = self._head(accepted.user, accepted.id, accepted.at, ours=True)
        self._tell({**head, **phone.got_bubble(accepted.body)})
        self._later(self._statuses(accepted))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _statuses(self, accepted: Accepted) -> None:
        for name in ("sent", "delivered"):
            now = self.context.world.now()
            body = graph.envelope(accepted.account, statuses=[graph.status(accepted, name, now)])
            with suppress(aiohttp.ClientError, TimeoutError):
                await self._webhook(body)

    # What a phone does.

    async def _post(self, request: web.Request) -> web.Response:
        """Say, press or pin something as somebody: one signed webhook to ourselves."""
        try:
            asked = await _asked(request)
            who, content = phone.whose(asked), self._posts[request.match_info["deed"]](asked)
        except BadPayload as error:
            return refusal(request, 400, "BAD_REQUEST", str(error))
        now = self.context.world.now()
        head = self._head(who, phone.wamid(self.context.world.new_id()), now)
        self._tell({**head, "status": "sending", **phone.sent_bubble(content)})
        name = str(asked.get("name") or "").strip()[:100]
        status = await self._deliver(phone.webhook(who, name, head["id"], now, content))
        self._tell({"phone": who, "id": head["id"], "status": "taken" if status == 200 else "failed"})
        if status != 200:
            return refusal(request, 502, "WEBHOOK_REFUSED", f"Our own webhook answered {status}.")
        return web.json_response({"ok": True, "id": head["id"]})

    async def _deliver(self, value: Mapping[str, Json]) -> int:
        try:
            return await self._webhook(graph.envelope(self.account, **value))
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("the simulator could not reach its own server", error=type(error).__name__)
            return 0

    async def _webhook(self, body: Json) -> int:
        """Post a webhook as Meta would; the HTTP status of the answer."""
        raw, headers = graph.signed(body, next(iter(self.context.settings.meta_app_secret), ""))
        url = f"{self.address.rstrip('/')}/v1/inbound/{CHANNEL}"
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.post(url, data=raw, headers=headers) as answer,
        ):
            return answer.status


async def _pieces(queue: Queue) -> AsyncIterator[bytes]:
    """The queue as server-sent events until it ends; a comment now and then shows who is gone."""
    while True:
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                entry = await queue.get()
        except TimeoutError:
            yield b": still here\n\n"
            continue
        if entry is None:
            return
        yield f"data: {json.dumps(entry, ensure_ascii=False)}\n\n".encode()


async def _asked(request: web.Request) -> Mapping[str, Json]:
    """The body, which must be JSON and say so: a form of another site cannot."""
    if request.content_type != "application/json":
        raise BadPayload("content type")
    try:
        asked = await request.json()
    except ValueError as error:
        raise BadPayload("not JSON") from error
    if not isinstance(asked, dict):
        raise BadPayload("not an object")
    return asked


def _read(name: str) -> str:
    return (STATIC / name).read_text("utf-8")
