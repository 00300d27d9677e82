"""The one value through which an application reaches the engine: kinds of session, handlers, words, channels.

The engine knows nothing of restaurants; `bot/bootstrap.py` builds this value, and another application builds its own.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from bot.clock import World
from bot.effects import Effect
from bot.intents.reading import Choice, Reading
from bot.locales.render import Renderer
from bot.machines.base import Scene
from bot.machines.runner import Runner
from bot.messages import Event, Inbound, Json, Locale, Outgoing
from storage.rows import PersonRow, SessionRow
from storage.unit import Unit
from storage.wire import Connection


@dataclass(frozen=True, slots=True)
class Heard:
    """What a kind of session makes of one inbound, and the locale of the reply to it."""

    reading: Reading
    locale: Locale
    arabic_run: int
    why_locale: str


class Listen(Protocol):
    """How a kind of session understands what a person did. Pure.

    `pressed` is the event of a genuine, live button, if it was one.
    """

    def __call__(
        self, inbound: Inbound, scene: Scene, row: SessionRow, choices: Sequence[Choice], pressed: Event | None
    ) -> Heard: ...


@dataclass(frozen=True, slots=True)
class SessionKind:
    """One kind of session: its machine, how its memory is kept, how it listens.

    `thaw` reads a stored memory of any earlier version (unknown fields ignored, missing ones fresh). `rename` maps
    states of earlier versions to today's; a state that is in neither wakes up at the machine's `home`.
    """

    name: str
    runner: Runner
    fresh: Callable[[], Any]
    thaw: Callable[[dict[str, Json]], Any]
    freeze: Callable[[Any], dict[str, Json]]
    listen: Listen
    rename: Mapping[str, str]


@dataclass(slots=True)
class Stage:
    """What a handler works with: the transaction, whose turn it is, and the means to reach other sessions."""

    unit: Unit
    row: SessionRow
    facts: Any
    now: datetime
    world: World
    turn_id: UUID
    posted: bool = False

    def fresh_key(self, *parts: object) -> str:
        """A dedupe key that belongs to this turn: a turn that is rolled back and run again posts once."""
        return ":".join(("turn", str(self.row.mailbox_id), *map(str, parts)))


Handler = Callable[[Any, Stage], Awaitable[Event | None]]


class FactsLoader(Protocol):
    """What sessions may know of their place, kept in process per revision of the place."""

    def cached(self, tenant: UUID, place: UUID, revision: int) -> Any | None:
        """The place as of this revision, if it is at hand."""
        ...

    async def load(self, raw: Connection, tenant: UUID, place: UUID) -> Any:
        """Read the place as it is now, and keep it."""
        ...

    def frozen(self, place: Any, row: SessionRow, now: datetime, fresh: str) -> Any:
        """The facts that a machine sees in one turn; `fresh` is a string that no other turn has."""
        ...

    def words(self, place: Any) -> Renderer | None:
        """The place's own wording; None where it has none and the application's counts."""
        return None

    def locale(self, place: Any, kind: str, ids: Sequence[str]) -> Locale:
        """The locale in which a new session of this kind begins, for the person with these scoped ids."""
        ...


@dataclass(frozen=True, slots=True)
class App:
    """An application on the engine."""

    kinds: Mapping[str, SessionKind]
    route: Callable[[Inbound, PersonRow, Any], str]
    """Inbound, person, facts of the place → the kind of session that hears it."""
    facts: FactsLoader
    handlers: Mapping[type[Effect], Handler]
    renderer: Renderer
    fit: Mapping[str, Callable[[Outgoing], tuple[Outgoing, ...]]]
    keys: tuple[bytes, ...]
    """What seals the ids of choices: the first one seals, any opens."""
    apology: str = "common.apology"
