"""What the kitchen's words look like: spellings of common foods, and the small words that bind them."""

from bot.intents.data import table
from bot.intents.normalise import fold, is_arabic

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
def _joined(forms: frozenset[str], *prefixes: str) -> frozenset[str]:
    """The words, also with an `and` or `with` glued to them: `وبدون`, `بزيادة`."""
    long = [form for form in forms if len(form) > 2 and form[0].isalpha()]
    glued = {f"{prefix}{form}" for form in long for prefix in prefixes if is_arabic(prefix) == is_arabic(form)}
    return forms | glued


WITHOUT = _joined(_set("without"), "و", "w")
WITH = _set("with")
EXTRA = _joined(_set("extra"), "و", "ب", "وب", "مع", "b", "bel", "w")
INSIDE = _joined(_set("inside"), "و", "w")
UNITS = _set("units")
