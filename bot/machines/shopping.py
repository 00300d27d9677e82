"""What a shopping instruction would do to a basket: slots in, a new basket and what to tell out. Plain functions.

Guards and actions of the customer's machine both call these, so that where a person goes and what is done never differ.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.machines.base import Slots
from bot.machines.instructions import DETAILS, wanted, whole
from bot.machines.lines import lines_meant, taken_off
from bot.machines.memory import Part
from bot.services.basket import MOST, Basket, Line, add, find, set_qty, unit_price
from bot.services.menu import Dish, Menu


@dataclass(frozen=True, slots=True)
class Edit:
    """A basket after an instruction, the line last touched, and what could not be done as said."""

    basket: Basket
    last: Line | None = None
    parts: tuple[Part, ...] = ()
    sold_out: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    """Dishes of the menu that were to be changed but are not in the basket."""
    unknown: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    """Options that the dish does not have, as codes or words."""


def fit_options(menu: Menu, dish: Dish, codes: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The dish's own options among these, and those it does not have.

    The option of another dish stands for the one of this dish with the same name ("sans oignons").
    """
    own = {option.code for option in dish.options}
    named = {option.names.fr.casefold(): option.code for option in dish.options}
    fit: set[str] = set()
    refused: dict[str, str] = {}
    for code in map(str, codes):
        other = menu.options.get(code)
        name = (other.names.fr if other else code).casefold()
        alike = code if code in own else named.get(name)
        if alike:
            fit.add(alike)
        else:
            refused.setdefault(name, code)
    return tuple(sorted(fit)), tuple(refused.values())


def unclear(verb: str, menu: Menu, slots: Slots) -> tuple[Part, ...]:
    """The parts of an instruction that may mean several dishes; sold-out ones are no answer."""
    said = (*(slots.get("ambiguous") or ()), *(item for item in wanted(slots) if not item.get("item")))
    return tuple(part for one in said if len((part := _part(verb, menu, one)).candidates) > 1)


def _part(verb: str, menu: Menu, said: Mapping[str, Any]) -> Part:
    named = (menu.by_code.get(code) for code in said.get("candidates") or ())
    dishes = [dish for dish in named if dish is not None and not (dish.sold_out and verb == "add_item")]
    able = [dish for dish in dishes if not fit_options(menu, dish, said.get("options") or ())[1]]
    codes = tuple(dish.code for dish in able or dishes)
    return Part(verb, codes, str(said.get("text") or ""), {k: said[k] for k in DETAILS if said.get(k) is not None})


def _settled(verb: str, menu: Menu, slots: Slots) -> list[Mapping[str, Any]]:
    """The items whose dish is clear; of one that could be several, the only one that can be had."""
    said = [item for item in wanted(slots) if item.get("item") or not item.get("candidates")]
    for one in (*(slots.get("ambiguous") or ()), *(item for item in wanted(slots) if item not in said)):
        left = _part(verb, menu, one).candidates
        if len(left) < 2:
            said.append({**one, "item": left[0] if left else next(iter(one.get("candidates") or ()), None)})
    return said


def _held(item: Mapping[str, Any], basket: Basket) -> Mapping[str, Any]:
    """Of the dishes that a word may mean, only those in the basket can be taken out of it."""
    codes = item.get("candidates") or ()
    inside = [code for code in codes if any(line.item == code for line in basket)]
    return {**item, "candidates": inside or codes[:1]} if codes else item


def _answered(pending: tuple[Part, ...], items: list[Mapping[str, Any]]) -> tuple[Part | None, list[Mapping[str, Any]]]:
    """The pending part that these items answer, and the items with what was said of it before (its quantity)."""
    part = pending[0] if pending else None
    hits = [item for item in items if part and item.get("item") in part.candidates]
    if part is None or not hits:
        return None, items
    if len(hits) > 1 or whole(hits[0].get("qty")) != 1 or hits[0].get("counted"):
        return part, items
    told = {**hits[0], **part.more, "options": (*(hits[0].get("options") or ()), *(part.more.get("options") or ()))}
    return part, [told if item is hits[0] else item for item in items]


