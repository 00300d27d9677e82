"""Turn what a machine says into text of one locale: each value checked against its variable's kind, formatted, framed.

A value stands between FSI and PDI (UAX #9), so that neither a Latin dish in an Arabic line nor an Arabic address in a
French one moves what stands around it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.errors import WordsError
from bot.locales import formats
from bot.locales.catalogue import Catalogue
from bot.locales.kinds import Kind
from bot.locales.template import FSI, PDI, Template
from bot.locales.values import Bubble, Clock, Day, Lines, Money, Offer, Say, Value
from bot.messages import Button, Locale, Outgoing

_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """A stranger's text without bidi controls, which could turn what stands around it."""
    return text if text.isascii() else _CONTROLS.sub("", text)


class Renderer:
    """Says things in one of the locales, from one catalogue. Pure."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def say(self, say: Say, locale: Locale) -> str:
        """The text of a template with its values; a missing key, or a value missing or of a wrong kind: WordsError."""
        template = self._template(say, locale)
        if not template.places:
            return template.framed[0]
        out = list(template.framed)
        values = say.values or {}
        for at, name, kind in template.places:
            if name not in values:
                raise WordsError(f"{say.key} was said without its value {name!r}")
            value = values[name]
            of: type[Any] = type(value)
            show = SHOWN[kind].get(of) or _shows(of, kind)
            if show is None:
                raise WordsError(f"{say.key} was given {of.__name__} for {name!r}, which is {kind}")
            out[at] = show(self, value, locale)
        return "".join(out)

    def label(self, say: Value, locale: Locale) -> str:
        """A button's title or a row's hint: one line, and bare of isolates where one value is all there is."""
        if isinstance(say, Say):
            name = self._template(say, locale).alone
            if not name:
                return self.say(say, locale)
            say = (say.values or {})[name]
        value: Any = say
        return (BARE.get(type(value)) or (_text if isinstance(value, str) else _name))(self, value, locale)

    def _template(self, say: Say, locale: Locale) -> Template:
        try:
            text = self.catalogue.texts[say.key][locale]
        except KeyError:
            raise WordsError(f"there is no text {say.key!r}") from None
        forms = text.forms
        if len(forms) == 1:
            return forms["other"]
        count = (say.values or {}).get(text.count)
        if not isinstance(count, int):
            raise WordsError(f"{say.key} needs the count {text.count}")
        return forms.get(formats.plural(count, locale)) or forms["other"]

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


Show = Callable[[Renderer, Any, Locale], str]


def _text(_: Renderer, value: str, locale: Locale) -> str:
    return " ".join(plain(value).split())


def _name(_: Renderer, value: Any, locale: Locale) -> str:
    return " ".join(plain(value.get(locale)).split())


def _whole(_: Renderer, value: int, locale: Locale) -> str:
    return str(value)


def _money(_: Renderer, value: Money, locale: Locale) -> str:
    return formats.money(value.cents, locale)


def _clock(_: Renderer, value: Clock, locale: Locale) -> str:
    return formats.clock(value.at, locale)


def _day(_: Renderer, value: Day, locale: Locale) -> str:
    return formats.day(value.on, locale)


def _said(renderer: Renderer, value: Say, locale: Locale) -> str:
    return renderer.say(value, locale)


def _words(renderer: Renderer, value: Say, locale: Locale) -> str:
    """Words inside a sentence; should they have several lines, each is isolated, for an isolate ends with its line."""
    return renderer.say(value, locale).replace("\n", f"{PDI}\n{FSI}")


def _lines(renderer: Renderer, value: Lines, locale: Locale) -> str:
    return "\n".join([renderer.say(line, locale) for line in value.of])


def _row(renderer: Renderer, value: Lines, locale: Locale) -> str:
    return " · ".join([renderer.say(line, locale) for line in value.of])


def _shows(of: type[Any], kind: Kind) -> Show | None:
    """How something is shown that has a name in each locale, or is a kind of what may stand there."""
    if kind in (Kind.TEXT, Kind.WORDS) and hasattr(of, "get"):
        return _name
    return next((show for base, show in SHOWN[kind].items() if issubclass(of, base) and of is not bool), None)


SHOWN: Mapping[Kind, Mapping[type, Show]] = {
    Kind.TEXT: {str: _text},
    Kind.NUMBER: {int: _whole, str: _text},
    Kind.COUNT: {int: _whole},
    Kind.MONEY: {Money: _money},
    Kind.TIME: {Clock: _clock},
    Kind.DAY: {Day: _day},
    Kind.WORDS: {Say: _words, str: _text},
    Kind.LINES: {Lines: _lines, Say: _said},
}
"""What may be given for a variable of each kind, and how it is shown."""
BARE: Mapping[type, Show] = {
    str: _text,
    int: _whole,
    Money: _money,
    Clock: _clock,
    Day: _day,
    Say: _said,
    Lines: _row,
}
