"""Signs of life of the workers, kept in the operation's own table and shared by all processes.

A worker that some version drops leaves its row behind: the migration that drops it deletes `heartbeat:<name>`.
"""

from datetime import datetime

from storage.wire import Connection

PREFIX = "heartbeat:"
BEAT = """
INSERT INTO ops_kv AS kept (key, value, at) VALUES ($1, '{}', $2)
ON CONFLICT (key) DO UPDATE SET at = excluded.at WHERE kept.at < excluded.at
"""
LAST = "SELECT key, at FROM ops_kv WHERE starts_with(key, $1) ORDER BY key"


async def beat(raw: Connection, worker: str, now: datetime) -> None:
    """The worker of this name, in whichever process, lives now; a later beat is never taken back."""
    await raw.execute(BEAT, PREFIX + worker, now)


async def last(raw: Connection) -> dict[str, datetime]:
    """When each worker that ever beat did so last, by name."""
    return {r["key"].removeprefix(PREFIX): r["at"] for r in await raw.fetch(LAST, PREFIX)}
