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
from bot.settings import Settings

READY = b"ready\n"
PAUSE_SECONDS = 1.0
PATIENCE_SECONDS = 15.0
log = structlog.get_logger()


def reserve(host: str, port: int) -> socket.socket:
    """A socket that holds the port without listening; ConfigError when somebody else listens there.

    With port 0 the system chooses one.
    """
    if not hasattr(socket, "SO_REUSEPORT"):
        raise ConfigError("this system cannot share a port between processes; leave --processes out")
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    try:
        with socket.socket(family) as alone:
            alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            alone.bind((host, port))
        held = socket.socket(family)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind((host, port))
    except OSError as error:
        raise ConfigError(f"{host}:{port} cannot be listened on ({error.strerror}); set BOT_PORT or --port") from error
    return held


def environment(settings: Settings, url: str) -> dict[str, str]:
    """The environment of the processes: this one's, with what was worked out here."""
    given = {
        "BOT_DATABASE_URL": url,
        "BOT_ENV": settings.bot_env,
        "BOT_SECRET_KEY": ",".join(settings.bot_secret_key),
        "META_APP_SECRET": ",".join(settings.meta_app_secret),
    }
    return {**os.environ, **given}


class Processes:
    """`count` processes of one command line."""

    def __init__(self, arguments: list[str], environ: Mapping[str, str], count: int) -> None:
        self.command = [sys.executable, "-m", "bot", *arguments]
        self.environ, self.count = environ, count
        self.running: set[Process] = set()
        self.complete = asyncio.Event()

    async def run(self, started: str) -> None:
        """Until SIGINT or SIGTERM; prints `started` when all of them listen. ConfigError when one cannot start."""
        stopped = stop_on_signals()
        keepers = [asyncio.create_task(self._keep()) for _ in range(self.count)]
        waiter = asyncio.create_task(self._announce(started, stopped))
        done, _ = await asyncio.wait((waiter, *keepers), return_when=asyncio.FIRST_COMPLETED)
        for task in (waiter, *keepers):
            task.cancel()
        await asyncio.gather(waiter, *keepers, return_exceptions=True)
        await asyncio.gather(*(self._end(process) for process in tuple(self.running)))
        for task in done:
            task.result()

    async def _announce(self, started: str, stopped: asyncio.Event) -> None:
        await self.complete.wait()
        print(started, flush=True)
        await stopped.wait()

    async def _keep(self) -> None:
        """One process, again and again; the end of one that never came to serve ends all."""
        while True:
            process = await asyncio.create_subprocess_exec(*self.command, stdin=PIPE, stdout=PIPE, env=self.environ)
            try:
                assert process.stdout is not None
                if await process.stdout.readline() == READY:
                    self.running.add(process)
                    if len(self.running) == self.count:
                        self.complete.set()
                code = await process.wait()
            except asyncio.CancelledError:
                await self._end(process)
                raise
            if process not in self.running:
                raise ConfigError(f"a server process could not start (exit code {code}); what it said stands above")
            self.running.discard(process)
            log.error("a server process ended and is started again", code=code)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _end(self, process: Process) -> None:
        """As Ctrl-C does; the hard way when that takes too long."""
        self.running.discard(process)
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)
            except TimeoutError:
                process.kill()
                await process.wait()
