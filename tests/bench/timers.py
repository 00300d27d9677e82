"""Where the time goes: the parts of the path wrapped in timers, in a process whose rate counts for nothing.

The parts that decide and convert are synchronous, so their time is the processor's; trips to the database are waits.
"""

import time
from collections.abc import Callable
from typing import Any

from bot.bootstrap import CHANNELS, MACHINES
from bot.engine import letters, turn
from bot.engine.app import App
from bot.locales.render import Renderer
from bot.web import inbound
from storage import hot, turns

Found = dict[str, tuple[int, float]]


class Timers:
    """Times the parts of this process by replacing them; `found` is calls and seconds by label."""

    def __init__(self) -> None:
        self.found: Found = {}

    def patch(self, app: App) -> None:
        """Put the timers in."""
        self._time(inbound, "signature_state", "HMAC")
        self._time(type(CHANNELS["whatsapp"]), "parse", "parse the webhook")
        self._time(letters, "pack", "letter: pack")
        self._time(letters, "unpack", "letter: unpack")
        self._time(turns, "dump", "JSON of the rows, out")
        self._time(hot, "_session", "JSON of the rows, in")
        listener = app.kinds["customer"].listen
        self._time(type(listener), "__call__", "turn: recognise and choose the locale")
        self._time(type(MACHINES["customer"]), "send", "turn: transitions")
        self._time(type(MACHINES["customer"]), "prompt", "turn: prompt")
        self._time(turn.Turn, "_write", "turn: render, fit, keep")
        self._time(Renderer, "message", "of that: the message and its choices")
        for module, names in ((hot, ("look", "store", "people", "wake")), (turns, ("take", "answer"))):
            for name in names:
                self._time_wait(module, name, f"wait: {name}")

    def _add(self, label: str, seconds: float) -> None:
        calls, before = self.found.get(label, (0, 0.0))
        self.found[label] = (calls + 1, before + seconds)

    def _time(self, owner: Any, name: str, label: str) -> None:
        call: Callable[..., Any] = getattr(owner, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.thread_time()
            try:
                return call(*args, **kwargs)
            finally:
                self._add(label, time.thread_time() - start)

        setattr(owner, name, timed)

    def _time_wait(self, owner: Any, name: str, label: str) -> None:
        call: Callable[..., Any] = getattr(owner, name)

        async def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return await call(*args, **kwargs)
            finally:
                self._add(label, time.perf_counter() - start)

        setattr(owner, name, timed)
