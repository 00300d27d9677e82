"""One dish or another: which is meant is asked. One dish and not another: `le burger, pas le tacos`."""

from collections.abc import Collection, Sequence

from bot.intents.foods import GLUE
from bot.intents.guards import OR, PREFER, PREFERS, THANKS_BEFORE_LA
from bot.intents.language import language
from bot.intents.lexicon import ARTICLES, INDEFINITE, Hit
from bot.intents.lines import Lines, OrderLine
from bot.intents.menu import MenuGrammar
from bot.intents.reading import Context
from bot.intents.scope import DENIED, Governed
from bot.intents.tokens import Token

_SMALL = ARTICLES | INDEFINITE | GLUE | PREFER
_NOES = frozenset(("la", "lla", "lala", "non", "pas", "لا", "لالا"))
_COUNTED = INDEFINITE | ARTICLES
_PAUSED = _SMALL | {","}


def choices(lines: Lines, tokens: Sequence[Token], hits: Sequence[Hit]) -> None:
    """Make one line of those that are alternatives: it can mean any of their dishes."""
    if not lines.lines:
        return
    wanted = any(hit.concept in ("want", "want_more") for hit in hits) or any(line.said for line in lines.lines)
    lines.doubtful = lines.doubtful or (lines.stated and not wanted)
    unsure = _or_not(tokens) or any(hit.concept == "unsure" for hit in hits)
    if len(lines.lines) == 1:
        lines.doubtful = lines.doubtful or unsure
        return
    either = unsure or any(token.form in PREFERS for token in tokens)
    neither = any(hit.concept == "no" for hit in hits)
    wants = {at for hit in hits if hit.concept in ("want", "want_more") for at in range(hit.start, hit.end)}
    merged: list[OrderLine] = []
    for line in lines.lines:
        if merged and (either or (not neither and _or(tokens, merged[-1].end, line.start, wants))):
            merged[-1] = _either(tokens, merged[-1], line)
            lines.chosen = True
            lines.doubtful = lines.doubtful or _differ(merged[-1], line)
        else:
            merged.append(line)
    lines.lines = merged


def _or_not(tokens: Sequence[Token]) -> bool:
    """Whether a message ends with `wela lala`: it asks."""
    said = [token.form for token in tokens[-3:] if token.kind == "word"]
    return len(said) > 1 and said[-2] in OR and said[-1] in _NOES


def _or(tokens: Sequence[Token], end: int, start: int, wants: Collection[int]) -> bool:
    """Whether `or` and nothing that matters stands between two dishes."""
    between = range(end, start)
    ors = [at for at in between if tokens[at].form in OR or (tokens[at].form == "ou" and _is_or(tokens, at))]
    rest = (at for at in between if at not in ors and at not in wants)
    return bool(ors) and all(
        tokens[at].form in _SMALL or tokens[at].value is not None or tokens[at].form == "," for at in rest
    )


def _is_or(tokens: Sequence[Token], at: int) -> bool:
    """`ou` is French for `or` and a way to write Darija's `and`; `où` is neither."""
    if tokens[at].text.lower() == "où":
        return False
    french = language(tokens) not in ("arq-Latn", "mixed")
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


def corrected(
    lines: Lines, tokens: Sequence[Token], hits: Sequence[Hit], context: Context, grammar: MenuGrammar
) -> list[tuple[str, int, int]]:
    """A no and at once a dish that is not in the basket: it comes for the one of its kind that went in last
    (`non, P02`)."""
    last = context.basket[-1]
    if context.name != "cart" or len(lines.lines) != 1 or last not in grammar.codes:
        return []
    new = lines.lines[0]
    noes = [hit for hit in hits if hit.concept == "no" and hit.start == 0]
    between = tokens[noes[0].end : new.start] if noes else ()
    if not noes or new.end < len(tokens) or new.said or any(token.form not in _PAUSED for token in between):
        return []
    of = grammar.menu.by_code[last].category
    alike = all(grammar.menu.dishes[n].category == of for n in new.dishes)
    thanks = any(token.form in THANKS_BEFORE_LA for token in tokens[: new.start])
    if thanks or not alike or any(grammar.codes[n] in context.basket for n in new.dishes):
        return []
    new.instead = OrderLine(last, frozenset({grammar.codes.index(last)}), new.start, new.start)
    return [("@replaced", 0, new.end)]


def _is_kept(line: OrderLine, held: Collection[str], grammar: MenuGrammar) -> bool:
    """Whether a dish that is said beside a denied one is in the basket already."""
    return not line.said and any(grammar.codes[n] in held for n in line.dishes)


def contrasted(
    lines: Lines, found: Sequence[Governed], held: Collection[str], grammar: MenuGrammar
) -> list[tuple[str, int, int]]:
    """Denied dishes are no lines any more; where one is in the basket and one other dish is said, that comes for it.
    The shapes, and where they stand."""
    if not found:
        return []
    denied = {one.dish: one for one in found}
    gone = [line for line in lines.lines if line.start in denied]
    lines.lines = [line for line in lines.lines if line.start not in denied]
    out: list[tuple[str, int, int]] = []
    for old in gone:
        start = min(denied[old.start].start, old.start)
        lines.explained.append((start, old.end))
        inside = any(grammar.codes[n] in held for n in old.dishes)
        known = len(gone) == len(lines.lines) == 1 and _is_kept(lines.lines[0], held, grammar)
        lines.lines = [] if inside and known else lines.lines
        if inside and denied[old.start].name == DENIED and len(gone) == len(lines.lines) == 1:
            new = lines.lines[0]
            new.instead = old
            out.append(("@replaced", min(start, new.start), max(old.end, new.end)))
        elif inside or not lines.lines:
            out.append(("@refused" if inside else "@unordered", start, old.end))
            lines.refused.append(old)
    return out
