"""Cut text where a reader would: at a paragraph, a line, a word, else between graphemes; isolates stay balanced.

Widths are UTF-16 code units, the strictest of the units a platform may count in. Graphemes follow UAX #29, erring on
the side of keeping more together; isolates (LRI, RLI, FSI … PDI) follow UAX #9.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

PDI = "\u2069"
OPENERS = "\u2066\u2067\u2068"
ELLIPSIS = "…"
_FLAT = re.compile("[^\u2066-\u2069]*(?:[\u2066-\u2068][^\u2066-\u2069]*\u2069[^\u2066-\u2069]*)*+")
DEPTH = 8
"""Isolates nested deeper are dropped: each costs two units in every part that a cut leaves inside it."""
GRAPHEME = 512
"""A longer run of joined characters is cut inside: there is no other way to fit it anywhere."""

_JOINER = "\u200d"
_NO_BREAK = "\u00a0\u202f\u2007\u2060\ufeff"
_PREPEND = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2]")
_EXTEND = re.compile("[\u0e33\u0eb3\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_HANGUL = re.compile("[\u1100-\u11ff\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb]")
_HANGUL_LEADING = re.compile("[\u1100-\u115f\ua960-\ua97c]")
_HANGUL_TRAILING = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")
_VIRAMA = 9
_GAP = re.compile(r"\s+")


def width(text: str) -> int:
    """How many UTF-16 code units the text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def blank(text: str) -> bool:
    """Whether nothing of it can be seen: only spaces, controls and format characters."""
    return all(char.isspace() or unicodedata.category(char) in ("Cc", "Cf") for char in text)


def clusters(text: str) -> list[str]:
    """The text as graphemes, none wider than `GRAPHEME` units; joined they are the text again."""
    out: list[str] = []
    flags = 0
    for char in text:
        if out and _joined(out[-1][-1], char, flags) and len(out[-1]) < GRAPHEME // 2:
            out[-1] += char
        else:
            out.append(char)
        flags = flags + 1 if _REGIONAL.match(char) else 0
    return out


def balanced(text: str) -> str:
    """The same text with every isolate closed, no stray PDI, and no nesting deeper than `DEPTH`."""
    if _FLAT.fullmatch(text):
        return text
    out: list[str] = []
    depth = 0
    for char in text:
        if char in OPENERS:
            depth += 1
            out.append(char if depth <= DEPTH else "")
        elif char == PDI:
            out.append(char if 0 < depth <= DEPTH else "")
            depth = max(depth - 1, 0)
        else:
            out.append(char)
    return "".join(out) + PDI * min(depth, DEPTH)


@lru_cache(maxsize=4096)
def shorten(text: str, limit: int) -> str:
    """The text if it fits, else its beginning and an ellipsis; never empty, isolates closed. `text` is balanced."""
    if width(text) <= limit:
        return text
    scroll = Scroll(text)
    end = scroll.reach(0, limit - 1)
    return scroll.piece(0, end, tail=ELLIPSIS)


def split(text: str, limit: int, last: int | None = None) -> list[str]:
    """Balanced text in parts of at most `limit` units, the last one of at most `last` (`limit` when None).

    Blank parts are dropped, so blank text gives none. Nothing visible is lost and the order is kept.
    """
    last = limit if last is None else min(last, limit)
    text = text.strip()
    if width(text) <= last:
        return [] if blank(text) else [text]
    scroll = Scroll(text)
    tail = scroll.tail(last) if last < limit else scroll.size
    if tail < scroll.size and blank(scroll.piece(tail, scroll.size)):
        return split(scroll.piece(0, tail), limit, last)
    cuts = [*scroll.cuts(tail, limit), *([scroll.size] if tail < scroll.size else [])]
    parts = (scroll.piece(start, end) for start, end in zip([0, *cuts], cuts, strict=False))
    return [part for part in parts if not blank(part)]


