"""The order: from the customer's confirmation to the table or the door. The same rules for everybody who moves it."""

from dataclasses import dataclass
from typing import ClassVar

from statemachine import State, StateChart

from bot.machines.runner import Plan


@dataclass(slots=True)
class OrderScene:
    """What the order's guards look at: its status (the machine's state) and how it leaves the kitchen."""

    state: str
    mode: str


class Order(StateChart[OrderScene]):
    """NEW → ACCEPTED → IN_PROGRESS → READY → (OUT_FOR_DELIVERY → DELIVERED | DONE); CANCELLED where food is not lost.

    `delivered` ends a delivery, or hands over at the counter or the table; the customer's own `withdraw` is good until
    somebody accepts.
    """

    catch_errors_as_events = False
    allow_event_without_transition = False
    atomic_configuration_update = True
    home: ClassVar[str] = "NEW"

    NEW = State(initial=True, value="NEW")
    ACCEPTED = State(value="ACCEPTED")
    IN_PROGRESS = State(value="IN_PROGRESS")
    READY = State(value="READY")
    OUT_FOR_DELIVERY = State(value="OUT_FOR_DELIVERY")
    DELIVERED = State(final=True, value="DELIVERED")
    DONE = State(final=True, value="DONE")
    CANCELLED = State(final=True, value="CANCELLED")

    accept = NEW.to(ACCEPTED)
    cook = ACCEPTED.to(IN_PROGRESS)
    ready = IN_PROGRESS.to(READY)
    depart = READY.to(OUT_FOR_DELIVERY, cond="is_delivery")
    delivered = (
        OUT_FOR_DELIVERY.to(DELIVERED) | READY.to(DELIVERED, cond="is_delivery") | READY.to(DONE, unless="is_delivery")
    )
    cancel = NEW.to(CANCELLED) | ACCEPTED.to(CANCELLED) | IN_PROGRESS.to(CANCELLED) | READY.to(CANCELLED)
    withdraw = NEW.to(CANCELLED)

    def is_delivery(self) -> bool:
        return bool(self.model.mode == "delivery")


PLAN = Plan(Order)
FINISHED = frozenset(("DELIVERED", "DONE", "CANCELLED"))


def move(status: str, mode: str, event: str) -> str | None:
    """The status after an event; None when the machine does not allow it from here."""
    scene = OrderScene(status, mode)
    return scene.state if PLAN.send(scene, event, {}) else None


def allowed(status: str, mode: str) -> tuple[str, ...]:
    """The events that would be taken now, in the order in which the machine names them."""
    return tuple(event for event in PLAN.order if move(status, mode, event) is not None)
