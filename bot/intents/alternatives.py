"""One dish or another: which is meant is asked. One dish and not another: `le burger, pas le tacos`."""

from collections.abc import Collection, Sequence

from bot.intents.foods import ADDS, DOUBLE, EXTRA, GLUE, IN_ITS_PLACE, INSIDE, WITH
from bot.intents.guards import FOR_WHOM, JOINS, ONTO, OR, PREFER, PREFERS, THANKS_BEFORE_LA
from bot.intents.language import language
from bot.intents.leaving import TAKEN_BACK
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
_REPLACES = frozenset(("replace", "alter", "change_verb"))
_ANEW = frozenset(("want", "want_more", "again", "order_word", "also_word", "send", "i_forgot"))
_SAID_OF = ARTICLES | INDEFINITE | GLUE | ONTO | JOINS | FOR_WHOM | WITH | EXTRA | DOUBLE | INSIDE | ADDS
_OTHERWISE = _ANEW | {
    "reorder",
    "same",
    "last_time",
    "likewise",
    "help",
    "info",
    "unsure",
    "price",
    "have_q",
    "complaint",
    "remove",
    "cancel",
    "dont_want",
    "replace",
}
"""Words that order, ask or take off: nothing is only said of a dish in the basket."""
_OF_ORDERS = frozenset(("had_replaced", "complaint", "wrong"))


def choices(lines: Lines, tokens: Sequence[Token], hits: Sequence[Hit]) -> None:
    """Make one line of those that are alternatives: it can mean any of their dishes."""
    _drop(lines, hits)
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


def _drop(lines: Lines, hits: Sequence[Hit]) -> None:
    """Dishes said again, and not to be wanted, are no lines any more."""
    for hit in (hit for hit in hits if hit.concept == TAKEN_BACK):
        gone = [line.dishes for line in lines.lines if line.start == hit.start]
        lines.explained.append((hit.start, hit.end))
        lines.lines = [line for line in lines.lines if not any(line.dishes & dishes for dishes in gone)]


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
    """What the basket gives a meaning: dishes that come for one in it, and what is said of one in it."""
    _narrow(lines, hits, context.basket, grammar)
    found = _in_its_place(lines, tokens, hits, context, grammar) or _comes_for_last(
        lines, tokens, hits, context, grammar
    )
    if not found:
        _of_held(lines, tokens, hits, context.basket, grammar)
    return found


def _narrow(lines: Lines, hits: Sequence[Hit], basket: Sequence[str], grammar: MenuGrammar) -> None:
    """What is to be replaced is in the basket, where any dish of its name is."""
    for hit in (hit for hit in hits if hit.concept in _REPLACES):
        old = next((line for line in lines.lines if line.start >= hit.end), None)
        held = {n for n in old.dishes if grammar.codes[n] in basket} if old else set[int]()
        if old and held and len(old.dishes) > 1:
            old.dishes = frozenset(held)


def _in_its_place(
    lines: Lines, tokens: Sequence[Token], hits: Sequence[Hit], context: Context, grammar: MenuGrammar
) -> list[tuple[str, int, int]]:
    """`une chorba à la place`: it comes for what went into the basket last."""
    last = context.basket[-1]
    if len(lines.lines) != 1 or last not in grammar.codes or any(hit.concept in _OF_ORDERS for hit in hits):
        return []
    new = lines.lines[0]
    end = next((end for at in range(new.end, len(tokens)) if (end := _place(tokens, at))), 0)
    by_name = any(hit.concept in ("in_place_of", "replace") and hit.end < end for hit in hits)
    if not end or by_name or new.instead:
        return []
    new.instead = OrderLine(last, frozenset({grammar.codes.index(last)}), new.start, new.start)
    return [("@replaced", 0, end)] if grammar.codes.index(last) not in new.dishes else []


