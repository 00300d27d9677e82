"""A time that is said in pieces: the day, then the hour; and whether an hour is still to be asked for."""

import re

from bot.intents.timing import parts

MOMENT = 60
"""Characters kept of a time."""
_NUMBERS = re.compile(r"\d+")


def together(old: str, new: str) -> str:
    """A time with what it leaves open of the one said before: the day, or the hour; an hour makes a prayer clear."""
    before, now = parts(old), parts(new)
    if now.day:
        order = new, "" if before.day or now.clocks or now.prayer else old
    elif before.prayer and not before.clocks and now.clocks:
        order = old, new
    else:
        order = before.day, new
    return " ".join(part for part in order if part)[:MOMENT]


def asks_hour(text: str) -> bool:
    """Whether only the day's prayer table could tell the hour."""
    said = parts(text)
    return bool(said.prayer) and not said.clocks


def hour_of(text: str) -> str:
    """The hour on the clock, where one was said otherwise than the clock shows it; of several, none."""
    clocks = parts(text).clocks
    if len(clocks) != 1:
        return ""
    said = {int(number) for number in _NUMBERS.findall(text)}
    return "" if int(clocks[0][:2]) in said else clocks[0]