def edit(verb: str, basket: Basket, last: Line | None, pending: tuple[Part, ...], menu: Menu, slots: Slots) -> Edit:
    """Carry out `add_item`, `change_qty` or `remove_item`; `pending` are the questions still open."""
    if verb == "remove_item":
        slots = {**slots, "items": [_held(item, basket) for item in wanted(slots)]}
    part, items = _answered(pending, _settled(verb, menu, slots))
    does = {"add_item": _exchange, "change_qty": _change, "remove_item": _remove}[part.verb if part else verb]
    unknown = tuple(str(u) for u in slots.get("unknown_items") or ())
    left = (*(pending[1:] if part else pending), *unclear(verb, menu, slots))
    result = Edit(basket, last, left, unknown=unknown)
    for item in items:
        stranger = verb != "add_item" and not item.get("item") and item.get("text")
        result = replace(result, unknown=(*result.unknown, str(stranger))) if stranger else does(result, menu, item)
    return result


def _add(done: Edit, menu: Menu, item: Mapping[str, Any]) -> Edit:
    if not item.get("item"):
        options = item.get("options") if item.get("another") else done.last and done.last.options
        return _add(done, menu, {**item, "item": done.last.item, "options": options}) if done.last else done
    code = item["item"]
    dish = menu.by_code.get(code)
    if dish is None:
        return replace(done, unknown=(*done.unknown, str(code)))
    if dish.sold_out:
        return replace(done, sold_out=(*done.sold_out, dish.code))
    options, refused = fit_options(menu, dish, item.get("options") or ())
    qty = _as_many(done, item["instead"]) if (item.get("instead") or {}).get("as_many") else whole(item.get("qty"))
    if qty == 0:
        at = find(done.basket, dish.code, options)
        return _absent(done, menu, item) if at is None else replace(done, basket=set_qty(done.basket, at, 0))
    same = (line.qty for line in done.basket if (line.item, line.options) == (dish.code, options))
    if qty + sum(same) > MOST:
        return _too_many(done, qty, dish)
    line = Line(dish.code, qty, options, unit_price(menu, dish.code, options) or 0)
    return replace(done, basket=add(done.basket, line), last=line, refused=(*done.refused, *refused))


def _exchange(done: Edit, menu: Menu, item: Mapping[str, Any]) -> Edit:
    """Add a dish and take off the one that it replaces; that stays when nothing comes for it, unless it goes anyway.

    Nothing comes for a dish that is not there: who says so has another basket in mind.
    """
    gone = item.get("instead")
    code = _sole(_held(gone, done.basket)) if gone else ""
    if code and all(line.item != code for line in done.basket):
        return _absent(done, menu, {"item": code})
    result = _add(done, menu, item)
    if not gone or (result.basket == done.basket and not gone.get("anyway")):
        return result
    return _give_up(result, menu, _held(gone, done.basket), done.basket)


def _too_many(done: Edit, qty: int, dish: Dish) -> Edit:
    """More pieces than a line can have are named back; nothing is changed."""
    return replace(done, unknown=(*done.unknown, f"{qty} {dish.code}"))


def _sole(gone: Mapping[str, Any]) -> str:
    """The dish that goes; empty when it may be several."""
    codes = tuple(gone.get("candidates") or ())
    return str(gone.get("item") or (codes[0] if len(codes) == 1 else ""))


def _as_many(done: Edit, gone: Mapping[str, Any]) -> int:
    """How many of a dish come for another: as many as go."""
    at = find(done.basket, _sole(_held(gone, done.basket)), gone.get("options") or ())
    held = 1 if at is None else done.basket[at].qty
    return whole(gone.get("qty"), held)


def _give_up(done: Edit, menu: Menu, gone: Mapping[str, Any], before: Basket) -> Edit:
    """Take off what was replaced, a line of the basket as it was before; which one is asked when it may be several."""
    code = _sole(gone)
    if not code:
        part = _part("remove_item", menu, gone)
        return replace(done, parts=(*done.parts, part))
    at = find(before, code, gone.get("options") or ())
    if at is None:
        return _absent(done, menu, {"item": code})
    return replace(done, basket=_fewer(done.basket, at, gone.get("qty")))


def _fewer(basket: Basket, at: int, qty: Any) -> Basket:
    """So many pieces less of a line; without a number all of it."""
    fewer = whole(qty, 0)
    return set_qty(basket, at, basket[at].qty - fewer if fewer else 0)


