"""A verb of taking off in an order: `un burger et enlevez les oignons` leaves out, and nothing leaves the basket."""

from collections.abc import Sequence, Set

from bot.intents.foods import COLD, DRINKS, GLUE, LEAVES, NOTHING_BUT, OF_THEM, RATHER, REST, UNITS
from bot.intents.guards import BY, DEGREES, KEEPS, ONLY, OR, REPAIRS
from bot.intents.lexicon import ARTICLES, INDEFINITE, Hit
from bot.intents.mentions import Mention, Spotted
from bot.intents.menu import MenuGrammar
from bot.intents.tokens import Token

_FROM_IT = OF_THEM | {"menou", "mennou", "mno", "menno", "منو", "منه", "lou", "لو", "moi", "lui"}
_SKIPPED = ARTICLES | GLUE | _FROM_IT
_WANTS = frozenset(("want", "want_more", "order_word"))
_BETWEEN = ARTICLES | INDEFINITE | GLUE | UNITS
_IN_FACT = RATHER | {"fait"}
_NO = REPAIRS - OR
_ENDS = frozenset(("done", "pay_verb", "checkout_verb"))
TAKEN_BACK = "@taken_back"
"""A dish said again, and that it is not wanted."""
ALL_BUT = "@all_but"


def leaving(
    tokens: Sequence[Token],
    hits: list[Hit],
    mentions: Sequence[Mention],
    spotted: Spotted,
    grammar: MenuGrammar,
    held: Set[int],
) -> tuple[list[Hit], dict[int, int]]:
    """The hits without such verbs; where they stand, and what is to be left out. `held` = dishes of the basket, by
    where they are named."""
    leaves: dict[int, int] = {}
    hits = _said_anew(tokens, hits, mentions, held)
    for hit in _verbs(tokens, hits) if mentions else ():
        before = next((one for one in reversed(mentions) if one.end <= hit.start), None)
        at = hit.end
        while at < len(tokens) and tokens[at].form in _SKIPPED:
            at += 1
        found = spotted[at] if at < len(tokens) else None
        if before is None or found is None or not grammar.options_for([found.id], before.dishes, "remove"):
            continue
        leaves[hit.start] = at
        if before.start in held and not _is_new(tokens, hits, before.start):
            hits = [*hits, Hit("unsure", hit.start + 1, hit.end, hit.layer)]
    off = (
        {at for start, end in leaves.items() for at in range(start, end)}
        | _shared(tokens, hits, mentions)
        | _cold(tokens, mentions)
    )
    return ([hit for hit in hits if hit.start not in off] if off else hits), leaves


def _cold(tokens: Sequence[Token], mentions: Sequence[Mention]) -> set[int]:
    """Where a drink is to be cold, which is no complaint."""
    found = set[int]()
    for drink in (one for one in mentions if not DRINKS.isdisjoint(one.ids)):
        at = drink.end
        while at < len(tokens) and tokens[at].form in DEGREES:
            at += 1
        found |= {at} if at < len(tokens) and tokens[at].form in COLD else set()
    return found


def _verbs(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Hit]:
    """Where verbs of taking off stand, also those that say from what: `nahilou`."""
    glued = [Hit("remove", at, at + 1, "exact") for at, token in enumerate(tokens) if token.form in LEAVES]
    return [*(hit for hit in hits if hit.concept == "remove"), *glued]


def _shared(tokens: Sequence[Token], hits: Sequence[Hit], mentions: Sequence[Mention]) -> set[int]:
    """Where words stand that only tell pieces of a dish apart: `3 burgers, un d'eux…`, `والباقي`."""
    first = mentions[0].end if mentions else len(tokens)
    of = {hit.start for hit in hits if hit.start > first and tokens[hit.start].form in OF_THEM | REST}
    counted = {at for at in of if tokens[at - 1].value is not None}
    return of if counted else set()


def _is_new(tokens: Sequence[Token], hits: Sequence[Hit], start: int) -> bool:
    """Whether a dish of the basket is ordered again."""
    counted = start > 0 and tokens[start - 1].value is not None
    return counted or any(hit.concept in _WANTS and hit.end <= start for hit in hits)


