"""What a platform would refuse in a fitted message. Written apart from the solver, so that each can catch the other."""

import re
from collections.abc import Iterator, Sequence

from bot.channels import Limits
from bot.messages import Button, Outgoing


def violations(outgoing: Outgoing, limits: Limits) -> list[str]:
    """Every limit that the message breaks, in words; empty when the platform would take it."""
    return [*_body(outgoing, limits), *_buttons(outgoing, limits), *_sections(outgoing, limits), *_characters(outgoing)]


def _units(text: str) -> int:
    return sum(2 if char > "\uffff" else 1 for char in text)


def _body(outgoing: Outgoing, limits: Limits) -> Iterator[str]:
    limit = limits.body if outgoing.buttons or outgoing.ask_location else limits.text
    if not outgoing.text.strip():
        yield "the text is empty"
    if _units(outgoing.text) > limit:
        yield f"the text has {_units(outgoing.text)} units, {limit} are allowed"
    if outgoing.ask_location and outgoing.buttons:
        yield "a request for a location cannot have choices"


def _buttons(outgoing: Outgoing, limits: Limits) -> Iterator[str]:
    rows = outgoing.lists
    count, title, ident = (
        (limits.rows, limits.row_title, limits.row_id) if rows else (limits.buttons, limits.button_title, limits.id)
    )
    if len(outgoing.buttons) > count:
        yield f"there are {len(outgoing.buttons)} choices, {count} are allowed"
    yield from _unique("id", [button.id for button in outgoing.buttons])
    yield from _unique("title", [button.title for button in outgoing.buttons])
    for button in outgoing.buttons:
        yield from _within("a title", button.title, 1, title)
        yield from _within("an id", button.id, 1, ident)
        yield from _within("a hint", button.hint, 0, limits.row_hint if rows else 0)
        yield from _within("a section", button.section, 0, limits.section_title if rows else 0)
        if button.id != button.id.strip():
            yield f"the id {button.id!r} begins or ends with a space"


def _sections(outgoing: Outgoing, limits: Limits) -> Iterator[str]:
    if not outgoing.lists:
        return
    if not outgoing.buttons:
        yield "a list has no rows"
    sections = {button.section for button in outgoing.buttons}
    if len(sections) > 1 and "" in sections:
        yield "one of several sections has no title"
    yield from _within("the opener", outgoing.opener, 1, limits.opener)


def _characters(outgoing: Outgoing) -> Iterator[str]:
    labels = [outgoing.opener, *(part for button in outgoing.buttons for part in _parts(button))]
    if any(re.search(r"[\n\r\u2028\u2029]", label) for label in labels):
        yield "a label has several lines"
    for text in (outgoing.text, *labels):
        if re.search("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", text):
            yield f"there are control characters or lone surrogates in {text!r}"
        if not _isolates_closed(text):
            yield f"an isolate is not closed in {text!r}"


def _parts(button: Button) -> tuple[str, str, str]:
    return button.title, button.hint, button.section


def _isolates_closed(text: str) -> bool:
    depth = 0
    for char in text:
        depth += ("\u2066" <= char <= "\u2068") - (char == "\u2069")
        if depth < 0:
            return False
    return depth == 0


def _within(what: str, text: str, least: int, most: int) -> Iterator[str]:
    if not least <= _units(text) <= most or (least and not text.strip()):
        yield f"{what} has {_units(text)} units, {least} to {most} are allowed: {text!r}"


def _unique(what: str, values: Sequence[str]) -> Iterator[str]:
    if len(set(values)) < len(values):
        yield f"two choices have the same {what}"
