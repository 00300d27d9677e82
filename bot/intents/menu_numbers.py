"""Numbers that are those of dishes on the menu: `numéro 3`, `les numéros 2 et 4`, `je veux le 3`."""

from collections.abc import Callable, Iterator, Sequence

from bot.intents.foods import GLUE, UNITS
from bot.intents.guards import COUNTED, JOINS, MENU_NUMBERS, NUMBERED
from bot.intents.lexicon import ARTICLES
from bot.intents.tokens import Token

_THE = frozenset(("le", "la"))
_SAID = frozenset(("svp", "stp", "merci", ".", "!", "please"))
"""What may follow `je veux le 3`."""
_DIGITS = 3
_BEFORE_NUMBER = ARTICLES | MENU_NUMBERS
_BEFORE_DISH = GLUE | UNITS
_ELSEWHERE = NUMBERED - MENU_NUMBERS


def menu_numbers(tokens: Sequence[Token], begins: Callable[[int], bool]) -> Iterator[tuple[str, int, int]]:
    """One shape for each list of numbers, and where it stands. `begins` says at which tokens dishes do."""
    end = 0
    for at, token in enumerate(tokens):
        listed = token.form in MENU_NUMBERS
        if at < end or not (listed or token.form in _THE) or not _begins(tokens, at):
            continue
        end = _listed_until(tokens, at + 2, begins)
        if listed:
            yield "@menu_number", at, end
        elif all(one.form in _SAID for one in tokens[end:]):
            yield "@the_number", at, end


def labels(tokens: Sequence[Token], end: int) -> bool:
    """Whether words that end with `numéro` are those of a label: nobody's own number is meant."""
    return end > 0 and tokens[end - 1].form in MENU_NUMBERS and _is_label(tokens, end)


def _begins(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number after a token is that of a dish, not that of a table, a floor, an order."""
    return _is_label(tokens, at + 1) and not (at and tokens[at - 1].form in _ELSEWHERE)


def _is_label(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "number" and len(tokens[at].form) <= _DIGITS


def _listed_until(tokens: Sequence[Token], at: int, begins: Callable[[int], bool]) -> int:
    """The token after the last number of a list; a number that counts a dish is none of it."""
    while at < len(tokens) and tokens[at].form in JOINS:
        number = next((n for n in range(at + 1, len(tokens)) if tokens[n].form not in _BEFORE_NUMBER), len(tokens))
        if not _is_label(tokens, number) or _counts(tokens, number, begins):
            break
        at = number + 1
    return at


def _counts(tokens: Sequence[Token], number: int, begins: Callable[[int], bool]) -> bool:
    after = number + 1
    while after < len(tokens) and tokens[after].form in _BEFORE_DISH:
        after += 1
    return after < len(tokens) and (begins(after) or tokens[after].form in COUNTED)
