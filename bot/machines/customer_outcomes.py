"""What a shopping instruction would come to: the guards of the basket's states ask, and the action does the same."""

from bot.machines.base import Slots
from bot.machines.guest import Guest
from bot.machines.instructions import names_dish, wanted
from bot.machines.memory import Part
from bot.machines.shopping import Edit, edit
from bot.services.basket import Line


class Outcomes(Guest):
    """Guards of `add_item`, `change_qty`, `remove_item`: is something asked back, does nothing change, is it empty?"""

    def open_parts(self) -> tuple[Part, ...]:
        return self.memory.pending if self.model.state == "asking_which" else ()

    def outcome(self, verb: str, slots: Slots) -> Edit:
        """What this instruction would make of the basket: worked out once for all guards and the action."""
        memory = self.memory
        seen = (verb, self.model.state, memory.basket, memory.last, memory.about, memory.dish, memory.pending)
        worked = self.model.worked
        if worked is None or worked[0] is not slots or worked[1] != seen:
            worked = self.model.worked = (slots, seen, self._outcome(verb, slots))
        result: Edit = worked[2]
        return result

    def _outcome(self, verb: str, slots: Slots) -> Edit:
        """A bare quantity in the dish view adds that dish."""
        memory = self.memory
        last = memory.last
        if verb == "add_item" and memory.about:
            last = Line(memory.about, 1)
        if self.model.state == "viewing_dish" and memory.dish and wanted(slots) and not names_dish(slots):
            dish, said = memory.dish, wanted(slots)[0]
            verb, slots = "add_item", {"items": [{**said, "item": dish.item, "options": dish.options}]}
        return edit(verb, memory.basket, last, self.open_parts(), self.today, slots)

    def _asks(self, verb: str, slots: Slots) -> bool:
        return bool(self.outcome(verb, slots).parts)

    def _stays(self, verb: str, slots: Slots) -> bool:
        return self.outcome(verb, slots).basket == self.memory.basket and not self.open_parts()

    def _empties(self, verb: str, slots: Slots) -> bool:
        return not self.outcome(verb, slots).basket

    def add_item_asks(self, slots: Slots) -> bool:
        return self._asks("add_item", slots)

    def add_item_stays(self, slots: Slots) -> bool:
        return self._stays("add_item", slots)

    def add_item_empties(self, slots: Slots) -> bool:
        return self._empties("add_item", slots)

    def change_qty_asks(self, slots: Slots) -> bool:
        return self._asks("change_qty", slots)

    def change_qty_stays(self, slots: Slots) -> bool:
        return self._stays("change_qty", slots)

    def change_qty_empties(self, slots: Slots) -> bool:
        return self._empties("change_qty", slots)

    def remove_item_asks(self, slots: Slots) -> bool:
        return self._asks("remove_item", slots)

    def remove_item_stays(self, slots: Slots) -> bool:
        return self._stays("remove_item", slots)

    def remove_item_empties(self, slots: Slots) -> bool:
        return self._empties("remove_item", slots)
