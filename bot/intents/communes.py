"""The 69 wilayas and 1,541 communes of Algeria: by name in any spelling, and by a pin.

Names are the key: the numbers of the wilayas made in 2026 differ between sources.

Source: the geoalgeria data set (see NOTICE), and the names in use of `data/towns.toml`.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from math import cos, hypot, radians
from pathlib import Path
from typing import NamedTuple

from bot.intents.data import entries, table
from bot.intents.normalise import clean, fold, is_arabic, key

FARTHEST = 60.0
"""Kilometres from the nearest commune's centre beyond which a pin lies in none."""
_BOX = (18.9, 37.4, -8.8, 12.1)
"""Algeria, roughly: least and greatest latitude, least and greatest longitude."""
_DEGREE = 111.2
_LONGEST = 5
_SHORT = 4
_WORD = re.compile(r"[^\W_]+")
_ELIDED = re.compile(r"\b([ld])'")
_DOUBLED = re.compile(r"\A[ae]([cdhlnrstz])\1")


class Commune(NamedTuple):
    """A commune: its names, its wilaya, the wilaya that it belonged to until 2026 (or ""), its centre in degrees."""

    fr: str
    ar: str
    wilaya: str
    formerly: str
    postal: str
    latitude: float
    longitude: float


class Found(NamedTuple):
    """Places that one name in a text can mean, and the pieces of the text that it takes."""

    communes: tuple[Commune, ...]
    wilaya: str
    start: int
    end: int


def place_key(words: Sequence[str]) -> str:
    """The spelling key of a place's folded words: no articles, one spelling for `aïn`, `ouled`, `oued`, `bir`."""
    return " ".join(part for word in words if (part := _part(word)))


@cache
def _part(word: str) -> str:
    if word in _articles():
        return ""
    bare = word[2:] if word.startswith("ال") and len(word) > _SHORT else _DOUBLED.sub(r"\1", word)
    return _same().get(bare) or key(bare)


@cache
def _articles() -> frozenset[str]:
    return frozenset(fold(word) for word in table("towns")["words"]["article"].split())


@cache
def _same() -> dict[str, str]:
    words = table("towns")["words"]
    return {fold(word): f"={name}" for name in ("ain", "ouled", "oued", "bir") for word in words[name].split()}


def _words(name: str) -> list[str]:
    """A name as the tokens of a message have it: `l'eau` is two words, `m'hamed` one."""
    return _WORD.findall(_ELIDED.sub(r"\1 ", fold(clean(name))).replace("'", ""))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (Path(__file__).parent / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


class Gazetteer:
    """Every place by its key. Reading it takes a moment, so it is read once (`gazetteer()`)."""

    def __init__(self) -> None:
        former = {row["fr"]: row["formerly"] for row in _rows("wilayas")}
        self.communes = tuple(_commune(row, former[row["wilaya"]]) for row in _rows("communes"))
        self._communes: dict[str, list[Commune]] = {}
        self._wilayas: dict[str, str] = {}
        self._written, self._begins = set[str](), set[str]()
        for commune in self.communes:
            for name in (commune.fr, commune.ar):
                self._file(commune, name)
        by_name = {commune.fr: commune for commune in reversed(self.communes)}
        by_name |= {commune.fr: commune for commune in self.communes if commune.wilaya == "Alger"}
        for name, others in table("towns")["communes"].items():
            for other in entries(others):
                self._communes[self._noted(_words(other))] = [by_name[name]]
        for row in _rows("wilayas"):
            also = entries(table("towns")["wilayas"].get(row["fr"], ""))
            self._wilayas |= {self._noted(_words(name)): row["fr"] for name in (row["fr"], row["ar"], *also)}

    def _file(self, commune: Commune, name: str) -> None:
        words = _words(name)
        same = self._communes.setdefault(self._noted(words), [])
        if commune not in same:
            same.append(commune)

    def _noted(self, words: Sequence[str]) -> str:
        """The key of a name, noting how it is written and how it begins."""
        named = place_key(words)
        self._written.add(_bare(words))
        self._begins.add(named.split(" ", 1)[0])
        return named

    def find(self, words: Sequence[str]) -> list[Found]:
        """The places named among folded words, the longest names first where they overlap, in order."""
        words = [word.replace("'", "") for word in words]
        found, at = list[Found](), 0
        while at < len(words):
            one = self._longest(words, at)
            if one:
                found.append(one)
            at = one.end if one else at + 1
        return found

    def _longest(self, words: Sequence[str], at: int) -> Found | None:
        heads = [word for word in _without_prefix(words[at]) if _part(word) in self._begins]
        for end in range(min(len(words), at + _LONGEST), at, -1) if heads else ():
            if words[end - 1] in _articles():
                continue
            rest = words[at + 1 : end]
            for head in heads:
                one = self._named((head, *rest), at, end) or self._named((head, *map(_bared, rest)), at, end)
                if one:
                    return one
        return None

    def _named(self, words: Sequence[str], at: int, end: int) -> Found | None:
        named = place_key(words)
        communes, wilaya = self._communes.get(named, ()), self._wilayas.get(named, "")
        sure = len(named) >= _SHORT or _bare(words) in self._written
        sure = sure and (len(words) > 1 or words[0] not in _common())
        return Found(tuple(communes), wilaya, at, end) if sure and (communes or wilaya) else None

    def at(self, latitude: float, longitude: float) -> tuple[Commune, float] | None:
        """The commune whose centre is nearest to a pin (degrees), and how far it is in kilometres; None abroad."""
        south, north, west, east = _BOX
        if not (south <= latitude <= north and west <= longitude <= east):
            return None
        narrow = cos(radians(latitude))
        far, nearest = min(
            (hypot(one.latitude - latitude, (one.longitude - longitude) * narrow) * _DEGREE, n)
            for n, one in enumerate(self.communes)
        )
        return (self.communes[nearest], far) if far <= FARTHEST else None


def _commune(row: dict[str, str], formerly: str) -> Commune:
    where = float(row["latitude"]), float(row["longitude"])
    return Commune(row["fr"], row["ar"], row["wilaya"], formerly, row["postal"], *where)


def _bare(words: Sequence[str]) -> str:
    return " ".join(word.removeprefix("ال") for word in words if word not in _articles())


@cache
def _prefixes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = table("towns")["words"]
    return tuple(words["latin"].split()), tuple(words["arabic"].split())


def _without_prefix(word: str) -> Iterator[str]:
    """The word, and the word without a glued preposition or article (`lkouba`, `للقبة`, `لحيدرة`)."""
    if word in _articles():
        return
    yield word
    for prefix in _prefixes()[is_arabic(word)]:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORT - 1:
            yield word[len(prefix) :]


def _bared(word: str) -> str:
    """A further word of a name without its glued article (`dar lbayda`)."""
    return word[1:] if word.startswith(("l", "ل")) and len(word) > _SHORT else word


@cache
def _common() -> frozenset[str]:
    """Single words of the language: alone they name no place (`djamaa`, `عمارة`, `encore`)."""
    said = (word for listed in table("concepts").values() for word in entries(listed))
    return frozenset(fold(word) for word in (*said, *table("towns")["words"]["common"].split()) if " " not in word)


@cache
def gazetteer() -> Gazetteer:
    """The one table of places."""
    return Gazetteer()
