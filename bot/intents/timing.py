"""Where a message says for when something is wanted, so that the words of a time are neither a count nor an address."""

from collections.abc import Callable, Iterator, Sequence, Set
from functools import cache, lru_cache
from typing import NamedTuple

from bot.intents.data import entries, table
from bot.intents.guards import COUNTED, DENIES, HOURS, STREETS
from bot.intents.lexicon import ARTICLES, Hit
from bot.intents.moments import OPEN, beside, hour_at, is_said, on_clock, prayer_at, read_all, soon_at
from bot.intents.normalise import clean, fold
from bot.intents.tokens import Token
from bot.intents.tokens import tokens as tokens_of

Span = tuple[int, int]
Begins = Callable[[int], bool]


_SURE, _BEFORE, _SINCE, _AROUND = beside("sure"), beside("before"), beside("since"), beside("around")
_RANGE, _UPTO = beside("range"), beside("upto")
_ONES, _LEADS, _ALSO_AT = beside("ones"), beside("leads"), beside("also_at")
_PRAYERS = table("times")["prayer"].keys()
_WORDY = _BEFORE - _SURE
_OFF = frozenset(("remove", "cancel", "forgotten"))
_NEAR = 3
_COUNTED = COUNTED - HOURS
_EARLIEST = 6
"""A bare `7 heures` is a time, a bare `2 heures` a while."""
_WEAK = beside("weak")
"""Before a small number these count people, or mean nothing."""
_LATEST = 24
_UNSURE = frozenset(("qty", "options", "table"))
"""Contexts in which a bare number answers something else."""
NO_WISH = frozenset(("goodbye", "when", "last_time", "hours", "history"))
"""Words that speak of a time without wishing one."""


class Parts(NamedTuple):
    """A time in pieces: the words that say the day, every hour on the clock as HH:MM, a prayer that is named."""

    day: str = ""
    clocks: tuple[str, ...] = ()
    prayer: str = ""


def parts(text: str) -> Parts:
    """What somebody said of a time, apart."""
    cleaned = clean(text)
    pieces = tokens_of(cleaned)
    days, times, part = read_all(pieces)
    told = [cleaned[pieces[day.start].start : pieces[day.end - 1].end] for day in days]
    clocks = tuple(on_clock(minutes, part, OPEN) for minutes, name in times if not name)
    named = (name for _, name in times if name.removeprefix("before_").removeprefix("after_") in _PRAYERS)
    return Parts(" ".join(told), clocks, next(named, ""))


def said_times(
    tokens: Sequence[Token], hits: Sequence[Hit], context: str, begins: Begins, *, ordering: bool
) -> list[Hit]:
    """The times wished in a message as hits `@moment`; with `@time_only` where it says nothing else.

    `begins` says where dishes do; `ordering` = something is in the basket, so that `à 8` alone may be a time.
    """
    begun = [
        at
        for at, token in enumerate(tokens)
        if _tells(token.form) or token.kind == "clock" or (token.value is not None and _is_hour(tokens, at))
    ]
    spans = list(_spans(tokens, begun, begins)) if begun else []
    if not spans and ordering and context not in _UNSURE:
        spans = list(_bare(tokens))
    if spans:
        taken = {at for hit in hits if hit.concept in NO_WISH for at in range(hit.start, hit.end)}
        spans = [span for span in spans if taken.isdisjoint(range(*span))]
        spans = [span for span in spans if not _housed(tokens, span, begins)]
    if not spans:
        return []
    off = [span for span in spans if _denied(tokens, hits, span)]
    if len(off) == len(spans):
        return [Hit("@no_time", *span, "exact") for span in off]
    spans = [_whole(tokens, span) for span in spans if span not in off]
    alone = _alone(tokens, {at for span in spans for at in range(*span)})
    if not alone and context == "address":
        spans = [span for span in spans if tokens[span[0]].kind != "clock"]
    found = [Hit("@moment", start, end, "exact") for start, end in spans]
    return [*found, Hit("@time_only", *spans[0], "exact")] if alone and found else found


def _housed(tokens: Sequence[Token], span: Span, begins: Begins) -> bool:
    """Whether what looks like an hour is part of an address: `bloc A 12 H 5`."""
    start, end = span
    numbered = end < len(tokens) and tokens[end].kind == "number" and not begins(end + 1)
    return numbered and any(token.form in STREETS for token in tokens[max(0, start - _NEAR) : start])


def _denied(tokens: Sequence[Token], hits: Sequence[Hit], span: Span) -> bool:
    """Whether a time is taken back: `pas à 20h`, `oublie 20h`."""
    start = span[0]
    while start and tokens[start - 1].form in ARTICLES:
        start -= 1
    if start and tokens[start - 1].form in DENIES:
        return not is_said(tokens, span[0], "relation")
    return tokens[span[0]].form not in _WORDY and any(hit.end == start and hit.concept in _OFF for hit in hits)


def _whole(tokens: Sequence[Token], span: Span) -> Span:
    """With the `pas` of `pas avant 20h`, which takes nothing back."""
    start, end = span
    return (start - 1, end) if start and tokens[start - 1].form in DENIES else span


