"""When somebody wants something: clock times, parts of the day, prayers, days, and `in an hour`, as they are said.

A moment is read without a clock and without a calendar; who knows the place's zone and hours makes a time of it. What
only the day's prayer table could tell (`mor lmaghreb`) stays a name, to be asked back.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from bot.intents.data import entries, table
from bot.intents.normalise import fold, key, stems
from bot.intents.numbers import number
from bot.intents.tokens import Token

OPEN = range(11, 24)
"""Hours in which an order can be wanted, where the place's own are not known: `8h` is the evening's."""
_DAY = 24 * 60
_FARTHEST = 2 * _DAY
_KEYED = 5
_LONGEST = 4
MOST_AT = 2
"""Further words like `vers` before an hour that are passed over (`m3a lsa3a 8`)."""


class Word(NamedTuple):
    """A word of time: its class and value, and the token behind it."""

    kind: str
    value: str
    end: int
    start: int = 0


class Moment(NamedTuple):
    """`time`: HH:MM, asap, +60min, maghrib, before_iftar, after_isha, morning, evening, night; `day`: 0, +1, +2, fri…
    Empty where nothing is said of it."""

    time: str = ""
    day: str = ""


def beside(name: str) -> frozenset[str]:
    """The words of a list that stands beside those of times."""
    return frozenset(fold(word) for word in table("times")["beside"][name].split())


@cache
def _lists() -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[tuple[str, str]]]]:
    """Classes and values by the folded words of an entry, and by its spelling key."""
    exact: dict[str, list[tuple[str, str]]] = {}
    for kind, values in table("times").items():
        for value, listed in values.items() if kind != "beside" else ():
            for entry in entries(listed):
                words = " ".join(fold(word) for word in entry.replace("'", " ").split())
                exact.setdefault(words, []).append((kind, value))
    keyed: dict[str, list[tuple[str, str]]] = {}
    for words, meanings in exact.items():
        if len(words) >= _KEYED and " " not in words:
            keyed.setdefault(key(words), []).extend(one for one in meanings if one not in keyed.get(key(words), ()))
    return exact, keyed


def moment(tokens: Sequence[Token], hours: range = OPEN) -> Moment:
    """What a message says of a time; `hours` are those in which the place works, for `8h` without more."""
    days, times, part = read_all(tokens)
    return Moment(_chosen(times, part, hours), days[0].value if days else "")


def read_all(tokens: Sequence[Token]) -> tuple[list[Word], list[tuple[int, str]], str]:
    """The days, the times in minutes or by name, and the part of the day."""
    days, times, part = list[Word](), list[tuple[int, str]](), ""
    at = 0
    while at < len(tokens):
        read = _time_at(tokens, at)
        if read:
            times.append((read[0], read[1]))
            at = read[2]
            continue
        word = _one(tokens, at, "day") or _one(tokens, at, "part")
        if word and word.kind == "day":
            days.append(word)
            part = part or ("evening" if tokens[word.end - 1].form == "soir" else "")
        elif word:
            part = word.value
            more = _one(tokens, word.end, "past") if part in _HOURS_OF else None
            if more:
                times.append((_HOURS_OF[part] * 60 + int(more.value), ""))
                at = more.end
                continue
        at = word.end if word else at + 1
    return days, times, part


def _chosen(times: Sequence[tuple[int, str]], part: str, hours: range) -> str:
    """The first time said, in the half of the day that is meant; else the part of the day."""
    if not times:
        return {"noon": "12:00", "midnight": "00:00", "afternoon": "afternoon"}.get(part, part)
    minutes, name = times[0]
    return name or on_clock(minutes, part, hours)


def on_clock(minutes: int, part: str, hours: range) -> str:
    """Minutes after midnight as HH:MM, twelve hours later where only that can be meant."""
    later = minutes + _DAY // 2
    if minutes < _DAY // 2 + 60 and later < _DAY and part != "morning":
        evening = (minutes and part in ("evening", "night", "afternoon")) or (part == "noon" and minutes < 6 * 60)
        if evening or (minutes >= 60 and minutes // 60 not in hours and later // 60 in hours):
            minutes = later
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _time_at(tokens: Sequence[Token], at: int) -> tuple[int, str, int] | None:
    """A time that starts at a token: minutes after midnight or a name, and the token behind it."""
    now = _one(tokens, at, "now")
    if now and not (at and tokens[at - 1].form in _FROM):
        return 0, now.value, now.end
    return _soon(tokens, at) or _prayer(tokens, at) or _hour(tokens, at)


def _soon(tokens: Sequence[Token], at: int) -> tuple[int, str, int] | None:
    """`dans une heure`, `ba3d sa3a`, `بعد نصف ساعة`: minutes from now."""
    inside = _one(tokens, at, "in")
    if inside is None:
        return None
    count, at, loose = 1.0, inside.end, tokens[at].form in _LOOSE
    while at < len(tokens) and tokens[at].form in _SKIPPED:
        at += 1
    share = _share(tokens, at)
    if share:
        count, at = share
    elif at < len(tokens) and tokens[at].kind == "clock":
        if loose:
            return None
        hours, minutes = _read_clock(tokens[at].form)
        return 0, f"+{hours * 60 + minutes}min", at + 1
    elif at < len(tokens) and tokens[at].value is not None and not _one(tokens, at, "unit"):
        count, at = float(tokens[at].value or 0), at + 1
    unit = _one(tokens, at, "unit")
    minutes = int(count * int(unit.value)) if unit else 0
    if unit is None or minutes > _FARTHEST:
        return None
    more = _one(tokens, unit.end, "past") if int(unit.value) >= 60 else None
    return 0, f"+{minutes + int(more.value if more else 0)}min", (more or unit).end


def is_said(tokens: Sequence[Token], at: int, kind: str) -> int:
    """Where the words of a class that begin at a token end; 0 where none do."""
    word = _one(tokens, at, kind) if at < len(tokens) else None
    return word.end if word else 0


def hour_at(tokens: Sequence[Token], at: int) -> int:
    """Where an hour on the clock that begins at a token ends; 0 where none does."""
    hour = _hour(tokens, at)
    return hour[2] if hour else 0


def soon_at(tokens: Sequence[Token], at: int) -> int:
    """Where `in an hour` that begins at a token ends; 0 where none does."""
    soon = _soon(tokens, at)
    return soon[2] if soon else 0


def prayer_at(tokens: Sequence[Token], at: int) -> int:
    """Where `before sunset prayer` that begins at a token ends; 0 where none does."""
    prayer = _prayer(tokens, at) if _one(tokens, at, "relation") else None
    return prayer[2] if prayer else 0


def _share(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Half or a quarter, with `d'`, before a unit."""
    form = tokens[at].form if at < len(tokens) else ""
    share = _SHARES.get(form)
    if share is None:
        return None
    at += 1
    while at < len(tokens) and tokens[at].form in _SKIPPED:
        at += 1
    return share, at


