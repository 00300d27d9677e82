"""`machines`: what can be said of the machines without running them, and how they look."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any

import typer

from bot.bootstrap import MACHINES
from bot.cli.output import AsJson, answer
from bot.effects import Effect
from bot.errors import NotFound
from bot.handlers import HANDLERS
from bot.machines.drawing import mermaid
from bot.machines.order import PLAN
from bot.machines.picture import picture
from bot.machines.runner import Plan

app = typer.Typer(help="The state machines.", no_args_is_help=True)
PLANS: dict[str, Plan] = {**{name: runner.plan for name, runner in MACHINES.items()}, "order": PLAN}


def _mermaid(plans: Mapping[str, Plan]) -> str:
    return "".join(f"%% {name}\n{mermaid(plan)}" for name, plan in plans.items())


FORMATS: Mapping[str, Callable[[Mapping[str, Plan]], str]] = {"mermaid": _mermaid, "svg": picture}


@app.command()
def check(as_json: AsJson = False) -> None:
    """Check every machine: states reachable, no dead end, every event taken; exit code 1 when one is broken."""
    found = {name: list(faults(plan)) for name, plan in PLANS.items()}
    found["effects"] = list(unheard(HANDLERS, PLANS.values()))
    report = [{"machine": name, "faults": wrong} for name, wrong in found.items()]
    lines = [f"{name}: {fault}" for name, wrong in found.items() for fault in wrong]
    sizes = [f"{name}: {len(plan.states)} states, {len(plan.order)} events, fine" for name, plan in PLANS.items()]
    answer(report, lines or sizes, as_json=as_json)
    if lines:
        raise typer.Exit(1)


@app.command()
def draw(
    name: Annotated[str, typer.Argument(help=f"One of {', '.join(PLANS)}; all of them when missing.")] = "",
    form: Annotated[str, typer.Option("--format", help=f"{' or '.join(FORMATS)}.")] = "mermaid",
) -> None:
    """Draw a machine from its code: as a Mermaid diagram, which Markdown viewers show, or an SVG, for browsers."""
    if form not in FORMATS:
        raise typer.BadParameter(f"the formats are {' and '.join(FORMATS)}", param_hint="--format")
    if name and name not in PLANS:
        raise NotFound(f"no machine is called {name}; there are {', '.join(PLANS)}")
    chosen = {each: plan for each, plan in PLANS.items() if name in ("", each)}
    print(FORMATS[form](chosen), end="")


def faults(plan: Plan) -> Iterator[str]:
    """What is wrong with one machine, a sentence each: unreachable states, dead ends, events that nothing takes."""
    machine: Any = plan.machine
    arrows = [(state, arrow.target) for (state, _), row in plan.table.items() for arrow in row]
    final = {str(state.value) for state in machine.states_map.values() if state.final}
    home = str(machine.home)
    for state in sorted(plan.states - _reached({home}, arrows)):
        yield f"the state {state} cannot be reached from {home}"
    out = _reached(final or {home}, [(target, source) for source, target in arrows])
    for state in sorted(plan.states - out):
        yield f"the state {state} is a dead end: no way leads from it to {' or '.join(sorted(final)) or home}"
    for event in sorted({str(event) for event in machine.events} - set(plan.order)):
        yield f"the event {event} is declared but no state takes it"


def unheard(handled: Iterable[type[Effect]], plans: Iterable[Plan]) -> Iterator[str]:
    """Outcomes of effects that no machine takes."""
    taken = {event for plan in plans for event in plan.order}
    for effect in handled:
        for outcome in effect.outcomes:
            if outcome not in taken:
                yield f"the outcome {outcome} of {effect.__name__} is taken by no machine"


def _reached(start: Iterable[str], arrows: Iterable[tuple[str, str]]) -> set[str]:
    """Every state that the arrows lead to, the start included."""
    arrows, seen, fresh = list(arrows), set(start), set(start)
    while fresh:
        fresh = {target for source, target in arrows if source in fresh} - seen
        seen |= fresh
    return seen
