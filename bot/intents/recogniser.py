"""Read one message: state first, then choices, phrases and keys, menu grammar, and only then what is near."""

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import replace

from bot.intents.alternatives import choices, contrasted, corrected
from bot.intents.asked_first import apart as two_parts
from bot.intents.choices import typed_choice
from bot.intents.communes import gazetteer
from bot.intents.deciding import Decider, Heard, chosen, plain
from bot.intents.explaining import Facts
from bot.intents.guards import EXCEPT
from bot.intents.language import language
from bot.intents.leaving import leaving
from bot.intents.lexicon import Hit, Lexicon
from bot.intents.lines import Setting
from bot.intents.mentions import Mention, find, spot
from bot.intents.menu import MenuGrammar
from bot.intents.model import Model, model
from bot.intents.negation import guarded
from bot.intents.normalise import LONGEST, clean, visible
from bot.intents.order_lines import LineReader
from bot.intents.places import apart, names
from bot.intents.reading import Context, Reading
from bot.intents.replacing import replaced
from bot.intents.scope import DENIALS, KEPT, REMINDED, UNWANTED, Governed, governed
from bot.intents.shapes import Shapes, dishes, ordered_shapes, shapes
from bot.intents.states import by_state, command
from bot.intents.tokens import Token, split_glued, tokens
from bot.intents.undoing import blanked, kept, talked_about, undoes, undone
from bot.intents.utterance import Utterance


class Recogniser:
    """Built once; `read` is pure, does no I/O and takes bounded time whatever the text.

    `learned` gives the n-gram model; the bundled one is learned when it is first needed.
    """

    def __init__(self, learned: Callable[[], Model] = model) -> None:
        self._lexicon = Lexicon()
        self._learned = learned
        self._decider = Decider(learned)
        self._known = frozenset(self._lexicon.words.exact)

    def warm(self) -> None:
        """Learn now what the first unclear message would wait for."""
        self._learned()
        gazetteer()

    def read(self, text: str, context: Context, grammar: MenuGrammar) -> Reading:
        """What one message means where the conversation stands."""
        cleaned = clean(text)
        whole = split_glued(tokens(cleaned), grammar.known, forgiving=context.name != "address")
        pieces = whole[:MOST_TOKENS]
        spoken = language(pieces)
        order = command(cleaned)
        if order:
            return plain(order, spoken, "command", 1.0, {})
        typed = typed_choice(cleaned, pieces, context.choices)
        if typed and typed.rule != "near" and not (typed.rule == "number" and context.name == "qty"):
            return chosen(typed, spoken)
        said, hits = self._understand(text, cleaned, pieces, context, grammar)
        if len(whole) > len(pieces) or len(text) > LONGEST:
            said = replace(said, rest=_rest(cleaned, whole[MOST_TOKENS:]) if len(whole) > len(pieces) else "", cut=True)
        fixed = by_state(said)
        if fixed:
            return plain(fixed, spoken, "state", 1.0, {"context": context.name})
        two = two_parts(said, hits)
        both = self._both(text, cleaned, two, context, grammar) if two else None
        if both:
            return replace(both, language=spoken)
        return self._decider.decide(Heard(said, hits, spoken, typed))

    def _both(
        self, text: str, cleaned: str, two: Sequence[Sequence[Token]], context: Context, grammar: MenuGrammar
    ) -> Reading | None:
        """A question and an order, read one after the other; None where the second orders nothing."""
        asked, order = (
            self._decider.decide(Heard(*self._understand(text, cleaned, part, context, grammar), "none", None))
            for part in two
        )
        ordered = [any(event.name == "add_item" for event in one.events) for one in (asked, order)]
        if ordered != [False, True]:
            return None
        first = asked.events if asked.score > order.score / 2 else ()
        return replace(order, events=(*first, *order.events))

    def explain(self, text: str, context: Context, grammar: MenuGrammar, meant: Collection[str]) -> Facts:
        """What was seen in a message, and what else it could mean than these intents (see `explaining`)."""
        cleaned = clean(text)
        pieces = split_glued(tokens(cleaned), grammar.known, forgiving=context.name != "address")[:MOST_TOKENS]
        said, hits = self._understand(text, cleaned, pieces, context, grammar)
        return self._decider.explained(said, hits, meant)

    def _understand(
        self, text: str, cleaned: str, pieces: Sequence[Token], context: Context, grammar: MenuGrammar
    ) -> tuple[Utterance, list[Hit]]:
        hits = guarded(pieces, self._lexicon.hits(pieces, grammar.known), self._lexicon, context.name)
        hits = talked_about(pieces, hits)
        surely, known = self._known, self._lexicon.known
        ordinary = [2 if token.form in surely else int(token.kind == "word" and known(token.form)) for token in pieces]
        spotted = spot(pieces, grammar, ordinary)
        mentions = find(pieces, spotted, grammar)
        hits, leaves = leaving(pieces, hits, mentions, spotted, grammar, _held(pieces, mentions, grammar, context))
        unsaid, marks, unmeant = _unmeant(pieces, hits, mentions, grammar, context)
        if unsaid:
            return self._understand(text, cleaned, blanked(pieces, unsaid), context, grammar)
        hits += unmeant
        beside = apart(pieces, hits, mentions, lambda at: bool(ordinary[at] or spotted[at]), context)
        place, aside, hits = beside.place, beside.tokens, beside.hits
        if aside:
            ordinary = [2 if at in aside else known for at, known in enumerate(ordinary)]
            spotted = [None if at in aside else found for at, found in enumerate(spotted)]
            mentions = [mention for mention in mentions if mention.start not in aside]
        starts = {mention.start for mention in mentions}
        shape = shapes(pieces, hits, context.name, place, lambda at: at in starts or pieces[at].form in grammar.code_of)
        dishes(shape, pieces, mentions, spotted, grammar)
        names(shape, pieces, ordinary, spotted, grammar)
        setting = _setting(shape, hits, ordinary, grammar, context, leaves)
        lines = LineReader(pieces, spotted, mentions, grammar, setting).read()
        denied = [one for one in marks if one.name in DENIALS and not undoes(hits)]
        found = contrasted(lines, denied, context.basket, grammar)
        found += corrected(lines, pieces, hits, context, grammar) if context.basket and not found else []
        choices(lines, pieces, hits)
        ordered_shapes(shape, pieces, lines, grammar, context)
        found += replaced(lines, pieces, spotted, hits)
        for one in found:
            shape.add(*one)
        if not context.basket and shape.has("likewise"):
            shape.add("@no_basket", 0, 0)
        if context.awaited:
            shape.add(f"@asks_{context.awaited}", 0, 0)
        return Utterance(visible(text), cleaned, pieces, shape, spotted, mentions, lines, context, grammar), hits


