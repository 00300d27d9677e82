"""Until when, as staff write it: `20:00`, `20h30`, `tomorrow`. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

UNTIL = frozenset(("until", "jusqu'à", "jusqu'a", "jusqu’à", "jusqua", "7atta", "hatta", "7etta", "حتى", "إلى"))
TOMORROW = frozenset(("tomorrow", "demain", "ghodwa", "ghedwa", "8odwa", "غدا", "غداً", "غدوة", "بكرة"))
MORNING = 6
"""The hour at which tomorrow begins: before anybody cooks."""
CLOCK = re.compile(r"(\d{1,2})(?:[:hH](\d{2})|[hH])")


def until(words: Sequence[str], now: datetime) -> datetime | None:
    """The moment that `until …` names, after now and in its zone; None when it names none."""
    if len(words) != 2 or words[0].lower() not in UNTIL:
        return None
    if words[1].lower() in TOMORROW:
        return (now + timedelta(days=1)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    clock = CLOCK.fullmatch(words[1])
    hour, minute = (int(clock[1]), int(clock[2] or 0)) if clock else (24, 0)
    if hour > 23 or minute > 59:
        return None
    moment = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return moment if moment > now else moment + timedelta(days=1)