def _said_anew(tokens: Sequence[Token], hits: list[Hit], mentions: Sequence[Mention], held: Set[int]) -> list[Hit]:
    """The hits as the dishes and numbers beside them have them meant."""
    found: list[Hit] = []
    for hit in hits:
        mends = hit.concept == "change_verb" and _mends(tokens, hits, hit, mentions, held)
        if mends or (hit.concept in _ENDS and _is_but(tokens, hit)):
            found.append(hit._replace(concept="filler"))
            continue
        back = _taken_back(tokens, hit, mentions) if hit.concept == "dont_want" else None
        found.append(Hit(TAKEN_BACK, back.start, hit.end, hit.layer) if back else hit)
        if hit.concept == "delivery" and _sends(tokens, hit, mentions):
            found.append(hit._replace(concept="want"))
        if hit.concept == "remove":
            found.extend(_from_it(tokens, hit))
    return [*found, *_all_but(tokens, found, mentions, held)]


def _mends(tokens: Sequence[Token], hits: Sequence[Hit], hit: Hit, mentions: Sequence[Mention], held: Set[int]) -> bool:
    """Whether `finalement`, `en fait` only puts right an order in the same message."""
    before = [one for one in mentions if one.end <= hit.start]
    after = any(one.start >= hit.end for one in mentions)
    after = after or (bool(before) and before[-1].start not in held and _counted(tokens, hit.end + 1))
    but = any(one.concept == "but" and one.end <= hit.start for one in hits)
    if tokens[hit.end - 1].form not in _IN_FACT or not before or not after or but:
        return False
    return any(one.start not in held or _counted(tokens, one.start) for one in before)


def _counted(tokens: Sequence[Token], start: int) -> bool:
    return 0 < start <= len(tokens) and tokens[start - 1].value is not None


def _is_but(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether an end of the order only ends what was weighed: `zid zouj, wla khlas wahda`."""
    before = tokens[hit.start - 1].form if hit.start else ""
    return (before in OR or before in _NO) and hit.end < len(tokens) and tokens[hit.end].value is not None


def _taken_back(tokens: Sequence[Token], hit: Hit, mentions: Sequence[Mention]) -> Mention | None:
    """The dish of this message that is said again, behind a no or without a number, and then not to be wanted."""
    last = next((one for one in reversed(mentions) if one.end <= hit.start), None)
    if last is None or any(token.form not in _BETWEEN | {","} for token in tokens[last.end : hit.start]):
        return None
    before = [one for one in mentions if one.end < last.start and one.dishes & last.dishes]
    said = any(any(token.form in _NO for token in tokens[one.end : last.start]) for one in before)
    said = said or (not _counted(tokens, last.start) and any(_counted(tokens, one.start) for one in before))
    return last if said else None


def _sends(tokens: Sequence[Token], hit: Hit, mentions: Sequence[Mention]) -> bool:
    """Whether so many of a dish are what is to be brought: `tu peux me livrer 3 burgers`."""
    after = next((one for one in mentions if one.start >= hit.end), None)
    between = tokens[hit.end : after.start] if after else ()
    return any(token.value is not None for token in between) and all(
        token.value is not None or token.form in _BETWEEN or token.form in ("moi", "nous") for token in between
    )


def _from_it(tokens: Sequence[Token], hit: Hit) -> list[Hit]:
    """Where words stand that only say from what so many are taken: `retire-en deux`, `نحي منهم زوج`."""
    at = hit.end
    while at < len(tokens) and (tokens[at].form in _FROM_IT or tokens[at].form in ("-", "en", "m", "'")):
        at += 1
    counts = at < len(tokens) and tokens[at].value is not None
    return [Hit("filler", n, n + 1, "exact") for n in range(hit.end, at) if tokens[n].kind == "word"] if counts else []


def _all_but(tokens: Sequence[Token], hits: Sequence[Hit], mentions: Sequence[Mention], held: Set[int]) -> list[Hit]:
    """`garde que la chorba`, `khelli ghir chorba`: all that is not named goes."""
    verb = next((at for at, token in enumerate(tokens) if token.form.removeprefix("و") in KEEPS), None)
    named = [one for one in mentions if verb is not None and one.start > verb]
    if verb is None or not named or len(named) < len(mentions) or any(one.start not in held for one in named):
        return []
    between = tokens[verb + 1 : named[0].start]
    only = any(token.form in ONLY or token.form in NOTHING_BUT for token in between)
    only = only or any(hit.concept == "only_word" and hit.start == named[-1].end for hit in hits)
    small = all(token.form in ONLY | NOTHING_BUT | _BETWEEN | _FROM_IT for token in between)
    counted = any(token.value is not None for token in tokens[verb:])
    if not only or not small or counted or any(token.form in BY or token.form == "?" for token in tokens[verb:]):
        return []
    names = ("remove", "all_things", ALL_BUT)
    return [Hit(name, verb, named[0].start, "exact") for name in names]
