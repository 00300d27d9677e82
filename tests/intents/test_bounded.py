"""No text keeps the recogniser busy: every repeated character, in every context where somebody may write."""

import time

import pytest

from bot.intents import Context, MenuGrammar, Recogniser
from tests.intents.demo_menu import demo_menu

PIECES = (" ", ".", "-", "(", "+", "_", ",", "\n", "0", "3", "٣", "x", "2 ", "و", "🍕", "a.", "1 p01 ", "la ", "0 5 ")
CONTEXTS = ("browse", "cart", "address", "confirm_order", "table", "qty", "phone")


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    made = Recogniser()
    made.warm()
    return made


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_eight_kilobytes_of_anything_are_read_at_once(recogniser: Recogniser, piece: str) -> None:
    grammar = MenuGrammar(demo_menu())
    for name in CONTEXTS:
        start = time.thread_time()
        assert recogniser.read((piece * 8192)[:8192], Context(name, (), ("P01",)), grammar).events
        assert time.thread_time() - start < 0.5, f"in {name}"
