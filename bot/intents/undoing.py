"""Taking off and replacing that is only asked or told about, and dishes that are to stay while another goes."""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from bot.intents.foods import GLUE
from bot.intents.guards import ABSENT, BY, I_CAN, I_DO, IFS, JOINS, KEEPS, ONLY, PARTICIPLES, PAST, POLITE_IFS, WHYS
from bot.intents.leaving import ALL_BUT
from bot.intents.lexicon import ARTICLES, INDEFINITE, Hit
from bot.intents.tokens import BREAKS, FORM, Token, breaks_between

_REPLACES = frozenset(("replace", "in_place_of", "had_replaced"))
_SUPPOSED = frozenset(("want", "cancel", "driver_take", "driver_done", "paid", "pay_verb", "empty"))
"""What is only supposed after `si`."""
_TALKED = _REPLACES | {"remove"} | _SUPPOSED
_DROPPED = _REPLACES | {
    "remove",
    "alter",
    "change_verb",
    "instead",
    "want",
    "want_more",
    "cancel",
    "driver_take",
    "driver_done",
    "paid",
    "empty",
}
"""What a verb that is only talked about means no more."""
_OFF = frozenset(("remove", "replace", "cancel", "dont_want"))
_ASKED, _TOLD = "@asked", "@told"
_YOU_HAVE = frozenset(("as", "avez", "t'as", "tas"))
_DID = re.compile(r".{2,}(?:tou|touli|touna|toulna)|.{2,}(?:تو|توا|تولي|تولنا|تونا|تم|تموني)")
"""What `you` did: `jebtouli`, `جبتولي`."""
_SKIPPED = frozenset(("nous", "m", "me", "l", "la", "le", "les", "bien", "deja", "encore", "ete"))
_POLITE = frozenset(("pouvez", "pourriez"))
_YOU = frozenset((("tu", "peux"), ("peux", "tu"), ("tu", "pourrais"), ("pourrais", "tu")))
_I_CAN = frozenset(
    (
        ("faut", "il"),
        ("dois", "je"),
        ("doit", "on"),
        ("est", "possible"),
        ("c", "possible"),
        ("puis", "je"),
        ("je", "peux"),
        ("peux", "je"),
        ("on", "peut"),
        ("peut", "on"),
        ("je", "pourrais"),
        ("je", "peut"),
    )
)
_SMALL = ARTICLES | INDEFINITE | GLUE | ONLY | {"moi", "li", "lia", "liya", "لي", "ليا"}


def talked_about(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Hit]:
    """The hits; instead of a replacement or removal that nobody asks for now stands `@asked` or `@told`."""
    out = list(hits)
    for hit in hits:
        name = _talked(tokens, hits, hit) if hit.concept in _TALKED else ""
        if name:
            out = [one for one in out if one.concept not in _DROPPED or one.start >= hit.end or one.end <= hit.start]
            out.append(Hit(name, hit.start, hit.end, hit.layer))
    return out


def _talked(tokens: Sequence[Token], hits: Sequence[Hit], hit: Hit) -> str:
    """How a verb is only talked about; empty when it is meant."""
    begin = next((at + 1 for at in range(hit.start - 1, -1, -1) if tokens[at].form in BREAKS), 0)
    if _supposed(tokens, begin, hit):
        return _ASKED
    if hit.concept in _SUPPOSED:
        return _ASKED if hit.concept == "want" and _is_past(tokens, hit) else ""
    if hit.concept == "remove" and any(one.concept == "in_place_of" and one.end == hit.start for one in hits):
        return "@keep"
    if hit.concept == "remove":
        return _TOLD if _is_past(tokens, hit) else _ASKED if _wondered(tokens, hit) else ""
    if _priced(tokens, hits, hit):
        return _ASKED
    if (
        hit.concept == "had_replaced"
        or _is_past(tokens, hit)
        or not WHYS.isdisjoint(map(FORM, tokens[begin : hit.start]))
    ):
        return _TOLD
    return _ASKED if _questioned(tokens, hits, hit) else ""


def _supposed(tokens: Sequence[Token], begin: int, hit: Hit) -> bool:
    """Whether `si` stands before the verb, but not in `si possible`, `لو سمحت`."""
    if IFS.isdisjoint(map(FORM, tokens[begin : hit.start])):
        return False
    ifs = (at for at in range(begin, hit.start) if tokens[at].form in IFS)
    return any(all(token.form not in POLITE_IFS for token in tokens[at + 1 : at + 4]) for at in ifs)


