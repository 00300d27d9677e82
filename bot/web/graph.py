"""A stand-in for Meta's Graph API, for `serve --demo` and for tests: it takes what Meta takes and refuses the rest.

Development only: no route of it exists in production. It judges raw JSON (`graph_rules`), never our own types, so
that it can contradict us.
"""

import base64
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.channels._meta import meta_bytes, signature
from bot.clock import World
from bot.messages import Json
from bot.web.graph_rules import Refusal, refusal

WINDOW = timedelta(hours=24)
REMEMBERED = 10_000
BAD_TOKEN = Refusal(190, "Invalid OAuth access token - Cannot parse access token", 401)
CLOSED = Refusal(
    131047, "Message failed to send because more than 24 hours have passed since the customer last replied."
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that the stand-in took; `user` is digits without plus or a BSUID, `body` the request as it came."""

    account: str
    user: str
    id: str
    at: datetime
    body: Json

    @property
    def tracker(self) -> str:
        """The sender's own id, which every status carries back."""
        return str(self.body.get("biz_opaque_callback_data", ""))


Listener = Callable[[Accepted], Awaitable[None]]


async def _nobody(accepted: Accepted) -> None:
    """Nobody listens."""


class StandIn:
    """Takes messages for its accounts as the WhatsApp Cloud API would, and remembers the last ones.

    `tokens` maps each phone number id to its bearer token. `listener` is awaited for every message before it is
    answered. `enforce_window=False` lets free text through although the person has not written for 24 hours.
    """

    def __init__(
        self,
        world: World,
        tokens: Mapping[str, str],
        *,
        listener: Listener = _nobody,
        enforce_window: bool = True,
    ) -> None:
        self.world = world
        self.tokens = tokens
        self.listener = listener
        self.enforce_window = enforce_window
        self.sent: deque[Accepted] = deque(maxlen=REMEMBERED)
        self.windows: dict[tuple[str, str], datetime] = {}

    def heard(self, account: str, user: str, at: datetime | None = None) -> None:
        """A person wrote to an account (now, unless said): his 24-hour window opens anew."""
        self.windows[account, user] = at or self.world.now()

    async def post(self, account: str, bearer: str, body: Json) -> tuple[int, Json]:
        """Answer `POST /{account}/messages` with an HTTP status and a JSON body."""
        objection = self._objection(account, bearer, body)
        if objection is not None:
            return objection.status, objection.body()
        if body.get("status") == "read":
            return 200, {"success": True}
        accepted = self._accept(account, body)
        await self.listener(accepted)
        return 200, _answer(accepted)

    def _objection(self, account: str, bearer: str, body: Json) -> Refusal | None:
        if bearer not in self.tokens.values():
            return BAD_TOKEN
        if self.tokens.get(account) != bearer:
            details = f"Unsupported post request. Object with ID '{account}' does not exist"
            return Refusal(100, details, subcode=33)
        if isinstance(body, dict) and body.get("status") == "read":
            return None if body.get("message_id") else Refusal(131008, "The parameter message_id is required.")
        return refusal(body) or self._closed(account, body)

    def _closed(self, account: str, body: Json) -> Refusal | None:
        if not self.enforce_window or body.get("type") == "template":
            return None
        heard = self.windows.get((account, _user(body)))
        return None if heard is not None and self.world.now() - heard < WINDOW else CLOSED

    def _accept(self, account: str, body: Json) -> Accepted:
        ident = "wamid." + base64.b64encode(self.world.new_id().bytes).decode()
        accepted = Accepted(account, _user(body), ident, self.world.now(), body)
        self.sent.append(accepted)
        return accepted


def _user(body: Json) -> str:
    """Whom a valid request is for; `to` wins over `recipient`."""
    return str(body.get("to") or body["recipient"]).removeprefix("+")


def _answer(accepted: Accepted) -> Json:
    named = "wa_id" if accepted.user.isdigit() else "user_id"
    contact = {"input": accepted.body.get("to") or accepted.body["recipient"], named: accepted.user}
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": accepted.id}]}


def envelope(account: str, **value: Json) -> Json:
    """A webhook body for one change of one phone number id: `messages`, `statuses`, `contacts`, `errors`."""
    metadata = {"display_phone_number": "213550990099", "phone_number_id": account}
    content = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    change = {"field": "messages", "value": content}
    return {"object": "whatsapp_business_account", "entry": [{"id": "900000000000001", "changes": [change]}]}


def status(accepted: Accepted, name: str, at: datetime, *, code: int = 0) -> Json:
    """One status (sent, delivered, read, failed with an error code) of an accepted message, as in `statuses`."""
    whom = "recipient_id" if accepted.user.isdigit() else "recipient_user_id"
    tracker = {"biz_opaque_callback_data": accepted.tracker} if accepted.tracker else {}
    errors = {"errors": [{"code": code, "title": f"Error {code}"}]} if code else {}
    when = str(int(at.timestamp()))
    return {"id": accepted.id, "status": name, "timestamp": when, whom: accepted.user, **tracker, **errors}


def signed(body: Json, secret: str) -> tuple[bytes, dict[str, str]]:
    """A webhook's bytes and headers exactly as Meta would send them."""
    raw = meta_bytes(body)
    return raw, {"Content-Type": "application/json", "X-Hub-Signature-256": signature(raw, secret)}


def routes(standin: StandIn) -> list[web.RouteDef]:
    """The stand-in's HTTP face: `POST /{version}/{phone_id}/messages`."""

    async def messages(request: web.Request) -> web.Response:
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            body = await request.json()
        except ValueError:
            body = None
        code, answer = await standin.post(request.match_info["phone_id"], bearer, body)
        return web.json_response(answer, status=code)

    return [web.post("/{version}/{phone_id}/messages", messages)]
