"""A time said on the way to an order: found in the words, for the order's note. Slots of the day are another matter."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.handlers.retelling import words
from bot.intents import Reading
from bot.intents.choices import bare_label
from bot.messages import Event

BEFORE = r"(?:(?<!\w)(?:à|a|vers|pour|pr|avant|après|apres|3la|ala|m3a|f|fi|على|مع|في|حوالي|قبل|بعد)\s+)"
PART = r"(?:\s+(?:du\s+soir|ce\s+soir|du\s+matin|ta3\s+(?:e?l\s?)?lil|مساءً?|ليلا|صباحا|تاع\s+الليل))"
HALF = r"(?:\s+(?:et\s+demie?|et\s+quart|w\s?noss?|w\s?ness|w\s?rbo?3|ونصف|و\s?نص|وربع|والنصف))"
HOUR = r"(?<![\w:])(?:[01]?\d|2[0-4])"
CLOCK = re.compile(
    rf"{BEFORE}*(?:(?:الساعة|الساعه|ساعة)\s+{BEFORE}?(?:{HOUR}(?:[:h][0-5]\d)?|ال\w+)"
    rf"|{HOUR}\s?(?:h\s?[0-5]\d|h(?:eures?)?|:[0-5]\d)(?!\w)){HALF}?{PART}?",
    re.IGNORECASE,
)
SPELT = (
    r"(?:3la|ala|3al|على|ع)\s+(?:l|el|ال)?\s?(?:wa7da|wahda|zouj|tlata|thlatha|reb3a|rab3a|arb3a|khamsa|khemsa|setta|seb3a"
    r"|tmanya|tmania|tes3a|3achra|hdach|7dach|tnach|\w*(?:واحدة|زوج|ثلاثة|تلاتة|ربعة|اربعة|خمسة|ستة|سبعة|سبعه|ثمنية|تمنية"
    r"|ثمانية|الثامنة|تسعة|عشرة|حداش|طناش))\b"
)
AT = rf"(?<!\w)(?:3la|ala|على)\s+{HOUR}(?![\w:]|\s*(?:personnes?|ness|nass|أشخاص))"
SPAN = (
    r"\b(?:dans|d'ici|f|ba3d|men\s+ba3d|mor)\s+(?:une?|\d{1,3}|nos|noss|sa3a|saa)?\s*(?:demi[e\s-]*)?"
    r"(?:heures?|h|min(?:utes?)?|sa3a|sa3tin|d9i9a|dqiqa)\b"
    r"|(?:بعد|خلال|في)\s+(?:نصف\s+|ربع\s+|\d{1,3}\s*)?(?:ساعة|ساعه|ساعتين|دقيقة|دقائق)"
)
DAYS = r"après[- ]demain|apres[- ]demain|demain|ghodwa|ghedwa|ce\s+soir|ce\s+midi|had\s+l3chiya|lyoum\s+f\s?lil"
ARABIC_DAYS = r"(?<!\w)ل?(?:غدا|غدًا|غداً|غدوة|الليلة|هذا المساء)(?!\w)"
PARTS = r"(?:\s+(?:à\s+|a\s+)?(?:midi|soir|matin|sbah|lil|l3chiya))?"
DAY = rf"(?:(?:pour|pr|l)\s+)?\b(?:{DAYS})\b{PARTS}|{ARABIC_DAYS}"
ONCE = rf"(?:{CLOCK.pattern}|{SPELT}|{AT}){HALF}?{PART}?"
MOMENT = re.compile(rf"(?:{DAY})(?:\s+{ONCE})?|{ONCE}(?:\s+(?:{DAY}))?|{SPAN}", re.IGNORECASE)
BARE = re.compile(rf"{BEFORE}{HOUR}(?![\w:]){HALF}?{PART}?", re.IGNORECASE)
"""A number that only its preposition makes a time: believed when nothing else is said."""
NOW = re.compile(
    r"\b(?:maintenant|tout de suite|d[eè]s que possible|au plus vite|asap|dork|dorka|drok|derwek|fissa3|f aqrab waqt)\b"
    r"|الآن|الان|حالا|درك|في أقرب وقت",
    re.IGNORECASE,
)
AROUND = words("around_time")
LOOSE = frozenset(("unknown", "give_address", "choose_dine_in", "give_table", "give_slot", "smalltalk_other", "deny"))
"""Readings that a message which only says a time may be mistaken for."""
BESIDE = frozenset(
    (
        "add_item",
        "change_qty",
        "choose_dine_in",
        "choose_pickup",
        "choose_delivery",
        "checkout",
        "confirm",
        "give_address",
        "give_phone",
        "reorder",
    )
)
"""What may be said in one breath with a time."""
LONGEST = 500
"""Characters in which a time is looked for."""
COUNTS = frozenset(("viewing_dish", "asking_qty", "asking_which"))
"""States in which a number is a quantity or a choice."""


def timed(reading: Reading, text: str, state: str, again: Callable[[str], Reading], *, ordering: bool) -> Reading:
    """The reading with the time in it; `ordering`: something is in the basket, so that a bare `3la 8` may be one.

    `again` reads the words beside the time once more, for an hour must not count dishes.
    """
    if state in COUNTS or len(text) > LONGEST or text.rstrip().endswith(("?", "؟")):
        return reading
    names = {event.name for event in reading.events}
    found = MOMENT.search(text)
    alone = found is None and ordering and state != "asking_table"
    found = found or (BARE.search(text) if alone else None)
    if found is None:
        return replace(reading, events=tuple(map(_soon, reading.events))) if "give_slot" in names else reading
    known = next((event.slots for event in reading.events if event.name == "give_slot"), {})
    slot = Event("give_slot", {**known, "text": found.group().strip()})
    rest = f"{text[: found.start()].strip()} {text[found.end() :].strip()}".strip()
    only = AROUND.issuperset(bare_label(rest).split())
    if not only and "give_address" in names and found.group()[0].isdecimal():
        return reading
    if only and names <= LOOSE:
        return _with(reading, (slot,))
    if names.isdisjoint(BESIDE) or (alone and not only):
        return _with(reading, tuple(slot if e.name == "give_slot" else e for e in reading.events))
    fresh = again(rest) if not only else reading
    reading = fresh if BESIDE & {event.name for event in fresh.events} else reading
    kept = (_without(event, slot) for event in reading.events if event.name not in ("give_slot", "confirm"))
    return _with(reading, (*kept, slot))


def _with(reading: Reading, events: tuple[Event, ...]) -> Reading:
    return replace(reading, events=events, why={**reading.why, "retold": "give_slot"})


def _soon(event: Event) -> Event:
    """ "Tout de suite" asks for no time of its own."""
    now = event.name == "give_slot" and NOW.search(str(event.slots.get("text", "")))
    return Event("give_slot", {**event.slots, "time": "asap"}) if now else event


def _without(event: Event, slot: Event) -> Event:
    """An address is not to carry the time that was said with it."""
    text = event.slots.get("text")
    if event.name != "give_address" or not isinstance(text, str):
        return event
    slots: Mapping[str, object] = {**event.slots, "text": text.replace(str(slot.slots["text"]), " ").strip(" ,،")}
    return Event(event.name, slots)
