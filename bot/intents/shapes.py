"""Shapes that words alone do not give: dishes, quantities, times, amounts, `la` as no, one quantity for another."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.intents.corrections import counts, la_as_no, swap, takes_back
from bot.intents.foods import GLUE, UNITS, WITHOUT
from bot.intents.guards import (
    ABSENT,
    BEFORE_CLOCK,
    BEFORE_TIME,
    COUNTED,
    HOURS,
    MENU_NUMBERS,
    MILLION,
    NUMBERED,
    OLD_MONEY,
    PEOPLE,
    PUTS,
    REPAIRS,
    SETS_TO,
    TABLES,
)
from bot.intents.lexicon import ARTICLES, INDEFINITE, Hit
from bot.intents.lines import Lines, OrderLine
from bot.intents.mentions import Mention, Spotted, is_set
from bot.intents.menu import MenuGrammar
from bot.intents.menu_numbers import OWN_NUMBERS, menu_numbers, whose
from bot.intents.moments import hour_at
from bot.intents.odd import odd_numbers
from bot.intents.reading import Context
from bot.intents.tokens import BREAKS, FORM, Token

_SMALL = (ARTICLES | INDEFINITE) - {"la"}
_KINDS = {"clock": "@time", "money": "@money", "phone": "@phone", "order": "@order"}
_SIGNS = {"?": "@question", **{sign: sign for sign in ("✅", "🛒", "👎", "📞")}}
_BESIDE_A_NUMBER = ("only_word", "done", "filler", "yes", "change_verb", "keep")
_ONE_DISH = frozenset(("qty", "options"))
"""Contexts in which a dish is looked at."""
_PLAIN = frozenset(("word", "sign", "emoji"))
_IDLE = frozenset(("sign", "emoji"))
_AFTER_LA = ("same_one", "last_time", "likewise")
_TURNS = ("want", "but", "remove", "cancel", "dont_want")
_WITHIN = frozenset(("ف", "فال", "f", "fel"))
"""Glued to a dish: what is in it."""
_LABELS = frozenset(("commande", "cmd"))
"""The number after these is an order's, unless it counts a dish."""
_TELLING = ABSENT | MILLION | _SIGNS.keys()
_AMOUNT = 30
"""From here on a bare number in a question about a dish is a price."""


@dataclass(slots=True)
class Shapes:
    """What stands where: concept and shape names to token ranges, tokens that carry meaning, clause numbers.

    `barred` tokens are numbers that count no dish; `odd` are those among them that nobody can mean, and their ends.
    """

    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    content: list[int] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    barred: frozenset[int] = frozenset()
    odd: dict[int, int] = field(default_factory=dict)

    def add(self, name: str, start: int, end: int) -> None:
        self.spans.setdefault(name, []).append((start, end))

    def has(self, *names: str) -> bool:
        return not self.spans.keys().isdisjoint(names)


def shapes(
    tokens: Sequence[Token],
    hits: Sequence[Hit],
    context: str,
    place: tuple[int, int] | None = None,
    begins: Callable[[int], bool] = lambda at: False,
) -> Shapes:
    """Everything but the dishes. `place` = the tokens of an address said among other things; `begins` says at which
    tokens dishes do."""
    out = Shapes(odd=odd_numbers(tokens))
    if place:
        out.add("@address", *place)
    for hit in hits:
        repairs = hit.concept == "no" and all(takes_back(tokens, at) for at in range(hit.start, hit.end))
        concept = "" if repairs else whose(tokens, hit) if hit.concept in OWN_NUMBERS else hit.concept
        if concept:
            out.add(concept, hit.start, hit.end)
    for shape in menu_numbers(tokens, hits, place, begins):
        out.add(*shape)
    barred = {at for start, end in _apart(out) for at in range(start, end)}
    barred.update(range(*place) if place else ())
    telling = [
        at for at, one in enumerate(tokens) if one.kind not in _PLAIN or one.value is not None or one.form in _TELLING
    ]
    barred.update(at for at in telling if tokens[at].value is not None and _is_barred(tokens, at, context, begins))
    out.barred = frozenset(barred)
    for at in telling:
        for name, end in _shapes_at(tokens, at, at in barred):
            out.add(name, at, end)
    for at in la_as_no(tokens):
        out.add("@la", at, at + 1)
    out.clauses = _clauses(tokens, out, begins)
    out.content = _content(tokens, out)
    return out


