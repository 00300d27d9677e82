"""Order lines as the slots of an event: plain data with the menu's codes."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile
from typing import Any

from bot.intents.lines import MOST, Lines, OrderLine
from bot.intents.menu import MenuGrammar

PICTURES = 20
"""The most that repeating a word or picture counts."""


def slots_of(read: Lines, grammar: MenuGrammar, answer: bool = False) -> dict[str, Any]:
    """The slots of an `add_item`: items, ambiguous, unknown_items (the last two only when there are any). In an
    `answer` to which dish is meant, one that is counted is told from one that is only named."""
    slots: dict[str, Any] = {"items": []}
    for line in _gathered(_spread(read.lines, grammar)):
        options = list(dict.fromkeys(line.options))
        if len(line.dishes) == 1:
            code = grammar.codes[next(iter(line.dishes))]
            counted = {"counted": True} if answer and line.said and line.qty == 1 else {}
            slots["items"].append(_item(code, line, options) | counted | _more(line, grammar))
        else:
            candidates = [grammar.codes[n] for n in sorted(line.dishes)]
            entry = {"text": line.text, "candidates": candidates, "qty": line.qty, "options": options}
            slots.setdefault("ambiguous", []).append(entry | _more(line, grammar))
    merged = _merge(slots["items"])
    slots["items"] = [item for item in merged if item["qty"] <= MOST]
    unknown = [*read.unknown, *(f"{item['qty']} {item['item']}" for item in merged if item["qty"] > MOST)]
    return slots | ({"unknown_items": unknown} if unknown else {})


def _item(code: str, line: OrderLine, options: list[str]) -> dict[str, Any]:
    if line.another:
        return {"item": None, "qty": line.qty, "options": options, "another": True}
    return {"item": code, "qty": line.qty, "options": options, "score": round(line.score, 2)}


def _more(line: OrderLine, grammar: MenuGrammar) -> dict[str, Any]:
    """What else was said of a line: words for the kitchen, and the dish that it replaces."""
    notes = [*line.notes, *line.lacking]
    instead = {"instead": _gone(line.instead, line, grammar)} if line.instead else {}
    return ({"notes": notes} if notes else {}) | instead


def _gone(old: OrderLine, line: OrderLine, grammar: MenuGrammar) -> dict[str, Any]:
    """The dish that is to go; `as_many` = the new one takes over its quantity, `anyway` = it goes whatever comes."""
    codes = [grammar.codes[n] for n in sorted(old.dishes)]
    gone: dict[str, Any] = {"item": codes[0]} if len(codes) == 1 else {"item": None, "candidates": codes}
    gone |= {"text": old.text, "options": list(old.options)} | ({"qty": old.qty} if old.said else {})
    return gone | ({"anyway": True} if line.anyway else {} if line.said else {"as_many": True})


def _merge(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same dish said twice with the same options is one line of the sum."""
    alike = ("item", "options", "notes", "instead")
    merged: list[dict[str, Any]] = []
    for item in items:
        same = [old for old in merged if all(old.get(name) == item.get(name) for name in alike)]
        if same:
            same[0]["qty"] += item["qty"]
        else:
            merged.append(item)
    return merged


def _gathered(lines: list[OrderLine]) -> list[OrderLine]:
    """The same word again without a number (🍕🍕🍕) is one line; pictures by the hundred are not hundreds."""
    found: dict[tuple[object, ...], OrderLine] = {}
    for line in lines:
        alike = not line.said and line.instead is None
        key = (line.dishes, line.text, *line.options, *line.notes, *line.lacking) if alike else (id(line),)
        if key in found:
            found[key].qty = min(PICTURES, found[key].qty + 1)
        else:
            found[key] = replace(line)
    return list(found.values())


def _is_heading(line: OrderLine, lines: list[OrderLine]) -> bool:
    """Whether a word for many things only leads to one of them: `en dessert un kalb el louz`."""
    follow = lines[lines.index(line) + 1 :][:1]
    if line.heading and follow and follow[0].dishes < line.dishes and not follow[0].joined:
        return True
    general = bool(line.category) and not line.said
    return general and any(other is not line and other.dishes <= line.dishes for other in lines)


def _spread(lines: list[OrderLine], grammar: MenuGrammar) -> list[OrderLine]:
    """`2 pizzas, une thon et une 4 fromages`: the kinds named after a general word replace it when they add up."""
    lines = [line for line in lines if not _is_heading(line, lines)]
    for at, line in enumerate(lines):
        rest = lines[at + 1 :]
        kinds = list(_kinds(line, rest, grammar))
        adds_up = line.said and kinds and sum(other.qty for other in kinds) == line.qty
        joined = len(kinds) == 1 and kinds[0].joined
        if adds_up and not joined and (line.qty > 1 or len(kinds) == len(rest)):
            return [*lines[:at], *rest]
    return lines


def _kinds(line: OrderLine, rest: list[OrderLine], grammar: MenuGrammar) -> Iterable[OrderLine]:
    """The lines right behind a general word that name some of what it can mean."""
    return takewhile(lambda other: _is_kind(other, line, grammar), rest)


def _is_kind(other: OrderLine, line: OrderLine, grammar: MenuGrammar) -> bool:
    """Whether a dish is one of those that a general word can mean, or is called after the one it names."""
    if len(line.dishes) > 1:
        return other.dishes < line.dishes
    plain = {ids[0] for n in line.dishes for ids in grammar.names[n] if len(ids) == 1}
    return other.dishes != line.dishes and all(
        any(ids[0] in plain and len(ids) > 1 for ids in grammar.names[n]) for n in other.dishes
    )
