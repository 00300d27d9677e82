"""`understand`: what the intent layer makes of sentences, in the names of the language material, one JSON line each."""

import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from bot.bootstrap import database
from bot.cli import common
from bot.cli.misses import lines, missed
from bot.cli.output import Desk, answer, has_database, migrated
from bot.handlers.facts import menu_of
from bot.handlers.provision import DEMO
from bot.handlers.speaking import DishNames, beside_names, dish_names, locale_rules, without_links
from bot.intents import Context, MenuGrammar, Reading, Recogniser, reply_locale
from bot.intents.locale import ReplyLocale
from bot.machines.customer import Customer
from bot.messages import LOCALES, Event, Json
from bot.services.menu import Category, Dish, Menu, Names, Option
from bot.settings import Settings
from storage import ops, places, schema

SAME = {
    "give_phone": "give_address",
    "give_qty": "change_qty",
    "give_table": "choose_dine_in",
    "give_options": "add_item",
}
"""Events of ours that are finer than the intents of the language material."""
KEPT = frozenset(("neutral", "answer"))
PENDING = frozenset(Customer.contexts[state] for state in Customer.pending)


def understand(
    as_json: Annotated[bool, typer.Option("--json", help="Keep to one line each, also on a terminal.")] = False,
    misses: Annotated[bool, typer.Option("--misses", help="List what was not understood lately, grouped.")] = False,
    days: Annotated[int, typer.Option(min=1, help="With --misses: how many days back.")] = 30,
) -> None:
    """Read lines from standard input, text or {"text", "context", "locale"}; print what each means as JSON.

    Keys: language, intent, slots, also, also_slots, reply_locale (keep = neutral), score, why.
    Slots {"asked": true} = not sure (score 0): the bot would ask first and does nothing by itself.
    The menu is that of the first restaurant in the database; without a database, that of the demo.
    """
    if misses:
        groups = common.run(missed(days))
        answer(groups, lines(groups), as_json=as_json)
        return
    settings = common.configured()
    menu = _menu(settings)
    reader = Reader(Recogniser(), MenuGrammar(menu), dish_names(menu), settings)
    indent = 2 if sys.stdout.isatty() and not as_json else None
    for line in sys.stdin:
        print(json.dumps(reader.read(asked(line)), ensure_ascii=False, indent=indent, default=str), flush=True)


def asked(line: str) -> Mapping[str, Json]:
    """A line as what it asks: a JSON object with a text, or else the text itself."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        return value
    return {"text": line.rstrip("\r\n")}


@dataclass(frozen=True, slots=True)
class Reader:
    """Understands one asked sentence at a time."""

    recogniser: Recogniser
    grammar: MenuGrammar
    names: DishNames
    settings: Settings

    def read(self, asked: Mapping[str, Json]) -> dict[str, Json]:
        """The answer's keys are those of the public interface."""
        context = str(asked.get("context") or "any").encode("utf-8", "replace").decode()
        reading = self.recogniser.read(asked["text"], Context(context), self.grammar)
        first, *further = [named(event) for event in main_first(reading)]
        meant = {event.name for event in (*reading.events, first, *further)}
        seen = self.recogniser.explain(asked["text"], Context(context), self.grammar, meant)
        decision = self._decision(asked, context, reading)
        return {
            "language": reading.language,
            "intent": first.name,
            "slots": dict(first.slots),
            "also": [event.name for event in further],
            "also_slots": [dict(event.slots) for event in further],
            "reply_locale": "keep" if decision.why in KEPT else decision.locale,
            "score": round(reading.score, 3),
            "why": {**reading.why, **seen, "locale": decision.why},
        }

    def _decision(self, asked: Mapping[str, Json], context: str, reading: Reading) -> ReplyLocale:
        last: Any = asked.get("locale")
        return reply_locale(
            without_links(asked["text"]),
            beside_names(reading.language, asked["text"], self.names),
            last=last if last in LOCALES else None,
            asks=reading.asks_locale,
            question_pending=context in PENDING,
            rules=locale_rules(self.settings, {}),
        )


def main_first(reading: Reading) -> list[Event]:
    """The events with the main one first and a greeting last: a message's intent is what it wants."""
    return sorted(reading.events, key=lambda event: (event.name != reading.main, event.name == "greet"))


def named(event: Event) -> Event:
    """The event under the name, and with the slots, of the language material.

    What is not understood is none of the restaurant's business, or what the bot would ask about: `guess` then says so.
    """
    slots = dict(event.slots)
    if event.name == "unknown":
        nearest = slots.get("guess") or slots.get("nearest")
        return Event(nearest, {"asked": True}) if nearest else Event("out_of_scope")
    if event.name == "give_phone":
        slots["phone"] = "0" + str(slots["phone"]).removeprefix("213")
    if event.name == "give_options":
        slots = {"items": [{"item": None, "qty": 1, **slots}]}
    return Event(SAME.get(event.name, event.name), slots)


def _menu(settings: Settings) -> Menu:
    """The first restaurant's menu, or the demo's where there is no database or nothing in it."""
    return (common.run(_stored(settings)) if has_database(settings) else None) or bundled()


async def _stored(settings: Settings) -> Menu | None:
    async with database(settings, migrate=False) as url:
        if await schema.current(url) is None:
            return None
    async with migrated() as desk:
        return await _first(desk)


async def _first(desk: Desk) -> Menu | None:
    async with desk.storage.read() as reader:
        found = await ops.find_places(reader.raw, "", "")
        if not found:
            return None
        return menu_of(*await places.menu(reader.raw, found[0]["tenant_id"], found[0]["id"]))


def bundled() -> Menu:
    """The demo's menu as it ships."""
    data = tomllib.loads(DEMO.read_text("utf-8"))
    options: dict[str, list[Option]] = {}
    for raw in data["option"]:
        options.setdefault(raw["dish"], []).append(_option(raw))
    dishes = [_dish(raw, options.get(raw["code"], ())) for raw in data["dish"]]
    categories = [Category(raw["code"], _names(raw)) for raw in data["category"]]
    order = [category.code for category in categories]
    return Menu(tuple(categories), tuple(sorted(dishes, key=lambda dish: order.index(dish.category))))


def _names(raw: Mapping[str, str]) -> Names:
    return Names(raw["fr"], raw["ar"], raw["arq"])


def _cents(raw: Mapping[str, Any]) -> int:
    return int(raw.get("price", 0)) * 100


def _option(raw: Mapping[str, Any]) -> Option:
    return Option(raw["code"], raw["dish"], raw["kind"], _names(raw), _cents(raw), tuple(raw.get("aliases", ())))


def _dish(raw: Mapping[str, Any], options: Sequence[Option]) -> Dish:
    aliases = tuple(raw.get("aliases", ()))
    return Dish(raw["code"], raw["category"], _names(raw), _cents(raw), aliases, tuple(options))
