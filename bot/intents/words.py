"""Look a word up among known spellings: exact, then by key, then without its glued prefix, then nearly."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from bot.intents.guards import APART, ENDINGS, NEVER_FUZZY
from bot.intents.normalise import key, stems

_REMEMBERED = 8192
_LEAST = {"ين": 6, "ان": 6, "ات": 5, "at": 5}
"""Endings for more than one, and the letters of a word that can have them."""
_TWO = ("ين", "ان")
_ALIKE = ("aeiouy", "sz", "td", "pb", "kqg9", "mn", "jg", "fv", "سصزث", "تطدضظذث", "قكغ", "هحخ", "عغا", "بت", "اويه")
"""Letters that are mistaken for each other."""
_BEFORE_MANY = ("", "و", "ف", "ال", "وال", "w", "l", "el")


class Found(NamedTuple):
    """What a word is: the thing's id, how it was found (exact key stem fuzzy), how surely, and what was glued on."""

    id: str
    layer: str
    score: float
    prefix: str = ""
    dual: bool = False


class Words:
    """Spellings and what each stands for. `find` is exact first and cheap; answers are remembered, within a bound."""

    def __init__(
        self, spellings: Mapping[str, str], nearly: Iterable[str] | None = None, least: int = 4, verbs: bool = False
    ) -> None:
        """`nearly` = the ids that a misspelling may reach; None = all. `least` = letters of a word read nearly.

        `verbs` = words may carry Darija's pronouns at their end (`jib` + `houli`).
        """
        self._verbs = verbs
        self._least = least
        self.exact = dict(spellings)
        self._keys: dict[str, str] = {}
        self._near: dict[str, list[str]] = {}
        allowed = None if nearly is None else frozenset(nearly)
        for form, name in self.exact.items():
            self._index(form, name, allowed is None or name in allowed)
        self._memory: dict[str, Found | None] = {}

    def _index(self, form: str, name: str, nearly: bool) -> None:
        shape = key(form)
        if len(form) < 4 or len(shape) < 3 or name == f"={form}":
            return
        self._keys.setdefault(shape, name)
        if nearly and form not in NEVER_FUZZY:
            self._near.setdefault(shape[0], []).append(form)

    def sure(self, form: str) -> Found | None:
        """What the folded word stands for as written."""
        hit = self.exact.get(form)
        return None if hit is None else Found(hit, "exact", 1.0)

    def find(self, form: str, nearly: bool = True) -> Found | None:
        """What the folded word stands for; `nearly` admits misspellings within the guard rails."""
        hit = self.exact.get(form)
        if hit is not None:
            return Found(hit, "exact", 1.0)
        slot = form if nearly else f"={form}"
        if slot not in self._memory:
            if len(self._memory) >= _REMEMBERED:
                self._memory.clear()
            self._memory[slot] = self._search(form, nearly)
        return self._memory[slot]

    def _search(self, form: str, nearly: bool) -> Found | None:
        if len(form) > 30:
            return None
        found = (
            self._plain(form) or self.stemmed(form) or self._many(form) or (self._ended(form) if self._verbs else None)
        )
        return found or (self._nearest(form) if nearly else None)

    def _plain(self, form: str) -> Found | None:
        """By plural or by key."""
        if len(form) >= 4:
            if form[-1] in "sx" and form[:-1] in self.exact:
                return Found(self.exact[form[:-1]], "key", 0.97)
            shape = key(form)
            if len(shape) >= 3 and shape in self._keys:
                return Found(self._keys[shape], "key", 0.95)
        return None

    def stemmed(self, form: str) -> Found | None:
        """By what is left without a glued article or preposition."""
        for prefix, rest in stems(form):
            if rest in self.exact and (prefix in ("و", "w") or rest not in NEVER_FUZZY):
                return Found(self.exact[rest], "stem", 0.95, prefix)
        for prefix, rest in stems(form):
            found = self._plain(rest) if len(rest) >= 4 else None
            if found:
                return Found(found.id, "stem", 0.9, prefix)
        return None

    def _ended(self, form: str) -> Found | None:
        """Without the pronouns at its end; never down to a yes, a no or an end of an order."""
        for ending in ENDINGS:
            rest = form[: -len(ending)]
            if len(rest) < 3 or not form.endswith(ending):
                continue
            found = self.sure(rest) or self._plain(rest)
            if found and rest not in NEVER_FUZZY:
                return Found(found.id, "stem", 0.85)
        return None

    def _many(self, form: str) -> Found | None:
        """The Arabic dual of what the stem names, a plural in `at`, an object in `a`; after `and` or an article too."""
        ending = form[-2:]
        if len(form) < _LEAST.get(ending, 5 if form.endswith("ا") else 99) or (self._verbs and ending != "ين"):
            return None
        for prefix in _BEFORE_MANY:
            if form.startswith(prefix):
                found = self._single(form[len(prefix) : -2], ending)
                if found:
                    return Found(found, "stem", 0.9, prefix, dual=ending in _TWO)
        return None

    def _single(self, stem: str, ending: str) -> str | None:
        """What the singular of a stem without its ending names."""
        if ending[1] == "ا":
            return self.exact.get(stem + ending[0])
        if len(stem) < 3:
            return None
        if ending == "at":
            tries: tuple[str, ...] = (stem, f"{stem}a")
        elif ending == "ات":
            tries = (stem, f"{stem}ه", f"{stem}ا")
        else:
            tries = (stem, f"{stem[:-1]}ه", f"{stem[:-1]}ا") if stem.endswith("ت") else (stem,)
        return next((self.exact[guess] for guess in tries if len(guess) > 2 and guess in self.exact), None)

    def _nearest(self, form: str) -> Found | None:
        shape = key(form)
        if len(form) < self._least or not shape or form in NEVER_FUZZY or form.isdecimal():
            return None
        shortlist = self._near.get(shape[0], ())
        best = _close(form, shortlist) if len(form) < 6 else _alike(form, shortlist)
        if best is None or frozenset((form, best)) in APART:
            return None
        return Found(self.exact[best], "fuzzy", 0.8)


def _close(form: str, shortlist: Iterable[str]) -> str | None:
    """A word of about the same length at distance one."""
    near = [word for word in shortlist if abs(len(word) - len(form)) <= 1]
    hit = process.extractOne(form, near, scorer=Levenshtein.distance, score_cutoff=1)
    return hit[0] if hit and _slips(form, hit[0]) else None


def _slips(form: str, word: str) -> bool:
    """Whether the letter in which short words of one length differ is easily taken for the other."""
    if len(form) != len(word):
        return True
    one, other = next(pair for pair in zip(form, word, strict=True) if pair[0] != pair[1])
    return any(one in letters and other in letters for letters in _ALIKE)


def _alike(form: str, shortlist: Iterable[str]) -> str | None:
    near = [word for word in shortlist if abs(len(word) - len(form)) <= 2 and len(word) >= 5]
    hit = process.extractOne(form, near, scorer=fuzz.ratio, score_cutoff=85)
    return hit[0] if hit else None
