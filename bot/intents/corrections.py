"""How people correct themselves: `la` as a no, a quantity taken back, one quantity for another."""

from collections.abc import Sequence

from bot.intents.guards import INSTEAD, NO_AFTER_LA, REPAIRS, THANKS_BEFORE_LA
from bot.intents.tokens import BREAKS, FORM, Token

_LA = frozenset({"la", "lla"})


def counts(token: Token) -> bool:
    """Whether a token can be a quantity of dishes."""
    return token.value is not None and token.kind in ("number", "times", "word") and 0 < token.value <= 999


def la_as_no(tokens: Sequence[Token]) -> list[int]:
    """Where `la` is a no: neither an article nor the middle of `zouj la la tlata`."""
    if _LA.isdisjoint(map(FORM, tokens)):
        return []
    words = [at for at, token in enumerate(tokens) if token.kind != "emoji" and token.form not in BREAKS]
    spots = [at for at in words if tokens[at].form in _LA]
    if len(spots) == len(words):
        return spots
    return [at for at in spots if not takes_back(tokens, at) and _stands_alone(tokens, at)]


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    follow = tokens[at + 1].form if at + 1 < len(tokens) else ""
    before = tokens[at - 1].form if at else ""
    if follow in NO_AFTER_LA or follow in BREAKS or follow in _LA or before in _LA:
        return True
    return not follow and before in THANKS_BEFORE_LA


def takes_back(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word stands between two quantities and takes the first one back."""
    start = at
    while start > 0 and tokens[start - 1].form in REPAIRS:
        start -= 1
    end = at
    while end + 1 < len(tokens) and tokens[end + 1].form in REPAIRS:
        end += 1
    return start > 0 and end + 1 < len(tokens) and counts(tokens[start - 1]) and counts(tokens[end + 1])


def swap(tokens: Sequence[Token], numbers: Sequence[int]) -> tuple[int, int] | None:
    """`3 pas 2`, `machi zouj, wahda`, `3 au lieu de 2`: from the first number or denial to the last."""
    for no in (at for at, token in enumerate(tokens) if token.form in INSTEAD):
        denied = next((at for at in numbers if no < at <= no + 3), None)
        if denied is not None and len({tokens[at].value for at in numbers}) > 1:
            return min(no, *numbers), max(numbers) + 1
    return None
