"""The unit of work keeps everything or nothing, and gives its connection back clean."""

import asyncio
import json
from uuid import uuid4

import asyncpg
import pytest
import sqlalchemy as sa

from bot.errors import ConfigError, DatabaseUnavailable, NotFound, UnitBroken
from storage.tables import ops_kv
from storage.unit import Storage, Unit

PUT = "INSERT INTO ops_kv (key, value, at) VALUES ($1, $2, now())"


async def keys(storage: Storage) -> set[str]:
    async with storage.read() as reader:
        return {row["key"] for row in await reader.raw.fetch("SELECT key FROM ops_kv")}


async def put(unit: Unit, key: str, value: object = 1) -> None:
    await unit.raw.execute(PUT, key, json.dumps(value))


async def test_what_a_unit_writes_is_kept(storage: Storage) -> None:
    async with storage.unit() as unit:
        await put(unit, "a")
    assert await keys(storage) == {"a"}


async def test_nothing_is_seen_before_the_end(storage: Storage) -> None:
    async with storage.unit() as unit:
        await put(unit, "a")
        assert await keys(storage) == set()


async def test_an_exception_undoes_both_views(storage: Storage) -> None:
    with pytest.raises(NotFound):
        async with storage.unit() as unit:
            await put(unit, "raw")
            await unit.db.execute(sa.insert(ops_kv).values(key="db", value={}, at=sa.func.now()))
            raise NotFound
    assert await keys(storage) == set()


async def test_both_views_are_one_transaction(storage: Storage) -> None:
    async with storage.unit() as unit:
        await put(unit, "a", {"say": "سلام"})
        value = await unit.db.scalar(sa.select(ops_kv.c.value))
    assert value == {"say": "سلام"}


async def test_json_is_text_on_raw_and_values_on_db(storage: Storage) -> None:
    async with storage.unit() as unit:
        await unit.db.execute(sa.insert(ops_kv).values(key="a", value=[1, "é"], at=sa.func.now()))
        assert await unit.raw.fetchval("SELECT value FROM ops_kv") == '[1, "é"]'


async def test_cancellation_undoes(storage: Storage) -> None:
    began = asyncio.Event()

    async def endless() -> None:
        async with storage.unit() as unit:
            await put(unit, "a")
            began.set()
            await unit.raw.execute("SELECT pg_sleep(60)")

    task = asyncio.create_task(endless())
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await keys(storage) == set()


async def test_a_cancelled_unit_gives_its_connection_back(database: str) -> None:
    storage = Storage.connect(database, size=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), storage.unit() as unit:
            await unit.raw.execute("SELECT pg_sleep(60)")
    assert await asyncio.wait_for(keys(storage), 5) == set()
    await storage.close()


async def test_a_swallowed_error_is_not_a_silent_rollback(storage: Storage) -> None:
    with pytest.raises(UnitBroken):
        async with storage.unit() as unit:
            await put(unit, "a")
            with pytest.raises(asyncpg.DivisionByZeroError):
                await unit.raw.execute("SELECT 1/0")


async def test_a_savepoint_saves_the_unit(storage: Storage) -> None:
    async with storage.unit() as unit:
        await put(unit, "a")
        with pytest.raises(asyncpg.DivisionByZeroError):
            async with unit.savepoint():
                await put(unit, "b")
                await unit.raw.execute("SELECT 1/0")
        async with unit.savepoint():
            await put(unit, "c")
    assert await keys(storage) == {"a", "c"}


async def test_a_reader_sees_each_commit(storage: Storage) -> None:
    async with storage.read() as reader:
        assert await reader.raw.fetchval("SELECT count(*) FROM ops_kv") == 0
        async with storage.unit() as unit:
            await put(unit, "a")
        assert await reader.raw.fetchval("SELECT count(*) FROM ops_kv") == 1


async def test_no_more_connections_than_agreed(database: str) -> None:
    storage = Storage.connect(database, size=2)

    async def pids() -> int:
        async with storage.unit() as unit:
            pid: int = await unit.raw.fetchval("SELECT pg_backend_pid()")
            return pid

    found = await asyncio.gather(*(pids() for _ in range(12)))
    assert len(set(found)) <= 2
    await storage.close()


async def test_a_raw_statement_is_prepared_once(storage: Storage) -> None:
    async with storage.read() as reader:
        for _ in range(3):
            await reader.raw.fetch("SELECT 41 + $1::int", 1)
        prepared = await reader.raw.fetchval("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%41%'")
    # The counting statement names 41 as well.
    assert prepared == 2


async def test_behind_a_pooler_nothing_is_prepared_and_reads_have_a_transaction(database: str) -> None:
    joiner = "&" if "?" in database else "?"
    storage = Storage.connect(f"{database}{joiner}pgbouncer=1")
    async with storage.read() as reader:
        assert reader.raw.is_in_transaction()
        await reader.db.execute(sa.text("SELECT 42"))
        assert await reader.raw.fetchval("SELECT count(*) FROM pg_prepared_statements WHERE name <> ''") == 0
    async with storage.unit() as unit:
        await put(unit, "a")
    assert await keys(storage) == {"a"}
    await storage.close()


async def test_a_lost_connection_is_said_so_and_replaced(storage: Storage) -> None:
    with pytest.raises(DatabaseUnavailable):
        async with storage.unit() as unit:
            await unit.raw.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert await keys(storage) == set()


async def test_a_connection_lost_while_idle_costs_nobody_an_error(database: str) -> None:
    storage, other = Storage.connect(database, size=1), Storage.connect(database, size=1)
    assert await keys(storage) == set()
    async with other.read() as reader:
        await reader.raw.fetch(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert await keys(storage) == set()
    await storage.close()
    await other.close()


async def test_no_server_is_database_unavailable(tmp_path: object) -> None:
    storage = Storage.connect(f"postgresql+asyncpg://nobody@/none?host={tmp_path}")
    with pytest.raises(DatabaseUnavailable):
        async with storage.unit():
            pass
    await storage.close()


@pytest.mark.parametrize("address", ["nobody@a..b/none", "nobody@127.0.0.1:1/none?ssl=so"])
async def test_an_address_that_cannot_be_looked_up_is_database_unavailable(address: str) -> None:
    storage = Storage.connect(f"postgresql+asyncpg://{address}")
    with pytest.raises(DatabaseUnavailable):
        async with storage.read():
            pass
    await storage.close()


async def test_hosts_that_make_no_sense_are_a_wrong_setting() -> None:
    with pytest.raises(ConfigError, match="host=NAME:PORT"):
        Storage.connect("postgresql+asyncpg://nobody@/none?host=a:1&host=b")


async def test_sslmode_is_taken_as_hosted_databases_write_it(database: str) -> None:
    joiner = "&" if "?" in database else "?"
    storage = Storage.connect(f"{database}{joiner}sslmode=disable")
    assert await keys(storage) == set()
    await storage.close()


async def test_no_such_database_is_database_unavailable(database: str) -> None:
    storage = Storage.connect(sa.make_url(database).set(database=f"none_{uuid4().hex}").render_as_string(False))
    with pytest.raises(DatabaseUnavailable):
        async with storage.read():
            pass
    await storage.close()
