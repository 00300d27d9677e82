"""The stand-in for Meta refuses what Meta refuses, and the fake one fails as networks fail."""

import json
from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession

from bot.channels._meta import signature_state
from bot.channels.whatsapp import WhatsApp
from bot.clock import World
from bot.errors import AccountBroken, Throttled, WindowClosed
from bot.messages import Button, Outgoing, Receipt
from bot.web.graph import StandIn, envelope, signed, status
from bot.web.graph_rules import refusal
from tests.fakes.graph import CRASHED, LOST, TOO_MANY, FakeGraph, Fault

ACCOUNT, TOKEN, USER = "100000000000001", "demo-token", "213550111222"
WHATSAPP = WhatsApp()


@dataclass
class Clock:
    at: datetime = field(default_factory=lambda: datetime(2026, 11, 24, 12, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def standin(clock: Clock) -> StandIn:
    made = StandIn(World(now=clock.now), {ACCOUNT: TOKEN})
    made.heard(ACCOUNT, USER)
    return made


@pytest.fixture
async def graph(standin: StandIn) -> AsyncIterator[tuple[FakeGraph, str]]:
    fake = FakeGraph(standin)
    async with fake.serving() as base:
        yield fake, base


def body(outgoing: Outgoing | None = None, recipient: str = USER, outbox_id: str = "out-1") -> dict[str, Any]:
    call = WHATSAPP.request(outgoing or Outgoing("salam"), account=ACCOUNT, recipient=recipient, outbox_id=outbox_id)
    return deepcopy(dict(call.body))


async def send(base: str, what: Any = None, token: str = TOKEN, account: str = ACCOUNT) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        ClientSession(headers=headers) as session,
        session.post(f"{base}/v25.0/{account}/messages", json=what or body()) as answer,
    ):
        return answer.status, await answer.json() if answer.content_type == "application/json" else None


async def test_a_message_is_taken_and_remembered(standin):
    code, answer = await standin.post(ACCOUNT, TOKEN, body())
    (accepted,) = standin.sent
    assert (code, WHATSAPP.answer(code, answer).provider_id) == (200, accepted.id)
    assert answer["contacts"] == [{"input": "+213550111222", "wa_id": USER}]
    assert (accepted.user, accepted.tracker, accepted.body["text"]["body"]) == (USER, "out-1", "salam")


async def test_a_user_id_is_answered_with_one(standin):
    standin.heard(ACCOUNT, "DZ.1349a")
    _, answer = await standin.post(ACCOUNT, TOKEN, body(recipient="DZ.1349a"))
    assert answer["contacts"] == [{"input": "DZ.1349a", "user_id": "DZ.1349a"}]


async def test_the_listener_hears_what_is_accepted_and_nothing_else(clock):
    heard = []

    async def listen(accepted):
        heard.append(accepted.user)

    standin = StandIn(World(now=clock.now), {ACCOUNT: TOKEN}, listener=listen, enforce_window=False)
    await standin.post(ACCOUNT, TOKEN, body())
    await standin.post(ACCOUNT, TOKEN, {})
    assert heard == [USER]


async def test_a_read_mark_is_no_message(standin):
    mark = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"}
    assert await standin.post(ACCOUNT, TOKEN, mark) == (200, {"success": True})
    assert (await standin.post(ACCOUNT, TOKEN, {"status": "read"}))[0] == 400
    assert not standin.sent


@pytest.mark.parametrize(
    ("account", "token", "status_code", "code"),
    [(ACCOUNT, "wrong", 401, 190), ("", "", 401, 190), ("999", TOKEN, 400, 100)],
)
async def test_a_stranger_is_turned_away(standin, account, token, status_code, code):
    got, answer = await standin.post(account, token, body())
    assert (got, answer["error"]["code"]) == (status_code, code)
    with pytest.raises(AccountBroken):
        WHATSAPP.answer(got, answer)


async def test_the_window_closes_after_a_day_and_opens_again(standin, clock):
    clock.at += timedelta(hours=23, minutes=59)
    assert (await standin.post(ACCOUNT, TOKEN, body()))[0] == 200
    clock.at += timedelta(minutes=1)
    got, answer = await standin.post(ACCOUNT, TOKEN, body())
    with pytest.raises(WindowClosed):
        WHATSAPP.answer(got, answer)
    standin.heard(ACCOUNT, USER)
    assert (await standin.post(ACCOUNT, TOKEN, body()))[0] == 200


async def test_a_template_needs_no_window(standin):
    template = {"name": "order_ready", "language": {"code": "fr"}}
    letter = {"messaging_product": "whatsapp", "to": "+213660000000", "type": "template", "template": template}
    assert (await standin.post(ACCOUNT, TOKEN, letter))[0] == 200


REPLY = Outgoing("?", (Button("a", "Oui"), Button("b", "Non")))
ROWS = Outgoing("?", tuple(Button(str(n), f"r{n}", "h", f"s{n // 5}") for n in range(10)), lists=True, opener="Voir")
PLACE = Outgoing("?", ask_location=True)
TEXT = Outgoing("salam")
LONG = "x" * 2000
HOSTILE: list[tuple[Outgoing, str, Any, int]] = [
    (TEXT, "messaging_product", None, 100),
    (TEXT, "recipient_type", "group", 100),
    (TEXT, "to", None, 131008),
    (TEXT, "to", "213550111222", 131009),
    (TEXT, "to", 213550111222, 131009),
    (TEXT, "type", "poll", 100),
    (TEXT, "type", ["text"], 100),
    (TEXT, "text", None, 131008),
    (TEXT, "text.body", "", 131008),
    (TEXT, "text.body", "x" * 4097, 100),
    (TEXT, "text.body", "😀" * 2049, 100),
    (TEXT, "text.preview_url", "no", 100),
    (TEXT, "biz_opaque_callback_data", "x" * 513, 100),
    (REPLY, "interactive.body", None, 131008),
    (REPLY, "interactive.body.text", "x" * 1025, 131009),
    (REPLY, "interactive.footer", {"text": "x" * 61}, 131009),
    (REPLY, "interactive.type", "carousel", 131009),
    (REPLY, "interactive.action", None, 131008),
    (REPLY, "interactive.action.buttons", [], 131009),
    (REPLY, "interactive.action.buttons", [{}] * 4, 131009),
    (REPLY, "interactive.action.buttons", [None], 131009),
    (REPLY, "interactive.action.buttons.0.type", "url", 131009),
    (REPLY, "interactive.action.buttons.0.reply.title", "x" * 21, 131009),
    (REPLY, "interactive.action.buttons.0.reply.title", "Non", 131009),
    (REPLY, "interactive.action.buttons.0.reply.title", 5, 131008),
    (REPLY, "interactive.action.buttons.0.reply.id", "b", 131009),
    (REPLY, "interactive.action.buttons.0.reply.id", " a", 131009),
    (REPLY, "interactive.action.buttons.0.reply.id", "x" * 257, 131009),
    (ROWS, "interactive.action.button", "", 131009),
    (ROWS, "interactive.action.button", "x" * 21, 131009),
    (ROWS, "interactive.action.sections", [], 131009),
    (ROWS, "interactive.action.sections.0.title", "", 131009),
    (ROWS, "interactive.action.sections.0.title", "x" * 25, 131009),
    (ROWS, "interactive.action.sections.0.rows", [], 131008),
    (ROWS, "interactive.action.sections.0.rows", [{"id": str(n), "title": "t"} for n in range(20, 26)], 131009),
    (ROWS, "interactive.action.sections.0.rows.0.title", "x" * 25, 131009),
    (ROWS, "interactive.action.sections.0.rows.0.id", "x" * 201, 131009),
    (ROWS, "interactive.action.sections.0.rows.0.id", "9", 131009),
    (ROWS, "interactive.action.sections.0.rows.0.description", "x" * 73, 131009),
    (PLACE, "interactive.action.name", "send", 131009),
    (PLACE, "interactive.header", {"type": "text", "text": "h"}, 131009),
]


def changed(outgoing: Outgoing, path: str, value: Any) -> Any:
    whole = json.loads(json.dumps(body(outgoing)))
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    parent = whole
    for step in way:
        parent = parent[step]
    parent[last] = value
    return whole


@pytest.mark.parametrize("outgoing", [TEXT, REPLY, ROWS, PLACE], ids=["text", "buttons", "list", "place"])
def test_a_right_request_is_taken(outgoing):
    assert refusal(body(outgoing)) is None


@pytest.mark.parametrize(
    ("outgoing", "path", "value", "code"), HOSTILE, ids=[f"{case[1]} {case[3]}" for case in HOSTILE]
)
async def test_a_broken_rule_is_refused_with_metas_code(standin, outgoing, path, value, code):
    got, answer = await standin.post(ACCOUNT, TOKEN, changed(outgoing, path, value))
    assert (got, answer["error"]["code"]) == (400, code)
    assert not standin.sent


@pytest.mark.parametrize("junk", [None, [], "x", 5, {}])
async def test_a_body_that_is_no_request_is_refused(standin, junk):
    assert (await standin.post(ACCOUNT, TOKEN, junk))[0] == 400


async def test_statuses_come_back_signed_with_our_own_id(standin, clock):
    await standin.post(ACCOUNT, TOKEN, body())
    (accepted,) = standin.sent
    raw, headers = signed(envelope(ACCOUNT, statuses=[status(accepted, "failed", clock.now(), code=131047)]), "secret")
    assert signature_state(raw, headers, ("secret",)) == "ok"
    (receipt,) = WHATSAPP.parse(json.loads(raw)).statuses
    assert (receipt.receipt, receipt.outbox_id, receipt.provider_id) == (Receipt.FAILED, "out-1", accepted.id)
    assert (receipt.code, receipt.at) == (131047, clock.now())


async def test_over_http_it_is_the_same(graph):
    fake, base = graph
    code, answer = await send(base)
    assert (code, answer["messages"][0]["id"]) == (200, fake.sent[0].id)
    assert (await send(base, token="wrong"))[0] == 401
    assert [(seen.version, seen.account) for seen in fake.seen] == [("v25.0", ACCOUNT)] * 2


async def test_a_lost_answer_leaves_the_message_sent(graph):
    fake, base = graph
    fake.faults.append(LOST)
    with pytest.raises(ClientError):
        await send(base)
    assert [accepted.tracker for accepted in fake.sent] == ["out-1"]


async def test_faults_are_used_up_one_by_one(graph):
    fake, base = graph
    fake.faults.extend([CRASHED, TOO_MANY, Fault(code=131056), Fault(delay=0.01)])
    assert [await send(base) for _ in range(2)] == [(500, None), (429, None)]
    code, answer = await send(base)
    with pytest.raises(Throttled):
        WHATSAPP.answer(code, answer)
    assert not fake.sent
    assert (await send(base))[0] == 200


async def test_a_recipient_may_be_cursed(graph):
    fake, base = graph
    fake.by_suffix["1222"] = Fault(code=131026)
    assert [(await send(base))[1]["error"]["code"] for _ in range(2)] == [131026, 131026]


async def test_statuses_may_come_twice_and_in_any_order(graph):
    fake, base = graph
    await send(base)
    await send(base, body(outbox_id="out-2"))
    hooks = fake.webhooks("secret", times=2, shuffle=Random(7), batch=3)
    parsed = [status for raw, _ in hooks for status in WHATSAPP.parse(json.loads(raw)).statuses]
    assert len(hooks) == 3
    assert sorted((one.outbox_id, one.receipt.value) for one in parsed) == sorted(
        [(ident, name) for ident in ("out-1", "out-2") for name in ("sent", "delivered")] * 2
    )
    assert [one.outbox_id for one in parsed] != sorted(one.outbox_id for one in parsed)
