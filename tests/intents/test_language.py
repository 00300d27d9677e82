"""The language of one message, by its own evidence."""

import pytest

from bot.intents import Context, MenuGrammar, Recogniser


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("je voudrais deux pizzas", "fr"), ("j'habite à Kouba", "fr"), ("nheb zouj pizza", "arq-Latn"),
        ("3tini 7aja", "arq-Latn"),
        ("je veux zouj pizza", "mixed"), ("أريد بيتزا من فضلك", "ar"), ("نحب زوج بيتزا", "arq-Arab"),
        ("pizza", "none"), ("2", "none"),
        ("👍", "none"), ("ok", "none"), ("7up", "none"), ("20h", "none"), ("ما نقدرش", "arq-Arab"), ("P01 x2", "none"),
        ("https://a.dz/wach-rak", "none"), ("ou est ma commande ?", "fr"), ("qsdfjklm wxcvbn", "none"),
    ],
)  # fmt: skip
def test_language_of_a_message(text: str, language: str, recogniser: Recogniser, grammar: MenuGrammar) -> None:
    assert recogniser.read(text, Context(), grammar).language == language
