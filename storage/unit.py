"""The unit of work: the only place that opens, commits or rolls back a transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import BotError, DatabaseUnavailable, UnitBroken
from storage.dialect import make_engine
from storage.wire import Connection

_ROLLBACK_SECONDS = 5.0
_LOCK_SECONDS = 5
_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
)

_UNREACHED = (OSError, sa.exc.SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError)


@dataclass(frozen=True, slots=True)
class Reader:
    """One connection, twice: `db` for SQLAlchemy Core (JSON as Python values), `raw` for asyncpg (JSON as text)."""

    db: AsyncConnection
    raw: Connection


@dataclass(frozen=True, slots=True)
class Unit(Reader):
    """A reader inside a transaction: what it writes is kept together or not at all."""

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part that may fail alone: an exception undoes only what was written inside, and goes on up."""
        await self.raw.execute("SAVEPOINT part")
        try:
            yield
        except Exception:
            await self.raw.execute("ROLLBACK TO SAVEPOINT part")
            raise
        await self.raw.execute("RELEASE SAVEPOINT part")


class Storage:
    """The database: `unit()` to write, `read()` to look, each on one of at most `size` connections.

    The connections are kept here rather than in SQLAlchemy's pool, whose check-out and check-in cost as much as
    two round trips to a near server.
    """

    def __init__(self, engine: AsyncEngine, size: int, *, pooler: bool = False) -> None:
        self._engine = engine
        self._pooler = pooler
        self.size = size
        self._slots = asyncio.Semaphore(size)
        self._idle: list[Reader] = []
        self._closed = False

    @classmethod
    def connect(cls, url: str, *, size: int = 10) -> Self:
        """A storage of at most `size` connections, opened when first needed.

        `url` is `postgresql+asyncpg://…` (also without `+asyncpg`). With `?pgbouncer=1` nothing outlives a
        transaction on the server: no prepared statement is kept, and reads have a transaction too.
        """
        address = sa.make_url(url)
        pooler = str(address.query.get("pgbouncer", "0")).lower() in ("1", "true", "yes", "on")
        # The nameless statement: the only one that two clients of a shared server connection cannot confuse.
        forgetful = {
            "statement_cache_size": 0,
            "prepared_statement_cache_size": 0,
            "prepared_statement_name_func": str,
        }
        # Planning a hot statement anew costs as much as running it; all of ours find their rows by key.
        # And nobody waits for ever: a turn that does not get a lock in time is tried again, and the others go on.
        steady = {"server_settings": {"plan_cache_mode": "force_generic_plan", "lock_timeout": f"{_LOCK_SECONDS}s"}}
        engine = make_engine(address.difference_update_query(["pgbouncer"]), forgetful if pooler else steady)
        return cls(engine, size, pooler=pooler)

    def alike(self, size: int) -> "Storage":
        """Another one on the same database, with connections of its own."""
        return Storage(self._engine, size, pooler=self._pooler)

    @property
    def pooled(self) -> bool:
        """Whether a transaction pooler stands between: nothing outlives a transaction there."""
        return self._pooler

    async def close(self) -> None:
        """Close the idle connections now, and those in use when they come back."""
        self._closed = True
        while self._idle:
            await _discard(self._idle.pop())
        await self._engine.dispose()

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """A transaction: committed at the end, rolled back on any exception, cancellation included.

        DatabaseUnavailable when the database is not reached or is lost on the way (whether a commit that had been
        sent took place is then unknown); UnitBroken when a failed statement was passed over.
        """
        async with self._connection() as it:
            await it.raw.execute("BEGIN")
            yield Unit(it.db, it.raw)
            if await it.raw.execute("COMMIT") != "COMMIT":
                raise UnitBroken

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Reader]:
        """Statements that each see the latest commit, without a transaction. DatabaseUnavailable as for `unit`."""
        async with self._connection() as it:
            if self._pooler:
                await it.raw.execute("BEGIN READ ONLY")
            yield it

    @asynccontextmanager
    async def once(self) -> AsyncIterator[Reader]:
        """For one statement on `raw` that writes: it is its own transaction. DatabaseUnavailable as for `unit`."""
        if self._pooler:
            async with self.unit() as unit:
                yield unit
        else:
            async with self._connection() as it:
                yield it

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Reader]:
        async with self._slots:
            it = await self._take()
            try:
                yield it
            except Exception as error:
                if _lost(error, it.raw) or isinstance(_driver_error(error), asyncpg.LockNotAvailableError):
                    raise DatabaseUnavailable(_reason(error)) from error
                raise
            finally:
                await self._put_back(it)

    async def _take(self) -> Reader:
        """A connection outside any transaction. One that the server closed meanwhile costs no round trip to notice."""
        while self._idle:
            it = self._idle.pop()
            if not it.raw.is_closed():
                return it
            await _discard(it)
        return await self._open()

    async def _open(self) -> Reader:
        try:
            db = await self._engine.connect()
            raw = (await db.get_raw_connection()).driver_connection
        except (*_UNREACHED, ValueError, OverflowError) as error:
            # The last two: an address that no driver can even look up.
            raise DatabaseUnavailable(_reason(error)) from error
        assert raw is not None
        return Reader(db, raw)

    async def _put_back(self, it: Reader) -> None:
        try:
            await _leave_transaction(it)
        finally:
            if it.raw.is_closed() or self._closed:
                await _discard(it)
            else:
                self._idle.append(it)


async def _leave_transaction(it: Reader) -> None:
    """Roll back what is still open, or drop the connection, which does the same."""
    try:
        if it.raw.is_in_transaction():
            async with asyncio.timeout(_ROLLBACK_SECONDS):
                await it.raw.execute("ROLLBACK")
        if it.db.in_transaction():
            # SQLAlchemy believes itself in a transaction after any statement; this sends nothing.
            await it.db.rollback()
    except _UNREACHED:
        it.raw.terminate()
    except BaseException:
        it.raw.terminate()
        raise


async def _discard(it: Reader) -> None:
    if it.raw.is_closed():
        await it.db.invalidate()
    await it.db.close()


def _lost(error: Exception, raw: Connection) -> bool:
    if isinstance(error, BotError):
        return False
    return raw.is_closed() or isinstance(_driver_error(error), (*_LOST, TimeoutError))


def _driver_error(error: BaseException) -> BaseException:
    if isinstance(error, sa.exc.DBAPIError) and error.orig is not None:
        return error.orig.__cause__ or error.orig
    return error


def _reason(error: BaseException) -> str:
    """What the driver said: no statement, no value."""
    cause = _driver_error(error)
    return str(cause) or type(cause).__name__
