"""Words to and from translators, as gettext's PO: the key is the context, our French the source. Text in, text out.

A text of several languages is one PO after the other, each with its header.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO

from babel.messages import pofile
from babel.messages.catalog import Catalog, Message

from bot.errors import BadFile
from bot.locales.catalogue import FORMS, Catalogue
from bot.locales.overrides import Forms, limit
from bot.messages import LOCALES, Locale

PLURALS: Mapping[Locale, str] = {
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "arq": "nplurals=2; plural=(n > 1);",
}
NAMES: Mapping[Locale, str] = {"fr": "French", "ar": "Arabic", "arq": "Algerian Darija, in Latin letters"}
START = re.compile(r'^msgid ""\nmsgstr ""$', re.M)
Worded = Callable[[str, Locale], Forms]
"""The wording of a key in a locale."""


@dataclass(frozen=True, slots=True)
class Translated:
    """One text of a file: where it stands, and what it says."""

    line: int
    key: str
    locale: Locale
    forms: Forms


def export(catalogue: Catalogue, locale: Locale, worded: Worded, where: Mapping[str, str]) -> str:
    """Every text of one locale as PO; `where` says in which file and line a key stands."""
    out = Catalog(fuzzy=False)
    out.mime_headers = [("Plural-Forms", PLURALS[locale])]
    for key in catalogue.texts:
        source, said = catalogue.texts[key]["fr"], worded(key, locale)
        one, other = _spoken(source.sources, "fr")
        counted = len(said) > 1 or any(len(text.forms) > 1 for text in catalogue.texts[key].values())
        place, _, line = where.get(key, "").rpartition(":")
        out.add(
            (one, other) if counted else other,
            _spoken(said, locale) if counted else said["other"],
            locations=[(place, int(line))] if place else [],
            auto_comments=list(_comments(catalogue, key)),
            context=key,
        )
    body = BytesIO()
    pofile.write_po(body, out, width=0, omit_header=True)
    return _header(locale) + body.getvalue().decode()


def _header(locale: Locale) -> str:
    lines = (
        "Project-Id-Version: resto-bot",
        f"Language: {locale}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS[locale]}",
    )
    text = "".join(f'"{line}\\n"\n' for line in lines)
    about = f"# {NAMES[locale]}. The source is French; what stands in braces is filled in and must stay."
    return f'{about}\nmsgid ""\nmsgstr ""\n{text}\n'


def _spoken(forms: Forms, locale: Locale) -> tuple[str, ...]:
    """The forms in gettext's order, one text standing for all counts where there is only one."""
    return tuple(forms.get(form, forms["other"]) for form in FORMS[locale])


def _comments(catalogue: Catalogue, key: str) -> Iterator[str]:
    """What a translator should know: the variables, and how much room there is."""
    leaf = catalogue.leaves[key]
    for name, kind in sorted(leaf.kinds.items()):
        yield f"{{{name}}}: {kind}" + (", chooses the plural form" if name == leaf.count and kind == "count" else "")
    if most := limit(key):
        yield f"at most {most} characters, on one line"


def read(text: str) -> list[Translated]:
    """Every translated text of a PO, or of several after each other; BadFile says which line cannot be read.

    What is empty or marked fuzzy is not translated yet, and left out.
    """
    found: list[Translated] = []
    starts = [match.start() for match in START.finditer(text)] or [0]
    for start, end in zip([0, *starts[1:]], [*starts[1:], len(text)], strict=True):
        found += _read(text[start:end], text.count("\n", 0, start))
    return found


class _Parsed(Catalog):
    """A PO as it is read. Babel makes room for as many forms as the header claims, so ours are asked for before."""

    @property
    def num_plurals(self) -> int:
        claimed, ours = super().num_plurals, len(FORMS[_locale(self)])
        if claimed != ours:
            raise BadFile(f"its header must say nplurals={ours}")
        return claimed


def _read(text: str, above: int) -> Iterator[Translated]:
    parsed = _Parsed()
    try:
        pofile.PoFileParser(parsed, abort_invalid=True).parse(StringIO(text))
    except pofile.PoFileError as error:
        raise BadFile(f"line {above + error.lineno + 1}: {error}") from error
    except (ValueError, IndexError) as error:
        raise BadFile(f"it is no PO: {error}") from error
    locale = _locale(parsed)
    if "nplurals" in text:
        _ = parsed.num_plurals
    for message in parsed:
        if message.context and not message.fuzzy and (forms := _forms(message, locale)):
            yield Translated(above + (message.lineno or 1), message.context, locale, forms)


def _locale(parsed: Catalog) -> Locale:
    named = (parsed.locale_identifier or "").lower().replace("-", "_").partition("_")[0]
    for locale in LOCALES:
        if named == locale:
            return locale
    raise BadFile(f"its header must name its Language, one of {', '.join(LOCALES)}")


def _forms(message: Message, locale: Locale) -> Forms:
    """The plural forms by name; one text for all counts when they are all the same; nothing when there is none."""
    said: tuple[str, ...] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    if not any(said):
        return {}
    if len(set(said)) == 1:
        return {"other": said[0]}
    return dict(zip(FORMS[locale], said, strict=True))
