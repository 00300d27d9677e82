"""A business's own wordings in the database: two edits at once, and what a long history costs who reads it."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from storage import provisioning, templates
from storage.unit import Storage

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TENANT, OTHER, PLACE = UUID(int=1), UUID(int=2), UUID(int=3)


async def _tenants(storage: Storage, *, with_place: bool) -> None:
    async with storage.unit() as unit:
        for tenant in (TENANT, OTHER):
            await unit.raw.execute(provisioning.TENANT, tenant, f"tenant {tenant.int}", NOW)
        if with_place:
            await unit.raw.execute(provisioning.PLACE, TENANT, PLACE, "Chez Lamia", "Africa/Algiers", "fr", NOW)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


async def _read(storage: Storage, tenant: UUID) -> int:
    """How many rows of the table one reading touches."""
    async with storage.read() as reader:
        found = await reader.raw.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {templates.NOW}", tenant)
    nodes = [n for n in _nodes(json.loads(found)[0]["Plan"]) if n.get("Relation Name") == "templates"]
    assert nodes
    assert {n["Node Type"] for n in nodes} <= {"Index Scan"}
    return sum(round((n["Actual Rows"] + n.get("Rows Removed by Filter", 0)) * n["Actual Loops"]) for n in nodes)


async def test_reading_costs_what_is_worded_now_not_its_history(storage: Storage) -> None:
    await _tenants(storage, with_place=True)
    async with storage.unit() as unit:
        for key, count in (("a", 3000), ("b", 1), ("c", 2000)):
            await unit.raw.execute(
                "INSERT INTO templates SELECT $1, $2, l, v, jsonb_build_object('other', $2 || l || v), 'me', $3 "
                "FROM generate_series(1, $4) v, unnest(ARRAY['ar', 'fr']) l",
                TENANT, key, NOW, count,
            )  # fmt: skip
        await templates.put(unit.raw, TENANT, [("c", "fr", None)], "me", NOW)
        await templates.put(unit.raw, OTHER, [("a", "arq", {"other": "x"})], "me", NOW)
    async with storage.read() as reader:
        found = await templates.wordings(reader.raw, TENANT)
    assert [(w.key, w.locale, dict(w.forms) if w.forms is not None else None) for w in found] == [
        ("a", "ar", {"other": "aar3000"}),
        ("a", "fr", {"other": "afr3000"}),
        ("b", "ar", {"other": "bar1"}),
        ("b", "fr", {"other": "bfr1"}),
        ("c", "ar", {"other": "car2000"}),
        ("c", "fr", None),
    ]
    async with storage.unit() as unit:
        await unit.raw.execute("ANALYZE templates")
    assert await _read(storage, TENANT) == 6
    assert await _read(storage, UUID(int=9)) == 0


@pytest.mark.parametrize("with_place", [True, False])
async def test_two_edits_at_once_are_both_kept(storage: Storage, with_place: bool) -> None:
    await _tenants(storage, with_place=with_place)
    both = [[("a", "fr"), ("b", "fr")], [("b", "fr"), ("a", "fr")]]

    async def edits(who: str, keys: list[tuple[str, Any]]) -> None:
        async with storage.unit() as unit:
            await templates.put(unit.raw, TENANT, [(k, loc, {"other": who}) for k, loc in keys], who, NOW)
            await asyncio.sleep(0.2)

    await asyncio.gather(edits("one", both[0]), edits("two", both[1]), edits("three", both[0][:1]))
    async with storage.read() as reader:
        kept = await reader.raw.fetch("SELECT key, version, updated_by FROM templates ORDER BY key, version")
    assert [(r["key"], r["version"]) for r in kept] == [("a", 1), ("a", 2), ("a", 3), ("b", 1), ("b", 2)]
    assert {r["updated_by"] for r in kept if r["key"] == "a"} == {"one", "two", "three"}
