"""A verb of taking off in an order: `un burger et enlevez les oignons` leaves out, and nothing leaves the basket."""

from collections.abc import Sequence, Set

from bot.intents.foods import COLD, DRINKS, GLUE, LEAVES, OF_THEM, REST
from bot.intents.guards import DEGREES
from bot.intents.lexicon import ARTICLES, Hit
from bot.intents.mentions import Mention, Spotted
from bot.intents.menu import MenuGrammar
from bot.intents.tokens import Token

_FROM_IT = OF_THEM | {"menou", "mennou", "mno", "menno", "منو", "منه", "lou", "لو", "moi", "lui"}
_SKIPPED = ARTICLES | GLUE | _FROM_IT
_WANTS = frozenset(("want", "want_more", "order_word"))


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
