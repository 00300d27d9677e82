"""Quantities and phone numbers as people write them: digits, words of four spellings, Algerian mobile formats."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.intents.data import table
from bot.intents.foods import TWINS
from bot.intents.normalise import fold, is_arabic, key, stems

_TENS = range(20, 100, 10)


def _words() -> dict[str, int]:
    listed = (*table("numbers")["words"].items(), *table("numbers")["groups"].items())
    return dict.fromkeys(TWINS, 2) | {fold(word): int(value) for value, words in listed for word in words.split()}


_WORDS = _words()
_KEYS = {key(word): value for word, value in _WORDS.items() if len(word) >= 4 and len(key(word)) >= 3}
GROUPS = frozenset(fold(word) for words in table("numbers")["groups"].values() for word in words.split())
"""Words for so many at once: a dozen."""
HALVES = frozenset(fold(word) for word in table("numbers")["half"]["words"].split())
_UNITS = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_FRENCH_TENS = "vingt trente quarante cinquante soixante soixante quatre_vingt quatre_vingt"


def _french(value: int) -> str:
    """A number from 1 to 99 in French words."""
    units = _UNITS.split()
    if value <= len(units):
        return units[value - 1]
    if value < 20:
        return f"dix {units[value - 11]}"
    ten = _FRENCH_TENS.split()[value // 10 - 2].replace("_", " ")
    over = value % (20 if value >= 60 else 10)
    return f"{ten} {'et ' if over in (1, 11) and value < 80 else ''}{_french(over)}" if over else ten


def _spellings(value: int) -> Iterator[str]:
    said = f"cent {_french(value - 100)}" if value > 100 else _french(value)
    for text in (said, said.replace(" et ", " "), said.replace("quatre vingt", "quatre vingts")):
        yield text
        yield f"{text}e" if text.endswith(" un") else text


SPELLED = {
    tuple(text.split()): value
    for value in (*range(17, 100), *range(101, 200))
    for text in _spellings(value)
    if " " in text
}
"""French numbers of several words: (`vingt`, `et`, `un`) is 21."""
_PHONE = re.compile(r"(?:\+|00)?(?:213)?0?([5-7]\d{8}|[1-4]\d{7})")


@lru_cache(maxsize=4096)
def number(form: str) -> int | None:
    """The value of a folded number word (`vingt-et-un`) or digit string; None when it is no number."""
    if form.isdecimal():
        return int(form) if len(form) <= 9 else None
    value = _WORDS.get(form)
    if value is None and len(form) == 3 and form[0] == "و":
        return _WORDS.get(form[1:])
    if value is not None or len(form) < 4:
        return value
    if "-" in form:
        return SPELLED.get(tuple(form.split("-")))
    if is_arabic(form):
        return next((_WORDS[rest] for _, rest in stems(form) if rest in _WORDS), None)
    return _KEYS.get(key(form))


def together(first: int, second: int) -> int | None:
    """The value of number words side by side (`wahed w 3achrin`, `mia w khamsa`); None when they are unrelated."""
    hundreds, rest = divmod(first, 100)
    if 1 < first < 10 and 100 <= second < 200:
        return first * 100 + second - 100
    if hundreds and not rest and 0 < second < 100:
        return first + second
    if (rest in _TENS and 0 < second < 10) or (second in _TENS and 0 < rest < 10):
        return first + second
    return None


def phone(text: str) -> str | None:
    """Digits of an Algerian number with the country code and no plus sign (213550123456); None for anything else."""
    digits = re.sub(r"[\s.()/-]", "", text)
    match = _PHONE.fullmatch(digits)
    return f"213{match.group(1)}" if match else None
