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


def _set(name: str, key: str = "words") -> frozenset[str]:
    return frozenset(fold(word) for word in _TABLE[name][key].split())


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
WITHOUT_BUT = _set("without", "but")
FROM = _set("without", "from")
FREE_OF = _set("without", "free")
ANY = _set("without", "any")
"""`من غير`, `خالية من`: without; `sans aucun`: without any."""
WITH = _set("with")
EXTRA = _joined(_set("extra"), "و", "ب", "وب", "مع", "b", "bel", "w")
EXTRA_BEHIND = _set("extra", "behind")
LESS_BEHIND = _set("extra", "less")
INSIDE = _joined(_set("inside"), "و", "w")


def two_of(word: str) -> tuple[str, ...]:
    """How one word says two of a thing, in both letters: `قطعتين`, `9er3tin`."""
    if not is_arabic(word):
        return (f"{word[:-1]}tin", f"{word}tin", f"{word[:-1]}tine") if word.endswith("a") else (f"{word}in",)
    if word.endswith(("ه", "ا")):
        stem = f"{word.removesuffix('ه')}ت"
        return f"{stem}ين", f"{stem}ان", f"{stem}ي", f"{stem}ا", f"{word[:-1]}تين", f"{word[:-1]}تان"
    return f"{word}ين", f"{word}ان", f"{word}ي"


TWINS = frozenset(form for word in _set("units", "ones") for form in two_of(word))
"""Two of what dishes are counted in, said in one word."""
UNITS = _set("units") | _set("units", "ones") | TWINS


def _glued_verbs(name: str) -> frozenset[str]:
    """`zidlou`, `وزيدلها`: something is to go onto the dish that was just said, `nahilou`: or off it."""
    forms = [
        f"{verb}{pronoun}"
        for verb in _set(name, "verbs")
        for pronoun in _set("adds", "pronouns")
        if is_arabic(verb) == is_arabic(pronoun)
    ]
    return _joined(frozenset(forms), "و", "w")


ADDS = _glued_verbs("adds")
ADDED = _set("adds", "after")
PRAISE = _set("praise")
MORE = _set("adds", "more")
DOUBLE = _joined(_set("double"), "و", "ب", "b", "w")
KIN = tuple(tuple(line.split()) for line in _TABLE["kin"]["words"].split("\n") if line)
STANDS_FOR = tuple(tuple(line.split()) for line in _TABLE["instead"]["words"].splitlines())
"""A food, and the kind that it stands for on a menu that does not have it."""
OF_THEM = _set("shares", "of")
NORMAL = _joined(_set("shares", "normal"), "و", "w")
OTHER = _set("shares", "other")
REST = _set("shares", "rest")
HALF_OF = _set("shares", "half")
HIS = _set("shares", "his")
LEAVES = _glued_verbs("leaves")
INGREDIENTS = _set("ingredients")
COLD = _set("cold")
DRINKS = _set("cold", "drinks")
AGAIN = _set("again")
AGAIN_THING = _set("again", "things")
AGAIN_FOR = _set("again", "for")
"""The same once more, and for whom."""
AS_MANY = _set("again", "many")
AS_MANY_OF = _set("again", "alike")
"""As many as of the dish before."""
MENDS = _set("mends")
RATHER = _set("mends", "rather")
IDLE = _set("mends", "idle")
NOTHING_BUT = _set("mends", "but")
AGREES = _set("mends", "agrees")
SWAPS = _set("swaps", "verbs")
SWAPS_BY = _set("swaps", "by")
IN_ITS_PLACE = _set("swaps", "place")
MEANS = _set("mends", "means")
OF_EACH = _set("kinds", "each")
OF = _set("kinds", "of")
KINDS = _set("kinds")
WHICH = _set("kinds", "that")
FOLDS = _set("units", "folds")
PIECES = _set("mends", "pieces")
FAMILY = _set("people", "family")
OF_US = _set("people", "us")
WE_ARE = _set("people", "are")
WE_ARE_AT = _set("people", "at")
TWO_OF_US = _set("people", "two")
EACH = _set("people", "each")
EVERY = _set("people", "every")
