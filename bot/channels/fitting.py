"""The solver that every channel shares: one message with choices becomes messages that keep a platform's limits.

Nothing said is ever cut away: choices are buttons, else lists of rows (several when there are many), else numbered
lines, for a typed number means the same as a tap. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from bot.channels import Limits
from bot.channels.cutting import balanced, blank, shorten, split, width
from bot.messages import Button, Outgoing

PIN = "📍"
"""Stands above a request for a location when nothing else is left to say."""
CHOOSE = "👇"
"""Stands above choices that came without a text."""
OPENER = "☰"
"""Opens a list whose message names no label for it."""

_CONTROLS: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))
_CONTROLS |= dict.fromkeys((0x09, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F, 0x85), " ") | {0x0A: "\n"}
_GAPS = re.compile(r"[ \t\n\u2028\u2029]{2,}|[\t\n\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_REFUSED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Choice(NamedTuple):
    """A button with the number that a person may type for it (its place in the message, from 1)."""

    number: int
    button: Button

    def line(self) -> str:
        """All it says, in one line."""
        hint = f" — {self.button.hint}" if self.button.hint else ""
        return f"{self.number}. {self.button.title}{hint}"


def fit(outgoing: Outgoing, limits: Limits) -> tuple[Outgoing, ...]:
    """The same meaning in messages that keep the limits; none for a message that says and asks nothing.

    A request for a location comes last and alone, for no platform shows one together with choices.
    """
    text, choices = tidy(outgoing.text), _choices(outgoing.buttons)
    pin = (Outgoing(PIN, ask_location=True),) if outgoing.ask_location else ()
    if choices:
        asked = Outgoing(text, (), outgoing.lists, _label(outgoing.opener))
        return (*_asking(asked, choices, limits), *pin)
    return above(text, pin[0], limits) if pin else _texts(text, limits)


def above(text: str, last: Outgoing, limits: Limits) -> tuple[Outgoing, ...]:
    """The message with the text over its choices: what is too long for there goes ahead as plain text."""
    parts = split(text, limits.text, limits.body)
    shown = Outgoing(parts[-1] if parts else last.text, last.buttons, last.lists, last.opener, last.ask_location)
    return (*map(Outgoing, parts[:-1]), shown)


def tidy(text: str) -> str:
    """The text without what a platform refuses: controls, lone surrogates, unbalanced isolates, outer spaces."""
    if _REFUSED.search(text):
        clean = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
        text = _SURROGATES.sub("\ufffd", clean)
    return balanced(text).strip()


def numbered(text: str, choices: Sequence[Choice], limits: Limits) -> tuple[Outgoing, ...]:
    """Plain text with the choices as numbered lines below."""
    return _texts(_under(text, _lines(choices)), limits)


@dataclass(frozen=True, slots=True)
class Shape:
    """One way a platform shows choices: how many in a message, and how long each piece may be (0 = has none)."""

    lists: bool
    size: int
    title: int
    hint: int
    section: int
    id: int


def _shapes(limits: Limits) -> tuple[Shape, Shape]:
    """Buttons, and what to use where buttons will not do: lists, or buttons again on a platform without lists."""
    buttons = Shape(False, limits.buttons, limits.button_title, 0, 0, limits.id)
    rows = Shape(True, limits.rows, limits.row_title, limits.row_hint, limits.section_title, limits.row_id)
    return buttons, rows if limits.rows else buttons


def _asking(asked: Outgoing, choices: Sequence[Choice], limits: Limits) -> tuple[Outgoing, ...]:
    buttons, rows = _shapes(limits)
    if not asked.lists and len(choices) <= buttons.size:
        rather = _pages(asked, choices, buttons, limits, whole=True)
        if rather:
            return rather
    return _pages(asked, choices, rows, limits) or numbered(asked.text, choices, limits)


def _pages(
    asked: Outgoing, choices: Sequence[Choice], shape: Shape, limits: Limits, *, whole: bool = False
) -> tuple[Outgoing, ...]:
    """The choices in as many messages as they need, what they cannot say written above them as numbered lines.

    Empty when an id does not fit, or when those lines would not; `whole` allows no such lines at all.
    """
    if not shape.size or not all(0 < width(choice.button.id) <= shape.id for choice in choices):
        return ()
    pages = [choices[at : at + shape.size] for at in range(0, len(choices), shape.size)]
    opener = shorten(asked.opener or OPENER, limits.opener) if shape.lists else ""
    out: list[Outgoing] = []
    for number, page in enumerate(pages, 1):
        rows = _rows(page, shape)
        beside = _lines([choice for choice, row in zip(page, rows, strict=True) if _loses(choice.button, row)])
        if beside and (whole or width(beside) > limits.body):
            return ()
        text = _under(asked.text if number == 1 else _sections(page, shape), beside)
        mark = f"({number}/{len(pages)})" if len(pages) > 1 else ""
        out.extend(above(f"{text}\n{mark}".strip(), Outgoing(CHOOSE, rows, shape.lists, opener), limits))
    return tuple(out)


def _rows(page: Sequence[Choice], shape: Shape) -> tuple[Button, ...]:
    """A page's buttons or rows; a title too long for its place moves into the hint, or begins with its number."""
    if _as_they_are(page, shape):
        return tuple([choice.button for choice in page])
    nameless = "•" if len({choice.button.section for choice in page}) > 1 else ""
    hints = [_hint(choice.button, shape) for choice in page]
    titles = [
        choice.button.title if _fits(choice.button, hint, shape) else f"{choice.number}. {choice.button.title}"
        for choice, hint in zip(page, hints, strict=True)
    ]
    return tuple(
        Button(choice.button.id, title, _cut(hint, shape.hint), _cut(choice.button.section or nameless, shape.section))
        for choice, title, hint in zip(page, _distinct(titles, shape.title), hints, strict=True)
    )


