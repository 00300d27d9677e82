"""What the state decides alone, before any word is weighed: bare numbers, phones, tables, codes."""

import re
from collections.abc import Sequence

from bot.intents.asked import answered
from bot.intents.foods import UNITS
from bot.intents.guards import MENU_NUMBERS, NO_AFTER_LA, PLACES, REPAIRS, TABLES
from bot.intents.numbers import phone
from bot.intents.slots import of_basket
from bot.intents.tokens import Token
from bot.intents.utterance import Utterance
from bot.messages import Event

_LANG = re.compile(r"\s*lang(?:ue)?\s+(\S+)\s*\Z", re.IGNORECASE)
_LANG_ALONE = re.compile(r"\s*lang(?:\s+[a-z]{2,3})?\s*\Z", re.IGNORECASE)
_ASKED = {
    **dict.fromkeys(("fr", "français", "francais", "french", "fr-fr"), "fr"),
    **dict.fromkeys(("ar", "arabe", "arabic", "عربية", "العربية", "ar-dz"), "ar"),
    **dict.fromkeys(("darija", "dz", "darja", "derja", "arq", "الدارجة", "دارجة"), "arq"),
}
_IDLE = frozenset(("sign", "emoji"))
_TABLE = re.compile(
    r"\s*+(?:[àa]\s++)?(?:l[ae]\s++)?(?:table|tabla|t|طاولة|طابلة)?\s*+(?:رقم|n°|num[eé]ro)?"
    r"[\s_\-]*+([a-z]?\d{1,3}[a-z]?)\s*+[.!]?\s*+\Z",
    re.IGNORECASE,
)
_FIRST = tuple("lLtT")
"""How a command begins."""
_QR = re.compile(r"\s*TABLE[_\s-]?(\d{1,3})\s*\Z", re.IGNORECASE)


def command(text: str) -> Event | None:
    """`LANG FR`, and the text of a table's QR code."""
    if text.lstrip()[:1] not in _FIRST:
        return None
    asked = _LANG.match(text)
    if asked and asked.group(1).lower() in _ASKED:
        return Event("set_language", {"to": _ASKED[asked.group(1).lower()]})
    if _LANG_ALONE.match(text):
        return Event("set_language", {})
    table = _QR.match(text)
    return Event("choose_dine_in", {"table": str(int(table.group(1)))}) if table else None


def by_state(said: Utterance) -> Event | None:
    """The event of a message that only its state gives a meaning; None when words must decide."""
    context, tokens = said.context, [token for token in said.tokens if token.kind not in _IDLE]
    if context.name == "table":
        table = _table(said, tokens)
        if table:
            return table
    phones = [token for token in tokens if token.kind == "phone"]
    if phones and (len(tokens) == 1 or context.name == "phone"):
        return _phone(phones[0])
    corrected = _corrected(said)
    if corrected:
        return corrected
    if context.name == "options":
        return _options(said) or _number(said, tokens)
    return answered(said) or _number(said, tokens)


def _table(said: Utterance, tokens: Sequence[Token]) -> Event | None:
    """A table's number, also in words, or a place without numbers."""
    if said.shapes.has("@moment") or any(said.tokens[at].form == "-" for at in said.shapes.odd):
        return None
    match = _TABLE.match(said.text)
    if match:
        return Event("give_table", {"table": match.group(1).upper()})
    content = [said.tokens[at] for at in said.shapes.content if said.tokens[at].form not in _BEFORE_TABLE]
    numbers = [token for token in tokens if token.kind == "number" and len(token.form) <= _DIGITS]
    labelled = len(numbers) == 1 and said.shapes.has("table_word") and not said.shapes.has("@people")
    if labelled or (len(content) == 1 and content[0].value):
        return Event("give_table", {"table": str((numbers if labelled else content)[0].value)})
    if content and len(tokens) <= _FEW and content[-1].form in PLACES:
        return Event("give_table", {"table": said.raw.strip()})
    return None


def _phone(token: Token) -> Event | None:
    found = phone(token.text)
    return Event("give_phone", {"phone": found}) if found else None


