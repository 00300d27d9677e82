"""The slots of each intent, read from the same tokens as its rule."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.intents.guards import INSTEAD, NUMBERED
from bot.intents.mentions import Mention, Spotted
from bot.intents.menu import MenuGrammar
from bot.intents.numbers import phone
from bot.intents.order_lines import Lines
from bot.intents.order_slots import slots_of
from bot.intents.reading import Context
from bot.intents.rules import Fired
from bot.intents.shapes import Shapes
from bot.intents.tokens import Token

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Utterance:
    """Everything known about one message when its slots are read."""

    text: str
    tokens: Sequence[Token]
    shapes: Shapes
    spotted: Spotted
    mentions: Sequence[Mention]
    lines: Lines
    context: Context
    grammar: MenuGrammar


Slots = dict[str, Any]
Reader = Callable[[Utterance, Fired, Sequence[Fired]], Slots]


def slots(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    """The slots of one intent; empty when it has none."""
    reader = _READERS.get(fired.intent)
    return reader(said, fired, others) if reader else {}


def ordered(said: Utterance, others: Sequence[Fired]) -> Slots:
    """What is to be added: the lines that no other intent took."""
    taken = {at for one in others for at in one.tokens}
    lines = [line for line in said.lines.lines if line.start not in taken]
    kept = Lines(
        lines, [text for text, at in zip(said.lines.unknown, _firsts(said.lines), strict=True) if at not in taken]
    )
    return slots_of(kept, said.grammar)


def _firsts(lines: Lines) -> list[int]:
    """The first token of each unknown item."""
    return [at for at in lines.unknown_at if at - 1 not in lines.unknown_at]


def _add_item(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    found = ordered(said, [one for one in others if one.intent not in ("add_item", "change_qty")])
    if found["items"] or "ambiguous" in found or "unknown_items" in found:
        return found
    numbers = [said.tokens[start].value for start, _ in said.shapes.spans.get("@number", ())]
    qty = next((value for value in numbers if value), 1)
    if said.shapes.has("again") or said.shapes.has("want"):
        return {"items": [{"item": None, "qty": qty, "delta": qty, "options": []}]}
    return found


def _named(said: Utterance, fired: Fired) -> list[Slots]:
    """The dishes in a rule's own tokens, with the quantity said beside them."""
    items: list[Slots] = []
    for line in said.lines.lines:
        if line.start not in fired.tokens:
            continue
        codes = [said.grammar.codes[n] for n in sorted(line.dishes)]
        inside = [code for code in codes if code in said.context.basket]
        item: Slots = {"item": (inside or codes)[0] if len(inside or codes) == 1 else None}
        if item["item"] is None:
            item |= {"text": line.text, "candidates": inside or codes}
        items.append(
            item | ({"qty": line.qty} if line.said else {}) | ({"options": line.options} if line.options else {})
        )
    return items


def _remove_item(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    found = _named(said, fired)
    if not found:
        found = [item for line in said.lines.lines for item in _named(said, fired._replace(tokens=(line.start,)))]
    named: list[Slots] = [{"item": None, "text": text, "candidates": []} for text in said.lines.unknown]
    return {"items": found or named or [{"item": None}]}


def _change_qty(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    dish = next((line for line in said.lines.lines), None)
    item: Slots = {"item": None}
    if dish:
        item = _named(said, fired._replace(tokens=(dish.start,)))[0]
        item.pop("qty", None)
        item.pop("options", None)
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


def _menu(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    for mention in said.mentions:
        categories = {said.grammar.menu.dishes[n].category for n in mention.dishes}
        if mention.category:
            return {"category": mention.category}
        if len(categories) == 1 and len(mention.dishes) > 1:
            return {"category": categories.pop()}
    return _item(said, fired, others)


def _item(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    mine = [mention for mention in said.mentions if mention.start in fired.tokens]
    if not mine and len(said.mentions) == 1:
        mine = list(said.mentions)
    codes = [said.grammar.codes[n] for mention in mine for n in sorted(mention.dishes)]
    codes += [said.grammar.code_of[t.form] for t in said.tokens if t.form in said.grammar.code_of]
    if len(codes) == 1:
        return {"item": codes[0]}
    return {"candidates": codes} if codes else {}


def _table(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    for at, token in enumerate(said.tokens[:-1]):
        follow = said.tokens[at + 1]
        if token.form in NUMBERED and (follow.value is not None and follow.kind in ("number", "word")):
            return {"table": str(follow.value)}
    return {}


def _address(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return {"text": said.text.strip()} | _phone(said)


def _phone(said: Utterance) -> Slots:
    numbers = [found for token in said.tokens if token.kind == "phone" and (found := phone(token.text))]
    return {"phone": numbers[0]} if numbers else {}


def _text(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return {"text": said.text.strip()}


def _order(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    for start, _ in said.shapes.spans.get("@order", ()):
        match = _DIGITS.search(said.tokens[start].form)
        if match:
            return {"order": match.group()}
    return {}


def _code(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    for start, end in said.shapes.spans.get("@digits4", ()):
        return {"code": "".join(token.form for token in said.tokens[start:end])}
    return {}


def _reference(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    for start, _ in said.shapes.spans.get("@digits6", ()):
        return {"reference": said.tokens[start].form}
    return {}


def _language(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    asked = asked_locale(said.shapes)
    return {"to": asked} if asked else {}


def asked_locale(shapes: Shapes) -> str | None:
    """The locale that a message names: the last one said, or the other one when it says which is not understood."""
    places = {name: shapes.spans[f"{name}_lang"][-1][0] for name in ("fr", "ar", "arq") if shapes.has(f"{name}_lang")}
    if not places:
        return None
    if shapes.has("not_understand"):
        return "ar" if "fr" in places else "fr"
    return max(places, key=lambda name: places[name])


def _weak(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    strong = said.shapes.has("yes", "checkout_verb", "done", "cancel", "empty", "remove", "@time")
    code = said.shapes.spans.get("@digits4")
    found: Slots = _code(said, fired, others) if code else {}
    return found if strong or code else {"weak": True}


def _options(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    codes = of_basket(said, said.lines.loose)
    items = {said.grammar.menu.options[code].item for code in codes}
    return {"options": codes} | ({"item": items.pop()} if len(items) == 1 else {})


def of_basket(said: Utterance, codes: Sequence[str]) -> list[str]:
    """Option codes, only those of the last dish in the basket that has any of them; all when none has."""
    options = said.grammar.menu.options
    for item in reversed(said.context.basket):
        mine = [code for code in dict.fromkeys(codes) if options[code].item == item]
        if mine:
            return mine
    return list(dict.fromkeys(codes))


def _give_phone(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return _phone(said)


_READERS: Mapping[str, Reader] = {
    "add_item": _add_item,
    "give_options": _options,
    "give_phone": _give_phone,
    "remove_item": _remove_item,
    "change_qty": _change_qty,
    "menu": _menu,
    "ask_price": _item,
    "ask_ingredients": _item,
    "choose_dine_in": _table,
    "give_address": _address,
    "give_slot": _text,
    "faq_other": _text,
    "ask_delivery_fee": _text,
    "track_order": _order,
    "cancel": _order,
    "reorder": _order,
    "driver_delivered": _order,
    "driver_claim": _order,
    "driver_ignore": _order,
    "otp_code": _code,
    "payment_done": _reference,
    "set_language": _language,
    "confirm": _weak,
}
