"""The command line on a fresh database: `run` is what a person types, with what comes back."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot import bootstrap, cli
from bot.cli.talking import Talk
from bot.errors import BotError, ConfigError
from bot.handlers.provision import seed_demo
from bot.settings import load
from storage.unit import Storage

AMINA = "213661000001"
Run = Callable[..., Result]
Talked = Callable[..., None]


class Typed(CliRunner):
    """Runs a command as `main` does: our errors become one sentence and an exit code."""

    def type(self, *words: str, says: str = "") -> Result:
        result = self.invoke(cli.app, list(words), input=says)
        if isinstance(result.exception, BotError):
            result.exit_code = 2 if isinstance(result.exception, ConfigError) else 1
        elif result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without `.env`, and an environment without a database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    return tmp_path


@pytest.fixture
def run(elsewhere: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command against a fresh, migrated database."""
    monkeypatch.setenv("BOT_DATABASE_URL", database)
    return Typed().type


@pytest.fixture
def alone(elsewhere: Path) -> Run:
    """Type a command where there is no database."""
    return Typed().type


@pytest.fixture
def talked(database: str) -> Talked:
    """Say these things as one customer of the demo, and let the bot answer each."""

    async def talk(*texts: str) -> None:
        storage = Storage.connect(database)
        parts = bootstrap.assemble(load({}), storage)
        await seed_demo(storage, parts.app, parts.world)
        talk = await Talk.open(parts, "local", AMINA, lambda message: None)
        for text in texts:
            await talk.say(text)
            await parts.intake.idle()
        while await talk.once():
            pass
        await storage.close()

    return lambda *texts: asyncio.run(talk(*texts))


def told(result: Result) -> Any:
    """The JSON that a command printed; it must have gone well."""
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.stdout)
