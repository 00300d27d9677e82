"""`serve` and `work`: HTTP and workers in one process, or workers alone."""

import secrets
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from aiohttp import web

from bot.bootstrap import CHANNELS, Parts, assemble, database, opened, settle
from bot.cli import common
from bot.cli.processes import READY, Processes, connections, environment, reserve
from bot.cli.stopping import Worker, stop_on_signals, until
from bot.engine.step import Stepper
from bot.errors import ConfigError
from bot.handlers.provision import seed_demo
from bot.settings import Settings, with_secret_key
from bot.web import app as web_app
from bot.web.keys import Context
from bot.web.simulator import Simulator
from bot.workers.forgetting import ForgettingWorker
from bot.workers.mailbox import MailboxWorker
from bot.workers.outbox import Backoff, OutboxWorker
from bot.workers.sending import Sender
from storage.unit import Storage

DEMO = {"BOT_ENV": "development"}
Host = Annotated[str | None, typer.Option(help="Address to listen on (default BOT_HOST).")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on (default BOT_PORT).")]
Many = Annotated[int, typer.Option(min=1, max=18, help="How many processes share the port and the work.")]
Shared = Annotated[int, typer.Option(hidden=True, help="One of so many; ends with the process that started it.")]


@dataclass(frozen=True, slots=True)
class Serving:
    """What `serve` was asked for. `shared` = this is one of so many processes, and another one watches over it."""

    demo: bool
    host: str
    port: int
    workers: bool
    shared: int = 0

    def arguments(self, port: int, count: int) -> list[str]:
        """The command line of one of so many."""
        flags = [*(["--demo"] if self.demo else []), *([] if self.workers else ["--no-workers"])]
        return ["serve", "--host", self.host, "--port", str(port), "--shared", str(count), *flags]


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Seed the demo restaurant and serve its simulator.")] = False,
    host: Host = None,
    port: Port = None,
    no_workers: Annotated[bool, typer.Option("--no-workers", help="HTTP only; run `resto-bot work` beside.")] = False,
    processes: Many = 1,
    shared: Shared = 0,
) -> None:
    """Serve webhooks and run the workers, in one process or several. Migrates the database by itself."""
    settings = _with_secrets(with_secret_key(common.configured(**(DEMO if demo else {}))), demo)
    port = settings.bot_port if port is None else port
    asked = Serving(demo, host or settings.bot_host, port, not no_workers, shared)
    common.run(_serve(settings, asked) if processes == 1 else _serve_many(settings, asked, processes))


def work() -> None:
    """Run the workers only, for a server started with --no-workers or for further machines."""
    settings = with_secret_key(common.configured())
    common.run(_work(settings))


def _with_secrets(settings: Settings, demo: bool) -> Settings:
    """The demo signs its own webhooks: it makes a secret where none is given."""
    if settings.meta_app_secret:
        return settings
    if demo:
        return settings.model_copy(update={"meta_app_secret": (secrets.token_hex(16),)})
    raise ConfigError("META_APP_SECRET is required: without it no webhook can be told from a forgery")


async def _serve_many(settings: Settings, asked: Serving, count: int) -> None:
    """Bring the database up to date, then watch over the processes that serve."""
    async with database(settings, migrate=True) as url:
        if asked.demo:
            storage = Storage.connect(url, size=1)
            parts = assemble(settings, storage)
            await seed_demo(storage, parts.app, parts.world)
            await storage.close()
        with reserve(asked.host, asked.port) as held, TemporaryDirectory(prefix="resto-bot-figures-") as figures:
            host, port = held.getsockname()[:2]
            many = Processes(asked.arguments(port, count), environment(settings, url, figures), count)
            await many.run(f"{_serving(_url(host, port), simulator=settings.development)} in {count} processes")


async def _serve(settings: Settings, asked: Serving) -> None:
    demo = asked.demo
    async with AsyncExitStack() as stack:
        size = connections(asked.shared or 1)
        parts = await stack.enter_async_context(opened(settings, migrate=not asked.shared, size=size))
        if demo and not asked.shared:
            await seed_demo(parts.storage, parts.app, parts.world)
        context = Context(settings, parts.storage, parts.world, parts.intake, parts.bell, dict(CHANNELS))
        simulator = Simulator(context) if settings.development else None
        app = web_app.build(context, simulator.routes() if simulator else ())
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=5)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await _listen(web.TCPSite(runner, asked.host, asked.port, reuse_port=bool(asked.shared) or None))
        address = _address(runner)
        sender = await stack.enter_async_context(Sender(settings))
        if simulator and demo and "graph_api_url" not in settings.model_fields_set:
            sender.stand_in(simulator.stand_in)
        if simulator:
            simulator.address = address
            simulator.join(parts.wakeups)
        settle()
        stopped = stop_on_signals(with_parent=bool(asked.shared))
        serving = _serving(address, simulator=simulator is not None)
        print(READY.decode().strip() if asked.shared else serving, flush=True)
        await until(stopped, (parts.wakeups, *(_workers(parts, sender) if asked.workers else ())))
        await parts.intake.close()


def _serving(address: str, *, simulator: bool) -> str:
    return f"resto-bot is serving {address}" + (" (the simulator)" if simulator else "")


async def _listen(site: web.TCPSite) -> None:
    try:
        await site.start()
    except OSError as error:
        raise ConfigError(f"{site.name} cannot be listened on ({error.strerror}); set BOT_PORT or --port") from error


def _address(runner: web.AppRunner) -> str:
    """Where the server listens, as a browser takes it."""
    return _url(*runner.addresses[0][:2])


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def _work(settings: Settings) -> None:
    async with opened(settings) as parts, Sender(settings) as sender:
        settle()
        await until(stop_on_signals(), (parts.wakeups, *_workers(parts, sender)))


def _workers(parts: Parts, sender: Sender) -> Iterable[Worker]:
    settings = parts.settings
    yield MailboxWorker(parts.storage, Stepper(parts.app, parts.storage, parts.world, parts.bell))
    yield ForgettingWorker(parts.storage, parts.world, settings.meta_replay_window_sec)
    yield OutboxWorker(
        parts.storage,
        parts.world,
        parts.bell,
        {name: channel for name, channel in CHANNELS.items() if channel.remote},
        sender.post,
        backoff=Backoff(settings.outbox_base_delay_sec, settings.outbox_max_delay_sec),
        most_attempts=settings.outbox_max_attempts,
        unknown_wait=settings.outbox_unknown_wait_sec,
    )
