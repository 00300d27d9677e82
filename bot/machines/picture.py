"""Machines drawn from their code as one SVG picture.

A state is a box, further to the right the more steps it is from the start. A way out of it is a line of its own beside
the box, under its events; lines to one state run together into one trunk, in the colour of that state, whose arrow
enters its box. So no line runs through a box, and no words stand on others, however many ways there are.
"""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from bot.machines.drawing import Ways, final_of, home_of, notes_of, ways_of
from bot.machines.runner import Plan

ROW, PAD, GAP, INDENT, MARGIN = 20, 8, 16, 24, 24
LETTER = 6.7
"""The width of a letter, generously: the font is monospaced, 11 pixels high."""
TRUNK = 14
NOTE_LETTERS = 150
STYLE = (
    "text{font:11px monospace;fill:#222}.name{font-weight:bold}.title{font-size:15px;font-weight:bold}"
    "rect{fill:#fff;stroke:#222}.page{stroke:none}path{fill:none;stroke-width:1.3}"
    "g.way:hover path{stroke-width:3.5}g.way:hover text{font-weight:bold}"
)


@dataclass(slots=True)
class Box:
    """A state at its place. Others enter in the row of its name; in each of the rows below, a way leads out."""

    x: int
    y: int
    width: int
    height: int
    outs: dict[str, int] = field(default_factory=dict)
    """The height at which the way to each target leaves."""

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def entry(self) -> int:
        """The height at which others enter."""
        return self.y + PAD + ROW // 2


def picture(plans: Mapping[str, Plan]) -> str:
    """All of these machines, one under the other, as one SVG document that ends in a newline."""
    body: list[str] = []
    width, top = 0, MARGIN
    for name, plan in plans.items():
        body.append(_text(MARGIN, top + 15, name, "title"))
        lines, wide, top = _machine(plan, top + 36)
        body += lines
        width, top = max(width, wide), top + MARGIN
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{top}" viewBox="0 0 {width} {top}">'
    page = f'<rect class="page" width="{width}" height="{top}"/>'
    return "\n".join((head, f"<style>{STYLE}</style>", page, *body, "</svg>")) + "\n"


def placed(plan: Plan, top: int) -> dict[str, Box]:
    """Every state's box, from the start on, step by step."""
    ways, boxes = ways_of(plan), {}
    for state, layer in _layers(plan, ways).items():
        outs = sorted(target for source, target in ways if source == state)
        height = 2 * PAD + ROW * (1 + len(outs))
        box = Box(2 * MARGIN + INDENT * layer, top, round(len(state) * LETTER) + 2 * PAD, height)
        box.outs = {target: box.entry + ROW * number for number, target in enumerate(outs, 1)}
        boxes[state] = box
        top += height + GAP
    return boxes


def _layers(plan: Plan, ways: Ways) -> dict[str, int]:
    """How many steps each state is from the start, in that order; those that only general ways reach come last."""
    layers, fresh = {home_of(plan): 0}, [home_of(plan)]
    while fresh:
        found = sorted({target for source, target in ways if source in fresh} - set(layers))
        layers.update(dict.fromkeys(found, max(layers.values()) + 1))
        fresh = found
    return {**layers, **dict.fromkeys(sorted(plan.states - set(layers)), max(layers.values()) + 1)}


def _machine(plan: Plan, top: int) -> tuple[list[str], int, int]:
    """One machine's drawing, how wide it is, and where it ends."""
    boxes, ways = placed(plan, top), ways_of(plan)
    labels = {way: ", ".join(sorted(events)) for way, events in ways.items()}
    ends = [boxes[source].right + 2 * PAD + len(label) * LETTER for (source, _), label in labels.items()]
    first = round(max([*ends, *(box.right + 2 * TRUNK for box in boxes.values())])) + TRUNK
    targets = [state for state in boxes if any(target == state for _, target in ways)]
    trunks = {state: first + TRUNK * number for number, state in enumerate(targets)}
    home = boxes[home_of(plan)]
    lines = [f'<circle cx="{MARGIN}" cy="{home.entry}" r="6"/>', _line(f"M{MARGIN} {home.entry}H{home.x}", "#222")]
    lines += [_head(home.x, home.entry, -7, "#222")]
    lines += [_trunk(state, boxes, trunks[state], _colour(targets, state)) for state in targets]
    for (source, target), label in sorted(labels.items()):
        lines += _way(boxes[source], source, target, label, trunks[target], _colour(targets, target))
    for state, box in boxes.items():
        lines += _box(state, box, final=state in final_of(plan))
    bottom = max(box.y + box.height for box in boxes.values()) + GAP
    width = max(first + TRUNK * len(targets), round(NOTE_LETTERS * LETTER)) + MARGIN
    notes = [line for row in notes_of(plan) for line in textwrap.wrap(row, NOTE_LETTERS, subsequent_indent="    ")]
    lines += [_text(MARGIN, bottom + ROW * number, line) for number, line in enumerate(notes, 1)]
    return lines, width, bottom + ROW * len(notes)


def _trunk(state: str, boxes: Mapping[str, Box], x: int, colour: str) -> str:
    """Where all ways to a state run together, and enter its box."""
    box = boxes[state]
    heights = [box.entry, *(each.outs[state] for each in boxes.values() if state in each.outs)]
    path = f"M{x} {min(heights)}V{max(heights)}M{x} {box.entry}H{box.right + 7}"
    told = f"<title>to {escape(state)}</title>"
    return f'<g class="way">{told}{_line(path, colour)}{_head(box.right, box.entry, 7, colour)}</g>'


def _way(box: Box, source: str, target: str, label: str, x: int, colour: str) -> Iterator[str]:
    """From a box to the trunk of its target, under its events."""
    y = box.outs[target]
    yield f'<g class="way"><title>{escape(source)} to {escape(target)}</title>'
    yield _line(f"M{box.right} {y}H{x}", colour)
    yield f'<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}"/>'
    yield f"{_text(box.right + PAD, y - 4, label)}</g>"


def _box(state: str, box: Box, *, final: bool) -> Iterator[str]:
    """A box and its name; a final state has a second border."""
    yield f'<rect class="state" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="5"/>'
    if final:
        inner = f'x="{box.x + 3}" y="{box.y + 3}" width="{box.width - 6}" height="{box.height - 6}"'
        yield f'<rect {inner} rx="3"/>'
    yield _text(box.x + PAD, box.entry + 4, state, "name")


def _line(path: str, colour: str) -> str:
    return f'<path d="{path}" stroke="{colour}"/>'


def _head(x: int, y: int, back: int, colour: str) -> str:
    """The head of an arrow whose point is here and which comes from `back`."""
    return f'<path d="M{x} {y}l{back} -4v8z" stroke="{colour}" style="fill:{colour}"/>'


def _text(x: int, y: int, text: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{named}>{escape(text)}</text>'


def _colour(targets: list[str], state: str) -> str:
    """Far from those of its neighbours."""
    return f"hsl({targets.index(state) * 137 % 360},65%,36%)"
