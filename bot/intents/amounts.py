"""Sums of money as Algerians say them: dinars, and the old centimes of everyday speech (`20 alef` is 200 DA).

A sum without a unit can be dinars or old centimes: where both are likely it stays a choice, to be asked back. An amount
in a message is what somebody claims; it never settles a payment.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.intents.data import table
from bot.intents.normalise import fold
from bot.intents.numbers import HALVES, together
from bot.intents.quantities import spelled
from bot.intents.tokens import Token

LEAST = 30
"""From here on a bare number can be a sum in dinars."""
MOST = 10_000_000
_OLD = 10
"""Dinars of `alef` without dinars: a thousand old centimes."""
_HUNDREDS = 100
_LONG = 5
_FIGURES = re.compile(r"\d+(?:[.,]\d{1,2}(?!\d))?")
_PARTS = re.compile(r"(?<=\d)[ .](?=\d{3})")


class Amount(NamedTuple):
    """A sum in dinars, where it stands, and what else it can be (dinars), the likelier first."""

    dinars: int
    start: int
    end: int
    or_else: tuple[int, ...] = ()


def amounts(tokens: Sequence[Token]) -> list[Amount]:
    """The sums named in a message, in order."""
    found, at = list[Amount](), 0
    while at < len(tokens):
        one = _amount_at(tokens, at)
        if one and 0 < one.dinars <= MOST:
            found.append(one)
        at = one.end if one else at + 1
    return found


def _amount_at(tokens: Sequence[Token], at: int) -> Amount | None:
    token = tokens[at]
    if token.kind == "money":
        figures = _FIGURES.search(_PARTS.sub("", token.form))
        return Amount(int(float(figures[0].replace(",", "."))), at, at + 1) if figures else None
    if token.form in HALVES and at + 1 < len(tokens) and tokens[at + 1].form in MILLION:
        return Amount(MILLION_DINARS // 2, at, at + 2)
    count, end, spoken = _count(tokens, at)
    unit = tokens[end].form if end < len(tokens) else ""
    if unit in THOUSAND | MILLION | MILLIARD:
        return _large(tokens, at, end, 1 if count is None else count, unit)
    if count is None:
        return None
    if unit in DINAR:
        return Amount(count, at, end + 1)
    return _bare(count, at, end, spoken) if token.kind in ("number", "word") else None


def _large(tokens: Sequence[Token], at: int, end: int, count: int, unit: str) -> Amount:
    """`20 alef`, `2 mille dinars`, `melyoun w nos`."""
    each = 1000 * _OLD * _HUNDREDS if unit in MILLIARD else MILLION_DINARS if unit in MILLION else _OLD
    each = 10_000_000 if unit in MILLIARD else each
    behind = tokens[end + 1].form if end + 1 < len(tokens) else ""
    if unit in THOUSAND and behind in DINAR:
        return Amount(count * 1000, at, end + 2)
    if unit in THOUSAND and count == 1 and at == end:
        return Amount(1000, at, end + 1, (_OLD,))
    half = end + 2 < len(tokens) and behind in AND and tokens[end + 2].form in HALVES
    return Amount(count * each + (each // 2 if half else 0), at, end + (3 if half else 1))


def _bare(count: int, at: int, end: int, spoken: bool) -> Amount | None:
    """A number without a unit: dinars; old centimes where it has five figures; both where it is a spoken hundred."""
    if count < LEAST:
        return None
    if len(str(count)) >= _LONG:
        return Amount(count // _HUNDREDS, at, end, (count,))
    likely = spoken and _HUNDREDS < count < 2 * _HUNDREDS
    return Amount(count, at, end, (count * _OLD,) if likely else ())


def _count(tokens: Sequence[Token], at: int) -> tuple[int | None, int, bool]:
    """The number said from a token on (`mia w khamsin`, `مئتين وخمسين`), the token behind it, whether in words."""
    token = tokens[at]
    if token.kind not in ("number", "word") or token.form in THOUSAND | MILLION | MILLIARD:
        return None, at, False
    spoken = token.kind == "word"
    hundred = at + 1 < len(tokens) and not spoken and together(token.value or 0, tokens[at + 1].value or 0)
    if hundred:
        return hundred, at + 2, True
    several = spelled(tokens, at) if spoken else None
    if several:
        return several[0], several[1], True
    return token.value, at if token.value is None else at + 1, spoken


MILLION_DINARS = 10_000
"""Dinars of a million old centimes."""
_UNITS = {name: frozenset(fold(word) for word in words.split()) for name, words in table("numbers")["money"].items()}
THOUSAND, MILLION, MILLIARD, DINAR = (_UNITS[name] for name in ("thousand", "million", "milliard", "dinar"))
AND = frozenset(("w", "et", "و", "ou"))
