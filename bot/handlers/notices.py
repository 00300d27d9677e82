"""Telling others: the staff of a new order, the customer of a change. A notice is a letter to their session's mailbox,
written in the transaction of the turn that caused it, once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from bot.engine.app import Stage
from bot.messages import Event
from storage import hot, orders, places
from storage.rows import Letter
from storage.wire import Row


async def announce(stage: Stage, order: orders.NewOrder, number: int, note: str | None = None) -> None:
    """A new order reaches everybody on the roster who has a session here."""
    lines = [{"qty": x.qty, "fr": x.fr, "ar": x.ar, "arq": x.arq, "options": list(x.options)} for x in order.lines]
    news = {
        "number": number,
        "mode": order.mode,
        "table": order.table,
        "address": order.address,
        "latitude": order.latitude,
        "longitude": order.longitude,
        "phone": order.phone or stage.row.phone,
        "customer": stage.row.name,
        "total_cents": order.total_cents,
        "lines": lines,
        "note": note,
    }
    await tell_staff(stage, "order_new", news, number)


async def tell_staff(stage: Stage, name: str, news: Mapping[str, Any], *key: object) -> None:
    """Post the same news to every active member of staff who has a session here: `staff add` opens one on WhatsApp."""
    row = stage.row
    staff = await places.staff_sessions(stage.unit.raw, row.tenant_id, row.place_id)
    await post(stage, [(r["session_id"], (*key, r["phone"], r["channel"])) for r in staff], Event(name, news))


async def tell_customer(stage: Stage, order: Row, status: str, reason: str | None) -> None:
    """The order moved: its customer hears of it in his own session, in his language, in order."""
    news = {"number": order["number"], "status": status, "reason": reason, "mode": order["mode"]}
    await post(stage, [(order["session_id"], (order["number"], status))], Event("order_changed", news))


async def post(stage: Stage, to: Sequence[tuple[UUID, tuple[object, ...]]], event: Event) -> None:
    """A letter to each of these sessions of this tenant, by its key; a turn that is run again posts nothing twice."""
    letters = [
        Letter(stage.world.new_id(), session, "event", event.name, dict(event.slots), stage.fresh_key(event.name, *key))
        for session, key in to
    ]
    if letters:
        await hot.store(stage.unit.raw, stage.row.tenant_id, letters, stage.now)