class Scroll:
    """A balanced text laid out as graphemes, with its widths, open isolates and places to cut."""

    def __init__(self, text: str) -> None:
        self.clusters = clusters(text)
        self.size = len(self.clusters)
        self.ends = [0, *accumulate(width(cluster) for cluster in self.clusters)]
        self.open = list(accumulate(self.clusters, _nest, initial=""))
        self.breaks = _breaks(text, self.clusters)

    def piece(self, start: int, end: int, tail: str = "") -> str:
        """The graphemes from start to end: isolates that a cut opened are reopened before and closed behind."""
        inner = "".join(self.clusters[start:end]).rstrip() + tail
        return self.open[start] + (inner.lstrip() if start else inner) + PDI * len(self.open[end])

    def reach(self, start: int, limit: int) -> int:
        """The furthest end of a piece from start that fits the limit."""
        room = limit - len(self.open[start]) + self.ends[start]
        end = bisect_right(self.ends, room) - 1
        while end > start and self.ends[end] + len(self.open[end]) > room:
            end -= 1
        return max(end, start)

    def tail(self, limit: int) -> int:
        """Where the last piece begins: its last paragraphs that fit the limit, else lines, words, graphemes."""
        start = bisect_left(self.ends, self.ends[-1] - limit)
        while self.ends[-1] - self.ends[start] + len(self.open[start]) > limit:
            start += 1
        for places in self.breaks:
            at = bisect_left(places, start)
            if at < len(places) and places[at] < self.size:
                return places[at]
        return start

    def cuts(self, stop: int, limit: int) -> Iterator[int]:
        """Ends of the pieces that bring everything up to stop, each within the limit."""
        start = 0
        while start < stop:
            end = self.reach(start, limit)
            start = stop if end >= stop else self._best(start, max(end, start + 1), limit)
            yield start

    def _best(self, start: int, end: int, limit: int) -> int:
        half = bisect_right(self.ends, self.ends[start] + limit // 2)
        for near in (half, start + 1):
            for places in self.breaks:
                at = bisect_right(places, end) - 1
                if at >= 0 and places[at] >= near:
                    return places[at]
        return end


def _nest(stack: str, cluster: str) -> str:
    if cluster == PDI:
        return stack[:-1]
    return stack + cluster if cluster in OPENERS else stack


def _breaks(text: str, parts: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
    """Indices of graphemes before which one may cut: behind a blank line, behind a line, behind a space."""
    index = {at: number for number, at in enumerate([0, *accumulate(map(len, parts))])}
    paragraphs: list[int] = []
    lines: list[int] = []
    words: list[int] = []
    for gap in _GAP.finditer(text):
        at = index.get(gap.end())
        if at is None or all(char in _NO_BREAK for char in gap.group()):
            continue
        words.append(at)
        newlines = gap.group().count("\n")
        lines.extend([at] if newlines else [])
        paragraphs.extend([at] if newlines > 1 else [])
    return paragraphs, lines, words


def _joined(before: str, char: str, flags: int) -> bool:
    """Whether no cut may fall between the two; `flags` = regional indicators in a row up to `before`."""
    if before.isascii() and char.isascii():
        return before == "\r" and char == "\n"
    if _control(before) or _control(char):
        return False
    return (
        _extends(char)
        or (before == _JOINER and not char.isspace())
        or bool(_PREPEND.match(before))
        or unicodedata.combining(before) == _VIRAMA
        or (flags % 2 == 1 and bool(_REGIONAL.match(char)))
        or _syllable(before, char)
    )


def _control(char: str) -> bool:
    if unicodedata.category(char) not in ("Cc", "Cf", "Zl", "Zp"):
        return False
    return not _EXTEND.match(char) and not _PREPEND.match(char)


def _extends(char: str) -> bool:
    return unicodedata.category(char).startswith("M") or bool(_EXTEND.match(char))


def _syllable(before: str, char: str) -> bool:
    if not _HANGUL.match(before):
        return False
    return bool(_HANGUL_TRAILING.match(char) or (_HANGUL_LEADING.match(before) and _HANGUL.match(char)))
