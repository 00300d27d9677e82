"""Ids of choices: what they do, whose they are, and under which prompt they were shown.

`event{json}#session.prompt!`: the event and its slots, the tail of the session's id, the number of the prompt, and `!`
when the choice is good under that prompt only. An id is untrusted input: it moves a session only as typed words could,
and one that is not live is explained, never applied.
"""

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.messages import Event

SHAPE = re.compile(
    r"(?P<name>[a-z_]{1,40})(?P<slots>\{.*\})?#(?P<session>[0-9a-f]{8})\.(?P<prompt>\d{1,9})(?P<once>!?)", re.S
)
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button id taken apart."""

    event: Event
    session: str
    prompt_no: int
    once: bool


def tail(session: UUID) -> str:
    """The part of a session's id that its buttons carry."""
    return session.hex[-8:]


def ident(event: Event, session: UUID, prompt_no: int, *, once: bool) -> str:
    """The id for a choice (at most 200 characters when its slots are short)."""
    slots = json.dumps(dict(event.slots), ensure_ascii=False, separators=(",", ":")) if event.slots else ""
    return f"{event.name}{slots}#{tail(session)}.{prompt_no}{'!' if once else ''}"


def read(choice: str) -> Pressed | None:
    """Take an id apart; None when it is not one of ours."""
    found = SHAPE.fullmatch(choice)
    if found is None:
        return None
    slots: Any = {}
    if found["slots"]:
        try:
            slots = json.loads(found["slots"])
        except ValueError:
            return None
    if not isinstance(slots, dict):
        return None
    return Pressed(Event(found["name"], slots), found["session"], int(found["prompt"]), bool(found["once"]))
