"""Lines of a basket that share a dish: which of them is meant when the dish is to go."""

from collections.abc import Mapping
from typing import Any

from bot.services.basket import Basket, find, set_qty

Item = Mapping[str, Any]


def lines_meant(basket: Basket, item: Item) -> tuple[tuple[str, ...], ...]:
    """The options of each line that a dish's bare name may mean; empty when it can mean one only, or all."""
    hits = _of(basket, item)
    if len(hits) < 2 or item.get("options") or item.get("line") or _all_of(hits, item):
        return ()
    return tuple(line.options for line in hits)


def taken_off(basket: Basket, item: Item) -> Basket | None:
    """The basket without the line that was picked, or without any of the dish; None where neither was said."""
    if item.get("line"):
        at = find(basket, str(item.get("item")), item.get("options") or ())
        if at is None or basket[at].options != tuple(item.get("options") or ()):
            return basket
        fewer = item.get("qty")
        return set_qty(basket, at, basket[at].qty - fewer if isinstance(fewer, int) and fewer else 0)
    hits = _of(basket, item)
    if len(hits) > 1 and _all_of(hits, item):
        return tuple(line for line in basket if line.item != item.get("item"))
    return None


def _of(basket: Basket, item: Item) -> Basket:
    """The lines of the dish that an item names."""
    return tuple(line for line in basket if line.item == item.get("item"))


def _all_of(hits: Basket, item: Item) -> bool:
    """Whether every piece of these lines is meant."""
    qty = item.get("qty")
    counted = isinstance(qty, int) and not item.get("options") and qty >= sum(line.qty for line in hits)
    return bool(item.get("every")) or counted
