"""What an address says: commune and wilaya, a landmark and the rest in the person's own words, a pin's coordinates."""

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from bot.intents.communes import Commune, Found, gazetteer
from bot.intents.data import entries, table
from bot.intents.guards import DENIES, STREETS
from bot.intents.normalise import clean, fold
from bot.intents.tokens import Token, tokens
from bot.intents.utterance import Slots, Utterance

_PIN = re.compile(r"(?<![\d.])(-?\d{1,2}\.\d{2,10})\s*[,;\s]\s*(-?\d{1,3}\.\d{2,10})(?![\d.])")
_ENDS = frozenset(",;\n.")
_EDGES = " ,،;:.-\n"
_MOST = 4
_BESIDE = ("thanks", "delivery", "deliver_you", "my_number", "greet", "@moment")
"""What is said besides an address."""
_CORRECTING = ("no", "alter", "new_address", "wrong", "mistake")
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
    named = _affirmed(said.tokens)
    inside = _inside(said)
    marks = [mark for mark in _landmarks(said.tokens, named) if mark.start in inside]
    codes = [at for at in inside if said.tokens[at].kind == "number" and len(said.tokens[at].form) == _POSTAL]
    found = place_slots(said.tokens, named)
    found |= {"landmark": _text(said, marks[0].first, marks[0].end)} if marks else {}
    spans = [(one.start, one.end) for one in named if not _in_street(said.tokens, one)]
    spans += [*((mark.start, mark.end) for mark in marks[:1]), *((at, at + 1) for at in codes)]
    rest = _rest(said, inside - {at for span in spans for at in range(*span)})
    found |= {"detail": rest} if rest and found else {}
    found |= {"anew": True} if _anew(said) else {}
    return found | ({"postal_code": said.tokens[codes[0]].form} if len(codes) == 1 else {})


def spoken_address(said: Utterance) -> str:
    """The address in the person's own words, all of them where only an address was awaited; empty where they say
    nothing of a place."""
    spans = said.shapes.spans.get("@address")
    text = said.raw if len(said.raw) == len(said.text) else said.text
    corrects = _corrects(said)
    denied = _denied(said.tokens)
    if said.context.name == "address" or not spans:
        off = [*said.shapes.spans.get("@moment", ()), *denied]
        words = (
            _cut(said, text, _lead(said.tokens) if corrects else 0, len(said.tokens), off) if off or corrects else ""
        )
        words = words or said.raw.strip()
    else:
        words = _cut(said, text, spans[0][0], spans[0][1], denied)
    return "" if told(words).nothing and not said.shapes.has("@phone") else words


def _corrects(said: Utterance) -> bool:
    """Whether another place was said before, and this one comes for it."""
    return said.shapes.has(*_CORRECTING) or _heads(said) or bool(_denied(said.tokens))


def _heads(said: Utterance) -> bool:
    """Whether it begins with `l'adresse c'est`."""
    return any(token.form in _WHOLE for token in said.tokens[: _lead(said.tokens)])


def _anew(said: Utterance) -> bool:
    """Whether words that could only complete an address are all of it: `l'adresse c'est derrière la mosquée`."""
    what = told(spoken_address(said))
    if what.commune or what.street or what.indoors:
        return False
    return _corrects(said) and (_heads(said) or not what.detail)


def _lead(pieces: Sequence[Token]) -> int:
    """Where the place itself begins behind the words that only correct."""
    at = 0
    while at < len(pieces) and (pieces[at].form in _LEAD or pieces[at].kind == "sign"):
        at += 1
    return at if at < len(pieces) else 0


def _denied(pieces: Sequence[Token]) -> list[tuple[int, int]]:
    """The tokens of places that are said not to be meant: `machi hydra`."""
    named = gazetteer().find([token.form for token in pieces]) if any(one.form in DENIES for one in pieces) else ()
    return [(one.start - 1, one.end) for one in named if one.start and pieces[one.start - 1].form in DENIES]


def _affirmed(pieces: Sequence[Token]) -> list[Found]:
    """The places that are named, but for the denied ones."""
    off = {at for span in _denied(pieces) for at in range(*span)}
    return [one for one in gazetteer().find([token.form for token in pieces]) if one.start not in off]


