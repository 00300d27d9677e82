"""Time, ids and randomness: injected, so that a test owns them. Nothing else reads them (`tests/test_rules.py`)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class World:
    """What the outside world gives: the time (aware, UTC), fresh ids in order of time, and unguessable tokens."""

    now: Callable[[], datetime] = _now
    new_id: Callable[[], UUID] = uuid7
    token: Callable[[], str] = lambda: secrets.token_urlsafe(32)
