"""The tests' own UAX #9: the standard's examples, and agreement with the library that ships, whatever both are given.

Capitals stand for right-to-left letters, as in the standard's examples.
"""

import pytest
from bidi import get_display  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from tests.locales.uax9 import ISOLATES, REMOVED, kind, visual

HEBREW = {chr(ord("A") + n): chr(0x05D0 + n) for n in range(26)}
LATIN = {letter: capital for capital, letter in HEBREW.items()}
CONTROLS = {">": "\u202b", "<": "\u202a", "=": "\u202c", "{": "\u2067", "[": "\u2066", "}": "\u2069"}
MIXED = "abאבبت12٣ ()[]«.,-+#%/:\u0651\u0660\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00a0🍕"


def _shown(text: str, base: int | None = None) -> str:
    spelt = "".join(HEBREW.get(char, CONTROLS.get(char, char)) for char in text)
    return "".join(LATIN.get(char, char) for char in visual(spelt, base))


@pytest.mark.parametrize(
    ("typed", "base", "shown"),
    [
        ("car means CAR.", 0, "car means RAC."),
        ("car MEANS CAR.", 1, ".RAC SNAEM car"),
        ("he said “{car MEANS CAR.}”", 0, "he said “.RAC SNAEM car”"),
        ("DID YOU SAY ’[he said “{car MEANS CAR}”}‘?", 1, "?‘he said “RAC SNAEM car”’ YAS UOY DID"),
        ("he said “>car MEANS CAR=.”", 0, "he said “RAC SNAEM car.”"),
        ("smith (fabrikam ARABIC) HEBREW", 1, "WERBEH )CIBARA fabrikam( smith"),
        ("ARABIC (ARABIC) book(s)", 1, "book(s) )CIBARA( CIBARA"),
        ("A 12-34", 1, "12-34 A"),
        ("price 12,50 A", None, "price 12,50 A"),
        ("A 5% off", 1, "off 5% A"),
    ],
)
def test_the_standards_examples(typed: str, base: int | None, shown: str) -> None:
    assert _shown(typed, base) == shown


@given(st.text(st.sampled_from(MIXED), max_size=24), st.sampled_from(["L", "R"]))
def test_two_implementations_agree(text: str, base: str) -> None:
    other = "".join(c for c in get_display(text, base_dir=base) if kind(c) not in REMOVED | ISOLATES | {"PDI"})
    assert visual(text, int(base == "R")) == other
