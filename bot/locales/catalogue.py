"""Every word we say, read from the TOML files beside this module and checked before the first message.

A leaf is a table with `fr`, `ar` and `arq`; tables around it are folders, and `file.folder.leaf` is its key. A text
that depends on a count is a table of plural forms (CLDR names) chosen by the value `n`, or by the one that the leaf
names as its `count`. `values` names the kinds of variables that are not what their name says elsewhere, `required`
those that every wording must say, a business's own too.
"""

import tomllib
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bot.errors import WordsError
from bot.locales.kinds import KINDS, REQUIRED, Kind
from bot.locales.template import Template, cut
from bot.messages import LOCALES, Locale

FORMS: Mapping[Locale, tuple[str, ...]] = {
    "fr": ("one", "other"),
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "arq": ("one", "other"),
}
"""The plural forms that people of each language hear, in CLDR's order."""
EXTRAS = frozenset(("values", "count", "required"))


@dataclass(frozen=True, slots=True)
class Text:
    """One key in one locale: a template, or one per plural form."""

    forms: Mapping[str, Template]
    count: str = "n"

    @property
    def names(self) -> frozenset[str]:
        return frozenset().union(*(t.names for t in self.forms.values()))

    @property
    def always(self) -> frozenset[str]:
        """The variables that every form says."""
        return frozenset.intersection(*(t.names for t in self.forms.values()))

    @property
    def sources(self) -> dict[str, str]:
        """The forms as they are written."""
        return {form: template.source for form, template in self.forms.items()}


def _leaves(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if set(LOCALES) & set(table):
        yield prefix, table
        return
    for name, value in table.items():
        if not isinstance(value, dict):
            raise WordsError(f"{prefix}.{name} stands outside a leaf")
        yield from _leaves(f"{prefix}.{name}", value)


@dataclass(frozen=True, slots=True)
class Leaf:
    """What holds for a key in all languages: its variables' kinds, which one is counted, which must be said."""

    kinds: Mapping[str, Kind]
    count: str = "n"
    required: frozenset[str] = frozenset()

    @property
    def needed(self) -> frozenset[str]:
        """The variables that no wording may leave out."""
        return self.required | {name for name, kind in self.kinds.items() if kind in REQUIRED}

    def text(self, key: str, locale: Locale, raw: Any) -> Text:
        """A text or plural forms of this key; WordsError when a form or a variable's kind is missing."""
        if isinstance(raw, str):
            raw = {"other": raw}
        elif not isinstance(raw, dict) or set(raw) != set(FORMS[locale]):
            raise WordsError(f"{key} in {locale} is neither a text nor the plural forms {', '.join(FORMS[locale])}")
        try:
            forms = {form: cut(text.strip("\n"), locale, self.kinds) for form, text in raw.items()}
        except WordsError as error:
            raise WordsError(f"{key} in {locale}: {error.detail}") from None
        return Text(forms, self.count)


class Catalogue:
    """All keys in all locales. Building one checks that no language, variable, kind or plural form is missing."""

    def __init__(self, files: Mapping[str, Mapping[str, Any]]) -> None:
        self.texts: dict[str, dict[Locale, Text]] = {}
        self.leaves: dict[str, Leaf] = {}
        for name, table in files.items():
            for key, leaf in _leaves(name, table):
                self._add(key, leaf)

    @classmethod
    @cache
    def bundled(cls) -> "Catalogue":
        """The catalogue that ships with the package, read once."""
        files = sorted(Path(__file__).parent.glob("*.toml"))
        return cls({file.stem: tomllib.loads(file.read_text("utf-8")) for file in files})

    def over(self, texts: Mapping[tuple[str, Locale], Text]) -> "Catalogue":
        """This catalogue with other texts under some of its keys."""
        other = copy(self)
        other.texts = dict(self.texts)
        for (key, locale), text in texts.items():
            other.texts[key] = {**other.texts[key], locale: text}
        return other

    def _add(self, key: str, raw: Mapping[str, Any]) -> None:
        if set(raw) - EXTRAS != set(LOCALES):
            raise WordsError(f"{key} must be said in exactly {', '.join(LOCALES)}; it has {', '.join(sorted(raw))}")
        leaf = Leaf({**KINDS, **_kinds(key, raw.get("values", {}))}, raw.get("count", "n"))
        required = frozenset(raw.get("required", ()))
        texts = {locale: leaf.text(key, locale, raw[locale]) for locale in LOCALES}
        names = {text.names for text in texts.values()}
        if len(names) > 1:
            raise WordsError(f"{key} does not use the same values in every language")
        used = {name: leaf.kinds[name] for name in next(iter(names))}
        if any(len(text.forms) > 1 for text in texts.values()) or leaf.count != "n":
            used[leaf.count] = Kind.COUNT
        if left_out := required - frozenset.intersection(*(text.always for text in texts.values())):
            raise WordsError(f"{key} does not say {', '.join(sorted(left_out))} everywhere, which it requires")
        self.texts[key], self.leaves[key] = texts, replace(leaf, kinds=used, required=required)


def _kinds(key: str, raw: Mapping[str, str]) -> dict[str, Kind]:
    try:
        return {name: Kind(kind) for name, kind in raw.items()}
    except ValueError as error:
        raise WordsError(f"{key}: {error}") from None
