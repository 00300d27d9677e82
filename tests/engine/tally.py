"""A second, tiny application on the engine: a tally that people add to. It keeps the engine honest.

Texts: a number adds; `boom` fails in the machine; `effect` asks for an effect with an outcome, `undeclared` for one
that answers what it never declared; `later` sets a timer that adds 100.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from statemachine import State

from bot.channels.whatsapp import WhatsApp
from bot.clock import World
from bot.effects import Effect, Remind
from bot.engine.app import App, Heard, SessionKind, Stage
from bot.engine.timers import remind
from bot.errors import MachineError
from bot.intents.reading import Choice, Reading
from bot.locales.catalogue import Catalogue
from bot.locales.render import Renderer
from bot.locales.values import Offer
from bot.machines.base import Conversation, Scene, Slots, everywhere
from bot.machines.runner import Runner
from bot.messages import Event, Inbound, Locale
from storage import provisioning
from storage.rows import Account, PersonRow, SessionRow
from storage.unit import Storage
from storage.wire import Connection


@dataclass(frozen=True, slots=True)
class Ask(Effect):
    outcomes: ClassVar[tuple[str, ...]] = ("answered",)
    outcome: str


@dataclass(slots=True)
class Memory:
    total: int = 0
    said: int = 0


class Tally(Conversation):
    home: ClassVar[str] = "open"
    words: ClassVar[str] = "tally"
    open = State(initial=True)
    closed = State()

    add = everywhere(open, closed)
    boom = everywhere(open, closed)
    ask = everywhere(open, closed)
    answered = everywhere(open, closed)
    later = everywhere(open, closed)
    rang = everywhere(open, closed)
    misfit = everywhere(open, closed)
    stale = everywhere(open, closed)
    close = open.to(closed)
    reopen = closed.to(open)

    def on_add(self, slots: Slots) -> None:
        self.memory.total += slots["n"]
        self.memory.said += 1
        self.show("total", Offer(Event("close"), self.word("close"), once=True), n=self.memory.total)

    def on_boom(self) -> None:
        raise MachineError("boom")

    def on_ask(self, slots: Slots) -> None:
        self.do(Ask(slots["outcome"]))

    def on_answered(self) -> None:
        self.memory.total += 1000
        self.say("total", n=self.memory.total)

    def on_later(self) -> None:
        self.do(Remind("rang", 60, {}, "one"))

    def on_rang(self) -> None:
        self.memory.total += 100
        self.say("total", n=self.memory.total)

    def on_misfit(self) -> None:
        self.say("misfit")

    def on_stale(self) -> None:
        self.say("stale")

    def ask_closed(self) -> None:
        self.say("closed")


def listen(inbound: Inbound, scene: Scene, row: SessionRow, choices: Sequence[Choice], pressed: Event | None) -> Heard:
    text = inbound.text.strip()
    events = {"boom": Event("boom"), "effect": Event("ask", {"outcome": "answered"}), "later": Event("later")}
    events["undeclared"] = Event("ask", {"outcome": "surprise"})
    event = pressed or events.get(text) or (Event("add", {"n": int(text)}) if text.isdecimal() else Event("what"))
    return Heard(Reading((event,), "none", 1.0, {"text": text}), row.locale, 0, "test")


async def answer(effect: Ask, stage: Stage) -> Event:
    return Event(effect.outcome)


class Facts:
    """Nothing to know."""

    def cached(self, tenant: UUID, place: UUID, revision: int) -> Any:
        return "facts"

    async def load(self, raw: Connection, tenant: UUID, place: UUID) -> Any:
        return "facts"

    def frozen(self, place: Any, row: SessionRow, now: datetime, fresh: str) -> Any:
        return place

    def words(self, place: Any) -> None:
        return None

    def locale(self, place: Any, kind: str, ids: Sequence[str]) -> Locale:
        return "fr"


def _route(inbound: Inbound, person: PersonRow, place: Any) -> str:
    return "tally"


def _same(text: str) -> dict[str, str]:
    return {"fr": text, "ar": text, "arq": text}


WORDS = {
    "tally": {
        "total": _same("total {n}"),
        "close": _same("close"),
        "closed": _same("closed now"),
        "misfit": _same("what?"),
        "stale": _same("too old"),
    },
    "common": {"apology": _same("sorry")},
}
KIND = SessionKind(
    "tally",
    Runner(Tally),
    Memory,
    lambda data: Memory(data.get("total", 0), data.get("said", 0)),
    lambda memory: {"total": memory.total, "said": memory.said},
    listen,
    rename={"opened": "open"},
)


def tally_app() -> App:
    """The application."""
    return App(
        kinds={"tally": KIND},
        route=_route,
        facts=Facts(),
        handlers={Ask: answer, Remind: remind},
        renderer=Renderer(Catalogue(WORDS)),
        fit={"whatsapp": WhatsApp().fit},
        keys=(b"key",),
    )


async def tally_account(storage: Storage, world: World, name: str = "tally") -> Account:
    """A tenant with one place and one account."""
    async with storage.unit() as unit:
        now = world.now()
        tenant = await provisioning.tenant(unit.raw, name, world.new_id(), now)
        place = await provisioning.place(unit.raw, tenant, "here", world.new_id(), now, timezone="UTC", locale="fr")
        await provisioning.account(unit.raw, tenant, place, "whatsapp", "1", "token")
    return Account(tenant, "whatsapp", "1", place, "token")
