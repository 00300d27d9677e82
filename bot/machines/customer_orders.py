"""After the order: where it is, taking it back, ordering it again, and what the kitchen tells."""

from bot.locales.values import Lines, Money, Say, Value
from bot.machines.base import Slots
from bot.machines.effects import CancelOrder, FindOrder, ListOrders, RecallOrder
from bot.machines.guest import Guest, tag

WITHDRAWABLE = ("PENDING_PAYMENT", "NEW")
FINISHED = ("DELIVERED", "DONE", "CANCELLED")
MODES = ("dine_in", "pickup", "delivery")


def number_in(slots: Slots) -> int | None:
    """The order number that a person named."""
    text = str(slots.get("order") or slots.get("number") or "").strip("#° ")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class OrderTalk(Guest):
    """States `tracking`, `confirming_abandon` and `confirming_cancel`."""

    def ask_tracking(self) -> None:
        self.show("tracking.ask", self.offer("track_order"), self.offer("menu"), *self.human())

    def say_already(self) -> None:
        """The second press of a yes: one order is enough."""
        self.show("already", self.offer("track_order"), self.offer("menu"), number=tag(self.memory.last_order))

    def say_placed(self) -> None:
        """What is at the restaurant changes no more by itself; people can still change it."""
        number = tag(self.memory.last_order)
        self.show(
            "placed_change", *self.human(), self.offer("cancel", "cancel_order"), self.offer("menu"), number=number
        )

    def status(self, status: str, mode: str) -> Say:
        """An order's status in words; `ready` depends on how it leaves the kitchen."""
        name = status.lower()
        if name == "ready":
            name = f"ready_{mode if mode in MODES else 'pickup'}"
        return self.word(f"common.status.{name}")

    # Where is it?

    def on_track_order(self, slots: Slots) -> None:
        self.do(FindOrder(number_in(slots)))

    def can_withdraw(self, slots: Slots) -> bool:
        return self.memory.errand == "cancel" and slots.get("status") in WITHDRAWABLE

    def on_order_found(self, slots: Slots) -> None:
        errand, self.memory.errand = self.memory.errand, ""
        if errand == "cancel" and slots.get("status") in WITHDRAWABLE:
            self.memory.cancelling = int(slots["number"])
        elif errand == "cancel" and slots.get("open", True):
            self._too_late(slots)
        else:
            self._say_found(slots)
            self.resume()

    def _say_found(self, slots: Slots) -> None:
        self.show(
            "found",
            *((self.offer("cancel", "cancel_order"),) if slots.get("status") in WITHDRAWABLE else ()),
            self.offer("menu"),
            *self.human(),
            number=tag(int(slots["number"])),
            status=self.status(str(slots.get("status")), str(slots.get("mode"))),
            total=Money(int(slots.get("total_cents") or 0)),
        )

    def on_order_missing(self, slots: Slots) -> None:
        self.memory.errand = ""
        number = number_in(slots)
        if number is None:
            self.tell("missing.none", self.offer("menu"), *self.human())
        else:
            self.tell("missing.number", self.offer("menu"), *self.human(), number=tag(number))

    def on_order_history(self) -> None:
        self.do(ListOrders())

    def on_orders_listed(self, slots: Slots) -> None:
        orders = slots.get("orders") or ()
        if not orders:
            self.tell("missing.none", self.offer("menu"))
            return
        rows = (self._past(order) for order in orders)
        self.tell("history", self.offer("reorder"), self.offer("menu"), lines=Lines(tuple(rows)))

    def _past(self, order: Slots) -> Say:
        values: dict[str, Value] = {
            "number": tag(int(order["number"])),
            "total": Money(int(order.get("total_cents") or 0)),
            "status": self.status(str(order.get("status")), str(order.get("mode"))),
        }
        return self.word("history_line", **values)

    # Taking it back.

    def names_order(self, slots: Slots) -> bool:
        return number_in(slots) is not None

    def look_for_cancel(self, slots: Slots) -> None:
        """Which order, and may it still be taken back? The answer comes as `order_found`."""
        self.unseen()
        self.memory.errand = "cancel"
        self.do(FindOrder(number_in(slots)))

    def ask_confirming_abandon(self) -> None:
        yes, no = self.offer("confirm", "abandon_yes", once=True), self.offer("deny", "abandon_no", once=True)
        self.show("abandon.ask", yes, no, total=self.total())

    def no_worries(self) -> None:
        self.tell("no_worries", *self.ways())

    def abandon(self) -> None:
        self.fresh_start()
        self.say("abandon.done")

    def ask_confirming_cancel(self) -> None:
        yes, no = self.offer("confirm", "cancel_yes", once=True), self.offer("deny", "cancel_no", once=True)
        self.show("cancel.ask", yes, no, number=tag(self.memory.cancelling))

    def cancel_order(self) -> None:
        self.do(CancelOrder(self.memory.cancelling))

    def keep_order(self) -> None:
        self.say("cancel.kept", number=tag(self.memory.cancelling))

    def on_order_cancelled(self, slots: Slots) -> None:
        self._forget(slots)
        self.say("cancel.done", number=tag(int(slots["number"])))

    def on_order_too_late(self, slots: Slots) -> None:
        self._too_late(slots)

    def _too_late(self, slots: Slots) -> None:
        status = self.status(str(slots.get("status")), str(slots.get("mode")))
        key = "cancel.too_late" if self.supports() else "cancel.too_late_alone"
        self.tell(key, *self.human(), self.offer("track_order"), number=tag(int(slots["number"])), status=status)

    # Again.

    def on_reorder(self, slots: Slots) -> None:
        """`how` = "replace" or "add", where a basket is there already; it is asked when he has not said."""
        how = slots.get("how")
        self.memory.errand = str(how) if how in ("replace", "add") else ""
        self.do(RecallOrder())

    def ask_asking_reorder(self) -> None:
        self.echo()
        choices = (self.offer("reorder", f"reorder_{how}", once=True, how=how) for how in ("replace", "add"))
        self.show("reorder.ask", *choices, self.offer("deny", "reorder_keep", once=True), total=self.total())

    # The kitchen tells.

    def _forget(self, slots: Slots) -> None:
        """An order that is over is no reason to say that one is registered already."""
        if slots.get("number") == self.memory.last_order:
            self.memory.last_order = 0

    def is_over(self, slots: Slots) -> bool:
        return slots.get("status") in FINISHED and slots.get("number") == self.memory.last_order

    def on_order_changed(self, slots: Slots) -> None:
        """News in passing: whatever is going on stays as it is, and nothing is asked."""
        self.hush()
        if slots.get("status") in FINISHED:
            self._forget(slots)
        status, mode = str(slots.get("status")), str(slots.get("mode"))
        name = f"ready_{mode if mode in MODES else 'pickup'}" if status == "READY" else status.lower()
        if status in ("NEW", "PENDING_PAYMENT"):
            return
        number, reason = int(slots["number"]), str(slots.get("reason") or "")
        if status == "CANCELLED" and reason:
            self.say("changed.cancelled_why", number=tag(number), reason=reason)
        else:
            self.say(f"changed.{name}", number=tag(number))
