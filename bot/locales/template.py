"""One text cut at its variables. Each variable stands between FSI and PDI (UAX #9), so that it keeps its place.

`{name}` and `{{name}}` are the same. There is nothing else in a brace: no format, no attribute, nothing that runs.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bot.errors import WordsError
from bot.locales.kinds import Kind
from bot.messages import Locale

FSI, PDI = "\u2068", "\u2069"
LRM, RLM = "\u200e", "\u200f"
MARK: Mapping[Locale, str] = {"fr": LRM, "ar": RLM, "arq": LRM}
PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}|\{\s*(\w+)\s*\}")


@dataclass(frozen=True, slots=True)
class Template:
    """Literals at even positions, names of variables at odd ones: as written in `parts`, ready to fill in `framed`."""

    parts: tuple[str, ...]
    framed: tuple[str, ...]
    places: tuple[tuple[int, str, Kind], ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.parts[1::2])

    @property
    def alone(self) -> str:
        """The variable that is all there is; empty when there is more."""
        return self.parts[1] if len(self.parts) == 3 and not self.parts[0] and not self.parts[2] else ""

    @property
    def source(self) -> str:
        """The text as it is written."""
        return "".join(f"{{{part}}}" if at % 2 else part for at, part in enumerate(self.parts))


def pieces(text: str) -> tuple[str, ...]:
    """A text cut at its variables: literals at even positions, names at odd ones."""
    parts = [""]
    at = 0
    for found in PLACE.finditer(text):
        parts[-1] += text[at : found.start()]
        at = found.end()
        parts += [found[1] or found[2], ""]
    parts[-1] += text[at:]
    return tuple(parts)


def whole(text: str) -> tuple[str, ...]:
    """The pieces of a text; WordsError for a stray brace."""
    parts = pieces(text)
    if any("{" in part or "}" in part for part in parts[::2]):
        raise WordsError(f"a brace is not closed, or names no value, in {text!r}")
    return parts


def cut(text: str, locale: Locale, kinds: Mapping[str, Kind]) -> Template:
    """The template of a text; WordsError for a stray brace or a variable without a kind."""
    parts = whole(text)
    unknown = [name for name in parts[1::2] if name not in kinds]
    if unknown:
        raise WordsError(f"no kind is declared for {', '.join(unknown)} (bot/locales/kinds.py)")
    places = tuple((at, parts[at], kinds[parts[at]]) for at in range(1, len(parts), 2))
    marked = pieces("\n".join(_marked(line, locale, kinds) for line in text.split("\n")))
    return Template(parts, _framed(marked, kinds), places)


def _framed(parts: tuple[str, ...], kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """The parts with isolates around every variable that is not lines of its own."""
    out = list(parts)
    for at in range(1, len(parts), 2):
        if kinds[parts[at]] is not Kind.LINES:
            out[at - 1] += FSI
            out[at + 1] = PDI + out[at + 1]
    return tuple(out)


def _marked(line: str, locale: Locale, kinds: Mapping[str, Kind]) -> str:
    """A line with variables, told to run in its language's direction where its own words do not say so.

    Isolated values say nothing of a line's direction (UAX #9, P2), so a phone would take its own.
    """
    parts = pieces(line)
    if len(parts) == 1 or (not "".join(parts[::2]).strip() and {kinds[name] for name in parts[1::2]} == {Kind.LINES}):
        return line
    runs = _runs("".join(parts[::2]))
    # Darija and French may be written in Arabic letters; an Arabic line that begins in Latin still runs from the right.
    return line if runs == RLM or (runs == LRM and locale != "ar") else MARK[locale] + line


def _runs(text: str) -> str:
    """LRM or RLM, whichever the first strong character is; empty when there is none."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return LRM if kind == "L" else RLM
    return ""
