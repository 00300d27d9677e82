"""What words about the basket mean where the reading leaves open which line, which option or how many is meant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.handlers.retelling import words
from bot.intents import Choice, Reading
from bot.intents.choices import bare_label
from bot.intents.numbers import number
from bot.machines.base import Scene
from bot.messages import Event
from bot.services.basket import Line
from bot.services.menu import Option

BRIEF = 3
"""Words of an answer that is a name or a number and no more."""
ASKED = frozenset(("choosing_mode", "asking_table", "asking_address", "asking_phone"))
COUNTED = frozenset(("carting", "confirming"))
SHORTEST = 3
STEM = 4
"""Letters of an option's word by which it is known: `oignon` is `oignons`."""


def about_basket(reading: Reading, text: str, scene: Scene, choices: Sequence[Choice]) -> Reading:
    """The reading with what the state, the basket and what was shown make of it."""
    said = bare_label(text).split()
    if len(said) == 1 and said[0].isdecimal() and (scene.state == "carting" or not choices):
        # Nothing is shown that the number could stand for: neither a choice nor a menu.
        return replace(reading, events=(Event("misfit", {"event": "give_qty"}),))
    events = tuple(_told(event, said, scene, len(reading.events) == 1) for event in reading.events)
    return reading if events == reading.events else replace(reading, events=events, why={**reading.why, "retold": True})


def _told(event: Event, said: Sequence[str], scene: Scene, alone: bool) -> Event:
    match event.name:
        case "give_options":
            return _which_line(event, scene)
        case "remove_item":
            return _unnamed(event, said, scene)
        case "add_item" if alone and scene.state == "changing":
            return _picked(event, said, scene)
        case "deny" if alone and scene.state in COUNTED:
            return _recounted(event, said)
        case "unknown" if event.slots.get("guess") == "checkout" and scene.state in ASKED:
            return Event("checkout")
        case "unknown" if alone and scene.state == "tracking" and said and words("alter").issuperset(said):
            return Event("change")
    return event


def _which_line(event: Event, scene: Scene) -> Event:
    """Options said where it was asked which line of a dish is meant pick the line that has them."""
    part = scene.memory.pending[0] if scene.state == "asking_which" and scene.memory.pending else None
    if part is None or not part.lines:
        return event
    said = set(event.slots.get("options") or ())
    fit = [line for line in part.lines if said and said <= set(line)]
    item = {"item": part.candidates[0], "options": list(fit[0]), "line": True} if len(fit) == 1 else {}
    return Event(part.verb, {"items": [item]}) if item else event


def _unnamed(event: Event, said: Sequence[str], scene: Scene) -> Event:
    """ "Enlève les oignons" takes off no dish: an option is meant if one is so called, and else it is asked."""
    items: Sequence[Mapping[str, Any]] = event.slots.get("items") or ()
    named = any(item.get(name) for item in items for name in item if name != "text")
    if named or not items or event.slots.keys() - {"items"} or words("off").issuperset(said):
        return event
    for line, option in _options(scene):
        if _called(option, said):
            wanted = option.kind == "remove"
            return Event("give_options", {"item": line.item, "options": [option.code], "drop": not wanted})
    return event if any(item.get("text") for item in items) else Event("remove_item", {"items": []})


def _options(scene: Scene) -> Iterator[tuple[Line, Option]]:
    """Every option of what is in the basket, the line last touched first; of those to be taken off only what is on."""
    menu, last = scene.facts.place.menu, scene.memory.last
    for line in sorted(scene.memory.basket, key=lambda one: one != last):
        dish = menu.by_code.get(line.item)
        for option in dish.options if dish else ():
            if option.kind == "remove" or option.code in line.options:
                yield line, option


def _called(option: Option, said: Sequence[str]) -> bool:
    names = (option.names.fr, option.names.ar, option.names.arq, *option.aliases)
    told = {word for name in names for word in bare_label(name).split() if len(word) >= SHORTEST}
    stems = {word[:STEM] for word in told - words("in_options")}
    return any(word.removeprefix("ال")[:STEM] in stems for word in said if word not in words("off"))


def _picked(event: Event, said: Sequence[str], scene: Scene) -> Event:
    """A dish's bare name where it is asked which line to change is that line, and not one more."""
    items: Sequence[Mapping[str, Any]] = event.slots.get("items") or ()
    if len(items) != 1 or len(said) > BRIEF or items[0].get("qty") != 1 or items[0].get("options"):
        return event
    if not words("one_more").isdisjoint(said) or any(number(word) is not None for word in said):
        return event
    held = [line for line in scene.memory.basket if line.item == items[0].get("item")]
    return Event("edit_line", {"item": held[-1].item, "options": list(held[-1].options)}) if held else event


def _recounted(event: Event, said: Sequence[str]) -> Event:
    """ "Non, 3" corrects how many."""
    counts = [count for word in said if (count := number(word)) is not None]
    if len(counts) != 1 or len(said) > BRIEF or counts[0] < 1:
        return event
    return Event("change_qty", {"items": [{"item": None, "qty": counts[0]}]})
