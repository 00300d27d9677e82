"""One dish instead of another: which one goes, and which one comes for it."""

from collections.abc import Sequence

from bot.intents.foods import GLUE, UNITS
from bot.intents.guards import BY, JOINS, KEEPS, OWN, PUTS
from bot.intents.lexicon import ARTICLES, INDEFINITE, Hit
from bot.intents.lines import Lines, OrderLine
from bot.intents.mentions import Spotted
from bot.intents.tokens import BREAKS, Token

_WORDS = frozenset(("replace", "in_place_of"))
_OFF = "remove"
_TURNS = frozenset((_OFF, "alter", "change_verb"))
"""Verbs that replace a dish only where another comes for it."""
_IT = frozenset(("le", "la", "les", "l", "moi", "lui", "-", "ha", "hom", "ça", "ca"))
_SMALL = ((ARTICLES | INDEFINITE | GLUE | OWN) - BY) | {"moi", "li", "lia", "liya", "لي", "ليا"}
_PUTS = PUTS - KEEPS
_FOR = BY - {"avec", "مع", "pour"}


def replaced(
    lines: Lines, tokens: Sequence[Token], spotted: Spotted, hits: Sequence[Hit]
) -> list[tuple[str, int, int]]:
    """`remplace A par B`, `B à la place de A`: A is no line any more, B knows it. The shapes, and where they stand."""
    found: list[tuple[str, int, int]] = []
    for hit in hits if lines.lines else ():
        if (hit.concept not in _WORDS and hit.concept not in _TURNS) or any(hit.start < end for _, _, end in found):
            continue
        puts = [at for at, token in enumerate(tokens) if token.form.removeprefix("و") in _PUTS]
        puts += [one.start for one in hits if one.concept == "want_more" and hit.concept == _OFF]
        pair = _pair(lines.lines, tokens, spotted, hit, puts)
        while pair:
            old, new = pair
            new.instead, new.anyway = old, hit.concept == _OFF
            lines.lines = [line for line in lines.lines if line is not old]
            start = min(hit.start, _counted_from(tokens, new.start))
            found.append(("@replaced", start, max(old.end, new.end, hit.end)))
            pair = _next_pair(lines.lines, tokens, spotted, new)
    alone = None if found else _alone(lines, tokens, hits)
    return [alone] if alone else found


def _next_pair(
    lines: Sequence[OrderLine], tokens: Sequence[Token], spotted: Spotted, new: OrderLine
) -> tuple[OrderLine, OrderLine] | None:
    """`… et C par D` after a replacement."""
    follow = [line for line in lines if line.start >= new.end][:2]
    if len(follow) < 2 or not any(token.form in _FOR for token in tokens[follow[0].end : follow[1].start]):
        return None
    between = tokens[new.end : follow[0].start]
    near = all(one.form in JOINS or one.form in _SMALL or one.value is not None for one in between)
    return (follow[0], follow[1]) if near and _by(tokens, spotted, *follow) else None


def _counted_from(tokens: Sequence[Token], start: int) -> int:
    """Where the quantity of a dish begins, if one stands before it."""
    before = start
    while before and (tokens[before - 1].value is not None or tokens[before - 1].form in UNITS):
        before -= 1
    return before


def _alone(lines: Lines, tokens: Sequence[Token], hits: Sequence[Hit]) -> tuple[str, int, int] | None:
    """`remplace A`, and not by what, or by what the menu does not have: then A stays as it is."""
    for hit in (hit for hit in hits if hit.concept in _WORDS):
        old = next((line for line in lines.lines if line.start >= hit.end), None)
        if old is None or not _right_after(tokens, hit.end, old.start):
            continue
        if _comes_unknown(lines, tokens, hit, old):
            lines.lines.remove(old)
            return "@replaced", hit.start, old.end
        if hit.concept == "replace":
            open_ended = any(token.form in _FOR for token in tokens[old.end :])
            return "@asked" if open_ended else "@replaceable", hit.start, old.end
    return None


def _comes_unknown(lines: Lines, tokens: Sequence[Token], hit: Hit, old: OrderLine) -> bool:
    """Whether something that is not on the menu is to come for a dish."""
    if hit.concept == "in_place_of" and any(at < hit.start for at in lines.unknown_from):
        return True
    after = (tokens[old.end : at] for at in lines.unknown_from if at > old.end)
    return any(token.form in BY or token.form in PUTS for between in after for token in between)


def _pair(
    lines: Sequence[OrderLine], tokens: Sequence[Token], spotted: Spotted, hit: Hit, puts: Sequence[int]
) -> tuple[OrderLine, OrderLine] | None:
    """The dish right after the word goes; the one that comes follows it, or stands before the word. `puts` = where the
    verbs of putting are."""
    at = next((n for n, line in enumerate(lines) if line.start >= hit.end), None)
    if at and hit.concept in ("replace", "alter") and _comes_for_it(tokens, hit, lines[at].start):
        return lines[at - 1], lines[at]
    if at is None or not _right_after(tokens, hit.end, lines[at].start):
        return None
    old = lines[at]
    follow = lines[at + 1] if at + 1 < len(lines) else None
    put = follow is not None and any(old.end <= at < follow.start for at in puts)
    if follow and (put or (hit.concept != _OFF and _by(tokens, spotted, old, follow))):
        return old, follow
    before = lines[at - 1] if at else None
    if before is None and follow and hit.concept == "in_place_of" and _right_after(tokens, old.end, follow.start):
        return old, follow
    if hit.concept != "in_place_of" or before is None:
        return None
    return None if any(token.form in BREAKS for token in tokens[before.end : hit.start]) else (old, before)


def _comes_for_it(tokens: Sequence[Token], hit: Hit, start: int) -> bool:
    """Whether a dish comes for the one before the verb: `un des deux hamoud, remplacez-le par une eau`."""
    between = [token.form for token in tokens[hit.end : start] if token.value is None]
    by = next((at for at, form in enumerate(between) if form in _FOR), None)
    return by is not None and all(form in _IT for form in between[:by])


def _right_after(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether only small words and a quantity stand between the verb and a dish."""
    between = tokens[start:end]
    return all(token.form in _SMALL or token.form in UNITS or token.value is not None for token in between)


def _by(tokens: Sequence[Token], spotted: Spotted, old: OrderLine, new: OrderLine) -> bool:
    """Whether `par` or `b` stands between two dishes, or is glued to the second."""
    found = spotted[new.start]
    glued = found is not None and found.prefix in ("b", "ب", "bel", "بال")
    return glued or any(token.form in BY for token in tokens[old.end : new.start])