def _prayer(tokens: Sequence[Token], at: int) -> tuple[int, str, int] | None:
    """A prayer, before it, at it or after it."""
    relation = _one(tokens, at, "relation")
    start = relation.end if relation else at
    for first in range(start, min(len(tokens), start + 3)):
        prayer = _one(tokens, first, "prayer")
        if prayer:
            return 0, f"{relation.value}_{prayer.value}" if relation else prayer.value, prayer.end
        if tokens[first].form not in _BETWEEN:
            break
    return None


def _hour(tokens: Sequence[Token], at: int) -> tuple[int, str, int] | None:
    """An hour on the clock, with its half or quarter; a bare number only behind a word like `m3a`."""
    if tokens[at].kind == "clock":
        hours, minutes = _read_clock(tokens[at].form)
        return (
            _with_past(tokens, hours * 60 + minutes, at + 1) if hours * 60 + minutes <= _DAY and minutes < 60 else None
        )
    word = _one(tokens, at, "at")
    start = word.end if word else at
    for _ in range(MOST_AT if word else 0):
        more = _one(tokens, start, "at")
        start = more.end if more else start
    said = _hours(tokens, start, bool(word)) or _on_the_hour(tokens, start, word)
    return _with_past(tokens, said[0] * 60, said[1]) if said else None


