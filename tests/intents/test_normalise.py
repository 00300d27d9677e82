"""Spellings meet, and nothing that counts is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intents.normalise import LONGEST, clean, fold, key, normalise

SPELLINGS = [
    ["chawarma", "shawarma", "chwarma", "shwarma", "chawerma"],
    ["kayen", "kayn", "keyen"],
    ["bezzaf", "bzaf", "bzzaf", "bazaf"],
    ["n7eb", "nheb", "nhab", "n7ab"],
    ["zouj", "zoudj", "zoj"],
    ["khouya", "khoya", "5ouya"],
    ["ch7al", "sh7al", "chhal"],
    ["commande", "komande", "comande"],
    ["شاورما", "شوارما", "شواارما"],
    ["ثلاثة", "تلاتة"],
]


@pytest.mark.parametrize("words", SPELLINGS, ids=lambda words: words[0])
def test_spellings_share_a_key(words: list[str]) -> None:
    assert len({key(fold(word)) for word in words}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kebda", "kefta"),
        ("salam", "salami"),
        ("wah", "wahran"),
        ("batel", "batalt"),
        ("coca", "code"),
        ("سلام", "سلطة"),
    ],
)
def test_different_words_keep_different_keys(one: str, other: str) -> None:
    assert key(fold(one)) != key(fold(other))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("٣ بيتزا", "3 بيتزا"),
        ("۲ tacos", "2 tacos"),
        ("2️⃣", "2"),
        ("بيـــتزا", "بيتزا"),
        ("بِيتزا", "بيتزا"),
        ("j’veux", "j'veux"),
        ("a\u202eb\u200bc", "abc"),
        ("ouiiiiii", "oui"),
        ("Été", "ete"),
        ("أإة", "ااه"),
        ("0555000111", "0555000111"),
        ("x\x00y", "x y"),
    ],
)
def test_normalised(text: str, seen: str) -> None:
    assert normalise(text) == seen


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=100))
def test_no_ascii_digit_is_lost(text: str) -> None:
    before = [char for char in text if char in "0123456789"]
    after = [char for char in clean(text) if char in "0123456789"]
    assert len(after) >= len(before)
    assert [char for char in normalise(text) if char in "0123456789"] == after


@given(st.text(min_size=1, max_size=20))
def test_a_key_never_fails(text: str) -> None:
    assert len(key(fold(text))) <= 4 * len(fold(text)) + 4


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert len(clean("é" * 8000)) == LONGEST
