"""Structured logs, without phone numbers, tokens or what people wrote."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

DIGITS = re.compile(r"\d{7,}")
SECRET = re.compile(r"(?i)token|secret|password|authorization|text|body|phone|recipient")


def redact(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Mask values whose name or shape says that they are somebody's."""
    for key, value in event.items():
        if SECRET.search(key):
            event[key] = "***"
        elif isinstance(value, str) and key != "timestamp":
            event[key] = DIGITS.sub("***", value) if not _is_id(value) else value
    return event


def _is_id(value: str) -> bool:
    return len(value) == 36 and value.count("-") == 4


def configure(level: str, form: str) -> None:
    """Log to stderr: `console` for people, `json` for machines, empty = console on a terminal."""
    pretty = form == "console" or (not form and sys.stderr.isatty())
    renderer: Any = structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        # Looked up at every line: whoever has replaced or closed the stream since must not break what logs.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
