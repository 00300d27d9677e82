"""One dish or another: which is meant is asked. One dish and not another: `le burger, pas le tacos`."""

from collections.abc import Collection, Sequence

from bot.intents.foods import GLUE
from bot.intents.guards import OR, PREFER, PREFERS
from bot.intents.lexicon import ARTICLES, INDEFINITE, Hit
from bot.intents.lines import Lines, OrderLine
from bot.intents.menu import MenuGrammar
from bot.intents.scope import Governed
from bot.intents.tokens import Token

_SMALL = ARTICLES | INDEFINITE | GLUE | PREFER
_COUNTED = INDEFINITE | ARTICLES


def choices(lines: Lines, tokens: Sequence[Token], hits: Sequence[Hit], french: bool) -> None:
    """Make one line of those that are alternatives: it can mean any of their dishes. `french` = `ou` is no `and`."""
    unsure = any(hit.concept == "unsure" for hit in hits)
    either = unsure or any(token.form in PREFERS for token in tokens)
    lines.doubtful = unsure and len(lines.lines) == 1
    neither = any(hit.concept == "no" for hit in hits)
    wants = {at for hit in hits if hit.concept in ("want", "want_more") for at in range(hit.start, hit.end)}
    merged: list[OrderLine] = []
    for line in lines.lines:
        if merged and (either or (not neither and _or(tokens, merged[-1].end, line.start, wants, french))):
            merged[-1] = _either(tokens, merged[-1], line)
            lines.doubtful = lines.doubtful or _differ(merged[-1], line)
        else:
            merged.append(line)
    lines.lines = merged


def _or(tokens: Sequence[Token], end: int, start: int, wants: Collection[int], french: bool) -> bool:
    """Whether `or` and nothing that matters stands between two dishes."""
    between = range(end, start)
    ors = [at for at in between if tokens[at].form in OR or (tokens[at].form == "ou" and _is_or(tokens, at, french))]
    rest = (at for at in between if at not in ors and at not in wants)
    return bool(ors) and all(
        tokens[at].form in _SMALL or tokens[at].value is not None or tokens[at].form == "," for at in rest
    )


def _is_or(tokens: Sequence[Token], at: int, french: bool) -> bool:
    """`ou` is French for `or` and a way to write Darija's `and`."""
    return french or tokens[at + 1].form in _COUNTED or any(token.form == "?" for token in tokens)


def _either(tokens: Sequence[Token], one: OrderLine, other: OrderLine) -> OrderLine:
    one.text = " ".join(token.text for token in tokens[one.start : other.end])
    one.dishes |= other.dishes
    one.end, one.score = other.end, min(one.score, other.score)
    one.qty, one.said = (one.qty, one.said) if one.said else (other.qty, other.said)
    one.options += [code for code in other.options if code not in one.options]
    one.notes += other.notes
    return one


def _differ(one: OrderLine, other: OrderLine) -> bool:
    """Whether so many of one or another number of the other are meant."""
    return one.said and other.said and one.qty != other.qty


def contrasted(
    lines: Lines, found: Sequence[Governed], held: Collection[str], grammar: MenuGrammar
) -> list[tuple[str, int, int]]:
    """Denied dishes are no lines any more; where one is in the basket and one other dish is said, that comes for it.
    The shapes, and where they stand."""
    denied = {one.dish: one for one in found}
    gone = [line for line in lines.lines if line.start in denied]
    lines.lines = [line for line in lines.lines if line.start not in denied]
    out: list[tuple[str, int, int]] = []
    for old in gone:
        start = min(denied[old.start].start, old.start)
        inside = any(grammar.codes[n] in held for n in old.dishes)
        near = [line for line in lines.lines if line.instead is None]
        if inside and len(near) == 1 and len(gone) == 1 and len(lines.lines) == 1:
            near[0].instead = old
            out.append(("@replaced", min(start, near[0].start), max(old.end, near[0].end)))
        else:
            out.append(("@refused" if inside else "@unordered", start, old.end))
            lines.refused += [old] if inside else []
    return out
