"""What the restaurant's machines may ask for. Each effect names the outcomes that its handler may answer with."""

from dataclasses import dataclass
from typing import ClassVar

from bot.effects import Effect
from bot.messages import Locale
from bot.services.basket import Basket


@dataclass(frozen=True, slots=True)
class SetLanguage(Effect):
    """Keep this as the person's explicit choice."""

    locale: Locale


@dataclass(frozen=True, slots=True)
class KeepPhone(Effect):
    """Remember the person's phone (digits with country code)."""

    phone: str


@dataclass(frozen=True, slots=True)
class PlaceOrder(Effect):
    """Turn the basket into an order at today's prices, once per `nonce`.

    `placed`: number, total_cents, status. `basket_stale`: changes = [{"item", "gone", "was_cents", "now_cents"}];
    nothing was written. The same nonce again answers `placed` with the first order.
    """

    outcomes: ClassVar[tuple[str, ...]] = ("placed", "basket_stale")
    nonce: str
    basket: Basket
    mode: str
    table: str | None = None
    address: str | None = None
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class FindOrder(Effect):
    """Look up an order of this person, the last one when no number is given.

    `order_found`: number, status, mode, total_cents, open (bool). `order_missing`: number or None.
    """

    outcomes: ClassVar[tuple[str, ...]] = ("order_found", "order_missing")
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ListOrders(Effect):
    """The person's last five orders. `orders_listed`: orders = [{"number", "status", "total_cents", "at"}]."""

    outcomes: ClassVar[tuple[str, ...]] = ("orders_listed",)


@dataclass(frozen=True, slots=True)
class CancelOrder(Effect):
    """Cancel an order of this person that the kitchen has not accepted.

    `order_cancelled`: number. `order_too_late`: number, status. `order_missing`: number or None.
    """

    outcomes: ClassVar[tuple[str, ...]] = ("order_cancelled", "order_too_late", "order_missing")
    number: int | None = None


@dataclass(frozen=True, slots=True)
class RecallOrder(Effect):
    """The lines of the person's last order, to order them again.

    `recalled`: lines = [{"item", "qty", "options"}] (codes as ordered then). `order_missing`: number None.
    """

    outcomes: ClassVar[tuple[str, ...]] = ("recalled", "order_missing")


@dataclass(frozen=True, slots=True)
class OpenTicket(Effect):
    """Ask for a human. `ticket_opened`: number, again (bool: one was open already)."""

    outcomes: ClassVar[tuple[str, ...]] = ("ticket_opened",)
    reason: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class NoteMiss(Effect):
    """Keep a sentence that was not understood, for those who improve the lexicon."""

    text: str
    context: str


@dataclass(frozen=True, slots=True)
class NoteIntruder(Effect):
    """Somebody who is not staff tried a `!` command (its name): a security event."""

    command: str


@dataclass(frozen=True, slots=True)
class RunCommand(Effect):
    """For staff: run one `!` command, without its `!`.

    `command_done`: bubbles = what to say. `command_wants`: line and bubbles; the next text completes the line.
    """

    outcomes: ClassVar[tuple[str, ...]] = ("command_done", "command_wants")
    line: str


@dataclass(frozen=True, slots=True)
class CheckOrder(Effect):
    """For staff: has somebody taken this order up? `order_waits`: number, minutes. `order_taken`: number."""

    outcomes: ClassVar[tuple[str, ...]] = ("order_waits", "order_taken")
    number: int


@dataclass(frozen=True, slots=True)
class ReturnDish(Effect):
    """For staff: a sold-out dish is on the menu again. All of them hear `dish_back`: code, fr, ar, arq."""

    code: str
