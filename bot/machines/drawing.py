"""A machine drawn from its code as a Mermaid state diagram that a person can read.

Ways between two states share one arrow. What leads from almost everywhere to one place, and what is answered in
place, would hide the rest: those stand in a note.
"""

from collections import defaultdict

from bot.machines.runner import Plan

ALMOST = 0.6
"""The share of states from which an event must lead to one target to count as from everywhere."""

Ways = dict[tuple[str, str], set[str]]


def mermaid(plan: Plan) -> str:
    """The diagram, ending in a newline."""
    ways, general = _sorted(plan)
    home = _home(plan)
    lines = ["stateDiagram-v2", f"    [*] --> {home}"]
    for (source, target), events in sorted(ways.items()):
        lines.append(f"    {source} --> {target} : {', '.join(sorted(events))}")
    lines += [f"    {state} --> [*]" for state in _final(plan)]
    lines += _note(plan, general)
    return "\n".join(lines) + "\n"


def _sorted(plan: Plan) -> tuple[Ways, dict[str, set[str]]]:
    """Ways between pairs of states, and for each target the events that lead there from almost everywhere."""
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (state, event), arrows in plan.table.items():
        for arrow in arrows:
            if not arrow.internal:
                sources[event, arrow.target].add(state)
    ways: Ways = defaultdict(set)
    general: dict[str, set[str]] = defaultdict(set)
    for (event, target), states in sources.items():
        if len(states) > max(3, ALMOST * len(plan.states)):
            general[target].add(event)
        else:
            for state in states:
                ways[state, target].add(event)
    return ways, general


def _home(plan: Plan) -> str:
    return next(str(state.value) for state in plan.machine.states_map.values() if state.initial)


def _final(plan: Plan) -> list[str]:
    return sorted(str(state.value) for state in plan.machine.states_map.values() if state.final)


def _note(plan: Plan, general: dict[str, set[str]]) -> list[str]:
    here = sorted({event for (_, event), arrows in plan.table.items() if any(a.internal for a in arrows)})
    rows = [f"from everywhere to {target}: {', '.join(sorted(events))}" for target, events in sorted(general.items())]
    rows += [f"answered in place: {', '.join(here)}"] if here else []
    if not rows:
        return []
    return [f"    note right of {_home(plan)}", *(f"        {row}" for row in rows), "    end note"]
