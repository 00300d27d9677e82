"""Where a text is cut, and where never."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.cutting import balanced, clusters, shorten, split, width
from tests.channels.hostile import texts

FSI, PDI = "\u2068", "\u2069"
WHOLE = ["👨‍👩‍👧‍👦", "🇩🇿", "👩🏽‍❤️‍💋‍👨🏿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u0301", "طَّ", "각", "क्षि", "1️⃣", "กำ", "\u0600١", "a\u200d"]


def depth(text: str) -> int:
    return sum("\u2066" <= char <= "\u2068" for char in text) - text.count(PDI)


@pytest.mark.parametrize("grapheme", WHOLE)
def test_a_grapheme_is_one_piece(grapheme):
    assert clusters(f"x{grapheme} y") == ["x", grapheme, " ", "y"]


def test_flags_are_pairs():
    assert clusters("🇩🇿🇫🇷🇹") == ["🇩🇿", "🇫🇷", "🇹"]


def test_controls_stand_alone():
    assert clusters(f"a\r\n{FSI}b{PDI}\u200f") == ["a", "\r\n", FSI, "b", PDI, "\u200f"]


@given(st.text(max_size=200))
def test_the_graphemes_are_the_text(text):
    assert "".join(clusters(text)) == text


def test_width_counts_utf16_units():
    assert [width(text) for text in ("", "abc", "é", "ع", "😀", "👨‍👩‍👧‍👦")] == [0, 3, 1, 1, 2, 11]


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("abc", "abc"),
        (f"{FSI}a{PDI}", f"{FSI}a{PDI}"),
        (f"{FSI}a", f"{FSI}a{PDI}"),
        (f"a{PDI}b", "ab"),
        (f"{PDI}{FSI}a\u2067b{PDI}", f"{FSI}a\u2067b{PDI}{PDI}"),
        (FSI * 20 + "a" + PDI * 20 + "b", FSI * 8 + "a" + PDI * 8 + "b"),
        (FSI * 20 + "a", FSI * 8 + "a" + PDI * 8),
    ],
)
def test_isolates_are_balanced(text, closed):
    assert balanced(text) == closed


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        (" \n ", []),
        ("short", ["short"]),
        ("un deux\n\ntrois quatre", ["un deux", "trois quatre"]),
        ("un deux\ntrois quatre", ["un deux", "trois quatre"]),
        ("un deux trois quatre", ["un deux trois", "quatre"]),
        ("undeuxtroisquatre", ["undeuxtroisquat", "re"]),
        ("12345678901234🇩🇿", ["12345678901234", "🇩🇿"]),
        ("Le prix : 1400\u00a0DA", ["Le prix :", "1400\u00a0DA"]),
        (f"{FSI}Margherita grande{PDI} oui", [f"{FSI}Margherita{PDI}", f"{FSI}grande{PDI} oui"]),
    ],
)
def test_a_text_is_cut_at_the_best_place(text, parts):
    assert split(text, 15) == parts


def test_the_last_part_may_be_shorter():
    assert split("un deux trois\n\nfin ?", 20, 10) == ["un deux trois", "fin ?"]
    assert split("un deux trois quatre", 20, 10) == ["un deux trois", "quatre"]


@pytest.mark.parametrize("nothing", [" \u200f", f"\n\n{FSI}{PDI}", " \u200d" * 9, "\n\u200b \u200b"])
def test_an_invisible_end_does_not_make_the_last_part_longer(nothing):
    parts = split("x" * 17 + nothing, 20, 10)
    assert sum(part.count("x") for part in parts) == 17
    assert "x" in parts[-1]
    assert width(parts[-1]) <= 10


@given(text=texts(), limit=st.integers(600, 4096), last=st.integers(600, 1100))
@settings(deadline=None, max_examples=60)
def test_every_part_fits_is_balanced_and_cut_between_graphemes(text, limit, last):
    text = balanced(text)
    parts = split(text, limit, last)
    assert all(width(part) <= limit for part in parts[:-1])
    assert all(width(part) <= min(limit, last) for part in parts[-1:])
    assert [depth(part) for part in parts] == [0] * len(parts)
    whole = set(clusters(text.strip())) | {*"\u2066\u2067\u2068\u2069"}
    assert {cluster for part in parts for cluster in clusters(part)} <= whole


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Pizza", 5, "Pizza"),
        ("Pizza thon", 7, "Pizza…"),
        ("Pizza thon", 1, "…"),
        ("👨‍👩‍👧‍👦 famille", 11, "…"),
        ("👨‍👩‍👧‍👦 famille", 12, "👨‍👩‍👧‍👦…"),
        (f"{FSI}Margherita{PDI}", 8, f"{FSI}Margh…{PDI}"),
    ],
)
def test_a_label_is_shortened_between_graphemes(text, limit, short):
    assert shorten(text, limit) == short
    assert width(short) <= limit
