"""Numbers that can count no dish: below nothing (`-3`), parts of one (`1,5`, `1/2`, `demi`), thousands (`20 000`)."""

import re
from collections.abc import Sequence

from bot.intents.foods import UNITS
from bot.intents.guards import BEFORE_TIME, HOURS
from bot.intents.numbers import HALVES
from bot.intents.tokens import FORM, KIND, Token

_THOUSANDS = re.compile(r"0\d\d")
_WITHIN = frozenset(",./")
_MEASURES = UNITS | HOURS | BEFORE_TIME
_CAN_BE = frozenset(("sign", "number"))
_COUNTS = frozenset(("number", "times"))


def odd_numbers(tokens: Sequence[Token]) -> dict[int, int]:
    """Where each of them begins, and the token after it."""
    found: dict[int, int] = {}
    if _CAN_BE.isdisjoint(map(KIND, tokens)) and HALVES.isdisjoint(map(FORM, tokens)):
        return found
    for at, token in enumerate(tokens):
        if token.form == "-" and _is_minus(tokens, at):
            found[at] = _end(tokens, at + 1)
        elif token.kind == "number" and (end := _end(tokens, at)) > at + 1:
            found[at] = end
        elif token.form in HALVES and _halves(tokens, at):
            found[at] = at + 1
    if found and _is_list(tokens):
        found = {at: end for at, end in found.items() if tokens[at].form != "-"}
    return found


def _halves(tokens: Sequence[Token], at: int) -> bool:
    """Whether half of a dish is meant, not half past nine, half a dozen or a kilo, half an hour."""
    follow = next((token for token in tokens[at + 1 :] if token.form != "-"), None)
    return follow is not None and follow.value is None and follow.kind == "word" and follow.form not in _MEASURES


def _end(tokens: Sequence[Token], at: int) -> int:
    """The token after a number and its thousands or its fraction."""
    end = at + 1
    while end < len(tokens) and _THOUSANDS.fullmatch(tokens[end].form) and tokens[end].kind == "number":
        end += 1
    if end > at + 1:
        return end
    if at + 2 < len(tokens) and tokens[at + 1].form in _WITHIN and tokens[at + 2].kind == "number":
        return at + 3 if _touch(tokens, at) and _touch(tokens, at + 1) else at + 1
    return at + 1


def _is_minus(tokens: Sequence[Token], at: int) -> bool:
    follows = at + 1 < len(tokens) and tokens[at + 1].kind in _COUNTS and _touch(tokens, at)
    return follows and not (at and _touch(tokens, at - 1))


def _is_list(tokens: Sequence[Token]) -> bool:
    """Whether the lines of the message begin with dashes: those take nothing away."""
    dashes = (at for at, token in enumerate(tokens) if token.form == "-")
    return sum(at == 0 or tokens[at - 1].form == "\n" for at in dashes) > 1


def _touch(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing stands between a token and the next."""
    return tokens[at].end == tokens[at + 1].start
