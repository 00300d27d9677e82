"""The customer's words: what platforms cut is short enough, and every key that the machines use exists."""

import re
from pathlib import Path

import pytest

from bot.locales.overrides import limit
from bot.locales.template import Template
from bot.messages import LOCALES, Locale
from tests.machines.chat import renderer

BUTTON, ROW, LINES = 20, 24, 4
PARTS = Path(__file__).parents[2] / "bot" / "machines"
SAYS = re.compile(r'(?:say|show|tell|word|_pass_on)\(\s*"([a-z_.]+)"')
TEXTS = renderer().catalogue.texts
MOROCCAN = re.compile(
    r"\b(daba|d?yal\w*|bghi\w*|wakha|mzyan\w*|zwi\w+|ghadi\w*|chno\w*|chnou|iyeh|bzaf|kayna?ch|hadchi|hna[yk]a)\b"
)
OTHERWISE = re.compile(r"\b(haka|hatta|ida|maalich|makanch|beaucoup|ta3i?k)\b")
"""Spellings that are right but not ours: one word is written one way."""
FORMAL = re.compile(r"\b(vous|votre|vos|veuillez|stp|svp|pr|bcp)\b")
FOREIGN = re.compile("[?;,\u0660-\u0669\u06f0-\u06f9]|(?<=[\u0620-\u064a}]) [:،؛؟!.]")
"""Signs that Arabic writes otherwise, and the French way to stand off from them."""
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?(?:\u200d[\U0001f300-\U0001faff])?")
DIGIT_LETTERS = re.compile(r"[a-z][25678]|[25678][a-z]|9(?=[a-z])|(?<=[a-z])9")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def bare(template: Template) -> str:
    """The text without its values."""
    return "".join(template.parts[::2])


@pytest.mark.parametrize("key", sorted(k for k in TEXTS if limit(k) == BUTTON))
@pytest.mark.parametrize("locale", LOCALES)
def test_a_button_fits_every_platform(key: str, locale: Locale) -> None:
    """With its isolates; an added quantity may have three digits, an option's name is fitted by the channel."""
    for template in TEXTS[key][locale].forms.values():
        said = bare(template) if template.alone else "".join(template.framed[::2])
        assert units(said) + 3 * ("qty" in template.names) <= BUTTON


def test_every_key_in_the_code_exists() -> None:
    parts = [PARTS / "guest.py", *PARTS.glob("customer*.py")]
    used = {key for part in parts for key in SAYS.findall(part.read_text("utf-8"))}
    assert len(used) > 80
    assert {key for key in used if f"customer.{key}" not in TEXTS and key not in TEXTS} == set()


def test_every_status_and_mode_has_its_words() -> None:
    for status in ("new", "accepted", "in_progress", "out_for_delivery", "delivered", "done", "cancelled"):
        assert f"common.status.{status}" in TEXTS
        assert status == "new" or f"customer.changed.{status}" in TEXTS
    for mode in ("dine_in", "pickup", "delivery"):
        names = ("common.mode.{}", "common.status.ready_{}", "customer.changed.ready_{}", "customer.placed.{}")
        assert {name.format(mode) for name in names} <= set(TEXTS)


def test_messages_are_short_and_sober() -> None:
    for key, locales in TEXTS.items():
        if key.startswith(("customer.", "common.")):
            for locale, text in locales.items():
                for template in text.forms.values():
                    said = bare(template)
                    assert said.count("\n") <= LINES, (key, locale)
                    assert len(EMOJI.findall(said.replace("✓", ""))) <= 1, (key, locale)


def test_darija_is_algerian_and_easy_to_read() -> None:
    for key, locales in TEXTS.items():
        for template in locales["arq"].forms.values():
            said = bare(template).lower()
            assert not MOROCCAN.search(said), key
            assert not DIGIT_LETTERS.search(said), (key, "of the digit-letters only 3 is used")
            assert not OTHERWISE.search(said), (key, "elsewhere it is spelt otherwise")


def test_french_says_tu_and_writes_words_out() -> None:
    for key, locales in TEXTS.items():
        for template in locales["fr"].forms.values():
            assert not FORMAL.search(bare(template).lower()), key


def test_arabic_has_its_own_punctuation_and_western_digits() -> None:
    for key, locales in TEXTS.items():
        for template in locales["ar"].forms.values():
            assert not FOREIGN.search(template.source), key
