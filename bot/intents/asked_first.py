"""A question about a dish and then an order that does not name it: `c'est combien la chawarma ? mettez-m'en 2`."""

from collections.abc import Sequence

from bot.intents.corrections import counts
from bot.intents.foods import GLUE, OF_THEM, UNITS, WITH
from bot.intents.guards import COUNTED, IFS
from bot.intents.lexicon import Hit
from bot.intents.lines import PRICES
from bot.intents.mentions import Mention
from bot.intents.tokens import BREAKS, Token
from bot.intents.utterance import Utterance

_OF = GLUE - WITH
_ASKS = frozenset(("price", "have_q"))
_VERBS = frozenset(("want", "want_more", "change_verb"))
_IFS = IFS | {"لوكان", "كان", "ان", "loukan", "lokan"}
"""Who orders only if there is any has been asked for it just so."""
_GOES_ON = _VERBS | frozenset(("yes", "soft_yes", "order_word"))


def apart(said: Utterance, hits: Sequence[Hit]) -> tuple[Sequence[Token], Sequence[Token]] | None:
    """The question, and the order with the dish put behind its quantity; None where a message is no such pair."""
    if not said.mentions:
        return None
    dish = said.mentions[0]
    asked = [hit for hit in hits if hit.concept in _ASKS]
    marks = [at for at in said.shapes.spans.get("@question", ()) if at[0] >= dish.end]
    if not asked and not marks:
        return None
    end = max(dish.end, min(*(hit.end for hit in asked), *(start for start, _ in marks), len(said.tokens)))
    at = _quantity(said, end)
    if at is None or dish.category or any(dish.end <= one.start < at for one in said.mentions):
        return None
    cut = _cut(said.tokens, hits, end, at)
    if cut is None or any(hit.concept in _ASKS and hit.start >= cut and hit.start > at for hit in asked):
        return None
    order = [*said.tokens[cut : at + 1], *_name(said, dish), *said.tokens[at + 1 :]]
    return said.tokens[:cut], [token for token in order if token.form not in OF_THEM]


def _name(said: Utterance, dish: Mention) -> Sequence[Token]:
    return said.tokens[dish.start : dish.end]


def _quantity(said: Utterance, end: int) -> int | None:
    """The first quantity behind the question, where it counts no dish of its own."""
    tokens, starts = said.tokens, {one.start for one in said.mentions}
    for at in range(end, len(tokens)):
        if counts(tokens[at]) and (tokens[at].value or 0) < PRICES and at not in said.shapes.odd:
            after = at + 1
            while after < len(tokens) and (tokens[after].form in _OF or tokens[after].form in UNITS):
                after += 1
            form = tokens[after].form if after < len(tokens) else ""
            own = after in starts or form in said.grammar.code_of or form in COUNTED
            return None if own or at in said.shapes.barred else at
    return None


def _cut(tokens: Sequence[Token], hits: Sequence[Hit], end: int, at: int) -> int | None:
    """Where the order begins: after what ends the question, else with a word that goes on to it."""
    breaks = [n for n in range(end, at) if tokens[n].form in BREAKS]
    turns = [hit.start for hit in hits if hit.concept in _GOES_ON and end <= hit.start < at]
    start = breaks[0] + 1 if breaks else min(turns, default=None)
    if start is None:
        return None
    supposed = next((n for n in range(start, at) if tokens[n].form in _IFS), None)
    if supposed is None:
        return start
    return next((turn for turn in sorted(turns) if turn > supposed and _is_verb(hits, turn)), at)


def _is_verb(hits: Sequence[Hit], at: int) -> bool:
    return any(hit.start == at and hit.concept in _VERBS for hit in hits)
