"""What was not understood, or not surely: a question whether this is meant, likely ways on, and then a person."""

from collections.abc import Mapping
from typing import Any

from bot.locales.values import Lines, Offer, Say
from bot.machines.base import Slots
from bot.machines.effects import NoteMiss
from bot.machines.guest import Guest
from bot.messages import Event

DEEDS = ("add_item", "remove_item", "change_qty")
"""What is done to a basket, and asked about where a message may mean something else."""
LIKELY = ("menu", "view_cart", "checkout", "track_order", "reorder", "help", "talk_to_human", "clear_cart")
"""What may be offered to somebody who was not understood: nothing that costs or cannot be undone by itself."""
FILLED_ONLY = frozenset(("view_cart", "checkout", "clear_cart"))
ORDERED_ONLY = frozenset(("track_order", "reorder"))
WAYS = 3
MOST_LINES = 3
"""More dishes than these do not fit into a button's id."""
KEPT = ("item", "qty", "options")


class Misses(Guest):
    """Event `unknown`: `guess` is what it perhaps means, `meant` the slots of that, `likely` other intents."""

    def miss(self, slots: Slots) -> None:
        """A doubtful instruction is asked about. The first miss: likely ways. The second in a row: a person first."""
        memory = self.memory
        if self._asked_about(slots):
            return
        text = self.text_of(slots)
        if text:
            self.do(NoteMiss(text, self.contexts.get(self.model.state, "any")))
        again = memory.misses > 0 and memory.quiet <= 1
        memory.misses, memory.quiet = (memory.misses + 1 if again else 1), 0
        if again and self.supports():
            self.show("miss.second", *self.human(), *self.ways()[:2])
        elif again:
            self.show("miss.second_alone", *self.ways())
        else:
            self.tell("miss.first", *self.likely_ways(slots))

    def _asked_about(self, slots: Slots) -> bool:
        """Whether a question says what would be done; `yes` does it, `no` leaves everything as it is."""
        items = self._deed(slots)
        if not items:
            return False
        deed = str(slots["guess"])
        lines = Lines(tuple(self._line(item) for item in items))
        yes = Offer(Event(deed, {"items": items, "sure": True}), self.word("button.doubt_yes"), once=True)
        no = Offer(Event("view_cart" if self.filled() else "menu"), self.word("button.doubt_no"), once=True)
        self.show(f"doubt.{deed}", yes, no, lines=lines)
        return True

    def _deed(self, slots: Slots) -> list[dict[str, Any]]:
        """The items of a doubtful instruction, when all are dishes that can be had and few enough."""
        if slots.get("guess") not in DEEDS:
            return []
        meant: Mapping[str, Any] = slots.get("meant") or {}
        items = [{name: item[name] for name in KEPT if item.get(name)} for item in meant.get("items") or ()]
        dishes = [self.today.by_code.get(str(item.get("item"))) for item in items]
        known = all(dish is not None and not dish.sold_out for dish in dishes)
        return items if known and 0 < len(items) <= MOST_LINES and not meant.get("ambiguous") else []

    def _line(self, item: Mapping[str, Any]) -> Say:
        return self.word("doubt.line", qty=int(item.get("qty") or 1), dish=self.naming(str(item["item"])))

    def likely_ways(self, slots: Slots) -> tuple[Offer, ...]:
        """Three ways on: those that the message is likeliest to mean, then the usual ones."""
        likely = [name for name in slots.get("likely") or () if name in LIKELY and self._makes_sense(name)]
        usual = {offer.event.name: offer for offer in self.ways()}
        chosen = {name: usual.get(name) or self.offer(name, once=name == "checkout") for name in likely}
        return tuple({**chosen, **usual}.values())[:WAYS]

    def _makes_sense(self, name: str) -> bool:
        if name in FILLED_ONLY:
            return self.filled()
        if name in ORDERED_ONLY:
            return bool(self.memory.last_order)
        return name != "talk_to_human" or self.supports()
