"""`!order <n> [accept|prepare|ready|out|delivered|cancel <reason>]`: see an order, or move it on."""

from bot.errors import BotError
from bot.handlers import notices
from bot.handlers.admin.command import Command, Request, misused, told
from bot.locales.values import Bubble, Money, Offer, Say
from bot.machines.order import allowed, move
from bot.machines.staff import command, how, order_lines
from bot.messages import Event
from storage import orders
from storage.wire import Row, load

USAGE = "!order <n> [accept|prepare|ready|out|delivered|cancel <raison>]"
EVENTS = {
    "accept": "accept",
    "prepare": "cook",
    "ready": "ready",
    "out": "depart",
    "delivered": "delivered",
    "cancel": "cancel",
}
VERBS = {event: verb for verb, event in EVENTS.items()}


async def run(request: Request) -> Event:
    number, _, rest = request.rest.lstrip("#").partition(" ")
    verb, _, reason = rest.strip().partition(" ")
    if not number.isdecimal() or len(number) > 9 or (verb and verb.lower() not in EVENTS):
        return misused(USAGE)
    row = request.stage.row
    found = await orders.by_number(request.stage.unit.raw, row.tenant_id, row.place_id, int(number), lock=bool(verb))
    if found is None:
        return told("staff.order.unknown", number=int(number))
    if not verb:
        return await _show(request, found)
    return await _move(request, found, EVENTS[verb.lower()], reason.strip())


def next_moves(number: int, status: str, mode: str) -> tuple[Offer, ...]:
    """Buttons for what may happen next: at most three, cancelling last."""
    verbs = [VERBS[event] for event in allowed(status, mode) if event in VERBS]
    forward = [verb for verb in verbs if verb != "cancel"][:2]
    buttons = [*forward, *(["cancel"] if "cancel" in verbs else [])]
    return tuple(command(Say(f"staff.buttons.{EVENTS[verb]}"), f"order {number} {verb}") for verb in buttons)


async def _show(request: Request, found: Row) -> Event:
    lines = await orders.lines(request.stage.unit.raw, request.stage.row.tenant_id, found["id"])
    shown = [{**dict(r), "options": load(r["options"])} for r in lines]
    values = {
        "mode": found["mode"],
        "table": found["table_label"],
        "address": found["address"],
        "latitude": found["latitude"],
        "longitude": found["longitude"],
        "phone": found["phone"],
        "customer": found["customer"],
        "note": await orders.note(request.stage.unit.raw, request.stage.row.tenant_id, found["id"]),
    }
    return told(
        "staff.order.shown",
        *next_moves(found["number"], found["status"], found["mode"]),
        number=found["number"],
        status=Say(f"staff.status.{found['status']}"),
        lines=order_lines(shown),
        how=how(values),
        total=Money(found["total_cents"]),
    )


async def _move(request: Request, found: Row, event: str, reason: str) -> Event:
    number, stage = found["number"], request.stage
    status = move(found["status"], found["mode"], event)
    if status is None:
        return told(
            "staff.order.forbidden",
            *next_moves(number, found["status"], found["mode"]),
            number=number,
            status=Say(f"staff.status.{found['status']}"),
            event=Say(f"staff.buttons.{event}"),
        )
    if event == "cancel" and not reason:
        leave = Offer(Event("never_mind"), Say("staff.buttons.leave"))
        ask = Bubble(Say("staff.order.why", {"number": number}), (leave,))
        return Event("command_wants", {"line": f"order {number} cancel", "bubbles": [ask]})
    moved = await orders.move(
        stage.unit.raw,
        stage.row.tenant_id,
        found["id"],
        found["status"],
        status,
        request.actor,
        reason[:300] or None,
        stage.now,
    )
    if not moved:
        raise BotError("a locked order moved")
    before, after = {"status": found["status"]}, {"status": status, "reason": reason[:300] or None}
    await request.audit(f"order {VERBS[event]}", f"#{number}", before, after)
    await notices.tell_customer(stage, found, status, reason[:300] or None)
    return _moved(number, status, found["mode"])


def _moved(number: int, status: str, mode: str) -> Event:
    said = Say("staff.order.moved", {"number": number, "status": Say(f"staff.status.{status}")})
    bubbles = [Bubble(said, next_moves(number, status, mode)), Bubble(_undoing(number, status, mode))]
    return Event("command_done", {"bubbles": bubbles})


def _undoing(number: int, status: str, mode: str) -> Say:
    """The order machine leads nowhere back: what can still be done, or that nothing can."""
    if status == "CANCELLED":
        return Say("staff.order.irreversible")
    if "cancel" in allowed(status, mode):
        return Say("staff.order.only_cancel", {"number": number})
    return Say("staff.order.one_way")


COMMAND = Command("order", USAGE, run)
