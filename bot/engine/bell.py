"""Wake-ups: whoever commits work rings, whoever waits for work listens. A lost ring delays, it never loses."""

import asyncio
import contextlib
from collections.abc import Callable


class Bell:
    """Named wake-ups inside one process; `spread`, when there is one, carries them to the others."""

    def __init__(self) -> None:
        self._events: dict[str, asyncio.Event] = {}
        self.spread: Callable[[], object] | None = None

    def ring(self, name: str) -> None:
        """There is work of this name."""
        self._event(name).set()
        if self.spread is not None:
            self.spread()

    def ring_all(self, *, spread: bool = True) -> None:
        """There may be work of any name."""
        for event in self._events.values():
            event.set()
        if spread and self.spread is not None:
            self.spread()

    async def wait(self, name: str, seconds: float) -> None:
        """Return at the next ring, or after so many seconds."""
        event = self._event(name)
        # Not wait_for: on Python 3.11 it swallows a cancellation that comes together with the ring.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
        event.clear()

    def _event(self, name: str) -> asyncio.Event:
        return self._events.setdefault(name, asyncio.Event())
