"""What takes a yes back: a negation beside it, a wait, a question mark. Grave words never act under one of these."""

from collections.abc import Iterator, Sequence

from bot.intents.guards import words
from bot.intents.lexicon import Hit, Lexicon
from bot.intents.normalise import is_arabic
from bot.intents.tokens import Token

AGREES = frozenset(("yes", "soft_yes", "done", "checkout_verb", "driver_take", "driver_done", "driver_free"))
ACTS = frozenset(
    (
        "cancel",
        "empty",
        "restart",
        "remove",
        "forgotten",
        "paid",
        "did",
        "cash",
        "deposit",
        "pay_verb",
        "replace",
        "kach",
    )
)
_ADDS = frozenset(("want", "want_more"))
_MODES = frozenset(("pickup", "delivery", "dine_in"))
_DENIABLE = AGREES | ACTS | _ADDS | _MODES
CONFIRMS = frozenset(("confirm_order", "confirm_cancel", "confirm_clear"))
_VERBS = words("negation", "verbs")
"""Spellings of a yes that are verbs: `confirme pas`, `لا أؤكد`."""
_BEFORE = words("negation", "before")
_AFTER = words("negation", "after")
_BETWEEN = words("negation", "between")
_BEFORE_VERB = words("negation", "before_verb")
_FORGET = ("oubli", "tensa", "tnsa", "تنس")
"""`n'oubliez pas` asks for something: nothing is to be kept."""
_STEPS = 4
_LAST = frozenset("hش")
"""How words in `ma…ch` end."""
_CIRCUM = ("ma", "ما")
_YOU = ("t", "ت")
"""How a verb said to somebody begins where it is forbidden: `ma tzidch`, `لا تحذف`."""


def guarded(tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon, context: str) -> list[Hit]:
    """The hits without those that are taken back. Instead of them stand `@not` (no agreement), `@keep` (nothing is to
    be undone or paid), `@unwanted` (nothing is to be added), `@not_so` (not that way of getting it) and `@hold` (not
    yet)."""
    if not any(hit.concept in _DENIABLE for hit in hits):
        return [*hits, *_denied_verbs(tokens, hits, lexicon)]
    bound = {
        at for hit in hits if hit.end - hit.start > 1 and hit.concept in AGREES for at in range(hit.start, hit.end)
    }
    out: list[Hit] = []
    denied: set[int] = set()
    for hit in hits:
        span = _negation(tokens, hit, bound) if hit.concept in _DENIABLE else None
        if span is None:
            out.append(hit)
            continue
        denied.update(range(*span))
        reminds = tokens[hit.start].form.startswith(_FORGET)
        out.append(Hit("@reminded" if reminds else _instead_of(hit.concept), *span, hit.layer))
    out = _undesired(tokens, out, context)
    out = [hit for hit in out if hit.concept != "complaint" or denied.isdisjoint(range(hit.start, hit.end))]
    return [*_held(tokens, out, context), *_denied_verbs(tokens, hits, lexicon)]


def _undesired(tokens: Sequence[Token], hits: Sequence[Hit], context: str) -> list[Hit]:
    """`je ne veux pas la livraison` is no choice of it; nor is `annule la livraison` before it is on its way."""
    if not any(hit.concept in _MODES for hit in hits):
        return list(hits)
    names = ("dont_want",) if context in ("tracking", "post_delivery") else ("dont_want", "cancel")
    off = [hit for hit in hits if hit.concept in names or (hit.concept == "no" and tokens[hit.start].form == "pas")]
    pairs = [(one, hit) for hit in hits if hit.concept in _MODES for one in off if _right_before(tokens, one, hit)]
    gone = {hit for pair in pairs for hit in pair}
    denied = (Hit(_not_that(b.concept), a.start, b.end, b.layer) for a, b in pairs)
    return [*(hit for hit in hits if hit not in gone), *denied]


def _right_before(tokens: Sequence[Token], one: Hit, other: Hit) -> bool:
    return one.end <= other.start and all(token.form in _BETWEEN for token in tokens[one.end : other.start])


def _instead_of(concept: str) -> str:
    """What stands in the place of a denied hit."""
    if concept in _ADDS:
        return "@unwanted"
    if concept in _MODES:
        return _not_that(concept)
    return "@not" if concept in AGREES else "@keep"


def _not_that(mode: str) -> str:
    """What stands in the place of a denied way of getting it."""
    return "not_delivery" if mode == "delivery" else "@not_so"


def _negation(tokens: Sequence[Token], hit: Hit, bound: set[int]) -> tuple[int, int] | None:
    """The span of a negated hit and its negation; None when nothing denies it."""
    if hit.concept in _ADDS | ACTS and (start := _circumfixed(tokens, hit.start)) >= 0:
        return start, hit.end
    return _denied_before(tokens, hit, bound) or _denied_after(tokens, hit, bound)


