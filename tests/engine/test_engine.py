"""What the engine promises: first contact, order, duplicates, poison, timers, old states, two processes."""

import asyncio

import pytest

from bot.errors import DatabaseUnavailable
from bot.messages import Inbound, Kind
from bot.workers.forgetting import ForgettingWorker
from tests.engine.conftest import Rig
from tests.engine.tally import tally_account


async def test_a_message_is_answered_in_the_transaction_that_stores_it(rig: Rig) -> None:
    await rig.intake().put(rig.account, [rig.message("2")])
    assert await rig.said() == ["total 2"]
    assert await rig.rows("SELECT status FROM mailbox") == [("done",)]
    assert len(await rig.rows("SELECT 1 FROM turns")) == 1


async def test_first_contacts_at_once_on_two_processes_make_one_person(rig: Rig) -> None:
    one, two = rig.intake(), rig.intake()
    await asyncio.gather(*(engine.put(rig.account, [rig.message("1")]) for engine in (one, two) * 10))
    await asyncio.gather(one.idle(), two.idle())
    await rig.settle()
    assert await rig.totals() == [20]
    assert await rig.rows("SELECT count(*) FROM persons") == [(1,)]


async def test_one_persons_messages_are_answered_in_order(rig: Rig) -> None:
    intake = rig.intake(most=8, hands=4)
    await asyncio.gather(*(intake.put(rig.account, [rig.message("1")]) for _ in range(40)))
    await intake.idle()
    assert await rig.said() == [f"total {n}" for n in range(1, 41)]


async def test_many_people_at_once_share_commits_and_keep_their_own_totals(rig: Rig) -> None:
    intake = rig.intake()
    await asyncio.gather(
        *(intake.put(rig.account, [rig.message(str(n), who=f"2136610000{n:02}")]) for n in range(50) for _ in range(3))
    )
    await intake.idle()
    assert sorted(await rig.totals()) == [3 * n for n in range(50)]


@pytest.mark.parametrize("together", [True, False])
async def test_a_duplicate_does_nothing(rig: Rig, together: bool) -> None:
    twice = [rig.message("5", key="wamid.same"), rig.message("5", key="wamid.same")]
    intake = rig.intake()
    for batch in [twice] if together else [[m] for m in twice]:
        await intake.put(rig.account, batch)
    await intake.idle()
    await rig.settle()
    assert await rig.said() == ["total 5"]


async def test_a_duplicate_on_two_processes_at_once_does_nothing(rig: Rig) -> None:
    await rig.intake().put(rig.account, [rig.message("1")])
    for n in range(10):
        copies = [rig.message("5", key=f"wamid.copy{n}") for _ in range(4)]
        processes = [rig.intake() for _ in copies]
        await asyncio.gather(*(one.put(rig.account, [copy]) for one, copy in zip(processes, copies, strict=True)))
        await asyncio.gather(*(one.close() for one in processes))
    await rig.settle()
    assert await rig.totals() == [51]


async def test_effects_are_carried_out_with_their_outcome(rig: Rig) -> None:
    intake = rig.intake()
    await intake.put(rig.account, [rig.message("effect"), rig.message("1")])
    await intake.idle()
    assert await rig.said() == ["total 1000", "total 1001"]


async def test_a_poison_message_is_retried_parked_and_apologised_for(rig: Rig) -> None:
    intake = rig.intake()
    await intake.put(rig.account, [rig.message("1"), rig.message("boom"), rig.message("2")])
    await intake.idle()
    assert await rig.said() == ["total 1"], "the message behind the poison waits"
    for _ in range(4):
        rig.later(20)
        await rig.settle()
    assert await rig.said() == ["total 1", "sorry", "total 3"]
    assert await rig.rows("SELECT status, attempts FROM mailbox WHERE error IS NOT NULL") == [("parked", 4)]
    (error,) = await rig.rows("SELECT error FROM mailbox WHERE status = 'parked'")
    assert "boom" in error[0]