def _hours(tokens: Sequence[Token], at: int, announced: bool) -> tuple[int, int] | None:
    if at >= len(tokens):
        return None
    named = _one(tokens, at, "hours")
    if named and (announced or tokens[at].form.startswith("ال")):
        return int(named.value), named.end
    value = tokens[at].value
    value = value if value is not None else _bare_number(tokens[at].form)
    unit = _one(tokens, at + 1, "unit")
    if value is None or value > 24 or tokens[at].kind not in ("number", "word"):
        return None
    if unit and unit.value != "60":
        return None
    return (value, unit.end if unit else at + 1) if announced or unit else None


def _on_the_hour(tokens: Sequence[Token], at: int, word: Word | None) -> tuple[int, int] | None:
    """`3la sa3a w noss`: the hour without a number is one o'clock, where minutes follow."""
    hour = word is not None and bool(_one(tokens, at - 1, "unit")) and bool(_one(tokens, at, "past"))
    return (1, at) if hour else None


def _bare_number(form: str) -> int | None:
    """`الثمنية`, `lkhamsa`: the number behind an article."""
    return next((value for _, rest in stems(form) if (value := number(rest)) is not None), None)


def _with_past(tokens: Sequence[Token], minutes: int, at: int) -> tuple[int, str, int]:
    past = at
    while past < len(tokens) and tokens[past].form in _SKIPPED:
        past += 1
    more = _one(tokens, past, "past")
    if more is None:
        return _with_minutes(tokens, minutes, at)
    unit = _one(tokens, more.end, "unit")
    return (minutes + int(more.value)) % _DAY, "", unit.end if unit and unit.value == "1" else more.end


def _with_minutes(tokens: Sequence[Token], minutes: int, at: int) -> tuple[int, str, int]:
    """`7 w 20 dqiqa`."""
    joined = at + 2 < len(tokens) and tokens[at].form in _AND
    value = tokens[at + 1].value if joined else None
    unit = _one(tokens, at + 2, "unit") if joined else None
    if value is None or unit is None or unit.value != "1" or value >= 60:
        return minutes % _DAY, "", at
    return (minutes + value) % _DAY, "", unit.end


def _read_clock(form: str) -> tuple[int, int]:
    hours, _, minutes = form.replace(":", "h").replace(" ", "").partition("h")
    return int(hours), int(minutes or 0)


def _one(tokens: Sequence[Token], at: int, kind: str) -> Word | None:
    """The longest entry of a class that begins at a token."""
    exact, keyed = _lists()
    for end in range(min(len(tokens), at + _LONGEST), at, -1):
        words = " ".join(token.form for token in tokens[at:end]).replace("'", "")
        value = _value(exact.get(words, ()), kind)
        if value is None and end == at + 1:
            bare = (rest for _, rest in stems(words))
            value = next((found for rest in bare if (found := _value(exact.get(rest, ()), kind)) is not None), None)
            if value is None and len(words) >= _KEYED:
                value = _value(keyed.get(key(words), ()), kind)
        if value is not None:
            return Word(kind, value, end, at)
    return None


def _value(meanings: Sequence[tuple[str, str]], kind: str) -> str | None:
    return next((value for name, value in meanings if name == kind), None)


_HOURS_OF = {"noon": 12, "midnight": 24}
_SHARES = {word: share for share, name in ((0.5, "half"), (0.25, "quarter")) for word in beside(name)}
_LOOSE = beside("loose")
"""Before a clock time these say `at`, before a unit `in`."""
_FROM = beside("from")
_SKIPPED = beside("skipped")
_BETWEEN = beside("between")
_AND = beside("and")
