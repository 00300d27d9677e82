"""What the kitchen's words look like: spellings of common foods, and the small words that bind them."""

from bot.intents.data import table
from bot.intents.normalise import fold

_TABLE = table("foods")


def _same() -> dict[str, str]:
    """Every spelling of a common food, and the name of its group."""
    found: dict[str, str] = {}
    for line in _TABLE["same"]["words"].splitlines():
        forms = [fold(form) for form in line.split()]
        for form in forms:
            found.setdefault(form, forms[0])
    return found


def _set(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _TABLE[name]["words"].split())


SAME = _same()
SPELLINGS: dict[str, list[str]] = {}
for _form, _name in SAME.items():
    SPELLINGS.setdefault(_name, []).append(_form)
WEAK = _set("weak")
SETS = _set("sets")
GLUE = _set("glue")
WITHOUT = _set("without")
WITH = _set("with")
EXTRA = _set("extra")
INSIDE = _set("inside")
UNITS = _set("units")
