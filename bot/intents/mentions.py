"""Find the dishes named in an utterance: runs of menu words, and which dishes each run can mean."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.intents.data import table
from bot.intents.foods import ADDS, EXTRA, FAMILY, GLUE, INGREDIENTS, PRAISE, SETS, SWAPS, SWAPS_BY, UNITS, WEAK, WITH
from bot.intents.guards import EXACT, JOINS
from bot.intents.lexicon import ARTICLES
from bot.intents.menu import MenuGrammar
from bot.intents.normalise import fold, stems
from bot.intents.quantities import past_more
from bot.intents.tokens import BREAKS, FORM, Token, breaks_between
from bot.intents.words import Found

_WATER = {"ما": "الما", "ma": "lma", "لما": "الما"}
"""Words for `not`, `my` and `when` that behind a bottle are water."""
_YOURS = "ton"
_ALSO_WORDS = frozenset((_YOURS, "lma"))
"""These are misspelt or fused dishes, and words of their own."""
_MISTAKABLE = _ALSO_WORDS | _WATER.keys()
_WHEN = "لما"
_MINE = "l ma"
"""Before one of the family this is `to my`: the water would be written in one word."""
_AND_WITH = "وب"
_OF = frozenset(("تاع", "نتاع", "ت3", "ta3"))
PARTLY = (GLUE | WITH | EXTRA | ADDS | {"double", "doubles", "دوبل"}) - ARTICLES
"""Before a word that is only a part of names: what a dish has in it."""
_THAT = frozenset(("li", "lli", "elli", "اللي", "fiha", "fih", "فيها", "فيه", "hadik", "هاديك", "هذيك"))
_SERVES = frozenset(("pour", "pr", "en", "comme", "fi", "f", "في", "كي", "kima", "ka"))
"""Before a word for many things: what a dish is to be."""
OFTEN = (
    frozenset(
        fold(word)
        for name in ("arq_latn", "fr", "ambiguous", "arq_arab", "msa", "ambiguous_arab")
        for word in table("languages")["words"][name].split()
    )
    | PRAISE
)
"""Frequent words: no dish is misspelt so."""
Spotted = Sequence[Found | None]
"""For each token, the menu word that it can be."""


@dataclass(slots=True)
class Mention:
    """Tokens `start` up to `end` name one of `dishes` (indices into the menu); `exact` = a whole name was said."""

    start: int
    end: int
    ids: list[str]
    dishes: frozenset[int]
    score: float
    exact: bool = False
    qty: int = 0
    """A quantity inside the word itself (Arabic dual), else 0."""
    category: str = ""
    also: list[int] = field(default_factory=list)


def spot(tokens: Sequence[Token], grammar: MenuGrammar, ordinary: Sequence[int]) -> list[Found | None]:
    """The menu word at each token. `ordinary` says how surely a token is a word of the language: 2 as written (only the
    menu's own spelling wins), 1 by key (a near miss of a dish does not win), 0 not at all."""
    found = [_spot(token, grammar, known) for token, known in zip(tokens, ordinary, strict=True)]
    if _MISTAKABLE.isdisjoint(map(FORM, tokens)):
        return found
    for at in range(1, len(tokens)):
        if tokens[at].form in _WATER and _pours(tokens, at):
            found[at] = grammar.word(_WATER[tokens[at].form], nearly=False)
        elif tokens[at - 1].form in _ALSO_WORDS and _mistaken(tokens, found, at - 1):
            found[at - 1] = None
    return found


def _mistaken(tokens: Sequence[Token], found: Spotted, at: int) -> bool:
    """Whether a word is no dish before the next one: `l ma femme`, `ton tacos`."""
    token = tokens[at]
    if token.form != _YOURS:
        return tokens[at + 1].form in FAMILY and token.text.lower() == _MINE
    before = tokens[at - 1] if at else None
    bound = before is not None and (found[at - 1] or before.value is not None or before.form in ARTICLES)
    return found[at + 1] is not None and not bound


def _pours(tokens: Sequence[Token], at: int) -> bool:
    """Whether a small word is water: behind what it is counted in; `when` also where nothing follows that happens."""
    if tokens[at - 1].form.removeprefix("و") in UNITS:
        return True
    follow = tokens[at + 1] if at + 1 < len(tokens) else None
    ends = follow is None or follow.form in BREAKS or follow.form in JOINS or follow.form in _OF
    counted = tokens[at - 1].value is not None
    return (counted and ends) or (tokens[at].form == _WHEN and (counted or ends))


def _spot(token: Token, grammar: MenuGrammar, known: int) -> Found | None:
    if token.kind == "emoji":
        return grammar.word(token.form, nearly=False)
    if token.kind != "word" or (token.value is not None and token.form not in grammar.words.exact):
        return None
    found = grammar.word(token.form, nearly=not known)
    if found is None and token.form.startswith(_AND_WITH):
        inner = grammar.word(token.form[1:], nearly=False)
        found = inner if inner and inner.prefix else None
    if found is None or found.layer == "exact":
        return found
    return None if known == 2 or _is_frequent(token.form, found.layer) else found


def _is_frequent(form: str, layer: str) -> bool:
    """Whether a word that is only like one of the menu is a frequent word, perhaps behind its article."""
    if layer not in ("fuzzy", "key"):
        return False
    listed = EXACT | OFTEN if layer == "fuzzy" else EXACT
    return form in EXTRA or form in listed or any(rest in listed for _, rest in stems(form))


class _Scan:
    """One pass over the tokens; a run grows while some dish has all of its words."""

    def __init__(self, tokens: Sequence[Token], spotted: Spotted, grammar: MenuGrammar) -> None:
        self.tokens, self.spotted, self.grammar = tokens, spotted, grammar
        self.found: list[Mention] = []

    def run(self) -> list[Mention]:
        at = 0
        while at < len(self.tokens):
            at = self._start(at)
        return self.found

    def _id(self, at: int) -> str:
        """The word id at a token; a number counts only as part of a name (`4 fromages`)."""
        if at >= len(self.tokens):
            return ""
        token, found = self.tokens[at], self.spotted[at]
        if token.value is not None and token.value > 1 and token.kind in ("number", "word"):
            after = self.spotted[at + 1] if at + 1 < len(self.tokens) else None
            name = f"#{token.value}"
            return name if after and (name, after.id) in self.grammar.pairs else ""
        return found.id if found else ""

    def _start(self, at: int) -> int:
        name = self._id(at)
        dishes = self.grammar.holders.get(name, frozenset())
        if not dishes or (self._weak(at, name) and not self._leads(at, dishes)):
            return self._category(at, name)
        mention = Mention(at, at + 1, [name], dishes, self._score(at))
        mention.qty = self._two(at)
        self._grow(mention)
        settle(mention, self.grammar)
        self.found.append(mention)
        return mention.end

    def _two(self, at: int) -> int:
        found = self.spotted[at]
        return 2 if found and found.dual else 0

    def _leads(self, at: int, dishes: frozenset[int]) -> bool:
        """A weak word may open a name when the next word goes on with it (`extra frites` when a dish is called so)."""
        follow = self.grammar.holders.get(self._id(at + 1), frozenset())
        return bool(follow & dishes) and (self._id(at), self._id(at + 1)) in self.grammar.pairs

    def _weak(self, at: int, name: str) -> bool:
        return (name in WEAK or self.tokens[at].form in WEAK) and (name,) not in self._whole(name)

    def _whole(self, name: str) -> list[tuple[str, ...]]:
        return [ids for n in self.grammar.holders.get(name, ()) for ids in self.grammar.names[n]]

    def _score(self, at: int) -> float:
        found = self.spotted[at]
        return found.score if found else 1.0

    def _category(self, at: int, name: str) -> int:
        category = self.grammar.category_of.get(name, "")
        if category:
            dishes = frozenset(n for n, dish in enumerate(self.grammar.menu.dishes) if dish.category == category)
            self.found.append(
                Mention(at, at + 1, [name], dishes, self._score(at), qty=self._two(at), category=category)
            )
        return at + 1

    def _grow(self, mention: Mention) -> None:
        while True:
            at = self._next(mention.end)
            name = self._id(at) or self._the(at)
            both = mention.dishes & self.grammar.holders.get(name, frozenset())
            if not name or not both or self._doubled(mention, at, name) or self._comes(mention, at):
                return
            if name not in mention.ids:
                mention.ids.append(name)
            mention.dishes, mention.end = both, at + 1
            mention.score = min(mention.score, self._score(at))

    def _the(self, at: int) -> str:
        """A number with its article, behind what it is the number of: `الأجبان الأربعة`."""
        token = self.tokens[at] if at < len(self.tokens) else None
        return f"#{token.value}" if token and token.value and token.form.startswith("ال") else ""

    def _doubled(self, mention: Mention, at: int, name: str) -> bool:
        """The same word again is a second dish (🍔🍔, `pizza pizza`), or goes onto it (`4 fromages fromage en plus`):
        it makes no longer name."""
        same = self.tokens[at].form == self.tokens[mention.end - 1].form
        return name in mention.ids and (same or past_more(self.tokens, at + 1) > 0)

    def _comes(self, mention: Mention, at: int) -> bool:
        """Whether a word begins what comes for a dish: `bdel la pizza b margarita`."""
        bound = any(token.form in SWAPS_BY for token in self.tokens[mention.end : at]) or _glued(self.spotted[at])
        return bound and _before(self.tokens, mention.start) in SWAPS

    def _next(self, at: int) -> int:
        """The token after a few binding words (`la pizza li fiha 4 fromages`)."""
        for skip in range(4):
            if at + skip >= len(self.tokens) or self._id(at + skip):
                return at + skip
            form = self.tokens[at + skip].form
            if form not in GLUE and form not in _THAT:
                return at
        return at


def settle(mention: Mention, grammar: MenuGrammar) -> None:
    """Narrow a mention's dishes: a whole name said beats a name that only contains what was said."""
    said = set(mention.ids)
    whole = [(len(ids), n) for n in mention.dishes for ids in grammar.names[n] if set(ids) <= said]
    if not whole:
        mention.score *= 0.9
        return
    best = max(size for size, _ in whole)
    mention.dishes = frozenset(n for size, n in whole if size == best)
    mention.exact = True


def find(tokens: Sequence[Token], spotted: Spotted, grammar: MenuGrammar) -> list[Mention]:
    """Every dish or category named, in order; not what a dish named before has in it, nor what it is to be."""
    found = _Scan(tokens, spotted, grammar).run()
    if len(found) < 2:
        return found
    kept: list[Mention] = []
    for mention in found:
        partly = kept and _is_part(tokens, spotted, grammar, kept[-1], mention)
        if partly and kept[-1].category and kept[-1].dishes & mention.dishes:
            kept[-1].dishes &= mention.dishes
            kept[-1].end = mention.end
        elif not partly and not (mention.category and _serves(tokens, spotted, found, mention)):
            kept.append(mention)
    return kept


def _is_part(
    tokens: Sequence[Token], spotted: Spotted, grammar: MenuGrammar, before: Mention, mention: Mention
) -> bool:
    """Whether a word that opens no name is what the dish before has in it (`burger au poulet`)."""
    named = mention.exact or not grammar.heads.isdisjoint(mention.ids)
    if mention.category or (named and not INGREDIENTS.issuperset(mention.ids)):
        return False
    glued = _glued(spotted[mention.start])
    if _before(tokens, before.start) in SWAPS and (glued or _before(tokens, mention.start) in SWAPS_BY):
        return False
    at = mention.start
    while at - 1 > before.end and (tokens[at - 1].form in UNITS or tokens[at - 1].form in ("من", "de", "d")):
        at -= 1
    portion = at < mention.start and (tokens[at].form[0] in "بb" or tokens[at].value == 2)
    kind = before.category and before.ids[0] not in SETS
    beside = before.end == mention.start and (kind or (not mention.exact and INGREDIENTS.issuperset(mention.ids)))
    bound = glued or portion or bool(beside) or _before(tokens, mention.start) in PARTLY or _before(tokens, at) in WITH
    return bound and not breaks_between(tokens, before.end, mention.start)


def _glued(found: Found | None) -> bool:
    """Whether `with` is glued to a word."""
    return found is not None and found.prefix.startswith(("ب", "b"))


def _serves(tokens: Sequence[Token], spotted: Spotted, found: Sequence[Mention], mention: Mention) -> bool:
    """Whether a word for many things only says what another dish is (`pour le dessert`), or what it is served in."""
    if tokens[mention.start].form in UNITS and any(_follows(tokens, mention.end, other) for other in found):
        return True
    glued = spotted[mention.start]
    so = (glued is not None and glued.prefix.endswith("ل")) or _before(tokens, mention.start) in _SERVES
    return so and any(not other.category for other in found)


def _follows(tokens: Sequence[Token], at: int, other: Mention) -> bool:
    return other.start >= at and all(token.form in GLUE for token in tokens[at : other.start])


def _before(tokens: Sequence[Token], at: int) -> str:
    """The word before a token and its article."""
    at -= 1
    while at > 0 and tokens[at].form in ARTICLES:
        at -= 1
    return tokens[at].form if at >= 0 else ""


def is_set(mention: Mention) -> bool:
    """Whether the mention is a word for many things (`boisson`)."""
    return mention.ids[0] in SETS or bool(mention.category)
