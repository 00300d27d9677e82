"""The basket: lines of dish, options and quantity, and what they cost. Plain functions that return new baskets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.services.menu import Menu

MOST = 999
"""The largest quantity of one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """`qty` pieces of one dish with the same options (codes, sorted). `unit_cents` is the price last shown."""

    item: str
    qty: int
    options: tuple[str, ...] = ()
    unit_cents: int = 0


Basket = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """How today's menu differs from what was shown: `gone` (dish or option not to be had), or another price."""

    item: str
    gone: bool
    was_cents: int = 0
    now_cents: int = 0


def unit_price(menu: Menu, item: str, options: Sequence[str]) -> int | None:
    """Price of one piece in centimes; None when the dish or an option cannot be had today."""
    dish = menu.by_code.get(item)
    if dish is None or dish.sold_out:
        return None
    prices = {option.code: option.price_cents for option in dish.options}
    if any(code not in prices for code in options):
        return None
    return dish.price_cents + sum(prices[code] for code in options)


def total(basket: Iterable[Line]) -> int:
    """Centimes."""
    return sum(line.qty * line.unit_cents for line in basket)


def add(basket: Basket, line: Line) -> Basket:
    """Put a line in; the same dish with the same options grows, up to MOST."""
    for index, old in enumerate(basket):
        if (old.item, old.options) == (line.item, line.options):
            grown = replace(line, qty=min(MOST, old.qty + line.qty))
            return (*basket[:index], grown, *basket[index + 1 :])
    return (*basket, line if line.qty <= MOST else replace(line, qty=MOST))


def set_qty(basket: Basket, index: int, qty: int) -> Basket:
    """Set a line's quantity; zero takes the line off."""
    if qty <= 0:
        return (*basket[:index], *basket[index + 1 :])
    return (*basket[:index], replace(basket[index], qty=min(MOST, qty)), *basket[index + 1 :])


def find(basket: Basket, item: str, options: Sequence[str] = ()) -> int | None:
    """The line meant by a dish and perhaps its options: the exact one, else the last line of that dish."""
    wanted = tuple(sorted(options))
    hits = [i for i, line in enumerate(basket) if line.item == item]
    exact = [i for i in hits if basket[i].options == wanted]
    found = exact or hits
    return found[-1] if found else None


def reprice(basket: Basket, menu: Menu) -> tuple[Basket, tuple[Change, ...]]:
    """The basket at today's prices without what is gone, and every difference from what was shown."""
    kept: list[Line] = []
    changes: list[Change] = []
    for line in basket:
        price = unit_price(menu, line.item, line.options)
        if price is None:
            changes.append(Change(line.item, gone=True, was_cents=line.unit_cents))
            continue
        if price != line.unit_cents:
            changes.append(Change(line.item, gone=False, was_cents=line.unit_cents, now_cents=price))
        kept.append(replace(line, unit_cents=price))
    return tuple(kept), tuple(changes)
