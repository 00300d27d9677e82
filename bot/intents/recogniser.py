"""Read one message: state first, then choices, phrases and keys, menu grammar, and only then what is near."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, cast

from bot.intents.choices import Typed, typed_choice
from bot.intents.guards import GRAVE
from bot.intents.language import language
from bot.intents.lexicon import Hit, Lexicon
from bot.intents.lines import Setting
from bot.intents.mentions import Mention, find, spot
from bot.intents.menu import MenuGrammar
from bot.intents.model import QUITE_SURE, SURE, VERY_SURE, model
from bot.intents.negation import guarded
from bot.intents.normalise import clean, visible
from bot.intents.order_lines import LineReader
from bot.intents.places import address
from bot.intents.reading import Context, Language, Reading
from bot.intents.replacing import replaced
from bot.intents.rules import CLEAR, Fired, Rules
from bot.intents.shapes import Shapes, dishes, names, ordered_shapes, shapes
from bot.intents.slots import asked_locale, slots
from bot.intents.states import by_state, command
from bot.intents.tokens import Token, split_glued, tokens
from bot.intents.undoing import blanked, kept, talked_about
from bot.intents.utterance import Utterance
from bot.messages import Event, Locale


class Recogniser:
    """Built once; `read` is pure, does no I/O and takes bounded time whatever the text."""

    def __init__(self) -> None:
        self._lexicon = Lexicon()
        self._rules = Rules()
        self._known = frozenset(self._lexicon.words.exact)

    def warm(self) -> None:
        """Learn now what the first unclear message would wait for."""
        model()

    def read(self, text: str, context: Context, grammar: MenuGrammar) -> Reading:
        """What one message means where the conversation stands."""
        cleaned = clean(text)
        whole = split_glued(tokens(cleaned), grammar.known, forgiving=context.name != "address")
        pieces = whole[:MOST_TOKENS]
        spoken = language(pieces)
        order = command(cleaned)
        if order:
            return _reading(order, spoken, "command", 1.0, {})
        typed = typed_choice(cleaned, pieces, context.choices)
        if typed and typed.rule != "near" and not (typed.rule == "number" and context.name == "qty"):
            return _chosen(typed, spoken)
        said, hits = self._understand(text, cleaned, pieces, context, grammar)
        if len(whole) > len(pieces):
            said = replace(said, rest=_rest(cleaned, whole[MOST_TOKENS:]))
        fixed = by_state(said)
        if fixed:
            return _reading(fixed, spoken, "state", 1.0, {"context": context.name})
        return self._weigh(said, hits, spoken, typed)

    def _understand(
        self, text: str, cleaned: str, pieces: Sequence[Token], context: Context, grammar: MenuGrammar
    ) -> tuple[Utterance, list[Hit]]:
        hits = guarded(pieces, self._lexicon.hits(pieces, grammar.known), self._lexicon, context.name)
        hits = talked_about(pieces, hits)
        ordinary = [self._ordinary(token) for token in pieces]
        spotted = spot(pieces, grammar, ordinary)
        mentions = find(pieces, spotted, grammar)
        stay, goes = _stay(pieces, hits, mentions, grammar, context)
        if stay and goes:
            return self._understand(text, cleaned, blanked(pieces, stay), context, grammar)
        hits += [Hit("@asked", stay[0].start, stay[0].stop, "exact")] if stay else []
        place = address(
            pieces, hits, [mention.start for mention in mentions], lambda at: bool(ordinary[at] or spotted[at])
        )
        if place:
            hits = [hit for hit in hits if hit.end <= place[0] or hit.start >= place[1] or hit.concept in _PLACES]
            ordinary = [2 if place[0] <= at < place[1] else known for at, known in enumerate(ordinary)]
            spotted = [None if place[0] <= at < place[1] else found for at, found in enumerate(spotted)]
            mentions = [mention for mention in mentions if not place[0] <= mention.start < place[1]]
        starts = {mention.start for mention in mentions}
        shape = shapes(pieces, hits, context.name, place, lambda at: at in starts or pieces[at].form in grammar.code_of)
        dishes(shape, pieces, mentions, spotted, grammar)
        names(shape, pieces, ordinary, spotted, grammar)
        setting = _setting(shape, hits, ordinary, grammar, context)
        lines = LineReader(pieces, spotted, mentions, grammar, setting).read()
        ordered_shapes(shape, pieces, lines, grammar, context)
        found = replaced(lines, pieces, spotted, hits)
        for one in found:
            shape.add(*one)
        return Utterance(visible(text), cleaned, pieces, shape, spotted, mentions, lines, context, grammar), hits

    def _ordinary(self, token: Token) -> int:
        """How surely a token is a word of the language."""
        if token.form in self._known:
            return 2
        return int(token.kind == "word" and self._lexicon.known(token.form))

    def _weigh(self, said: Utterance, hits: Sequence[Hit], spoken: Language, typed: Typed | None) -> Reading:
        shape = said.shapes
        fired = self._rules.fire(shape.spans, said.context.name, shape.content, shape.clauses)
        if shape.has("@asked", "@told"):
            fired = [one for one in fired if one.intent not in _DOES]
            if not fired:
                return Reading((Event("unknown"),), spoken, 0.0, {"layer": "asked"})
        best = max((one.weight for one in fired), default=0)
        if typed and best < CLEAR:
            return _chosen(typed, spoken)
        if said.context.name == "address" and said.tokens:
            placed = shape.has("address_word", "same_address", "@phone", "@address")
            fired = self._rules.interrupting(fired, placed)
            fired = fired or [Fired("give_address", CLEAR, (0,), "free text")]
            best = max(one.weight for one in fired)
        if best <= UNSURE:
            guessed = self._guess(said, spoken, _needed(said, fired, best), {one.intent for one in fired})
            if guessed:
                return guessed
        if not fired:
            return Reading((Event("unknown"),), spoken, 0.0, {"layer": "none"})
        events = tuple(_event(said, one, fired) for one in fired)
        why = {"layer": "rules", "rules": [one.rule for one in fired], "concepts": _seen(hits)}
        asks = cast("Locale | None", asked_locale(shape)) if events[0].name == "set_language" else None
        return Reading(events, spoken, min(1.0, best / 85), why, asks)

    def _guess(self, said: Utterance, spoken: Language, needed: float, found: Set[str]) -> Reading | None:
        """The model's intent where it is sure enough; a grave one is only suggested, and never against a rule.

        One intent never replaces several that rules found.
        """
        if len(found - _BESIDES) > 1:
            return None
        guess = model().guess(said.tokens, said.context.name) if needed < NEVER else None
        if guess is None or guess.margin < needed:
            return None
        why = {"layer": "model", "margin": round(guess.margin, 2)}
        if guess.intent in GRAVE:
            return None if needed > SURE else Reading((Event("unknown", {"guess": guess.intent}),), spoken, 0.0, why)
        one = Fired(guess.intent, 0, (), "model")
        return Reading((_event(said, one, []),), spoken, 0.5, why)


def _rest(cleaned: str, unread: Sequence[Token]) -> str:
    """How what was not read begins, when dishes may be counted in it."""
    counted = any(token.value is not None for token in unread)
    return f"{cleaned[unread[0].start :][:SHOWN].rstrip()}…" if counted else ""


def _setting(
    shape: Shapes, hits: Sequence[Hit], ordinary: Sequence[int], grammar: MenuGrammar, context: Context
) -> Setting:
    adding = frozenset(hit.end for hit in hits if hit.concept == "want_more")
    held = frozenset(grammar.codes.index(code) for code in context.basket if code in grammar.codes)
    taken = [bool(known) for known in ordinary]
    idle = {hit.start: hit.end for hit in hits if hit.concept == "filler" and hit.end > hit.start + 1}
    return Setting(taken, shape.barred, shape.odd, adding, shape.has("remove"), held, idle)


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
SHOWN = 30
"""Characters shown of what is not."""
UNSURE = 71
"""Up to this weight a very sure guess of the model outweighs the rules."""
WEAK = 50
"""Up to this weight a quite sure guess does."""
MOSTLY = 0.8
"""Rules that explain this share of the words stand."""
NEVER = 1e9
_BESIDES = frozenset(("greet", "thanks", "goodbye", "smalltalk_other"))
_PLACES = frozenset(("address_word", "same_address"))
_DOES = frozenset(("add_item", "remove_item", "change_qty", "give_options", "clear_cart", "confirm", "menu"))
"""What is not done when somebody only asks or tells about it."""


def _stay(
    pieces: Sequence[Token], hits: Sequence[Hit], mentions: Sequence[Mention], grammar: MenuGrammar, context: Context
) -> tuple[list[range], bool]:
    """The words that keep dishes while others go, and whether any dish goes."""
    codes = {at: grammar.code_of[token.form] for at, token in enumerate(pieces) if token.form in grammar.code_of}
    dishes = {mention.start: mention.end for mention in mentions} | {at: at + 1 for at in codes}
    held = {at for at, code in codes.items() if code in context.basket}
    held |= {one.start for one in mentions if any(grammar.codes[n] in context.basket for n in one.dishes)}
    return kept(pieces, hits, dishes, held)


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