def _content(tokens: Sequence[Token], out: Shapes) -> list[int]:
    """Tokens that say something: no fillers, articles, signs; emoji only when there is nothing else."""
    filler = {at for start, end in out.spans.get("filler", ()) for at in range(start, end)}
    led = (start - 1 for name in _AFTER_LA for start, _ in out.spans.get(name, ()) if start)
    filler.update(at for at in led if tokens[at].form == "la")
    said = [
        at
        for at, token in enumerate(tokens)
        if token.kind not in _IDLE and token.form not in _SMALL and at not in filler
    ]
    return said or [at for at, token in enumerate(tokens) if token.kind == "emoji"]


def _clauses(tokens: Sequence[Token], shapes: Shapes, begins: Callable[[int], bool]) -> list[int]:
    """The clause of each token; where something is taken off, verbs begin one too, and `, la pizza` goes with it."""
    undone = shapes.has("remove", "cancel", "dont_want", "@keep", "@none_here")
    turns = {start for name in _TURNS for start, _ in shapes.spans.get(name, ())} if undone else set[int]()
    clause, out = 0, []
    if not undone and BREAKS.isdisjoint(map(FORM, tokens)):
        return [0] * len(tokens)
    for at, token in enumerate(tokens):
        turns_here = at in turns or (undone and token.form.removeprefix("و") in PUTS)
        clause += turns_here or (token.form in BREAKS and not (undone and _lists_on(tokens, at, begins)))
        out.append(clause)
    return out


def _lists_on(tokens: Sequence[Token], at: int, begins: Callable[[int], bool]) -> bool:
    """Whether a comma only goes on to the next thing with an article."""
    article = at + 2 < len(tokens) and tokens[at].form == "," and tokens[at + 1].form in ARTICLES
    return article and begins(at + 2)


def _is_barred(tokens: Sequence[Token], at: int, context: str, begins: Callable[[int], bool]) -> bool:
    """A number after `m3a`, `table`, `n°`, or before people or minutes."""
    if tokens[at].value is None or tokens[at].kind == "times":
        return False
    before = _before(tokens, at)
    after = tokens[at + 1].form if at + 1 < len(tokens) else ""
    if before in _LABELS and _counts_dish(tokens, at + 1, begins):
        return False
    if before in BEFORE_CLOCK and _counts_dish(tokens, at + 1, begins):
        return False
    timed = before in BEFORE_CLOCK or (before in BEFORE_TIME and context == "slot")
    return timed or before in NUMBERED or after in COUNTED


def _counts_dish(tokens: Sequence[Token], at: int, begins: Callable[[int], bool]) -> bool:
    """Whether a dish begins behind what is counted of it."""
    while at < len(tokens) and (tokens[at].form in GLUE or tokens[at].form in UNITS):
        at += 1
    return at < len(tokens) and begins(at)


def _before(tokens: Sequence[Token], at: int) -> str:
    return next((tokens[n].form for n in range(at - 1, max(-1, at - 3), -1) if tokens[n].form not in ARTICLES), "")


def _shapes_at(tokens: Sequence[Token], at: int, barred: bool) -> Iterator[tuple[str, int]]:
    """Names of the shapes that start at a token, and where they end."""
    token = tokens[at]
    if token.kind in _KINDS and (token.kind != "clock" or hour_at(tokens, at)):
        yield _KINDS[token.kind], at + 1
    elif token.form in _SIGNS:
        yield _SIGNS[token.form], at + 1
    elif token.form in MILLION:
        yield "@money", at + 1
    elif token.form in ABSENT and at + 1 < len(tokens) and (token.form != "pas" or tokens[at + 1].form in INDEFINITE):
        yield "@pas_de", at + 1
        if token.form != "pas":
            yield "@none_here", at + 1
    if token.value is not None:
        yield from _number_shapes(tokens, at, barred)


def _apart(out: Shapes) -> Iterator[tuple[int, int]]:
    """Numbers that count no dish wherever they stand."""
    yield from out.odd.items()
    yield from out.spans.get("@menu_number", ())
    yield from out.spans.get("@the_number", ())
    yield from out.spans.get("@moment", ())
    yield from out.spans.get("@town", ())


def _number_shapes(tokens: Sequence[Token], at: int, barred: bool) -> Iterator[tuple[str, int]]:
    token = tokens[at]
    before = _before(tokens, at) if barred else ""
    before = _before(tokens, at - 1) if before in MENU_NUMBERS and tokens[at - 1].form in MENU_NUMBERS else before
    follow = tokens[at + 1].form if at + 1 < len(tokens) else ""
    beside = (("@time", HOURS), ("@people", PEOPLE), ("@money", OLD_MONEY))
    yield from ((name, at + 2) for name, listed in beside if follow in listed)
    alone = BEFORE_TIME if follow not in PEOPLE else ()
    yield from ((name, at + 1) for name, listed in (("@table", TABLES), ("@time", alone)) if before in listed)
    if token.kind in ("number", "word") and (token.value or 0) >= _AMOUNT:
        yield "@amount", at + 1
    if token.kind == "number":
        yield from _digits(tokens, at, len(token.form))


