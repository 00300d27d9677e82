"""The slots of a shopping instruction: which items, how many."""

from collections.abc import Mapping
from math import ceil, isfinite
from typing import Any

from bot.machines.base import Slots

DETAILS = ("qty", "options", "delta", "was", "factor", "instead")


def whole(value: Any, default: int = 1) -> int:
    """A quantity as a person gave it: half a piece is one, a word that is no number is the default."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return default
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return default
    return max(0, ceil(number)) if isfinite(number) else default


def wanted(slots: Slots) -> list[Mapping[str, Any]]:
    """The items of an instruction; one without items speaks of the line last touched."""
    items = slots.get("items")
    if items is not None:
        return [item if isinstance(item, Mapping) else {"item": item} for item in items]
    if slots.get("ambiguous") or slots.get("unknown_items"):
        return []
    return [{"item": slots.get("item"), **{k: slots[k] for k in DETAILS if k in slots}}]


def names_dish(slots: Slots) -> bool:
    """Whether an instruction names anything on the menu, or a bare quantity."""
    if slots.get("ambiguous") or slots.get("unknown_items"):
        return True
    return any(item.get("item") or item.get("candidates") for item in wanted(slots))