def _as_they_are(page: Sequence[Choice], shape: Shape) -> bool:
    """Whether all fit, no two look alike, and none lacks a section that others have."""
    sections = {button.section for _, button in page}
    return (
        (len(sections) == 1 or "" not in sections)
        and len({button.title for _, button in page}) == len(page)
        and all(width(b.title) <= shape.title and width(b.hint) <= shape.hint for _, b in page)
        and all(width(section) <= shape.section for section in sections)
    )


def _hint(button: Button, shape: Shape) -> str:
    """The hint, with the title before it when the title is too long for its place and both fit here."""
    if width(button.title) <= shape.title:
        return button.hint
    both = f"{button.title} · {button.hint}" if button.hint else button.title
    return both if width(both) <= shape.hint else button.hint


def _fits(button: Button, hint: str, shape: Shape) -> bool:
    said = width(button.title) <= shape.title or button.title in hint
    return said and width(hint) <= shape.hint and width(button.section) <= shape.section


def _loses(button: Button, row: Button) -> bool:
    """Whether a row does not say all that its choice says."""
    said = button.title in row.title or button.title in row.hint
    return not said or button.hint not in row.hint or button.section not in row.section


def _cut(text: str, limit: int) -> str:
    return shorten(text, limit) if limit and text else ""


def _lines(choices: Sequence[Choice]) -> str:
    """The choices as numbered lines, each section's name above its own."""
    blocks = []
    for section, group in groupby(choices, key=lambda choice: choice.button.section):
        blocks.append("\n".join(filter(None, (section, *(choice.line() for choice in group)))))
    return "\n\n".join(blocks) if any(choice.button.section for choice in choices) else "\n".join(blocks)


def _sections(page: Sequence[Choice], shape: Shape) -> str:
    """What a further page is about, as far as its sections' names say it."""
    names = dict.fromkeys(choice.button.section for choice in page)
    return " · ".join(name for name in names if name and width(name) <= shape.section)


def _under(text: str, below: str) -> str:
    return "\n\n".join(filter(None, (text, below)))


def _texts(text: str, limits: Limits) -> tuple[Outgoing, ...]:
    return tuple(Outgoing(part) for part in split(text, limits.text))


def _distinct(titles: Sequence[str], limit: int) -> list[str]:
    """The titles within the limit, equal ones told apart by a number."""
    out: dict[str, None] = {}
    for title in titles:
        candidate, count = shorten(title, limit), 1
        while candidate in out:
            count += 1
            mark = f" ({count})"
            candidate = shorten(title, limit - len(mark)) + mark
        out[candidate] = None
    return list(out)


def _choices(buttons: Sequence[Button]) -> tuple[Choice, ...]:
    """The buttons tidied and numbered; of several with one id only the first, for a tap could not tell them apart."""
    out: dict[str, Choice] = {}
    for number, button in enumerate(buttons, 1):
        title = _label(button.title) or _label(button.hint) or str(number)
        ident = (button.id if button.id.isascii() else _SURROGATES.sub("\ufffd", button.id)).strip()
        kept = Button(ident, title, _label(button.hint), _label(button.section))
        out.setdefault(ident or f"\0{number}", Choice(number, kept))
    return tuple(out.values())


@lru_cache(maxsize=4096)
def _label(text: str) -> str:
    """One line for a title, hint or name; empty when nothing of it can be seen."""
    line = _GAPS.sub(" ", tidy(text))
    return "" if blank(line) else line
