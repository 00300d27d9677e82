"""The driver's types under names that exist at run time and when checking alike, and JSON as the driver takes it."""

from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg
import orjson

UNSTORABLE = (
    asyncpg.DataError,
    asyncpg.UntranslatableCharacterError,
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.ProgramLimitExceededError,
    UnicodeError,
    orjson.JSONEncodeError,
)
"""Errors of a value that no table takes, however often it is tried."""

if TYPE_CHECKING:
    Connection: TypeAlias = asyncpg.Connection[Any]
    Row: TypeAlias = asyncpg.Record
else:
    Connection = asyncpg.Connection
    Row = asyncpg.Record

load = orjson.loads
"""The value of JSON text."""


def dump(value: Any) -> str:
    """A value as compact JSON text. Lone surrogates, integers of more than 64 bits: one of `UNSTORABLE`."""
    return orjson.dumps(value).decode()
