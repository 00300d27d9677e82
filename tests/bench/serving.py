"""The process under test: the application as `resto-bot serve --no-workers` runs it, with an intake of a given shape.

`python -m tests.bench.serving URL PORT MOST HANDS CONNECTIONS TIMED` shares PORT (0 = chooses one), prints it and one
of its own where it tells when it is idle, and serves until its input ends.
"""

import asyncio
import sys
import time

import uvloop
from aiohttp import web

from bot import bootstrap
from bot.clock import World
from bot.engine.bell import Bell
from bot.engine.intake import Intake
from bot.settings import Settings, load
from bot.web import app as web_app
from bot.web.keys import Context
from storage.unit import Storage
from tests.bench.talk import SECRET
from tests.bench.timers import Timers


def settings() -> Settings:
    """What the process under test is set to."""
    return load({"BOT_ENV": "development", "META_APP_SECRET": SECRET, "LOG_LEVEL": "WARNING"})


async def serve(url: str, port: int, most: int, hands: int, connections: int, *, timed: bool) -> None:
    """Serve until standard input ends."""
    given, world, bell, timers = settings(), World(), Bell(), Timers()
    storage, app = Storage.connect(url, size=connections), bootstrap.restaurant_app(given)
    if timed:
        timers.patch(app)
    intake = Intake(app, storage, world, bell, most=most, hands=hands, solo=connections - hands)
    context = Context(given, storage, world, intake, bell, dict(bootstrap.CHANNELS))

    async def idle(request: web.Request) -> web.Response:
        """Answers when nothing is in hand."""
        await intake.idle()
        return web.json_response({"cpu": time.process_time(), "timers": timers.found})

    runner = web.AppRunner(web_app.build(context, (web.get("/bench/idle", idle),)), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, reuse_port=True).start()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bootstrap.settle()
    print(*(address[1] for address in runner.addresses), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()
    await storage.close()


if __name__ == "__main__":
    port, most, hands, connections = map(int, sys.argv[2:6])
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        loop.run(serve(sys.argv[1], port, most, hands, connections, timed=sys.argv[6:] == ["timed"]))
