"""What every command needs: settings, logs, an event loop."""

import asyncio
import os
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot import logs, settings
from bot.settings import Settings

T = TypeVar("T")
_state = {"debug": False}


def options(debug: Annotated[bool, typer.Option(help="Show where an error came from.")] = False) -> None:
    """Options that stand before the command."""
    _state["debug"] = debug


def debugging() -> bool:
    """Whether tracebacks are wanted."""
    return _state["debug"]


def configured(**defaults: str) -> Settings:
    """The settings of this environment (`.env` included); `defaults` fill in what is not set."""
    loaded = settings.load({**defaults, **os.environ}, Path(".env"))
    logs.configure(loaded.log_level, loaded.log_format or "")
    return loaded


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run an asynchronous command to its end, on uvloop where it exists."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(main)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(main)
