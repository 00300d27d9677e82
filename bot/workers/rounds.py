"""How an endless loop survives its own rounds: whatever goes wrong in one is logged, and the next one comes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

PAUSE_SECONDS = 1.0
T = TypeVar("T")
log = structlog.get_logger()


async def steadily(work: Callable[[], Awaitable[T]], otherwise: T) -> T:
    """The result of one round; `otherwise`, after a pause, when it failed."""
    try:
        return await work()
    except Exception as error:  # noqa: BLE001 - a loop that ends serves nobody
        log.error("round failed", work=getattr(work, "__qualname__", "?"), error=type(error).__name__)
        await asyncio.sleep(PAUSE_SECONDS)
        return otherwise
