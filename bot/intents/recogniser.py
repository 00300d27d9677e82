"""Read one message: state first, then choices, phrases and keys, menu grammar, and only then what is near."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from bot.intents.choices import Typed, typed_choice
from bot.intents.guards import GRAVE
from bot.intents.language import language
from bot.intents.lexicon import Hit, Lexicon
from bot.intents.mentions import find, spot
from bot.intents.menu import MenuGrammar
from bot.intents.model import QUITE_SURE, SURE, VERY_SURE, Model
from bot.intents.normalise import clean
from bot.intents.order_lines import LineReader
from bot.intents.reading import Context, Language, Reading
from bot.intents.rules import CLEAR, Fired, Rules
from bot.intents.shapes import dishes, shapes
from bot.intents.slots import Utterance, asked_locale, slots
from bot.intents.states import by_state, command
from bot.intents.tokens import Token, split_glued, tokens
from bot.messages import Event, Locale


class Recogniser:
    """Built once; `read` is pure, does no I/O and takes bounded time whatever the text."""

    def __init__(self) -> None:
        self._lexicon = Lexicon()
        self._rules = Rules()
        self._model = Model()
        self._known = frozenset(self._lexicon.words.exact)

    def read(self, text: str, context: Context, grammar: MenuGrammar) -> Reading:
        """What one message means where the conversation stands."""
        cleaned = clean(text)
        pieces = split_glued(tokens(cleaned), grammar.known)[:MOST_TOKENS]
        spoken = language(pieces)
        order = command(cleaned)
        if order:
            return _reading(order, spoken, "command", 1.0, {})
        typed = typed_choice(cleaned, pieces, context.choices)
        if typed and typed.rule != "near":
            return _chosen(typed, spoken)
        said, hits = self._understand(cleaned, pieces, context, grammar)
        fixed = by_state(said)
        if fixed:
            return _reading(fixed, spoken, "state", 1.0, {"context": context.name})
        return self._weigh(said, hits, spoken, typed)

    def _understand(
        self, text: str, pieces: Sequence[Token], context: Context, grammar: MenuGrammar
    ) -> tuple[Utterance, list[Hit]]:
        hits = self._lexicon.hits(pieces, grammar.known)
        ordinary = [self._ordinary(token) for token in pieces]
        spotted = spot(pieces, grammar, ordinary)
        mentions = find(pieces, spotted, grammar)
        shape = shapes(pieces, hits, context.name)
        dishes(shape, pieces, mentions, spotted, grammar)
        taken = [bool(known) for known in ordinary]
        lines = LineReader(pieces, spotted, mentions, grammar, taken, shape.barred).read()
        if lines.loose and not lines.lines:
            shape.add("@loose", 0, len(pieces))
        for at in lines.unknown_at:
            shape.add("@dish" if grammar.food(pieces[at].form) else "@unknown", at, at + 1)
        return Utterance(text, pieces, shape, spotted, mentions, lines, context, grammar), hits

    def _ordinary(self, token: Token) -> int:
        """How surely a token is a word of the language."""
        if token.form in self._known:
            return 2
        return int(token.kind == "word" and self._lexicon.known(token.form))

    def _weigh(self, said: Utterance, hits: Sequence[Hit], spoken: Language, typed: Typed | None) -> Reading:
        shape = said.shapes
        fired = self._rules.fire(shape.spans, said.context.name, shape.content, shape.clauses)
        best = max((one.weight for one in fired), default=0)
        if typed and best < CLEAR:
            return _chosen(typed, spoken)
        if said.context.name == "address" and said.tokens:
            fired = self._rules.interrupting(fired, shape.has("address_word", "same_address", "@phone"))
            fired = fired or [Fired("give_address", CLEAR, (0,), "free text")]
            best = max(one.weight for one in fired)
        if best <= UNSURE:
            guessed = self._guess(said, spoken, _needed(said, fired, best))
            if guessed:
                return guessed
        if not fired:
            return Reading((Event("unknown"),), spoken, 0.0, {"layer": "none"})
        events = tuple(_event(said, one, fired) for one in fired)
        why = {"layer": "rules", "rules": [one.rule for one in fired], "concepts": _seen(hits)}
        asks = cast("Locale | None", asked_locale(shape)) if events[0].name == "set_language" else None
        return Reading(events, spoken, min(1.0, best / 85), why, asks)

    def _guess(self, said: Utterance, spoken: Language, needed: float) -> Reading | None:
        """The model's intent where it is sure enough; a grave one is only suggested, and never against a rule."""
        guess = self._model.guess(said.tokens, said.context.name) if needed < NEVER else None
        if guess is None or guess.margin < needed:
            return None
        why = {"layer": "model", "margin": round(guess.margin, 2)}
        if guess.intent in GRAVE:
            return None if needed > SURE else Reading((Event("unknown", {"guess": guess.intent}),), spoken, 0.0, why)
        one = Fired(guess.intent, 0, (), "model")
        return Reading((_event(said, one, []),), spoken, 0.5, why)


def _needed(said: Utterance, fired: Sequence[Fired], best: int) -> float:
    """The margin that a guess needs: little where no rule fired, much where rules explain part of the message."""
    if not fired:
        return SURE
    content = set(said.shapes.content)
    explained = content & {at for one in fired for at in one.tokens}
    if not content or len(explained) >= MOSTLY * len(content):
        return NEVER
    return QUITE_SURE if best <= WEAK else VERY_SURE


MOST_TOKENS = 300
"""Tokens of a message that are read."""
UNSURE = 71
"""Up to this weight a very sure guess of the model outweighs the rules."""
WEAK = 50
"""Up to this weight a quite sure guess does."""
MOSTLY = 0.8
"""Rules that explain this share of the words stand."""
NEVER = 1e9


def _event(said: Utterance, one: Fired, fired: Sequence[Fired]) -> Event:
    return Event(one.intent, slots(said, one, [other for other in fired if other is not one]))


def _seen(hits: Sequence[Hit]) -> list[str]:
    return [f"{hit.concept}@{hit.start}:{hit.layer}" for hit in hits]


def _reading(event: Event, spoken: Language, layer: str, score: float, why: Mapping[str, Any]) -> Reading:
    asks = event.slots.get("to") if event.name == "set_language" else None
    return Reading((event,), spoken, score, {"layer": layer, **why}, asks)


def _chosen(typed: Typed, spoken: Language) -> Reading:
    why = {"layer": "choice", "rule": typed.rule, "label": typed.choice.label}
    return Reading((typed.choice.event,), spoken, typed.score, why)