def _is_verb(tokens: Sequence[Token], hit: Hit) -> bool:
    return hit.concept not in ("yes", "soft_yes", "done") or tokens[hit.start].form in _VERBS


def _denied_before(tokens: Sequence[Token], hit: Hit, bound: set[int]) -> tuple[int, int] | None:
    verb = _is_verb(tokens, hit)
    for at in range(hit.start - 1, max(-1, hit.start - 1 - _STEPS), -1):
        form = tokens[at].form
        if form in _BEFORE and at not in bound:
            return at, hit.end
        if verb and form in _BEFORE_VERB and at == hit.start - 1 and _forbids(tokens, hit):
            return at, hit.end
        if form not in _BETWEEN:
            break
    return None


def _denied_after(tokens: Sequence[Token], hit: Hit, bound: set[int]) -> tuple[int, int] | None:
    for at in range(hit.end, min(len(tokens), hit.end + 2)) if _is_verb(tokens, hit) else ():
        no_more = tokens[at].form == "plus" and hit.start > 0 and tokens[hit.start - 1].form in ("ne", "n")
        if no_more or (tokens[at].form in _AFTER and at not in bound):
            return hit.start, at + 1
        if tokens[at].form not in _BETWEEN:
            break
    return None


def _circumfixed(tokens: Sequence[Token], at: int) -> int:
    """Where the `ma…ch` around a verb begins; -1 where there is none."""
    form, before = tokens[at].form, tokens[at - 1].form if at else ""
    if not _body(tokens[at]) or not (form.startswith(_CIRCUM) or before in _CIRCUM):
        return -1
    return at - (before in _CIRCUM)


def _forbids(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether `لا` denies the verb after it: one for `you`, or what is only agreed to; `لا زيد` goes on."""
    return hit.concept in ("yes", "checkout_verb", "paid") or tokens[hit.start].form.startswith(_YOU)


def _denied_verbs(tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon) -> Iterator[Hit]:
    """Darija's ma…ch around a grave verb that the lists have only without it."""
    for at, token in enumerate(tokens):
        if token.form[-1:] not in _LAST and not (at and tokens[at - 1].form in _BEFORE_VERB):
            continue
        start = at - 1 if at and tokens[at - 1].form in _BEFORE_VERB else at
        body = (_body(token) or (token.form if start < at else "")) if token.kind == "word" else ""
        if body and token.form.startswith(_FORGET):
            yield Hit("@reminded", start, at + 1, "stem")
            continue
        if not body or any(hit.start <= at < hit.end for hit in hits):
            continue
        concept = next((name for guess in _verbs(body) if (name := _meant(lexicon, guess))), "")
        if concept:
            mine = concept in _ADDS and not body.startswith(_YOU)
            yield Hit("dont_want" if mine else _instead_of(concept), start, at + 1, "stem")


def _verbs(body: str) -> Iterator[str]:
    """The verb as it may be listed: as it stands, without the prefix of its person, or as a command."""
    yield body
    yield body[1:]
    if body.startswith(_YOU):
        yield f"ا{body[1:]}"


def _meant(lexicon: Lexicon, guess: str) -> str:
    """The deniable concept of a verb; empty when it has none."""
    concepts = lexicon.meant(guess) if len(guess) >= 2 else ()
    ranked = (AGREES, ACTS - {"forgotten"}, _ADDS)
    return next((name for names in ranked for name in concepts if name in names), "")


def _body(token: Token) -> str:
    """The verb inside ma…ch; empty when the word does not end so."""
    form = token.form
    if form[-1:] not in _LAST:
        return ""
    if is_arabic(form):
        return form.removeprefix("ما")[:-1] if form.endswith("ش") and len(form) > 4 else ""
    ending = 2 if form.endswith(("ch", "sh")) else 0
    return form.removeprefix("ma")[:-ending] if ending and len(form) > 5 else ""


def _held(tokens: Sequence[Token], hits: Sequence[Hit], context: str) -> list[Hit]:
    """Without the yes that somebody only asks about, or that he gives while he asks us to wait."""
    asking = context in CONFIRMS
    yes = [hit for hit in hits if hit.concept in ("yes", "soft_yes") or (asking and hit.concept in AGREES)]
    waits = [hit.start for hit in hits if hit.concept == "wait"]
    held = waits and (asking or any(max(waits) > hit.start for hit in yes))
    if not held and any(token.form == "?" for token in tokens) and yes:
        said = {at for hit in yes for at in range(hit.start, hit.end)}
        held = all(at in said or token.kind in ("sign", "emoji") for at, token in enumerate(tokens))
    if not held:
        return list(hits)
    at = waits[0] if waits else yes[0].start
    left = [hit for hit in hits if not (hit.concept in AGREES and (asking or hit in yes))]
    return [*left, Hit("@hold", at, at + 1, "exact")]
