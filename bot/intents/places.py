"""What is said beside dishes: an address, from where it begins up to where something else is said; a time; towns."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from bot.intents.address_slots import told
from bot.intents.communes import Found, gazetteer
from bot.intents.data import table
from bot.intents.foods import GLUE
from bot.intents.guards import JOINS, SKIPPED, STREETS, TO
from bot.intents.lexicon import ARTICLES, Hit
from bot.intents.mentions import OFTEN, Mention, Spotted
from bot.intents.menu import MenuGrammar
from bot.intents.normalise import fold
from bot.intents.reading import Context
from bot.intents.shapes import Shapes
from bot.intents.timing import said_times
from bot.intents.tokens import Token

_PAYS = ("cash", "deposit", "pay_verb")
_OTHER = frozenset(
    ("@moment", "thanks", "goodbye", "want", "remove", "cancel", "price", "done", "checkout_verb", *_PAYS)
)
_PLACES = frozenset(("address_word", "same_address"))
_BROUGHT = frozenset(("delivery", "deliver_you", "delivery_fee"))
_GOES_ON = frozenset((",", "-", "\n"))
_ASKS = frozenset(("price", "ask_mark", "delivery_fee", "deliver_you", "complaint", "pickup", "dine_in"))
_TOWARDS = frozenset(table("towns")["words"]["towards"].split())
_ANNOUNCED = 4
_NAME = 3
_SHOWS = frozenset(("confirm_order", "address"))
_DOORS = frozenset(fold(word) for word in table("towns")["words"]["doors"].split())
_LONG = 4
_BACK = 6
"""Words before the street that may name the town."""


class Apart(NamedTuple):
    """What no dish is named in: the tokens of an address, of times and of towns; and the hits with all of these."""

    place: tuple[int, int] | None
    tokens: frozenset[int]
    hits: list[Hit]


def apart(
    tokens: Sequence[Token],
    hits: Sequence[Hit],
    mentions: Sequence[Mention],
    known: Callable[[int], bool],
    context: Context,
) -> Apart:
    """The time, the address and the towns in a message, so that their words count and name no dishes."""
    starts = [mention.start for mention in mentions if not _in_name(tokens, mention)]
    times = said_times(tokens, hits, context.name, starts.__contains__, ordering=bool(context.basket))
    hits = [*hits, *times] if times else list(hits)
    place = address(tokens, hits, starts, known) or _details(tokens, starts, context)
    if place:
        hits = [hit for hit in hits if hit.end <= place[0] or hit.start >= place[1] or hit.concept in _PLACES]
    inside = frozenset(range(*place)) if place else frozenset[int]()
    towns = _towns(tokens, hits, inside, context.name) or _brought_to(tokens, hits, inside, starts)
    if not times and not towns:
        return Apart(place, inside, hits)
    taken = (at for one in (*times, *towns) for at in range(one.start, one.end))
    return Apart(place, inside.union(taken), [*hits, *towns])


def _towns(tokens: Sequence[Token], hits: Sequence[Hit], inside: frozenset[int], context: str) -> list[Hit]:
    """Names of places beside a delivery word, or a no to the recap, but not those of an address."""
    told = _BROUGHT | {"no"} if context == "confirm_order" else _BROUGHT
    brought = [hit for hit in hits if hit.concept in told]
    taken = inside.union(at for hit in brought for at in range(hit.start, hit.end))
    named = gazetteer().find([token.form for token in tokens]) if brought else ()
    return [Hit("@town", one.start, one.end, "exact") for one in named if taken.isdisjoint(range(one.start, one.end))]


def _brought_to(
    tokens: Sequence[Token], hits: Sequence[Hit], inside: frozenset[int], dishes: Collection[int]
) -> list[Hit]:
    """The town that dishes are to come to, said without a word for delivery: `jiboli zouj pizza l bab zouar`."""
    if not dishes or inside or any(hit.concept in _ASKS for hit in hits) or any(one.form == "?" for one in tokens):
        return []
    for one in gazetteer().find([token.form for token in tokens]):
        behind = one.start and tokens[one.start - 1].form in _TOWARDS
        if min(dishes) < one.start and (behind or _glued_to(tokens, one)):
            return [Hit("@town", one.start, one.end, "exact"), Hit("delivery", one.start, one.end, "exact")]
    return []


def _glued_to(tokens: Sequence[Token], one: Found) -> bool:
    """Whether `to` is glued to a town's name: `lkouba`, `لحيدرة`."""
    first, *rest = (token.form for token in tokens[one.start : one.end])
    bare = first[1:] if first[0] in "lل" else ""
    return bool(bare) and any(same.communes == one.communes for same in gazetteer().find([bare, *rest]))


def address(
    tokens: Sequence[Token], hits: Sequence[Hit], dishes: Collection[int], known: Callable[[int], bool]
) -> tuple[int, int] | None:
    """The tokens of an address: a street word with a number (behind a delivery word also without one), the town before
    it, and all that belongs to it.

    `dishes` are the tokens at which dishes begin; a quantity before one ends the address. `known` says which words
    the language and the menu have: others right before the street are the town.
    """
    streets = [at for at, token in enumerate(tokens) if token.form in STREETS]
    anchor = next((at for at in streets if _numbered(tokens, at) or _delivered(tokens, hits, at)), None)
    if anchor is None:
        return None
    anchor = _first_road(tokens, streets, anchor, dishes)
    end = _end(tokens, hits, anchor, dishes)
    house = anchor - 1 if anchor and tokens[anchor - 1].value is not None else anchor
    start = _start(tokens, hits, house, dishes)
    while start == house and house and tokens[house - 1].kind == "word" and not known(house - 1):
        start = house = house - 1
    return _back(tokens, start, max((at + 1 for at in dishes if at < start), default=0), known), end