def _wondered(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether somebody asks if he can take a thing off: `je peux enlever le tacos ?`."""
    before = [token.form for token in tokens[max(0, hit.start - 5) : hit.start] if token.form != "-"]
    mine = not I_CAN.isdisjoint(before) or any(pair in _I_CAN for pair in pairwise(before))
    asked = tokens[hit.start - 1].form in I_DO if hit.start else False
    return mine or (asked and any(token.form == "?" for token in tokens[hit.end :]))


def _priced(tokens: Sequence[Token], hits: Sequence[Hit], hit: Hit) -> bool:
    """Whether a price is asked for in the same breath."""
    prices = [one for one in hits if one.concept == "price"]
    return any(
        one.start < hit.start or not any(token.form in BREAKS for token in tokens[hit.end : one.start])
        for one in prices
    )


def _is_past(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a thing was done: `tu as remplacé`, `vous avez mis un burger à la place`."""
    if hit.concept == "in_place_of":
        begin = next((at + 1 for at in range(hit.start - 1, -1, -1) if tokens[at].form in BREAKS), 0)
        if any(_DID.fullmatch(token.form) for token in tokens[begin : hit.start]):
            return True
        helps = (at for at in range(begin, hit.start) if tokens[at].form in PAST)
        return any(token.form in PARTICIPLES for at in helps for token in tokens[at + 1 : at + 4])
    verb, at = tokens[hit.start].form, hit.start - 1
    while at > 0 and tokens[at].form in _SKIPPED:
        at -= 1
    helped = at >= 0 and tokens[at].form in PAST
    return helped and verb.endswith("e") and (not verb.startswith("oubli") or tokens[at].form in _YOU_HAVE)


def _questioned(tokens: Sequence[Token], hits: Sequence[Hit], hit: Hit) -> bool:
    """Whether somebody asks if it can be done; `pouvez-vous` and `tu peux` ask for it."""
    forms = [token.form for token in tokens if token.form != "-"]
    if not _POLITE.isdisjoint(forms) or any(pair in _YOU for pair in pairwise(forms)):
        return False
    mark = next((token.form for token in tokens[hit.end :] if token.form in BREAKS), "")
    return mark == "?" or any(one.concept == "ask_mark" and one.start < hit.start for one in hits)


def undoes(hits: Sequence[Hit]) -> bool:
    """Whether anything is to go."""
    return any(hit.concept in _OFF for hit in hits)


def undone(tokens: Sequence[Token], hits: Sequence[Hit], at: int) -> bool:
    """Whether something that goes was named right before a place: what is denied there stays."""
    return any(hit.end <= at and not breaks_between(tokens, hit.end, at) for hit in hits if hit.concept in _OFF)


def kept(
    tokens: Sequence[Token], hits: Sequence[Hit], dishes: Mapping[int, int], held: Collection[int]
) -> tuple[list[range], bool]:
    """The tokens that say which dishes stay while another goes, and whether any dish is left to go.

    `dishes` = where each begins and ends, `held` where those of the basket begin.
    """
    if any(hit.concept == ALL_BUT for hit in hits):
        return [], True
    off = any(hit.concept in _OFF for hit in hits) or not ABSENT.isdisjoint(map(FORM, tokens))
    denied = {hit.end: hit.start for hit in hits if hit.concept == "@keep"}
    if not off and not denied:
        return [], True
    wants = {hit.end: hit.start for hit in hits if hit.concept == "want"}
    spans: list[range] = []
    for start in sorted(dishes):
        last = spans[-1].stop if spans else 0
        begin = _kept_from(tokens, start, wants, denied, start in held)
        if begin is None and last and _joined(tokens, last, start):
            begin = last
        if begin is not None:
            spans.append(range(begin, dishes[start]))
    stay = {at for span in spans for at in span}
    goes = any(at not in stay for at in dishes)
    return (spans, goes) if off or goes else ([], True)


def _kept_from(
    tokens: Sequence[Token], start: int, wants: Mapping[int, int], denied: Mapping[int, int], held: bool
) -> int | None:
    """Where the words begin that keep a dish: `laisse la margherita`, `je veux juste la margherita`."""
    at = start - 1
    while at >= 0 and (tokens[at].form in _SMALL or tokens[at].value is not None):
        at -= 1
    if at < 0 or at + 1 in denied:
        return denied.get(at + 1)
    if tokens[at].form.removeprefix("و") in KEEPS:
        return wants.get(at, at)
    only = any(token.form in ONLY for token in tokens[at + 1 : start])
    return wants.get(at + 1) if only and held else None


def _joined(tokens: Sequence[Token], end: int, start: int) -> bool:
    between = tokens[end:start]
    binding = [one for one in between if one.form in JOINS or one.form in BY]
    return bool(binding) and all(one in binding or one.form in _SMALL or one.value is not None for one in between)


def blanked(tokens: Sequence[Token], spans: Sequence[range]) -> list[Token]:
    """The tokens, those of these spans without a meaning."""
    unsaid = {at for span in spans for at in span}
    return [
        token._replace(form="", kind="sign", value=None) if at in unsaid else token for at, token in enumerate(tokens)
    ]
