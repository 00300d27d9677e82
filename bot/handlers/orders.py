"""Orders: placing, finding, cancelling and recalling them for the customer whose turn it is."""

from typing import Any

from bot.engine.app import Stage
from bot.errors import BotError
from bot.handlers import notices
from bot.handlers.facts import menu_of
from bot.machines import effects
from bot.machines.facts import Facts
from bot.machines.order import FINISHED, move
from bot.messages import Event
from bot.services import basket as baskets
from bot.services.menu import Dish, Menu
from storage import orders, places
from storage.wire import Row, load


async def place_order(effect: effects.PlaceOrder, stage: Stage) -> Event:
    """Write the order at the prices of this very moment, or say how they differ from what was shown."""
    if not effect.basket:
        raise BotError("an empty basket reached the handler of PlaceOrder")
    row, raw = stage.row, stage.unit.raw
    look = await orders.look(raw, row, effect.nonce)
    if look.known is not None:
        return Event("placed", look.known)
    menu = await _menu_now(stage, look.revision)
    fresh, changes = baskets.reprice(effect.basket, menu)
    if changes:
        return Event("basket_stale", {"changes": [_change(change) for change in changes]})
    order = orders.NewOrder(
        stage.world.new_id(),
        effect.nonce,
        effect.mode,
        [_line(menu.by_code[line.item], line) for line in fresh],
        effect.table,
        effect.address,
        effect.phone,
        effect.latitude,
        effect.longitude,
    )
    number = await orders.insert(raw, row, order, stage.now)
    if effect.note:
        await orders.record(raw, row.tenant_id, order.id, "NEW", "customer", effect.note, stage.now)
    await notices.announce(stage, order, number, effect.note)
    return Event("placed", {"number": number, "total_cents": order.total_cents, "status": "NEW"})


async def _menu_now(stage: Stage, revision: int) -> Menu:
    """The menu of this very moment: an edit that commits after this look comes after the order.

    What the turn sees is of the revision that its row was read with, or newer; if that is still the place's, it holds.
    Nothing is locked, for an edit that waited until no order was under way would wait for ever on a busy evening.
    """
    row = stage.row
    if revision == row.revision:
        facts: Facts = stage.facts
        return facts.place.menu
    return menu_of(*await places.menu(stage.unit.raw, row.tenant_id, row.place_id))


def _change(change: baskets.Change) -> dict[str, Any]:
    return {"item": change.item, "gone": change.gone, "was_cents": change.was_cents, "now_cents": change.now_cents}


def _line(dish: Dish, line: baskets.Line) -> orders.NewLine:
    chosen = [option for option in dish.options if option.code in line.options]
    options = [
        {"code": o.code, "fr": o.names.fr, "ar": o.names.ar, "arq": o.names.arq, "price_cents": o.price_cents}
        for o in chosen
    ]
    names = dish.names
    return orders.NewLine(dish.code, names.fr, names.ar, names.arq, line.qty, options, line.unit_cents)


async def find_order(effect: effects.FindOrder, stage: Stage) -> Event:
    """The order asked about, if it is this person's; without a number the one under way, else the last."""
    found = await _own(stage, effect.number)
    if found is None:
        return Event("order_missing", {"number": effect.number})
    return Event("order_found", _told(found))


def _told(found: Row) -> dict[str, Any]:
    return {
        "number": found["number"],
        "status": found["status"],
        "mode": found["mode"],
        "total_cents": found["total_cents"],
        "open": found["status"] not in FINISHED,
    }


async def _own(stage: Stage, number: int | None, *, lock: bool = False) -> Row | None:
    row, raw = stage.row, stage.unit.raw
    if number is None:
        mine = await orders.of_person(raw, row.tenant_id, row.place_id, row.person_id, 1)
        if not mine:
            return None
        number = mine[0]["number"]
    found = await orders.by_number(raw, row.tenant_id, row.place_id, number, lock=lock)
    return found if found is not None and found["person_id"] == row.person_id else None


async def list_orders(effect: effects.ListOrders, stage: Stage) -> Event:
    """The person's last five orders."""
    row = stage.row
    mine = await orders.latest(stage.unit.raw, row.tenant_id, row.place_id, row.person_id, 5)
    return Event("orders_listed", {"orders": [{**_told(r), "at": r["created_at"]} for r in mine]})


async def cancel_order(effect: effects.CancelOrder, stage: Stage) -> Event:
    """The customer takes an order back; the order's machine allows it until somebody accepts."""
    found = await _own(stage, effect.number, lock=True)
    if found is None:
        return Event("order_missing", {"number": effect.number})
    status = move(found["status"], found["mode"], "withdraw")
    if status is None:
        return Event("order_too_late", {"number": found["number"], "status": found["status"]})
    row = stage.row
    moved = await orders.move(
        stage.unit.raw, row.tenant_id, found["id"], found["status"], status, "customer", None, stage.now
    )
    if not moved:
        raise BotError("a locked order moved")
    await notices.tell_staff(stage, "order_withdrawn", {"number": found["number"]}, found["number"])
    return Event("order_cancelled", {"number": found["number"]})


async def recall_order(effect: effects.RecallOrder, stage: Stage) -> Event:
    """The lines of the person's newest order, as codes."""
    row, raw = stage.row, stage.unit.raw
    mine = await orders.latest(raw, row.tenant_id, row.place_id, row.person_id, 1)
    if not mine:
        return Event("order_missing", {"number": None})
    lines = await orders.lines(raw, row.tenant_id, mine[0]["id"])
    recalled = [
        {"item": r["item_code"], "qty": r["qty"], "options": [o["code"] for o in load(r["options"])]} for r in lines
    ]
    return Event("recalled", {"lines": recalled})


async def check_order(effect: effects.CheckOrder, stage: Stage) -> Event:
    """Whether an order still waits for somebody to accept it."""
    row = stage.row
    found = await orders.by_number(stage.unit.raw, row.tenant_id, row.place_id, effect.number)
    if found is None or found["status"] != "NEW":
        return Event("order_taken", {"number": effect.number})
    minutes = int((stage.now - found["created_at"]).total_seconds() // 60)
    return Event("order_waits", {"number": effect.number, "minutes": minutes})
