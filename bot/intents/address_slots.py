"""What an address says: commune and wilaya, a landmark and the rest in the person's own words, a pin's coordinates."""

import re
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from bot.intents.communes import Commune, Found, gazetteer
from bot.intents.data import entries, table
from bot.intents.guards import STREETS
from bot.intents.normalise import fold
from bot.intents.tokens import Token
from bot.intents.utterance import Slots, Utterance

_PIN = re.compile(r"(?<![\d.])(-?\d{1,2}\.\d{2,10})\s*[,;\s]\s*(-?\d{1,3}\.\d{2,10})(?![\d.])")
_ENDS = frozenset(",;\n.")
_EDGES = " ,،;:.-\n"
_MOST = 4
_BESIDE = ("thanks", "delivery", "deliver_you", "my_number", "greet", "@moment")
"""What is said besides an address."""
_POSTAL = 5


class _Landmark(NamedTuple):
    """Where the word of nearness begins, the landmark itself, and its end: token positions."""

    start: int
    first: int
    end: int


def address_slots(said: Utterance) -> Slots:
    """`commune`, `wilaya`, `wilayas` (a name that several have), `landmark`, `detail`, `postal_code`, `latitude`,
    `longitude`, `addr` = last; each only where it is said."""
    if said.shapes.has("same_address") and not said.shapes.has("@address", "@number"):
        return {"addr": "last"}
    pin = pinned(said.text)
    if pin:
        return {"latitude": pin[0], "longitude": pin[1]}
    named = gazetteer().find([token.form for token in said.tokens])
    inside = _inside(said)
    marks = [mark for mark in _landmarks(said, named) if mark.start in inside]
    codes = [at for at in inside if said.tokens[at].kind == "number" and len(said.tokens[at].form) == _POSTAL]
    found = place_slots(said.tokens, named)
    found |= {"landmark": _text(said, marks[0].first, marks[0].end)} if marks else {}
    spans = [(one.start, one.end) for one in named if not _in_street(said.tokens, one)]
    spans += [*((mark.start, mark.end) for mark in marks[:1]), *((at, at + 1) for at in codes)]
    rest = _rest(said, inside - {at for span in spans for at in range(*span)})
    found |= {"detail": rest} if rest and found else {}
    return found | ({"postal_code": said.tokens[codes[0]].form} if len(codes) == 1 else {})


def spoken_address(said: Utterance) -> str:
    """The address in the person's own words: all of them where only an address was awaited."""
    corrects = said.context.name == "confirm_order" and said.shapes.has("no")
    spans = said.shapes.spans.get("@address") or (said.shapes.spans.get("@town") if corrects else None)
    text = said.raw if len(said.raw) == len(said.text) else said.text
    if said.context.name == "address" or not spans:
        return _untimed(said, text) if said.shapes.has("@moment") else said.raw.strip()
    first, last = said.tokens[spans[0][0]], said.tokens[spans[0][1] - 1]
    return text[first.start : last.end].strip()


def _untimed(said: Utterance, text: str) -> str:
    """The words of an address without the time that was said with it."""
    rest, at = list[str](), 0
    for start, end in said.shapes.spans["@moment"]:
        rest.append(text[at : said.tokens[start].start].strip(_EDGES))
        at = said.tokens[end - 1].end
    return " ".join(part for part in (*rest, text[at:].strip(_EDGES)) if part)


def _inside(said: Utterance) -> set[int]:
    """The tokens that belong to the address: not the thanks, the delivery or the phone said with it."""
    spans = said.shapes.spans
    wide = [(0, len(said.tokens))] if said.context.name == "address" else spans.get("@address", [])
    beside = {at for name in _BESIDE for span in spans.get(name, ()) for at in range(*span)}
    return {at for span in wide for at in range(*span) if at not in beside and said.tokens[at].kind != "phone"}


def pinned(text: str) -> tuple[float, float] | None:
    """The coordinates written in a text or a map's address, in degrees; None when there are none in the country."""
    match = _PIN.search(text)
    if not match:
        return None
    latitude, longitude = float(match[1]), float(match[2])
    return (latitude, longitude) if gazetteer().at(latitude, longitude) else None


