"""When a process is to stop: on a signal, or when the one that started it is gone."""

import asyncio
import signal
import sys


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
