"""What a drawing of a machine shows, read from its code; and the drawing as a Mermaid state diagram.

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
    ways = ways_of(plan)
    home = home_of(plan)
    lines = ["stateDiagram-v2", f"    [*] --> {home}"]
    for (source, target), events in sorted(ways.items()):
        lines.append(f"    {source} --> {target} : {', '.join(sorted(events))}")
    lines += [f"    {state} --> [*]" for state in final_of(plan)]
    rows = notes_of(plan)
    if rows:
        lines += [f"    note right of {home}", *(f"        {row}" for row in rows), "    end note"]
    return "\n".join(lines) + "\n"


def ways_of(plan: Plan) -> Ways:
    """The events that lead from one state to another, but for those from almost everywhere."""
    return _sorted(plan)[0]


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


def home_of(plan: Plan) -> str:
    """The state in which it begins."""
    return next(str(state.value) for state in plan.machine.states_map.values() if state.initial)


def final_of(plan: Plan) -> list[str]:
    """The states in which it ends."""
    return sorted(str(state.value) for state in plan.machine.states_map.values() if state.final)


def notes_of(plan: Plan) -> list[str]:
    """What leads from almost everywhere to one place, and what is answered in place, a row each."""
    general = _sorted(plan)[1]
    here = sorted({event for (_, event), arrows in plan.table.items() if any(a.internal for a in arrows)})
    rows = [f"from everywhere to {target}: {', '.join(sorted(events))}" for target, events in sorted(general.items())]
    return rows + ([f"answered in place: {', '.join(here)}"] if here else [])
