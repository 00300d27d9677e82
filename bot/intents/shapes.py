"""Shapes that words alone do not give: dishes, quantities, times, amounts, `la` as no, one quantity for another."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.intents.data import table
from bot.intents.foods import UNITS, WITHOUT
from bot.intents.lexicon import ARTICLES, Hit
from bot.intents.mentions import Mention, Spotted, is_set
from bot.intents.menu import MenuGrammar
from bot.intents.normalise import fold
from bot.intents.tokens import BREAKS, Token

_TABLE = table("guards")
REPAIRS = frozenset(fold(word) for word in _TABLE["repair"]["words"].split())
AT_TIME = frozenset(fold(word) for word in _TABLE["time"]["before"].split())
NUMBERED = frozenset(fold(word) for word in _TABLE["time"]["numbered"].split())
_AFTER_LA = frozenset(fold(word) for word in _TABLE["la"]["no_after"].split())
_THANKS = frozenset(fold(word) for word in _TABLE["la"]["thanks"].split())
NOT = frozenset(fold(word) for word in _TABLE["la"]["swap"].split())
_LA = frozenset({"la", "lla"})


@dataclass(slots=True)
class Shapes:
    """What stands where: concept and shape names to token ranges, tokens that carry meaning, clause numbers."""

    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    content: list[int] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    barred: frozenset[int] = frozenset()

    def add(self, name: str, start: int, end: int) -> None:
        self.spans.setdefault(name, []).append((start, end))

    def has(self, *names: str) -> bool:
        return any(name in self.spans for name in names)


def shapes(tokens: Sequence[Token], hits: Sequence[Hit], context: str) -> Shapes:
    """Everything but the dishes."""
    out = Shapes()
    for hit in hits:
        out.add(hit.concept, hit.start, hit.end)
    out.clauses = _clauses(tokens)
    out.barred = _barred(tokens, context)
    for at, token in enumerate(tokens):
        _token(out, tokens, at, token)
    for at in _la(tokens):
        out.add("@la", at, at + 1)
    filler = {at for start, end in out.spans.get("filler", ()) for at in range(start, end)}
    out.content = [
        at
        for at, token in enumerate(tokens)
        if at not in filler and token.kind not in ("sign", "emoji") and (token.form not in ARTICLES or token.form == "la")
    ] or [at for at, token in enumerate(tokens) if token.kind == "emoji"]
    return out


def dishes(out: Shapes, tokens: Sequence[Token], mentions: Sequence[Mention], spotted: Spotted, grammar: MenuGrammar) -> None:
    """Add the dishes, the sets of dishes, and the numbers that count them."""
    covered: set[int] = set()
    for mention in mentions:
        out.add("@set" if is_set(mention) else "@dish", mention.start, mention.end)
        covered.update(range(mention.start, mention.end))
    for at, token in enumerate(tokens):
        if token.form in grammar.code_of:
            out.add("@dish", at, at + 1)
            covered.add(at)
        elif token.form in grammar.option_of:
            out.add("@options", at, at + 1)
        if at not in covered and (spotted[at] is not None or grammar.food(token.form)):
            out.add("@part", at, at + 1)
        if token.form in WITHOUT:
            out.add("@without", at, at + 1)
        if token.value is not None and token.kind in ("number", "word") and token.value >= 30:
            out.add("@amount", at, at + 1)
        if at not in covered and at not in out.barred and _counts(token):
            out.add("@qty", at, at + 1)
            out.add("@number", at, at + 1)
    swap = _swap(tokens, out.barred, covered)
    if swap:
        out.add("@swap", *swap)
    _bare(out, tokens)


def _bare(out: Shapes, tokens: Sequence[Token]) -> None:
    """The message is a quantity and nothing else but `bark`, `khlas`, units."""
    numbers = {start for start, _ in out.spans.get("@number", ())}
    small = {
        at for name in ("only_word", "done", "filler", "yes", "change_verb", "keep") for s in out.spans.get(name, ()) for at in range(*s)
    }
    words = UNITS | REPAIRS if len(numbers) > 1 else UNITS
    rest = [at for at in out.content if at not in numbers and at not in small and tokens[at].form not in words]
    one = len(numbers) == 1 or (numbers and all(_takes_back(tokens, at - 1) for at in sorted(numbers)[1:]))
    if one and not rest:
        out.add("@bare", max(numbers), max(numbers) + 1)


def _counts(token: Token) -> bool:
    return token.value is not None and token.kind in ("number", "times", "word") and 0 < token.value <= 999


def _clauses(tokens: Sequence[Token]) -> list[int]:
    clause, out = 0, []
    for token in tokens:
        clause += token.form in BREAKS
        out.append(clause)
    return out


def _barred(tokens: Sequence[Token], context: str) -> frozenset[int]:
    """Numbers that count no dish: after `m3a`, `table`, `n°`; before people or minutes."""
    out = set()
    for at, token in enumerate(tokens):
        if token.value is None or token.kind == "times":
            continue
        before = _before(tokens, at)
        after = tokens[at + 1].form if at + 1 < len(tokens) else ""
        if before in NUMBERED or after in _COUNTED or (before in AT_TIME and (context == "slot" or before in _CLOCK)):
            out.add(at)
    return frozenset(out)


_COUNTED = frozenset(fold(word) for word in _TABLE["time"]["counted"].split())
_CLOCK = frozenset(fold(word) for word in _TABLE["time"]["clock"].split())


def _before(tokens: Sequence[Token], at: int) -> str:
    for back in range(at - 1, max(-1, at - 3), -1):
        if tokens[back].form not in ("l", "el", "la", "le"):
            return tokens[back].form
    return ""


_KINDS = {"clock": "@time", "money": "@money", "phone": "@phone", "order": "@order"}


def _token(out: Shapes, tokens: Sequence[Token], at: int, token: Token) -> None:
    name = _KINDS.get(token.kind)
    if name:
        out.add(name, at, at + 1)
    elif token.form == "?":
        out.add("@question", at, at + 1)
    elif token.form in ("✅", "🛒", "👎", "📞"):
        out.add(token.form, at, at + 1)
    elif token.kind == "number":
        _digits(out, tokens, at, len(token.form))
    elif token.form in ("pas", "ماكاش", "makach", "makanch") and at + 1 < len(tokens):
        out.add("@pas_de", at, at + 1)
    if token.value is not None and at + 1 < len(tokens) and tokens[at + 1].form in _HOURS:
        out.add("@time", at, at + 2)
    if at in out.barred and _before(tokens, at) in _TABLES:
        out.add("@table", at, at + 1)
    if token.form in _PEOPLE and at and tokens[at - 1].value is not None:
        out.add("@people", at - 1, at + 1)
    if at in out.barred and _before(tokens, at) in AT_TIME:
        out.add("@time", at, at + 1)
    if token.form in _MILLION:
        out.add("@money", at, at + 1)
    elif token.value is not None and at + 1 < len(tokens) and tokens[at + 1].form in _OLD_MONEY:
        out.add("@money", at, at + 2)


_TABLES = frozenset(fold(word) for word in _TABLE["time"]["tables"].split())
_HOURS = frozenset(fold(word) for word in _TABLE["time"]["hours"].split())
_PEOPLE = frozenset(fold(word) for word in _TABLE["time"]["people"].split())
_MILLION = frozenset({"melyoun", "milyoun", "million", "مليون"})
_OLD_MONEY = frozenset(fold(word) for word in _TABLE["time"]["old_money"].split())


def _digits(out: Shapes, tokens: Sequence[Token], at: int, size: int) -> None:
    if size == 4:
        out.add("@digits4", at, at + 1)
    if size == 5:
        out.add("@postal", at, at + 1)
    if size >= 6:
        out.add("@digits6", at, at + 1)
    if size >= 3:
        out.add("@order", at, at + 1)
    run = tokens[at : at + 4]
    if len(run) == 4 and all(token.kind == "number" and len(token.form) == 1 for token in run):
        out.add("@digits4", at, at + 4)


def _la(tokens: Sequence[Token]) -> list[int]:
    """Where `la` is a no: neither an article nor the middle of `zouj la la tlata`."""
    words = [at for at, token in enumerate(tokens) if token.kind != "emoji" and token.form not in BREAKS]
    spots = [at for at in words if tokens[at].form in _LA]
    if len(spots) == len(words):
        return spots
    out = []
    for at in spots:
        follow = tokens[at + 1].form if at + 1 < len(tokens) else ""
        before = tokens[at - 1].form if at else ""
        last = at == len(tokens) - 1
        if _takes_back(tokens, at):
            continue
        if follow in _AFTER_LA or follow in BREAKS or follow in _LA or before in _LA or (last and before in _THANKS):
            out.append(at)
    return out


def _takes_back(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word stands between two quantities and takes the first one back."""
    start = at
    while start > 0 and tokens[start - 1].form in REPAIRS:
        start -= 1
    end = at
    while end + 1 < len(tokens) and tokens[end + 1].form in REPAIRS:
        end += 1
    return start > 0 and end + 1 < len(tokens) and _counts(tokens[start - 1]) and _counts(tokens[end + 1])


def _swap(tokens: Sequence[Token], barred: frozenset[int], covered: set[int]) -> tuple[int, int] | None:
    """`3 pas 2`, `machi zouj, wahda`, `3 au lieu de 2`: from the first number or denial to the last."""
    numbers = [at for at, token in enumerate(tokens) if _counts(token) and at not in barred and at not in covered]
    denials = [at for at, token in enumerate(tokens) if token.form in NOT]
    for no in denials:
        after = [at for at in numbers if no < at <= no + 3]
        if not after:
            continue
        others = [at for at in numbers if at != after[0]]
        if others:
            return min(no, *numbers), max(numbers) + 1
    return None
