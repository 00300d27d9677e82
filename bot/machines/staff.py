"""The staff's side of the chat: news of orders and tickets, `!` commands, and the one question a command may ask."""

from dataclasses import dataclass
from typing import Any, ClassVar

from statemachine import State

from bot.effects import Remind
from bot.locales.values import Bubble, Lines, Money, Offer, Say, Value
from bot.machines.base import Conversation, Slots, everywhere, whatever
from bot.machines.effects import CheckOrder, ReturnDish, RunCommand
from bot.messages import Event
from bot.services.menu import Names
from bot.services.phones import national

OVERDUE_SECONDS = 300
"""How long an order may wait for somebody to accept it before the staff hears of it again, once."""
PATIENCE_SECONDS = 600
"""How long words are taken as those that a command asked for: "salam" hours later cancels nothing."""


@dataclass(slots=True)
class StaffMemory:
    """`line` is a command that still wants its last words (a reason to cancel), asked for at `asked_at` (epoch)."""

    line: str = ""
    asked_at: float = 0.0

    def to_json(self) -> dict[str, Any]:
        return {"line": self.line, "asked_at": self.asked_at}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "StaffMemory":
        return cls(str(data.get("line", "")), float(data.get("asked_at", 0.0)))


def command(label: Say, line: str, *, once: bool = False) -> Offer:
    """A button that does what the typed command does."""
    return Offer(Event("command", {"line": line}), label, once=once)


class Staff(Conversation):
    """A member of staff: news comes in at any time; a command is answered; `cancel` may first ask for its reason."""

    home: ClassVar[str] = "ready"
    words: ClassVar[str] = "staff"

    ready = State(initial=True)
    asking_words = State()

    command = whatever(ready.to.itself(internal=True), asking_words.to(ready))  # type: ignore[no-untyped-call]
    words_given = asking_words.to(ready)
    never_mind = asking_words.to(ready)
    command_done = everywhere(ready, asking_words)
    command_wants = ready.to(asking_words)
    order_new = everywhere(ready, asking_words)
    order_overdue = everywhere(ready, asking_words)
    order_waits = everywhere(ready, asking_words)
    order_taken = everywhere(ready, asking_words)
    order_withdrawn = everywhere(ready, asking_words)
    ticket_new = everywhere(ready, asking_words)
    dish_returns = everywhere(ready, asking_words)
    dish_back = everywhere(ready, asking_words)
    stale = everywhere(ready, asking_words)
    misfit = everywhere(ready, asking_words)

    def on_command(self, slots: Slots) -> None:
        self.do(RunCommand(str(slots["line"])))

    def on_words_given(self, slots: Slots) -> None:
        line, self.memory.line = self.memory.line, ""
        if self.facts.now.timestamp() - self.memory.asked_at > PATIENCE_SECONDS:
            self.say("words_late", line=line)
        else:
            self.do(RunCommand(f"{line} {slots['text']}"))

    def on_never_mind(self) -> None:
        self.memory.line = ""
        self.say("never_mind")

    def on_command_done(self, slots: Slots) -> None:
        self._tell(slots["bubbles"])

    def on_command_wants(self, slots: Slots) -> None:
        self.memory.line, self.memory.asked_at = str(slots["line"]), self.facts.now.timestamp()
        self._tell(slots["bubbles"])

    def on_order_new(self, slots: Slots) -> None:
        number = int(slots["number"])
        self.show(
            "order_new",
            command(self.word("buttons.accept"), f"order {number} accept"),
            command(self.word("buttons.cancel"), f"order {number} cancel"),
            command(self.word("buttons.show"), f"order {number}"),
            number=number,
            lines=order_lines(slots["lines"]),
            how=how(slots),
            total=Money(int(slots["total_cents"])),
        )
        self.do(Remind("order_overdue", OVERDUE_SECONDS, {"number": number}, f"overdue:{number}"))

    def on_order_overdue(self, slots: Slots) -> None:
        self.do(CheckOrder(int(slots["number"])))

    def on_order_waits(self, slots: Slots) -> None:
        number, minutes = int(slots["number"]), int(slots["minutes"])
        self.show(
            "order_waits",
            command(self.word("buttons.accept"), f"order {number} accept"),
            command(self.word("buttons.show"), f"order {number}"),
            number=number,
            minutes=minutes,
        )

    def on_order_withdrawn(self, slots: Slots) -> None:
        self.say("order_withdrawn", number=int(slots["number"]))

    def on_ticket_new(self, slots: Slots) -> None:
        who = _who(slots)
        self.say("ticket_new", number=int(slots["number"]), who=who, said=str(slots.get("said") or "…"))

    def on_dish_returns(self, slots: Slots) -> None:
        self.do(ReturnDish(str(slots["code"])))

    def on_dish_back(self, slots: Slots) -> None:
        self.say("sold_out.back", dish=_names(dict(slots)), code=str(slots["code"]))

    def on_stale(self) -> None:
        self.say("stale")

    def on_misfit(self) -> None:
        self.say("misfit")

    def _tell(self, bubbles: list[Bubble]) -> None:
        self.model.bubbles.extend(bubbles)


def order_lines(lines: list[dict[str, Any]]) -> Lines:
    """The lines of an order as the kitchen reads them: quantity, dish, options."""
    return Lines(tuple(_line(line) for line in lines))


def _names(raw: dict[str, Any]) -> Names:
    return Names(raw["fr"], raw["ar"], raw["arq"])


def _line(line: dict[str, Any]) -> Say:
    values: dict[str, Value] = {"qty": int(line["qty"]), "dish": _names(line)}
    if not line["options"]:
        return Say("staff.line", values)
    options = [_names(option) for option in line["options"]]
    joined = Names(*(", ".join(o.get(locale) for o in options) for locale in ("fr", "ar", "arq")))
    return Say("staff.line_with", {**values, "options": joined})


def how(slots: Slots) -> Value:
    """How the order leaves the kitchen, and when its customer would like it, in his words."""
    if not slots.get("note"):
        return _where_to(slots)
    return Lines((_where_to(slots), Say("staff.how.note", {"notes": str(slots["note"])})))


def _where_to(slots: Slots) -> Say:
    """Table, counter, or address and phone."""
    if slots["mode"] == "dine_in":
        return Say("staff.how.dine_in", {"table": str(slots.get("table") or "?")})
    if slots["mode"] == "delivery":
        values: dict[str, Value] = {
            "address": _where(slots),
            "phone": _phone(slots),
        }
        return Say("staff.how.delivery", values)
    return Say("staff.how.pickup", {"who": _who(slots)})


def _who(slots: Slots) -> str:
    return str(slots.get("customer") or _phone(slots))


def _phone(slots: Slots) -> str:
    return national(str(slots["phone"])) if slots.get("phone") else "?"


def _where(slots: Slots) -> str:
    """The address in words, and the pin as a link that a map opens."""
    pin = slots.get("latitude"), slots.get("longitude")
    link = f"https://maps.google.com/?q={pin[0]:.6f},{pin[1]:.6f}" if None not in pin else ""
    return " · ".join(part for part in (str(slots.get("address") or ""), link) if part) or "?"
