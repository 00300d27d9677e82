"""Numbers that are those of dishes on the menu: `numéro 3`, `les numéros 2 et 4`, `je veux le 3`."""

from collections.abc import Callable, Iterator, Sequence

from bot.intents.foods import GLUE, UNITS
from bot.intents.guards import COUNTED, JOINS, MENU_NUMBERS, NUMBERED, STREETS
from bot.intents.lexicon import ARTICLES, INDEFINITE, Hit
from bot.intents.tokens import KIND, Token

_THE = frozenset(("le", "la"))
_SAID = frozenset(("svp", "stp", "merci", ".", "!", "please"))
"""What may follow `je veux le 3`."""
_DIGITS = 3
_BEFORE_NUMBER = ARTICLES | INDEFINITE | MENU_NUMBERS
OWN_NUMBERS = frozenset(("human", "my_number"))
_BEFORE_DISH = GLUE | UNITS
_ELSEWHERE = NUMBERED - MENU_NUMBERS


_UNDONE = frozenset(("cancel", "where_order", "courier"))
"""What is done to an order: its number is meant."""
_OFF = frozenset(("remove", "dont_want"))
_PLACES = STREETS | frozenset(("appartement", "appt", "apt", "maison", "porte", "cage", "شقه", "باب"))
_BACK = 5
_FORTH = 3
_TO = frozenset(("au", "aux"))


def menu_numbers(
    tokens: Sequence[Token], hits: Sequence[Hit], place: tuple[int, int] | None, begins: Callable[[int], bool]
) -> Iterator[tuple[str, int, int]]:
    """One shape for each list of numbers, and where it stands; `@asked` where a numbered dish is to go. `place` = the
    tokens of an address, `begins` says at which tokens dishes do."""
    if "number" not in map(KIND, tokens):
        return
    concepts = {hit.concept for hit in hits}
    if not _UNDONE.isdisjoint(concepts):
        return
    off = not _OFF.isdisjoint(concepts)
    for name, at, end in _listed(tokens, begins):
        inside = place is not None and place[0] <= at < place[1]
        if not inside and not _housed(tokens, hits, at, end):
            yield "@asked" if off else name, at, end


def _housed(tokens: Sequence[Token], hits: Sequence[Hit], at: int, end: int) -> bool:
    """Whether a number is that of a house: `villa numéro 3`, `numéro 5 rue…`, `livrez au numéro 5`."""
    wanted = any(hit.concept == "want" and hit.end <= at and at - hit.end < 2 for hit in hits)
    before = [token.form for token in tokens[max(0, at - _BACK) : at]]
    after = [token.form for token in tokens[end : end + _FORTH]]
    if wanted and after[:1] == [","]:
        after = []
    sent = any(hit.concept in ("delivery", "deliver_you") for hit in hits) and before[-1:] and before[-1] in _TO
    return bool(sent) or not _PLACES.isdisjoint(after) or (not wanted and not _PLACES.isdisjoint(before))


def _listed(tokens: Sequence[Token], begins: Callable[[int], bool]) -> Iterator[tuple[str, int, int]]:
    """Every list of numbers, as a shape."""
    end = 0
    for at, token in enumerate(tokens):
        listed = token.form in MENU_NUMBERS
        if at < end or not (listed or token.form in _THE) or not _begins(tokens, at):
            continue
        end = _listed_until(tokens, at + 2, begins)
        if listed:
            yield "@menu_number", at, end
        elif all(one.form in _SAID for one in tokens[end:]) or _goes_on(tokens, end, begins):
            yield "@the_number", at, end


def whose(tokens: Sequence[Token], hit: Hit) -> str:
    """The concept of words like `numéro`: none before a label; the writer's own number beside a phone."""
    words = tokens[hit.start : hit.end]
    if words[-1].form in MENU_NUMBERS and _is_label(tokens, hit.end):
        return ""
    phoned = all(token.form in _BEFORE_NUMBER for token in words) and any(token.kind == "phone" for token in tokens)
    return "my_number" if phoned else hit.concept


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


def _goes_on(tokens: Sequence[Token], end: int, begins: Callable[[int], bool]) -> bool:
    """Whether a dish with its quantity is ordered after a number: `le 3 et 2 tacos`."""
    if end + 1 >= len(tokens) or tokens[end].form not in JOINS:
        return False
    return tokens[end + 1].value is not None and _counts(tokens, end + 1, begins)


def _counts(tokens: Sequence[Token], number: int, begins: Callable[[int], bool]) -> bool:
    after = number + 1
    while after < len(tokens) and tokens[after].form in _BEFORE_DISH:
        after += 1
    return after < len(tokens) and (begins(after) or tokens[after].form in COUNTED)
