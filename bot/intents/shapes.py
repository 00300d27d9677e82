"""Shapes that words alone do not give: dishes, quantities, times, amounts, `la` as no, one quantity for another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.intents.corrections import counts, la_as_no, swap, takes_back
from bot.intents.foods import UNITS, WITHOUT
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
    REPAIRS,
    TABLES,
)
from bot.intents.lexicon import ARTICLES, INDEFINITE, Hit
from bot.intents.lines import Lines
from bot.intents.mentions import Mention, Spotted, is_set
from bot.intents.menu import MenuGrammar
from bot.intents.tokens import BREAKS, Token

_SMALL = (ARTICLES | INDEFINITE) - {"la"}
_KINDS = {"clock": "@time", "money": "@money", "phone": "@phone", "order": "@order"}
_SIGNS = {"?": "@question", **{sign: sign for sign in ("✅", "🛒", "👎", "📞")}}
_BESIDE_A_NUMBER = ("only_word", "done", "filler", "yes", "change_verb", "keep")
_THE = frozenset(("le", "la"))
_SAID = frozenset(("svp", "stp", "merci", ".", "!", "please"))
"""What may follow `je veux le 3`."""
_MENU_DIGITS = 3
_AMOUNT = 30
"""From here on a bare number in a question about a dish is a price."""


@dataclass(slots=True)
class Shapes:
    """What stands where: concept and shape names to token ranges, tokens that carry meaning, clause numbers.

    `barred` tokens are numbers that count no dish.
    """

    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    content: list[int] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    barred: frozenset[int] = frozenset()

    def add(self, name: str, start: int, end: int) -> None:
        self.spans.setdefault(name, []).append((start, end))

    def has(self, *names: str) -> bool:
        return any(name in self.spans for name in names)


def shapes(tokens: Sequence[Token], hits: Sequence[Hit], context: str, place: tuple[int, int] | None = None) -> Shapes:
    """Everything but the dishes. `place` = the tokens of an address said among other things."""
    out = Shapes()
    if place:
        out.add("@address", *place)
    for hit in hits:
        out.add(hit.concept, hit.start, hit.end)
    out.clauses = _clauses(tokens)
    out.barred = frozenset(at for at in range(len(tokens)) if _is_barred(tokens, at, context))
    out.barred |= frozenset(range(*place) if place else ())
    for at in range(len(tokens)):
        for name, end in _shapes_at(tokens, at, at in out.barred):
            out.add(name, at, end)
    for at in la_as_no(tokens):
        out.add("@la", at, at + 1)
    out.content = _content(tokens, out)
    return out


def _content(tokens: Sequence[Token], out: Shapes) -> list[int]:
    """Tokens that say something: no fillers, articles, signs; emoji only when there is nothing else."""
    filler = {at for start, end in out.spans.get("filler", ()) for at in range(start, end)}
    said = [
        at
        for at, token in enumerate(tokens)
        if token.kind not in ("sign", "emoji") and token.form not in _SMALL and at not in filler
    ]
    return said or [at for at, token in enumerate(tokens) if token.kind == "emoji"]


def _clauses(tokens: Sequence[Token]) -> list[int]:
    clause, out = 0, []
    for token in tokens:
        clause += token.form in BREAKS
        out.append(clause)
    return out


def _is_barred(tokens: Sequence[Token], at: int, context: str) -> bool:
    """A number after `m3a`, `table`, `n°`, or before people or minutes."""
    if tokens[at].value is None or tokens[at].kind == "times":
        return False
    before = _before(tokens, at)
    after = tokens[at + 1].form if at + 1 < len(tokens) else ""
    timed = before in BEFORE_CLOCK or (before in BEFORE_TIME and context == "slot")
    return timed or before in NUMBERED or after in COUNTED


def _before(tokens: Sequence[Token], at: int) -> str:
    return next((tokens[n].form for n in range(at - 1, max(-1, at - 3), -1) if tokens[n].form not in ARTICLES), "")


def _shapes_at(tokens: Sequence[Token], at: int, barred: bool) -> Iterator[tuple[str, int]]:
    """Names of the shapes that start at a token, and where they end."""
    token = tokens[at]
    if token.kind in _KINDS:
        yield _KINDS[token.kind], at + 1
    elif token.form in _SIGNS:
        yield _SIGNS[token.form], at + 1
    elif token.form in MILLION:
        yield "@money", at + 1
    elif token.form in ABSENT and at + 1 < len(tokens) and (token.form != "pas" or tokens[at + 1].form in INDEFINITE):
        yield "@pas_de", at + 1
    elif token.form in MENU_NUMBERS and _numbers_menu(tokens, at):
        yield "@menu_number", at + 2
    if token.form in _THE and _numbers_menu(tokens, at) and all(one.form in _SAID for one in tokens[at + 2 :]):
        yield "@the_number", at + 2
    if token.value is not None:
        yield from _number_shapes(tokens, at, barred)


def _numbers_menu(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number after a token is that of a dish (`numéro 3`), not that of a table, a floor, an order."""
    follow = tokens[at + 1] if at + 1 < len(tokens) else None
    other = at > 0 and tokens[at - 1].form in NUMBERED - MENU_NUMBERS
    return follow is not None and follow.kind == "number" and len(follow.form) <= _MENU_DIGITS and not other


