"""What a message means, once all that is in it is known: rules first, then the model, else a question."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, cast

from bot.intents.asked_language import asked_locale
from bot.intents.choices import Typed
from bot.intents.coverage import awaited, strangers, strays, unexplained
from bot.intents.details import people
from bot.intents.doubts import BASKET, doubtful
from bot.intents.explaining import FULL, Facts, explained
from bot.intents.guards import ACTS, FOR_WHOM, GRAVE
from bot.intents.lexicon import Hit
from bot.intents.model import AGREES, CONTRADICTS, DOUBTS, OVERRULES, SURE, Guess, Model
from bot.intents.reading import Language, Reading
from bot.intents.rules import CLEAR, Fired, Rules
from bot.intents.slots import slots
from bot.intents.utterance import Utterance
from bot.intents.wavering import priced, undecided
from bot.messages import Event, Locale

MOSTLY = 0.8
"""Rules that took this share of the words that say something stand."""
_TURNED = (
    *("@asked", "@told", "@kept", "@reminded", "@unwanted", "@refused", "@unordered", "@swap", "@none", "@set_to"),
    *("@pas_de", "@no_time", "@replaced", "@not", "@keep", "@not_so", "@none_here", "@left_out", "@hold", "@none_of"),
    "@denied",
)
"""Marks that words put on what they stand beside: counting letters does not see them."""
_LIKE = {
    "give_phone": "give_address",
    "change_address": "give_address",
    "give_qty": "change_qty",
    "give_table": "choose_dine_in",
    "give_options": "add_item",
}
"""Intents of rules that the model's sentences do not tell apart from others."""
_NEEDS = {
    "give_slot": {"time", "day"},
    "give_address": {"commune", "wilaya", "landmark", "detail", "phone", "latitude"},
}
"""Slots without which a guess is nothing."""
_OURS = frozenset(("change_mode", "change", "back", "misfit"))
"""Intents that no sentence of the model has."""
LIKELY = 5
"""Intents that are suggested where nothing was understood."""
_BESIDES = frozenset(("greet", "thanks", "goodbye", "smalltalk_other"))
_WITH_DISHES = _BESIDES | {"give_slot"}
_ACTS = ("add_item", "remove_item", "change_qty", "give_options", "clear_cart", "confirm", "menu")
_DOES = frozenset((*_ACTS, "cancel", "driver_claim", "driver_delivered", "payment_done"))
"""What is not done when somebody only asks or tells about it."""
_DENIED = ("@not_so", "not_delivery", "not_here")
"""Ways of getting it that are said not to be meant."""


class Heard(NamedTuple):
    """A message, its concepts, its language, and the choice that it may have typed."""

    said: Utterance
    hits: Sequence[Hit]
    spoken: Language
    typed: Typed | None


