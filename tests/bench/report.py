"""The figures as Markdown: medians over rounds, ratios to pgbench and to aiogram, and where the time goes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median

from tests.bench.fullpath import Slice
from tests.bench.options import PROCESSES, Options

PARTS = {
    "turn": "turn alone (hear, decide, render, fit; no database)",
    "recognise": "recognise a text",
    "transition": "transition, compiled table",
    "library": "transition, python-statemachine's own, instance reused",
    "render": "render a message with its choices",
}


@dataclass(frozen=True, slots=True)
class Round:
    """One round of everything."""

    pgbench: float
    one: Slice
    burst: Slice
    aiogram: float | None
    parts: dict[str, float]


@dataclass(slots=True)
class Measured:
    """All rounds, and the slices with timers (`one`, `burst`: a list of one slice each)."""

    options: Options
    rounds: list[Round] = field(default_factory=list)
    one: list[Slice] = field(default_factory=list)
    burst: list[Slice] = field(default_factory=list)


def markdown(seen: Measured) -> str:
    """Everything that `make bench` prints."""
    return "\n".join((*_rates(seen), *_parts(seen), *_where(seen)))


def _rates(seen: Measured) -> Iterator[str]:
    rounds, burst = seen.rounds, seen.options.burst
    yield f"### Messages a second (medians of {len(rounds)} rounds of {seen.options.seconds:g} s)\n"
    yield "| case | messages/s | min..max | × pgbench | × aiogram | p50 | p95 | p99 ms |"
    yield "|---|---|---|---|---|---|---|---|"
    yield _rate("pgbench, six round trips, 8 clients", seen, lambda r: r.pgbench)
    yield _rate("aiogram 3, in memory, nothing durable", seen, lambda r: r.aiogram)
    yield _rate(
        f"full path, {PROCESSES} processes, one message a commit, 8 connections",
        seen,
        lambda r: r.one.rate,
        lambda r: r.one,
    )
    name = f"full path, {PROCESSES} processes, burst of {burst} connections, up to 32 messages a commit"
    yield _rate(name, seen, lambda r: r.burst.rate, lambda r: r.burst)


def _rate(
    name: str, seen: Measured, rate: Callable[[Round], float | None], of: Callable[[Round], Slice] | None = None
) -> str:
    values = [value for r in seen.rounds if (value := rate(r)) is not None]
    if not values:
        return f"| {name} | not installed |  |  |  |  |  |  |"
    peers = _ratio(seen, rate, lambda r: r.aiogram)
    marks = [f"{median(of(r).percentiles[n] for r in seen.rounds):.1f}" if of else "" for n in range(3)]
    spread = f"{min(values):,.0f}..{max(values):,.0f}"
    ours = _ratio(seen, rate, lambda r: r.pgbench)
    return f"| {name} | {median(values):,.0f} | {spread} | {ours} | {peers} | {' | '.join(marks)} |"


def _ratio(seen: Measured, mine: Callable[[Round], float | None], other: Callable[[Round], float | None]) -> str:
    """The median of the rounds' own ratios: both sides of each were measured within seconds of each other."""
    pairs = [(a, b) for r in seen.rounds if (a := mine(r)) is not None and (b := other(r)) is not None]
    return f"{median(a / b for a, b in pairs):.2f}" if pairs else "–"


def _parts(seen: Measured) -> Iterator[str]:
    yield "\n### The parts alone\n\n| part | µs | min..max | a second |\n|---|---|---|---|"
    for part, name in PARTS.items():
        values = [r.parts[part] for r in seen.rounds]
        spread = f"{min(values):,.1f}..{max(values):,.1f}"
        yield f"| {name} | {median(values):,.1f} | {spread} | {1e6 / median(values):,.0f} |"


def _where(seen: Measured) -> Iterator[str]:
    yield "\n### Where the time goes\n\nProcessor time of each process, µs a message:\n"
    yield "| case | bot | PostgreSQL | load generator |\n|---|---|---|---|"
    cases = {"one message a commit": [r.one for r in seen.rounds], "burst": [r.burst for r in seen.rounds]}
    for name, slices in cases.items():
        costs = [[getattr(s, who) / s.messages for s in slices] for who in ("bot_cpu", "pg_cpu", "load_cpu")]
        yield f"| {name} | {' | '.join(f'{1e6 * median(cost):,.0f}' for cost in costs)} |"
    yield "\nInside the bot, µs a message (processor) and ms a call (waits), in a slice of its own with timers:\n"
    yield "| part | one a commit | burst |\n|---|---|---|"
    one, burst = seen.one[0], seen.burst[0]
    for label in sorted({*one.timers, *burst.timers}, key=lambda name: (name.startswith("wait"), name)):
        yield f"| {label} | {_spent(one, label)} | {_spent(burst, label)} |"


def _spent(one: Slice, label: str) -> str:
    if label not in one.timers:
        return "–"
    calls, seconds = one.timers[label]
    if label.startswith("wait"):
        return f"{1e3 * seconds / calls:.2f} ms × {calls / one.messages:.2f}"
    return f"{1e6 * seconds / one.messages:,.0f}"
