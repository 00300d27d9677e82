"""Effects: what a machine asks for as data. Handlers carry them out inside the turn's transaction.

An effect declares every outcome it can have; an outcome comes back to the machine as an event of that name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Effect:
    """Base of all effects. `outcomes` names every event that the handler may answer with (none = no answer)."""

    outcomes: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Remind(Effect):
    """Wake this session with an event after so many seconds: a timer is a letter that is due later.

    `key` names the timer within the session: the same key again changes nothing.
    """

    name: str
    after: float
    slots: Mapping[str, Any]
    key: str
