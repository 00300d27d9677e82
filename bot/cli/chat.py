"""`chat`: talk to the bot in a terminal, over the same engine and the same database as everybody else."""

import asyncio
import re
import sys
import tomllib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import Parts, opened
from bot.cli import common
from bot.cli.recording import Recording
from bot.cli.screen import Screen, typed
from bot.cli.talking import CHANNEL, Talk
from bot.engine.step import Stepper
from bot.handlers.provision import DEMO, seed_demo
from bot.messages import Json
from bot.settings import with_secret_key
from bot.workers.mailbox import MailboxWorker
from storage import places

PIN = re.compile(r"/pin\s+(-?\d+(?:\.\d+)?)[,\s]\s*(-?\d+(?:\.\d+)?)")
TAP = re.compile(r"/(\d{1,3})")
HELP = "Type a message. /2 taps the second choice shown, /pin 36.75 3.04 shares a place, /help shows this, /quit ends."
CUSTOMER, OWNER = "213661000001", "213550000001"


class Role(StrEnum):
    """Whom to be."""

    CUSTOMER = "customer"
    ADMIN = "admin"


def chat(
    role: Annotated[Role, typer.Option("--as", help="Whom to be: a customer, or the demo's owner.")] = Role.CUSTOMER,
    user: Annotated[str, typer.Option(help="Somebody else's phone (digits) or other id.")] = "",
    record: Annotated[Path | None, typer.Option(help="Write the chat as a conversation file for the tests.")] = None,
    raw: Annotated[bool, typer.Option("--raw", help="Leave Arabic as it is: the terminal orders it itself.")] = False,
) -> None:
    """Talk to the bot in this terminal; it works alone or beside a running server. Reads a pipe to its end, too."""
    if record is not None and record.exists():
        raise typer.BadParameter(f"{record} exists already", param_hint="--record")
    who = user or (OWNER if role is Role.ADMIN else CUSTOMER)
    screen = Screen(raw=raw or not sys.stdout.isatty(), prompt=f"{role}> " if sys.stdin.isatty() else "")
    common.run(_chat(who, screen, record))


async def _chat(user: str, screen: Screen, record: Path | None) -> None:
    account = str(tomllib.loads(DEMO.read_text("utf-8"))["accounts"][CHANNEL])
    async with opened(with_secret_key(common.configured(BOT_ENV="development")), migrate=True, size=6) as parts:
        await _seeded(parts, account)
        chat = Chat(screen)
        chat.talk = await Talk.open(parts, account, user, chat.heard)
        if record is not None:
            chat.recording = Recording(record, chat.talk.role or "customer", user)
        async with _working(parts, chat.talk):
            await chat.run()


async def _seeded(parts: Parts, account: str) -> None:
    """The demo is what a terminal talks to: it is made where there is none."""
    async with parts.storage.read() as reader:
        found = await places.accounts(reader.raw, CHANNEL, account)
    if not found:
        await seed_demo(parts.storage, parts.app, parts.world)


@asynccontextmanager
async def _working(parts: Parts, talk: Talk) -> AsyncIterator[None]:
    """Letters are answered and messages shown while this lasts; an error in either comes out."""
    letters = MailboxWorker(parts.storage, Stepper(parts.app, parts.storage, parts.world, parts.bell))
    tasks = [asyncio.create_task(work) for work in (letters.run(), talk.run())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for error in ended:
        if isinstance(error, Exception):
            raise error


class Chat:
    """Lines typed, one turn after the other; what comes between turns came by itself."""

    talk: Talk
    recording: Recording | None = None

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self._choices: list[Mapping[str, Json]] = []
        self._turn: list[str] | None = None

    def heard(self, message: Mapping[str, Json]) -> None:
        """A message came: show it, remember its choices, keep it for the recording."""
        self._choices = message.get("choices") or self._choices
        self.screen.show(message)
        if self._turn is not None:
            self._turn.append(message["text"])
        elif self.recording is not None:
            self.recording.unasked(message["text"])

    async def run(self) -> None:
        """Until the input ends and everything is answered."""
        if self.screen.prompt:
            self.screen.note(HELP)
        await self.talk.settled()
        self.screen.ask()
        async for line in typed(sys.stdin.fileno()):
            if line.strip() == "/quit":
                break
            if line.strip():
                self.screen.busy = True
                await self._take(line)
            self.screen.ask()
        await self.talk.settled()

    async def _take(self, line: str) -> None:
        self._turn = []
        act, value = await self._act(line)
        await self.talk.settled()
        heard, self._turn = self._turn, None
        if self.recording is not None and act:
            self.recording.turn(act, value, heard)

    async def _act(self, line: str) -> tuple[str, str]:
        """Do what the line says; the player's word for it, and its value."""
        if pin := PIN.fullmatch(line.strip()):
            latitude, longitude = float(pin[1]), float(pin[2])
            await self.talk.pin(latitude, longitude)
            return "sends", (
                f'{{ type = "location", location = {{ latitude = {latitude}, longitude = {longitude} }} }}'
            )
        if choice := self._choice(line.strip()):
            await self.talk.tap(choice)
            return "taps", str(choice["title"])
        if note := self._noted(line.strip()):
            self.screen.note(note)
            return "", ""
        await self.talk.say(line)
        return "says", line

    @staticmethod
    def _noted(line: str) -> str:
        """What the program itself answers; empty for what is the bot's to answer."""
        if line == "/help":
            return HELP
        return "No such choice was shown." if TAP.fullmatch(line) else ""

    def _choice(self, line: str) -> Mapping[str, Json] | None:
        """The choice of a tap; staff taps with the bare number too, for what it types goes to the customer's side."""
        tap = TAP.fullmatch(line if line.startswith("/") or not self.talk.role else f"/{line}")
        number = int(tap[1]) if tap else 0
        return next((choice for choice in self._choices if choice["number"] == number), None)