def _number_shapes(tokens: Sequence[Token], at: int, barred: bool) -> Iterator[tuple[str, int]]:
    token = tokens[at]
    before = _before(tokens, at) if barred else ""
    follow = tokens[at + 1].form if at + 1 < len(tokens) else ""
    beside = (("@time", HOURS), ("@people", PEOPLE), ("@money", OLD_MONEY))
    yield from ((name, at + 2) for name, listed in beside if follow in listed)
    yield from ((name, at + 1) for name, listed in (("@table", TABLES), ("@time", BEFORE_TIME)) if before in listed)
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
    for mention in mentions:
        out.add("@set" if is_set(mention) else "@dish", mention.start, mention.end)
        covered.update(range(mention.start, mention.end))
    for at, token in enumerate(tokens):
        name = _menu_shape(token, grammar)
        if name:
            out.add(name, at, at + 1)
            covered.add(at)
        elif at not in covered and (spotted[at] is not None or grammar.food(token.form)):
            out.add("@part", at, at + 1)
    numbers = [at for at, token in enumerate(tokens) if counts(token) and at not in covered and at not in out.barred]
    for at in numbers:
        out.add("@qty", at, at + 1)
    _add_numbers(out, tokens, numbers)


def ordered_shapes(
    out: Shapes, tokens: Sequence[Token], lines: Lines, grammar: MenuGrammar, basket: Sequence[str]
) -> None:
    """Add what the order's lines show: options without a dish, dishes to leave out, none of a dish, strangers."""
    alone = not lines.lines
    named = (("@loose", lines.loose_at if alone else ()), ("@wished", lines.wished_at if alone else ()))
    for name, spans in (*named, ("@left_out", lines.left_out)):
        for span in spans:
            out.add(name, *span)
    for line in lines.lines:
        if line.qty == 0:
            out.add("@none", line.start, line.end)
        if line.onto >= 0 and any(grammar.codes[n] in basket for n in line.dishes):
            out.add("@onto", line.onto, line.end)
    for at in lines.unknown_at:
        out.add(_stranger(tokens[at].form, grammar), at, at + 1)


def _stranger(form: str, grammar: MenuGrammar) -> str:
    if grammar.looks_coded(form):
        return "@strange"
    return "@dish" if grammar.food(form) else "@unknown"


def _menu_shape(token: Token, grammar: MenuGrammar) -> str:
    if token.form in grammar.code_of:
        return "@dish"
    if token.form in grammar.option_of:
        return "@options"
    return "@without" if token.form in WITHOUT else ""


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