def _place(done: Edit, item: Mapping[str, Any]) -> int | None:
    """Where the line meant stands: found by its dish, else by the quantity it had, else the last one touched."""
    if code := item.get("item"):
        return find(done.basket, code, item.get("options") or ())
    if not done.basket:
        return None
    was = item.get("was")
    same = [i for i, line in enumerate(done.basket) if was is not None and line.qty == whole(was)]
    if same:
        return same[-1]
    at = find(done.basket, done.last.item, done.last.options) if done.last else None
    return len(done.basket) - 1 if at is None else at


def _without(done: Edit, menu: Menu, at: int, options: tuple[str, ...]) -> Edit:
    """The line with these options beside those it has."""
    line = done.basket[at]
    chosen = tuple(sorted({*line.options, *options}))
    price = unit_price(menu, line.item, chosen)
    changed = replace(line, options=chosen, unit_cents=line.unit_cents if price is None else price)
    return replace(done, basket=add(set_qty(done.basket, at, 0), changed), last=changed)


def _turned(done: Edit, item: Mapping[str, Any]) -> Mapping[str, Any]:
    """ "3 pas 2" or "2 pas 3": what no line has now is what is wanted."""
    held = {line.qty for line in done.basket}
    if item.get("was") is None or whole(item["was"]) in held or whole(item.get("qty"), 0) not in held:
        return item
    return {**item, "qty": item["was"], "was": item["qty"]}


def _change(done: Edit, menu: Menu, item: Mapping[str, Any]) -> Edit:
    item = _turned(done, item)
    at = _place(done, item)
    if at is None:
        return _change_absent(done, menu, item)
    line = done.basket[at]
    qty = whole(item.get("qty"), line.qty)
    if item.get("qty") is None and item.get("delta") is not None:
        qty = max(0, line.qty + int(item["delta"]))
    if item.get("qty") is None and item.get("factor") is not None:
        qty = whole(line.qty * item["factor"], line.qty)
    dish = menu.by_code.get(line.item)
    if qty > MOST and dish:
        return _too_many(done, qty, dish)
    return replace(done, basket=set_qty(done.basket, at, qty), last=replace(line, qty=min(MOST, max(1, qty))))


def _change_absent(done: Edit, menu: Menu, item: Mapping[str, Any]) -> Edit:
    """A dish that is to be three and is not there yet is added; for less or none of it there is nothing to do."""
    if item.get("item") and whole(item.get("qty"), 0) > 0:
        return _add(done, menu, item)
    return _absent(done, menu, item)


def _absent(done: Edit, menu: Menu, item: Mapping[str, Any]) -> Edit:
    code = item.get("item")
    if not code:
        return done
    if code in menu.by_code:
        return replace(done, absent=(*done.absent, str(code)))
    return replace(done, unknown=(*done.unknown, str(code)))


def _remove(done: Edit, menu: Menu, item: Mapping[str, Any]) -> Edit:
    picked, several = taken_off(done.basket, item), lines_meant(done.basket, item)
    if picked is not None:
        return replace(done, basket=picked)
    if several:
        more = {"qty": item["qty"]} if item.get("qty") else {}
        return replace(done, parts=(*done.parts, Part("remove_item", (item["item"],), "", more, several)))
    at = _place(done, item)
    options = _left_out(done, menu, item, at)
    if options and (at is None or item.get("qty")):
        return _add(done, menu, item)
    if at is None:
        return _absent(done, menu, item)
    if options:
        return _without(done, menu, at, options)
    line = done.basket[at]
    dish = menu.by_code.get(line.item)
    fit, refused = fit_options(menu, dish, item.get("options") or ()) if dish else ((), ())
    if refused and not fit:
        return replace(done, refused=(*done.refused, *refused), last=line)
    return replace(done, basket=_fewer(done.basket, at, item.get("qty")), last=line)


def _left_out(done: Edit, menu: Menu, item: Mapping[str, Any], at: int | None) -> tuple[str, ...]:
    """ "Une pizza sans olives" takes no pizza off: the options named that the line, if there is one, has not yet."""
    dish = menu.by_code.get(item.get("item") or "")
    fit = fit_options(menu, dish, item.get("options") or ())[0] if dish else ()
    return fit if at is None or set(fit) - set(done.basket[at].options) else ()
