"""`machines check` finds what is broken, and finds nothing in ours; `draw` draws every machine."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from xml.etree import ElementTree

import pytest

from bot.cli.machines import PLANS, faults, unheard
from bot.effects import Effect
from bot.machines.runner import Arrow
from tests.cli.conftest import Run, told

STATES = [(name, state) for name, plan in PLANS.items() for state in sorted(plan.states)]
Keep = Callable[[str, str, Arrow], bool]


@dataclass(frozen=True, slots=True)
class Shout(Effect):
    """An effect whose outcome nobody takes."""

    outcomes: ClassVar[tuple[str, ...]] = ("echoed",)


def _broken(name: str, keep: Keep) -> list[str]:
    """What is found in a machine that has lost every arrow (state, event, arrow) but those to keep."""
    plan = copy.copy(PLANS[name])
    plan.__dict__.pop("order", None)
    plan.table = {
        (state, event): kept
        for (state, event), arrows in plan.table.items()
        if (kept := tuple(arrow for arrow in arrows if keep(state, event, arrow)))
    }
    return list(faults(plan))


def test_ours_are_sound(alone: Run) -> None:
    report = told(alone("machines", "check", "--json"))
    assert {one["machine"] for one in report} == {"customer", "staff", "order", "effects"}
    assert not [one for one in report if one["faults"]]


@pytest.mark.parametrize(("name", "lost"), [(n, s) for n, s in STATES if s != PLANS[n].machine.home])  # type: ignore[attr-defined]
def test_a_state_that_nothing_leads_to_is_found(name: str, lost: str) -> None:
    found = _broken(name, lambda state, event, arrow: state == lost or arrow.target != lost)
    assert any(fault.startswith(f"the state {lost} cannot be reached") for fault in found)


@pytest.mark.parametrize(("name", "trap"), STATES)
def test_a_state_that_nothing_leads_out_of_is_found(name: str, trap: str) -> None:
    machine: Any = PLANS[name].machine
    if machine.states_map[trap].final or trap == machine.home != "NEW":
        return
    found = _broken(name, lambda state, event, arrow: state != trap or arrow.target == trap)
    assert any(fault.startswith(f"the state {trap} is a dead end") for fault in found)


@pytest.mark.parametrize("name", PLANS)
def test_an_event_that_no_state_takes_is_found(name: str) -> None:
    for lost in PLANS[name].order:
        found = _broken(name, lambda state, event, arrow, lost=lost: event != lost)  # type: ignore[misc]
        assert f"the event {lost} is declared but no state takes it" in found


def test_an_outcome_that_nobody_takes_is_found() -> None:
    assert list(unheard([Shout], PLANS.values())) == ["the outcome echoed of Shout is taken by no machine"]


def test_a_broken_machine_fails_the_command(alone: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = copy.copy(PLANS["order"])
    plan.table = {key: arrows for key, arrows in plan.table.items() if key[1] != "cook"}
    monkeypatch.setitem(PLANS, "order", plan)
    result = alone("machines", "check")
    assert result.exit_code == 1
    assert "order: the state IN_PROGRESS cannot be reached from NEW\n" in result.stdout


@pytest.mark.parametrize("name", PLANS)
def test_a_drawing_shows_every_state_and_the_start(alone: Run, name: str) -> None:
    result = alone("machines", "draw", name)
    assert result.exit_code == 0
    assert "stateDiagram-v2" in result.stdout
    assert f"[*] --> {PLANS[name].machine.home}" in result.stdout  # type: ignore[attr-defined]
    assert all(state in result.stdout for state in PLANS[name].states)


def test_what_cannot_be_drawn_is_said(alone: Run) -> None:
    assert alone("machines", "draw", "nobody").exit_code == 1
    assert alone("machines", "draw", "order", "--format", "png").exit_code == 2


@pytest.mark.parametrize("names", [[name] for name in PLANS] + [[]])
def test_a_picture_is_one_document_with_every_state(alone: Run, names: list[str]) -> None:
    result = alone("machines", "draw", *names, "--format", "svg")
    assert result.exit_code == 0
    texts = {text.text for text in ElementTree.fromstring(result.stdout).iter("{http://www.w3.org/2000/svg}text")}
    for name in names or PLANS:
        assert PLANS[name].states | {name} <= texts
    assert alone("machines", "draw", *names, "--format", "svg").stdout == result.stdout
