"""Random walks through the customer's machine: whatever is said, tapped or told, in whatever order."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.locales.values import Lines, Money, Say
from bot.machines import effects
from bot.machines.base import Scene
from bot.machines.facts import PlaceFacts
from bot.machines.memory import CustomerMemory
from bot.messages import LOCALES, Event
from bot.services.menu import Menu
from tests.intents.demo_menu import demo_menu
from tests.machines.chat import SILENT, Chat, Kitchen, facts, renderer, runner
from tests.machines.worlds import SLOTS

ANSWERS = {o for e in effects.__dict__.values() if isinstance(e, type) for o in getattr(e, "outcomes", ())}
TOLD = {"arrive", "misfit", "stale", "order_changed"}
SAID = sorted(set(runner().events) - ANSWERS - TOLD)
OUT = ("menu", "cancel", "back", "help", "talk_to_human", "set_language", "track_order")
NEED_NO_BASKET = ("browsing", "viewing_dish", "asking_which", "tracking", "confirming_cancel")
FLOW = {"NEW": "ACCEPTED", "ACCEPTED": "IN_PROGRESS", "IN_PROGRESS": "READY", "READY": "DONE"}


def events() -> st.SearchStrategy[tuple[str, Mapping[str, Any]]]:
    """Any intent with any of its slots; shopping is likelier than the rest, so that walks get somewhere."""
    likely = ["add_item", "checkout", "confirm", "choose_pickup", "choose_delivery", "give_address", "change_qty"]
    names = st.sampled_from(SAID) | st.sampled_from(likely)
    return names.flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(SLOTS.get(name, [{}]))))


class Walk(RuleBasedStateMachine):
    """One person, one kitchen."""

    def __init__(self) -> None:
        super().__init__()
        self.kitchen = Kitchen()
        self.chat = Chat(answer=self.kitchen)
        self.recap: tuple[Any, ...] = ()
        self.silent = True

    @initialize(phone=st.booleans(), delivery=st.booleans(), support=st.booleans())
    def begins(self, phone: bool, delivery: bool, support: bool) -> None:
        self.chat.facts = facts(phone="213661000001" if phone else None, delivery=delivery, support=support)

    def watch(self, name: str) -> None:
        """After every message of the person: an answer, and no order but the one that was shown."""
        self.silent = name in SILENT
        for effect in self.chat.effects:
            if isinstance(effect, effects.PlaceOrder):
                assert (effect.basket, effect.mode) == self.recap, "an order that was not recapped"
        assert self.chat.bubbles or self.silent, f"{name} got no answer"
        if any(bubble.say.key == "customer.recap.ask" for bubble in self.chat.bubbles):
            self.recap = (self.chat.memory.basket, self.chat.memory.mode)

    @rule(said=events())
    def says(self, said: tuple[str, Mapping[str, Any]]) -> None:
        name, slots = said
        self.chat.says(name, **slots)
        self.watch(name)

    @rule(one=events(), two=events())
    def says_two_things(self, one: tuple[str, Mapping[str, Any]], two: tuple[str, Mapping[str, Any]]) -> None:
        if not SILENT & {one[0], two[0]}:
            self.chat.hears(Event(*one), Event(*two))
            self.watch(one[0])

    @precondition(lambda self: self.chat.offers)
    @rule(place=st.integers(0, 9))
    def taps(self, place: int) -> None:
        offers = self.chat.offers
        event = offers[place % len(offers)].event
        self.chat.hears(event)
        self.watch(event.name)

    @rule(event=st.sampled_from(["confirm", "menu", "add_item"]))
    def taps_an_old_button(self, event: str) -> None:
        self.chat.says("stale", event=event)
        self.watch("stale")

    @rule(hours=st.sampled_from([1, 5, 30]))
    def comes_back_later(self, hours: int) -> None:
        self.chat.facts = replace(self.chat.facts, away=hours * 3600.0)
        self.chat.says("greet")
        self.chat.facts = replace(self.chat.facts, away=0.0)
        self.watch("greet")

    @rule(code=st.sampled_from(["P01", "P03", "G01"]), more=st.sampled_from([0, 5000]), gone=st.booleans())
    def the_menu_changes(self, code: str, more: int, gone: bool) -> None:
        menu = demo_menu()
        changed = replace(menu.by_code[code], sold_out=gone, price_cents=menu.by_code[code].price_cents + more)
        dishes = (changed if dish.code == code else dish for dish in menu.dishes)
        place: PlaceFacts = replace(self.chat.facts.place, menu=Menu(menu.categories, tuple(dishes)))
        self.chat.facts = replace(self.chat.facts, place=place)

    @precondition(lambda self: self.chat.memory.basket)
    @rule(gone=st.booleans())
    def prices_move_under_the_order(self, gone: bool) -> None:
        line = self.chat.memory.basket[0]
        now = line.unit_cents + 5000
        self.kitchen.stale = [{"item": line.item, "gone": gone, "was_cents": line.unit_cents, "now_cents": now}]

    @precondition(lambda self: self.kitchen.orders)
    @rule()
    def the_kitchen_moves_an_order(self) -> None:
        order = list(self.kitchen.orders.values())[-1]
        order["status"] = FLOW.get(order["status"], "CANCELLED")
        state = self.chat.state
        self.chat.letter("order_changed", **{k: order[k] for k in ("number", "status", "mode")}, reason=None)
        assert len(self.chat.bubbles) == 1
        assert self.chat.state in (state, "browsing")

    @invariant()
    def there_is_a_way_out(self) -> None:
        scene = Scene(self.chat.state, self.chat.memory, self.chat.facts)
        for name in OUT:
            assert runner().takes(scene, name, {}), f"no {name} from {self.chat.state}"

    @invariant()
    def every_choice_can_be_taken(self) -> None:
        scene = Scene(self.chat.state, self.chat.memory, self.chat.facts)
        assert len(self.chat.offers) <= 10, "a list has ten rows"
        for offer in self.chat.offers:
            assert runner().takes(scene, offer.event.name, offer.event.slots), offer.event

    @invariant()
    def the_basket_is_where_it_must_be(self) -> None:
        assert self.chat.memory.basket or self.chat.state in NEED_NO_BASKET
        assert bool(self.chat.memory.basket) is bool(self.chat.memory.nonce)
        assert self.chat.memory.pending or self.chat.state != "asking_which"

    @invariant()
    def totals_are_sums(self) -> None:
        for bubble in self.chat.bubbles:
            values = bubble.say.values or {}
            lines, total = values.get("lines"), values.get("total")
            if isinstance(lines, Lines) and isinstance(total, Money):
                assert sum(_price(line) for line in lines.of) == total.cents

    @invariant()
    def memory_survives_json(self) -> None:
        stored = json.loads(json.dumps(self.chat.stored))
        assert CustomerMemory.from_json(stored) == self.chat.memory

    @invariant()
    def everything_can_be_said(self) -> None:
        for locale in LOCALES:
            renderer().bubble(self.chat.bubbles, locale, lambda offer: offer.event.name)


def _price(line: Say) -> int:
    price = (line.values or {})["price"]
    assert isinstance(price, Money)
    return price.cents


Walk.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None, derandomize=True)
TestWalk = Walk.TestCase
