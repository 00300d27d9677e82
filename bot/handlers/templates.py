"""A business's own wordings between its rows and what is said: read, changed, taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from bot.locales.catalogue import Catalogue
from bot.locales.labels import twin
from bot.locales.overrides import Forms, checked, same, usable, worded
from bot.locales.render import Renderer
from bot.messages import Locale
from storage import templates
from storage.templates import Wording
from storage.wire import Connection

log = structlog.get_logger()
LOCALE_WORDS: Mapping[str, Locale] = {
    **dict.fromkeys(("fr", "français", "francais", "french"), "fr"),
    **dict.fromkeys(("ar", "ar-dz", "arabe", "arabic", "عربية", "العربية"), "ar"),
    **dict.fromkeys(("darija", "arq", "dz", "darja", "derja", "دارجة", "الدارجة"), "arq"),
}
"""What people call the languages."""
LOCALE_NAMES: Mapping[Locale, str] = {"fr": "fr", "ar": "ar", "arq": "darija"}
"""What we call them in a command."""


def own_words(ours: Renderer, wordings: Sequence[Wording]) -> Renderer | None:
    """A renderer of these wordings over ours, without those that a newer version refuses; None when there are none."""
    kept = [(w.key, w.locale, w.forms) for w in wordings if w.forms is not None]
    if not kept:
        return None
    catalogue, refused = worded(ours.catalogue, kept)
    for (key, locale), why in refused.items():
        log.warning("an own wording is left out", key=key, locale=locale, why=why)
    return Renderer(catalogue)


@dataclass(frozen=True, slots=True)
class Own:
    """The wordings of one tenant beside ours."""

    catalogue: Catalogue
    mine: Mapping[tuple[str, Locale], Wording]

    @classmethod
    async def read(cls, raw: Connection, tenant: UUID, catalogue: Catalogue) -> "Own":
        """As they are now."""
        rows = await templates.wordings(raw, tenant)
        return cls(catalogue, {(w.key, w.locale): w for w in rows})

    def forms(self, key: str, locale: Locale) -> Forms:
        """What is said: the own wording if there is one, else ours."""
        own = self.mine.get((key, locale))
        return own.forms if own is not None and own.forms is not None else built_in(self.catalogue, key, locale)

    def is_own(self, key: str, locale: Locale) -> bool:
        """Whether the tenant words it in its own way."""
        own = self.mine.get((key, locale))
        return own is not None and own.forms is not None

    def differing(self, key: str, locale: Locale, forms: Forms) -> list[templates.Change]:
        """What must be written for this to be said: nothing when it is so already, None when it is our wording."""
        wanted = shortest(forms)
        if wanted == shortest(self.forms(key, locale)):
            return []
        return [(key, locale, None if wanted == shortest(built_in(self.catalogue, key, locale)) else wanted)]

    def twins(self, changes: Sequence[templates.Change]) -> dict[tuple[str, Locale], str]:
        """The buttons that would read the same as another one after these changes, and which one that is."""
        after = {at: w.forms for at, w in self.mine.items()}
        after |= {(key, locale): forms for key, locale, forms in changes}
        texts, _ = usable(self.catalogue, [(*at, forms) for at, forms in after.items() if forms is not None])
        said = self.catalogue.over(texts)
        found = {(key, locale): twin(self.catalogue, said, key, locale) for key, locale, _ in changes}
        return {at: other for at, other in found.items() if other}


def built_in(catalogue: Catalogue, key: str, locale: Locale) -> Forms:
    """The built-in wording as it is written."""
    return catalogue.texts[key][locale].sources


def shortest(forms: Forms) -> Forms:
    """The same text in every form is one text for all counts."""
    return {"other": forms["other"]} if len(set(forms.values())) == 1 else dict(forms)


async def word(
    raw: Connection, tenant: UUID, own: Own, key: str, locale: Locale, forms: Forms, by: str, now: datetime
) -> tuple[Forms, tuple[str, ...]]:
    """Word a text; what is kept of it, and the variables that it leaves out. TextRefused when it cannot be used."""
    text, left_out = checked(own.catalogue, key, locale, forms)
    changes = own.differing(key, locale, text.sources)
    _apart(own, changes)
    await templates.put(raw, tenant, changes, by, now)
    return shortest(text.sources), left_out


async def take_back(
    raw: Connection, tenant: UUID, own: Own, key: str, locales: Sequence[Locale], by: str, now: datetime
) -> int:
    """Say the built-in wording again; how many were taken back. TextRefused when a button would read like another."""
    changes: list[templates.Change] = [(key, locale, None) for locale in locales if own.is_own(key, locale)]
    _apart(own, changes)
    await templates.put(raw, tenant, changes, by, now)
    return len(changes)


def _apart(own: Own, changes: Sequence[templates.Change]) -> None:
    for (key, _), other in own.twins(changes).items():
        raise same(key, other)
