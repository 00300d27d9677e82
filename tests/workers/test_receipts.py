"""Receipts: what a platform says later of what was sent, given up, dropped or never known."""

from typing import Any

import pytest

from bot.errors import Unknown
from bot.messages import Receipt
from storage import outbox
from tests.workers.conftest import Post


async def test_receipts_never_go_back(mail: Post) -> None:
    await mail.say("one")
    await mail.rounds()
    ((ident,),) = await mail.rows("id")
    for receipt in (Receipt.READ, Receipt.DELIVERED, Receipt.SENT, Receipt.FAILED):
        await mail.told(receipt, str(ident))
    assert await mail.rows("status, receipt") == [("sent", "read")]


async def _given_up(mail: Post, ident: object) -> None:
    async with mail.storage.unit() as unit:
        await unit.raw.execute(
            "UPDATE outbox SET status = 'dead', error = 'timeout', error_code = 0, receipt = NULL, provider_id = NULL "
            "WHERE id = $1",
            ident,
        )


@pytest.mark.parametrize("receipt", [Receipt.SENT, Receipt.DELIVERED, Receipt.READ])
async def test_what_was_given_up_but_came_is_sent_after_all(mail: Post, receipt: Receipt) -> None:
    await mail.say("one")
    ((ident,),) = await mail.rows("id")
    await _given_up(mail, ident)
    assert await mail.told(receipt, str(ident))
    assert await mail.rows("status, receipt, provider_id, error, error_code") == [
        ("sent", receipt.value, "wamid.1", None, None)
    ]
    async with mail.storage.unit() as unit:
        assert not await outbox.replay(unit.raw, mail.account.tenant_id, ident, mail.now), "nobody gets it twice"


async def test_a_late_sent_does_not_wake_what_failed_but_a_delivery_does(mail: Post) -> None:
    await mail.say("one")
    ((ident,),) = await mail.rows("id")
    await _given_up(mail, ident)
    await mail.told(Receipt.FAILED, str(ident), code=131047)
    await mail.told(Receipt.SENT, str(ident))
    assert await mail.rows("status, receipt, error_code") == [("dead", "failed", 131047)]
    await mail.told(Receipt.DELIVERED, str(ident))
    assert await mail.rows("status, receipt, error_code") == [("sent", "delivered", None)]


async def test_what_an_operator_dropped_stays_dropped(mail: Post) -> None:
    await mail.say("one")
    ((ident,),) = await mail.rows("id")
    async with mail.storage.unit() as unit:
        await outbox.drop(unit.raw, mail.account.tenant_id, ident)
    assert not await mail.told(Receipt.DELIVERED, str(ident))
    assert await mail.rows("status") == [("dropped",)]


@pytest.mark.parametrize(
    ("receipt", "code", "left"),
    [
        (Receipt.SENT, 0, ("sent", "sent", None, None)),
        (Receipt.DELIVERED, 0, ("sent", "delivered", None, None)),
        (Receipt.FAILED, 131047, ("dead", "failed", "why", 131047)),
    ],
)
async def test_an_unknown_outcome_becomes_what_the_platform_says(
    mail: Post, receipt: Receipt, code: int, left: tuple[Any, ...]
) -> None:
    mail.answers = [Unknown("timeout")]
    await mail.say("one")
    await mail.rounds()
    ((ident, status),) = await mail.rows("id, status")
    assert status == "unknown"
    await mail.told(receipt, str(ident), code=code)
    assert await mail.rows("status, receipt, error, error_code") == [left]
    await mail.rounds(100)
    assert mail.got == []


async def test_a_replayed_message_begins_anew(mail: Post) -> None:
    await mail.say("one")
    await mail.rounds()
    ((ident,),) = await mail.rows("id")
    await mail.told(Receipt.FAILED, "", code=131047)
    async with mail.storage.unit() as unit:
        await outbox.replay(unit.raw, mail.account.tenant_id, ident, mail.now)
    await mail.rounds()
    assert await mail.rows("status, receipt") == [("sent", "sent")]


async def test_a_failure_told_later_makes_the_message_dead(mail: Post) -> None:
    await mail.say("one")
    await mail.rounds()
    await mail.told(Receipt.FAILED, "", code=131047)
    assert await mail.rows("status, receipt, error_code") == [("dead", "failed", 131047)]


async def test_a_status_of_an_unknown_message_is_no_error(mail: Post) -> None:
    assert not await mail.told(Receipt.READ, "not-a-uuid")