def _cut(said: Utterance, text: str, start: int, end: int, off: Sequence[tuple[int, int]]) -> str:
    """The words of an address without what was said in it of something else."""
    rest, at = list[str](), said.tokens[start].start
    for first, last in sorted(off):
        if start <= first and last <= end:
            rest.append(text[at : said.tokens[first].start].strip(_EDGES))
            at = said.tokens[last - 1].end
    stop = said.tokens[end - 1].end if end < len(said.tokens) else len(text)
    return " ".join(part for part in (*rest, text[at:stop].strip(_EDGES)) if part)


def bare(text: str) -> str:
    """What is said of a place without `c'est` before it."""
    cleaned = clean(text)
    pieces = tokens(cleaned)
    said = [at for at in range(_lead(pieces)) if pieces[at].form in _IS]
    return cleaned[pieces[said[-1]].end :].strip() if said else text


class Told(NamedTuple):
    """What words say of a place: commune and wilaya, a road or quarter, what it is near to, a floor or a door, a name
    or number of which nobody knows what it is."""

    commune: str = ""
    wilaya: str = ""
    street: bool = False
    near: bool = False
    inner: bool = False
    other: bool = False

    @property
    def nothing(self) -> bool:
        return not any(self)

    @property
    def detail(self) -> bool:
        """Whether it only completes an address."""
        return (self.near or self.inner) and not (self.commune or self.wilaya or self.street)

    @property
    def indoors(self) -> bool:
        """Whether it tells nobody where the house is."""
        return self.inner and self.detail and not (self.near or self.other)


@lru_cache(maxsize=1024)
def told(text: str) -> Told:
    """What an address, or something said of one, tells."""
    pieces = tokens(clean(text))
    named = _affirmed(pieces)
    marks = list(_landmarks(pieces, named))
    taken = {at for one in named for at in range(one.start, one.end)}
    taken |= {at for mark in marks for at in range(mark.start, mark.end)}
    place = place_slots(pieces, named)
    rest = [one for at, one in enumerate(pieces) if at not in taken and one.kind not in ("sign", "emoji")]
    inner = [one for one in rest if _kind_of(one.form) in _INNER]
    street = any(one.form in _OWN and not _leans(pieces, at) for at, one in enumerate(pieces))
    known = _IDLE | _OF | _ARTICLES | _OWN | _INNER | _NEAR_WORDS
    other = any(_kind_of(one.form) not in known and (one.kind == "word" or not inner) for one in rest)
    return Told(place.get("commune", ""), place.get("wilaya", ""), street, bool(marks), bool(inner), other)


def _kind_of(form: str) -> str:
    """The word in `3eme`, `bt4`; a lone letter or number with letters (`b1`) is none."""
    bare = form.strip("0123456789")
    bare = bare[2:] if bare.startswith("ال") and bare not in _INNER and len(bare) > _MOST else bare
    return bare if len(bare) > 1 or bare in _IDLE | _OF | _ARTICLES else "bt" if form[-1:].isdigit() or bare else bare


def _leans(pieces: Sequence[Token], at: int) -> bool:
    """Whether a road is only named for what stands near to it."""
    start = max((n + 1 for n in range(at) if pieces[n].form in _ENDS), default=0)
    return any(_behind(pieces, n) > n for n in range(start, at))


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
    return place_slots(said.tokens, _affirmed(said.tokens))


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


def _landmarks(tokens: Sequence[Token], named: Sequence[Found]) -> Iterator[_Landmark]:
    """What stands behind `à côté de`, `hda`, `قدام`: up to a comma, a place's name, a number or another such word."""
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
_NEAR_WORDS = frozenset(word for entry in _NEAR for word in entry.split())
_OF = frozenset(table("towns")["words"]["of"].split())
_ARTICLES = frozenset(table("towns")["words"]["article"].split()) | {"la", "le", "les", "du", "des", "d'", "l'"}
_INNER, _IDLE, _LEAD, _WHOLE = (
    frozenset(fold(word) for word in table("towns")["words"][name].split())
    for name in ("inner", "idle", "lead", "whole")
)
_IS = frozenset(table("towns")["words"]["is"].split())
_OWN = _ROADS | {fold(word) for word in table("towns")["words"]["quarter"].split()}
