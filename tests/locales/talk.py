"""A customer's session turn by turn in memory: the listener, the machine and the words that ship, no database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from bot.bootstrap import recogniser, restaurant_app
from bot.effects import Effect
from bot.engine import letters
from bot.engine.app import App
from bot.engine.turn import Turn
from bot.handlers.facts import Restaurant, RestaurantFacts
from bot.handlers.listening import CustomerListener
from bot.locales.catalogue import Catalogue
from bot.locales.render import Renderer
from bot.locales.values import Say
from bot.machines.effects import OpenTicket, PlaceOrder, SetLanguage
from bot.messages import Event, Inbound, Kind, Locale, Sender
from bot.settings import load
from storage.rows import Letter, SessionRow
from tests.intents.demo_menu import demo_menu

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TENANT, PLACE, SESSION, PERSON = (UUID(int=n) for n in range(1, 5))
PHONE = "213661000001"


class Overheard(Renderer):
    """Our words, and the languages in which they were said."""

    def __init__(self) -> None:
        super().__init__(Catalogue.bundled())
        self.spoken: set[Locale] = set()

    def say(self, say: Say, locale: Locale) -> str:
        self.spoken.add(locale)
        return super().say(say, locale)


class Known(RestaurantFacts):
    """One restaurant, at hand without a database."""

    place: Restaurant

    def cached(self, tenant: UUID, place: UUID, revision: int) -> Restaurant:
        return self.place


@lru_cache(maxsize=64)
def shop(flags: tuple[tuple[str, str], ...] = (), own: tuple[tuple[str, Any], ...] = (), locale: Locale = "fr") -> App:
    """The application with these settings, over one restaurant with these settings of its own."""
    settings, words = load({"BOT_ENV": "development", **dict(flags)}), Overheard()
    app, facts = restaurant_app(settings), Known(settings, words)
    row = {"revision": 1, "name": "Dar Zitoun", "timezone": "Africa/Algiers", "locale": locale}
    facts.place = facts.restaurant({**row, "settings": json.dumps(dict(own))}, demo_menu(), {})
    customer = replace(app.kinds["customer"], listen=CustomerListener(recogniser(), facts))
    return replace(app, kinds={**app.kinds, "customer": customer}, facts=facts, renderer=words)


@dataclass
class Talk:
    """One customer; what his rows hold between two messages is all that is kept."""

    app: App = field(default_factory=shop)
    last: Locale | None = None
    chosen: Locale | None = None
    arabic_run: int = 0
    state: str = "start"
    memory: Mapping[str, Any] = field(default_factory=dict)
    row: SessionRow = field(init=False)
    spoken: set[Locale] = field(default_factory=set)
    """The languages of the last turn."""
    said: str = ""
    buttons: dict[str, str] = field(default_factory=dict)
    """What was last offered: title → id."""
    count: int = 0

    def __post_init__(self) -> None:
        place: Locale = self.app.facts.locale(self.app.facts.cached(TENANT, PLACE, 1), "customer", (PHONE,))
        self.row = SessionRow(
            TENANT, SESSION, "customer", PLACE, PERSON, self.state, dict(self.memory), {}, 0, self.last or place,
            self.arabic_run, "", int(self.last is not None), NOON, "whatsapp", "1", PHONE, PHONE, "Samia", self.chosen,
            1,
        )  # fmt: skip

    def says(self, text: str) -> Locale:
        """He types this; the language of all that he hears."""
        return self.does(kind=Kind.TEXT, text=text)

    def taps(self, title: str) -> Locale:
        """He taps a button that was shown last."""
        wanted = next(t for t in self.buttons if title in t)
        return self.does(kind=Kind.CHOICE, text=wanted, choice=self.buttons[wanted])

    def does(self, **what: Any) -> Locale:
        """Any message of his."""
        inbound = Inbound("whatsapp", "1", f"m{self.count}", Sender((PHONE,), PHONE, "Samia"), NOON, **what)
        return self._turn("said", "", letters.pack(inbound))

    def hears(self, event: str, **slots: Any) -> Locale:
        """News reach his session."""
        return self._turn("event", event, slots)

    def _turn(self, kind: str, name: str, payload: dict[str, Any]) -> Locale:
        self.count += 1
        letter = Letter(UUID(int=100 + self.count), SESSION, kind, name, payload, f"k{self.count}")
        words = self.app.renderer
        assert isinstance(words, Overheard)
        words.spoken.clear()
        turn = Turn(self.app, self.row, self.app.facts.cached(TENANT, PLACE, 1), letter, NOON, UUID(int=self.count))
        self._play(turn)
        self.row.version += 1
        self.spoken, self.said = set(words.spoken), "\n".join(turn.written.replies)
        if turn.written.outgoing:
            self.buttons = {b["title"]: b["id"] for b in turn.written.outgoing[-1].get("buttons", ())}
        return self.row.locale

    def _play(self, turn: Turn) -> None:
        play = turn.play()
        try:
            effect = next(play)
            while True:
                effect = play.send(self._outcome(effect))
        except StopIteration:
            return

    def _outcome(self, effect: Effect) -> Event | None:
        match effect:
            case SetLanguage():
                self.row.chosen = effect.locale
            case OpenTicket():
                return Event("ticket_opened", {"number": 1, "again": False})
            case PlaceOrder():
                return Event("placed", {"number": 1001, "total_cents": 70_000, "status": "NEW"})
        return None
