"""A customer's phone, for the simulator: what it sends as WhatsApp would put it, and how what it gets is shown."""

import base64
import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from bot.channels.reading import items, real, string, table
from bot.errors import BadPayload
from bot.messages import Json

PHONE = re.compile(r"[0-9]{5,20}", re.ASCII)
BSUID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}", re.ASCII)
LONGEST = 4096
KINDS = ("button_reply", "list_reply")

Table = Mapping[str, Json]


def whose(request: Table) -> str:
    """Who holds the phone: a number in digits, or the id of somebody whose number WhatsApp hides."""
    who = string(request.get("as")).removeprefix("+").replace(" ", "")
    if not PHONE.fullmatch(who) and not BSUID.fullmatch(who):
        raise BadPayload("as")
    return who


def wamid(fresh: UUID) -> str:
    """A message id that looks like WhatsApp's."""
    return "wamid." + base64.b64encode(fresh.bytes).decode()


def said(request: Table) -> dict[str, Json]:
    """A typed text (`text`, at most 4096 characters)."""
    text = string(request.get("text"))
    if not text.strip() or len(text) > LONGEST:
        raise BadPayload("text")
    return {"type": "text", "text": {"body": text}}


def pressed(request: Table) -> dict[str, Json]:
    """A tapped button or row (`id`, `title`, `kind`) of a message (`message_id`)."""
    ident, title = string(request.get("id")), string(request.get("title"))
    kind = {"button": "button_reply"}.get(string(request.get("kind")), string(request.get("kind")))
    if not ident or kind not in KINDS:
        raise BadPayload("id" if not ident else "kind")
    context = string(request.get("message_id"))
    reply = {"type": kind, kind: {"id": ident, "title": title}}
    return {"type": "interactive", "interactive": reply, **({"context": {"id": context}} if context else {})}


def pinned(request: Table) -> dict[str, Json]:
    """A point on the map (`latitude`, `longitude`)."""
    latitude, longitude = real(request.get("latitude")), real(request.get("longitude"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise BadPayload("latitude, longitude")
    return {"type": "location", "location": {"latitude": latitude, "longitude": longitude}}


def webhook(who: str, name: str, ident: str, at: datetime, content: Table) -> dict[str, Json]:
    """The `contacts` and `messages` of the webhook that brings this to us."""
    known, named = ("from", "wa_id") if PHONE.fullmatch(who) else ("from_user_id", "user_id")
    message = {known: who, "id": ident, "timestamp": str(int(at.timestamp())), **content}
    return {"contacts": [{named: who, "profile": {"name": name}}], "messages": [message]}


def sent_bubble(content: Table) -> dict[str, Json]:
    """How what a person sent looks in the chat."""
    if content["type"] == "location":
        place = table(content["location"])
        return {"text": "", "pin": {"latitude": place["latitude"], "longitude": place["longitude"]}}
    if content["type"] == "interactive":
        reply = table(content["interactive"])
        return {"text": string(table(reply[string(reply["type"])]).get("title")), "pressed": True}
    return {"text": string(table(content["text"]).get("body"))}


def stored_bubble(letter: Table) -> dict[str, Json]:
    """The same from the letter in which the engine keeps it."""
    if "place" in letter:
        place = table(letter["place"])
        return {"text": "", "pin": {"latitude": place["latitude"], "longitude": place["longitude"]}}
    text = string(letter.get("text"))
    return {"text": text, **({"pressed": True} if letter.get("choice") else {})}


def got_bubble(body: Table) -> dict[str, Json]:
    """How a message of ours looks in the chat: text, reply buttons, a list with its rows, a request for a location."""
    if body.get("type") == "text":
        return {"text": string(table(body.get("text")).get("body"))}
    if body.get("type") != "interactive":
        return {"text": f"[{string(body.get('type'))}]"}
    interactive = table(body.get("interactive"))
    action = table(interactive.get("action"))
    bubble: dict[str, Json] = {"text": string(table(interactive.get("body")).get("text"))}
    match interactive.get("type"):
        case "button":
            bubble["buttons"] = [dict(table(button.get("reply"))) for button in items(action.get("buttons"))]
        case "list":
            bubble["list"] = {"opener": action.get("button"), "sections": action.get("sections")}
        case "location_request_message":
            bubble["asks_location"] = True
    return bubble
