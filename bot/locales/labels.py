"""Buttons that stand beside each other never read alike: whoever taps one must know which it is. Pure."""

import unicodedata
from functools import lru_cache

from bot.locales.catalogue import Catalogue, Text
from bot.locales.template import Template
from bot.messages import Locale

FOLDERS = ("button", "buttons")
ANSWERS = frozenset(("yes", "no"))


def is_label(key: str) -> bool:
    """Whether this text is a button's."""
    return key.split(".")[1] in FOLDERS


def twin(ours: Catalogue, said: Catalogue, key: str, locale: Locale) -> str:
    """Another button of the same machine that reads the same as this one in `said`; empty when there is none.

    Which stand together only the machines know, so all may, but answers to different questions, and those that read
    the same in our own words.
    """
    if not is_label(key):
        return ""
    folder = f"{key.rpartition('.')[0]}."
    own, built_in = _reads(said.texts[key][locale]), _reads(ours.texts[key][locale])
    for other in said.texts:
        if (
            other != key
            and other.startswith(folder)
            and _together(key, other)
            and own & _reads(said.texts[other][locale])
            and not built_in & _reads(ours.texts[other][locale])
        ):
            return other
    return ""


def _together(key: str, other: str) -> bool:
    """Whether both may stand under one message: the answers to two questions do not."""
    (stem, _, answer), (other_stem, _, other_answer) = key.rpartition("_"), other.rpartition("_")
    return stem == other_stem or not {answer, other_answer} <= ANSWERS


def _reads(text: Text) -> frozenset[str]:
    return frozenset(_read(template) for template in text.forms.values())


def _read(template: Template) -> str:
    """What is left of a label for somebody in a hurry: no case, no marks, no punctuation."""
    parts = [f"{{{part}}}" if at % 2 else _plain(part) for at, part in enumerate(template.parts)]
    return "".join(parts) or unicodedata.normalize("NFKC", template.source)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    shown = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in shown if unicodedata.category(char)[0] not in "CMPZ")
