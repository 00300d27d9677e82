"""Keeps an embedded server running while somebody uses it: whatever ended it, it is started again.

Every process that uses the server may watch it: a lock lets one of them start it, and the others find it running.
"""

import asyncio

import structlog

from bot.errors import DatabaseBroken
from storage.embedded import Embedded

LOOK_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 30.0
log = structlog.get_logger()


async def watch(server: Embedded, look: float = LOOK_SECONDS) -> None:
    """For ever: look whether the server runs, and start it again when it does not."""
    pause = look
    while True:
        await asyncio.sleep(pause)
        try:
            if await asyncio.to_thread(server.revive):
                log.warning("the embedded database had ended and was started again")
            pause = look
        except (DatabaseBroken, OSError) as error:
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            log.error("the embedded database ended and cannot be started", error=str(error), again_in=pause)
