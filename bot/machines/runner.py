"""A machine's class compiled into a table, which one turn after another runs on one permanent host object.

python-statemachine defines, checks and draws the machines, but one `send` costs it about 300 µs; the table read from
the same class costs a few. `tests/machines/test_runner.py` holds the two equal over every transition of every machine.
"""

import hashlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from statemachine import StateChart
from statemachine.callbacks import CallbackGroup
from statemachine.transition import Transition

from bot.errors import MachineError
from bot.machines.base import Conversation, Scene, Slots

FORBIDDEN = ("before_", "after_", "on_enter_", "on_exit_", "on_transition", "prepare_")
Call = Callable[[Any, Slots], Any]


@dataclass(frozen=True, slots=True)
class Arrow:
    """One transition: taken when every guard gives what it should."""

    guards: tuple[tuple[Call, bool], ...]
    acts: tuple[Call, ...]
    target: str
    internal: bool


def _refuse_other_callbacks(machine: type[StateChart[Any]]) -> None:
    declared: Any = machine.events
    hidden = {str(event) for event in declared} & set(dir(StateChart))
    if hidden:
        raise MachineError(f"{machine.__name__}: the library has its own {', '.join(sorted(hidden))}")
    for name in (n for cls in machine.__mro__ if cls.__module__ != StateChart.__module__ for n in vars(cls)):
        if name.startswith(FORBIDDEN) and not hasattr(StateChart, name):
            raise MachineError(f"{machine.__name__}.{name}: only guards and on_<event> act")


def _call(cls: type[StateChart[Any]], name: str) -> Call:
    method = getattr(cls, name)
    if isinstance(method, property):
        raise MachineError(f"{cls.__name__}.{name} must be a method")
    takes_slots = "slots" in inspect.signature(method).parameters
    return method if takes_slots else lambda host, slots: method(host)


def _arrow(cls: type[StateChart[Any]], transition: Transition) -> Arrow:
    guards: list[tuple[Call, bool]] = []
    acts: list[Call] = []
    for spec in transition._specs:
        name = str(spec.func)
        if spec.is_convention and not hasattr(cls, name):
            continue
        if spec.group is CallbackGroup.COND:
            guards.append((_call(cls, name), bool(spec.expected_value)))
        elif spec.group is CallbackGroup.ON:
            acts.append(_call(cls, name))
        else:
            raise MachineError(f"{cls.__name__}: callback {name} is of a kind that the runner does not run")
    target = transition.target or transition.source
    return Arrow(tuple(guards), tuple(acts), str(target.value), bool(transition.internal))


class Plan:
    """The table of one machine class, and the host on which its methods run. Synchronous; one model at a time."""

    def __init__(self, machine: type[StateChart[Any]]) -> None:
        self.machine = machine
        self.states = frozenset(str(value) for value in machine.states_map)
        self.table: dict[tuple[str, str], tuple[Arrow, ...]] = {}
        _refuse_other_callbacks(machine)
        for state, event, arrow in self._arrows():
            self.table[state, event] = (*self.table.get((state, event), ()), arrow)
        self._host = object.__new__(machine)

    def _arrows(self) -> Iterator[tuple[str, str, Arrow]]:
        for state in self.machine.states_map.values():
            for transition in state.transitions:
                for event in transition.events:
                    yield str(state.value), str(event), _arrow(self.machine, transition)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Every event that some state takes, in the order of states and transitions."""
        return tuple(dict.fromkeys(event for _, event in self.table))

    @cached_property
    def version(self) -> str:
        """A short hash of states, transitions and guards: what the journal and the sessions carry."""
        rows = sorted(
            f"{state} {event} {arrow.target} {arrow.internal} {len(arrow.guards)}"
            for (state, event), arrows in self.table.items()
            for arrow in arrows
        )
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:8]

    def arrow(self, model: Any, event: str, slots: Slots) -> Arrow | None:
        """The first transition of the model's state whose guards agree. The host then acts on this model."""
        host = self._host
        object.__setattr__(host, "model", model)
        for arrow in self.table.get((model.state, event), ()):
            for guard, want in arrow.guards:
                if bool(guard(host, slots)) is not want:
                    break
            else:
                return arrow
        return None

    def send(self, model: Any, event: str, slots: Slots) -> Arrow | None:
        """Take that transition; None when there is none, and then nothing changed."""
        arrow = self.arrow(model, event, slots)
        if arrow is not None:
            for act in arrow.acts:
                act(self._host, slots)
            model.state = arrow.target
        return arrow

    def call(self, method: Call, model: Any) -> None:
        """Run a method of the machine on a model."""
        object.__setattr__(self._host, "model", model)
        method(self._host, {})


class Runner:
    """Runs conversations of one class: their transitions, and the prompts of their states."""

    def __init__(self, machine: type[Conversation]) -> None:
        self.machine = machine
        self.plan = Plan(machine)
        self.states = self.plan.states
        self.version = self.plan.version
        self._prompts = {s: _call(machine, f"ask_{s}") for s in self.states if hasattr(machine, f"ask_{s}")}

    @property
    def events(self) -> tuple[str, ...]:
        """Every event that some state takes."""
        return self.plan.order

    def send(self, scene: Scene, event: str, slots: Slots) -> bool:
        """Take the first transition whose guards agree; False when there is none, and then nothing changed."""
        arrow = self.plan.send(scene, event, slots)
        if arrow is None:
            return False
        scene.asks = scene.asks or not arrow.internal
        return True

    def takes(self, scene: Scene, event: str, slots: Slots) -> bool:
        """Whether `send` would take this event now."""
        return self.plan.arrow(scene, event, slots) is not None

    def prompt(self, scene: Scene) -> None:
        """Ask the question of the state that the scene is in, if it has one."""
        ask = self._prompts.get(scene.state)
        if ask is not None:
            self.plan.call(ask, scene)
