"""Ids of choices: what they do, whose they are, under which prompt they were shown, and our seal on all of it.

`event{json}#session.prompt!~seal`: the event and its slots, the tail of the session's id, the number of the prompt, `!`
when the choice is good under that prompt only, and a keyed hash of what stands before it. An id without our seal does
nothing: nobody can press what was never shown to him.
"""

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.messages import Event
from storage.wire import dump, load

SHAPE = re.compile(
    r"(?P<body>(?P<name>[a-z_]{1,40})(?P<slots>\{.*\})?#(?P<session>[0-9a-f]{8})\.(?P<prompt>\d{1,9})(?P<once>!?))"
    r"~(?P<seal>[0-9a-f]{12})",
    re.S,
)


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


def seal(body: str, key: bytes) -> str:
    """The keyed hash that makes an id ours."""
    return hmac.digest(key, body.encode("utf-8", "replace"), "sha256").hex()[:12]


def ident(event: Event, session: UUID, prompt_no: int, key: bytes, *, once: bool) -> str:
    """The id for a choice (at most 200 characters when its slots are short)."""
    slots = dump(dict(event.slots)) if event.slots else ""
    body = f"{event.name}{slots}#{tail(session)}.{prompt_no}{'!' if once else ''}"
    return f"{body}~{seal(body, key)}"


def addressee(choice: str) -> str:
    """The tail of the session that an id claims to be of; empty when it is no id of ours."""
    found = SHAPE.fullmatch(choice)
    return found["session"] if found else ""


def read(choice: str, keys: Sequence[bytes]) -> Pressed | None:
    """Take an id apart; None when none of our keys sealed it."""
    found = SHAPE.fullmatch(choice)
    if found is None or not any(hmac.compare_digest(seal(found["body"], key), found["seal"]) for key in keys):
        return None
    slots = load(found["slots"]) if found["slots"] else {}
    return Pressed(Event(found["name"], slots), found["session"], int(found["prompt"]), bool(found["once"]))
