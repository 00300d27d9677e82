"""Which of our channel accounts a webhook speaks of, remembered for a minute."""

from datetime import datetime, timedelta

from bot.clock import World
from storage import places
from storage.rows import Account
from storage.unit import Storage

KEPT = timedelta(seconds=60)
MOST = 4096


class Accounts:
    """Channel accounts by channel and name. One that moves or goes is noticed within a minute; strangers are never
    remembered, so that a new account counts at once."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: dict[tuple[str, str], tuple[datetime, list[Account]]] = {}

    async def find(self, storage: Storage, world: World, channel: str, name: str) -> list[Account]:
        """The account in every tenant that has it (one, unless somebody made a mistake); DatabaseUnavailable."""
        now = world.now()
        read_at, found = self._known.get((channel, name), (None, []))
        if read_at is not None and abs(now - read_at) < KEPT:
            return found
        async with storage.read() as reader:
            found = await places.accounts(reader.raw, channel, name)
        self._keep((channel, name), now, found)
        return found

    def _keep(self, key: tuple[str, str], now: datetime, found: list[Account]) -> None:
        self._known.pop(key, None)
        if not found:
            return
        if len(self._known) >= self._most:
            # Those that were read first stand first, and would be read again soonest.
            del self._known[next(iter(self._known))]
        self._known[key] = now, found
