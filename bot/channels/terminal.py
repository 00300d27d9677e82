"""A terminal as a channel: `resto-bot chat` speaks a small envelope of ours, and choices are printed with numbers.

A message in: `{"from": "213…", "text": "…", "choice": "…", "id": "…", "name": "…", "at": 1700000000}`, only `from` and
`id` required; one such object, or `{"messages": […]}`. Nobody but the local user can reach it, so nothing is signed.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.channels import Call, Limits, Sent, Signature
from bot.channels._meta import pieces
from bot.channels.cutting import split
from bot.channels.fitting import tidy
from bot.channels.reading import clean, fields, moment, string, table
from bot.errors import BadPayload, Unknown
from bot.messages import Inbound, Json, Kind, Outgoing, Parsed, Reject, Sender

ACCOUNT = "terminal"
WIDE = 4096


class Terminal:
    """The channel of `resto-bot chat`."""

    name = "terminal"
    remote = False
    limits = Limits(
        text=WIDE,
        body=WIDE,
        buttons=1000,
        button_title=WIDE,
        rows=1000,
        row_title=WIDE,
        row_hint=WIDE,
        section_title=WIDE,
        opener=WIDE,
        id=WIDE,
        row_id=WIDE,
    )

    def signature(self, body: bytes, headers: Mapping[str, str], secrets: tuple[str, ...]) -> Signature:
        """Never "ok": the terminal has no webhook, so whatever comes through one is forged."""
        return "invalid"

    def parse(self, body: Json) -> Parsed:
        """What was typed or chosen; an object without sender or id is a `Reject`."""
        rejects: list[Reject] = []
        messages: list[Inbound] = []
        root = table(clean(body))
        for raw in pieces(root if "messages" in root else {"messages": [clean(body)]}, "messages", rejects):
            try:
                messages.append(_message(raw))
            except BadPayload as error:
                rejects.append(Reject(error.detail, raw))
        return Parsed(tuple(messages), (), tuple(rejects))

    def fit(self, outgoing: Outgoing) -> tuple[Outgoing, ...]:
        """The message as it is; text beyond 4096 units goes ahead in parts."""
        parts = split(tidy(outgoing.text), WIDE)
        if len(parts) < 2:
            return (outgoing,) if parts or outgoing.buttons or outgoing.ask_location else ()
        return (*map(Outgoing, parts[:-1]), replace(outgoing, text=parts[-1]))

    def request(self, outgoing: Outgoing, *, account: str, recipient: str, outbox_id: str) -> Call:
        """What to print: the text, and every choice with the number that may be typed for it."""
        choices = [
            {"number": number, "id": button.id, **fields(_shown(outgoing, number), "title", "hint", "section")}
            for number, button in enumerate(outgoing.buttons, 1)
        ]
        asks = {"asks": "location"} if outgoing.ask_location else {}
        body = {"to": recipient, "id": outbox_id, "text": outgoing.text, "choices": choices, **asks}
        return Call(f"{account}/messages", body)

    def answer(self, status: int, body: Json | None) -> Sent:
        """The printed message's id."""
        ident = string(table(body).get("id"))
        if status != 200 or not ident:
            raise Unknown(f"the terminal answered {status}")
        return Sent(ident)


def _shown(outgoing: Outgoing, number: int) -> dict[str, str]:
    button = outgoing.buttons[number - 1]
    return {"title": button.title, "hint": button.hint, "section": button.section}


def _message(raw: Mapping[str, Json]) -> Inbound:
    sender, key, choice = (string(raw.get(name)) for name in ("from", "id", "choice"))
    if not sender or not key:
        raise BadPayload("from" if not sender else "id")
    phone = sender if sender.isascii() and sender.isdigit() else None
    who = Sender((sender,), phone, string(raw.get("name")) or None)
    kind = Kind.CHOICE if choice else Kind.TEXT
    return Inbound("terminal", ACCOUNT, key, who, moment(raw.get("at")), kind, string(raw.get("text")), choice)
