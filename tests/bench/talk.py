"""The conversations: ten messages from greeting to thanks, one order each, as signed webhooks of distinct users."""

import json
from dataclasses import dataclass

from bot.channels._meta import meta_bytes, signature
from bot.web.graph import envelope

SECRET = "bench-secret"
RESTAURANTS = 10
"""One kitchen alone would be the limit: its order numbers are given one by one."""
NEW_EVERY = 10
"""Every so many conversations begin with somebody who has never written before; the others are known."""
SCRIPTS = (
    (
        "Bonjour",
        "le menu svp",
        "je voudrais 2 pizza margherita",
        "P02",
        "et un hamoud",
        "mon panier",
        "je valide la commande",
        "à emporter",
        "oui",
        "merci",
    ),
    (
        "salam",
        "wesh kayen lyoum",
        "nheb 2 pizza margarita",
        "zid P02",
        "zid wahed selecto",
        "panier",
        "khlas hada makan",
        "nji nediha",
        "ih",
        "sahit",
    ),
    (
        "السلام عليكم",
        "القائمة",
        "أريد 2 بيتزا مارغريتا",
        "P02",
        "زيد حمود",
        "السلة",
        "تأكيد الطلب",
        "استلام من المطعم",
        "نعم",
        "شكرا",
    ),
)
STEPS = len(SCRIPTS[0])


def phone(user: int) -> str:
    """The phone of a user by number."""
    return f"2136{user:08d}"


def account(user: int) -> str:
    """The account of the restaurant that a user writes to; the first one is the demo's."""
    return str(100000000000001 + user % RESTAURANTS)


def bsuid(user: int) -> str:
    """The platform's own id of a user by number."""
    return f"DZ.{user:013d}"


@dataclass(frozen=True, slots=True)
class Chat:
    """One user's conversation: the mailbox's keys of its messages and whole HTTP requests, in order."""

    keys: tuple[str, ...]
    requests: tuple[bytes, ...]


def body(user: int, key: str, text: str) -> bytes:
    """A webhook as Meta writes it."""
    message = {
        "from": phone(user),
        "from_user_id": bsuid(user),
        "id": key,
        "timestamp": "1795428000",
        "type": "text",
        "text": {"body": text},
    }
    contact = {"profile": {"name": f"Client {user}"}, "wa_id": phone(user), "user_id": bsuid(user)}
    return meta_bytes(envelope(account(user), messages=[message], contacts=[contact]))


def request(raw: bytes) -> bytes:
    """The POST that carries a webhook."""
    head = (
        "POST /v1/inbound/whatsapp HTTP/1.1\r\nHost: bench\r\nUser-Agent: facebookexternalua\r\nAccept: */*\r\n"
        f"Content-Type: application/json\r\nX-Hub-Signature-256: {signature(raw, SECRET)}\r\n"
        f"Content-Length: {len(raw)}\r\n\r\n"
    )
    return head.encode() + raw


def chat(run: str, user: int) -> Chat:
    """A user's whole conversation; the language goes by the user's number."""
    texts = SCRIPTS[user % len(SCRIPTS)]
    ids = [f"wamid.{run}.{user}.{step}" for step in range(len(texts))]
    requests = tuple(request(body(user, one, text)) for one, text in zip(ids, texts, strict=True))
    return Chat(tuple(f"whatsapp:{account(user)}:{one}" for one in ids), requests)


def loaded(request: bytes) -> object:
    """The JSON of a request's body."""
    found: object = json.loads(request.partition(b"\r\n\r\n")[2])
    return found