async def test_a_poison_message_harms_nobody_in_its_batch(rig: Rig) -> None:
    people = [rig.message("boom" if n == 3 else "7", who=f"21366100000{n}") for n in range(8)]
    intake = rig.intake()
    await intake.put(rig.account, people)
    await intake.idle()
    assert (await rig.said()).count("total 7") == 7


async def test_an_outcome_that_was_not_declared_is_a_fault(rig: Rig) -> None:
    intake = rig.intake()
    await intake.put(rig.account, [rig.message("undeclared")])
    await intake.idle()
    assert "does not declare" in (await rig.rows("SELECT error FROM mailbox"))[0][0]


async def test_a_state_that_no_longer_exists_wakes_up_at_home(rig: Rig) -> None:
    await rig.intake().put(rig.account, [rig.message("4")])
    await _set(rig, "UPDATE sessions SET state = 'abolished', machine = 'old'")
    await rig.intake().put(rig.account, [rig.message("1")])
    assert await rig.totals() == [5]
    assert await rig.rows("SELECT state FROM sessions") == [("open",)]
    assert await rig.rows("SELECT why->>'rescued_from' FROM turns ORDER BY id DESC LIMIT 1") == [("abolished",)]


async def test_a_session_of_an_old_version_goes_on(rig: Rig) -> None:
    await rig.intake().put(rig.account, [rig.message("4")])
    await _set(rig, """UPDATE sessions SET state = 'opened', machine = 'old', memory = '{"total": 4, "gone": true}'""")
    await rig.intake().put(rig.account, [rig.message("1")])
    assert await rig.totals() == [5]
    assert await rig.rows("SELECT why->>'rescued_from' FROM turns ORDER BY id DESC LIMIT 1") == [(None,)]


async def test_a_timer_is_a_letter_that_is_due_later(rig: Rig) -> None:
    intake = rig.intake()
    await intake.put(rig.account, [rig.message("later"), rig.message("later")])
    await intake.idle()
    await rig.settle()
    assert await rig.totals() == [0]
    rig.later(61)
    await rig.settle()
    assert await rig.totals() == [100], "the same timer twice rings once"


async def test_a_letter_that_only_a_newer_version_knows_waits_for_it(rig: Rig) -> None:
    await rig.intake().put(rig.account, [rig.message("3")])
    await rig.rows("UPDATE mailbox SET status = 'waiting', kind = 'timer', name = 'from_the_future', payload = '{}'")
    await rig.settle()
    ((status, attempts),) = await rig.rows("SELECT status, attempts FROM mailbox")
    assert (status, attempts > 0) == ("waiting", True)
    assert await rig.totals() == [3]


async def test_what_a_crash_left_waiting_is_answered_first(rig: Rig) -> None:
    intake = rig.intake()
    await intake.put(rig.account, [rig.message("1")])
    await _set(rig, "UPDATE mailbox SET status = 'waiting'")
    await _set(rig, "UPDATE sessions SET memory = '{}'")
    await _set(rig, "DELETE FROM outbox")
    await intake.put(rig.account, [rig.message("5")])
    await intake.idle()
    assert await rig.said() == ["total 1", "total 6"]


async def test_an_old_once_button_is_explained_and_a_live_one_works(rig: Rig) -> None:
    intake = rig.intake()
    await intake.put(rig.account, [rig.message("1")])
    (first,) = (await rig.rows("SELECT payload->'buttons'->0->>'id' FROM outbox"))[0]
    await intake.put(rig.account, [rig.message("1")])
    await intake.put(rig.account, [_press(rig, first)])
    (live,) = (await rig.rows("SELECT payload->'buttons'->0->>'id' FROM outbox ORDER BY position LIMIT 1 OFFSET 1"))[0]
    await intake.put(rig.account, [_press(rig, live)])
    assert await rig.said() == ["total 1", "total 2", "too old", "closed now"]


