"""Numbers in words of four spellings, and phones."""

import pytest

from bot.intents.lines import MOST
from bot.intents.normalise import clean, fold
from bot.intents.numbers import number, phone
from bot.intents.quantities import number_at
from bot.intents.tokens import tokens


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("un", 1), ("deux", 2), ("trois", 3), ("dix", 10), ("douze", 12), ("vingt", 20), ("cent", 100),
        ("wahed", 1), ("wa7da", 1), ("we7da", 1), ("zouj", 2), ("juj", 2), ("jouj", 2), ("tlata", 3), ("thlatha", 3),
        ("rab3a", 4), ("khamsa", 5), ("5amsa", 5), ("setta", 6), ("sab3a", 7), ("tmenya", 8), ("tes3a", 9),
        ("3achra", 10),
        ("tnach", 12), ("3achrin", 20), ("mitin", 200), ("alef", 1000),
        ("زوج", 2), ("جوج", 2), ("واحدة", 1), ("وحدة", 1), ("تلاتة", 3), ("ربعة", 4), ("ثمنية", 8), ("عشرة", 10),
        ("طناش", 12),
        ("اثنان", 2), ("ثلاثة", 3), ("أربع", 4), ("خمس", 5), ("عشرون", 20), ("مئة", 100),
        ("12", 12), ("007", 7),
    ],
)  # fmt: skip
def test_number_words(word: str, value: int) -> None:
    assert number(fold(word)) == value


@pytest.mark.parametrize("word", ["pizza", "salam", "la", "cinema", "onzieme", "wahran", "صحا", "1234567890123", ""])
def test_other_words_are_no_numbers(word: str) -> None:
    assert number(fold(word)) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("wahed w 3achrin", 21), ("vingt deux", 22), ("vingt et un", 21), ("خمسة و عشرين", 25), ("deux cents", 200),
        ("x3", 3), ("3x", 3), ("×2", 2), ("٤", 4), ("demi douzaine", 6), ("zouj", 2),
    ],
)  # fmt: skip
def test_quantities(text: str, value: int) -> None:
    found = number_at(tokens(clean(text)), 0)
    assert found is not None
    assert found[0] == value


@pytest.mark.parametrize("text", ["0", "1042", "20h", "33cl", "500 da", "#12", "+213550123456", "8:30", "2000"])
def test_no_quantities(text: str) -> None:
    found = number_at(tokens(clean(text)), 0)
    assert found is None or not 0 < found[0] <= MOST


@pytest.mark.parametrize(
    "text",
    [
        "0550123456",
        "0550 12 34 56",
        "+213 550 12 34 56",
        "00213550123456",
        "+2130550123456",
        "550123456",
        "0550.12.34.56",
        "(0)550-12-34-56",
    ],
)
def test_phones(text: str) -> None:
    assert phone(text) == "213550123456"


@pytest.mark.parametrize("text", ["1042", "0150123456789", "055012345", "16000", "abc", ""])
def test_no_phones(text: str) -> None:
    assert phone(text) is None
