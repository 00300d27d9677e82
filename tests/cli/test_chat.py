"""A terminal's conversation: the same engine and database, beside any other process; a recording plays again."""

import asyncio
import io
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import bot
from bot import bootstrap
from bot.bootstrap import Parts
from bot.cli.chat import HELP, Chat, _working
from bot.cli.recording import Recording
from bot.cli.screen import Screen
from bot.cli.talking import Talk
from bot.errors import NotFound
from bot.handlers.provision import seed_demo
from bot.settings import load
from storage import schema
from storage.unit import Storage
from tests.player import Player, read

AMINA, OWNER = "213661000001", "213550000001"
SECONDS = 30


def _parts(storage: Storage) -> Parts:
    return bootstrap.assemble(load({}), storage)


@asynccontextmanager
async def _sitting(storage: Storage, user: str) -> AsyncIterator[tuple[Chat, io.StringIO]]:
    """Somebody at a terminal: a process of his own, as far as the database can tell."""
    parts, out = _parts(storage), io.StringIO()
    chat = Chat(Screen(raw=True, out=out))
    chat.talk = await Talk.open(parts, "local", user, chat.heard)
    async with _working(parts, chat.talk), asyncio.timeout(SECONDS):
        yield chat, out


@pytest.fixture
async def seeded(storage: Storage) -> Storage:
    parts = _parts(storage)
    await seed_demo(storage, parts.app, parts.world)
    return storage


async def _say(chat: Chat, *lines: str) -> None:
    for line in lines:
        await chat._take(line)


async def test_an_order_is_placed_and_the_owner_hears_of_it_in_another_terminal(seeded: Storage) -> None:
    async with _sitting(seeded, OWNER) as (boss, news), _sitting(seeded, AMINA) as (amina, screen):
        assert (boss.talk.role, amina.talk.role) == ("owner", "")
        await _say(amina, "2 pizza margarita", "c'est tout", "à emporter", "oui")
        assert "1001" in screen.getvalue()
        await boss.talk.settled()
        assert "1001" in news.getvalue()
        before = screen.getvalue()
        await _say(boss, "1")
        await amina.talk.settled()
        assert "1001" in screen.getvalue().removeprefix(before)
        assert "margarita" not in news.getvalue().casefold().replace("margherita", "")


async def test_a_terminal_that_is_closed_keeps_its_messages_for_later(seeded: Storage) -> None:
    async with _sitting(seeded, OWNER):
        pass
    async with _sitting(seeded, AMINA) as (amina, _):
        await _say(amina, "2 pizza margarita", "c'est tout", "à emporter", "oui")
    async with _sitting(seeded, OWNER) as (boss, news):
        await boss.talk.settled()
        assert "1001" in news.getvalue()


async def test_a_number_typed_by_a_customer_is_a_choice_and_a_slash_taps_it(seeded: Storage) -> None:
    async with _sitting(seeded, AMINA) as (amina, screen):
        await _say(amina, "menu", "1")
        assert "Pizza thon" in screen.getvalue().rpartition("Pizzas —")[2]
        title = amina._choices[1]["title"]
        assert await amina._act("/2") == ("taps", title)
        assert await amina._act("/99") == ("", "")
        assert await amina._act("/pin 36.7456, 3.042") == (
            "sends",
            '{ type = "location", location = { latitude = 36.7456, longitude = 3.042 } }',
        )
        await amina.talk.settled()


async def test_help_is_the_programs_own_word(seeded: Storage) -> None:
    async with _sitting(seeded, AMINA) as (amina, screen):
        assert await amina._act(" /help ") == ("", "")
        assert screen.getvalue() == f"{HELP}\n"
        assert not await amina.talk.once(), "the bot was told nothing"
    assert {"/help", "/quit"} <= set(re.findall(r"/[a-z]+", HELP))


async def test_help_is_shown_at_the_start_and_quit_ends(seeded: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def lines(descriptor: int) -> AsyncIterator[str]:
        for line in ("menu", " /quit", "2 pizza margarita"):
            yield line

    monkeypatch.setattr("bot.cli.chat.typed", lines)
    monkeypatch.setattr("sys.stdin", sys.__stderr__)
    async with _sitting(seeded, AMINA) as (amina, screen):
        amina.screen.prompt = "customer> "
        await amina.run()
        assert screen.getvalue().startswith(HELP)
        assert "Pizza quatre fromages" in screen.getvalue()
        assert "Total" not in screen.getvalue()


async def test_there_must_be_a_terminal_account(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await Talk.open(_parts(storage), "local", AMINA, lambda message: None)


async def test_a_recording_plays_again(seeded: Storage, empty_database: str, tmp_path: Path) -> None:
    path = tmp_path / "two_pizzas.toml"
    async with _sitting(seeded, AMINA) as (amina, _):
        amina.recording = Recording(path, "customer", AMINA)
        await _say(amina, 'nheb 2 pizza "margarita"', "/1")
        amina.heard({"text": "by itself\nentirely"})
    script = read(path)
    assert script["title"] == "Two pizzas"
    assert next((turn.get("says"), turn.get("taps")) for turn in script["turn"]) == ('nheb 2 pizza "margarita"', None)
    assert script["turn"][1]["taps"]
    assert "#   entirely" in path.read_text("utf-8")
    await schema.upgrade(empty_database)
    fresh = Storage.connect(empty_database)
    try:
        player = Player(fresh)
        await player.seed()
        await player.play(script)
    finally:
        await fresh.close()


def test_a_recording_is_always_toml(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    recording = Recording(path, "owner", OWNER)
    odd = 'a "b" \\ \x7f \u2028 🍕 سلام'
    recording.turn("says", odd, ["\u2068x\u2069\n\n y "])
    recording.turn("taps", "z", [])
    script = tomllib.loads(path.read_text("utf-8"))
    assert script["turn"] == [
        {"who": "owner", "says": odd, "hears": ["x", "y"]},
        {"who": "owner", "taps": "z", "silent": True},
    ]
    assert "people" not in script


def test_a_pipe_is_read_to_its_end_and_answered(elsewhere: Path, database: str) -> None:
    command = [sys.executable, "-m", "bot", "chat", "--raw", "--record", "chat.toml"]
    root = str(Path(bot.__file__).parents[1])
    env = {**os.environ, "BOT_DATABASE_URL": database, "PYTHONPATH": root}
    said = "menu\n2 pizza margarita"
    done = subprocess.run(command, input=said, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.index("Pizza quatre fromages") < done.stdout.index("Total")
    assert len(read(elsewhere / "chat.toml")["turn"]) == 2
    again = subprocess.run(command, input=said, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert again.returncode == 2