@lru_cache(maxsize=8192)
def _tells(form: str) -> bool:
    """Whether a time can begin with a word: a cheap look before the long one."""
    alone = (Token(form, form, "word", None, 0, 0),)
    told = any(is_said(alone, 0, kind) for kind in ("wished", "in", "relation"))
    return told or form in _SURE or form in _first_words()


@cache
def _first_words() -> frozenset[str]:
    """Words with which a day of several words begins."""
    return frozenset(fold(entry.split()[0]) for entry in entries(table("times")["wished"]["day"]) if " " in entry)


def _spans(tokens: Sequence[Token], begun: Sequence[int], begins: Begins) -> Iterator[Span]:
    """What surely is a time, each with the words that announce it and the part of the day; neighbours are one."""
    found, ranges = list[Span](), set[int]()
    for at in begun:
        reached = found[-1][1] if found else 0
        end = _sure(tokens, at, begins) if at >= reached else at
        if end <= at:
            continue
        span = _announced(tokens, at, reached), _with_hour(tokens, at, _with_part(tokens, end), begins)
        ranged = bool(found) and _is_range(tokens, found[-1], span)
        if found and (ranged or (span[0] == reached and not _since(tokens, found[-1]))):
            span = found.pop()[0], span[1]
            ranges.update({span[0]} if ranged else ())
        found.append(span)
    for start, end in found:
        if start in ranges:
            yield start - 1, end
        elif not _since(tokens, (start, end)):
            yield start, end


def _since(tokens: Sequence[Token], span: Span) -> bool:
    return span[0] > 0 and tokens[span[0] - 1].form in _SINCE


def _is_range(tokens: Sequence[Token], first: Span, second: Span) -> bool:
    """Whether two times are the ends of one: `entre 19h et 20h`."""
    opened = first[0] > 0 and tokens[first[0] - 1].form in _RANGE
    between = tokens[first[1] : max(first[1], second[0])]
    told = any(token.form in _UPTO for token in tokens[first[1] : second[1]])
    return opened and told and len(between) <= 2 and all(token.form in _UPTO for token in between)


def _with_hour(tokens: Sequence[Token], at: int, end: int, begins: Begins) -> int:
    """A day with the hour behind it that only a preposition announces: `غدوة مع الثمنية`."""
    if end >= len(tokens) or tokens[end].form not in _BEFORE or not is_said(tokens, at, "wished"):
        return end
    hour = hour_at(tokens, end)
    if not hour or tokens[hour - 1].form in _ONES or begins(hour):
        return end
    small = (tokens[hour - 1].value or _EARLIEST) < _EARLIEST and tokens[end].form in _WEAK
    counts = hour < len(tokens) and (tokens[hour].form in _COUNTED or tokens[hour].form in STREETS)
    return end if small or counts else _with_part(tokens, hour)


def _sure(tokens: Sequence[Token], at: int, begins: Begins) -> int:
    """The end of a time that begins at a token; the same token, or 0, where none does."""
    day = is_said(tokens, at, "wished")
    if day:
        return day
    if tokens[at].form in _SURE:
        end = hour_at(tokens, at)
        counted = end < len(tokens) and (tokens[end].form in _COUNTED or begins(end))
        return at if counted or (end and tokens[end - 1].form in _ONES) else end
    if tokens[at].kind == "clock" or _is_hour(tokens, at):
        return hour_at(tokens, at)
    return soon_at(tokens, at) or prayer_at(tokens, at)


def _is_hour(tokens: Sequence[Token], at: int) -> bool:
    """`20 heures`, and `à 2 heures`."""
    value = tokens[at].value
    if value is None or value > _LATEST or at + 1 >= len(tokens) or tokens[at + 1].form not in _ALSO_AT:
        return False
    ago = at > 1 and tokens[at - 2].form == "y"
    return value >= _EARLIEST or (at > 0 and tokens[at - 1].form in _BEFORE and not ago)


def _announced(tokens: Sequence[Token], at: int, least: int) -> int:
    while at > least and tokens[at - 1].form in _BEFORE:
        at -= 1
    return at


def _with_part(tokens: Sequence[Token], end: int) -> int:
    """With `du soir`, `ta3 lil` behind it."""
    at = end
    while at < len(tokens) and tokens[at].form in _LEADS | _BEFORE:
        at += 1
    return is_said(tokens, at, "part") or end


def _bare(tokens: Sequence[Token]) -> Iterator[Span]:
    """A number that only its preposition makes a time: believed when nothing else is said."""
    for at in range(1, len(tokens)):
        value = tokens[at].value
        announced = _announced(tokens, at, 0)
        if value is None or not 0 < value <= _LATEST or announced == at or tokens[at].form in _ONES:
            continue
        end = _with_part(tokens, hour_at(tokens, announced) or at + 1)
        if value < _EARLIEST and end == at + 1 and tokens[announced].form in _WEAK:
            continue
        if _alone(tokens, set(range(announced, end))):
            yield announced, end
            return


def _alone(tokens: Sequence[Token], taken: Set[int]) -> bool:
    """Whether nothing stands beside a time but who comes and what is wanted."""
    rest = (token for at, token in enumerate(tokens) if at not in taken)
    return all(token.form in _AROUND or token.kind in ("sign", "emoji") for token in rest)
