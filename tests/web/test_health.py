"""Readiness: the database, its schema, and the workers' signs of life; the figures, which stay on this machine."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import World
from bot.workers.rounds import Pulse
from storage import heartbeats
from tests.web.conftest import Edge

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass
class Watched:
    """The application at a time of our choice."""

    edge: Edge
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.edge.context.world = World(now=lambda: self.now)

    async def beat(self, *workers: str) -> None:
        async with self.edge.storage.unit() as unit:
            for worker in workers:
                await heartbeats.beat(unit.raw, worker, self.now)

    async def ready(self) -> tuple[int, Any]:
        answer = await self.edge.client.get("/readyz")
        return answer.status, await answer.json()


@pytest.fixture
def watched(edge: Edge) -> Watched:
    return Watched(edge)


async def test_where_no_worker_ever_lived_the_server_is_ready(watched: Watched) -> None:
    status, told = await watched.ready()
    assert (status, told["database"], told["workers"]) == (200, "ok", {})


async def test_living_workers_are_named_with_the_age_of_their_last_beat(watched: Watched) -> None:
    await watched.beat("outbox", "mailbox")
    watched.now += timedelta(seconds=60)
    await watched.beat("mailbox")
    status, told = await watched.ready()
    assert (status, told["workers"]) == (200, {"mailbox": 0.0, "outbox": 60.0})


async def test_a_worker_that_fell_silent_makes_the_server_unready_until_it_beats_again(watched: Watched) -> None:
    await watched.beat("outbox", "mailbox")
    watched.now += timedelta(seconds=61)
    await watched.beat("mailbox")
    status, told = await watched.ready()
    assert (status, told["ok"], told["code"]) == (503, False, "WORKERS_SILENT")
    assert told["workers"] == {"mailbox": 0.0, "outbox": 61.0}
    assert "outbox" in told["message"]
    assert "mailbox" not in told["message"]
    await Pulse(watched.edge.storage, watched.edge.context.world, "outbox").beat()
    assert (await watched.ready())[0] == 200


async def test_a_clock_that_is_a_little_behind_is_no_silence(watched: Watched) -> None:
    await watched.beat("outbox")
    watched.now -= timedelta(seconds=90)
    assert (await watched.ready())[1]["workers"] == {"outbox": 0.0}


async def test_another_schema_is_told_before_anything_is_asked_of_it(watched: Watched) -> None:
    async with watched.edge.storage.unit() as unit:
        await unit.raw.execute("UPDATE alembic_version SET version_num = 'older'")
        await unit.raw.execute("DROP TABLE ops_kv")
    status, told = await watched.ready()
    assert (status, told["code"]) == (503, "SCHEMA_MISMATCH")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "x-real-ip", "Forwarded"])
async def test_figures_are_not_passed_on_by_a_proxy_of_this_machine(edge: Edge, header: str) -> None:
    assert (await edge.client.get("/metrics")).status == 200
    answer = await edge.client.get("/metrics", headers={header: "203.0.113.9"})
    assert (answer.status, (await answer.json())["code"]) == (403, "SCOPE_DENY")


async def test_a_server_that_only_forgets_nothing_is_ready(watched: Watched) -> None:
    await watched.beat("outbox", "mailbox", "forgetting")
    watched.now += timedelta(hours=3)
    await watched.beat("outbox", "mailbox")
    status, told = await watched.ready()
    assert (status, told["workers"]["forgetting"]) == (200, 10_800.0)
