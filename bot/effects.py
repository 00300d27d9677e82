"""Effects: what a machine asks for as data. Handlers carry them out inside the turn's transaction.

An effect declares every outcome it can have; an outcome comes back to the machine as an event of that name.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Effect:
    """Base of all effects. `outcomes` names every event that the handler may answer with (none = no answer)."""

    outcomes: ClassVar[tuple[str, ...]] = ()
