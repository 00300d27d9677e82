"""Whose webhook is it: remembered for a minute, and no longer."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import World
from bot.web.accounts import Accounts
from storage.unit import Storage
from tests.engine.tally import tally_account
from tests.web.conftest import Edge, hook, text

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Clock:
    """A world whose time we move."""

    def __init__(self) -> None:
        self.now = NOON
        self.world = World(now=lambda: self.now)


async def _move(storage: Storage, account: str) -> None:
    async with storage.unit() as unit:
        await unit.raw.execute("UPDATE channel_accounts SET account = $1 WHERE channel = 'whatsapp'", account)


async def test_an_account_that_went_is_noticed_within_a_minute(edge: Edge) -> None:
    clock = Clock()
    edge.context.world = clock.world
    assert await edge.send(hook(text("menu", "wamid.1"))) == 200
    await _move(edge.storage, "elsewhere")
    clock.now += timedelta(seconds=59)
    await edge.send(hook(text("menu", "wamid.2")))
    assert await edge.rows("SELECT reason FROM raw_inbound") == []
    clock.now += timedelta(seconds=1)
    await edge.send(hook(text("menu", "wamid.3")))
    assert await edge.rows("SELECT reason FROM raw_inbound") == [("unknown account",)]


async def test_an_account_at_another_place_is_found_there_after_a_minute(storage: Storage) -> None:
    clock, accounts = Clock(), Accounts()
    first = await tally_account(storage, clock.world)
    assert await accounts.find(storage, clock.world, "whatsapp", "1") == [first]
    await _move(storage, "old")
    second = await tally_account(storage, clock.world, "another")
    assert await accounts.find(storage, clock.world, "whatsapp", "1") == [first]
    clock.now += timedelta(seconds=60)
    assert await accounts.find(storage, clock.world, "whatsapp", "1") == [second]


async def test_a_stranger_is_looked_for_each_time(storage: Storage) -> None:
    clock, accounts = Clock(), Accounts()
    assert await accounts.find(storage, clock.world, "whatsapp", "1") == []
    account = await tally_account(storage, clock.world)
    assert await accounts.find(storage, clock.world, "whatsapp", "1") == [account]


async def test_no_more_are_remembered_than_agreed(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, accounts = Clock(), Accounts(most=2)
    account = await tally_account(storage, clock.world)
    reads: list[str] = []

    async def read(raw: object, channel: str, name: str) -> list[object]:
        reads.append(name)
        return [account]

    monkeypatch.setattr("storage.places.accounts", read)
    for name in ("a", "b", "a", "c", "b", "a"):
        await accounts.find(storage, clock.world, "whatsapp", name)
    assert reads == ["a", "b", "c", "a"]
    assert len(accounts._known) == 2