def _rest(cleaned: str, unread: Sequence[Token]) -> str:
    """How what was not read begins, when dishes may be counted in it."""
    counted = any(token.value is not None for token in unread)
    return f"{cleaned[unread[0].start :][:SHOWN].rstrip()}…" if counted else ""


def _setting(
    shape: Shapes,
    hits: Sequence[Hit],
    ordinary: Sequence[int],
    grammar: MenuGrammar,
    context: Context,
    leaves: Mapping[int, int],
) -> Setting:
    adding = frozenset(hit.end for hit in hits if hit.concept == "want_more")
    basket = [grammar.codes.index(code) for code in context.basket if code in grammar.codes]
    taken = [known > 0 for known in ordinary]
    long = [hit for hit in hits if hit.end > hit.start + 1]
    idle = {hit.start: hit.end for hit in long if hit.concept == "filler"}
    phrases = frozenset(hit.start for hit in long)
    return Setting(
        taken, shape.barred, shape.odd, adding, shape.has("remove"), frozenset(basket), idle, phrases, leaves, basket
    )


MOST_TOKENS = 300
"""Tokens of a message that are read."""
SHOWN = 30
"""Characters shown of what is not."""


def _named(pieces: Sequence[Token], mentions: Sequence[Mention], grammar: MenuGrammar) -> dict[int, int]:
    """Where dishes begin and end, by name or code."""
    codes = grammar.code_of
    coded = {at: at + 1 for at, token in enumerate(pieces) if token.form in codes}
    return {mention.start: mention.end for mention in mentions} | coded if mentions else coded


def _held(pieces: Sequence[Token], mentions: Sequence[Mention], grammar: MenuGrammar, context: Context) -> set[int]:
    """Where the dishes of the basket begin."""
    if not context.basket:
        return set()
    held = {at for at, token in enumerate(pieces) if grammar.code_of.get(token.form) in context.basket}
    return held | {one.start for one in mentions if any(grammar.codes[n] in context.basket for n in one.dishes)}


def _unmeant(
    pieces: Sequence[Token], hits: Sequence[Hit], mentions: Sequence[Mention], grammar: MenuGrammar, context: Context
) -> tuple[list[range], list[Governed], list[Hit]]:
    """Words of dishes that nothing is to be done with while others are meant; else the marks that words put on
    dishes, and what stands for those of them that are not meant."""
    named = _named(pieces, mentions, grammar)
    if not named:
        return [], [], []
    held = _held(pieces, mentions, grammar, context)
    stay, goes = kept(pieces, hits, named, held)
    if stay:
        return stay if goes else [], [], [Hit("@asked", stay[0].start, stay[0].stop, "exact")]
    marks = [one for one in governed(pieces, hits, named) if one.name != REMINDED or one.dish in held]
    idle = [one for one in marks if one.name not in DENIALS or undone(pieces, hits, one.start)]
    unsaid = [range(one.start, one.end) for one in idle] if len(idle) < len(named) else []
    return unsaid, marks, _idle(idle, pieces, hits, held, context)


_STAYS = {KEPT: True, REMINDED: True, UNWANTED: False}
"""Whether the dish is one of the basket where nothing is to be done."""


def _idle(
    marks: Sequence[Governed], pieces: Sequence[Token], hits: Sequence[Hit], held: Set[int], context: Context
) -> list[Hit]:
    """What stands for dishes that nothing is to be done with: the basket stays as it is, all else goes, or they are
    asked about."""
    found = []
    off = undoes(hits)
    if off and marks and pieces[marks[0].start].form in EXCEPT and all(one.dish in held for one in marks):
        return [Hit("@all_but", one.start, one.dish, "exact") for one in marks]
    for one in marks:
        stays = not off and bool(context.basket) and (one.dish in held) == _STAYS.get(one.name)
        found.append(Hit("@kept" if stays else "@asked", one.start, one.end, "exact"))
    return found