class Decider:
    """Weighs rules against each other, against a choice nearly typed, and against the model that `learned` gives."""

    def __init__(self, learned: Callable[[], Model]) -> None:
        self._rules, self._learned = Rules(), learned

    def explained(self, said: Utterance, hits: Sequence[Hit], meant: Collection[str]) -> Facts:
        """What was seen in a message, and what else it could mean; `meant` = the intents that it was given."""
        likely = self._learned().ranked(said.tokens, said.context.name)
        return explained(said, hits, self._rules.possible(said.shapes.spans, said.context.name), likely, meant)

    def decide(self, heard: Heard) -> Reading:
        """The meaning of a message that its state alone does not settle."""
        said, shape = heard.said, heard.said.shapes
        fired = self._rules.fire(shape.spans, said.context.name, shape.content, shape.clauses)
        if shape.has("@asked", "@told"):
            fired = [one for one in fired if one.intent not in _DOES]
            if not fired:
                return self._unknown(heard, "asked")
        clear = undecided(said, priced(said, fired))
        if fired and not clear:
            return self._instead(heard, fired) or self._unknown(heard, "either")
        fired = clear
        if heard.typed and _best([one for one in fired if one.intent != "give_slot"]) < CLEAR:
            return chosen(heard.typed, heard.spoken)
        if said.context.name == "address" and said.tokens:
            fired = self._at_address(said, fired)
        return self._settle(heard, fired)

    def _at_address(self, said: Utterance, fired: list[Fired]) -> list[Fired]:
        """Where an address is awaited, what is nothing else is one."""
        placed = said.shapes.has("address_word", "same_address", "@phone", "@address")
        kept = self._rules.interrupting(fired, placed)
        timed = all(one.intent == "give_slot" and not one.alone for one in kept) and not said.shapes.has("@time_only")
        return [Fired("give_address", CLEAR, (0,), "free text"), *kept] if timed else kept

    def _settle(self, heard: Heard, fired: Sequence[Fired]) -> Reading:
        if not fired:
            denied = heard.said.shapes.has(*_DENIED)
            return (None if denied else self._guess(heard)) or self._unknown(heard, "denied" if denied else "none")
        guess = self._second_opinion(heard, fired)
        contradicted = self._contradicted(heard, fired, guess, CONTRADICTS)
        if contradicted:
            return contradicted
        agreed = guess is not None and guess.intent in _named(fired) and guess.margin >= AGREES
        if doubtful(heard.said, fired, agreed):
            return self._contradicted(heard, fired, guess, DOUBTS) or _asking(heard, fired)
        if strays(heard.said, heard.hits, fired) and not (
            agreed and any(awaited(heard.said, one.intent) for one in fired)
        ):
            return self._straying(heard, fired)
        read = _read(heard, fired)
        mine = [one.intent for one in fired if guess and _LIKE.get(one.intent, one.intent) == guess.intent]
        return replace(read, main=mine[0]) if mine and mine[0] != fired[0].intent else read

    def _straying(self, heard: Heard, fired: Sequence[Fired]) -> Reading:
        """What else was said, where an act is hardly meant; else the act is only suggested."""
        rest = [one for one in fired if one.intent not in ACTS]
        if any(one.intent not in _BESIDES for one in rest):
            return _read(heard, rest)
        if heard.said.context.name == "address":
            return _read(heard, [Fired("give_address", CLEAR, (0,), "free text")])
        guess = max(fired, key=lambda one: (one.intent in ACTS, one.weight))
        if not awaited(heard.said, guess.intent):
            return self._unknown(heard, "stray")
        return _suggested(heard, guess, {"layer": "stray", "concepts": _seen(heard.hits)})

    def _unknown(self, heard: Heard, layer: str) -> Reading:
        """Not understood; `likely` = what the model would try, `nearest` = the first where it can be meant there."""
        ranked = self._learned().ranked(heard.said.tokens, heard.said.context.name, LIKELY)
        likely = [guess.intent for guess in ranked]
        found: dict[str, Any] = {"likely": likely} if likely else {}
        if likely and (likely[0] not in GRAVE or awaited(heard.said, likely[0])):
            found["nearest"] = likely[0]
        found |= people(heard.said) if _only_people(heard.said) else {}
        return Reading((Event("unknown", found),), heard.spoken, 0.0, {"layer": layer})

    def _second_opinion(self, heard: Heard, fired: Sequence[Fired]) -> Guess | None:
        """What the model makes of a message of which rules use only part, or of which they make several things."""
        shape = heard.said.shapes
        taken = {at for one in fired for at in one.tokens}
        taken -= strangers(heard.said)
        several = len({one.intent for one in fired} - _BESIDES) > 1
        if not several and sum(at in taken for at in shape.content) >= MOSTLY * len(shape.content):
            return None
        return self._learned().guess(heard.said.tokens, heard.said.context.name, _named(fired))

    def _contradicted(self, heard: Heard, fired: Sequence[Fired], guess: Guess | None, least: float) -> Reading | None:
        """The model's intent where it reads a message quite otherwise than the rules: further ahead than `least` where
        they leave words unexplained, and much further where not or where it costs."""
        if guess is None or guess.margin < least or guess.intent in _named(fired):
            return None
        if heard.said.shapes.has(*_TURNED) or any(one.intent in _OURS for one in fired):
            return None
        surely = guess.margin >= OVERRULES
        doubted = least < CONTRADICTS or bool(unexplained(heard.said, heard.hits, fired))
        return self._taken(heard, fired, guess) if surely or (doubted and guess.intent not in GRAVE) else None

    def _guess(self, heard: Heard) -> Reading | None:
        """The model's intent where no rule fired."""
        guess = self._learned().guess(heard.said.tokens, heard.said.context.name)
        return self._taken(heard, (), guess) if guess and guess.margin >= SURE else None

    def _instead(self, heard: Heard, denied: Sequence[Fired]) -> Reading | None:
        """What the model reads where the only thing found was denied, if that is something else."""
        guess = self._guess(heard) if len(denied) == 1 else None
        return guess if guess and denied[0].intent not in (guess.main, guess.why.get("guess")) else None

    def _taken(self, heard: Heard, fired: Sequence[Fired], guess: Guess) -> Reading | None:
        """The reading that follows a guess; what costs is only suggested, and only where it is waited for."""
        said = heard.said
        if guess.intent == "choose_dine_in" and _only_people(said):
            return None
        why = {"layer": "model", "margin": round(guess.margin, 2)}
        one = Fired(guess.intent, 0, (), "model")
        if guess.intent in GRAVE:
            if awaited(said, guess.intent):
                return _suggested(heard, one, why)
            return self._straying(heard, fired) if any(other.intent in ACTS for other in fired) else None
        besides = [other for other in fired if other.intent in _BESIDES and other.intent != "smalltalk_other"]
        events = tuple(_event(said, other, []) for other in (*besides, one))
        if guess.intent in _NEEDS and events[-1].slots.keys().isdisjoint(_NEEDS[guess.intent]):
            return None
        return Reading(events, heard.spoken, 0.5, why, main=guess.intent)


