"""A forged webhook is noted, a flood of them is not: what an attacker sends must not fill the disk."""

from datetime import UTC, datetime, timedelta

from bot import metrics
from bot.clock import World
from bot.web.refusals import MOST_KEYS, MOST_OF_ONE, Refusals
from tests.web.conftest import Edge

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_kinds_and_addresses_are_counted_apart_and_anew_each_minute():
    refusals = Refusals()
    noted = [refusals.worth_noting("BAD", "1.2.3.4", NOON) for _ in range(MOST_OF_ONE + 5)]
    assert noted == [True] * MOST_OF_ONE + [False] * 5
    assert refusals.worth_noting("WORSE", "1.2.3.4", NOON)
    assert refusals.worth_noting("BAD", None, NOON)
    assert not refusals.worth_noting("BAD", "1.2.3.4", NOON + timedelta(seconds=59))
    assert refusals.worth_noting("BAD", "1.2.3.4", NOON + timedelta(seconds=60))


def test_a_thousand_addresses_cost_no_more_memory_than_a_few():
    refusals = Refusals()
    noted = [refusals.worth_noting("BAD", str(n), NOON) for n in range(MOST_KEYS + 1000)]
    assert sum(noted) == MOST_KEYS == len(refusals._noted)
    assert refusals.worth_noting("BAD", "0", NOON), "who is known already is counted on"
    assert refusals.worth_noting("BAD", "new", NOON + timedelta(seconds=61))


async def test_a_flood_of_forgeries_is_counted_but_not_stored(edge: Edge) -> None:
    now = NOON
    edge.context.world = World(now=lambda: now)
    counted = metrics.REFUSED.labels("SIGNATURE_MISSING")._value
    before = counted.get()
    for _ in range(15):
        assert (await edge.post(b"{}"))[0] == 401
    assert counted.get() - before == 15
    assert await edge.rows("SELECT count(*) FROM security_events") == [(10,)]
    assert (await edge.post(b"{}", {"X-Hub-Signature-256": "sha256=0"}))[0] == 401
    assert await edge.rows("SELECT count(*) FROM security_events") == [(11,)]
    now += timedelta(minutes=1)
    await edge.post(b"{}")
    assert await edge.rows("SELECT count(*) FROM security_events") == [(12,)]
