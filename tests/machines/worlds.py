"""Situations that machines may be in, and what may be said in them: enough that every transition can be taken."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.machines.memory import CustomerMemory, Part
from bot.machines.staff import StaffMemory
from bot.services.basket import Line
from bot.services.menu import Menu
from tests.intents.demo_menu import demo_menu
from tests.machines.chat import facts

THON = Line("P03", 2, (), 85000)
CHEESE = Line("P01", 1, ("X01",), 85000)
OLD = Line("G01", 1, (), 10000)
WHICH = Part("add_item", ("P01", "P02", "P03"), "pizza", {"qty": 2})
WHICH_LINE = Part("remove_item", ("P01",), "", {}, ((), ("X01",)))
WHICH_OUT = Part("remove_item", ("P01", "P03"), "pizza")
AWAY = 5 * 3600.0


@dataclass(frozen=True)
class World:
    """A memory (made fresh for every use) and the facts around it."""

    memory: Callable[[], Any]
    facts: Any = field(default_factory=facts)


def remembering(**more: Any) -> Callable[[], CustomerMemory]:
    return lambda: CustomerMemory(**more)


def sold_out(*codes: str) -> Menu:
    """The demo menu without some dishes."""
    menu = demo_menu()
    dishes = (replace(d, sold_out=True) if d.code in codes else d for d in menu.dishes)
    return Menu(menu.categories, tuple(dishes))


def filled(*lines: Line, **more: Any) -> Callable[[], CustomerMemory]:
    basket = lines or (THON,)
    return remembering(**{"basket": basket, "nonce": "turn0", "last": basket[-1], "dish": CHEESE, **more})


CUSTOMER = {
    "new": World(remembering()),
    "ordered": World(remembering(last_order=1001, cancelling=1001, greeted=True, old_address="Cité 200, Kouba")),
    "looking at what he has": World(filled(CHEESE)),
    "looking": World(remembering(dish=CHEESE, category="pizzas", pending=(WHICH,))),
    "one line": World(filled(cancelling=1001)),
    "again": World(filled(CHEESE, errand="replace", last_order=1001)),
    "two of a kind": World(filled(replace(CHEESE, options=()), CHEESE, pending=(WHICH_LINE,))),
    "two lines": World(filled(THON, CHEESE, pending=(WHICH,), errand="cancel")),
    "checkout": World(
        filled(errand="add", checkout=True, pending=(WHICH,), old_address="Cité 200, Kouba"), facts(phone=None)
    ),
    "pickup": World(filled(errand="add", checkout=True, mode="pickup", recap=True, pending=(WHICH, WHICH_OUT))),
    "dine in": World(filled(errand="add", checkout=True, mode="dine_in")),
    "table": World(filled(checkout=True, mode="dine_in", table="5", pending=(WHICH_OUT,), recap=True)),
    "delivery": World(filled(errand="add", checkout=True, mode="delivery", pending=(WHICH,))),
    "address": World(
        filled(errand="add", checkout=True, mode="delivery", address="Cité 200, Kouba"), facts(phone=None)
    ),
    "before": World(filled(checkout=True, mode="delivery", old_address="Cité 200, Kouba", when="à 20h")),
    "pin": World(filled(errand="add", checkout=True, mode="delivery", latitude=36.7, longitude=3.0, recap=True)),
    "no delivery": World(filled(mode="delivery"), facts(delivery=False, support=False)),
    "away": World(filled(THON, OLD, checkout=True, recap=True), facts(away=AWAY)),
    "away and gone": World(filled(OLD), facts(sold_out("G01"), away=AWAY)),
    "away and empty": World(remembering(pending=(WHICH,), misses=1), facts(away=AWAY)),
    "sold out": World(filled(misses=1), facts(sold_out("P01", "P02", "P03"), support=False)),
}
STAFF = {"quiet": World(StaffMemory), "half said": World(lambda: StaffMemory("order 7 cancel"))}

ORDER = {"number": 1001, "status": "NEW", "mode": "pickup", "total_cents": 170000, "open": True}
NEWS = {"number": 1001, "mode": "delivery", "reason": None}
LINE = {"qty": 2, "fr": "Pizza", "ar": "بيتزا", "arq": "Pizza", "options": [{"fr": "x", "ar": "x", "arq": "x"}]}
AMBIGUOUS = {"text": "pizza", "candidates": ["P01", "P02", "P03"], "qty": 1, "options": []}
_ITEMS: list[Mapping[str, Any]] = [
    {"items": [{"item": "P03", "qty": 2}]},
    {"items": [{"item": "P03", "qty": 0}]},
    {"items": [{"item": "D01"}], "ambiguous": [AMBIGUOUS], "unknown_items": ["sushi"]},
    {"items": [{"item": None, "qty": 3, "was": 2}]},
    {"items": [{"item": "G01", "qty": 1, "notes": ["chaud"], "options": ["X01"]}]},
    {"items": [], "unknown_items": ["sushi"]},
    {"items": []},
    {},
]
SLOTS: dict[str, list[Mapping[str, Any]]] = {
    "add_item": [
        *_ITEMS,
        {"items": [{"item": "D01", "qty": 1, "instead": {"item": "P03", "as_many": True}}]},
        {"items": [{"item": "D01", "qty": 1, "instead": {"item": None, "candidates": ["P01", "P03", "G01"]}}]},
        {"items": [{"item": "P03", "qty": 600}]},
    ],
    "change_qty": [
        *_ITEMS,
        {"items": [{"item": None, "qty": 2}]},
        {"qty": 7},
        {"items": [{"item": "P03", "delta": -2}]},
    ],
    "remove_item": [
        *_ITEMS,
        {"items": [{"item": "P03", "qty": 1}]},
        {"items": [{"item": "P01"}]},
        {"items": [{"item": "P01", "options": ["X01"], "line": True}]},
        {"items": [{"item": "P01", "every": True}]},
        {"items": [{"item": None, "candidates": ["P01", "P03"]}]},
        {"items": [{"item": "P03", "options": ["ananas"]}]},
    ],
    "got_catalog_order": _ITEMS[:2],
    "give_qty": [{"qty": 2}, {"qty": 0}, {"qty": 3}, {}],
    "give_options": [{"options": ["X01"]}, {"options": ["X01"], "drop": True}, {"options": ["R02", "sauce"]}, {}],
    "menu": [{}, {"category": "pizzas"}, {"item": "P01"}, {"category": None, "page": 1}],
    "look": [{"item": "P01"}, {"item": "D01"}, {"item": "nope"}],
    "edit_line": [{"item": "P03", "options": []}, {"item": "P03"}, {"item": "S01"}],
    "ask_price": [{}, {"item": "P01"}, {"candidates": ["P01", "D01"]}, {"item": "nope"}],
    "confirm": [{}, {"weak": True}],
    "cancel": [{}, {"order": "1001"}],
    "track_order": [{}, {"order": "#1001"}],
    "choose_dine_in": [{}, {"table": "7"}],
    "give_table": [{"table": "7"}, {"table": ""}],
    "give_address": [
        {"text": "Cité 1200, Kouba"},
        {"latitude": 36.7, "longitude": 3.0},
        {"text": "?"},
        {"addr": "last", "text": "la même adresse"},
        {"home": True},
        {"phone": "213550123456"},
        {"commune": "Kouba", "phone": "213550123456"},
    ],
    "give_phone": [{"phone": "213550123456"}, {}],
    "unknown": [{}, {"text": "hm"}, {"text": "derrière la mosquée"}, {"text": "7"}],
    "set_language": [{"to": "ar"}, {}],
    "got_media": [{"what": "audio", "voice": True}, {"what": "image", "voice": False}, {"what": "hologram"}],
    "give_slot": [{"text": "à 20h"}, {"time": "asap", "text": "maintenant"}, {}],
    "change_mode": [{}, {"without": "delivery"}],
    "got_unsupported": [{"what": "location"}, {"what": "hologram"}, {}],
    "stale": [{"event": "confirm"}, {"event": "menu"}, {"event": "choose_dine_in"}, {"event": "cancel"}],
    "misfit": [{"event": "give_qty", "qty": 2}, {"event": "dance"}],
    "placed": [{"number": 1001, "total_cents": 170000, "status": "NEW"}],
    "basket_stale": [
        {"changes": [{"item": "P03", "gone": False, "was_cents": 85000, "now_cents": 90000}]},
        {"changes": [{"item": "P03", "gone": True}, {"item": "P01", "gone": True}, {"item": "G01", "gone": True}]},
    ],
    "order_found": [ORDER, {**ORDER, "status": "READY"}, {**ORDER, "status": "DONE", "open": False}],
    "order_missing": [{"number": None}, {"number": 7}],
    "orders_listed": [{"orders": []}, {"orders": [{**ORDER, "at": "then"}]}],
    "order_cancelled": [{"number": 1001}],
    "order_too_late": [{"number": 1001, "status": "IN_PROGRESS"}],
    "order_changed": [
        *({**NEWS, "status": s} for s in ("NEW", "ACCEPTED", "IN_PROGRESS", "READY", "OUT_FOR_DELIVERY", "DELIVERED")),
        {**NEWS, "status": "CANCELLED", "reason": "plus de gaz"},
        {**NEWS, "status": "DONE", "number": 7},
    ],
    "reorder": [{}, {"how": "add"}, {"how": "replace"}],
    "recalled": [
        {"lines": [{"item": "P03", "qty": 1, "options": []}, {"item": "Z99", "qty": 1, "options": []}]},
        {"lines": [{"item": "Z99", "qty": 1, "options": ["X01"]}]},
    ],
    "ticket_opened": [{"number": 4, "again": False}, {"number": 4, "again": True}],
    # Staff.
    "command": [{"line": "status"}],
    "words_given": [{"text": "plus de pâte"}],
    "command_done": [{"bubbles": []}],
    "command_wants": [{"line": "order 7 cancel", "bubbles": []}],
    "order_new": [{**NEWS, "lines": [LINE], "total_cents": 100, "address": "Kouba", "phone": "0", "note": "à 20h"}],
    "order_overdue": [{"number": 7}],
    "order_waits": [{"number": 7, "minutes": 6}],
    "order_taken": [{"number": 7}],
    "order_withdrawn": [{"number": 7}],
    "dish_returns": [{"code": "P01"}],
    "dish_back": [{"code": "P01", "fr": "Pizza", "ar": "بيتزا", "arq": "Pizza"}],
    "dish_unknown": [{"code": "Z99"}],
    "ticket_new": [{"number": 4, "said": "froid", "customer": "Samia"}],
}


def slots_of(event: str) -> list[Mapping[str, Any]]:
    return SLOTS.get(event, [{}])


def cases(events: tuple[str, ...], worlds: Mapping[str, World]) -> Iterator[tuple[str, Mapping[str, Any], World]]:
    """Every event with each of its slots in each of the worlds."""
    for event in events:
        for slots in slots_of(event):
            for world in worlds.values():
                yield event, slots, world
