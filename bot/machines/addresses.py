"""An address that is said in pieces: what completes it, what comes in its place, and where a pin lies."""

from bot.intents.address_slots import bare, told
from bot.intents.communes import Commune, gazetteer

LONGEST = 300
"""Characters kept of an address."""


def completed(old: str, text: str, *, anew: bool = False) -> str:
    """The address once more is said of it. A commune or street of which nothing was known, a floor, a door, a bell or
    what it is near to complete it; another commune or street, or one said `anew`, comes in its place."""
    if not old or not text:
        return text or old
    if _same(old, text):
        return old
    before, now = told(old), told(text)
    if before.indoors:
        return text if now.indoors and anew else _joined(text, old)
    if now.nothing:
        return old
    if anew and not now.indoors:
        return text
    elsewhere = bool(now.commune and before.commune and now.commune != before.commune)
    if elsewhere or (now.street and (before.street or before.other)):
        return text
    named = now.commune and not (now.street or now.near or now.inner or now.other)
    return old if named and before.commune else _joined(old, bare(text))


def _same(old: str, text: str) -> bool:
    """Whether the words stand in the address already."""
    return text.casefold() in old.casefold()


def _joined(first: str, second: str) -> str:
    comma = "، " if any("\u0600" <= letter <= "\u06ff" for letter in first + second) else ", "
    return f"{first}{comma}{second}"[:LONGEST]


def findable(address: str) -> bool:
    """Whether an address tells more than a floor or a door."""
    return bool(address) and not told(address).indoors


def commune_of(latitude: float | None, longitude: float | None) -> Commune | None:
    """The commune in which a pin lies; None without a pin."""
    if latitude is None or longitude is None:
        return None
    found = gazetteer().at(latitude, longitude)
    return found[0] if found else None


def lies_elsewhere(address: str, latitude: float | None, longitude: float | None) -> bool:
    """Whether an address names another commune than the one in which a pin lies."""
    here, said = commune_of(latitude, longitude), told(address)
    if here is None:
        return False
    if said.commune:
        return said.commune != here.fr
    return bool(said.wilaya) and said.wilaya not in (here.wilaya, here.formerly)
