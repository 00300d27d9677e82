"""What is handed on when a message is not understood, or not surely."""

import pytest

from bot.intents import Context, MenuGrammar, Recogniser


def unknown(recogniser: Recogniser, grammar: MenuGrammar, text: str, context: str = "cart") -> dict[str, object]:
    (event,) = recogniser.read(text, Context(context), grammar).events
    assert event.name == "unknown"
    return dict(event.slots)


@pytest.mark.parametrize(
    ("text", "guess", "item"),
    [
        ("j'hésite entre rien et un tacos", "add_item", "T01"),
        ("on m'a dit que le burger est bon", "add_item", "B01"),
        ("na7hit tacos", "add_item", "T01"),
    ],
)
def test_a_doubtful_instruction_says_what_it_would_do(
    recogniser: Recogniser, grammar: MenuGrammar, text: str, guess: str, item: str
) -> None:
    slots = unknown(recogniser, grammar, text)
    assert slots["guess"] == guess
    assert [one["item"] for one in slots["meant"]["items"]] == [item]  # type: ignore[index]


def test_what_means_nothing_names_likely_intents(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    likely = unknown(recogniser, grammar, "hadi brawrou w blabla nta", "cart")["likely"]
    assert len(set(likely)) == len(likely) > 2  # type: ignore[call-overload, arg-type]