def chosen(typed: Typed, spoken: Language) -> Reading:
    """The choice that was typed."""
    why = {"layer": "choice", "rule": typed.rule, "label": typed.choice.label}
    return Reading((typed.choice.event,), spoken, typed.score, why)


def plain(event: Event, spoken: Language, layer: str, score: float, why: Mapping[str, Any]) -> Reading:
    """One event that needs no weighing."""
    asks = event.slots.get("to") if event.name == "set_language" else None
    return Reading((event,), spoken, score, {"layer": layer, **why}, asks)


def _named(fired: Sequence[Fired]) -> set[str]:
    """The intents of rules, as the model's sentences name them."""
    return {_LIKE.get(one.intent, one.intent) for one in fired}


def _only_people(said: Utterance) -> bool:
    """Whether nothing is said but for how many it is."""
    counted = {at for span in said.shapes.spans.get("@people", ()) for at in range(*span)}
    return bool(counted) and all(at in counted or said.tokens[at].form in FOR_WHOM for at in said.shapes.content)


def _best(fired: Sequence[Fired]) -> int:
    return max((one.weight for one in fired), default=0)


def _read(heard: Heard, fired: Sequence[Fired]) -> Reading:
    events = tuple(_event(heard.said, one, fired) for one in fired)
    why = {"layer": "rules", "rules": [one.rule for one in fired], "concepts": _seen(heard.hits)}
    asked = asked_locale(heard.said) if events[0].name == "set_language" else None
    return Reading(events, heard.spoken, min(1.0, _best(fired) / FULL), why, cast("Locale | None", asked))


def _asking(heard: Heard, fired: Sequence[Fired]) -> Reading:
    """What else was said; where that is nothing, the doubtful intent is only suggested."""
    rest = [one for one in fired if one.intent not in BASKET and one.intent not in _WITH_DISHES]
    if rest:
        return _read(heard, rest)
    guess = next(one for one in fired if one.intent in BASKET)
    return _suggested(heard, guess, {"layer": "doubt", "concepts": _seen(heard.hits)})


def _suggested(heard: Heard, guess: Fired, why: Mapping[str, Any]) -> Reading:
    """Not understood surely, so nothing is done: a change of the basket is asked about, else the bot asks its own
    question again. `meant` are the slots that the intent would have."""
    slots = {"guess": guess.intent, "meant": dict(_event(heard.said, guess, ()).slots)}
    return Reading((Event("unknown", slots),), heard.spoken, 0.0, {**why, "guess": guess.intent})


def _event(said: Utterance, one: Fired, fired: Sequence[Fired]) -> Event:
    return Event(one.intent, slots(said, one, [other for other in fired if other is not one]))


def _seen(hits: Sequence[Hit]) -> list[str]:
    return [f"{hit.concept}@{hit.start}:{hit.layer}" for hit in hits]
