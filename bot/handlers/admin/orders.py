"""`!orders [status] [n]`: the orders under way, or those of one status."""

from bot.handlers.admin.command import Command, Request, misused, told
from bot.locales.values import Lines, Money, Say
from bot.messages import Event
from storage import orders
from storage.tables import ORDER_STATUSES
from storage.wire import Row

USAGE = "!orders [status] [n]"
SHOWN = 10
DIGITS = 4
"""More of a number are not read: it is too large anyway."""


async def run(request: Request) -> Event:
    words = request.rest.split()
    count = next((int(w[:DIGITS]) for w in words if w.isdecimal()), SHOWN)
    status = next((w.upper() for w in words if not w.isdecimal()), "")
    if len(words) > 2 or (status and status not in ORDER_STATUSES) or not 1 <= count <= 50:
        return misused(f"{USAGE} · {' '.join(ORDER_STATUSES)}")
    row = request.stage.row
    found = await orders.listed(request.stage.unit.raw, row.tenant_id, row.place_id, status, count)
    if not found and status:
        return told("staff.orders.none_of", status=Say(f"staff.status.{status}"))
    if not found:
        return told("staff.orders.none")
    lines = [_line(r) for r in reversed(found)]
    hidden = found[0]["of_all"] - len(found)
    if hidden > 0:
        values = {"n": hidden, "status": status, "next": min(50, count * 2)}
        lines.append(Say("staff.orders.more", values))
    return told("staff.orders.head", lines=Lines(tuple(lines)))


def _line(r: Row) -> Say:
    return Say(
        "staff.orders.line",
        {
            "number": r["number"],
            "status": Say(f"staff.status.{r['status']}"),
            "mode": Say(f"staff.mode.{r['mode']}"),
            "summary": r["summary"] or "",
            "total": Money(r["total_cents"]),
        },
    )


COMMAND = Command("orders", USAGE, run)
