"""Which of two lines of the basket is to go: the one that a description fits, with an option or without it."""

from dataclasses import replace

from bot.intents import MenuGrammar, Reading
from bot.intents.foods import WITHOUT
from bot.intents.mentions import spot
from bot.intents.normalise import clean
from bot.intents.tokens import tokens
from bot.machines.base import Scene
from bot.machines.memory import Part
from bot.messages import Event

TOLD = frozenset(("remove_item", "give_options", "add_item", "unknown", "misfit"))

HOW = frozenset(("choose_dine_in", "choose_pickup", "choose_delivery"))


def line_meant(reading: Reading, text: str, scene: Scene, grammar: MenuGrammar) -> Reading:
    """The reading, or the removal of the only line that the words fit, where that was asked. Who twice goes on
    to how he gets it leaves the question behind."""
    part = _asked(scene)
    names = {event.name for event in reading.events}
    if part is not None and scene.memory.checkout and reading.events[0].name in HOW:
        return replace(reading, events=(Event("checkout"), *reading.events))
    if part is None or not names or not names <= TOLD or reading.why.get("layer") == "choice":
        return reading
    said = {str(item.get("item")) for event in reading.events for item in event.slots.get("items") or ()} - {"None"}
    if said and said != {part.candidates[0]}:
        return reading
    having, lacking = _described(text, part.candidates[0], grammar)
    fits = [line for line in part.lines if having <= set(line) and lacking.isdisjoint(line)]
    if len(fits) != 1 or not (having or lacking):
        return reading
    item = {"item": part.candidates[0], "options": list(fits[0]), "line": True}
    return replace(reading, events=(Event(part.verb, {"items": [item]}),))


def _asked(scene: Scene) -> Part | None:
    """The dish of which a line is to go, while that is asked."""
    pending = scene.memory.pending if scene.state == "asking_which" else ()
    return pending[0] if pending and pending[0].lines else None


def _described(text: str, dish: str, grammar: MenuGrammar) -> tuple[set[str], set[str]]:
    """The options of a dish that a line is said to have, and those that it is said not to have."""
    pieces = tokens(clean(text))
    found = spot(pieces, grammar, [0] * len(pieces))
    having, lacking = set[str](), set[str]()
    for at, word in enumerate(found):
        codes = grammar.options_for([word.id], [grammar.codes.index(dish)]) if word else ()
        for option in codes:
            without = bool(at) and pieces[at - 1].form in WITHOUT
            taken_off = option.kind == "remove"
            (lacking if without != taken_off else having).add(option.code)
    return having, lacking
