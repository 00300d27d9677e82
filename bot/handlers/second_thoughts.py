"""What is asked before it is done, whatever its words: a bare number beside a basket, and very many of a dish."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.intents import Choice, Reading
from bot.intents.normalise import clean, fold
from bot.intents.numbers import number
from bot.machines.base import Scene
from bot.messages import Event

MANY = 30
"""More pieces of a dish in one message are asked about."""
COUNTING = ("add_item", "change_qty")


def asked_first(reading: Reading, text: str, scene: Scene, choices: Sequence[Choice]) -> Reading:
    """The reading, or a question in its place."""
    answered = _answered(reading, choices)
    if answered:
        return replace(reading, events=(answered,))
    doubt = _bare_number(reading, text, scene) or _very_many(reading)
    return replace(reading, events=(doubt,)) if doubt else reading


def _answered(reading: Reading, choices: Sequence[Choice]) -> Event | None:
    """A yes or a no, in whatever words, to such a question: the same as its two buttons."""
    asked = bool(choices) and choices[0].event.slots.get("sure") and reading.why.get("layer") != "choice"
    place = {"confirm": 0, "deny": 1}.get(reading.events[0].name) if asked and len(reading.events) == 1 else None
    return None if place is None else choices[place].event


def _bare_number(reading: Reading, text: str, scene: Scene) -> Event | None:
    """`2` after a dish: no number stands beside the buttons, so it may count the dish just touched."""
    last, value = scene.memory.last, number(fold(clean(text).strip()))
    chosen = reading.why.get("layer") == "choice" and reading.why.get("rule") == "number"
    misfit = reading.events[0].name == "misfit" and reading.events[0].slots.get("event") == "give_qty"
    if scene.state != "carting" or last is None or not value or not (chosen or misfit):
        return None
    return _doubt("change_qty", [{"item": last.item, "qty": value, "options": list(last.options)}])


def _very_many(reading: Reading) -> Event | None:
    event = reading.events[0]
    if len(reading.events) != 1 or event.name not in COUNTING or event.slots.get("sure"):
        return None
    items = event.slots.get("items") or ()
    several = any(isinstance(item.get("qty"), int) and item["qty"] > MANY for item in items)
    plain = not event.slots.get("ambiguous") and not event.slots.get("unknown_items")
    return _doubt(event.name, items) if several and plain else None


def _doubt(deed: str, items: Sequence[Mapping[str, Any]]) -> Event:
    return Event("unknown", {"guess": deed, "meant": {"items": list(items)}})
