"""The outbox: order, leases, what each class of error leads to, unknown outcomes, fairness."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from bot.clock import World
from bot.errors import DatabaseUnavailable, Passing, Unknown
from bot.messages import Receipt
from storage import outbox
from storage.rows import OutRow
from tests.engine.tally import tally_account
from tests.workers.conftest import Post

REFUSED = (400, {"error": {"code": 131026, "message": "undeliverable"}})
THROTTLED = (400, {"error": {"code": 131056, "message": "pair rate"}})
NO_TOKEN = (401, {"error": {"code": 190, "message": "expired"}})


async def test_messages_of_a_person_keep_their_order(mail: Post) -> None:
    await mail.say("one", "two", "three")
    await mail.rounds()
    assert mail.got == ["one", "two", "three"]
    assert await mail.rows("status, receipt, provider_id") == [("sent", "sent", f"wamid.{n}") for n in (1, 2, 3)]


async def test_a_passing_fault_holds_the_person_back_and_nobody_else(mail: Post) -> None:
    mail.answers = [Passing("no route")]
    await mail.say("one", "two")
    await mail.rounds()
    await mail.say("other", to="213661000002")
    await mail.rounds()
    assert mail.got == ["other"]
    await mail.rounds(10)
    assert mail.got == ["other", "one", "two"]


async def test_a_refused_message_is_dead_and_does_not_block(mail: Post) -> None:
    mail.answers = [REFUSED]
    await mail.say("one", "two")
    await mail.rounds()
    assert mail.got == ["two"]
    assert (await mail.rows("status, error_code"))[0] == ("dead", 131026)


async def test_after_the_last_attempt_a_message_is_dead(mail: Post) -> None:
    mail.answers = [THROTTLED] * 3
    await mail.say("one")
    for _ in range(3):
        await mail.rounds(1000)
    assert await mail.rows("status, attempts") == [("dead", 3)]


async def test_a_dead_message_can_be_replayed(mail: Post) -> None:
    mail.answers = [REFUSED]
    await mail.say("one")
    await mail.rounds()
    ((ident,),) = await mail.rows("id")
    async with mail.storage.unit() as unit:
        assert await outbox.replay(unit.raw, mail.account.tenant_id, ident, mail.now)
    await mail.rounds()
    assert mail.got == ["one"]


async def test_a_bad_token_pauses_the_account_and_loses_nothing(mail: Post) -> None:
    mail.answers = [NO_TOKEN]
    await mail.say("one", "two")
    await mail.say("other", to="213661000002")
    await mail.worker.once()
    mail.answers = []
    await mail.rounds(5)
    assert "one" not in mail.got, "the account is paused"
    await mail.rounds(30)
    assert sorted(mail.got) == ["one", "other", "two"]
    assert {status for (status,) in await mail.rows("status")} == {"sent"}


async def test_an_unknown_outcome_is_settled_by_its_status(mail: Post) -> None:
    mail.answers = [Unknown("timeout")]
    await mail.say("one", "two")
    await mail.rounds()
    assert mail.got == [], "the second waits for the first"
    ((ident,), _) = await mail.rows("id")
    await mail.told(Receipt.SENT, str(ident))
    await mail.rounds(100)
    assert mail.got == ["two"], "the first was there all along"


async def test_an_unknown_outcome_without_a_status_is_sent_once_more_and_marked(mail: Post) -> None:
    mail.answers = [Unknown("timeout")]
    await mail.say("one")
    await mail.rounds()
    await mail.rounds(29)
    assert mail.got == []
    await mail.rounds(2)
    assert mail.got == ["one"]
    assert await mail.rows("possible_duplicate") == [(True,)]


async def test_what_a_dead_worker_held_is_unknown_when_its_lease_runs_out(mail: Post) -> None:
    await mail.say("one")
    async with mail.storage.unit() as unit:
        until = mail.now + timedelta(seconds=10)
        assert await outbox.claim(unit.raw, mail.account.tenant_id, ["whatsapp"], mail.now, until, 5)
    await mail.rounds(5)
    await mail.rounds(6)
    assert await mail.rows("status") == [("unknown",)]
    await mail.rounds(31)
    assert mail.got == ["one"]


async def test_two_workers_never_hold_the_same_message(mail: Post) -> None:
    for n in range(20):
        await mail.say("hello", to=f"2136610001{n:02}")
    other = Post(mail.storage, mail.account)
    await asyncio.gather(mail.worker.once(), other.worker.once())
    assert len(mail.got) + len(other.got) == 20


async def _neighbours(mail: Post, *names: str) -> list[Post]:
    """Other tenants of the same worker."""
    return [Post(mail.storage, await tally_account(mail.storage, World(), name)) for name in names]


async def test_a_busy_tenant_leaves_room_for_the_others(mail: Post) -> None:
    others = await _neighbours(mail, "before", "after")
    crowds = sorted([mail, *others], key=lambda one: one.account.tenant_id)
    for crowd in crowds[:2]:
        for n in range(40):
            await crowd.say("crowd", to=f"2136610001{n:02}")
    await crowds[2].say("quiet")
    assert await mail.worker.once() == 32
    assert mail.got.count("quiet") == 1, "the last in line has his share in the first round"
    shares = [await _sent_of(one) for one in crowds]
    assert min(shares[:2]) >= 10
    assert sum(shares) == 32


async def test_with_room_for_one_the_tenants_take_turns(mail: Post) -> None:
    crowds = [mail, *await _neighbours(mail, "second", "third")]
    for crowd in crowds:
        for n in range(3):
            await crowd.say("hello", to=f"2136610001{n:02}")
    claimed = [row.tenant_id for _ in range(6) for row in await mail.worker._claim(1)]
    assert claimed == sorted(one.account.tenant_id for one in crowds) * 2


async def test_what_one_tenant_claimed_is_sent_though_the_next_ones_claim_fails(
    mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sorted([mail, *await _neighbours(mail, "second")], key=lambda one: one.account.tenant_id)
    for one in (first, second):
        await one.say("hello")
    claim = mail.worker._claim_of

    async def failing(tenant: UUID, room: int) -> list[OutRow]:
        if tenant == second.account.tenant_id:
            raise DatabaseUnavailable("just now")
        return await claim(tenant, room)

    monkeypatch.setattr(mail.worker, "_claim_of", failing)
    assert await mail.worker.once() == 1
    assert [await _sent_of(one) for one in (first, second)] == [1, 0]
    with pytest.raises(DatabaseUnavailable):
        await mail.worker.once()


async def _sent_of(mail: Post) -> int:
    async with mail.storage.read() as reader:
        count: int = await reader.raw.fetchval(
            "SELECT count(*) FROM outbox WHERE tenant_id = $1 AND status = 'sent'", mail.account.tenant_id
        )
        return count


async def test_a_message_that_cannot_be_shaped_is_dead_and_harms_nobody(mail: Post) -> None:
    await mail.say("one", "two")
    async with mail.storage.unit() as unit:
        await unit.raw.execute(
            """UPDATE outbox SET payload = '{"text": "x", "buttons": [{"no": 1}]}' WHERE payload->>'text' = 'one'"""
        )
    await mail.rounds()
    assert mail.got == ["two"]
    assert (await mail.rows("status, error"))[0] == ("dead", "TypeError")


async def test_a_lost_database_before_the_send_costs_nothing(mail: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    await mail.say("one")

    async def away(row: object) -> str:
        raise DatabaseUnavailable("for a moment")

    monkeypatch.setattr(mail.worker, "_token", away)
    await mail.worker.once()
    monkeypatch.undo()
    await mail.rounds()
    assert mail.got == ["one"]
    assert await mail.rows("status, attempts") == [("sent", 1)]