def _digits(tokens: Sequence[Token], at: int, size: int) -> Iterator[tuple[str, int]]:
    """A code, a postal code, a reference, the number of an order: by how many digits it has."""
    if size >= 3:
        yield "@order", at + 1
    if size >= 4:
        yield {4: "@digits4", 5: "@postal"}.get(size, "@digits6"), at + 1
    run = tokens[at : at + 4]
    if len(run) == 4 and all(token.kind == "number" and len(token.form) == 1 for token in run):
        yield "@digits4", at + 4


def dishes(
    out: Shapes, tokens: Sequence[Token], mentions: Sequence[Mention], spotted: Spotted, grammar: MenuGrammar
) -> None:
    """Add the dishes, the sets of dishes, and the numbers that count them."""
    covered: set[int] = set()
    codes, options = grammar.code_of, grammar.option_of
    for mention in mentions:
        out.add("@set" if is_set(mention) else "@dish", mention.start, mention.end)
        if (found := spotted[mention.start]) and found.prefix in _WITHIN:
            out.add("@inside", mention.start, mention.end)
        covered.update(range(mention.start, mention.end))
    if mentions:
        out.add("@dishes", 0, 0)
    for at, token in enumerate(tokens):
        form = token.form
        if form in codes or form in options or form in WITHOUT:
            out.add("@dish" if form in codes else "@options" if form in options else "@without", at, at + 1)
            covered.add(at)
        elif at not in covered and (spotted[at] is not None or grammar.food(form)):
            out.add("@part", at, at + 1)
    valued = [at for at, token in enumerate(tokens) if token.value is not None and counts(token)]
    numbers = [at for at in valued if at not in covered and at not in out.barred]
    for at in numbers:
        out.add("@qty", at, at + 1)
    _add_numbers(out, tokens, numbers)


def ordered_shapes(out: Shapes, tokens: Sequence[Token], lines: Lines, grammar: MenuGrammar, context: Context) -> None:
    """Add what the order's lines show: options without a dish, dishes to leave out, none of a dish, strangers."""
    alone = not lines.lines
    wished = lines.wished_at if alone or lines.wished_surely else ()
    lacking = lines.lacking_at if alone and (context.basket or context.name in _ONE_DISH) else ()
    named = (("@loose", lines.loose_at if alone else ()), ("@wished", wished), ("@lacking", lacking))
    for name, spans in (*named, ("@left_out", lines.left_out)):
        for span in spans:
            out.add(name, *span)
    for line in lines.lines:
        held = any(grammar.codes[n] in context.basket for n in line.dishes)
        for shape in _line_shapes(tokens, line, held):
            out.add(*shape)
    for at in lines.unknown_at:
        out.add(_stranger(tokens[at].form, grammar), at, at + 1)


def _line_shapes(tokens: Sequence[Token], line: OrderLine, held: bool) -> Iterator[tuple[str, int, int]]:
    """What one line shows; `held` = its dish is in the basket."""
    if line.counted > line.end and _is_set(tokens, line):
        yield "@set_to", line.start, line.counted + 1
    if line.qty == 0:
        yield "@none", line.start, line.end
    if line.another:
        yield "@another", line.start, line.end
    if line.onto >= 0 and held:
        yield "@onto", line.onto, line.end


def _is_set(tokens: Sequence[Token], line: OrderLine) -> bool:
    """Whether a verb of putting stands before a dish, and `à` before its quantity."""
    return tokens[line.counted - 1].form in SETS_TO and any(token.form in PUTS for token in tokens[: line.start])


def _stranger(form: str, grammar: MenuGrammar) -> str:
    if grammar.looks_coded(form):
        return "@strange"
    return "@dish" if grammar.food(form) else "@unknown"


def _add_numbers(out: Shapes, tokens: Sequence[Token], numbers: Sequence[int]) -> None:
    if not numbers:
        return
    out.spans["@number"] = list(out.spans["@qty"])
    exchanged = swap(tokens, numbers)
    if exchanged:
        out.add("@swap", *exchanged)
    small = {at for name in _BESIDE_A_NUMBER for span in out.spans.get(name, ()) for at in range(*span)}
    idle = UNITS | REPAIRS if len(numbers) > 1 else UNITS
    rest = [at for at in out.content if at not in numbers and at not in small and tokens[at].form not in idle]
    if not rest and all(takes_back(tokens, at - 1) for at in numbers[1:]):
        out.add("@bare", numbers[-1], numbers[-1] + 1)
