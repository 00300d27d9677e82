"""`doctor`: is everything as it should be, and if not, what to do."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from datetime import timedelta

import typer

from bot.bootstrap import database
from bot.cli import common, tokens
from bot.cli.output import AsJson, Finding, answer, has_database
from bot.clock import World
from bot.errors import BotError, ConfigError
from bot.settings import Settings, effective, with_secret_key
from storage import ops, schema
from storage.unit import Storage

LATE = timedelta(minutes=2)
STANDS_IN = "`serve --demo` (`make run`) sends to the simulator in its own process"


def doctor(as_json: AsJson = False) -> None:
    """Check settings, database, schema, what is parked, dead or paused, and the tokens; exit code 1 if one is bad."""
    try:
        settings = _as_served()
    except ConfigError as error:
        _report([Finding("settings", False, str(error), "mend it in the environment or in .env")], {}, as_json)
        return
    found = [*_settings(settings), *common.run(_all(settings))]
    shown = effective(settings)
    if _simulated(settings) and not as_json:
        shown["GRAPH_API_URL"] += f" (not used: {STANDS_IN})"
    _report(found, shown, as_json)


def _simulated(settings: Settings) -> bool:
    """Whether `serve --demo` sends to the simulator of its own process, as it does where no address is given."""
    return settings.development and "graph_api_url" not in settings.model_fields_set


def _as_served() -> Settings:
    """The settings, as `serve --demo` would take them where a demo has left its key."""
    settings = common.configured()
    demo = "bot_env" not in settings.model_fields_set and (settings.bot_data_dir / "secret.key").exists()
    return common.configured(BOT_ENV="development") if demo else settings


def _report(found: list[Finding], shown: dict[str, str], as_json: bool) -> None:
    healthy = all(finding.ok for finding in found)
    value = {"ok": healthy, "settings": shown, "checks": [asdict(finding) for finding in found]}
    answer(value, [*(f"{name}={text}" for name, text in shown.items()), *map(_line, found)], as_json=as_json)
    if not healthy:
        raise typer.Exit(1)


def _line(finding: Finding) -> str:
    remedy = f" → {finding.remedy}" if finding.remedy and not finding.ok else ""
    return f"{'ok  ' if finding.ok else 'BAD '} {finding.check}: {finding.told}{remedy}"


def _settings(settings: Settings) -> Iterator[Finding]:
    try:
        with_secret_key(settings)
        yield Finding("BOT_SECRET_KEY", True, "there")
    except ConfigError as error:
        yield Finding("BOT_SECRET_KEY", False, "missing", error.detail)
    secret = bool(settings.meta_app_secret)
    told = "there" if secret else "made by `serve --demo`" if settings.development else "missing"
    remedy = "set META_APP_SECRET to the app secret from Meta's dashboard; `serve --demo` needs none"
    yield Finding("META_APP_SECRET", secret or settings.development, told, remedy)
    if settings.bot_redis_url:
        yield Finding("BOT_REDIS_URL", True, "not used by this version: processes wake each other through the database")
    if _simulated(settings):
        yield Finding("GRAPH_API_URL", True, f"not set: {STANDS_IN}; nothing of it goes to {settings.graph_api_url}")
    strict = settings.meta_signature_required == "enforce"
    yield Finding("META_SIGNATURE_REQUIRED", strict, settings.meta_signature_required, "set it to enforce")


async def _all(settings: Settings) -> list[Finding]:
    if not has_database(settings):
        return [Finding("database", True, "not there yet; `resto-bot serve` makes it")]
    try:
        async with database(settings, migrate=False) as url:
            return [finding async for finding in _database(url, settings)]
    except BotError as error:
        return [Finding("database", False, str(error), error.remedy or "set BOT_DATABASE_URL to a server that runs")]


async def _database(url: str, settings: Settings) -> AsyncIterator[Finding]:
    seen = await schema.current(url)
    yield Finding("database", True, "reached")
    current = seen == schema.head()
    yield Finding("schema", current, seen or "empty", "run `resto-bot db upgrade`")
    if not current:
        return
    storage = Storage.connect(url, size=1)
    try:
        async for finding in _work(storage):
            yield finding
        async with storage.read() as reader:
            accounts = [one async for one in tokens.tried(reader.raw, settings)]
        for one in accounts:
            yield one
    finally:
        await storage.close()


async def _work(storage: Storage) -> AsyncIterator[Finding]:
    now = World().now()
    async with storage.read() as reader:
        health = await ops.health(reader.raw, now - LATE)
        paused = await ops.paused(reader.raw, now)
    waits = f"waiting for more than {LATE.seconds // 60} minutes"
    yield _none("parked letters", health["parked"], "look at `resto-bot letters list`, then retry or drop each")
    yield _none(
        "dead messages", health["dead"], "look at `resto-bot outbox list --status dead`, then replay or drop each"
    )
    yield _none(f"letters {waits}", health["late"], "run `resto-bot serve` or `resto-bot work`")
    yield _none(f"messages {waits}", health["unsent"], "run `resto-bot serve` or `resto-bot work`")
    yield _none("paused accounts", len(paused), "renew the token with `resto-bot accounts add`")
    for row in paused:
        told = f"nothing is sent until {row['paused_until']:%H:%M:%S} UTC: {row['paused_why']}"
        yield Finding(f"{row['channel']} {row['account']}", False, told, "it is tried again by itself")


def _none(check: str, count: int, remedy: str) -> Finding:
    return Finding(check, count == 0, str(count) if count else "none", remedy)
