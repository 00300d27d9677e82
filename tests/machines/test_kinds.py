"""Every kind of message that WhatsApp knows, heard idle and at the checkout: answered, or silent on purpose."""

from typing import Any

import pytest

from bot.channels.whatsapp import WhatsApp
from bot.handlers.listening import _by_kind
from bot.messages import LOCALES, Inbound, Kind
from bot.web.graph import envelope
from tests.machines.chat import Chat

MEDIA = {"id": "1", "mime_type": "x/y", "sha256": "eA=="}
FLOW = {"name": "flow", "body": "Sent", "response_json": '{"a": 1}'}
EDITED = {"original_message_id": "m0", "message": {"type": "text", "text": {"body": "2 burgers"}}}
PRODUCTS = [{"product_retailer_id": "P01", "quantity": 2, "item_price": 700, "currency": "DZD"}]
UNKNOWN = [{"code": 131051, "title": "Message type unknown"}]
KINDS: list[tuple[str, dict[str, Any], str]] = [
    *((what, {what: MEDIA}, "got_media") for what in ("image", "audio", "voice", "video", "document", "sticker")),
    ("location", {"location": {"latitude": 36.7, "longitude": 3.0}}, "give_address"),
    ("location", {"location": {"latitude": 999, "longitude": 3.0}}, "got_unsupported"),
    ("location", {"location": {"latitude": 36.7}}, "got_unsupported"),
    ("location", {"location": {"latitude": "nord", "longitude": None}}, "got_unsupported"),
    ("location", {"location": {}}, "got_unsupported"),
    ("contacts", {"contacts": [{"phones": [{"phone": "+213 550 12 34 56"}]}]}, "give_phone"),
    ("contacts", {"contacts": [{"name": {"formatted_name": "Momo"}}]}, "got_unsupported"),
    ("contacts", {"contacts": []}, "got_unsupported"),
    ("interactive", {"interactive": {"type": "nfm_reply", "nfm_reply": FLOW}}, "got_unsupported"),
    ("interactive", {"interactive": {"type": "call_permission_reply"}}, "got_unsupported"),
    ("interactive", {"interactive": {"type": "payment_method"}}, "got_unsupported"),
    ("interactive", {}, "got_unsupported"),
    ("order", {"order": {"catalog_id": "1", "text": "", "product_items": PRODUCTS}}, "got_catalog_order"),
    ("edit", {"edit": EDITED}, "got_edit"),
    ("unsupported", {"errors": UNKNOWN, "unsupported": {"type": "poll"}}, "got_unsupported"),
    ("unknown", {"errors": UNKNOWN}, "got_unsupported"),
    ("hologram", {"hologram": {"id": "1"}}, "got_unsupported"),
    ("hologram", {}, "got_unsupported"),
    ("ephemeral", {}, "got_unsupported"),
    ("request_welcome", {}, "greet"),
]
SILENT: list[tuple[str, dict[str, Any], str]] = [
    ("reaction", {"reaction": {"message_id": "m0", "emoji": "👍"}}, "got_reaction"),
    ("reaction", {"reaction": {"message_id": "m0", "emoji": ""}}, "got_reaction"),
    ("reaction", {"reaction": {"message_id": "m0"}}, "got_reaction"),
    ("revoke", {"revoke": {"original_message_id": "m0"}}, "got_delete"),
    *(
        ("system", {"system": {"type": what, "body": "x"}}, "got_delete")
        for what in ("user_changed_number", "user_changed_user_id", "customer_identity_changed", "new_of_tomorrow")
    ),
]


def heard(kind: str, payload: dict[str, Any]) -> Inbound:
    """The message as the channel reads it."""
    message = {"from": "213661000001", "id": "m1", "timestamp": "1764000000", "type": kind, **payload}
    parsed = WhatsApp().parse(envelope("1", messages=[message]))
    assert not parsed.rejects
    return parsed.messages[0]


def idle() -> Chat:
    return Chat()


def asked() -> Chat:
    """Somebody who is asked for his address."""
    chat = Chat().adds("1 P01").says("checkout").says("choose_delivery")
    assert chat.state == "asking_address"
    return chat


@pytest.mark.parametrize("start", [idle, asked])
@pytest.mark.parametrize(("kind", "payload", "name"), KINDS)
def test_who_expects_an_answer_gets_one(kind: str, payload: dict[str, Any], name: str, start: Any) -> None:
    event = _by_kind(heard(kind, payload))
    chat = start()
    asked_before = chat.state == "asking_address"
    chat.hears(event)
    assert event.name == name
    assert all(chat.text(locale) for locale in LOCALES)
    if asked_before and name not in ("give_address", "give_phone"):
        assert "À quelle adresse" in chat.text("fr"), "the pending question is asked again"


@pytest.mark.parametrize("start", [idle, asked])
@pytest.mark.parametrize(("kind", "payload", "name"), SILENT)
def test_what_asks_for_nothing_is_not_answered(kind: str, payload: dict[str, Any], name: str, start: Any) -> None:
    event = _by_kind(heard(kind, payload))
    chat = start()
    before = chat.state
    chat.hears(event)
    assert event.name == name
    assert (chat.bubbles, chat.state) == ([], before)


def test_words_and_choices_are_read_as_words() -> None:
    button = heard("button", {"button": {"text": "Menu", "payload": "MENU"}})
    reply = heard("interactive", {"interactive": {"type": "list_reply", "list_reply": {"id": "x", "title": "Menu"}}})
    assert [one.kind for one in (button, reply, heard("text", {"text": {"body": "menu"}}))] == [
        Kind.CHOICE,
        Kind.CHOICE,
        Kind.TEXT,
    ]


@pytest.mark.parametrize(("what", "words"), [("location", "position"), ("contact", "numéro"), ("", "type de message")])
def test_what_could_not_be_read_is_named(what: str, words: str) -> None:
    assert words in Chat().says("got_unsupported", what=what).text("fr")