def _first_road(tokens: Sequence[Token], streets: Sequence[int], anchor: int, dishes: Collection[int]) -> int:
    """The road with a name and no number that the address begins with: `rue Hassiba Ben Bouali, cité 200 logts`."""
    for at in reversed(streets[: streets.index(anchor)]):
        named = range(at + 1, anchor)
        plain = all(tokens[n].kind == "word" or tokens[n].form in _GOES_ON for n in named)
        if not named or len(named) > _BACK or not plain or any(n in dishes for n in named):
            break
        anchor = at
    return anchor


def _in_name(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether what only sounds like a dish is part of a road's name."""
    at = mention.start
    while at and mention.start - at <= _LONG and tokens[at - 1].kind == "word" and tokens[at - 1].value is None:
        at -= 1
        if tokens[at].form in STREETS:
            return not mention.exact and mention.score < 1
    return False


def _details(tokens: Sequence[Token], dishes: Collection[int], context: Context) -> tuple[int, int] | None:
    """The tokens of a message that is all of a floor, a door, a bell, where an address was just shown or asked for."""
    if context.name not in _SHOWS or dishes or not any(_is_door(tokens, at) for at in range(len(tokens))):
        return None
    return (0, len(tokens)) if told(" ".join(token.text for token in tokens)).indoors else None


def _is_door(tokens: Sequence[Token], at: int) -> bool:
    near = [*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2]]
    return tokens[at].form in _DOORS and any(any(c.isdecimal() for c in token.form) for token in near)


def _back(tokens: Sequence[Token], start: int, least: int, known: Callable[[int], bool]) -> int:
    """Back over what else of the address stands before a street word, up to another one or to a town's name."""
    towns = {one.end: one.start for one in gazetteer().find([token.form for token in tokens[:start]])} if start else {}
    best = at = start
    while at > least:
        token = tokens[at - 1]
        if towns.get(at, -1) >= least:
            at = best = towns[at]
        elif token.form in STREETS:
            house = at - 2 if at > least + 1 and tokens[at - 2].kind == "number" else at - 1
            at = best = house
        elif token.form in _GOES_ON or token.form in ARTICLES or (token.kind == "word" and not known(at - 1)):
            at -= 1
        else:
            break
    return best


def _numbered(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number stands right before a street word or soon after it."""
    near = [*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 4]]
    return any(token.kind in ("number", "word") and any(c.isdecimal() for c in token.form) for token in near)


def _delivered(tokens: Sequence[Token], hits: Sequence[Hit], at: int) -> bool:
    """Whether a delivery word stands before a street and its name, and nothing is asked."""
    named = at + 1 < len(tokens) and tokens[at + 1].kind == "word"
    asked = any(token.form == "?" for token in tokens)
    return named and not asked and any(hit.concept == "delivery" and hit.end <= at for hit in hits)


def _end(tokens: Sequence[Token], hits: Sequence[Hit], anchor: int, dishes: Collection[int]) -> int:
    others = {hit.start for hit in hits if hit.concept in _OTHER or _is_phone(tokens, hit)}
    end = next((at for at in range(anchor, len(tokens)) if at in others or _counts(tokens, at, dishes)), len(tokens))
    end = next((at for at in range(anchor, end) if tokens[at].kind == "phone"), end)
    while end > anchor + 1 and (tokens[end - 1].kind == "sign" or tokens[end - 1].form in JOINS):
        end -= 1
    return end


def _is_phone(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether `mon numéro` announces a phone that follows, and not a house."""
    near = tokens[hit.end : hit.end + _ANNOUNCED]
    return hit.concept == "my_number" and any(token.kind == "phone" for token in near)


def _counts(tokens: Sequence[Token], at: int, dishes: Collection[int]) -> bool:
    return tokens[at].value is not None and at + 1 in dishes


def _start(tokens: Sequence[Token], hits: Sequence[Hit], house: int, dishes: Collection[int]) -> int:
    """Back to the delivery word, or to the `à` before the town's name."""
    least = max((at + 1 for at in dishes if at < house), default=0)
    least = max(least, *(hit.end for hit in hits if hit.concept == "delivery" and hit.end <= house), 0)
    least = max(least, house - _BACK)
    delivered = any(hit.concept in ("delivery", "deliver_you") and hit.end == least for hit in hits)
    places = [at + 1 for at in range(least, house) if tokens[at].form in TO]
    start = places[0] if places else least if delivered else house
    while start < house and (tokens[start].form in SKIPPED or tokens[start].kind == "sign"):
        start += 1
    return start


def names(out: Shapes, tokens: Sequence[Token], known: Sequence[int], spotted: Spotted, grammar: MenuGrammar) -> None:
    """Add the words that neither the language nor the menu nor the kitchen knows: they may name a place."""
    for at, token in enumerate(tokens):
        heard = known[at] or token.form in OFTEN or spotted[at] is not None
        heard = heard or token.kind != "word" or token.value is not None
        if not heard and len(token.form) >= _NAME and token.form not in GLUE and token.form not in grammar.known:
            out.add("@name", at, at + 1)
