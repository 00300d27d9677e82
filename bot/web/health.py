"""Is it alive, can it work, how is it doing, which version is it?"""

from importlib.metadata import version

from aiohttp import web
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot import metrics
from bot.errors import BotError
from bot.web.errors import refusal
from bot.web.keys import CONTEXT
from storage import schema

LOOPBACK = ("127.0.0.1", "::1")


async def live(request: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"ok": True})


async def ready(request: web.Request) -> web.Response:
    """The database answers and has this version's schema."""
    context = request.app[CONTEXT]
    try:
        async with context.storage.read() as reader:
            seen = await schema.seen(reader)
    except BotError as error:
        return refusal(request, 503, "DATABASE_UNAVAILABLE", str(error))
    if seen != schema.head():
        return refusal(request, 503, "SCHEMA_MISMATCH", "The database has another schema; run `resto-bot db upgrade`.")
    return web.json_response({"ok": True, "database": "ok", "schema": seen})


async def figures(request: web.Request) -> web.Response:
    """Prometheus' text format, on loopback."""
    if request.remote not in LOOPBACK:
        return refusal(request, 403, "SCOPE_DENY", "Metrics are read on loopback.")
    body = generate_latest(metrics.REGISTRY)
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})


async def which(request: web.Request) -> web.Response:
    """The version of the program and of its schema."""
    return web.json_response({"ok": True, "version": version("resto-bot"), "schema": schema.head()})
