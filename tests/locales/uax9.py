"""The Unicode bidirectional algorithm (UAX #9), written from its text for the tests alone: plain, slow, and another one
than what ships. `order` says which character stands where on a line that is wide enough; rule names are the standard's.
"""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import cache

DEEPEST = 125
ISOLATES = {"LRI", "RLI", "FSI"}
EMBEDS = {"LRE": (0, ""), "RLE": (1, ""), "LRO": (0, "L"), "RLO": (1, "R")}
REMOVED = {*EMBEDS, "PDF", "BN"}
STRONG = {"L", "R", "AL"}
NEUTRAL = {"B", "S", "WS", "ON", "PDI", *ISOLATES}


@cache
def kind(char: str) -> str:
    """The bidi class of a character."""
    return unicodedata.bidirectional(char) or "L"


@cache
def closes(char: str) -> str:
    """The closing bracket of an opening one (BD14), told by their names; empty for everything else."""
    if unicodedata.category(char) != "Ps" or kind(char) != "ON" or not unicodedata.mirrored(char):
        return ""
    try:
        return unicodedata.lookup(unicodedata.name(char).replace("LEFT", "RIGHT"))
    except KeyError:
        return ""


def matching(kinds: Sequence[str], start: int) -> int:
    """Where the isolate that begins here ends (BD9): its PDI, else the end."""
    depth = 0
    for at in range(start, len(kinds)):
        depth += (kinds[at] in ISOLATES) - (kinds[at] == "PDI")
        if depth == 0:
            return at
    return len(kinds)


def direction(kinds: Sequence[str], start: int = 0, end: int | None = None) -> int | None:
    """P2, P3: the level that the first strong character outside isolates asks for; None when there is none."""
    at, end = start, len(kinds) if end is None else end
    while at < end:
        if kinds[at] in STRONG:
            return int(kinds[at] != "L")
        at = matching(kinds, at) + 1 if kinds[at] in ISOLATES else at + 1
    return None


class Explicit:
    """X1 to X8: levels by embeddings, overrides and isolates; overridden kinds are changed in place."""

    def __init__(self, kinds: list[str], base: int) -> None:
        self.kinds, self.base, self.original = kinds, base, list(kinds)
        self.stack: list[tuple[int, str, bool]] = [(base, "", False)]
        self.lost_isolates = self.lost_embeddings = self.isolates = 0
        self.levels = [self._level(at, this) for at, this in enumerate(self.original)]

    def _level(self, at: int, this: str) -> int:
        level = self.stack[-1][0]
        if this in EMBEDS:
            self._embed(*EMBEDS[this])
        elif this in ISOLATES:
            self._override(at)
            self._isolate(at, this)
        elif this == "PDI":
            self._end_isolate()
            self._override(at)
            level = self.stack[-1][0]
        elif this == "PDF":
            self._end_embedding()
        elif this == "B":
            return self.base
        elif this != "BN":
            self._override(at)
        return level

    def _override(self, at: int) -> None:
        self.kinds[at] = self.stack[-1][1] or self.kinds[at]

    def _room(self, odd: int) -> int:
        """The level that opens next; 0 when nothing may open."""
        level = self.stack[-1][0]
        new = level + 1 if (level + 1) % 2 == odd else level + 2
        return new if new <= DEEPEST and not self.lost_isolates and not self.lost_embeddings else 0

    def _embed(self, odd: int, turned: str) -> None:
        if new := self._room(odd):
            self.stack.append((new, turned, False))
        elif not self.lost_isolates:
            self.lost_embeddings += 1

    def _isolate(self, at: int, this: str) -> None:
        inner = direction(self.original, at + 1, matching(self.original, at)) if this == "FSI" else int(this == "RLI")
        if new := self._room(inner or 0):
            self.isolates += 1
            self.stack.append((new, "", True))
        else:
            self.lost_isolates += 1

    def _end_isolate(self) -> None:
        if self.lost_isolates:
            self.lost_isolates -= 1
        elif self.isolates:
            self.lost_embeddings, self.isolates = 0, self.isolates - 1
            while not self.stack.pop()[2]:
                pass

    def _end_embedding(self) -> None:
        if self.lost_isolates:
            return
        if self.lost_embeddings:
            self.lost_embeddings -= 1
        elif not self.stack[-1][2] and len(self.stack) > 1:
            self.stack.pop()


def sequences(original: Sequence[str], levels: Sequence[int]) -> Iterator[list[int]]:
    """X10, BD13: the isolating run sequences, as places in the text without what X9 removes."""
    kept = [at for at in range(len(original)) if original[at] not in REMOVED]
    runs: list[list[int]] = []
    for at in kept:
        if runs and levels[runs[-1][-1]] == levels[at]:
            runs[-1].append(at)
        else:
            runs.append([at])
    begins = {run[0]: run for run in runs}
    pairs = {at: matching(original, at) for at in kept if original[at] in ISOLATES}
    continued = {end for end in pairs.values() if end < len(original)}
    for run in runs:
        if run[0] in continued:
            continue
        whole = list(run)
        while whole[-1] in pairs and pairs[whole[-1]] in begins:
            whole += begins[pairs[whole[-1]]]
        yield whole


def weak(kinds: list[str], sos: str) -> None:
    """W1 to W7."""
    _marks(kinds, sos)
    _figures(kinds, sos, "AL", "AN")
    kinds[:] = ["R" if this == "AL" else this for this in kinds]
    _between(kinds)
    for start, end in _runs(kinds, {"ET"}):
        if "EN" in (kinds[start - 1] if start else "", kinds[end] if end < len(kinds) else ""):
            kinds[start:end] = ["EN"] * (end - start)
    kinds[:] = ["ON" if this in ("ES", "ET", "CS") else this for this in kinds]
    _figures(kinds, sos, "L", "L")


