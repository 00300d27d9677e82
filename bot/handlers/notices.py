"""Telling others: the staff of a new order, the customer of a change. A notice is a letter to their session's mailbox,
written in the transaction of the turn that caused it, once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bot.engine.app import Stage
from bot.messages import Event
from storage import mailbox, orders, persons, places
from storage.wire import Row


async def announce(stage: Stage, order: orders.NewOrder) -> None:
    """A new order reaches everybody on the roster who has a session here."""
    lines = [{"qty": x.qty, "fr": x.fr, "ar": x.ar, "arq": x.arq, "options": list(x.options)} for x in order.lines]
    news = {
        "number": order.number,
        "mode": order.mode,
        "table": order.table,
        "address": order.address,
        "latitude": order.latitude,
        "longitude": order.longitude,
        "phone": order.phone or stage.row.phone,
        "customer": stage.row.name,
        "total_cents": order.total_cents,
        "lines": lines,
    }
    await tell_staff(stage, "order_new", news, order.number)


async def tell_staff(stage: Stage, name: str, news: Mapping[str, Any], *key: object) -> None:
    """Post the same news to every active member of staff."""
    row = stage.row
    for r in await places.staff_persons(stage.unit.raw, row.tenant_id, row.place_id):
        session: UUID | None = await stage.unit.raw.fetchval(
            persons.SESSION_ID, row.tenant_id, "staff", row.place_id, r["person_id"]
        )
        # Who never had a staff session on this account hears it where he has one: `staff add` opens it on WhatsApp.
        if session is not None:
            await post(stage, session, Event(name, news), *key, r["phone"], r["channel"])


async def tell_customer(stage: Stage, order: Row, status: str, reason: str | None) -> None:
    """The order moved: its customer hears of it in his own session, in his language, in order."""
    news = {"number": order["number"], "status": status, "reason": reason, "mode": order["mode"]}
    await post(stage, order["session_id"], Event("order_changed", news), order["number"], status)


async def post(stage: Stage, session: UUID, event: Event, *key: object) -> None:
    """A letter to a session of this tenant; a turn that is run again posts nothing twice."""
    await mailbox.post(
        stage.unit.raw,
        stage.row.tenant_id,
        stage.world.new_id(),
        session,
        event.name,
        dict(event.slots),
        stage.fresh_key(event.name, *key),
        stage.now,
    )
