"""What Meta refuses in a WhatsApp request, read from the raw JSON alone: it knows nothing of how we build requests.

Development only. The codes and the wording of the details follow what the Cloud API answers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.messages import Json

INVALID, MISSING, WRONG = 100, 131008, 131009


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error of the Graph API."""

    code: int
    details: str
    status: int = 400
    subcode: int = 0

    def body(self) -> Json:
        """The error in Meta's shape."""
        return {
            "error": {
                "message": f"(#{self.code}) {self.details}",
                "type": "OAuthException",
                "code": self.code,
                **({"error_subcode": self.subcode} if self.subcode else {}),
                "error_data": {"messaging_product": "whatsapp", "details": self.details},
                "fbtrace_id": "AStandInTrace",
            }
        }


def refusal(body: Json) -> Refusal | None:
    """The first thing that Meta would object to in the body of `POST /messages`; None when it would take it."""
    return next(_message(body), None) if isinstance(body, dict) else Refusal(INVALID, "The body is not a JSON object")


def _message(body: Mapping[str, Any]) -> Iterator[Refusal]:
    if body.get("messaging_product") != "whatsapp":
        yield Refusal(INVALID, "The parameter messaging_product is required.")
    yield from _recipient(body)
    tracker = body.get("biz_opaque_callback_data", "")
    if not isinstance(tracker, str) or _units(tracker) > 512:
        yield Refusal(INVALID, "Param biz_opaque_callback_data must be at most 512 characters long.")
    kind = body.get("type", "text")
    checks = {"text": _text, "interactive": _interactive, "template": _template}
    check = checks.get(kind) if isinstance(kind, str) else None
    if check is None:
        yield Refusal(INVALID, f"Param type must be one of text, interactive, template - got {kind!r}")
        return
    if not isinstance(body.get(kind), dict):
        yield Refusal(MISSING, f"Parameter '{kind}' is mandatory for type '{kind}'")
        return
    yield from check(body[kind])


def _recipient(body: Mapping[str, Any]) -> Iterator[Refusal]:
    if body.get("recipient_type", "individual") != "individual":
        yield Refusal(INVALID, "Param recipient_type must be individual")
    to, named = body.get("to"), body.get("recipient")
    if to is None and named is None:
        yield Refusal(MISSING, "The parameter to is required.")
    elif to is not None and not (isinstance(to, str) and re.fullmatch(r"\+[0-9]{5,20}", to)):
        # Meta would put the business's own country code before a number without a plus sign; here that is a fault.
        yield Refusal(WRONG, "Recipient phone number must have a plus sign and a country code")
    elif to is None and not (isinstance(named, str) and re.fullmatch(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}", named)):
        yield Refusal(INVALID, "Param recipient must be a business-scoped user id")


def _text(text: Mapping[str, Any]) -> Iterator[Refusal]:
    body = text.get("body")
    if not isinstance(body, str) or not body.strip():
        yield Refusal(MISSING, "Parameter 'text.body' is mandatory for type 'text'")
    elif _units(body) > 4096:
        yield Refusal(INVALID, "Param text['body'] must be at most 4096 characters long.")
    elif not isinstance(text.get("preview_url", False), bool):
        yield Refusal(INVALID, "Param text['preview_url'] must be a boolean")


def _template(template: Mapping[str, Any]) -> Iterator[Refusal]:
    language = template.get("language")
    if not template.get("name") or not isinstance(language, dict) or not language.get("code"):
        yield Refusal(MISSING, "Template name and language code are required")


def _interactive(interactive: Mapping[str, Any]) -> Iterator[Refusal]:
    kind, action = interactive.get("type"), interactive.get("action")
    yield from _length("interactive body text", _member(interactive.get("body"), "text"), 1, 1024)
    for optional in ("header", "footer"):
        if optional in interactive:
            yield from _length(f"interactive {optional} text", _member(interactive[optional], "text"), 1, 60)
    if not isinstance(action, dict):
        yield Refusal(MISSING, "Parameter 'interactive.action' is required")
    elif kind == "button":
        yield from _replies(action.get("buttons"))
    elif kind == "list":
        yield from _list(action)
    elif kind == "location_request_message":
        yield from _location(interactive, action)
    else:
        yield Refusal(WRONG, f"Interactive type {kind!r} is not valid")


def _replies(buttons: Json) -> Iterator[Refusal]:
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        yield Refusal(WRONG, "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3")
        return
    replies = [_member(button, "reply") for button in buttons if _member(button, "type") == "reply"]
    if len(replies) < len(buttons):
        yield Refusal(WRONG, "Button type must be reply")
    for reply in replies:
        yield from _length("Button title", _member(reply, "title"), 1, 20)
        yield from _ident("Button id", _member(reply, "id"), 256)
    yield from _distinct("Button title", [_member(reply, "title") for reply in replies])
    yield from _distinct("Button id", [_member(reply, "id") for reply in replies])


def _list(action: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from _length("Action button", action.get("button"), 1, 20)
    sections = action.get("sections")
    if not isinstance(sections, list) or not 1 <= len(sections) <= 10:
        yield Refusal(WRONG, "Invalid sections count. Min allowed sections: 1, Max allowed sections: 10")
        return
    for section in sections:
        title = _member(section, "title")
        yield from _length("Section title", title or "", 1 if len(sections) > 1 else 0, 24)
        if not isinstance(_member(section, "rows"), list) or not section["rows"]:
            yield Refusal(MISSING, "Section rows are required")
    rows = [row for section in sections for row in section["rows"]]
    if len(rows) > 10:
        yield Refusal(WRONG, f"Total row count exceed max allowed count: 10 - got {len(rows)}")
    for row in rows:
        yield from _row(row)
    yield from _distinct("Row id", [_member(row, "id") for row in rows])


def _row(row: Json) -> Iterator[Refusal]:
    yield from _length("Row title", _member(row, "title"), 1, 24)
    yield from _ident("Row id", _member(row, "id"), 200)
    if isinstance(row, dict) and "description" in row:
        yield from _length("Row description", row["description"], 1, 72)


def _location(interactive: Mapping[str, Any], action: Mapping[str, Any]) -> Iterator[Refusal]:
    if action.get("name") != "send_location":
        yield Refusal(WRONG, "Action name must be send_location")
    if "header" in interactive or "footer" in interactive:
        yield Refusal(WRONG, "A location request has neither header nor footer")


def _length(what: str, text: Json, least: int, most: int) -> Iterator[Refusal]:
    if not isinstance(text, str):
        yield Refusal(MISSING, f"{what} is required")
    elif not least <= _units(text) <= most or (least and not text.strip()):
        yield Refusal(WRONG, f"{what} length invalid. Min length: {least}, Max length: {most}")


def _ident(what: str, ident: Json, most: int) -> Iterator[Refusal]:
    yield from _length(what, ident, 1, most)
    if ident != ident.strip():
        yield Refusal(WRONG, f"{what} cannot have leading or trailing spaces")


def _distinct(what: str, values: Sequence[Json]) -> Iterator[Refusal]:
    if len(set(values)) < len(values):
        yield Refusal(WRONG, f"{what} must be unique")


def _member(parent: Json, name: str) -> Json:
    return parent.get(name) if isinstance(parent, dict) else None


def _units(text: str) -> int:
    return sum(2 if char > "\uffff" else 1 for char in text)
