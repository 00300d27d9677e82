"""What the worker is told to do for every answer of the Graph API."""

import pytest

from bot.channels import Sent
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp.answers import CODES
from bot.errors import AccountBroken, Passing, Refused, SendError, Throttled, Unknown, WindowClosed

EXPECTED: dict[type[SendError], set[int]] = {
    AccountBroken: {0, 3, 10, 33, 190, *range(200, 300), 368, 131005, 131031, 131037, 131042, 131044, 131045}
    | {133010, 133016, 134011},
    Passing: {1, 2, 131000, 131016, 131057, 133004},
    Throttled: {4, 80007, 130429, 131048, 131056, 131064, 132069},
    WindowClosed: {131047},
    Refused: {100, 130472, 130497, 131008, 131009, 131020, 131021, 131026, 131030, 131041, 131049, 131050, 131051}
    | {131052, 131053, 131059, 131062, 131063, 132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016}
    | {132018, 132068, 135000, 137000},
}
ALL = [(code, error) for error, codes in EXPECTED.items() for code in sorted(codes)]


def told(status: int, body: object) -> SendError:
    with pytest.raises(SendError) as caught:
        WhatsApp().answer(status, body)
    return caught.value


def graph(code: object, **more: object) -> dict[str, object]:
    return {"error": {"message": "(#1) sentence", "type": "OAuthException", "code": code, "fbtrace_id": "x", **more}}


def test_the_table_names_every_code_once():
    assert dict(ALL).keys() == CODES.keys()
    assert len(ALL) == len(CODES)


@pytest.mark.parametrize(("code", "error"), ALL)
@pytest.mark.parametrize("status", [400, 500])
def test_a_code_decides_whatever_the_http_status(code, error, status):
    seen = told(status, graph(code))
    assert (type(seen), seen.code) == (error, code)


@pytest.mark.parametrize("body", [graph("131047"), graph(131047.0)])
def test_a_code_may_come_as_text_or_float(body):
    assert type(told(400, body)) is WindowClosed


def test_an_error_with_status_200_is_an_error():
    assert type(told(200, graph(131047))) is WindowClosed


@pytest.mark.parametrize(
    ("status", "error"),
    [(429, Throttled), (500, Passing), (503, Passing), (400, Refused), (404, Refused), (200, Refused)],
)
@pytest.mark.parametrize("code", [999999, None, "x", [1], True, 10**40])
def test_an_unknown_code_falls_back_to_the_http_status(status, error, code):
    assert type(told(status, graph(code))) is error


def test_an_unknown_code_that_says_it_is_transient_passes():
    assert type(told(400, graph(999999, is_transient=True))) is Passing


def test_a_phone_number_id_that_does_not_exist_stops_the_account():
    assert type(told(400, graph(100, error_subcode=33))) is AccountBroken


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (500, Unknown),
        (502, Unknown),
        (504, Unknown),
        (408, Unknown),
        (429, Throttled),
        (401, AccountBroken),
        (403, AccountBroken),
        (302, AccountBroken),
        (400, Refused),
        (404, Refused),
    ],
)
@pytest.mark.parametrize("body", [None, {}, [], {"error": "text"}])
def test_an_answer_that_is_not_graphs_own(status, error, body):
    assert type(told(status, body)) is error


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "ok",
        {},
        {"messages": None},
        {"messages": []},
        {"messages": [None]},
        {"messages": [{}]},
        {"messages": [{"id": ""}]},
        {"messages": [{"id": None}]},
        {"messages": [{"id": "x" * 600}]},
        {"success": True},
    ],
)
def test_a_200_without_an_id_may_have_been_sent(body):
    assert type(told(200, body)) is Unknown


def test_a_message_id_means_sent():
    body = {
        "messaging_product": "whatsapp",
        "contacts": [{"input": "+1", "wa_id": "1"}],
        "messages": [{"id": "wamid.1"}],
    }
    assert WhatsApp().answer(200, body) == Sent("wamid.1")


@pytest.mark.parametrize("data", ["why", {"details": "why"}])
def test_the_reason_is_metas_own(data):
    assert "why" in str(told(400, graph(100, error_data=data)))


def test_waiting_is_hinted_where_meta_says_how_long():
    assert told(400, graph(131056)).wait == 6.0
    assert told(400, graph(131056)).facts == {"pair": True}
    assert told(429, graph(130429)).facts == {}
    assert told(400, graph(131048)).wait == 3600.0
    assert told(500, graph(131000)).facts == {"tries": 4}


@pytest.mark.parametrize(
    ("error", "retry", "unknown", "pause"),
    [
        (Refused, False, False, False),
        (WindowClosed, False, False, False),
        (Passing, True, False, False),
        (Throttled, True, False, False),
        (AccountBroken, True, False, True),
        (Unknown, True, True, False),
    ],
)
def test_an_error_says_what_to_do(error, retry, unknown, pause):
    assert (error.retry, error.unknown, error.pause) == (retry, unknown, pause)
