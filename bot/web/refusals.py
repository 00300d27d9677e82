"""How many refusals are written down: enough to see an attack, too few to fill a disk with it."""

from collections import Counter
from datetime import datetime, timedelta

MINUTE = timedelta(seconds=60)
MOST_OF_ONE = 10
MOST_KEYS = 256


class Refusals:
    """Counts by kind of event and address, anew each minute. Beyond 256 different ones a minute no new one is noted."""

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._noted: Counter[tuple[str, str | None]] = Counter()

    def worth_noting(self, event_type: str, ip: str | None, now: datetime) -> bool:
        """Whether this one should become a row: the first ten of its kind from its address in a minute."""
        if self._since is None or abs(now - self._since) >= MINUTE:
            self._since = now
            self._noted.clear()
        key = (event_type, ip)
        if self._noted[key] >= MOST_OF_ONE or (key not in self._noted and len(self._noted) >= MOST_KEYS):
            return False
        self._noted[key] += 1
        return True
