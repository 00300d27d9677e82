"""Interruptions: courtesies, questions, languages, people, things that are no text, and what was not understood.

Each is answered shortly from every state, and then the pending question is asked again.
"""

from bot.machines.base import Slots
from bot.machines.customer_misses import Misses
from bot.machines.effects import NoteIntruder, OpenTicket, SetLanguage
from bot.machines.guest import tag
from bot.messages import LOCALES

MEDIA = ("image", "sticker", "audio", "video", "document")
UNREADABLE = ("location", "contact", "far")
"""Kinds that are read as a rule, but not this time."""
BEFORE = frozenset(
    (
        "checkout",
        "cancel",
        "deny",
        "change",
        "change_mode",
        "change_address",
        "clear_cart",
        "edit_line",
        "choose_dine_in",
        "choose_pickup",
        "choose_delivery",
    )
)
"""What buttons do on the way to an order: afterwards they change nothing, and do not speak of the next one."""
MISFITS = {"give_qty": "qty", "give_options": "options", "give_table": "table", "edit_line": "gone", "look": "gone"}


class SmallTalk(Misses):
    """Events that every state takes and none changes its place for."""

    def on_arrive(self) -> None:
        """Every message of a person begins so."""
        self.memory.quiet += 1

    # Courtesies.

    def on_greet(self) -> None:
        if self.memory.greeted or not self.idle():
            self.say("greet.again")
        else:
            self.say("greet.first", place=self.facts.place.name)
        self.memory.greeted = True
        self.ask_again()

    def on_thanks(self) -> None:
        self.tell("thanks")

    def on_goodbye(self) -> None:
        self.say("goodbye")
        if self.filled():
            self.ask_again()

    def on_smalltalk_other(self) -> None:
        self.tell("smalltalk", *self.ways())

    def on_out_of_scope(self) -> None:
        self.tell("out_of_scope", self.offer("menu"), *self.human())

    def on_help(self) -> None:
        self.tell("help", self.offer("menu"), *self.human())

    # Questions. Only what is known is told.

    def on_ask_hours(self) -> None:
        self._pass_on("ask_hours")

    def on_faq_other(self) -> None:
        self._pass_on("faq_other")

    def on_ask_ingredients(self) -> None:
        self._pass_on("ask_ingredients")

    def _pass_on(self, key: str) -> None:
        """We do not know; somebody at the restaurant does."""
        if self.supports():
            self.tell(key, *self.human(), self.offer("menu"))
        else:
            self.tell("no_answer", self.offer("menu"))

    def on_ask_delivery_fee(self) -> None:
        self.tell("delivery_fee" if self.facts.place.delivery else "no_delivery", self.offer("menu"))

    def on_pay_cash(self) -> None:
        self.tell("pay.cash", self.offer("menu"))

    def on_pay_deposit(self) -> None:
        self.tell("pay.deposit", self.offer("menu"))

    def on_payment_done(self) -> None:
        self.tell("pay.done", *self.human(), self.offer("menu"))

    def not_a_driver(self) -> None:
        self.tell("not_a_driver", *self.ways())

    # People.

    def on_talk_to_human(self, slots: Slots) -> None:
        self._ticket("human", slots)

    def on_complaint(self, slots: Slots) -> None:
        self._ticket("complaint", slots)

    def _ticket(self, reason: str, slots: Slots) -> None:
        if self.supports():
            self.do(OpenTicket(reason, self.text_of(slots)))
        else:
            self.tell("no_support", self.offer("menu"))

    def on_ticket_opened(self, slots: Slots) -> None:
        """The acknowledgement stands alone; what was going on waits, and takes the next message."""
        self.say("ticket.again" if slots.get("again") else "ticket.opened", ticket=f"T{slots['number']}")

    # Languages.

    def on_set_language(self, slots: Slots) -> None:
        to = slots.get("to")
        if to not in LOCALES:
            offers = (self.offer("set_language", f"language_{locale}", to=locale) for locale in LOCALES)
            self.show("language.ask", *offers)
            return
        self.do(SetLanguage(to))
        self.model.speak = to
        self.say("language.done")
        self.ask_again()

    # What is no text.

    def on_got_media(self, slots: Slots) -> None:
        what = slots.get("what")
        if slots.get("voice"):
            what = "audio"
        self.tell(f"media.{what if what in MEDIA else 'document'}", *self.ways())

    def on_got_reaction(self) -> None:
        self.hush()

    def on_got_delete(self) -> None:
        self.hush()

    def on_got_edit(self) -> None:
        self.tell("media.edit", *self.ways())

    def on_got_unsupported(self, slots: Slots) -> None:
        what = slots.get("what")
        self.tell(f"media.{what if what in UNREADABLE else 'unsupported'}", *self.ways())

    # What does not fit, or was not understood.

    def on_stale(self, slots: Slots) -> None:
        event = slots.get("event")
        name = event.get("name") if isinstance(event, dict) else getattr(event, "name", event)
        number = tag(self.memory.last_order)
        if name == "confirm" and self.has_ordered():
            self.show("already", self.offer("track_order"), self.offer("menu"), number=number)
        elif name in BEFORE and self.has_ordered():
            first = self.offer("cancel", "cancel_order") if name == "cancel" else self.offer("menu", "new_order")
            self.show("placed_before", self.offer("track_order"), first, *self.human(), number=number)
        else:
            self.say("old_add" if name == "add_item" else "old_button")
            self.memory.shown = self.memory.shown and name != "add_item"
            self.ask_again()

    def on_misfit(self, slots: Slots) -> None:
        kind = MISFITS.get(str(slots.get("event")), "other")
        self.say(f"misfit.{kind}")
        self.ask_again()

    def on_foreign_command(self, slots: Slots) -> None:
        """A `!` command from somebody who is not staff: noted, and answered like any words that mean nothing here."""
        self.do(NoteIntruder(str(slots.get("command", ""))))
        self.miss(slots)
