"""Quantities and phone numbers as people write them: digits, words of four spellings, Algerian mobile formats."""

import re
from functools import lru_cache

from bot.intents.data import table
from bot.intents.normalise import fold, is_arabic, key, stems

_TENS = range(20, 100, 10)


def _words() -> dict[str, int]:
    return {fold(word): int(value) for value, words in table("numbers")["words"].items() for word in words.split()}


_WORDS = _words()
_KEYS = {key(word): value for word, value in _WORDS.items() if len(word) >= 4 and len(key(word)) >= 3}
HALVES = frozenset(fold(word) for word in table("numbers")["half"]["words"].split())
_PHONE = re.compile(r"(?:\+|00)?(?:213)?0?([5-7]\d{8}|[1-4]\d{7})")


@lru_cache(maxsize=4096)
def number(form: str) -> int | None:
    """The value of a folded number word or digit string; None when it is no number."""
    if form.isdecimal():
        return int(form) if len(form) <= 9 else None
    value = _WORDS.get(form)
    if value is not None or len(form) < 4:
        return value
    if is_arabic(form):
        return next((_WORDS[rest] for _, rest in stems(form) if rest in _WORDS), None)
    return _KEYS.get(key(form))


def together(first: int, second: int) -> int | None:
    """The value of two number words side by side (`wahed w 3achrin`, `vingt deux`); None when they are unrelated."""
    if first in _TENS and 0 < second < 10:
        return first + second
    if second in _TENS and 0 < first < 10:
        return second + first
    if second == 100 and 1 < first < 10:
        return first * 100
    return None


def phone(text: str) -> str | None:
    """Digits of an Algerian number with the country code and no plus sign (213550123456); None for anything else."""
    digits = re.sub(r"[\s.()/-]", "", text)
    match = _PHONE.fullmatch(digits)
    return f"213{match.group(1)}" if match else None
