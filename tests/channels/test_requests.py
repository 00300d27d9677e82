"""The shapes that go out; Meta's side is judged by the stand-in's own rules."""

import json

import pytest

from bot.channels import Call, Channel
from bot.channels.terminal import Terminal
from bot.channels.whatsapp import WhatsApp
from bot.errors import Refused, Unknown
from bot.messages import Button, Outgoing
from bot.web.graph_rules import refusal

HEAD = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+213550111222"}
TAIL = {"biz_opaque_callback_data": "out-1"}


def request(outgoing: Outgoing, recipient: str = "213550111222", channel: Channel | None = None) -> Call:
    return (channel or WhatsApp()).request(outgoing, account="1000", recipient=recipient, outbox_id="out-1")


def test_a_text():
    assert request(Outgoing("salam")) == Call(
        "1000/messages", {**HEAD, "type": "text", "text": {"body": "salam", "preview_url": False}, **TAIL}
    )


def test_reply_buttons():
    body = request(Outgoing("Prêt ?", (Button("y", "Oui"), Button("n", "Non")))).body
    assert body["interactive"] == {
        "type": "button",
        "body": {"text": "Prêt ?"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "y", "title": "Oui"}},
                {"type": "reply", "reply": {"id": "n", "title": "Non"}},
            ]
        },
    }


def test_a_list_with_sections():
    rows = (
        Button("p", "Pizza", "700 DA", "Plats"),
        Button("f", "Frites", "", "Plats"),
        Button("d", "Eau", "60 DA", "Boire"),
    )
    body = request(Outgoing("Choisir", rows, lists=True, opener="Voir")).body
    assert body["interactive"]["action"] == {
        "button": "Voir",
        "sections": [
            {
                "title": "Plats",
                "rows": [{"id": "p", "title": "Pizza", "description": "700 DA"}, {"id": "f", "title": "Frites"}],
            },
            {"title": "Boire", "rows": [{"id": "d", "title": "Eau", "description": "60 DA"}]},
        ],
    }


def test_a_list_without_sections_has_no_title():
    body = request(Outgoing("Choisir", (Button("p", "Pizza"),), lists=True, opener="Voir")).body
    assert body["interactive"]["action"]["sections"] == [{"rows": [{"id": "p", "title": "Pizza"}]}]


def test_a_location_request():
    body = request(Outgoing("Où ?", ask_location=True)).body
    assert body["interactive"] == {
        "type": "location_request_message",
        "body": {"text": "Où ?"},
        "action": {"name": "send_location"},
    }


@pytest.mark.parametrize(
    ("recipient", "address"),
    [
        ("213550111222", {"to": "+213550111222"}),
        ("+213550111222", {"to": "+213550111222"}),
        ("DZ.1349aZ", {"recipient": "DZ.1349aZ"}),
        ("US.ENT.99x", {"recipient": "US.ENT.99x"}),
    ],
)
def test_the_address(recipient, address):
    body = request(Outgoing("x"), recipient).body
    assert {name: body[name] for name in ("to", "recipient") if name in body} == address
    assert refusal(body) is None


@pytest.mark.parametrize("recipient", ["", "bla", "12", "foo_bar", "dz.1349", "DZ.", "٢١٣٥٥٠١١١٢٢٢", "213550111222\n"])
def test_an_address_that_is_none_is_refused(recipient):
    with pytest.raises(Refused):
        request(Outgoing("x"), recipient)


def test_the_terminal_prints_choices_with_numbers():
    call = request(Outgoing("Menu", (Button("a", "Pizza", "700 DA"), Button("b", "Eau"))), channel=Terminal())
    choices = [{"number": 1, "id": "a", "title": "Pizza", "hint": "700 DA"}, {"number": 2, "id": "b", "title": "Eau"}]
    assert call == Call("1000/messages", {"to": "213550111222", "id": "out-1", "text": "Menu", "choices": choices})
    assert json.loads(json.dumps(call.body)) == call.body


def test_the_terminal_asks_for_a_place():
    assert request(Outgoing("Où ?", ask_location=True), channel=Terminal()).body["asks"] == "location"


def test_the_terminal_answers_with_the_id():
    assert Terminal().answer(200, {"id": "out-1"}).provider_id == "out-1"
    with pytest.raises(Unknown):
        Terminal().answer(500, None)


def test_nothing_that_comes_to_the_terminal_over_http_is_genuine():
    assert Terminal().signature(b"", {}, ("secret",)) == "invalid"
