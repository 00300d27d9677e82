"""The aiohttp application: routes and nothing else."""

from collections.abc import Iterable

from aiohttp import web

from bot.web import docs, health, inbound, leaving
from bot.web.errors import errors
from bot.web.keys import CONTEXT, Context

LARGEST_BODY = 4 * 1024 * 1024


def build(context: Context, extra: Iterable[web.AbstractRouteDef] = ()) -> web.Application:
    """The application over these parts; `extra` are the routes of development."""
    app = web.Application(middlewares=[errors], client_max_size=LARGEST_BODY)
    app[CONTEXT] = context
    leaving.prepare(app)
    platforms = "|".join(name for name, channel in context.channels.items() if channel.remote)
    inbox = f"/v1/inbound/{{channel:{platforms}}}"
    app.add_routes(
        [
            web.get(inbox, inbound.handshake),
            web.post(inbox, inbound.receive),
            web.get("/livez", health.live),
            web.get("/readyz", health.ready),
            web.get("/healthz", health.ready),
            web.get("/metrics", health.figures),
            web.get("/version", health.which),
            *docs.routes(),
            *extra,
        ]
    )
    return app
