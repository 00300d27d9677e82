"""SQLAlchemy on asyncpg, with JSON left as text on the driver connection and turned into values above it."""

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.errors import ConfigError


class _TextJson(PGDialect_asyncpg):
    supports_statement_cache = True
    supports_native_json_deserialization = False

    async def setup_asyncpg_json_codec(self, conn: Any) -> None:
        """None: asyncpg's own is text."""

    async def setup_asyncpg_jsonb_codec(self, conn: Any) -> None:
        """None: asyncpg's own is text."""


registry.register("postgresql.textjson", __name__, _TextJson.__name__)


def make_engine(address: sa.URL, connect_args: dict[str, Any]) -> AsyncEngine:
    """An engine that opens a connection whenever asked and never a transaction.

    `sslmode`, which every hosted database writes into its address, is what the driver calls `ssl`. ConfigError when
    the address makes no sense.
    """
    if "sslmode" in address.query:
        mode = {"ssl": address.query["sslmode"]}
        address = address.difference_update_query(["sslmode"]).update_query_dict(mode)
    try:
        return create_async_engine(
            address.set(drivername="postgresql+textjson"),
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
            json_serializer=_dump,
            connect_args={"timeout": 5, "command_timeout": 30, **connect_args},
        )
    except sa.exc.ArgumentError as error:
        raise ConfigError("the hosts of BOT_DATABASE_URL cannot be read; write each as host=NAME:PORT") from error


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
