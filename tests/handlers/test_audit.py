"""What a command changes is kept with who did it and how it was, in the transaction that changes it."""

import json
from typing import Any

import pytest

from storage.unit import Storage
from tests.player import Player

KITCHEN, OWNER = "kitchen 213550000003", "owner 213550000001"
ORDERED: list[dict[str, Any]] = [
    {"says": "une eau à emporter"},
    {"says": "c'est tout"},
    {"says": "oui", "orders": {"1001": "NEW"}},
]


async def _audit(storage: Storage, *turns: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Actor, action, what, before and after of all that is kept once these turns are played."""
    player = Player(storage)
    await player.seed()
    await player.play({"turn": list(turns)})
    async with storage.read() as reader:
        rows = await reader.raw.fetch("SELECT actor, action, what, before, after, at, place_id FROM audit ORDER BY id")
    assert all(row["at"] <= player.now for row in rows)
    return [(*list(row)[:3], json.loads(row["before"]), json.loads(row["after"])) for row in rows]


def _says(who: str, *lines: str) -> list[dict[str, Any]]:
    return [{"who": who, "says": line} for line in lines]


async def test_every_step_of_an_order_is_kept(storage: Storage) -> None:
    kept = await _audit(storage, *ORDERED, *_says("kitchen", "!order 1001 accept", "!order 1001 cancel plus d'eau"))
    assert kept == [
        (KITCHEN, "order accept", "#1001", {"status": "NEW"}, {"status": "ACCEPTED", "reason": None}),
        (KITCHEN, "order cancel", "#1001", {"status": "ACCEPTED"}, {"status": "CANCELLED", "reason": "plus d'eau"}),
    ]


async def test_a_dish_gone_and_back_is_kept_its_timer_included(storage: Storage) -> None:
    said: list[dict[str, Any]] = _says("kitchen", "!86 p01", "!86 P01 until 20:00")
    kept = await _audit(storage, *said, {"wait": "1d", "who": "owner", "says": "!86 P01 back"})
    there, gone = {"sold_out": False}, {"sold_out": True}
    assert [(*row[:4], row[4]["sold_out"]) for row in kept] == [
        (KITCHEN, "86", "P01", there, True),
        (KITCHEN, "86", "P01", gone, True),
        ("timer", "86", "P01", gone, False),
        (OWNER, "86", "P01", there, False),
    ]
    assert "T20:00:00+01:00" in kept[1][4]["until"]


async def test_own_words_and_taking_them_back_are_kept(storage: Storage) -> None:
    said = ("!template set thanks fr Mille mercis", "!template set thanks fr Mille mercis", "!template reset thanks")
    first, *others = await _audit(storage, *_says("owner", *said))
    assert first[:3] == (OWNER, "template set", "customer.thanks fr")
    assert first[3] != first[4] == {"other": "Mille mercis"}
    assert others == [(OWNER, "template reset", "customer.thanks fr", first[4], first[3])]


@pytest.mark.parametrize(
    "line",
    [
        "!order 1001",
        "!order 1001 ready",
        "!order 1001 cancel",
        "!order 4242 accept",
        "!86 Z99",
        "!86 P01 until soon",
        "!template set thanks fr Merci {nobody}",
        "!template reset thanks",
        "!template get thanks",
        "!orders",
        "!help",
    ],
)
async def test_what_changes_nothing_is_not_kept(storage: Storage, line: str) -> None:
    assert await _audit(storage, *ORDERED, *_says("owner", line)) == []


async def test_who_may_not_leaves_nothing(storage: Storage) -> None:
    said = [*_says("kitchen", "!template set thanks fr Merci bien"), *_says("customer", "!86 P01")]
    assert await _audit(storage, *said) == []
