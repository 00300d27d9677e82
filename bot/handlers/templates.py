"""A business's own wordings between its rows and what is said: read, changed, taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from bot.locales.catalogue import Catalogue, Text
from bot.locales.overrides import Forms, checked, find, worded
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
SHOWN: Mapping[Locale, str] = {"fr": "fr", "ar": "ar", "arq": "darija"}
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


def built_in(catalogue: Catalogue, key: str, locale: Locale) -> Forms:
    """The built-in wording as it is written."""
    return sources(catalogue.texts[key][locale])


def sources(text: Text) -> Forms:
    """A text as it is written."""
    return {form: template.source for form, template in text.forms.items()}


def shortest(forms: Forms) -> Forms:
    """The same text in every form is one text for all counts."""
    return {"other": forms["other"]} if len(set(forms.values())) == 1 else dict(forms)


async def word(
    raw: Connection, tenant: UUID, own: Own, name: str, locale: Locale, forms: Forms, by: str, now: datetime
) -> tuple[str, tuple[str, ...]]:
    """Word a text; its key and the variables that it leaves out. TextRefused when it cannot be used."""
    key = find(own.catalogue, name)
    text, left_out = checked(own.catalogue, key, locale, forms)
    await templates.put(raw, tenant, own.differing(key, locale, sources(text)), by, now)
    return key, left_out


async def take_back(
    raw: Connection, tenant: UUID, own: Own, key: str, locales: Sequence[Locale], by: str, now: datetime
) -> int:
    """Say the built-in wording again; how many were taken back."""
    changes: list[templates.Change] = [(key, locale, None) for locale in locales if own.is_own(key, locale)]
    await templates.put(raw, tenant, changes, by, now)
    return len(changes)
