"""When a process is to stop: on a signal, or when the one that started it is gone; and how its loops then end."""

import asyncio
import signal
import sys
from collections.abc import Iterable
from typing import Any, Protocol

INSIST_SECONDS = 1.0
"""How long a loop may take to end before it is told again."""


class Worker(Protocol):
    """An endless loop."""

    async def run(self) -> None: ...


def stop_on_signals(*, with_parent: bool = False) -> asyncio.Event:
    """An event that SIGINT or SIGTERM sets; `with_parent`: SIGTERM or the end of standard input."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    if with_parent:
        loop.add_reader(sys.stdin.fileno(), stopped.set)
    else:
        loop.add_signal_handler(signal.SIGINT, stopped.set)
    return stopped


async def until(stopped: asyncio.Event, workers: Iterable[Worker]) -> None:
    """Run the workers until it is time to stop; a worker that ends by itself ends the process with its error."""
    tasks = [asyncio.create_task(worker.run()) for worker in workers]
    waiter = asyncio.create_task(stopped.wait())
    done, _ = await asyncio.wait((waiter, *tasks), return_when=asyncio.FIRST_COMPLETED)
    await end((waiter, *tasks))
    for task in done - {waiter}:
        task.result()


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel tasks until they have ended: an error met in the middle of a cancellation, as of a database that goes at
    the same moment, takes its place, and a loop that outlives its errors would go on for ever."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=INSIST_SECONDS)
