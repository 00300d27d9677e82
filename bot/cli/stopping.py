"""When a process is to stop: on a signal, or when the one that started it is gone."""

import asyncio
import signal
import sys


def stop_on_signals(*, with_parent: bool = False) -> asyncio.Event:
    """An event that SIGINT or SIGTERM sets; `with_parent`: the end of standard input too."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    if with_parent:
        loop.add_reader(sys.stdin.fileno(), stopped.set)
    return stopped