def place_named(said: Utterance) -> Slots:
    """`commune`, `wilaya` or `wilayas` of a message that is no address."""
    return place_slots(said.tokens, gazetteer().find([token.form for token in said.tokens]))


def place_slots(tokens: Sequence[Token], named: Sequence[Found]) -> Slots:
    """The commune and the wilaya among named places: a name that is part of a street's is neither."""
    whole = [one for one in named if not _in_street(tokens, one)]
    fits = [
        commune
        for one in whole
        for commune in one.communes
        if any(other is not one and other.wilaya in (commune.wilaya, commune.formerly) for other in whole)
    ]
    towns = [one for one in whole if one.communes and not one.wilaya] or [one for one in whole if one.communes]
    if fits or towns:
        return _commune(fits[:1] or towns[-1].communes)
    return {"wilaya": whole[0].wilaya} if whole else {}


def _commune(fits: Sequence[Commune]) -> Slots:
    wilayas = sorted({one.wilaya for one in fits})
    if len(wilayas) > 1:
        return {"commune": fits[0].fr, "wilayas": wilayas}
    return {"commune": fits[0].fr, "wilaya": wilayas[0]}


def _in_street(tokens: Sequence[Token], one: Found) -> bool:
    before = [token for token in tokens[max(0, one.start - 2) : one.start] if token.kind == "word"]
    return any(token.form in _ROADS for token in before) and not one.wilaya


def _landmarks(said: Utterance, named: Sequence[Found]) -> Iterator[_Landmark]:
    """What stands behind `à côté de`, `hda`, `قدام`: up to a comma, a place's name, a number or another such word."""
    tokens = said.tokens
    begins = {one.start for one in named}
    at = 0
    while at < len(tokens):
        first = _behind(tokens, at)
        end = first
        while end < len(tokens) and not _stops(tokens, end, begins) and end - first < 2 * _MOST:
            end += 1
        while end > first and tokens[end - 1].form in _OF:
            end -= 1
        if end > first > at:
            yield _Landmark(at, first, end)
        at = max(end, at + 1)


def _behind(tokens: Sequence[Token], at: int) -> int:
    """The token behind the word of nearness that begins here; the same token when none does."""
    for size in range(_MOST, 0, -1):
        if " ".join(token.form for token in tokens[at : at + size]) in _NEAR:
            at += size
            while at < len(tokens) and tokens[at].form in _OF | _ARTICLES:
                at += 1
            return at
    return at


def _stops(tokens: Sequence[Token], at: int, begins: set[int]) -> bool:
    token = tokens[at]
    return token.form in _ENDS or at in begins or token.value is not None or _behind(tokens, at) > at


def _rest(said: Utterance, left: Set[int]) -> str:
    """The longest run of words beside the place's name and the landmark that has a street word or a number."""
    best, first = "", -1
    for at in range(len(said.tokens) + 1):
        first = at if at in left and first < 0 else first
        if at not in left and first >= 0:
            run, first = range(first, at), -1
            told = any(said.tokens[n].form in STREETS or said.tokens[n].value is not None for n in run)
            while run and said.tokens[run.stop - 1].form in _OF:
                run = run[:-1]
            text = _text(said, run.start, run.stop) if told and run else ""
            best = max(best, text, key=len)
    return best


def _text(said: Utterance, start: int, end: int) -> str:
    whole = said.raw if len(said.raw) == len(said.text) else said.text
    return whole[said.tokens[start].start : said.tokens[end - 1].end].strip(_EDGES)


_ROADS = frozenset(fold(word) for word in table("towns")["words"]["road"].split())
_NEAR = frozenset(entries(table("towns")["words"]["near"]))
_OF = frozenset(table("towns")["words"]["of"].split())
_ARTICLES = frozenset(table("towns")["words"]["article"].split()) | {"la", "le", "les", "du", "des", "d'", "l'"}