def _marks(kinds: list[str], before: str) -> None:
    """W1."""
    for at, this in enumerate(kinds):
        if this == "NSM":
            kinds[at] = "ON" if before in ISOLATES | {"PDI"} else before
        before = kinds[at]


def _figures(kinds: list[str], strong: str, after: str, become: str) -> None:
    """W2, W7: European figures after a strong character of one kind."""
    for at, this in enumerate(kinds):
        strong = this if this in STRONG else strong
        if this == "EN" and strong == after:
            kinds[at] = become


def _between(kinds: list[str]) -> None:
    """W4: one separator between two figures of a kind."""
    for at in range(1, len(kinds) - 1):
        around = kinds[at - 1], kinds[at + 1]
        if kinds[at] in ("ES", "CS") and around == ("EN", "EN"):
            kinds[at] = "EN"
        elif kinds[at] == "CS" and around == ("AN", "AN"):
            kinds[at] = "AN"


def _runs(kinds: Sequence[str], of: Collection[str]) -> list[tuple[int, int]]:
    """Where characters of these kinds stand together: first, and behind the last."""
    out: list[tuple[int, int]] = []
    for at, this in enumerate(kinds):
        if this in of and out and out[-1][1] == at:
            out[-1] = (out[-1][0], at + 1)
        elif this in of:
            out.append((at, at + 1))
    return out


def _side(this: str) -> str:
    """The direction that a character has for brackets and neutrals; empty for those that have none."""
    return "R" if this in ("R", "EN", "AN") else "L" if this == "L" else ""


def pairs(chars: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    """BD16: the bracket pairs, by where they open."""
    stack: list[tuple[str, int]] = []
    out: list[tuple[int, int]] = []
    for at, char in enumerate(chars):
        if kinds[at] != "ON":
            continue
        if closes(char) and len(stack) == 63:
            return []
        if closes(char):
            stack.append((closes(char), at))
        found = next((n for n in range(len(stack) - 1, -1, -1) if stack[n][0] == char), None)
        if found is not None:
            out.append((stack[found][1], at))
            del stack[found:]
    return sorted(out)


def brackets(chars: str, kinds: list[str], original: Sequence[str], sos: str, embedding: str) -> None:
    """N0: paired brackets take the direction of what they hold, marks on them follow."""
    for start, end in pairs(chars, kinds):
        inside = {_side(this) for this in kinds[start + 1 : end]} - {""}
        if not inside:
            continue
        before = next((side for this in reversed(kinds[:start]) if (side := _side(this))), sos)
        turned = embedding if embedding in inside else before
        for at in (start, end):
            kinds[at] = turned
            after = at + 1
            while after < len(kinds) and original[after] == "NSM":
                kinds[after] = turned
                after += 1


def neutral(kinds: list[str], sos: str, eos: str, embedding: str) -> None:
    """N1, N2."""
    for start, end in _runs(kinds, NEUTRAL):
        before = _side(kinds[start - 1]) if start else sos
        after = _side(kinds[end]) if end < len(kinds) else eos
        kinds[start:end] = [before if before == after else embedding] * (end - start)


def levels(text: str, base: int | None = None) -> tuple[list[int], int]:
    """The level of every character of one paragraph, and the paragraph's own."""
    original = [kind(char) for char in text]
    root = (direction(original) or 0) if base is None else base
    kinds = list(original)
    given = Explicit(kinds, root).levels
    found = list(given)
    for run in sequences(original, given):
        level = given[run[0]]
        before = [at for at in range(run[0]) if original[at] not in REMOVED]
        after = [at for at in range(run[-1] + 1, len(text)) if original[at] not in REMOVED]
        left = given[before[-1]] if before else root
        right = given[after[0]] if after and original[run[-1]] not in ISOLATES else root
        sos, eos = ("LR"[max(level, other) % 2] for other in (left, right))
        mine, embedding = [kinds[at] for at in run], "LR"[level % 2]
        weak(mine, sos)
        brackets("".join(text[at] for at in run), mine, [original[at] for at in run], sos, embedding)
        neutral(mine, sos, eos, embedding)
        for at, this in zip(run, mine, strict=True):
            found[at] += _implicit(level, this)
    _trailing(original, found, root)
    return found, root


def _implicit(level: int, this: str) -> int:
    """I1, I2: how much deeper a resolved character stands than its run."""
    if level % 2:
        return int(this != "R")
    return {"L": 0, "R": 1}.get(this, 2)


def _trailing(original: Sequence[str], found: list[int], root: int) -> None:
    """L1: separators, and blanks before them or at the end, stand where the paragraph runs to."""
    ending = True
    for at in range(len(original) - 1, -1, -1):
        if original[at] in ("B", "S"):
            found[at], ending = root, True
        elif original[at] in ISOLATES | {"WS", "PDI"} and ending:
            found[at] = root
        elif original[at] not in REMOVED:
            ending = False


def order(text: str, base: int | None = None) -> list[int]:
    """L2: the places of the text's characters from left to right; what X9 removes, and isolates, are left out."""
    found, _ = levels(text, base)
    row = [at for at in range(len(text)) if kind(text[at]) not in REMOVED]
    for level in range(max(found, default=0), 0, -1):
        deep = ["deep" if found[at] >= level else "" for at in row]
        for start, end in _runs(deep, {"deep"}):
            row[start:end] = row[start:end][::-1]
    return [at for at in row if kind(text[at]) not in ISOLATES | {"PDI"}]


def visual(text: str, base: int | None = None) -> str:
    """The characters from left to right; brackets are not turned (L4)."""
    return "".join(text[at] for at in order(text, base))
