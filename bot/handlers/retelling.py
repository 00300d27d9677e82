"""What words mean at a step of the checkout, where the reading alone leaves them free text: a place that is no address,
a delivery that is not wanted, an address that is wrong, the time at which somebody wants to eat."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.intents import Reading
from bot.intents.choices import bare_label
from bot.machines.memory import CustomerMemory
from bot.messages import Event


@cache
def words(name: str) -> frozenset[str]:
    """A list of `said.toml`."""
    lists = tomllib.loads(Path(__file__).with_name("said.toml").read_text("utf-8"))
    return frozenset(str(lists[name]).split())


STEPS = frozenset(("choosing_mode", "asking_table", "asking_address", "asking_phone", "confirming"))
LONGEST = 10
"""More words than these tell a story, which is left as it was read."""
LEAST = 3
"""Words of an answer that names nothing."""
FREE = frozenset(("unknown", "give_address", "deny", "choose_delivery", "smalltalk_other", "change_address", "cancel"))
"""Events that stand for words which said no more than what is found here."""

SAME = re.compile(
    r"\b(?:meme|nafs|nefs|نفس)\s+(?:l\s|la\s|el\s)?\s?(?:l?adress?e?|endroit|lieu|place|blassa|3onwan|l3onwan"
    r"|العنوان|عنوان|المكان|البلاصه|لادريس)\b"
    r"|\b(?:derniere|ancienne)\s+adresse\b|\bl?adresse\s+(?:habituelle|d avant|d habitude|li fatet|l9dima|lgdima)\b"
    r"|العنوان\s+(?:القديم|السابق|نفسه|الاخير)\b"
)
REFUSED = re.compile(
    r"\b(?:pas|plus|sans|bla|makanch|makach|annul\w*|بدون|بلا|ma\s+n[h7]a?e?bb?ch|ma\s?n[h7]a?e?bb?ch|ma\s?bghi\w*ch"
    r"|لا\s+(?:اريد|احتاج|ارغب)|ما\s?(?:ني)?\s?(?:نحبش|بغيتش|حابش)|مانحبش|منحبش|نلغي|الغي|الغ)\s+"
    r"(?:(?:de|la|l|en|el|une|d|etre|que|tu|vous|me|nlivriw|في)\s+){0,3}"
    r"(?:livraison|livrer|livre[ers]?s?|livri\w*|tlivri\w*|livrez|tawsil|twaslou\w*|التوصيل|توصيل|توصلو\w*|ليفريزون)\b"
)
WHERE = re.compile(r"\b(?:ou|where|win|wine|fin|statut|suivre|suivi|arrive|wsel\w*|وين|اين|وصل\w*)\b")
DELIVERY = re.compile(r"\b(?:livraison|livrer|livre[rz]|livri\w*|tawsil|توصيل|التوصيل|ليفريزون)\b")
HOME = words("home")
AROUND_HOME = words("around_home")
ADDRESS = words("address")
WRONG = words("wrong")
NEARBY = words("nearby")
WAYS = frozenset(("choose_dine_in", "choose_pickup", "choose_delivery"))
ASKS = ("?", "؟")


def placed(reading: Reading, text: str, state: str, memory: CustomerMemory) -> Reading:
    """The reading of a message about where the food goes."""
    said = bare_label(text).split()
    no = {"asking_table": "not_yet", "asking_which": "none"}.get(state)
    if no and said and words(no).issuperset(said):
        return replace(reading, events=(Event("deny"),), why={**reading.why, "retold": "deny"})
    if state == "asking_reorder":
        return _about_baskets(reading, said)
    if state not in STEPS or not 0 < len(said) <= LONGEST or text.rstrip().endswith(ASKS):
        return reading
    if not {event.name for event in reading.events} <= FREE:
        return reading
    event = _placed(" ".join(said), said, state, memory)
    return replace(reading, events=(event,), why={**reading.why, "retold": event.name}) if event else reading


def _about_baskets(reading: Reading, said: Sequence[str]) -> Reading:
    """ "Ajoute", "bedel" where it is asked what becomes of the basket."""
    for how in ("replace", "add"):
        if 0 < len(said) <= LEAST and not words(how).isdisjoint(said):
            event = Event("reorder", {"how": how})
            return replace(reading, events=(event,), why={**reading.why, "retold": event.name})
    return reading


def _placed(text: str, said: Sequence[str], state: str, memory: CustomerMemory) -> Event | None:
    delivery = state == "asking_address" or memory.mode == "delivery"
    numbered = any(character.isdigit() for word in said for character in word[:1])
    if REFUSED.search(text):
        return Event("change_mode", {"without": "delivery"})
    if delivery and _is_wrong(said):
        return Event("change_address")
    if SAME.search(text) and not numbered and (delivery or state == "choosing_mode"):
        return Event("give_address", {"addr": "last"})
    return Event("give_address", {"home": True}) if state == "asking_address" and _is_home(said) else None


def dishes_first(reading: Reading, text: str) -> Reading:
    """A dish said with how it should come is what the way is for, also while an order is under way."""
    if "add_item" not in {event.name for event in reading.events}:
        return reading
    brought = DELIVERY.search(bare_label(text)) and not text.rstrip().endswith(ASKS)
    events = [Event("choose_delivery") if brought and e.name == "track_order" else e for e in reading.events]
    if WHERE.search(bare_label(text)) is None:
        events = [event for event in events if event.name != "track_order"]
    return replace(reading, events=tuple(sorted(events, key=lambda event: event.name in WAYS)))


def _is_home(said: Sequence[str]) -> bool:
    """ "Chez moi" says where for whoever lives there."""
    return not HOME.isdisjoint(said) and HOME.union(AROUND_HOME).issuperset(said)


def _is_wrong(said: Sequence[str]) -> bool:
    """ "L'adresse est fausse": and no other in the same words."""
    named = not ADDRESS.isdisjoint(said) and not WRONG.isdisjoint(said)
    return named and (ADDRESS | WRONG | NEARBY).issuperset(said)
