"""WhatsApp's webhook taken apart: every message, status and error of every change of every entry, each by itself."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels._meta import entries, fault, pieces, reason
from bot.channels.reading import UNKNOWN_TIME, moment, string, table
from bot.channels.whatsapp.kinds import around, read
from bot.errors import BadPayload
from bot.messages import Inbound, Json, Parsed, Receipt, Reject, Sender, Status

CHANNEL = "whatsapp"
OBJECT = "whatsapp_business_account"
LONGEST_ID = 512
RECEIPTS = {
    "sent": Receipt.SENT,
    "delivered": Receipt.DELIVERED,
    "read": Receipt.READ,
    "played": Receipt.READ,
    "failed": Receipt.FAILED,
}
BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}", re.ASCII)
_PHONE = re.compile(r"\+?([0-9]{5,20})", re.ASCII)

Table = Mapping[str, Json]


@dataclass(slots=True)
class Found:
    """What has come out of a body so far."""

    messages: list[Inbound] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def parse(body: Json) -> Parsed:
    """Every atomic event of a webhook body, messages in order of time; what makes no sense is a `Reject`.

    Reasons: the name of the array or field at fault, `group`, `sender`, `id`, `field:<name>` for changes that are not
    messages (account updates, echoes of the business app, calls …), `error:<code>` for errors of the account.
    """
    found = Found()
    for entry in entries(body, OBJECT, found.rejects):
        for change in pieces(entry, "changes", found.rejects):
            _change(change, found)
    return Parsed(tuple(_in_order(found.messages)), tuple(found.statuses), tuple(found.rejects))


def _change(change: Table, found: Found) -> None:
    subject, value = change.get("field") or "messages", table(change.get("value"))
    account = string(table(value.get("metadata")).get("phone_number_id"))
    if subject != "messages":
        found.rejects.append(Reject(f"field:{reason(subject)}", change))
    elif not isinstance(change.get("value"), dict):
        found.rejects.append(Reject("value", change))
    elif not 0 < len(account) <= LONGEST_ID:
        found.rejects.append(Reject("account", change))
    else:
        _value(value, account, found)


def _value(value: Table, account: str, found: Found) -> None:
    contacts = list(pieces(value, "contacts", found.rejects))
    for raw in pieces(value, "messages", found.rejects):
        try:
            found.messages.append(_message(raw, contacts, account))
        except BadPayload as error:
            found.rejects.append(Reject(error.detail, raw))
    for raw in pieces(value, "statuses", found.rejects):
        try:
            found.statuses.extend(_status(raw, account))
        except BadPayload as error:
            found.rejects.append(Reject(error.detail, raw))
    for raw in pieces(value, "errors", found.rejects):
        seen = fault(raw)
        found.rejects.append(Reject(f"error:{seen.code if seen and seen.code is not None else '?'}", raw))


def _message(raw: Table, contacts: list[dict[str, Json]], account: str) -> Inbound:
    if raw.get("group_id"):
        raise BadPayload("group")
    known = {"reply_to": string(table(raw.get("context")).get("id")), **read(raw)}
    known["extra"] = {**around(raw), **known.get("extra", {})}
    return Inbound(CHANNEL, account, _id(raw), _sender(raw, contacts), moment(raw.get("timestamp")), **known)


def _id(raw: Table) -> str:
    ident = string(raw.get("id"))
    if not 0 < len(ident) <= LONGEST_ID:
        raise BadPayload("id")
    return ident


def _sender(raw: Table, contacts: list[dict[str, Json]]) -> Sender:
    """Who wrote: by the message's own ids, completed from the contact that bears one of them (never by position)."""
    given = {string(raw.get("from_user_id")), string(raw.get("from"))} - {""}
    contact: Table = next((card for card in contacts if _names(card) & given), {})
    named = _first(_bsuid, raw.get("from_user_id"), raw.get("from"), contact.get("user_id"), contact.get("wa_id"))
    phone = _first(_digits, raw.get("from"), contact.get("wa_id"))
    parent = _first(_bsuid, raw.get("from_parent_user_id"), contact.get("parent_user_id"))
    ids = tuple(dict.fromkeys(filter(None, (named, phone, parent))))
    if not ids:
        raise BadPayload("sender")
    return Sender(ids, phone or None, string(table(contact.get("profile")).get("name")).strip() or None)


def _names(contact: Table) -> set[str]:
    return {string(contact.get("wa_id")), string(contact.get("user_id"))}


def _first(of: Callable[[Json], str], *values: Json) -> str:
    return next(filter(None, map(of, values)), "")


def _bsuid(value: Json) -> str:
    text = string(value)
    return text if BSUID.fullmatch(text) else ""


def _digits(value: Json) -> str:
    match = _PHONE.fullmatch(string(value))
    return match.group(1) if match else ""


def _status(raw: Table, account: str) -> Iterator[Status]:
    """A receipt; statuses that say nothing about delivery (deleted, warning, new ones) give none."""
    ident, name = _id(raw), raw.get("status")
    if not isinstance(name, str):
        raise BadPayload("status")
    if name not in RECEIPTS:
        return
    errors = raw.get("errors")
    seen = fault(errors[0]) if name == "failed" and isinstance(errors, list) and errors else None
    yield Status(
        CHANNEL,
        account,
        ident,
        string(raw.get("biz_opaque_callback_data"))[:LONGEST_ID],
        RECEIPTS[name],
        moment(raw.get("timestamp")),
        (seen.code or 0) if seen else 0,
        seen.details if seen else "",
    )


def _in_order(messages: list[Inbound]) -> list[Inbound]:
    """By time, then by place; a message of unknown time stays behind the one before it. Of one key, the first."""
    times: list[datetime] = []
    for message in messages:
        times.append(message.at if message.at > UNKNOWN_TIME or not times else times[-1])
    order = sorted(range(len(messages)), key=lambda place: times[place])
    kept: dict[tuple[str, str], Inbound] = {}
    for place in order:
        kept.setdefault((messages[place].account, messages[place].key), messages[place])
    return list(kept.values())
