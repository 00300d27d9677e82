"""`serve` and `work`: HTTP and workers in one process, or workers alone."""

import asyncio
import secrets
import signal
from collections.abc import Iterable
from contextlib import AsyncExitStack
from typing import Annotated, Protocol

import typer
from aiohttp import web

from bot.bootstrap import CHANNELS, Parts, opened
from bot.cli import common
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


class Worker(Protocol):
    """An endless loop."""

    async def run(self) -> None: ...


DEMO = {"BOT_ENV": "development"}
Host = Annotated[str | None, typer.Option(help="Address to listen on (default BOT_HOST).")]
Port = Annotated[int | None, typer.Option(help="Port to listen on (default BOT_PORT).")]


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Seed the demo restaurant and serve its simulator.")] = False,
    host: Host = None,
    port: Port = None,
    no_workers: Annotated[bool, typer.Option("--no-workers", help="HTTP only; run `resto-bot work` beside.")] = False,
) -> None:
    """Serve webhooks and run the workers in one process. Migrates the database by itself."""
    settings = with_secret_key(common.configured(**(DEMO if demo else {})))
    common.run(_serve(_with_secrets(settings, demo), demo, host, port, workers=not no_workers))


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


async def _serve(settings: Settings, demo: bool, host: str | None, port: int | None, *, workers: bool) -> None:
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(opened(settings, migrate=True))
        if demo:
            await seed_demo(parts.storage, parts.app, parts.world)
        context = Context(settings, parts.storage, parts.world, parts.intake, parts.bell, dict(CHANNELS))
        simulator = Simulator(context) if settings.development else None
        app = web_app.build(context, simulator.routes() if simulator else ())
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=5)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, host or settings.bot_host, port if port is not None else settings.bot_port)
        await _listen(site)
        address = _address(runner)
        sender = await stack.enter_async_context(Sender(settings))
        if simulator and demo and "graph_api_url" not in settings.model_fields_set:
            sender.stand_in(simulator.stand_in)
        if simulator:
            simulator.address = address
        print(f"resto-bot is serving {address}" + (" (the simulator)" if simulator else ""), flush=True)
        await _until_stopped(_workers(parts, sender) if workers else ())
        await parts.intake.close()


async def _listen(site: web.TCPSite) -> None:
    try:
        await site.start()
    except OSError as error:
        raise ConfigError(f"{site.name} cannot be listened on ({error.strerror}); set BOT_PORT or --port") from error


def _address(runner: web.AppRunner) -> str:
    """Where the server listens, as a browser takes it."""
    host, port = runner.addresses[0][:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def _work(settings: Settings) -> None:
    async with opened(settings) as parts, Sender(settings) as sender:
        await _until_stopped(_workers(parts, sender))


def _workers(parts: Parts, sender: Sender) -> Iterable[Worker]:
    settings = parts.settings
    yield MailboxWorker(parts.storage, Stepper(parts.app, parts.storage, parts.world, parts.bell))
    yield ForgettingWorker(parts.storage, parts.world, settings.meta_replay_window_sec)
    yield OutboxWorker(
        parts.storage,
        parts.world,
        parts.bell,
        {"whatsapp": CHANNELS["whatsapp"]},
        sender.post,
        backoff=Backoff(settings.outbox_base_delay_sec, settings.outbox_max_delay_sec),
        most_attempts=settings.outbox_max_attempts,
        unknown_wait=settings.outbox_unknown_wait_sec,
    )


async def _until_stopped(workers: Iterable[Worker]) -> None:
    """Run the workers until SIGINT or SIGTERM; a worker that ends by itself ends the process with its error."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    tasks = [asyncio.create_task(worker.run()) for worker in workers]
    waiter = asyncio.create_task(stopped.wait())
    done, _ = await asyncio.wait((waiter, *tasks), return_when=asyncio.FIRST_COMPLETED)
    for task in (waiter, *tasks):
        task.cancel()
    await asyncio.gather(waiter, *tasks, return_exceptions=True)
    for task in done - {waiter}:
        task.result()
