"""The parts alone, in this process and without a database: whole turns, recognition, transitions, rendering.

One conversation of each script is played and taken down; what is timed is the same calls again.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from bot import bootstrap
from bot.channels import Channel
from bot.clock import World
from bot.engine import letters
from bot.engine.turn import Turn
from bot.intents import Recogniser
from bot.locales.render import Renderer
from bot.machines import effects
from bot.machines.base import Scene
from bot.machines.customer import Customer
from bot.messages import Event
from storage.rows import Account, Letter, SessionRow
from storage.unit import Storage
from tests.bench import talk
from tests.bench.serving import settings

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PLACED = Event("placed", {"number": 1001, "total_cents": 240_000, "status": "NEW"})
REPEATED = 10
Call = tuple[Any, ...]


class Bare:
    """The parts, and the calls that they got."""

    def __init__(self, place: Any, account: Account) -> None:
        self.app = bootstrap.restaurant_app(settings())
        self.world, self.place, self.account = World(), place, account
        kept = cast("Any", self.app.facts)
        kept._kept[account.tenant_id, account.place_id] = place
        self.kind = self.app.kinds["customer"]
        self.letters = [self._letters(user) for user in range(len(talk.SCRIPTS))]
        self.reads = self._taken_down(Recogniser, "read")
        self.bubbles = self._taken_down(Turn, "_compose", _said)
        self.sends = self._sends()

    @classmethod
    async def ready(cls, url: str) -> "Bare":
        """With the demo restaurant as the database holds it."""
        app, storage = bootstrap.restaurant_app(settings()), Storage.connect(url)
        async with storage.read() as reader:
            row = await reader.raw.fetchrow(
                "SELECT tenant_id, place_id FROM channel_accounts WHERE account = $1", talk.account(0)
            )
            assert row is not None
            place = await app.facts.load(reader.raw, row["tenant_id"], row["place_id"])
        await storage.close()
        return cls(place, Account(row["tenant_id"], "whatsapp", talk.account(0), row["place_id"]))

    def _letters(self, user: int) -> list[Letter]:
        channel: Channel = bootstrap.CHANNELS["whatsapp"]
        found = []
        for request in talk.chat("bare", user).requests:
            (message,) = channel.parse(talk.loaded(request)).messages
            made = letters.pack(message)
            found.append(Letter(self.world.new_id(), UUID(int=user), "said", "", made, letters.key_of(message)))
        return found

    def _row(self, user: int) -> SessionRow:
        tenant, place, phone = self.account.tenant_id, self.account.place_id, talk.phone(user)
        return SessionRow(
            tenant_id=tenant,
            id=UUID(int=user),
            kind="customer",
            place_id=place,
            person_id=UUID(int=user),
            state=self.kind.runner.machine.home,
            memory={},
            offer={},
            prompt_no=0,
            locale="fr",
            arabic_run=0,
            machine=self.kind.runner.version,
            version=0,
            updated_at=NOON,
            channel="whatsapp",
            account=self.account.account,
            address=phone,
            phone=phone,
            name=f"Client {user}",
            chosen=None,
            revision=self.place.revision,
        )

    def chats(self) -> int:
        """Play every script once; the number of turns."""
        for user, told in enumerate(self.letters):
            row = self._row(user)
            for number, letter in enumerate(told):
                now = NOON + timedelta(seconds=5 * number)
                turn = Turn(self.app, row, self.place, letter, now, self.world.new_id())
                self._play(turn)
                row.version, row.updated_at = row.version + 1, now
        return sum(map(len, self.letters))

    def _play(self, turn: Turn) -> None:
        play = turn.play()
        try:
            effect = next(play)
            while True:
                effect = play.send(PLACED if isinstance(effect, effects.PlaceOrder) else None)
        except StopIteration:
            return

    def _taken_down(self, owner: type, name: str, note: Callable[[Call], Call] = tuple) -> list[Call]:
        """The calls of a method while every script is played once."""
        calls: list[Call] = []
        method = getattr(owner, name)

        def noting(*args: Any) -> Any:
            calls.append(note(args))
            return method(*args)

        setattr(owner, name, noting)
        try:
            self.chats()
        finally:
            setattr(owner, name, method)
        return calls

    def _sends(self) -> list[Call]:
        def note(args: Call) -> Call:
            scene: Scene = args[1]
            return (scene.state, self.kind.freeze(scene.memory), scene.facts, *args[2:])

        return self._taken_down(type(self.kind.runner), "send", note)

    # What is timed: microseconds of processor time a call.

    def turn(self) -> float:
        """A whole turn: hear, decide, render, fit, and what is to be written as plain data."""
        start = time.thread_time()
        turns = sum(self.chats() for _ in range(REPEATED))
        return 1e6 * (time.thread_time() - start) / turns

    def recognise(self) -> float:
        """A text's events."""
        return _each(self.reads, lambda call: Recogniser.read(*call))

    def render(self) -> float:
        """A turn's message with its choices."""
        return _each(self.bubbles, lambda call: Renderer.bubble(*call))

    def transition(self) -> float:
        """An event, by the table that is compiled from the class."""
        spent = 0.0
        for state, memory, facts, event, slots in self.sends:
            scene = Scene(state, self.kind.thaw(memory), facts)
            start = time.thread_time()
            self.kind.runner.send(scene, event, slots)
            spent += time.thread_time() - start
        return 1e6 * spent / len(self.sends)

    def library(self) -> float:
        """The same events, by one reused instance of python-statemachine."""
        scene = Scene(self.kind.runner.machine.home, self.kind.fresh(), self.sends[0][2])
        machine = Customer(scene)
        spent = 0.0
        for state, memory, facts, event, slots in self.sends:
            scene.state, scene.memory, scene.facts, scene.bubbles = state, self.kind.thaw(memory), facts, []
            start = time.thread_time()
            machine.send(event, slots=slots)
            spent += time.thread_time() - start
        return 1e6 * spent / len(self.sends)


def _said(args: Call) -> Call:
    """What a turn has to say."""
    turn: Turn = args[0]
    return (turn.app.renderer, tuple(turn.scene.bubbles), turn.scene.locale, turn._ident)


def _each(calls: list[Call], call: Callable[[Call], Any]) -> float:
    start = time.thread_time()
    for one in calls * REPEATED:
        call(one)
    return 1e6 * (time.thread_time() - start) / len(calls) / REPEATED