def _place(tokens: Sequence[Token], at: int) -> int:
    """The token after `à la place`, `f blastou`; 0 where it is `of` something, or nothing of the kind."""
    if tokens[at].form in IN_ITS_PLACE:
        return at + 1
    follow = tokens[at + 3].form if at + 3 < len(tokens) else ""
    said = tuple(token.form for token in tokens[at : at + 3]) == ("a", "la", "place")
    return at + 3 if said and follow not in INDEFINITE else 0


def _of_held(
    lines: Lines, tokens: Sequence[Token], hits: Sequence[Hit], basket: Sequence[str], grammar: MenuGrammar
) -> None:
    """`la margherita sans olives`, where one is in the basket: it is said of that one, and no other comes."""
    turned = any(hit.concept in _OTHERWISE and tokens[hit.start].form not in ADDS for hit in hits)
    if turned or _says_more(lines, tokens, hits, grammar):
        return
    for line in lines.lines:
        held = frozenset(n for n in line.dishes if grammar.codes[n] in basket)
        told = line.options or line.notes or line.lacking
        coded = tokens[line.start].form in grammar.code_of
        free = not (coded or line.said or line.onto >= 0 or line.another or line.shared or line.instead)
        alone = len(lines.lines) == 1 and not _added(tokens, line.start)
        if told and held and free and (alone or _definite(tokens, line, grammar)):
            _say_of(lines, line, held, tokens, grammar)


def _says_more(lines: Lines, tokens: Sequence[Token], hits: Sequence[Hit], grammar: MenuGrammar) -> bool:
    """Whether anything is asked, or said beside dishes and what goes onto them that nobody knows."""
    spans = [*lines.explained, *lines.loose_at, *((line.start, line.end) for line in lines.lines)]
    spans += [(hit.start, hit.end) for hit in hits if not hit.concept.startswith("@")]
    told = {at for start, end in spans for at in range(start, end)}
    rest = [token for at, token in enumerate(tokens) if at not in told and token.value is None]
    asked = any(token.form == "?" for token in tokens)
    return asked or any(token.kind == "word" and token.form not in _SAID_OF | grammar.known for token in rest)


def _definite(tokens: Sequence[Token], line: OrderLine, grammar: MenuGrammar) -> bool:
    """Whether an article or a preposition stands before a dish, or is glued to it."""
    found = grammar.word(tokens[line.start].form)
    before = tokens[line.start - 1].form if line.start else ""
    return before in ARTICLES or before in ONTO or bool(found and found.prefix not in ("", "و", "w"))


def _added(tokens: Sequence[Token], start: int) -> bool:
    """Whether `and` stands before a dish, or in it: it comes to what is in the basket."""
    return tokens[start].form.startswith("و") or (start > 0 and tokens[start - 1].form in JOINS - {","})


def _say_of(lines: Lines, line: OrderLine, held: frozenset[int], tokens: Sequence[Token], grammar: MenuGrammar) -> None:
    """Bind what is said of a line to the dish in the basket; words stand for options that this does not have."""
    options = grammar.menu.options
    having = frozenset(n for n in held if any(options[code].item == grammar.codes[n] for code in line.options))
    line.dishes = having or held
    mine = [code for code in line.options if any(options[code].item == grammar.codes[n] for n in line.dishes)]
    loose = lines.loose_at if line is lines.lines[0] else []
    line.onto = min(line.start, *(start for start, _ in loose), line.start)
    for start, end in lines.explained:
        line.end = end if line.start < start <= line.end < end else line.end
    if line.options and not mine:
        spans = [span for span in (*loose, *lines.explained) if span[1] > span[0] + 1][:1]
        line.lacking.extend(" ".join(token.text for token in tokens[start:end]) for start, end in spans)
    line.options, line.lacking, line.notes = mine, [*line.notes, *line.lacking], []


def _comes_for_last(
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
    again = [old.dishes for old in gone if not any(grammar.codes[n] in held for n in old.dishes)]
    lines.lines = [
        line
        for line in lines.lines
        if line.start not in denied and not (line.dishes in again and line.start < max(denied))
    ]
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
