"""The slots of what is done to the basket: dishes to add, to take off, and how many."""

from collections.abc import Sequence

from bot.intents.corrections import counts
from bot.intents.foods import GLUE, UNITS
from bot.intents.guards import INSTEAD, REPAIRS
from bot.intents.lines import Lines
from bot.intents.mentions import Mention
from bot.intents.order_slots import slots_of
from bot.intents.rules import Fired
from bot.intents.utterance import Slots, Utterance


def ordered(said: Utterance, others: Sequence[Fired]) -> Slots:
    """What is to be added: the lines that no other intent took."""
    taken = {at for one in others for at in one.tokens}
    lines = [line for line in said.lines.lines if line.start not in taken and line.qty > 0]
    strangers = zip(said.lines.unknown, said.lines.unknown_from, strict=True)
    unknown = [*(text for text, at in strangers if at not in taken), *([said.rest] if said.rest else [])]
    return slots_of(Lines(lines, unknown), said.grammar, said.context.awaited == "which")


def add_item(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    also = {"add_item"} if said.shapes.has("@set_to") else {"add_item", "change_qty"}
    found = ordered(said, [one for one in others if one.intent not in also])
    if said.shapes.has("@menu_number") or (said.shapes.has("@the_number") and found["items"]):
        return _joined(found, _by_number(said))
    if found["items"] or "ambiguous" in found or "unknown_items" in found:
        return found
    if said.shapes.has("@the_number"):
        return _by_number(said)
    qty = _last_count(said)
    if said.shapes.has("again") or said.shapes.has("want"):
        return {"items": [{"item": None, "qty": qty, "delta": qty, "options": []}]}
    return found


def _last_count(said: Utterance) -> int:
    """How many more: the first number said, unless another comes for it (`zid zouj, wla khlas wahda`)."""
    places = [start for start, _ in said.shapes.spans.get("@number", ()) if said.tokens[start].value]
    if not places:
        return 1
    mended = any(token.form in REPAIRS for token in said.tokens[places[0] : places[-1]])
    return said.tokens[places[-1 if mended else 0]].value or 1


def _joined(named: Slots, numbered: Slots) -> Slots:
    """Dishes ordered by name and by number in one message."""
    unknown = [*named.get("unknown_items", ()), *numbered.get("unknown_items", ())]
    items = [*named["items"], *numbered["items"]]
    return {**named, "items": items} | ({"unknown_items": unknown} if unknown else {})


def _by_number(said: Utterance) -> Slots:
    """The dishes of these menu numbers; a number that the menu does not have is a stranger."""
    codes, unknown = said.grammar.codes, list[str]()
    items: list[Slots] = []
    spans = said.shapes.spans
    for start, end in spans.get("@menu_number") or spans["@the_number"]:
        qty = _times(said, start, end)
        for token in (said.tokens[at] for at in range(start, end) if said.tokens[at].kind == "number"):
            if 0 < (token.value or 0) <= len(codes):
                items.append({"item": codes[(token.value or 0) - 1], "qty": qty, "options": [], "score": 1.0})
            else:
                unknown.append(f"n° {token.text}")
    return {"items": items} | ({"unknown_items": unknown} if unknown else {})


def _times(said: Utterance, start: int, end: int) -> int:
    """How many of each: the quantity right before `numéro`, or `x2` right after it."""
    tokens = said.tokens
    before = start - 1
    while before >= 0 and tokens[before].form in GLUE | UNITS:
        before -= 1
    behind = next((at for at in range(end, len(tokens)) if tokens[at].value is not None), end)
    last = behind == len(tokens) - 1 and tokens[behind - 1].form == ","
    near = [
        at for at in (before, behind) if 0 <= at < len(tokens) and (at == before or tokens[at].kind == "times" or last)
    ]
    return next((tokens[at].value or 1 for at in near if counts(tokens[at]) and at not in said.shapes.odd), 1)


def _named(said: Utterance, fired: Fired) -> list[Slots]:
    """The dishes in a rule's own tokens, with the quantity said beside them."""
    items: list[Slots] = []
    for line in (*said.lines.lines, *said.lines.refused):
        if line.start not in fired.tokens:
            continue
        codes = [said.grammar.codes[n] for n in sorted(line.dishes)]
        inside = [code for code in codes if code in said.context.basket]
        item: Slots = {"item": (inside or codes)[0] if len(inside or codes) == 1 else None}
        options = [*line.options, *line.lacking]
        if item["item"] is None:
            item |= {"text": line.text, "candidates": inside or codes}
        items.append(item | ({"qty": line.qty} if line.said else {}) | ({"options": options} if options else {}))
    return items


def remove_item(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    found = _named(said, fired)
    found = found or [_mentioned(said, one) for one in said.mentions if one.start in fired.tokens]
    found = found or [{"item": code} for code in _coded(said, fired)]
    if not found:
        found = [item for line in said.lines.lines for item in _named(said, fired._replace(tokens=(line.start,)))]
    named: list[Slots] = [{"item": None, "text": text, "candidates": []} for text in said.lines.unknown]
    return {"items": found or named or [{"item": None}]}


def _coded(said: Utterance, fired: Fired) -> list[str]:
    """The codes in a rule's own tokens."""
    codes = said.grammar.code_of
    return [codes[said.tokens[at].form] for at in fired.tokens if said.tokens[at].form in codes]


def _mentioned(said: Utterance, mention: Mention) -> Slots:
    """A dish named outside any order line (`oui mais sans frites`)."""
    codes = [said.grammar.codes[n] for n in sorted(mention.dishes)]
    inside = [code for code in codes if code in said.context.basket]
    if len(inside or codes) == 1:
        return {"item": (inside or codes)[0]}
    text = " ".join(token.text for token in said.tokens[mention.start : mention.end])
    return {"item": None, "text": text, "candidates": inside or codes}


def change_qty(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    if said.shapes.has("@none"):
        none = [line.start for line in said.lines.lines if line.qty == 0]
        return {"items": [{**item, "qty": 0} for item in _named(said, fired._replace(tokens=tuple(none)))]}
    if said.shapes.has("@set_to"):
        return {"items": _named(said, fired)}
    mine = [line for line in said.lines.lines if line.start in fired.tokens] or said.lines.lines
    dish = mine[0] if mine else None
    item: Slots = {"item": None}
    if dish:
        item = _named(said, fired._replace(tokens=(dish.start,)))[0]
        item.pop("qty", None)
        item.pop("options", None)
    held = list(dict.fromkeys(said.context.basket))
    if dish is None and len(held) > 1 and said.shapes.has("no", "@la") and not said.shapes.has("@swap"):
        item["candidates"] = held
    return {"items": [item | _quantity(said, dish.qty if dish and dish.said else None)]}


def _quantity(said: Utterance, near: int | None) -> Slots:
    values = [said.tokens[start].value or 1 for start, _ in said.shapes.spans.get("@number", ())]
    if said.shapes.has("less"):
        return {"delta": -(values[0] if values else 1)}
    if said.shapes.has("double_word") and not values:
        return {"factor": 2}
    if said.shapes.has("@swap"):
        return _swapped(said)
    qty = values[-1] if values else near
    return {"qty": qty} if qty else {}


def _swapped(said: Utterance) -> Slots:
    """The new quantity and the one that it replaces."""
    start, end = said.shapes.spans["@swap"][0]
    places = [at for at in range(start, end) if (at, at + 1) in said.shapes.spans.get("@number", ())]
    denied = [at for at in places if _is_denied(said, at)]
    wrong = denied[0] if denied else places[-1]
    right = [at for at in places if at != wrong]
    values = {at: said.tokens[at].value for at in places}
    return {"qty": values[right[-1]], "was": values[wrong]} if right else {"qty": values[wrong]}


def _is_denied(said: Utterance, at: int) -> bool:
    """Whether `pas`, `machi`, `au lieu de` stands close before a number, with no other number between."""
    for back in range(at - 1, max(-1, at - 4), -1):
        if said.tokens[back].form in INSTEAD:
            return True
        if said.tokens[back].value is not None:
            return False
    return False
