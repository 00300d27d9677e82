"""Instructions whose words are not all explained: they are asked about, never carried out blindly."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.intents.foods import COLD, DOUBLE, EXTRA, GLUE, INSIDE, NORMAL, OF_THEM, OTHER, UNITS, WEAK, WITH, WITHOUT
from bot.intents.guards import (
    ALSO,
    DEGREES,
    DENIES,
    FOR_WHOM,
    HAVE,
    JOINS,
    KEEPS,
    MANNERS,
    NEVERS,
    ONTO,
    OR,
    OWN,
    REPAIRS,
)
from bot.intents.lexicon import ARTICLES
from bot.intents.numbers import HALVES
from bot.intents.rules import Fired
from bot.intents.telling import asks_how, orders, waits
from bot.intents.tokens import breaks_between
from bot.intents.utterance import Utterance

BASKET = frozenset(("add_item", "remove_item", "change_qty"))
_RISKY = DENIES | NEVERS | OR
_RISKS = ("dont_want", "too_much", "other_time", "unsure", "mistake", "not_replace", "@unwanted")
_NOT_DONE = re.compile(r"(?:ma|ما).{2,}(?:ch|sh|ش)")
_OF_IT = re.compile(r"(?:ها|هم|ha|hom)(?:ch|sh|ش)\Z")
"""A verb that is denied, and speaks of what was named before: `ma dirouhach`."""
_DARIJA_NOT = frozenset(("ma", "ما"))
_POLITE = ("filler", "soft_yes", "greet", "thanks", "chat", "yes", "done", "now_word", "later_word", "goodbye", "but")
_PLAIN = (
    GLUE
    | UNITS
    | WEAK
    | WITH
    | WITHOUT
    | EXTRA
    | INSIDE
    | JOINS
    | ARTICLES
    | OWN
    | HALVES
    | ALSO
    | DEGREES
    | MANNERS
    | ONTO
    | REPAIRS
    | DOUBLE
    | NORMAL
    | OTHER
    | OF_THEM
    | COLD
    | frozenset(("li", "lli", "elli", "اللي", "لي", "moi", "nous", "بل"))
)
_SOME = 1
_MUCH = 2
_AFTER_WANT = (*_POLITE, "order_word", "delivery", "pickup", "checkout_verb", "again", "only_word", "wait", "no")
_OF_ORDERS = frozenset(("track_order", "complaint", "cancel", "order_history"))
"""What is said of an order that was placed: its dishes are not ordered again."""
_WITH_ORDERS = frozenset(
    ("add_item", "greet", "thanks", "give_slot", "choose_pickup", "choose_delivery", "choose_dine_in", "checkout")
)
"""What is often said along with an order."""
_BESIDE = 2
_SHORT = 2
_NEAR = 6
"""Words between a dish and what is said of it."""


def doubtful(said: Utterance, fired: Sequence[Fired], agreed: bool = False) -> bool:
    """Whether a basket would be changed though something near its dishes says otherwise, or nothing is named at all.

    `agreed` = the model takes it for what the rules do: words that nobody knows beside an order then say nothing
    against it.
    """
    doing = [one for one in fired if one.intent in BASKET]
    if not doing:
        return False
    if (
        said.lines.doubtful
        or _empty(said, doing)
        or _so_many_or_so_many(said)
        or (not (agreed and _lists(said, fired)) and _rambles(said, doing, fired))
        or _sidetracked(said, fired)
        or asks_how(said, fired)
    ):
        return True
    dishes = _dishes(said)
    if all(one.intent == "remove_item" for one in doing):
        return False
    risks = list(_risks(said)) if dishes else []
    if not risks:
        return False
    explained = _explained(said, fired)
    return any(at not in explained and _touches(said, at, dishes) for at in risks)


def _empty(said: Utterance, doing: Sequence[Fired]) -> bool:
    """Whether dishes are named, but none is left to be added."""
    lines = said.lines
    left = lines.lines or lines.unknown or said.rest
    return not left and bool(lines.refused or lines.left_out) and any(one.intent == "add_item" for one in doing)


def _so_many_or_so_many(said: Utterance) -> bool:
    """`2 ou 3 tacos`."""
    inner = range(1, len(said.tokens) - 1)
    return any(
        (said.tokens[at].form in OR or said.tokens[at].form == "ou")
        and said.tokens[at - 1].value is not None
        and said.tokens[at + 1].value is not None
        for at in inner
    )


def _rambles(said: Utterance, doing: Sequence[Fired], fired: Sequence[Fired]) -> bool:
    """Whether a dish is named in words that order nothing and say much else: `on m'a dit que le burger est bon`."""
    if any(one.intent != "add_item" for one in doing) or said.lines.chosen or orders(said) or not said.lines.lines:
        return False
    told = {at for one in fired for at in one.tokens} | noted(said) | set(said.lines.unknown_at)
    told |= {at for name in _POLITE for span in said.shapes.spans.get(name, ()) for at in range(*span)}
    rest = [at for at in said.shapes.content if at not in told and not is_plain(said, at) and _in_breath(said, at)]
    unheard = {at for start, end in said.shapes.spans.get("@name", ()) for at in range(start, end)}
    if rest and all(at in unheard for at in rest):
        told_of = any(token.form in DEGREES for at in rest for token in said.tokens[at + 1 : at + 2])
        return told_of or any(
            0 < line.start - at <= _BESIDE for at in rest for line in said.lines.lines if not line.said
        )
    said_so = any(line.said for line in said.lines.lines)
    if waits(said) or (not said_so and any(one.intent in _OF_ORDERS for one in fired)):
        return True
    counted = said_so and not _is_after(said) and not _all_held(said)
    return len(rest) >= (_MUCH if counted else _SOME)


def _lists(said: Utterance, fired: Sequence[Fired]) -> bool:
    """Whether several dishes, or portions of one, are listed and little else is wanted."""
    rest = {one.intent for one in fired} - _WITH_ORDERS
    lines = said.lines.lines
    listed = len(lines) > 1 or any(line.said and line.qty > 1 for line in lines)
    had = any(token.form in HAVE and after.value is not None for token, after in pairwise(said.tokens))
    return listed and not (rest or had or waits(said))


def _sidetracked(said: Utterance, fired: Sequence[Fired]) -> bool:
    """Whether something else than a dish is wanted of it: `je veux voir les pizzas`, `nheb des infos sur le tacos`."""
    wants = [end for name in ("want", "want_more") for _, end in said.shapes.spans.get(name, ())]
    if not wants or not said.lines.lines or not any(one.intent == "add_item" for one in fired):
        return False
    first = said.lines.lines[0].start
    last = max((end for end in wants if end <= first), default=first)
    told = {at for one in fired for at in one.tokens} | noted(said) | set(said.lines.unknown_at)
    told |= {at for name in _AFTER_WANT for span in said.shapes.spans.get(name, ()) for at in range(*span)}
    return any(at in said.shapes.content and at not in told and not is_plain(said, at) for at in range(last, first))


def _is_after(said: Utterance) -> bool:
    return said.context.name in ("tracking", "post_delivery")


def _all_held(said: Utterance) -> bool:
    """Whether every dish that is named is in the basket already."""
    codes = said.grammar.codes
    return all(any(codes[n] in said.context.basket for n in line.dishes) for line in said.lines.lines)


def _in_breath(said: Utterance, at: int) -> bool:
    """Whether a word is said in one breath with a dish."""
    spans = ((line.start, line.end) for line in said.lines.lines)
    return any(not breaks_between(said.tokens, min(at, end), max(at, start)) for start, end in spans)


def is_plain(said: Utterance, at: int) -> bool:
    """Words that say nothing against an order: sizes, measures, foods, for whom."""
    token = said.tokens[at]
    plain = token.form in _PLAIN or token.form.removeprefix("و") in _PLAIN
    plain = plain or token.value is not None or token.form in said.grammar.known
    edible = said.spotted[at] is not None or said.grammar.food(token.form) is not None
    whom = any(one.form in FOR_WHOM for one in said.tokens[max(0, at - 2) : at + 1])
    behind = token.form.startswith("ل") and any(line.end == at for line in said.lines.lines)
    whom = whom or behind or token.form.startswith("لل")
    return plain or edible or whom or token.kind != "word" or token.form[0].isdecimal() or len(token.form) < _SHORT


def _dishes(said: Utterance) -> list[tuple[int, int]]:
    lines = [(line.start, line.end) for line in said.lines.lines]
    return lines or list(said.shapes.spans.get("@dish", ()))


def _risks(said: Utterance) -> Iterator[int]:
    """Where a word stands that can turn an instruction round."""
    for at, token in enumerate(said.tokens):
        if token.form in KEEPS:
            if any(start > at for start, _ in _dishes(said)):
                yield at
        elif token.form in OR and said.lines.chosen:
            continue
        elif (token.form in _RISKY and not _corrects(said, at)) or (
            token.kind == "word" and _is_not_done(said, at) and not _gives_reason(said, at)
        ):
            yield at
    for name in _RISKS if not (said.shapes.has("@replaced") or said.lines.chosen) else ():
        yield from (at for start, end in said.shapes.spans.get(name, ()) for at in range(start, end))


def _corrects(said: Utterance, at: int) -> bool:
    """`wela la dir zouj` says that something else is meant, and what."""
    follow = said.tokens[at + 1].form if at + 1 < len(said.tokens) else ""
    return said.tokens[at].form in OR and follow in REPAIRS


def _gives_reason(said: Utterance, at: int) -> bool:
    """Whether something was left out before: it is that which nobody eats."""
    end = max((line.end for line in said.lines.lines if line.end <= at), default=at)
    return any(token.form in WITHOUT for token in said.tokens[end:at])


def _is_not_done(said: Utterance, at: int) -> bool:
    form = said.tokens[at].form
    return form.endswith(("ch", "sh", "ش")) and (
        _NOT_DONE.fullmatch(form) is not None or (at > 0 and said.tokens[at - 1].form in _DARIJA_NOT)
    )


def _explained(said: Utterance, fired: Sequence[Fired]) -> set[int]:
    """Tokens of rules, phrases, options, notes and choices."""
    found = {at for one in fired for at in one.tokens}
    for name, spans in said.shapes.spans.items():
        phrase = not name.startswith("@") and name not in _RISKS
        for start, end in spans:
            if (phrase and (end - start > 1 or said.tokens[start].form not in _RISKY | KEEPS)) or name in _SHAPES:
                found.update(range(start, end))
    return found | noted(said)


def noted(said: Utterance) -> set[int]:
    """Tokens of dishes, options and notes."""
    lines = said.lines
    spans = [*lines.explained, *lines.loose_at, *lines.lacking_at, *lines.left_out, *lines.wished_at]
    spans += [(line.start, line.end) for line in lines.lines]
    reasons = (at for at in range(len(said.tokens)) if _is_not_done(said, at) and _gives_reason(said, at))
    spans += [(max(line.end for line in lines.lines if line.end <= at), at + 1) for at in reasons]
    return {at for start, end in spans for at in range(start, end)}


_SHAPES = frozenset(
    ("@replaced", "@refused", "@unordered", "@swap", "@none", "@set_to", "@pas_de", "@kept", "@reminded")
)


def _touches(said: Utterance, at: int, dishes: Sequence[tuple[int, int]]) -> bool:
    """Whether a word stands near a dish and in its clause."""
    for start, end in dishes:
        first, last = (at, start) if at < start else (end, at)
        of_it = at >= end and _OF_IT.search(said.tokens[at].form) is not None
        if last - first <= _NEAR and (of_it or not breaks_between(said.tokens, first, last)):
            return True
    return False
