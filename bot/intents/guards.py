"""The guard rails' word lists, read once."""

from bot.intents.data import table
from bot.intents.normalise import fold

_TABLE = table("guards")


def words(section: str, name: str = "words") -> frozenset[str]:
    """A list of `guards.toml` as a set of folded words."""
    return frozenset(fold(word) for word in _TABLE[section][name].split())


REPAIRS = words("repair")
"""Between two quantities these take the first one back."""
JOINS = words("joins")
THAT = words("that")
"""Words that name no dish: this one, the last one."""
INSTEAD = words("la", "swap")
"""Between two quantities these say which one is wrong."""
NO_AFTER_LA = words("la", "no_after")
THANKS_BEFORE_LA = words("la", "thanks")
BEFORE_TIME = words("time", "before")
BEFORE_CLOCK = words("time", "clock")
NUMBERED = words("time", "numbered")
"""After these a number is a label, no quantity."""
MENU_NUMBERS = words("time", "menu")
"""After these it is that of a dish, where nothing else is numbered."""
COUNTED = words("time", "counted")
"""What follows a number that counts no dish."""
TABLES = words("time", "tables")
PEOPLE = words("time", "people")
HOURS = words("time", "hours")
OLD_MONEY = words("time", "old_money")
MILLION = words("time", "million")
ABSENT = words("time", "absent")
STREETS = words("streets")
TO = words("streets", "to")
SKIPPED = words("streets", "skipped")
ONTO = words("onto")
PLACES = words("places")
UPON = words("onto", "upon")
SOME = words("onto", "some")
BY = words("replace", "by")
PUTS = words("replace", "puts")
SETS_TO = words("replace", "to")
UNCOUNTED = words("replace", "uncounted")
KEEPS = words("replace", "keeps")
ONLY = words("replace", "only")
IFS = words("replace", "if")
POLITE_IFS = words("replace", "polite")
I_CAN = words("replace", "can")
I_DO = words("replace", "do")
WHYS = words("replace", "why")
PAST = words("replace", "past")
PARTICIPLES = words("replace", "participles")
"""What was done when somebody got one dish for another."""
DENIES = words("scope", "denies")
DENY_AFTER = words("scope", "after")
LIKED = words("scope", "liked")
CHOSEN = words("scope", "chosen")
DEGREES = words("scope", "degrees")
MANNERS = words("scope", "manners")
OWN = words("scope", "own")
ALSO = words("scope", "also")
WAS = words("scope", "was")
FOR_WHOM = words("scope", "whom")
EXCEPT = words("scope", "except")
PREFERS = words("scope", "prefers")
NEVERS = words("scope", "nevers")
OR = words("scope", "or")
PREFER = words("scope", "prefer")
DENIES_PAYING = words("denial", "pays")
DENIED_BEHIND = words("denial", "behind")
REFUSES_LANGUAGE = words("denial", "language")
TURNS = words("denial", "turns")
WHOLE = words("denial", "whole")
HAVE = words("have")
ASKS = words("assent", "asks")
SAYS = words("assent", "says")
NOTS = words("assent", "nots")
AUXILIARIES = words("assent", "auxiliaries")
NEVER_FUZZY = words("never_fuzzy")
EXACT = words("exact")
LEADS = words("leads")
ENDINGS = tuple(fold(word) for word in _TABLE["endings"]["words"].split())
STRICT = frozenset(_TABLE["never_fuzzy"]["concepts"].split())
STRICT_CHOICES = frozenset(_TABLE["never_fuzzy"]["events"].split())
GRAVE = frozenset(_TABLE["never_guessed"]["events"].split())
ACTS = frozenset(_TABLE["acts"]["events"].split())
EXPECTED = {context: tuple(listed.split()) for context, listed in _TABLE["expected"].items()}
APART = frozenset(frozenset(fold(word) for word in pair.split()) for pair in _TABLE["apart"]["pairs"])
ORDINALS = {fold(word): int(value) for value, listed in _TABLE["ordinals"].items() for word in listed.split()}


def _same() -> dict[str, str]:
    lines = [[fold(form) for form in line.split()] for line in _TABLE["same"]["words"].splitlines() if line]
    return {form: f"~{forms[0]}" for forms in lines for form in forms}


SAME = _same()
"""Short spellings of one word, and its id."""
