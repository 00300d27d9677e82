"""A yes that keeps, hedges, asks or waits neither confirms nor cancels nor clears."""

import pytest

from bot.intents import MenuGrammar, Recogniser
from tests.intents.test_guards import read

CONFIRMS = ("confirm_order", "confirm_cancel", "confirm_clear")


@pytest.mark.parametrize(
    "text",
    ["c'est bon je garde", "d'accord je la garde", "oui je la veux", "نعم أريد الطلب", "oui oui garde",
     "ok on continue",
     "c'est bon laisse comme ça", "ça marche pas", "wah rani habha", "خليها"],
)  # fmt: skip
def test_what_is_kept_is_not_cancelled(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    assert read(recogniser, grammar, text, "confirm_cancel") == "deny"


@pytest.mark.parametrize("text", ["oui garde tout", "ih khelli kolch", "خلي كلش كيما راه", "laissez comme c'est"])
def test_what_is_kept_is_not_cleared(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    assert read(recogniser, grammar, text, "confirm_clear") == "deny"


@pytest.mark.parametrize("context", CONFIRMS)
@pytest.mark.parametrize(
    "text",
    ["tu confirmes quoi", "يمكن إيه", "normalement oui", "ok je te redis", "pourquoi je dois confirmer",
     "je pense que oui",
     "vas y doucement", "confirmer ou annuler ?", "علاش نأكد", "نظن واه", "yemken ih", "ça marche pas"],
)  # fmt: skip
def test_a_yes_that_hedges_or_asks_is_asked_again(
    recogniser: Recogniser, grammar: MenuGrammar, text: str, context: str
) -> None:
    meant = read(recogniser, grammar, text, context)
    assert "confirm" not in meant or "weak" in meant
    assert "cancel" not in meant


@pytest.mark.parametrize("context", CONFIRMS)
@pytest.mark.parametrize(
    "text", ["oui", "pourquoi pas", "ih", "واه", "ok allez-y", "نعم", "d'accord merci", "oui c'est bon"]
)
def test_a_clear_yes_is_one(recogniser: Recogniser, grammar: MenuGrammar, text: str, context: str) -> None:
    assert read(recogniser, grammar, text, context).split(";")[0] == "confirm"


@pytest.mark.parametrize("text", ["oui annulez", "khlas annuli", "نعم ألغوها", "oui laissez tomber", "ih annuliha"])
def test_a_cancelling_yes_cancels(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    assert read(recogniser, grammar, text, "confirm_cancel") == "confirm"
