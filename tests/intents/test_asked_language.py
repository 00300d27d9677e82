"""A language that is refused, or only spoken of, is not chosen; a flag is no language."""

import pytest

from bot.intents import Context, MenuGrammar, Recogniser


@pytest.mark.parametrize(
    "text",
    ["je ne parle pas français", "je parle pas arabe", "pas en arabe svp", "arrete de parler arabe",
     "je lis pas l'arabe",
     "ma na3refch francais", "ما نعرفش الفرنسية", "un café arabe svp", "🇩🇿🇩🇿🇩🇿", "pizza à la française"],
)  # fmt: skip
def test_no_language_is_chosen(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    reading = recogniser.read(text, Context("browse"), grammar)
    assert reading.asks_locale is None
    assert all("to" not in event.slots for event in reading.events)


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("pas en arabe, en français", "fr"), ("je comprends pas l'arabe, en français", "fr"),
        ("hder bederja", "arq"),
        ("احكي فرنسي", "fr"),
        ("je veux parler en arabe", "ar"), ("بالعربية من فضلك", "ar"),
        ("parle moi en darija", "arq"),
        ("je comprends pas le français", "ar"),
    ],
)  # fmt: skip
def test_a_language_is_chosen(recogniser: Recogniser, grammar: MenuGrammar, text: str, locale: str) -> None:
    assert recogniser.read(text, Context("any"), grammar).asks_locale == locale
