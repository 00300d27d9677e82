"""The checkout: how the food gets to the person, the recap, and his yes."""

from dataclasses import replace

from bot.locales.values import Lines, Money, Say, Value
from bot.machines.base import Slots
from bot.machines.customer_where import WhereTalk
from bot.machines.effects import PlaceOrder
from bot.machines.guest import tag
from bot.machines.times import MOMENT, asks_hour, hour_of, together
from bot.services.phones import national

STEPS = ("choosing_mode", "asking_table", "asking_address", "asking_phone", "confirming")


class CheckoutTalk(WhereTalk):
    """States `choosing_mode` and `confirming`."""

    # What is lacking, for `onward`.

    def lacks_mode(self) -> bool:
        return not self.memory.mode or (self.memory.mode == "delivery" and not self.delivers())

    def lacks_table(self) -> bool:
        return self.memory.mode == "dine_in" and self.memory.table is None

    def lacks_address(self) -> bool:
        return self.memory.mode == "delivery" and not self.has_address()

    def lacks_phone(self) -> bool:
        return self.memory.mode == "delivery" and not self.knows_phone()

    def start_checkout(self) -> None:
        self.memory.checkout = True

    def note_checkout(self) -> None:
        """The way to the recap is taken once the open question is answered."""
        self.memory.checkout = True
        self.ask_again()

    def insists(self) -> bool:
        """He has said before that this is all, and something is in the basket."""
        return self.memory.checkout and self.filled()

    def removing(self) -> bool:
        """It is asked which line is to go: without an answer nothing is lost."""
        return bool(self.memory.pending) and bool(self.memory.pending[0].lines)

    def leave_out(self) -> None:
        """What is still unclear is not ordered, and he hears so."""
        if self.removing():
            self.say("which.kept")
        for said in dict.fromkeys(
            part.said or self.naming_all(part.candidates) for part in self.memory.pending if not part.lines
        ):
            self.say("which.left_out", said=said)
        self.memory.pending = ()
        self.start_checkout()

    def leave_checkout(self) -> None:
        self.memory.checkout = False

    def start_delivery(self) -> None:
        """Another address is wanted: an old one that was just offered is not offered again."""
        self.unseen()
        if self.model.state == "asking_address" and self.offers_old_address():
            self.drop_old_address()
        self.memory.checkout, self.memory.mode = True, "delivery"

    def restart_checkout(self, slots: Slots) -> None:
        """Back to the question how; `without` is a way that he does not want."""
        self.unseen()
        self.memory.checkout = True
        if slots.get("without"):
            self.say("mode_dropped", mode=self.word(f"common.mode.{slots['without']}"))
            self.memory.mode = "" if self.memory.mode == slots["without"] else self.memory.mode

    # How.

    def take_dine_in(self, slots: Slots) -> None:
        self.unseen()
        self.memory.mode = "dine_in"
        if slots.get("table"):
            self.memory.table = str(slots["table"])
            self._noted("table_noted", table=self.memory.table)
        else:
            self._noted("mode_noted", mode=self.word("common.mode.dine_in"))

    def take_pickup(self) -> None:
        self.unseen()
        self.memory.mode = "pickup"
        self._noted("mode_noted", mode=self.word("common.mode.pickup"))

    def take_delivery(self) -> None:
        self.unseen()
        self.memory.mode = "delivery"
        self._noted("mode_noted", mode=self.word("common.mode.delivery"))

    def _noted(self, key: str, **values: Value) -> None:
        """Said before the checkout, it is remembered; within the checkout the next question says enough."""
        if self.model.state == "asking_which" and self.removing():
            self.memory.checkout = True
        if self.model.state not in STEPS:
            self.say(key, **values)
            self.ask_again()

    def see_you(self) -> None:
        """ "J'arrive" after the order decides nothing for the next one."""
        self.say("see_you")

    def ask_choosing_mode(self) -> None:
        self.echo()
        offers = [self.offer("choose_dine_in"), self.offer("choose_pickup")]
        if self.delivers():
            offers.append(self.offer("choose_delivery"))
        self.show("mode.ask" if self.delivers() else "mode.ask_here", *offers)

    # The recap.

    def seen(self) -> bool:
        return self.memory.recap

    def weak(self, slots: Slots) -> bool:
        return bool(slots.get("weak"))

    def ask_confirming(self) -> None:
        yes, no = self.offer("confirm", "order_yes", once=True), self.offer("cancel", "order_no", once=True)
        how = Lines(tuple(self._how()))
        self.show("recap.ask", yes, self.offer("change"), no, lines=self.lines(), how=how, total=self.total())
        self.memory.recap = self.memory.shown = True

    def _how(self) -> list[Say]:
        when = [self.word("recap.when", what=self._time())] if self.memory.when else []
        return [*self._where(), *when]

    def _where(self) -> list[Say]:
        memory = self.memory
        if memory.mode == "pickup":
            return [self.word("recap.pickup")]
        if memory.mode == "dine_in":
            table: dict[str, Value] = {"table": memory.table} if memory.table else {}
            return [self.word("recap.table" if table else "recap.dine_in", **table)]
        phone = memory.phone or self.facts.phone
        how = [self.word("recap.delivery", address=self.address())]
        return [*how, self.word("recap.phone", phone=national(phone))] if phone else how

    # When: there are no slots yet; what he says is shown to him and passed on, and nothing is promised.

    def note_time(self, slots: Slots) -> None:
        """A time he would like; at the recap the recap says it."""
        text = str(slots.get("text") or "").strip()[:MOMENT]
        soon = slots.get("time") == "asap" or not text
        self.unseen()
        self.memory.when = "" if soon else together(self.memory.when, text)
        if soon:
            self.say("time.soon")
        elif asks_hour(self.memory.when):
            self.say("time.which_hour", what=self._time())
        elif self.model.state != "confirming":
            self.say("time.noted", what=self._time())
        self.resume()

    def _time(self) -> Say:
        """The time in his words, and on the clock where they say it otherwise."""
        when = self.memory.when
        hour = hour_of(when)
        return self.word("time.said_clock", what=when, hour=hour) if hour else self.word("time.said", what=when)

    def say_too_late(self) -> None:
        """The order has left without it; the people can still be told."""
        self.show("time.placed", *self.human(), self.offer("track_order"), number=tag(self.memory.last_order))

    def table_said(self, slots: Slots) -> bool:
        return bool(slots.get("table"))

    def table_known(self, slots: Slots) -> bool:
        return self.memory.table is not None or self.table_said(slots)

    def place_order(self) -> None:
        """The nonce of the basket makes it one order, however often yes is said."""
        memory = self.memory
        delivery = memory.mode == "delivery"
        order = PlaceOrder(
            nonce=memory.nonce,
            basket=memory.basket,
            mode=memory.mode,
            table=(memory.table or None) if memory.mode == "dine_in" else None,
            address=(memory.address or None) if delivery else None,
            phone=memory.phone or self.facts.phone,
            latitude=memory.latitude if delivery else None,
            longitude=memory.longitude if delivery else None,
            note=self._note() or None,
        )
        self.do(order)

    def _note(self) -> str:
        """What the kitchen reads of the time."""
        hour = hour_of(self.memory.when)
        return f"{self.memory.when} ({hour})" if hour else self.memory.when

    def ask_yes(self) -> None:
        """A soft yes, or one to a recap not yet seen, is asked again; twice to a removal, it goes on without it."""
        if self.model.state == "asking_which" and self.removing():
            self.memory.checkout = True
        self.ask_again()

    def ask_clear_yes(self) -> None:
        self.say("weak_yes")
        self.ask_again()

    # What came of it.

    def on_placed(self, slots: Slots) -> None:
        mode, when = self.memory.mode or "pickup", self._time() if self.memory.when else None
        self.memory.last_order = int(slots["number"])
        self.fresh_start()
        self.say(f"placed.{mode}", number=tag(int(slots["number"])), total=Money(int(slots["total_cents"])))
        if when:
            self.say("time.passed_on", what=when)

    def something_left(self, slots: Slots) -> bool:
        gone = {change["item"] for change in slots.get("changes") or () if change.get("gone")}
        return any(line.item not in gone for line in self.memory.basket)

    def on_basket_stale(self, slots: Slots) -> None:
        """Say each difference and take it over; the recap is asked anew."""
        memory = self.memory
        memory.recap, memory.shown = False, False
        for change in slots.get("changes") or ():
            item, gone = str(change["item"]), bool(change.get("gone"))
            was, now = int(change.get("was_cents") or 0), int(change.get("now_cents") or 0)
            self.say_change(item, gone, was, now)
            memory.basket = tuple(
                replace(line, unit_cents=now) if line.item == item and line.unit_cents == was else line
                for line in memory.basket
                if not (gone and line.item == item)
            )
        if not memory.basket:
            self.fresh_start()
