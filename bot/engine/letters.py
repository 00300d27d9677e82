"""What a person did as a mailbox payload, and back, and what goes out to him: the JSON that survives a crash."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from bot.messages import Button, Inbound, Json, Kind, Media, Outgoing, Place, Sender

UNSTORABLE = {0: None, **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}
"""What PostgreSQL's text cannot hold: NUL and lone surrogates."""
OUTGOING = tuple(f.name for f in fields(Outgoing))
BUTTON = tuple(f.name for f in fields(Button))
PLAIN = ("channel", "account", "key", "text", "choice", "reply_to")


def key_of(inbound: Inbound) -> str:
    """The dedupe key: unique per tenant, channel account and event."""
    key: str = storable(f"{inbound.channel}:{inbound.account}:{inbound.key}")
    return key


def storable(value: Json) -> Json:
    """The same value without characters that a database cannot hold."""
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else value.translate(UNSTORABLE)
    if isinstance(value, dict):
        return {storable(k): storable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [storable(v) for v in value]
    return value


def pack(inbound: Inbound) -> dict[str, Any]:
    """An inbound as JSON; what is empty is left out."""
    packed: dict[str, Any] = {name: value for name in PLAIN if (value := getattr(inbound, name))}
    sender = inbound.sender
    packed["sender"] = {"ids": list(sender.ids), "phone": sender.phone, "name": sender.name}
    packed["at"], packed["kind"] = inbound.at.isoformat(), inbound.kind.value
    if inbound.place:
        packed["place"] = asdict(inbound.place)
    if inbound.media:
        packed["media"] = asdict(inbound.media)
    if inbound.phones:
        packed["phones"] = list(inbound.phones)
    if inbound.extra:
        packed["extra"] = dict(inbound.extra)
    cleaned: dict[str, Any] = storable(packed)
    return cleaned


def unpack(payload: dict[str, Any]) -> Inbound:
    """The inbound that `pack` packed."""
    sender = payload["sender"]
    return Inbound(
        channel=payload["channel"],
        account=payload["account"],
        key=payload["key"],
        sender=Sender(tuple(sender["ids"]), sender["phone"], sender["name"]),
        at=datetime.fromisoformat(payload["at"]),
        kind=Kind(payload["kind"]),
        text=payload.get("text", ""),
        choice=payload.get("choice", ""),
        place=Place(**payload["place"]) if "place" in payload else None,
        media=Media(**payload["media"]) if "media" in payload else None,
        phones=tuple(payload.get("phones", ())),
        reply_to=payload.get("reply_to", ""),
        extra=payload.get("extra", {}),
    )


def packed(outgoing: Outgoing) -> dict[str, Any]:
    """A message to a person as JSON."""
    message = {name: getattr(outgoing, name) for name in OUTGOING}
    message["buttons"] = [{name: getattr(button, name) for name in BUTTON} for button in outgoing.buttons]
    return message
