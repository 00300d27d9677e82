"""Every word we say, read from the TOML files beside this module and checked before the first message.

A leaf is a table with `fr`, `ar` and `arq`; tables around it are folders, and `file.folder.leaf` is its key. A text
that depends on a count is a table of plural forms (CLDR names) chosen by the value `n`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import WordsError
from bot.messages import LOCALES, Locale

PLACE = re.compile(r"\{\{|\}\}|\{([a-z_]+)\}")
ARABIC = re.compile("[\u0620-\u064a]")
RLM = "\u200f"
FORMS = frozenset(("zero", "one", "two", "few", "many", "other"))


@dataclass(frozen=True, slots=True)
class Template:
    """A text cut at its places: literals at even positions, value names at odd ones."""

    parts: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.parts[1::2])


@dataclass(frozen=True, slots=True)
class Text:
    """One key in one locale: a template, or one per plural form."""

    forms: Mapping[str, Template]

    @property
    def names(self) -> frozenset[str]:
        return frozenset().union(*(t.names for t in self.forms.values()))


def cut(text: str) -> Template:
    """Cut a text at its `{name}` places; doubled braces are braces."""
    parts = [""]
    at = 0
    for found in PLACE.finditer(text):
        parts[-1] += text[at : found.start()]
        at = found.end()
        if found[1] is None:
            parts[-1] += found[0][0]
        else:
            parts += [found[1], ""]
    parts[-1] += text[at:]
    if any("{" in p or "}" in p for p in re.split(PLACE, text)[::2]):
        raise WordsError(f"a brace is not closed, or names no value, in {text!r}")
    return Template(tuple(parts))


def _from_the_right(raw: Any) -> Any:
    """Arabic lines that begin with a value, or with no letter at all, told to run from the right.

    Isolated values say nothing of a line's direction (UAX#9, P2), so a phone would take its own.
    """
    if isinstance(raw, dict):
        return {form: _from_the_right(text) for form, text in raw.items()}
    if not isinstance(raw, str) or "{" not in raw:
        return raw
    lines = raw.strip("\n").split("\n")
    return "\n".join(line if ARABIC.search(PLACE.sub("", line)) else RLM + line for line in lines)


def _text(key: str, raw: Any) -> Text:
    if isinstance(raw, str):
        return Text({"other": cut(raw.strip("\n"))})
    if not isinstance(raw, dict) or "other" not in raw or not FORMS.issuperset(raw):
        raise WordsError(f"{key} is neither a text nor plural forms with `other`")
    return Text({form: cut(text) for form, text in raw.items()})


def _leaves(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if set(LOCALES) & set(table):
        yield prefix, table
        return
    for name, value in table.items():
        if not isinstance(value, dict):
            raise WordsError(f"{prefix}.{name} stands outside a leaf")
        yield from _leaves(f"{prefix}.{name}", value)


class Catalogue:
    """All keys in all locales. Building one checks that no language, value or plural form is missing."""

    def __init__(self, files: Mapping[str, Mapping[str, Any]]) -> None:
        self.texts: dict[str, dict[Locale, Text]] = {}
        for name, table in files.items():
            for key, leaf in _leaves(name, table):
                self.texts[key] = self._checked(key, leaf)

    @classmethod
    def bundled(cls) -> "Catalogue":
        """The catalogue that ships with the package."""
        files = sorted(Path(__file__).parent.glob("*.toml"))
        return cls({file.stem: tomllib.loads(file.read_text("utf-8")) for file in files})

    def _checked(self, key: str, leaf: Mapping[str, Any]) -> dict[Locale, Text]:
        if set(leaf) != set(LOCALES):
            raise WordsError(f"{key} must be said in exactly {', '.join(LOCALES)}; it has {', '.join(sorted(leaf))}")
        raw = {**leaf, "ar": _from_the_right(leaf["ar"])}
        texts = {locale: _text(key, raw[locale]) for locale in LOCALES}
        if len({text.names for text in texts.values()}) > 1:
            raise WordsError(f"{key} does not use the same values in every language")
        return texts
