"""Order lines as the slots of an event: plain data with the menu's codes."""

from dataclasses import replace
from typing import Any

from bot.intents.lines import MOST, Lines, OrderLine
from bot.intents.menu import MenuGrammar

PICTURES = 20
"""The most that repeating a word or picture counts."""


def slots_of(read: Lines, grammar: MenuGrammar) -> dict[str, Any]:
    """The slots of an `add_item`: items, ambiguous, unknown_items (the last two only when there are any)."""
    slots: dict[str, Any] = {"items": []}
    for line in _gathered(_spread(read.lines)):
        options = list(dict.fromkeys(line.options))
        if len(line.dishes) == 1:
            slots["items"].append(_item(grammar.codes[next(iter(line.dishes))], line, options))
        else:
            candidates = [grammar.codes[n] for n in sorted(line.dishes)]
            entry = {"text": line.text, "candidates": candidates, "qty": line.qty, "options": options}
            slots.setdefault("ambiguous", []).append(entry | ({"notes": line.notes} if line.notes else {}))
    if read.unknown:
        slots["unknown_items"] = list(read.unknown)
    slots["items"] = _merge(slots["items"])
    return slots


def _item(code: str, line: OrderLine, options: list[str]) -> dict[str, Any]:
    item: dict[str, Any] = {"item": code, "qty": line.qty, "options": options, "score": round(line.score, 2)}
    return item | ({"notes": list(line.notes)} if line.notes else {})


def _merge(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same dish said twice with the same options is one line of the sum."""
    merged: list[dict[str, Any]] = []
    for item in items:
        same = [old for old in merged if all(old.get(k) == item.get(k) for k in ("item", "options", "notes"))]
        if same:
            same[0]["qty"] = min(MOST, same[0]["qty"] + item["qty"])
        else:
            merged.append(item)
    return merged


def _gathered(lines: list[OrderLine]) -> list[OrderLine]:
    """The same word again without a number (🍕🍕🍕) is one line; pictures by the hundred are not hundreds."""
    found: dict[tuple[object, ...], OrderLine] = {}
    for line in lines:
        key = (line.dishes, line.text, *line.options, *line.notes) if not line.said else (id(line),)
        if key in found:
            found[key].qty = min(PICTURES, found[key].qty + 1)
        else:
            found[key] = replace(line)
    return list(found.values())


def _spread(lines: list[OrderLine]) -> list[OrderLine]:
    """`2 pizzas, une thon et une 4 fromages`: the kinds named after a general word replace it when they add up."""
    for at, line in enumerate(lines):
        rest = lines[at + 1 :]
        kinds = len(line.dishes) > 1 and line.said and rest and all(other.dishes < line.dishes for other in rest)
        if kinds and sum(other.qty for other in rest) == line.qty:
            return [*lines[:at], *rest]
    return lines