def _corrected(said: Utterance) -> Event | None:
    """`non, 2 eaux`, `pardon, 2 eaux` where there is water in the basket: that many, not so many more."""
    shape, lines, grammar = said.shapes, said.lines, said.grammar
    if not lines.lines or not said.context.basket:
        return None
    begins = {span[0] for name in ("no", "@la") for span in shape.spans.get(name, ())}
    if said.context.name not in _SHOPPING or not lines.lines or not shape.content:
        return None
    if shape.content[0] not in begins and said.tokens[shape.content[0]].form not in _SORRY:
        return None
    covered = {at for name in _CORRECTING for span in shape.spans.get(name, ()) for at in range(*span)}
    covered.update(at for line in lines.lines for at in range(line.start, line.end))
    rest = [said.tokens[at] for at in shape.content if at not in covered and said.tokens[at].value is None]
    thanked = any(token.form in NO_AFTER_LA for token in said.tokens)
    if thanked or lines.unknown or shape.has(*_ADDING) or any(token.form not in _SMALL | _SORRY for token in rest):
        return None
    items = []
    for line in lines.lines:
        inside = [code for n in sorted(line.dishes) if (code := grammar.codes[n]) in said.context.basket]
        if not inside or not line.said or line.qty < 1 or line.options or line.notes or line.lacking or line.instead:
            return None
        item = {"item": inside[0]} if len(inside) == 1 else {"item": None, "text": line.text, "candidates": inside}
        items.append({**item, "qty": line.qty})
    return Event("change_qty", {"items": items})


_SHOPPING = frozenset(("browse", "cart", "qty", "options", "checkout_mode", "table", "address", "confirm_order"))
_SMALL = UNITS | {"c", "est", "cest", "j", "ai", "jai", "dit", "قلت", "golt", "9olt"}
_SORRY = REPAIRS - {"la", "lla", "euh", "enfin", "wela", "wla", "walla", "ولا"}
_CORRECTING = ("no", "@la", "want", "change_verb", "only_word", "but", "filler")
_ADDING = ("want_more", "again", "@menu_number", "@the_number", "@swap", "@set_to", "neither", "@question")


def _options(said: Utterance) -> Event | None:
    """Options by word or code; other words are left to the rules."""
    codes = of_basket(said, [*said.lines.loose, *(code for line in said.lines.lines for code in line.options)])
    for found in said.spotted:
        if found and not codes:
            options = said.grammar.options_for([found.id], range(len(said.grammar.codes)))
            codes = of_basket(said, [option.code for option in options])
    return Event("give_options", {"options": codes}) if codes else None


def _number(said: Utterance, tokens: Sequence[Token]) -> Event | None:
    name = said.context.name
    if name == "qty" and said.shapes.has("@bare"):
        start = said.shapes.spans["@bare"][0][0]
        return Event("give_qty", {"qty": said.tokens[start].value})
    if name == "qty" and len(tokens) == 1 and tokens[0].value == 0:
        return Event("give_qty", {"qty": 0})
    if any(said.tokens[at].form == "-" for at in said.shapes.odd) or any(_unsettles(token) for token in said.tokens):
        return None
    if name == "cart" and len(tokens) == 1 and tokens[0].kind == "times" and said.context.basket:
        return Event("change_qty", {"items": [{"item": None, "qty": tokens[0].value}]})
    usual = _USUAL.get(name, {})
    if len(tokens) == 1 and tokens[0].form in usual:
        return Event(usual[tokens[0].form])
    if name in _MENU and tokens and all(_listed(token) for token in tokens):
        numbers = [token.value or 0 for token in tokens if token.kind == "number"]
        return menu_numbers(said, numbers) if all(one > len(said.context.choices) for one in numbers) else None
    return None


_YES_NO = {"1": "confirm", "2": "deny"}
_USUAL = {
    **dict.fromkeys(("confirm_order", "confirm_cancel", "confirm_clear"), _YES_NO),
    "checkout_mode": {"1": "choose_delivery", "2": "choose_pickup", "3": "choose_dine_in"},
    "payment": {"1": "pay_cash", "2": "pay_deposit"},
    "driver_offer": {"1": "driver_claim", "2": "driver_ignore"},
}
"""What a bare number means where the caller shows no choices of its own."""
_DIGITS = 3
"""Digits of the largest table or number of the menu."""
_BETWEEN_NUMBERS = MENU_NUMBERS | {"et", "w", "و"}
_BEFORE_TABLE = MENU_NUMBERS | TABLES
_FEW = 5
"""Words of an answer that only names a place."""
_MENU = frozenset({"start", "browse", "cart"})


def _unsettles(token: Token) -> bool:
    """What makes a bare number something else than a number of the menu: `2🍕`, `5/5`, `1+1`, `3 ?`."""
    return token.kind == "emoji" or token.form in ("/", "+", "?")


def _listed(token: Token) -> bool:
    return (token.kind == "number" and len(token.form) <= _DIGITS) or token.form in _BETWEEN_NUMBERS


def menu_numbers(said: Utterance, numbers: Sequence[int]) -> Event | None:
    """The dishes of these menu numbers, one of each; None when a number is not on the menu."""
    codes = said.grammar.codes
    if not numbers or not all(1 <= number <= len(codes) for number in numbers):
        return None
    items = [{"item": codes[number - 1], "qty": 1, "options": [], "score": 1.0} for number in numbers]
    return Event("add_item", {"items": items})
