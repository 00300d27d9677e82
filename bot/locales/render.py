"""Turn what a machine says into text of one locale: values formatted, isolated from the bidi order around them, joined.

Money is shown in dinars without decimals when whole ("1400 DA", "1400 دج"); digits are Western everywhere. A value
stands between FSI and PDI (UAX#9) wherever two directions can meet: a Latin dish name or a price in an Arabic line, an
Arabic address in a French one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from babel import Locale as BabelLocale

from bot.errors import WordsError
from bot.locales.catalogue import RLM, Catalogue, Template
from bot.locales.values import Bubble, Clock, Lines, Money, Offer, Say, Value
from bot.messages import Button, Locale, Outgoing

FSI, PDI = "\u2068", "\u2069"
_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]")
CURRENCY: Mapping[Locale, str] = {"fr": "DA", "ar": "دج", "arq": "DA"}
PLURAL = {
    "fr": BabelLocale("fr").plural_form,
    "ar": BabelLocale("ar").plural_form,
    "arq": BabelLocale("fr").plural_form,
}
THIN = "\u202f"


@lru_cache(maxsize=8192)
def money(cents: int, locale: Locale) -> str:
    """Centimes as dinars: thousands are parted from 10 000 on, decimals appear only when there are some."""
    dinars, rest = divmod(abs(cents), 100)
    whole = f"{dinars:,}".replace(",", THIN) if dinars >= 10_000 else str(dinars)
    sign = "-" if cents < 0 else ""
    return f"{sign}{whole}{f',{rest:02d}' if rest else ''} {CURRENCY[locale]}"


def plain(text: str) -> str:
    """A stranger's text without bidi controls, which could turn what stands around it."""
    return text if text.isascii() else _CONTROLS.sub("", text)


def isolated(text: str, locale: Locale) -> str:
    """A value that keeps its place whatever stands around it (UAX#9): isolated where two directions can meet.

    In a line that runs from the left, a value without a right-to-left letter cannot move, and stays as it is.
    """
    return f"{FSI}{text}{PDI}" if locale == "ar" or _RIGHT.search(text) else text


class Renderer:
    """Says things in one of the locales, from one catalogue. Pure."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def say(self, say: Say, locale: Locale) -> str:
        """The text of a template with its values; a missing key or value is a WordsError."""
        values = say.values or {}
        parts = self._template(say, locale).parts
        if len(parts) == 1:
            return parts[0]
        out = list(parts)
        for at in range(1, len(parts), 2):
            out[at] = self._place(say.key, values, parts[at], locale)
        said = "".join(out)
        # A line that is nothing but a value, and the template that stands in its place, have a mark each.
        return said.replace(RLM + RLM, RLM) if locale == "ar" else said

    def label(self, say: Value, locale: Locale) -> str:
        """A button's title or a row's hint: one line, and bare of isolates where one value is all there is."""
        if isinstance(say, Say):
            parts = self._template(say, locale).parts
            if len(parts) == 3 and parts[0] in ("", RLM) and not parts[2]:
                return self._bare((say.values or {})[parts[1]], locale)
            return self.say(say, locale)
        return self._bare(say, locale)

    def _template(self, say: Say, locale: Locale) -> Template:
        try:
            forms = self.catalogue.texts[say.key][locale].forms
        except KeyError:
            raise WordsError(f"there is no text {say.key!r}") from None
        if len(forms) == 1:
            return forms["other"]
        count = (say.values or {}).get("n")
        if not isinstance(count, int):
            raise WordsError(f"{say.key} needs the count n")
        return forms.get(PLURAL[locale](count), forms["other"])

    def _place(self, key: str, values: Mapping[str, Value], name: str, locale: Locale) -> str:
        if name not in values:
            raise WordsError(f"{key} was said without its value {name!r}")
        value = values[name]
        if isinstance(value, Lines):
            return "\n".join([self.say(line, locale) for line in value.of])
        if isinstance(value, Say):
            return self.say(value, locale)
        return isolated(self._bare(value, locale), locale)

    def _bare(self, value: Value, locale: Locale) -> str:
        match value:
            case str():
                return " ".join(plain(value).split())
            case int():
                return str(value)
            case Money():
                return money(value.cents, locale)
            case Clock():
                return value.at.strftime("%H:%M")
            case Say():
                return self.say(value, locale)
            case Lines():
                return " · ".join([self.say(line, locale) for line in value.of])
            case _:
                return plain(value.get(locale))

    def bubble(self, bubbles: Sequence[Bubble], locale: Locale, ident: Callable[[Offer], str]) -> Outgoing | None:
        """Everything said in one turn as one message, for a phone rings once; None when nothing was said.

        The choices are those of the last bubble that has some; `ident` gives each its id.
        """
        if not bubbles:
            return None
        said = [self.say(bubble.say, locale) for bubble in bubbles]
        asking = bubbles[self.asking(bubbles)]
        buttons = [self.button(offer, self.label(offer.label, locale), locale, ident) for offer in asking.offers]
        return self.message(asking, said, buttons, locale)

    def asking(self, bubbles: Sequence[Bubble]) -> int:
        """The place of the bubble whose question stands under the message: the last one that asks, else the last."""
        last = len(bubbles) - 1
        return next((n for n in range(last, -1, -1) if bubbles[n].offers or bubbles[n].ask_location), last)

    def message(self, asking: Bubble, said: Sequence[str], buttons: Sequence[Button], locale: Locale) -> Outgoing:
        """The bubbles' texts as one message with the buttons of the one that asks."""
        opener = self.label(asking.opener, locale) if asking.opener else ""
        return Outgoing("\n\n".join(said), tuple(buttons), asking.lists, opener, asking.ask_location)

    def button(self, offer: Offer, label: str, locale: Locale, ident: Callable[[Offer], str]) -> Button:
        """An offer as a button with this label."""
        return Button(
            ident(offer),
            label,
            self.label(offer.hint, locale) if offer.hint is not None else "",
            self.label(offer.section, locale) if offer.section is not None else "",
        )
