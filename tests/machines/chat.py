"""A customer's chat with his machine alone: no database, no clock, no words recognised; effects answered by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from bot.effects import Effect
from bot.locales.catalogue import Catalogue
from bot.locales.render import Renderer
from bot.locales.render import plain as without_controls
from bot.locales.values import Bubble, Offer
from bot.machines import effects
from bot.machines.base import Scene
from bot.machines.customer import Customer
from bot.machines.facts import Facts, PlaceFacts
from bot.machines.memory import CustomerMemory
from bot.machines.runner import Runner
from bot.messages import LOCALES, Event, Locale
from bot.services.menu import Menu
from tests.intents.demo_menu import demo_menu

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SILENT = frozenset(("got_reaction", "got_delete"))
"""Events that a person may cause and that get no answer on purpose."""


@lru_cache
def runner() -> Runner:
    """One compiled customer machine for all tests."""
    return Runner(Customer)


@lru_cache
def renderer() -> Renderer:
    """The words that ship."""
    return Renderer(Catalogue.bundled())


def facts(menu: Menu | None = None, **more: Any) -> Facts:
    """The demo restaurant at noon."""
    place = {k: more.pop(k) for k in ("delivery", "support") if k in more}
    known = {"phone": "213661000001", **more}
    return Facts(NOON, PlaceFacts("Dar Zitoun", "Africa/Algiers", "fr", menu or demo_menu(), **place), "turn0", **known)


def plain(text: str) -> str:
    """What a reader sees."""
    return without_controls(text).replace("\u00a0", " ").replace("\u202f", " ")


@dataclass
class Kitchen:
    """Answers effects as the handlers would: orders by nonce, one ticket."""

    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    stale: list[dict[str, Any]] = field(default_factory=list)
    tickets: int = 0

    def __call__(self, effect: Effect, chat: "Chat") -> Event | None:
        match effect:
            case effects.PlaceOrder():
                return self._place(effect)
            case effects.FindOrder(number):
                return self._found(number)
            case effects.ListOrders():
                return Event("orders_listed", {"orders": [{**o, "at": NOON} for o in self.orders.values()][-5:]})
            case effects.CancelOrder(number):
                return self._cancel(number)
            case effects.RecallOrder():
                order = self._find(None)
                return Event("recalled", order) if order else Event("order_missing", {"number": None})
            case effects.OpenTicket():
                self.tickets += 1
                return Event("ticket_opened", {"number": 1, "again": self.tickets > 1})
            case _:
                return None

    def _place(self, effect: effects.PlaceOrder) -> Event:
        assert effect.basket, "an empty basket was ordered"
        if effect.nonce not in self.orders and self.stale:
            changes, self.stale = self.stale, []
            return Event("basket_stale", {"changes": changes})
        total = sum(line.qty * line.unit_cents for line in effect.basket)
        lines = [{"item": x.item, "qty": x.qty, "options": list(x.options)} for x in effect.basket]
        new = {"number": 1001 + len(self.orders), "total_cents": total, "status": "NEW", "mode": effect.mode}
        order = self.orders.setdefault(effect.nonce, {**new, "lines": lines})
        return Event("placed", {k: order[k] for k in ("number", "total_cents", "status")})

    def _find(self, number: int | None) -> dict[str, Any] | None:
        found = [o for o in self.orders.values() if number in (None, o["number"])]
        return found[-1] if found else None

    def _found(self, number: int | None) -> Event:
        order = self._find(number)
        if order is None:
            return Event("order_missing", {"number": number})
        return Event("order_found", {**order, "open": order["status"] not in ("DONE", "DELIVERED", "CANCELLED")})

    def _cancel(self, number: int | None) -> Event:
        order = self._find(number)
        if order is None:
            return Event("order_missing", {"number": number})
        if order["status"] != "NEW":
            return Event("order_too_late", {"number": order["number"], "status": order["status"]})
        order["status"] = "CANCELLED"
        return Event("order_cancelled", {"number": order["number"]})


@dataclass
class Chat:
    """One session, its memory stored as JSON between two messages."""

    facts: Facts = field(default_factory=facts)
    state: str = Customer.home
    stored: Mapping[str, Any] = field(default_factory=dict)
    locale: Locale = "fr"
    answer: Callable[[Effect, "Chat"], Event | None] = field(default_factory=Kitchen)
    bubbles: list[Bubble] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    scene: Scene = field(init=False)
    turns: int = 0

    @property
    def memory(self) -> CustomerMemory:
        return CustomerMemory.from_json(self.stored)

    def says(self, name: str, **slots: Any) -> "Chat":
        """One message of the person that means one thing."""
        return self.hears(Event(name, slots))

    def adds(self, *dishes: str) -> "Chat":
        """`2 P01+X01`: a message that adds dishes."""
        return self.says("add_item", items=[item(dish) for dish in dishes])

    def hears(self, *events: Event, arrives: bool = True) -> "Chat":
        """One turn as the engine plays it; `arrives` = it is a person's message, not a letter of another session."""
        self.turns += 1
        self.facts = replace(self.facts, fresh=f"turn{self.turns}")
        self.scene = Scene(self.state, self.memory, self.facts, self.locale)
        self.effects = []
        if arrives:
            self._send(Event("arrive"))
        taken = False
        for event in events:
            taken = self._send(event) or taken
        if not taken and arrives:
            assert self._send(Event("misfit", {"event": events[0].name, **events[0].slots}))
        if self.scene.asks and not self.scene.silent:
            runner().prompt(self.scene)
        self.state, self.bubbles = self.scene.state, self.scene.bubbles
        self.locale = self.scene.speak or self.locale
        self.stored = self.scene.memory.to_json()
        return self

    def letter(self, name: str, **slots: Any) -> "Chat":
        """Another session's word."""
        return self.hears(Event(name, slots), arrives=False)

    def taps(self, label: str) -> "Chat":
        """Press a choice of the last message by its French label."""
        found = [offer for offer in self.offers if plain(renderer().label(offer.label, "fr")).startswith(label)]
        assert found, f"no {label!r} among {self.labels()}"
        return self.hears(found[0].event)

    def _send(self, event: Event) -> bool:
        taken = runner().send(self.scene, event.name, event.slots)
        while self.scene.effects:
            effect = self.scene.effects.pop(0)
            self.effects.append(effect)
            outcome = self.answer(effect, self)
            if outcome is not None:
                assert outcome.name in effect.outcomes
                assert self._send(outcome), f"{outcome.name} is not taken in {self.scene.state}"
        return taken

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The choices that are shown: those of the last bubble that has some."""
        return next((b.offers for b in reversed(self.bubbles) if b.offers), ())

    def labels(self, locale: Locale = "fr") -> list[str]:
        return [plain(renderer().label(offer.label, locale)) for offer in self.offers]

    def text(self, locale: Locale | None = None) -> str:
        """What is read, in the locale of the chat; the other locales must render too."""
        said = {each: self._render(each) for each in LOCALES}
        return said[locale or self.locale]

    def _render(self, locale: Locale) -> str:
        out = renderer().bubble(self.bubbles, locale, lambda offer: offer.event.name)
        return plain(out.text) if out else ""


def item(dish: str) -> dict[str, Any]:
    """`2 P01+X01` as an item of a slot."""
    qty, _, rest = dish.rpartition(" ")
    code, *options = rest.split("+")
    return {"item": code, "qty": int(qty or 1), "options": options}
