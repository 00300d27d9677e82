"""What takes a yes back: a negation beside it, a wait, a question mark. Grave words never act under one of these."""

from collections.abc import Iterator, Sequence

from bot.intents.guards import words
from bot.intents.lexicon import Hit, Lexicon
from bot.intents.normalise import is_arabic
from bot.intents.tokens import Token

AGREES = frozenset(("yes", "soft_yes", "done", "checkout_verb", "driver_take", "driver_done", "driver_free"))
ACTS = frozenset(
    ("cancel", "empty", "restart", "remove", "forgotten", "paid", "did", "cash", "deposit", "pay_verb", "replace")
)
CONFIRMS = frozenset(("confirm_order", "confirm_cancel", "confirm_clear"))
_VERBS = words("negation", "verbs")
"""Spellings of a yes that are verbs: `confirme pas`, `لا أؤكد`."""
_BEFORE = words("negation", "before")
_AFTER = words("negation", "after")
_BETWEEN = words("negation", "between")
_BEFORE_VERB = words("negation", "before_verb")
_FORGET = ("oubli", "tensa")
"""`n'oubliez pas` asks for something: nothing is to be kept."""
_STEPS = 4


def guarded(tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon, context: str) -> list[Hit]:
    """The hits without those that are taken back. Instead of them stand `@not` (no agreement), `@keep` (nothing is to
    be undone or paid) and `@hold` (not yet)."""
    if not any(hit.concept in AGREES or hit.concept in ACTS for hit in hits):
        return [*hits, *_denied_verbs(tokens, hits, lexicon)]
    bound = {
        at for hit in hits if hit.end - hit.start > 1 and hit.concept in AGREES for at in range(hit.start, hit.end)
    }
    out: list[Hit] = []
    denied: set[int] = set()
    for hit in hits:
        span = _negation(tokens, hit, bound) if hit.concept in AGREES or hit.concept in ACTS else None
        if span is None:
            out.append(hit)
            continue
        denied.update(range(*span))
        if not tokens[hit.start].form.startswith(_FORGET):
            out.append(Hit("@not" if hit.concept in AGREES else "@keep", *span, hit.layer))
    out = [hit for hit in out if hit.concept != "complaint" or denied.isdisjoint(range(hit.start, hit.end))]
    return [*_held(tokens, out, context), *_denied_verbs(tokens, hits, lexicon)]


def _negation(tokens: Sequence[Token], hit: Hit, bound: set[int]) -> tuple[int, int] | None:
    """The span of a negated hit and its negation; None when nothing denies it."""
    verb = hit.concept not in ("yes", "soft_yes", "done") or tokens[hit.start].form in _VERBS
    for at in range(hit.start - 1, max(-1, hit.start - 1 - _STEPS), -1):
        form = tokens[at].form
        if form in _BEFORE and at not in bound:
            return at, hit.end
        if verb and form in _BEFORE_VERB and at == hit.start - 1 and hit.concept in ("yes", "checkout_verb", "paid"):
            return at, hit.end
        if form not in _BETWEEN:
            break
    for at in range(hit.end, min(len(tokens), hit.end + 2)) if verb else ():
        if tokens[at].form in _AFTER and at not in bound:
            return hit.start, at + 1
        if tokens[at].form not in _BETWEEN:
            break
    return None


def _denied_verbs(tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon) -> Iterator[Hit]:
    """Darija's ma…ch around a grave verb that the lists have only without it."""
    for at, token in enumerate(tokens):
        body = _body(token) if token.kind == "word" else ""
        if not body or any(hit.start <= at < hit.end for hit in hits):
            continue
        for guess in (body, body[1:]):
            concepts = lexicon.meant(guess) if len(guess) >= 3 else ()
            if not ACTS.isdisjoint(concepts) or not AGREES.isdisjoint(concepts):
                yield Hit("@keep" if AGREES.isdisjoint(concepts) else "@not", at, at + 1, "stem")
                break


def _body(token: Token) -> str:
    """The verb inside ma…ch; empty when the word does not end so."""
    form = token.form
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
