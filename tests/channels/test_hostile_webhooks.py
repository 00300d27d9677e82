"""No body, however wild, makes a parser fail, and none harms what stands beside it."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bot.channels
from bot.channels.reading import DEPTH, UNKNOWN_TIME, clean, moment
from bot.channels.whatsapp import WhatsApp
from bot.messages import Kind, Parsed
from bot.web.graph import envelope
from tests.channels.test_channels import CHANNELS, RECORDINGS, body_of

WHATSAPP = WhatsApp()
GOOD = {"from": "213550999888", "id": "wamid.good", "timestamp": "1764000000", "type": "text", "text": {"body": "moi"}}
BODIES = [body_of(param.values[1]) for param in RECORDINGS if param.values[0] == "whatsapp"]
names = st.sampled_from(
    [
        "object",
        "entry",
        "changes",
        "field",
        "value",
        "metadata",
        "phone_number_id",
        "contacts",
        "messages",
        "statuses",
        "errors",
        "id",
        "from",
        "type",
        "text",
        "body",
        "timestamp",
        "status",
        "interactive",
        "button_reply",
        "wa_id",
        "user_id",
        "profile",
        "name",
        "order",
        "product_items",
        "code",
        "context",
    ]
)
atoms = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**4000),
    st.floats(),
    st.decimals(allow_nan=False),
    st.text(max_size=9),
    st.sampled_from(
        ["messages", "text", "image", "interactive", "whatsapp_business_account", "\0", "\ud800", "213550111222"]
    ),
)
wild = st.recursive(
    atoms,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=6)),
    max_leaves=40,
)
calm = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


def storable(parsed: Parsed) -> None:
    """What PostgreSQL would take: strict JSON in UTF-8 without NUL, keys that an index holds."""
    for reject in parsed.rejects:
        assert "\\u0000" not in json.dumps(reject.raw, allow_nan=False)
        json.dumps(reject.raw, ensure_ascii=False).encode()
    for message in parsed.messages:
        assert "\0" not in message.text + message.choice + message.key
        assert 0 < len(message.key) <= 512
        assert all(0 < len(ident) <= 512 for ident in message.sender.ids)
        json.dumps([message.text, dict(message.extra)], allow_nan=False, ensure_ascii=False).encode()


@pytest.mark.parametrize("name", CHANNELS)
@given(body=wild)
@calm
def test_any_json_is_taken_apart(name, body):
    storable(CHANNELS[name].parse(body))


@given(body=wild)
@calm
def test_any_value_is_taken_apart_beside_a_good_change(body):
    entries = [{"changes": [{"field": "messages", "value": body}]}, *envelope("A", messages=[GOOD])["entry"]]
    parsed = WHATSAPP.parse({"object": "whatsapp_business_account", "entry": entries})
    storable(parsed)
    assert [message.text for message in parsed.messages if message.key == "wamid.good"] == ["moi"]


@given(messages=st.lists(wild, max_size=5), statuses=wild, place=st.integers(0, 5))
@calm
def test_any_message_leaves_its_neighbour_alone(messages, statuses, place):
    parsed = WHATSAPP.parse(envelope("A", messages=[*messages[:place], GOOD, *messages[place:]], statuses=statuses))
    storable(parsed)
    assert [message.text for message in parsed.messages if message.key == "wamid.good"] == ["moi"]


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(spot for key, child in inner for spot in spots(child, (*path, key)))]


def spoiled(body: Any, spot: tuple[Any, ...], new: Any) -> Any:
    if not spot:
        return new
    out = deepcopy(body)
    parent = out
    for key in spot[:-1]:
        parent = parent[key]
    parent[spot[-1]] = new
    return out


@given(data=st.data())
@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
def test_a_recording_spoiled_anywhere_is_taken_apart(data):
    body = data.draw(st.sampled_from(BODIES))
    spot = data.draw(st.sampled_from(spots(body)))
    storable(WHATSAPP.parse(spoiled(body, spot, data.draw(wild))))


def test_nesting_without_end_is_cut():
    deep: Any = "x"
    for _ in range(900):
        deep = {"a": [deep]}
    parsed = WHATSAPP.parse(envelope("A", messages=[{**GOOD, "id": "wamid.deep", "type": "x", "referral": deep}, GOOD]))
    assert [message.key for message in parsed.messages] == ["wamid.deep", "wamid.good"]
    storable(parsed)
    assert json.dumps(clean(deep)).count("[") <= DEPTH


def test_a_flow_that_answers_with_nesting_without_end():
    reply = {"type": "nfm_reply", "nfm_reply": {"response_json": "[" * 100_000}}
    (message,) = WHATSAPP.parse(
        envelope("A", messages=[{**GOOD, "type": "interactive", "interactive": reply}])
    ).messages
    assert message.kind is Kind.UNSUPPORTED


@pytest.mark.parametrize("length", [513, 5000])
def test_an_id_too_long_for_an_index_is_rejected(length):
    parsed = WHATSAPP.parse(envelope("A", messages=[{**GOOD, "id": "x" * length}, GOOD]))
    assert ([message.key for message in parsed.messages], [reject.reason for reject in parsed.rejects]) == (
        ["wamid.good"],
        ["id"],
    )


def test_a_batch_of_a_thousand_keeps_everybodys_order():
    people = [f"2135500000{number:02d}" for number in range(50)]
    messages = [
        {**GOOD, "id": f"w{at}", "from": people[at % 50], "timestamp": str(1764000000 + (at * 7) % 1000)}
        for at in range(1000)
    ]
    parsed = WHATSAPP.parse(envelope("A", messages=messages))
    assert {message.key for message in parsed.messages} == {f"w{at}" for at in range(1000)}
    for person in people:
        times = [message.at for message in parsed.messages if message.sender.ids == (person,)]
        assert times == sorted(times)
        assert len(times) == 20


def test_a_batch_of_mixed_pieces_one_malformed_one_twice():
    entry = envelope(
        "A", messages=[GOOD, {**GOOD, "id": "w2"}, {"id": 5}], statuses=[{"id": "o1", "status": "sent"}] * 3
    )
    body = {"object": entry["object"], "entry": [{"changes": entry["entry"][0]["changes"] * 2}] * 2}
    parsed = WHATSAPP.parse(body)
    assert [message.key for message in parsed.messages] == ["wamid.good", "w2"]
    assert (len(parsed.statuses), len(parsed.rejects)) == (12, 4)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "",
        "x",
        "nan",
        "inf",
        [],
        {},
        -1,
        "-1",
        0,
        1e300,
        "9" * 400,
        10**4000,
        10**16,
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_a_time_that_cannot_be_read_is_unknown(value):
    assert moment(value) == UNKNOWN_TIME


@pytest.mark.parametrize(
    "value", ["1764000000", 1764000000, 1764000000.0, Decimal(1764000000), "1764000000000", 1764000000000]
)
def test_seconds_and_milliseconds_are_told_apart(value):
    assert moment(value) == datetime(2025, 11, 24, 16, tzinfo=UTC)


def test_no_channel_sets_an_event():
    """Nobody can forge "paid" through a platform: what comes in has no field for it."""
    sources = [path.read_text("utf-8") for path in Path(bot.channels.__file__).parent.rglob("*.py")]
    assert not [source for source in sources if "import Event" in source or "Event(" in source]
