"""The webhooks: the handshake, and POSTs that are answered 200 once everything in them is durable."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import structlog
from aiohttp import web

from bot import metrics
from bot.channels import Signature
from bot.channels._meta import challenge
from bot.errors import BadPayload, DatabaseUnavailable
from bot.messages import Inbound, Json, Parsed, Status
from bot.web.errors import refusal
from bot.web.keys import CONTEXT, TRACE, Context
from storage import edge, outbox

log = structlog.get_logger()
LARGEST_KEPT = 256 * 1024


async def handshake(request: web.Request) -> web.Response:
    """Meta's verification: the challenge, verbatim."""
    context = request.app[CONTEXT]
    token = context.settings.meta_verify_token
    if not token:
        return refusal(request, 404, "NOT_CONFIGURED", "META_VERIFY_TOKEN is not set.")
    try:
        answer = challenge(request.query, token)
    except BadPayload as error:
        return refusal(request, 400, "BAD_HANDSHAKE", str(error))
    if answer is None:
        await _security(request, "VERIFY_TOKEN_WRONG", "MEDIUM")
        return refusal(request, 403, "VERIFY_TOKEN_WRONG", "The verify token is wrong.")
    return web.Response(text=answer, content_type="text/plain", headers={"X-Content-Type-Options": "nosniff"})


async def receive(request: web.Request) -> web.Response:
    """A signed webhook of any size and content."""
    with metrics.WEBHOOK_SECONDS.time():
        body = await request.read()
        refused = await _unsigned(request, body)
        if refused is not None:
            return refused
        await accept(request.app[CONTEXT], request.match_info["channel"], body)
    return web.json_response({"ok": True})


async def _unsigned(request: web.Request, body: bytes) -> web.Response | None:
    settings = request.app[CONTEXT].settings
    state = signature_state(request, body)
    if state == "ok" or settings.meta_signature_required == "off":
        return None
    code = f"SIGNATURE_{state.upper()}"
    await _security(request, code, "HIGH")
    if settings.meta_signature_required == "warn":
        return None
    return refusal(request, 401, code, "X-Hub-Signature-256 does not sign these bytes.")


def signature_state(request: web.Request, body: bytes) -> Signature:
    """What the channel itself says of its signature under these bytes."""
    context = request.app[CONTEXT]
    channel = context.channels[request.match_info["channel"]]
    return channel.signature(body, request.headers, context.settings.meta_app_secret)


async def _security(request: web.Request, code: str, severity: str) -> None:
    context = request.app[CONTEXT]
    metrics.REFUSED.labels(code).inc()
    if not context.refusals.worth_noting(code, request.remote, context.world.now()):
        return
    try:
        async with context.storage.unit() as unit:
            await edge.security_event(
                unit.raw,
                context.world.new_id(),
                context.world.now(),
                event_type=code,
                severity=severity,
                channel=request.match_info.get("channel"),
                ip=request.remote,
                route=request.path,
                trace_id=request[TRACE],
            )
    except DatabaseUnavailable:
        log.warning("security event not stored", code=code)


async def accept(context: Context, channel: str, body: bytes) -> None:
    """Make everything in a genuine webhook durable; DatabaseUnavailable when that could not be done."""
    try:
        parsed = context.channels[channel].parse(json.loads(body, parse_int=_int))
    except (ValueError, RecursionError):
        await _keep(context, channel, [("not JSON", body[:LARGEST_KEPT])])
        return
    rejects = [(reject.reason, _bytes(reject.raw)) for reject in parsed.rejects]
    rejects += await _messages(context, channel, parsed)
    await _statuses(context, parsed.statuses)
    if rejects:
        await _keep(context, channel, rejects)


def _int(digits: str) -> int | str:
    """A number of a webhook; one of absurd length stays text, and harms nothing around it."""
    return int(digits) if len(digits) < 64 else digits


async def _messages(context: Context, channel: str, parsed: Parsed) -> list[tuple[str, bytes]]:
    """Hand the messages in, account by account; what is nobody's, or cannot be stored, comes back to be kept raw."""
    by_account: dict[str, list[Inbound]] = {}
    for message in parsed.messages:
        by_account.setdefault(message.account, []).append(message)
    left: list[tuple[str, bytes]] = []
    for name, messages in by_account.items():
        accounts = await context.accounts.find(context.storage, context.world, channel, name)
        if len(accounts) != 1:
            left += [("unknown account", _bytes({"account": name, "key": m.key, "text": m.text})) for m in messages]
            continue
        metrics.MESSAGES.labels(channel).inc(len(messages))
        try:
            await context.intake.put(accounts[0], messages)
        except BadPayload as error:
            left += [(f"not storable: {error.detail}", _bytes(asdict(one))) for one in error.facts["inbounds"]]
    return left


async def _statuses(context: Context, statuses: Sequence[Status]) -> None:
    """Note all receipts in one transaction per account, in one order of messages for everybody who does."""
    by_account: dict[str, list[Status]] = {}
    for status in statuses:
        metrics.STATUSES.labels(status.channel, status.receipt.value).inc()
        by_account.setdefault(status.account, []).append(status)
    for name, told in by_account.items():
        for account in await context.accounts.find(context.storage, context.world, told[0].channel, name):
            async with context.storage.unit() as unit:
                for status in sorted(told, key=lambda one: (one.outbox_id, one.provider_id)):
                    await outbox.receipt(unit.raw, account.tenant_id, status)
    if statuses:
        context.bell.ring("outbox")


async def _keep(context: Context, channel: str, pieces: Sequence[tuple[str, bytes]]) -> None:
    for reason, _ in pieces:
        metrics.RAW_KEPT.labels(reason.split(":")[0]).inc()
    rows = [(context.world.new_id(), reason, body) for reason, body in pieces]
    async with context.storage.unit() as unit:
        await edge.keep_raw(unit.raw, rows, channel, context.world.now())


def _bytes(raw: Json) -> bytes:
    text = json.dumps(raw, ensure_ascii=True, default=repr)
    return text.encode()[:LARGEST_KEPT]
