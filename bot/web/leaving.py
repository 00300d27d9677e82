"""Answers that never end of themselves (event streams) are told when the server stops, so that it stops at once."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Farewell = Callable[[], Awaitable[None]]
LEAVING = web.AppKey("leaving", list[Farewell])
"""Awaited, in order, before the server waits for open connections; may grow while it serves."""


def prepare(app: web.Application) -> None:
    """Make room for farewells, and say them when the server stops."""
    app[LEAVING] = []
    app.on_shutdown.append(_leave)


async def _leave(app: web.Application) -> None:
    for farewell in app[LEAVING]:
        await farewell()
