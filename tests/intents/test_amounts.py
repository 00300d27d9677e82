"""Sums of money as they are said: always dinars in the end."""

import pytest

from bot.intents.amounts import amounts
from bot.intents.normalise import clean
from bot.intents.tokens import split_glued, tokens


def said(text: str) -> list[int]:
    return [one.dinars for one in amounts(split_glued(tokens(clean(text)), frozenset()))]


@pytest.mark.parametrize(
    ("text", "dinars"),
    [
        ("20 alef", 200), ("عشرين ألف", 200), ("20 mille", 200), ("35 alef", 350), ("mitin", 200), ("ميتين", 200),
        ("100 alef", 1000), ("mia w khamsin alef", 1500), ("200 alef", 2000), ("deux cent mille", 2000),
        ("melyoun", 10_000), ("مليون", 10_000), ("nos melyoun", 5000), ("نص مليون", 5000), ("melyoun w nos", 15_000),
        ("zouj melyoun", 20_000), ("milyar", 10_000_000),
        ("2000 DA", 2000), ("2000 دج", 2000), ("2000 dinar", 2000), ("2 mille dinars", 2000),
        ("ثلاثة آلاف دينار", 3000),
        ("1 500 da", 1500), ("1.500 da", 1500), ("1500,50 da", 1500), ("ألفين دينار", 2000), ("خمسمية", 500),
        ("cinq cents dinars", 500), ("مئتين وخمسين دينار", 250), ("٢٠٠٠ دج", 2000), ("j'ai 2500", 2500), ("60000", 600),
    ],
)  # fmt: skip
def test_what_is_said_in_dinars(text: str, dinars: int) -> None:
    assert said(text) == [dinars]


@pytest.mark.parametrize("text", ["0555123456", "#1042", "2 pizzas", "P01 x2", "20h", "7up", "3tini", "bonjour", "12"])
def test_what_is_no_sum(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "either"), [("mia w khamsin", (150, 1500)), ("60000", (600, 60_000)), ("mille", (1000, 10))]
)
def test_a_sum_that_can_be_two_says_so(text: str, either: tuple[int, ...]) -> None:
    (one,) = amounts(tokens(text))
    assert (one.dinars, *one.or_else) == either
