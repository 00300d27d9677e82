"""Which numbers of an utterance count dishes."""

from collections.abc import Container, Sequence

from bot.intents.foods import ADDED, EXTRA, EXTRA_BEHIND, MORE
from bot.intents.guards import JOINS
from bot.intents.numbers import GROUPS, HALVES, number, together
from bot.intents.tokens import BREAKS, Token

_AND = frozenset({"w", "et", "ou", "و"})
_IN = frozenset(("en", "de", "b", "ب"))
_MORE = ADDED | MORE | EXTRA
_ONE = frozenset({"احد", "احدي", "احدى"})
_HALF = HALVES | {f"و{form}" for form in HALVES}
_RARE = _HALF | _ONE
"""These are numbers with what follows only."""
_TEN = frozenset({"عشر", "عشره"})
"""Behind a unit these make a number over ten: `اثنتا عشرة`."""


def number_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The number that starts at a token, be it 0 or absurd, and the token after it."""
    token = tokens[at]
    if token.value is None and token.form not in _RARE:
        return None
    follow = tokens[at + 1] if at + 1 < len(tokens) else None
    dash = follow is not None and follow.form == "-"
    dozen = tokens[at + 1 + dash : at + 2 + dash]
    if token.form in _ONE and follow is not None and follow.form in _TEN:
        return 11, at + 2
    if token.form in _HALF and dozen and dozen[0].form in GROUPS:
        return (dozen[0].value or 2) // 2, at + 2 + dash
    if token.value is None or token.kind == "order":
        return None
    if follow is not None and follow.form in GROUPS and token.form not in GROUPS and token.value:
        return token.value * (follow.value or 1), at + 2
    if follow is not None and follow.form in _TEN and token.kind == "word" and 0 < token.value < 10:
        return token.value + 10, at + 2
    longer = spelled(tokens, at) if token.kind == "word" and follow else None
    return longer or (token.value, at + 1)


def spelled(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A number of several words, perhaps with `and` between (`mia w khamsa w 3achrin`); None when it is one word."""
    total, end = tokens[at].value, at + 1
    while total is not None and end < len(tokens):
        joined = end + 1 if tokens[end].form in _AND else end
        value = _part(tokens, joined, glued=joined == end)
        more = together(total, value) if value is not None else None
        if more is None:
            break
        total, end = more, joined + 1
    return (total, end) if total is not None and end > at + 1 else None


def _part(tokens: Sequence[Token], at: int, *, glued: bool) -> int | None:
    """The value of a further word of a number; `glued` = the word may carry its `and` (`وعشرين`)."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    token = tokens[at]
    return number(token.form[1:]) if token.value is None and glued and token.form.startswith("و") else token.value


def trailing(tokens: Sequence[Token], dishes: Container[int], barred: Container[int]) -> bool:
    """Whether quantities follow their dish (`pizza 2 coca 1`): the first thing said is a dish and the last a number."""
    counted = [
        at
        for at, token in enumerate(tokens)
        if at in dishes or (token.value is not None and token.kind != "order" and at not in barred)
    ]
    return len(counted) > 2 and counted[0] in dishes and counted[-1] not in dishes


def multiplies(tokens: Sequence[Token], end: int, at: int) -> bool:
    """Whether `x2` counts the dish that ends before it (`P01 x2 P02`): nothing begins anew between them."""
    between = tokens[end:at]
    times = tokens[at].kind == "times" and not tokens[at].form[0].isdecimal()
    return times and not any(token.form in BREAKS or token.form in JOINS for token in between)


def past_more(tokens: Sequence[Token], at: int) -> int:
    """The token after words that ask for more of what stands before: `en plus`, `زيادة`; 0 where there are none."""
    form = tokens[at].form if at < len(tokens) else ""
    if form in _IN:
        follow = tokens[at + 1].form if at + 1 < len(tokens) else ""
        return at + 2 if follow in EXTRA_BEHIND or follow in EXTRA else 0
    return at + 1 if form in _MORE else 0