async def test_a_button_that_we_did_not_seal_does_nothing(rig: Rig) -> None:
    intake = rig.intake()
    await intake.put(rig.account, [rig.message("1")])
    (live,) = (await rig.rows("SELECT payload->'buttons'->0->>'id' FROM outbox"))[0]
    for forged in (live.replace("close", "answered"), live[:-1] + "0" * (live[-1] != "0") + "1" * (live[-1] == "0")):
        await intake.put(rig.account, [_press(rig, forged)])
    await intake.idle()
    assert await rig.said() == ["total 1", "what?", "what?"]
    assert await rig.rows("SELECT state FROM sessions") == [("open",)]


async def test_a_message_id_is_remembered_for_its_window_and_then_forgotten(rig: Rig) -> None:
    worker = ForgettingWorker(rig.storage, rig.world, 100)
    await rig.intake().put(rig.account, [rig.message("5", key="wamid.same")])
    rig.later(99)
    assert await worker.once() == 0
    await rig.intake().put(rig.account, [rig.message("5", key="wamid.same")])
    assert await rig.totals() == [5]
    rig.later(2)
    assert await worker.once() == 1
    assert await rig.rows("SELECT count(*) FROM mailbox") == [(0,)]


async def test_text_that_no_table_can_hold_is_cleaned(rig: Rig) -> None:
    await rig.intake().put(rig.account, [rig.message("a\0b\ud800c")])
    assert await rig.said() == ["what?"]


async def test_a_lost_database_is_said_and_nothing_is_half_done(rig: Rig) -> None:
    await rig.intake().put(rig.account, [rig.message("1")])
    await rig.storage.close()
    broken = type(rig.storage).connect("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    rig.storage, working = broken, rig.storage
    with pytest.raises(DatabaseUnavailable):
        await rig.intake().put(rig.account, [rig.message("1", key="wamid.again")])
    rig.storage = working
    await broken.close()


async def test_two_tenants_with_the_same_account_person_and_message_do_not_meet(rig: Rig) -> None:
    other = await tally_account(rig.storage, rig.world, "other")
    for account, text in ((rig.account, "1"), (other, "5"), (rig.account, "1")):
        await rig.intake().put(account, [rig.message(text, key=f"wamid.{text}")])
    totals = await rig.rows("SELECT tenant_id, (memory->>'total')::int FROM sessions")
    assert dict(totals) == {rig.account.tenant_id: 1, other.tenant_id: 5}


def _press(rig: Rig, choice: str) -> Inbound:
    message = rig.message("close")
    return Inbound(
        message.channel, message.account, message.key, message.sender, message.at, Kind.CHOICE, "close", choice
    )


async def _set(rig: Rig, sql: str) -> None:
    async with rig.storage.unit() as unit:
        await unit.raw.execute(sql)


async def test_a_person_whose_turn_is_stuck_is_stored_and_nobody_waits_for_him(rig: Rig) -> None:
    intake = rig.intake(solo=1)
    await intake.put(rig.account, [rig.message("1")])
    await intake.idle()
    async with rig.storage.unit() as unit:
        await unit.raw.execute("SELECT FROM sessions FOR NO KEY UPDATE")
        # His session is held: every message of his is durable all the same, and another person is answered meanwhile.
        async with asyncio.timeout(4):
            for number in (2, 3, 4):
                await intake.put(rig.account, [rig.message(str(number))])
            await intake.put(rig.account, [rig.message("5", who="213661000099")])
    await intake.idle()
    await rig.settle()
    assert sorted(await rig.totals()) == [5, 10]


async def test_who_is_stopping_takes_nothing_more_in(rig: Rig) -> None:
    intake = rig.intake()
    await intake.put(rig.account, [rig.message("1")])
    await intake.close()
    with pytest.raises(DatabaseUnavailable):
        await intake.put(rig.account, [rig.message("2")])
    assert await rig.totals() == [1]
