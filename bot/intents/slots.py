"""The slots of each intent, read from the same tokens as its rule."""

import re
from collections.abc import Mapping, Sequence

from bot.intents import details
from bot.intents.address_slots import address_slots, place_named, spoken_address
from bot.intents.asked_language import asked_locale
from bot.intents.assent import assents
from bot.intents.basket_slots import add_item, change_qty, remove_item
from bot.intents.guards import NUMBERED, THAT, TO
from bot.intents.lines import OrderLine
from bot.intents.numbers import phone
from bot.intents.rules import Fired
from bot.intents.utterance import Reader, Slots, Utterance

_DIGITS = re.compile(r"\d+")


def slots(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    """The slots of one intent; empty when it has none."""
    reader = _READERS.get(fired.intent)
    return reader(said, fired, others) if reader else {}


def _menu(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    strangers = said.lines.unknown
    return _category(said) or (_item(said, fired, others) | ({"unknown_items": list(strangers)} if strangers else {}))


def _category(said: Utterance) -> Slots:
    for mention in said.mentions:
        categories = {said.grammar.menu.dishes[n].category for n in mention.dishes}
        if mention.category:
            return {"category": mention.category}
        if len(categories) == 1 and len(mention.dishes) > 1:
            return {"category": categories.pop()}
    return {}


def _price(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    strangers = [one for one in said.lines.unknown if not said.mentions]
    asked = _item(said, fired, others) | ({"unknown_items": strangers} if strangers else {})
    return asked | details.asked_sum(said)


def _item(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    mine = [mention for mention in said.mentions if mention.start in fired.tokens]
    if not mine and len(said.mentions) == 1:
        mine = list(said.mentions)
    codes = [said.grammar.codes[n] for mention in mine for n in sorted(mention.dishes)]
    codes += [said.grammar.code_of[t.form] for t in said.tokens if t.form in said.grammar.code_of]
    codes = list(dict.fromkeys(codes))
    if len(codes) == 1:
        return {"item": codes[0]}
    return {"candidates": codes} if codes else {}


def _table(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    for at, token in enumerate(said.tokens[:-1]):
        follow = said.tokens[at + 1]
        if token.form in NUMBERED and (follow.value is not None and follow.kind in ("number", "word")):
            return {"table": str(follow.value)}
    return details.people(said)


def _address(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    """The text, unless the message only gives a phone, asks for another address, or says that a place will be sent."""
    promised = said.shapes.has("will_send") and not said.shapes.has("@address")
    number = _phone(said)
    if said.shapes.has("at_home") and fired.alone and not number:
        return {"home": True}
    if "same_one" in fired.rule:
        return {"addr": "last"}
    if said.shapes.has("same_address") and not number and not said.shapes.has("@address", "@number"):
        return {"addr": "last"}
    if (
        not number
        and said.shapes.has("alter", "new_address")
        and not said.shapes.has("@name", "@number", "@address", "@postal")
    ):
        return {"change": True}
    if promised or (number and not _names_place(said)):
        return number
    return {"text": spoken_address(said)} | address_slots(said) | number


def _names_place(said: Utterance) -> bool:
    """Whether a place is named beside a phone; a lone unheard word is one only where a place was asked for."""
    if said.shapes.has("address_word", "same_address", "@address"):
        return True
    names = said.shapes.spans.get("@name", ())
    if said.context.name == "address":
        return bool(names) or said.shapes.has("@number")
    return len(names) > 1 or any(start and said.tokens[start - 1].form in TO for start, _ in names)


def _slot(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    """The words of a time, and what they mean; all words where no time stands out; `none` where one is taken back."""
    gone = said.shapes.has("time_word") and said.shapes.has("remove", "cancel")
    if (gone or said.shapes.has("no_time", "@no_time")) and not said.shapes.has("@moment"):
        return {"time": "none"}
    spans = said.shapes.spans.get("@moment")
    if not spans:
        return _text(said, fired, others) | details.when(said)
    text = said.raw if len(said.raw) == len(said.text) else said.text
    words = " ".join(text[said.tokens[start].start : said.tokens[end - 1].end] for start, end in spans)
    return {"text": words} | details.at_once([token for span in spans for token in said.tokens[slice(*span)]])


def _house(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return _text(said, fired, others) | details.house_topic(said)


def _food(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return _item(said, fired, others) | details.topics(said)


def _when(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return details.when(said)


def _delivery(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return place_named(said) | details.when(said)


def _given(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return details.given(said)


def _deposit(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return details.paid(said)


def _without(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return {"without": "delivery"} if said.shapes.has("not_delivery") else {}


def _again(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    """`how` a basket and an earlier order go together, where that was asked."""
    if not said.shapes.has("@asks_basket"):
        return _order(said, fired, others)
    return {"how": "replace" if said.shapes.has("replace", "alter", "change_verb") else "add"}


def _remove(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    """The dishes to take off; none where words that name no dish say what."""
    if said.shapes.has("@all_but"):
        named = {said.grammar.codes[n] for mention in said.mentions for n in mention.dishes}
        return {"items": [{"item": code} for code in dict.fromkeys(said.context.basket) if code not in named]}
    found = remove_item(said, fired, others)
    bare = found == {"items": [{"item": None}]}
    if bare and "@number" in fired.rule:
        return {"items": [{"item": None, "qty": said.tokens[said.shapes.spans["@number"][0][0]].value}]}
    strange = any(said.tokens[at].form not in THAT for at in said.shapes.content if at not in fired.tokens)
    return {"items": []} if bare and strange and said.context.basket else found


def _hold(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return {"hold": True} if said.shapes.has("@hold") else {}


def _phone(said: Utterance) -> Slots:
    numbers = [found for token in said.tokens if token.kind == "phone" and (found := phone(token.text))]
    return {"phone": numbers[0]} if numbers else {}


def _text(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return {"text": said.raw.strip()}


def _fee(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    """The question, and the place that it names."""
    return _text(said, fired, others) | place_named(said)


def _order(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    for start, _ in said.shapes.spans.get("@order", ()):
        match = _DIGITS.search(said.tokens[start].form)
        if match:
            return {"order": match.group()}
    return {}


def _code(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    shapes = ("@digits4", "@postal", "@digits6") if said.context.name == "otp" else ("@digits4",)
    for start, end in (span for name in shapes for span in said.shapes.spans.get(name, ())):
        return {"code": "".join(token.form for token in said.tokens[start:end])}
    return {}


def _reference(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    for start, _ in said.shapes.spans.get("@digits6", ()):
        return {"reference": said.tokens[start].form}
    return details.paid(said)


def _language(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    asked = asked_locale(said)
    return {"to": asked} if asked else {}


def _weak(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    code = _code(said, fired, others) if said.shapes.has("@digits4") else {}
    return code or ({} if assents(said) else {"weak": True})


def _options(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    onto = [line for line in said.lines.lines if line.onto >= 0 and line.start in fired.tokens]
    codes = [code for line in onto for code in line.options]
    words = [word for line in onto for word in line.lacking]
    if not codes and not words:
        codes, words = of_basket(said, [*said.lines.loose, *said.lines.wished]), said.lines.lacking
    held = set(said.context.basket)
    owners = {said.grammar.menu.options[code].item for code in codes}
    items = owners & held if owners and held else owners or _named(said, onto) & held
    return {"options": [*codes, *words]} | ({"item": items.pop()} if len(items) == 1 else {})


def _named(said: Utterance, lines: Sequence[OrderLine]) -> set[str]:
    return {said.grammar.codes[n] for line in lines for n in line.dishes}


def of_basket(said: Utterance, codes: Sequence[str]) -> list[str]:
    """Option codes, only those of the last dish in the basket that has any of them; all when none has."""
    options = said.grammar.menu.options
    for item in reversed(said.context.basket):
        mine = [code for code in dict.fromkeys(codes) if options[code].item == item]
        if mine:
            return mine
    return list(dict.fromkeys(codes))


def _change_qty(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    """A quantity that is set; who only says that his order is to be another one names all of it, and no quantity."""
    named = said.lines.lines or said.mentions or said.shapes.has("@number", "less", "double_word")
    if named or not said.shapes.has("alter"):
        return change_qty(said, fired, others)
    return {"items": [{"item": code} for code in said.context.basket] or [{"item": None}]}


def _give_phone(said: Utterance, fired: Fired, others: Sequence[Fired]) -> Slots:
    return _phone(said)


_READERS: Mapping[str, Reader] = {
    "add_item": add_item,
    "give_options": _options,
    "give_phone": _give_phone,
    "remove_item": _remove,
    "change_qty": _change_qty,
    "menu": _menu,
    "ask_price": _price,
    "ask_ingredients": _food,
    "choose_dine_in": _table,
    "give_address": _address,
    "smalltalk_other": _hold,
    "give_slot": _slot,
    "faq_other": _house,
    "ask_hours": _when,
    "choose_pickup": _when,
    "choose_delivery": _delivery,
    "pay_cash": _given,
    "pay_deposit": _deposit,
    "ask_delivery_fee": _fee,
    "track_order": _order,
    "cancel": _order,
    "reorder": _again,
    "change_mode": _without,
    "driver_delivered": _order,
    "driver_claim": _order,
    "driver_ignore": _order,
    "otp_code": _code,
    "payment_done": _reference,
    "set_language": _language,
    "confirm": _weak,
}
