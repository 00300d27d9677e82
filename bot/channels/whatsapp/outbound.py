"""A fitted message in the shape that WhatsApp takes at `POST /{phone number id}/messages`."""

import re
from collections.abc import Mapping
from itertools import groupby

from bot.channels import Call, Limits
from bot.channels.whatsapp.inbound import BSUID
from bot.errors import Refused
from bot.messages import Button, Json, Outgoing

LIMITS = Limits(
    text=4096,
    body=1024,
    buttons=3,
    button_title=20,
    rows=10,
    row_title=24,
    row_hint=72,
    section_title=24,
    opener=20,
    id=256,
    row_id=200,
)
_PHONE = re.compile(r"\+?([0-9]{5,20})", re.ASCII)


def request(outgoing: Outgoing, *, account: str, recipient: str, outbox_id: str) -> Call:
    """The request for one fitted message; Refused when the recipient is neither a phone nor a BSUID.

    The outbox id comes back in every status of the message, for Meta knows no idempotency key.
    """
    body = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_address(recipient),
        **_content(outgoing),
        "biz_opaque_callback_data": outbox_id,
    }
    return Call(f"{account}/messages", body)


def _address(recipient: str) -> dict[str, str]:
    """Without the plus sign Meta would put the business's own country code in front."""
    if phone := _PHONE.fullmatch(recipient):
        return {"to": f"+{phone.group(1)}"}
    if BSUID.fullmatch(recipient):
        return {"recipient": recipient}
    raise Refused("the recipient is neither a phone number nor a user id")


def _content(outgoing: Outgoing) -> dict[str, Json]:
    if outgoing.ask_location:
        return _interactive("location_request_message", outgoing.text, {"name": "send_location"})
    if not outgoing.buttons:
        return {"type": "text", "text": {"body": outgoing.text, "preview_url": False}}
    if outgoing.lists:
        return _interactive("list", outgoing.text, {"button": outgoing.opener, "sections": _sections(outgoing.buttons)})
    replies = [{"type": "reply", "reply": {"id": button.id, "title": button.title}} for button in outgoing.buttons]
    return _interactive("button", outgoing.text, {"buttons": replies})


def _interactive(kind: str, text: str, action: Mapping[str, Json]) -> dict[str, Json]:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": text}, "action": action}}


def _sections(rows: tuple[Button, ...]) -> list[dict[str, Json]]:
    """Rows in their order, a section for each run of rows that name the same one."""
    return [
        {**({"title": title} if title else {}), "rows": [_row(row) for row in run]}
        for title, run in groupby(rows, key=lambda row: row.section)
    ]


def _row(row: Button) -> dict[str, str]:
    return {"id": row.id, "title": row.title, **({"description": row.hint} if row.hint else {})}
