"""Words from process to process, through the database's LISTEN and NOTIFY. One that is lost delays, it never loses."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog

from storage.unit import Storage
from storage.wire import Connection, dump, load

CHANNEL = "resto_bot"
LONGEST = 7900
"""Bytes of a word; PostgreSQL takes 8000 at most."""
WAITING = 1000
"""Words that wait to be sent while the database is away; older ones are dropped."""
GAP_SECONDS = 0.05
AGAIN_SECONDS = 1.0
SEND = "SELECT pg_notify($1, word) FROM unnest($2::text[]) AS word"
log = structlog.get_logger()

Hear = Callable[[Any], None]


class Wakeups:
    """One process's line to all others on the same database. Behind a transaction pooler there is none."""

    def __init__(self, storage: Storage, me: UUID) -> None:
        """`storage` is for this line alone: its connection is held. `me` tells our own words from the others'."""
        self.storage, self.me = storage, str(me)
        self.listening = asyncio.Event()
        self._hears: dict[str, Hear] = {}
        self._waiting: deque[str] = deque(maxlen=WAITING)
        self._wake = asyncio.Event()

    def hear(self, topic: str, what: Hear) -> None:
        """Call `what` with every word that others tell of this topic."""
        self._hears[topic] = what

    def tell(self, topic: str, word: Any = None) -> bool:
        """Tell the others a word (JSON) of a topic, soon; False when it is too long. Words that wait are told once."""
        text = dump([self.me, topic, word])
        if len(text.encode()) > LONGEST:
            return False
        if text not in self._waiting:
            self._waiting.append(text)
        self._wake.set()
        return True

    async def run(self) -> None:
        """For ever: connected anew whenever the database was away."""
        try:
            if self.storage.pooled:
                await asyncio.Event().wait()
            while True:
                await self._connected()
                await asyncio.sleep(AGAIN_SECONDS)
        finally:
            await self.storage.close()

    async def _connected(self) -> None:
        try:
            async with self.storage.read() as reader:
                await self._serve(reader.raw)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, nobody depends on the line
            log.warning("wake-ups from other processes are away", error=type(error).__name__)

    async def _serve(self, raw: Connection) -> None:
        """Listen, and tell what waits, until the connection ends."""
        raw.add_termination_listener(lambda _: self._wake.set())
        await raw.add_listener(CHANNEL, self._heard)
        self.listening.set()
        try:
            while not raw.is_closed():
                await self._wake.wait()
                self._wake.clear()
                words = [self._waiting.popleft() for _ in range(len(self._waiting))]
                if words:
                    await raw.execute(SEND, CHANNEL, words)
                await asyncio.sleep(GAP_SECONDS)
        finally:
            self.listening.clear()
            if not raw.is_closed():
                await raw.remove_listener(CHANNEL, self._heard)

    def _heard(self, raw: object, pid: int, channel: str, text: object) -> None:
        try:
            who, topic, word = load(str(text))
        except ValueError:
            return
        hear = self._hears.get(topic)
        if who != self.me and hear is not None:
            hear(word)
