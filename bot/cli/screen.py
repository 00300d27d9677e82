"""A terminal as a screen for three scripts: what is printed, and lines as they are typed."""

import asyncio
import os
import re
import shutil
import sys
import textwrap
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from arabic_reshaper import ArabicReshaper
from bidi import get_display  # type: ignore[import-untyped]
from bidi.mirror import MIRRORED  # type: ignore[import-untyped]

from bot.channels.reading import items, string, table
from bot.messages import Json

ISOLATED = re.compile("[\u2066-\u2068][^\u2069\n]*\u2069?")
INVISIBLE = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufe0f"))
MARK = "\u034f"
"""A character without width that follows whatever stands before it."""
TURNING = f"[{re.escape(''.join(MIRRORED))}]"
MARKED = re.compile(f"({MARK}{TURNING})|({TURNING}{MARK})")
ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LETTER = re.compile(r"[^\W\d_]")
RESHAPER = ArabicReshaper(configuration={"delete_harakat": True})
NARROWEST = 20


def direction(text: str) -> str | None:
    """R or L by the first letter outside isolates (UAX #9, P2); None when there is no letter."""
    first = LETTER.search(ISOLATED.sub("", text))
    if first is None:
        return None
    return "R" if ARABIC.match(first[0]) else "L"


def visual(line: str, base: str) -> str:
    """One line as a terminal without bidi must get it: Arabic letters joined, everything in visual order."""
    if not ARABIC.search(line):
        return line.translate(INVISIBLE)
    marked = "".join(char + MARK if char in MIRRORED else char for char in RESHAPER.reshape(line))
    return _mirrored(get_display(marked, base_dir=base)).translate(INVISIBLE)


def _mirrored(ordered: str) -> str:
    """Brackets turned (UAX #9, L4), which the library leaves out: where the mark has changed sides."""
    return MARKED.sub(lambda pair: str(MIRRORED[pair[1][1]]) if pair[1] else pair[2][0], ordered)


@dataclass(slots=True)
class Screen:
    """Prints messages. `raw` leaves Arabic as it is, for terminals that order it themselves."""

    raw: bool = False
    prompt: str = ""
    out: TextIO = field(default_factory=lambda: sys.stdout)
    busy: bool = False
    """Whether the prompt is not on screen now."""

    def ask(self) -> None:
        """Show the prompt."""
        self.busy = False
        self._write(self.prompt)

    def show(self, message: Mapping[str, Json]) -> None:
        """A message in the terminal channel's shape: its text, then every choice with its number."""
        asked = self.prompt and not self.busy
        body = [*string(message.get("text")).split("\n"), *_choices(message)]
        text = "\n".join(["", *self._lines(body), ""]) if self.prompt else "\n".join([*self._lines(body), "", ""])
        self._write(("\n" if asked else "") + text + ("\n" + self.prompt if asked else ""))

    def note(self, text: str) -> None:
        """A word of the program itself."""
        self._write(f"{text}\n")

    def _lines(self, lines: Sequence[str]) -> list[str]:
        if self.raw:
            return list(lines)
        base = next((found for line in lines if (found := direction(line))), "L")
        wide = max(NARROWEST, shutil.get_terminal_size().columns - 1) if self.out.isatty() else sys.maxsize
        return [visual(part, direction(line) or base) for line in lines for part in _wrapped(line, wide)]

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()


def _wrapped(line: str, wide: int) -> list[str]:
    """Cut before ordering: what comes first must stay on the first line."""
    return textwrap.wrap(line, wide, break_long_words=False, break_on_hyphens=False) or [""]


def _choices(message: Mapping[str, Json]) -> list[str]:
    lines: list[str] = []
    section = ""
    for choice in map(table, items(message.get("choices"))):
        if string(choice.get("section")) not in ("", section):
            section = string(choice.get("section"))
            lines.append(f"— {section} —")
        hint = f" · {string(choice['hint'])}" if choice.get("hint") else ""
        lines.append(f"[{choice['number']}] {string(choice.get('title'))}{hint}")
    return [*lines, "(/pin LATITUDE LONGITUDE)"] if message.get("asks") else lines


async def typed(descriptor: int = 0) -> AsyncIterator[str]:
    """Lines of an input until it ends, whether a terminal, a pipe or a file."""
    rest = b""
    while piece := await _piece(descriptor):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line.decode("utf-8", "replace").rstrip("\r")
    if rest:
        yield rest.decode("utf-8", "replace")


def _resolve(ready: "asyncio.Future[None]") -> None:
    if not ready.done():
        ready.set_result(None)


async def _piece(descriptor: int) -> bytes:
    """What there is to read, waiting for it without holding up the event loop; empty at the end."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    try:
        loop.add_reader(descriptor, _resolve, ready)
    except OSError:
        # A file is always ready, and no selector takes it.
        return os.read(descriptor, 65536)
    try:
        await ready
        return os.read(descriptor, 65536)
    finally:
        loop.remove_reader(descriptor)
