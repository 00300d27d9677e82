"""Reading JSON that strangers wrote: each reader gives a plain value or says that there is none, and never fails."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bot.messages import Json

UNKNOWN_TIME = datetime.fromtimestamp(0, UTC)
"""Stands for a time that could not be read; whoever has a clock puts his own in its place."""
DEPTH = 32
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_INT = 2**63
_LONG = 10**64


def clean(value: Json, depth: int = DEPTH) -> Json:
    """The value as any JSON store takes it: no NUL, lone surrogate, NaN, endless number, or nesting beyond `depth`."""
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else _UNSTORABLE.sub("\ufffd", value)
    if not isinstance(value, dict | list | tuple):
        return _atom(value)
    if not depth:
        return "…"
    if isinstance(value, dict):
        return {clean(str(key)): clean(item, depth - 1) for key, item in value.items()}
    return [clean(item, depth - 1) for item in value]


def _atom(value: Json) -> Json:
    match value:
        case bool() | None:
            return value
        case int():
            return value if abs(value) < _INT else str(value) if abs(value) < _LONG else None
        case _:
            return real(value)


def table(value: Json) -> Mapping[str, Json]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Json) -> list[Json]:
    """The value if it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def string(value: Json) -> str:
    """A string, or an integer written out (ids come as both); else the empty string."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def whole(value: Json) -> int | None:
    """A whole number of at most 31 bits, also one in a string; else None."""
    number = real(value)
    return int(number) if number is not None and number == int(number) and abs(number) < 2**31 else None


def real(value: Json) -> float | None:
    """A finite number, also one in a string; else None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def moment(value: Json) -> datetime:
    """A time given as Unix seconds, milliseconds (from 1e12 on) or ISO 8601; `UNKNOWN_TIME` when unreadable."""
    number = real(value)
    try:
        if number is not None:
            return datetime.fromtimestamp(number / 1000 if number >= 1e12 else max(number, 0.0), UTC)
        at = datetime.fromisoformat(value) if isinstance(value, str) else UNKNOWN_TIME
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return UNKNOWN_TIME


def fields(value: Json, *names: str) -> dict[str, Any]:
    """Those members of an object that are there and not null or empty."""
    found = table(value)
    return {name: found[name] for name in names if found.get(name) not in (None, "", [], {})}
