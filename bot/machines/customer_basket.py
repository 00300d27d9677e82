"""The basket: adding, correcting, emptying, and the questions that this needs."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.locales.values import Money, Offer
from bot.machines.base import Slots
from bot.machines.customer_outcomes import Outcomes
from bot.machines.guest import tag
from bot.machines.instructions import names_dish, wanted
from bot.machines.memory import Part
from bot.machines.shopping import Edit
from bot.messages import Event
from bot.services.basket import Line, unit_price

ROWS = 5
"""Lines of the basket shown as rows to change; the others are changed by writing."""
CHOICES = 9
"""Dishes offered for an unclear name, beside "none" (a WhatsApp list has ten rows); the text names them all."""


ODD = re.compile(r"[-\u2212]?\d+(?:[.,]\d+)?\s+\S")
"""A dish that could not be taken for its number: `1000 burger`, `-2 burger`."""


class BasketTalk(Outcomes):
    """States `carting`, `changing`, `asking_qty`, `asking_which` and `confirming_clear`."""

    def do_add_item(self, slots: Slots) -> None:
        self.apply("add_item", slots)

    def do_change_qty(self, slots: Slots) -> None:
        self.apply("change_qty", slots)

    def do_remove_item(self, slots: Slots) -> None:
        self.apply("remove_item", slots)

    def recalls(self, slots: Slots) -> bool:
        """Whether anything of an earlier order can be had today."""
        return any(self._available(str(line.get("item"))) for line in slots.get("lines") or ())

    def _available(self, item: str) -> bool:
        return unit_price(self.today, item, ()) is not None

    def two_baskets(self) -> bool:
        """Something is in the basket, and nobody said what is to become of it."""
        return self.filled() and self.memory.errand not in ("replace", "add")

    def on_recalled(self, slots: Slots) -> None:
        """The lines of an earlier order, at today's prices; what is gone is said."""
        if self.two_baskets() and self.recalls(slots):
            return
        errand, self.memory.errand = self.memory.errand, ""
        lines = slots.get("lines") or ()
        gone = [str(line.get("item")) for line in lines if not self._available(str(line.get("item")))]
        if len(gone) == len(lines):
            self.tell("reorder.gone", self.offer("menu"))
            return
        if gone:
            self.say("reorder.without", dish=self.naming_all(gone))
        self.memory.pending = ()
        if errand == "replace":
            self.memory.basket = ()
        self.apply("add_item", {"items": [line for line in lines if str(line.get("item")) not in gone]})

    def apply(self, verb: str, slots: Slots) -> None:
        """Do it, and say what could not be done as said. The next prompt echoes the basket."""
        result = self.outcome(verb, slots)
        before = self.memory.basket
        self._keep(result)
        self._report(result)
        self._mention_notes(slots)
        if result.basket == before and not result.parts:
            self._explain_nothing(result, slots)
        elif before and not result.basket:
            self.say("basket.emptied")
        elif result.basket and not before and self.model.state == "tracking" and self.memory.last_order:
            self.say("next_order", number=tag(self.memory.last_order))

    def _keep(self, result: Edit) -> None:
        memory = self.memory
        memory.nonce = (memory.nonce or self.facts.fresh) if result.basket else ""
        if result.basket != memory.basket:
            self.unseen()
            memory.shown = False
            memory.last, memory.about = result.last, ""
        memory.basket, memory.pending, memory.dish = result.basket, result.parts, None
        if not result.basket and not result.parts:
            memory.checkout = False

    def _report(self, result: Edit) -> None:
        for code in result.sold_out:
            self.say_sold_out(self.today.by_code[code])
        if result.absent:
            self.say("basket.absent", dish=self.naming_all(result.absent))
        for name in dict.fromkeys(result.unknown):
            self.say("odd_quantity" if ODD.match(name) else "unknown_dish", dish=name)
        if result.refused and result.last:
            self.say("options.refused", dish=self.naming(result.last.item), options=self.naming_all(result.refused))

    def _explain_nothing(self, result: Edit, slots: Slots) -> None:
        """Nothing changed: the reasons were given, or there was nothing that it could mean."""
        if result.sold_out:
            self.resume()
        elif result.unknown or result.absent or result.refused:
            self.ask_again()
        elif not wanted(slots):
            self.say("basket.what")
            self.ask_again()
        elif self.filled():
            self.say("basket.same")
            self.ask_again()
        else:
            self.say_empty()

    def _mention_notes(self, slots: Slots) -> None:
        """What was said of a dish beside its options: the kitchen's ticket has no room for it yet."""
        said = (slots, *wanted(slots), *(slots.get("ambiguous") or ()))
        notes = dict.fromkeys(str(note) for part in said for note in part.get("notes") or ())
        if notes:
            self.say("notes", notes=", ".join(notes))

    def bare(self, slots: Slots) -> bool:
        return not names_dish(slots)

    # Looking at it.

    def on_view_cart(self) -> None:
        self.memory.shown = False
        if not self.filled():
            self.say("basket.empty")
        self.ask_again()

    def ask_carting(self) -> None:
        offers = (self.offer("checkout", once=True), self.offer("menu", "add_more"), self.offer("change"))
        if self.memory.shown:
            self.show("basket.ask", *offers, total=self.total())
        else:
            self.show("basket.ask_whole", *offers, lines=self.lines(), total=self.total())
        self.memory.shown = True

    # Changing it.

    def ask_changing(self) -> None:
        self.memory.shown = True
        rows = [self._editable(line) for line in self.memory.basket[:ROWS]]
        if self.memory.checkout:
            rows.append(self.offer("change_mode"))
        if self.memory.checkout and self.memory.mode == "delivery":
            rows.append(self.offer("change_address"))
        rows += [self.offer("menu", "add_more"), self.offer("clear_cart"), self.offer("back")]
        opener = self.word("button.open_change")
        self.show("changing.ask", *rows, lists=True, opener=opener, lines=self.lines(), total=self.total())

    def _editable(self, line: Line) -> Offer:
        event = Event("edit_line", {"item": line.item, "options": list(line.options)})
        if not line.options:
            return Offer(event, self.naming(line.item), self.word("changing.qty", qty=line.qty))
        hint = self.word("changing.qty_options", qty=line.qty, options=self.naming_all(line.options))
        return Offer(event, self.naming(line.item), hint)

    def has_line(self, slots: Slots) -> bool:
        return self._meant(slots) is not None

    def _meant(self, slots: Slots) -> Line | None:
        """The line of these options; of a dish that was only named, the last one."""
        hits = [line for line in self.memory.basket if line.item == slots.get("item")]
        if "options" in slots:
            hits = [line for line in hits if line.options == tuple(slots["options"] or ())]
        return hits[-1] if hits else None

    def on_edit_line(self, slots: Slots) -> None:
        line = self._meant(slots)
        if line is None:
            self.say("basket.absent", dish=self.naming(str(slots.get("item"))))
            self.ask_again()
        else:
            self.memory.last = line

    def ask_asking_qty(self) -> None:
        """A typed number is both a choice's place and a quantity, so the first three are one, two, three."""
        last = self.memory.last
        line = self._meant({"item": last.item, "options": last.options}) if last else None
        if line is None:
            self.ask_changing()
            return
        item = {"item": line.item, "options": list(line.options)}
        events = (Event("change_qty", {"items": [{**item, "qty": n}]}) for n in (1, 2, 3))
        counts = (Offer(event, self.word("button.qty", qty=n)) for n, event in enumerate(events, 1))
        self.show("changing.ask_qty", *counts, dish=self.naming(line.item), qty=line.qty)

    # Which one?

    def ask_asking_which(self) -> None:
        self.echo()
        if not self.memory.pending:
            self.show("basket.what", *self.ways())
            return
        part = self.memory.pending[0]
        none = (self.offer("deny", "none_of_these"),)
        if part.lines:
            self.show("which.ask_line", *self._its_lines(part), *none, dish=self.naming(part.candidates[0]))
            return
        offers = tuple(self._candidate(part, code) for code in part.candidates[:CHOICES])
        names = self.naming_all(part.candidates)
        if part.said:
            self.show("which.ask", *offers, *none, said=part.said, choices=names)
        else:
            self.show("which.ask_plain", *offers, *none, choices=names)

    def _candidate(self, part: Part, code: str) -> Offer:
        item = {"item": code, **part.more}
        dish = self.today.by_code.get(code)
        hint = Money(dish.price_cents) if dish else None
        return Offer(Event(part.verb, {"items": [item]}), self.naming(code), hint, once=True)

    def _its_lines(self, part: Part) -> Iterator[Offer]:
        """The lines of one dish, told apart by their options, and all of them at once."""
        code = part.candidates[0]
        for options in part.lines[: CHOICES - 1]:
            line = self._meant({"item": code, "options": options})
            label = self.naming_all(options) if options else self.word("button.plain_line")
            item = {"item": code, "options": list(options), "line": True}
            yield Offer(Event(part.verb, {"items": [item]}), label, self.line(line) if line else None)
        yield Offer(Event(part.verb, {"items": [{"item": code, "every": True}]}), self.word("button.every_line"))

    def more_parts(self) -> bool:
        return len(self.memory.pending) > 1

    def drop_part(self) -> None:
        self.memory.pending = self.memory.pending[1:]
        self.memory.checkout = self.memory.checkout and self.filled()

    # Emptying it.

    def many_lines(self) -> bool:
        return len(self.memory.basket) > 1

    def say_empty(self) -> None:
        self.say("basket.empty")
        self.ask_again()

    def empty_it(self) -> None:
        mode, table = self.memory.mode, self.memory.table
        self.unseen()
        self.fresh_start()
        self.memory.mode, self.memory.table = mode, table
        self.say("basket.cleared")

    def ask_confirming_clear(self) -> None:
        yes, no = self.offer("confirm", "clear_yes", once=True), self.offer("deny", "clear_no", once=True)
        self.show("clear.ask", yes, no, n=len(self.memory.basket))

    # An old one.

    def basket_old(self) -> bool:
        return self.filled() and self.facts.away > AWAY

    def basket_gone(self) -> bool:
        """Nothing of the basket can be had any more."""
        return all(unit_price(self.today, line.item, line.options) is None for line in self.memory.basket)

    def detour_old(self) -> bool:
        return not self.filled() and self.facts.away > AWAY

    def wake_basket(self) -> None:
        """After hours away: the basket at today's prices, nothing half confirmed."""
        memory = self.memory
        self.unseen()
        self.refresh()
        memory.checkout, memory.shown, memory.when = False, False, ""
        memory.last = replace(memory.basket[-1]) if memory.basket else None
        if memory.basket:
            self.say("basket.old")
        else:
            self.fresh_start()


AWAY = 4 * 3600.0
"""Seconds after which a basket is offered again rather than taken for granted."""
