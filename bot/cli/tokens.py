"""Whether Meta takes the token of each account: asked for the account's own id, which sends nothing."""

import tomllib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

from bot.channels._meta import fault
from bot.channels.reading import table
from bot.cli.output import Finding
from bot.handlers.provision import DEMO
from bot.settings import Settings
from bot.workers.sending import Sender
from storage import ops
from storage.wire import Connection

TIMEOUT = aiohttp.ClientTimeout(total=5)
RENEW = "renew it with `resto-bot accounts add` and a token from Meta's dashboard"
REACH = "look at GRAPH_API_URL and at the way to it"


async def tried(raw: Connection, settings: Settings) -> AsyncIterator[Finding]:
    """Every account with a token of its own; the demo's stand-in has nothing to say about tokens."""
    demo = str(tomllib.loads(DEMO.read_text("utf-8"))["token"])
    real = [row for row in await ops.tokens(raw) if row["token"] and row["token"] != demo]
    if not real:
        yield Finding("token", True, "not tried: no account but the demo's, which the simulator answers for")
        return
    base = Sender(settings).base
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        for row in real:
            name = f"token {row['channel']} {row['account']}"
            yield await _one(session, f"{base}/{row['account']}", name, row["token"])


async def _one(session: aiohttp.ClientSession, url: str, name: str, token: str) -> Finding:
    bearer = {"Authorization": f"Bearer {token}"}
    try:
        async with session.get(url, params={"fields": "id"}, headers=bearer) as answer:
            return _judged(name, answer.status, await _body(answer))
    except (TimeoutError, aiohttp.ClientError) as error:
        return Finding(name, False, f"unreachable ({type(error).__name__})", REACH)


def _judged(name: str, status: int, body: Any) -> Finding:
    """What an answer says of the token; an overloaded or broken Meta says nothing of it."""
    seen = fault(table(body).get("error"))
    if status == 429 or status >= 500:
        return Finding(name, False, f"unreachable (HTTP {status})", REACH)
    if seen is not None:
        return Finding(name, False, f"refused (code {seen.code})", RENEW)
    if status != 200 or not table(body).get("id"):
        return Finding(name, False, f"refused (HTTP {status})", RENEW)
    return Finding(name, True, "ok")


async def _body(answer: aiohttp.ClientResponse) -> Any:
    try:
        return await answer.json(content_type=None)
    except ValueError:
        return None
