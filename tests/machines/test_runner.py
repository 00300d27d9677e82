"""The compiled table does what python-statemachine does, over every transition of every machine."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from statemachine.exceptions import TransitionNotAllowed

from bot.machines.base import Conversation, Scene
from bot.machines.customer import Customer
from bot.machines.order import Order, OrderScene
from bot.machines.runner import Plan, Runner
from bot.machines.staff import Staff
from tests.machines.worlds import CUSTOMER, STAFF, World, cases

MACHINES: dict[type[Conversation], Mapping[str, World]] = {Customer: CUSTOMER, Staff: STAFF}


def outcome(scene: Scene, taken: bool) -> tuple[Any, ...]:
    """What must be equal; `asks` is not, for the library does not know of prompts."""
    memory = scene.memory.to_json()
    return taken, scene.state, scene.bubbles, scene.effects, memory, scene.silent, scene.speak


class Library:
    """python-statemachine itself, on one scene that is filled anew for every case."""

    def __init__(self, machine: type[Conversation]) -> None:
        home = str(machine.home)
        self.scene = Scene(home, None, None)
        self.machine = machine(self.scene)

    def send(self, scene: Scene, event: str, slots: Mapping[str, Any]) -> tuple[Any, ...]:
        for name in Scene.__slots__:
            setattr(self.scene, name, getattr(scene, name))
        try:
            self.machine.send(event, slots=slots)
        except TransitionNotAllowed:
            return outcome(self.scene, False)
        return outcome(self.scene, True)


def guards(plan: Plan, scene: Scene, event: str, slots: Mapping[str, Any]) -> tuple[bool, ...]:
    """What every guard of this state and event says."""
    found: list[bool] = []
    for arrow in plan.table.get((scene.state, event), ()):
        for guard, _ in arrow.guards:
            plan.call(lambda host, _, guard=guard: found.append(bool(guard(host, slots))), scene)  # type: ignore[misc]
    return tuple(found)


def telling(runner: Runner, state: str, worlds: Mapping[str, World]) -> Iterator[tuple[str, Mapping[str, Any], World]]:
    """Of all cases one for each answer that the guards of an event give together, with each of its slots."""
    seen = set()
    for event, slots, world in cases(runner.events, worlds):
        key = (event, repr(slots), guards(runner.plan, Scene(state, world.memory(), world.facts), event, slots))
        if key not in seen:
            seen.add(key)
            yield event, slots, world


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.__name__)
def test_the_table_and_the_library_agree(machine: type[Conversation]) -> None:
    """For each state, event and outcome of the guards: the same state, words, effects and memory."""
    runner, library = Runner(machine), Library(machine)
    taken = set()
    for state in sorted(runner.states):
        for event, slots, world in telling(runner, state, MACHINES[machine]):
            scene = Scene(state, world.memory(), world.facts)
            arrow = runner.plan.arrow(scene, event, slots)
            expected = library.send(Scene(state, world.memory(), world.facts), event, slots)
            assert outcome(scene, runner.send(scene, event, slots)) == expected, (state, event, slots)
            if arrow is not None:
                taken.add((state, event, runner.plan.table[state, event].index(arrow)))
    arrows = {(s, e, n) for (s, e), all_of in runner.plan.table.items() for n in range(len(all_of))}
    untaken = sorted(arrows - taken)
    assert not untaken, "no world here takes these transitions"


@pytest.mark.parametrize("mode", ["pickup", "dine_in", "delivery"])
def test_the_order_moves_alike_in_both(mode: str) -> None:
    plan = Plan(Order)
    for state in sorted(plan.states):
        for event in plan.order:
            mine, theirs = OrderScene(state, mode), OrderScene(state, mode)
            taken = plan.send(mine, event, {}) is not None
            assert (mine.state, taken) == (*_library(theirs, event),), (state, event)


def _library(model: OrderScene, event: str) -> tuple[str, bool]:
    before = model.state
    try:
        Order(model).send(event, slots={})
    except TransitionNotAllowed:
        return before, False
    return model.state, True
