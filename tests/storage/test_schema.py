"""The migrations make exactly what the models say, once, and a difference is always noticed."""

import asyncio
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import DateTime, ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint

import migrations
from storage import schema
from storage.tables import metadata
from storage.unit import Storage

ROOT = Path(__file__).parents[2]
OF_NO_TENANT = {"tenants", "raw_inbound", "security_events", "ops_kv"}
TABLES = sorted(set(metadata.tables) - OF_NO_TENANT)


async def test_the_migrations_make_what_the_models_say(database: str) -> None:
    assert await schema.check(database) == []


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        ("ALTER TABLE orders ADD COLUMN extra int", "+ column orders.extra"),
        ("ALTER TABLE orders ALTER COLUMN phone TYPE varchar(20)", "- column orders.phone: text"),
        ("ALTER TABLE orders ALTER COLUMN phone SET NOT NULL", "- column orders.phone: text, default"),
        (
            "ALTER TABLE orders ALTER COLUMN version SET DEFAULT 1",
            "- column orders.version: integer not null, default 0",
        ),
        ("ALTER TABLE orders DROP CONSTRAINT orders_total_check", "- constraint orders.orders_total_check"),
        ("ALTER TABLE orders RENAME CONSTRAINT orders_total_check TO other", "+ constraint orders.other"),
        (
            "ALTER TABLE orders DROP CONSTRAINT orders_tenant_id_place_id_fkey",
            "- constraint orders.orders_tenant_id_place",
        ),
        ("ALTER TABLE sessions RESET (fillfactor)", "- r sessions: persistence p, options {fillfactor=70}"),
        ("COMMENT ON TABLE sessions IS 'other'", "+ comment sessions.*: other"),
        ("DROP INDEX outbox_due_ix", "- index outbox.outbox_due_ix"),
        (
            "DROP INDEX outbox_dead_ix; CREATE INDEX outbox_dead_ix ON outbox (tenant_id, created_at)",
            "- index outbox.outbox_dead_ix",
        ),
        ("CREATE TABLE left_over (id int)", "+ r left_over"),
        ("DROP TABLE misses", "- r misses"),
        ("UPDATE alembic_version SET version_num = '1999_01_01_0000'", "migrated to 1999_01_01_0000"),
    ],
)
async def test_a_difference_is_noticed(storage: Storage, database: str, change: str, noticed: str) -> None:
    async with storage.unit() as unit:
        await unit.raw.execute(change)
    assert any(line.startswith(noticed) for line in await schema.check(database))


async def test_checking_leaves_nothing_behind(storage: Storage, database: str) -> None:
    await schema.check(database)
    async with storage.read() as reader:
        assert await reader.raw.fetchval("SELECT count(*) FROM pg_namespace WHERE nspname ~ 'resto'") == 0


async def test_an_empty_database_has_seen_no_migration(empty_database: str) -> None:
    assert await schema.current(empty_database) is None


async def test_servers_that_start_at_once_migrate_once(empty_database: str) -> None:
    await asyncio.gather(*(schema.upgrade(empty_database) for _ in range(4)))
    assert await schema.current(empty_database) == schema.head()
    assert await schema.check(empty_database) == []


async def test_migrating_again_changes_nothing(storage: Storage, database: str) -> None:
    async with storage.unit() as unit:
        await unit.raw.execute("INSERT INTO ops_kv (key, value, at) VALUES ('kept', '1', now())")
    await schema.upgrade(database)
    async with storage.read() as reader:
        assert await reader.raw.fetchval("SELECT count(*) FROM ops_kv") == 1


@pytest.mark.parametrize("name", TABLES)
def test_the_tenant_comes_first_in_every_key(name: str) -> None:
    table = metadata.tables[name]
    keys = {key.name: columns for key, columns in keys_of(table)}
    assert {name: columns[0] for name, columns in keys.items() if columns[0] != "tenant_id"} == {}
    assert table.primary_key.columns.keys()[0] == "tenant_id"


def keys_of(
    table: Table,
) -> list[tuple[PrimaryKeyConstraint | UniqueConstraint | ForeignKeyConstraint | Index, list[str]]]:
    constraints = [
        c for c in table.constraints if isinstance(c, PrimaryKeyConstraint | UniqueConstraint | ForeignKeyConstraint)
    ]
    unique = [i for i in table.indexes if i.unique]
    return [(key, [column.name for column in key.columns]) for key in (*constraints, *unique)]


@pytest.mark.parametrize("name", TABLES)
def test_a_foreign_key_stays_inside_the_tenant(name: str) -> None:
    for key in metadata.tables[name].foreign_key_constraints:
        target = key.elements[0].column
        assert (target.table.name, target.name) in {("tenants", "id"), (key.referred_table.name, "tenant_id")}


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_times_know_their_zone(name: str) -> None:
    types = {column.name: column.type for column in metadata.tables[name].columns}
    assert [column for column, of in types.items() if isinstance(of, DateTime) and not of.timezone] == []


def test_a_migration_is_named_by_its_day_and_its_verb() -> None:
    steps = sorted(migrations.VERSIONS.glob("*.py"))
    assert steps
    for step in steps:
        assert re.fullmatch(r"(20\d\d_[01]\d_[0-3]\d_[0-2]\d[0-5]\d)_[a-z]+_[a-z_]+", step.stem)
        assert f'revision = "{step.stem[:15]}"' in step.read_text(encoding="utf-8")


def test_the_wheel_carries_the_migrations(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    tree = (path for path in (ROOT / "migrations").rglob("*") if path.suffix in (".py", ".sql"))
    assert {path.relative_to(ROOT).as_posix() for path in tree} <= packed
