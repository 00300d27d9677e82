"""Is it alive, can it work, how is it doing, which version is it?"""

from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot import metrics
from bot.errors import BotError
from bot.web.errors import refusal
from bot.web.keys import CONTEXT
from storage import heartbeats, schema

LOOPBACK = ("127.0.0.1", "::1")
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
SILENT_SECONDS = 60.0
CAN_WAIT = frozenset(("forgetting",))
"""Workers without whom everybody is served all the same."""


async def live(request: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"ok": True})


async def ready(request: web.Request) -> web.Response:
    """The database answers and has this version's schema, and no worker that ever lived has fallen silent."""
    context, head = request.app[CONTEXT], schema.head()
    try:
        async with context.storage.read() as reader:
            seen = await schema.seen(reader)
            beats = await heartbeats.last(reader.raw) if seen == head else {}
    except BotError as error:
        return refusal(request, 503, "DATABASE_UNAVAILABLE", str(error))
    if seen != head:
        return refusal(request, 503, "SCHEMA_MISMATCH", "The database has another schema; run `resto-bot db upgrade`.")
    ages = _ages(beats, context.world.now())
    silent = [name for name, age in ages.items() if age > SILENT_SECONDS and name not in CAN_WAIT]
    if silent:
        told = f"No sign of life of {', '.join(silent)}; see that `resto-bot serve` or `resto-bot work` runs."
        return refusal(request, 503, "WORKERS_SILENT", told, workers=ages)
    return web.json_response({"ok": True, "database": "ok", "schema": seen, "workers": ages})


def _ages(beats: Mapping[str, datetime], now: datetime) -> dict[str, float]:
    """Seconds since each worker's last beat; clocks that differ a little make nobody younger than now."""
    return {name: max(0.0, round((now - at).total_seconds(), 1)) for name, at in beats.items()}


async def figures(request: web.Request) -> web.Response:
    """Prometheus' text format, on loopback; what a proxy on this machine passes on comes from elsewhere."""
    if request.remote not in LOOPBACK or any(name in request.headers for name in FORWARDED):
        return refusal(request, 403, "SCOPE_DENY", "Metrics are read on loopback.")
    return web.Response(body=metrics.told(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def which(request: web.Request) -> web.Response:
    """The version of the program and of its schema."""
    return web.json_response({"ok": True, "version": version("resto-bot"), "schema": schema.head()})
