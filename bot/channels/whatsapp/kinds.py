"""What a person can do on WhatsApp, one reader for each type of message: the fields it fills of an `Inbound`.

A reader gets the whole message and the object named like its type; it raises BadPayload when that makes no sense.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.channels._meta import fault
from bot.channels.reading import clean, fields, items, real, string, table, whole
from bot.errors import BadPayload
from bot.messages import Json, Kind, Media, Place

Table = Mapping[str, Json]
Reader = Callable[[Table], dict[str, Any]]


def read(message: Table) -> dict[str, Any]:
    """The fields of an `Inbound` that depend on the message's type; unknown types are UNSUPPORTED, not malformed."""
    kind = message.get("type")
    if not isinstance(kind, str) or not kind:
        raise BadPayload("type")
    if kind == "request_welcome":
        return {"kind": Kind.SYSTEM, "extra": {"type": "welcome"}}
    reader = READERS.get(kind)
    if reader is None or (kind not in message and (kind == "interactive" or "errors" in message)):
        return _unsupported(message, kind)
    payload = message.get(kind)
    if kind == "contacts":
        payload = {"contacts": payload}
    if not isinstance(payload, dict):
        raise BadPayload(kind)
    return reader(payload)


def around(message: Table) -> dict[str, Json]:
    """What any message may carry besides: whether it was forwarded, the product asked about, the ad it came from."""
    context = table(message.get("context"))
    flags = {name: True for name in ("forwarded", "frequently_forwarded") if context.get(name) is True}
    product = fields(context.get("referred_product"), "catalog_id", "product_retailer_id")
    referral = table(message.get("referral"))
    return {**flags, **({"product": product} if product else {}), **({"referral": dict(referral)} if referral else {})}


def _must(payload: Table, name: str, *, empty: bool = False) -> str:
    text = string(payload.get(name))
    if not text and not (empty and isinstance(payload.get(name), str)):
        raise BadPayload(name)
    return text


def _text(payload: Table) -> dict[str, Any]:
    return {"text": _must(payload, "body", empty=True)}


def _media(what: str) -> Reader:
    def media(payload: Table) -> dict[str, Any]:
        ident, url = string(payload.get("id")), string(payload.get("url")) or string(payload.get("link"))
        if not ident and not url:
            raise BadPayload("media without id")
        mime, caption = string(payload.get("mime_type")), string(payload.get("caption"))
        voice = what == "voice" or payload.get("voice") is True
        name = "audio" if what == "voice" else what
        found = Media(name, ident, url, mime, caption, voice)
        return {"kind": Kind.MEDIA, "media": found, "extra": fields(payload, "filename", "sha256", "animated")}

    return media


def _location(payload: Table) -> dict[str, Any]:
    """A place on the map; one that is none (latitude 999) is something we cannot read, and the person hears so."""
    latitude, longitude = real(payload.get("latitude")), real(payload.get("longitude"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return {"kind": Kind.UNSUPPORTED, "extra": {"type": "location"}}
    place = Place(latitude, longitude, string(payload.get("name")), string(payload.get("address")))
    return {"kind": Kind.LOCATION, "place": place, "extra": fields(payload, "url")}


def _contacts(payload: Table) -> dict[str, Any]:
    if not isinstance(payload["contacts"], list):
        raise BadPayload("contacts")
    cards = [table(card) for card in payload["contacts"]]
    phones = [number for card in cards for number in map(_digits, items(card.get("phones"))) if number]
    names = [string(table(card.get("name")).get("formatted_name")) for card in cards]
    requested = any(card.get("origin") == "contact_request" for card in cards)
    extra = {"names": [name for name in names if name], **({"origin": "contact_request"} if requested else {})}
    return {"kind": Kind.CONTACT, "phones": tuple(dict.fromkeys(phones)), "extra": extra}


def _digits(phone: Json) -> str:
    """A card's number with its country code if the card has it; a number typed the national way stays as it is."""
    known = re.sub(r"[^0-9]", "", string(table(phone).get("wa_id")))
    typed = re.sub(r"[^0-9]", "", string(table(phone).get("phone"))).removeprefix("00")
    return (known or typed)[:20]


def _interactive(payload: Table) -> dict[str, Any]:
    kind = _must(payload, "type")
    reply = table(payload.get(kind))
    if kind in ("button_reply", "list_reply"):
        extra = fields(reply, "description")
        return {"kind": Kind.CHOICE, "choice": _must(reply, "id"), "text": string(reply.get("title")), "extra": extra}
    response = {"response": _embedded(reply["response_json"])} if "response_json" in reply else {}
    return {"kind": Kind.UNSUPPORTED, "extra": {"type": kind, "reply": dict(reply), **response}}


def _embedded(text: Json) -> Json:
    """JSON inside a string, as flows answer; the string itself when it is none."""
    try:
        return clean(json.loads(string(text)))
    except (ValueError, RecursionError):
        return text


def _button(payload: Table) -> dict[str, Any]:
    """A template's quick reply; without a payload its label is all there is."""
    label = string(payload.get("text"))
    return {"kind": Kind.CHOICE, "choice": string(payload.get("payload")) or _must(payload, "text"), "text": label}


def _order(payload: Table) -> dict[str, Any]:
    lines = payload.get("product_items")
    if not isinstance(lines, list) or not lines:
        raise BadPayload("order without lines")
    extra = {"catalog": string(payload.get("catalog_id")), "lines": [_line(table(line)) for line in lines]}
    return {"kind": Kind.ORDER, "text": string(payload.get("text")), "extra": extra}


def _line(line: Table) -> dict[str, Json]:
    quantity, price = whole(line.get("quantity")), real(line.get("item_price"))
    if quantity is None or quantity < 1:
        raise BadPayload("order line")
    return {
        "code": _must(line, "product_retailer_id"),
        "quantity": quantity,
        "price": None if price is None else f"{price:.15g}",
        "currency": string(line.get("currency")),
    }


def _reaction(payload: Table) -> dict[str, Any]:
    emoji = string(payload.get("emoji"))
    return {"kind": Kind.REACTION, "reply_to": _must(payload, "message_id"), "extra": {"emoji": emoji}}


def _edit(payload: Table) -> dict[str, Any]:
    original, now = _must(payload, "original_message_id"), table(payload.get("message"))
    kind = string(now.get("type"))
    content = table(now.get(kind))
    text = string(content.get("body")) or string(content.get("caption"))
    return {"kind": Kind.EDIT, "text": text, "extra": {"original": original, "type": kind}}


def _revoke(payload: Table) -> dict[str, Any]:
    return {"kind": Kind.DELETE, "extra": {"original": _must(payload, "original_message_id")}}


def _system(payload: Table) -> dict[str, Any]:
    """A change of number or identity; the new ids are in `extra` as Meta names them."""
    extra = fields(payload, "type", "body", "wa_id", "user_id", "parent_user_id")
    return {"kind": Kind.SYSTEM, "extra": {"type": "", **extra}}


def _unsupported(message: Table, kind: str) -> dict[str, Any]:
    errors = [found for found in map(fault, items(message.get("errors"))) if found]
    code = {"code": errors[0].code, "details": errors[0].details} if errors else {}
    inner = fields(message.get("unsupported"), "type").get("type")
    return {"kind": Kind.UNSUPPORTED, "extra": {"type": kind, **code, **({"inner": inner} if inner else {})}}


READERS: Mapping[str, Reader] = {
    "text": _text,
    **{what: _media(what) for what in ("image", "audio", "voice", "video", "document", "sticker")},
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "order": _order,
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "system": _system,
}
