"""`serve --processes N`: the same server N times on one port and one database, watched over by this process.

The kernel shares new connections out among those that listen (SO_REUSEPORT). Each process is a whole one, workers
included; whatever they do at once, the database decides. One that ends is started again. They all end with this one,
even when it is killed: each holds the other end of a pipe.
"""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import suppress

import structlog

from bot.cli.stopping import stop_on_signals
from bot.errors import ConfigError
from bot.metrics import SHARED
from bot.settings import Settings

READY = b"ready\n"
PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 30.0
LONG_SECONDS = 60.0
"""A process that served for so long did not fail at its start."""
CONNECTIONS, MOST_CONNECTIONS = 72, 12
"""To the database, of all processes together; a PostgreSQL takes 100 unless told otherwise."""
PATIENCE_SECONDS = 15.0
log = structlog.get_logger()


def reserve(host: str, port: int) -> socket.socket:
    """A socket that holds the port without listening; ConfigError when somebody else listens there.

    With port 0 the system chooses one.
    """
    if not hasattr(socket, "SO_REUSEPORT"):
        raise ConfigError("this system cannot share a port between processes; leave --processes out")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as alone:
            alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            alone.bind((host, port))
        held = socket.socket(family)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind((host, port))
    except OSError as error:
        raise ConfigError(f"{host}:{port} cannot be listened on ({error.strerror}); set BOT_PORT or --port") from error
    return held


def environment(settings: Settings, url: str, figures: str) -> dict[str, str]:
    """The environment of the processes: this one's, with what was worked out here; `figures` = a folder for metrics."""
    given = {
        "BOT_DATABASE_URL": url,
        "BOT_ENV": settings.bot_env,
        "BOT_SECRET_KEY": ",".join(settings.bot_secret_key),
        "META_APP_SECRET": ",".join(settings.meta_app_secret),
        SHARED: figures,
    }
    return {**os.environ, **given}


def connections(count: int) -> int:
    """How many each of so many processes may have."""
    return max(3, min(MOST_CONNECTIONS, CONNECTIONS // count))


class Processes:
    """`count` processes of one command line."""

    def __init__(self, arguments: list[str], environ: Mapping[str, str], count: int) -> None:
        self.command = [sys.executable, "-m", "bot", *arguments]
        self.environ, self.count = environ, count
        self.serving = 0
        self.complete = asyncio.Event()

    async def run(self, started: str) -> None:
        """Until SIGINT or SIGTERM; prints `started` when all of them listen. ConfigError when one cannot start."""
        waiter = asyncio.create_task(stop_on_signals().wait())
        announcer = asyncio.create_task(self._announce(started))
        keepers = [asyncio.create_task(self._keep()) for _ in range(self.count)]
        done, _ = await asyncio.wait((waiter, *keepers), return_when=asyncio.FIRST_COMPLETED)
        for task in (waiter, announcer, *keepers):
            task.cancel()
        await asyncio.gather(waiter, announcer, *keepers, return_exceptions=True)
        for task in done - {waiter}:
            task.result()

    async def _announce(self, started: str) -> None:
        await self.complete.wait()
        print(started, flush=True)

    async def _keep(self) -> None:
        """One process, again and again. One that cannot even start at the beginning ends all."""
        loop, pause = asyncio.get_running_loop(), PAUSE_SECONDS
        while True:
            begun = loop.time()
            code = await self._once()
            if not self.complete.is_set():
                raise ConfigError(f"a server process could not start (exit code {code}); what it said stands above")
            log.error("a server process ended and is started again", code=code, pause=pause)
            await asyncio.sleep(pause)
            lived = loop.time() - begun > LONG_SECONDS
            pause = PAUSE_SECONDS if lived else min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def _once(self) -> int:
        """A process from its start to its end; its exit code."""
        process = await asyncio.create_subprocess_exec(
            *self.command, stdin=PIPE, stdout=PIPE, env=self.environ, preexec_fn=_leave_ctrl_c_to_the_watcher
        )
        try:
            assert process.stdout is not None
            if await process.stdout.readline() == READY:
                self.serving += 1
                if self.serving == self.count:
                    self.complete.set()
            return await process.wait()
        finally:
            if process.returncode is None:
                await _end(process)


def _leave_ctrl_c_to_the_watcher() -> None:
    """A terminal sends it to the whole group: here it must not fall into somebody's start-up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


async def _end(process: Process) -> None:
    """As SIGTERM asks; the hard way when that takes too long."""
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
