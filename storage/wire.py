"""The driver's types under names that exist at run time and when checking alike, and JSON as the driver takes it."""

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg

UNSTORABLE = (
    asyncpg.DataError,
    asyncpg.UntranslatableCharacterError,
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.ProgramLimitExceededError,
    UnicodeError,
)
"""Errors of a value that no table takes, however often it is tried."""

if TYPE_CHECKING:
    Connection: TypeAlias = asyncpg.Connection[Any]
    Row: TypeAlias = asyncpg.Record
else:
    Connection = asyncpg.Connection
    Row = asyncpg.Record

dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""A value as compact JSON text."""
