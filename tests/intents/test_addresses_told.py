"""What words say of a place: of all of it, of a part, of nothing; what is denied; where an address begins and ends."""

from typing import Any

import pytest

from bot.intents import Context, MenuGrammar, Recogniser
from bot.intents.address_slots import told


@pytest.mark.parametrize("text", ["ma3ndich repère", "laisse", "pas de repère", "j'ai pas de repère", "ما عنديش ريبير"])
def test_nothing_is_said_of_a_place(text: str) -> None:
    assert told(text).nothing


@pytest.mark.parametrize(
    "text", ["b1 app 3, sonnez fort", "interphone 23", "imm 3 bab 8", "3eme étage porte gauche", "الطابق 3 الباب 5"]
)
def test_only_a_floor_or_a_door(text: str) -> None:
    assert told(text).indoors


@pytest.mark.parametrize("text", ["c'est à côté de la mosquée", "مقابل مسجد النور", "derrière la cité 200 logts"])
def test_a_landmark_completes(text: str) -> None:
    assert told(text).detail
    assert not told(text).indoors


@pytest.mark.parametrize("text", ["kouba", "cité amirouche", "rue x, en face de la poste", "bab el oued bt 3"])
def test_a_place_of_its_own(text: str) -> None:
    assert not told(text).detail
    assert not told(text).nothing


def given(recogniser: Recogniser, grammar: MenuGrammar, text: str, context: str) -> dict[str, Any]:
    events = recogniser.read(text, Context(context, basket=["P01"]), grammar).events
    return next((dict(event.slots) for event in events if event.name == "give_address"), {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("non l'adresse c'est cité amirouche hussein dey", "cité amirouche hussein dey"),
        ("لا، غير العنوان إلى القبة", "القبة"),
        ("machi hydra, kouba", "kouba"),
        ("b1 app 3, sonnez fort", "b1 app 3, sonnez fort"),
        ("laisse", ""),
    ],
)
def test_only_the_place_is_kept(recogniser: Recogniser, grammar: MenuGrammar, text: str, words: str) -> None:
    for context in ("address", "confirm_order"):
        assert given(recogniser, grammar, text, context)["text"] == words


def test_the_denied_commune_is_not_meant(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    assert given(recogniser, grammar, "machi hydra, kouba", "confirm_order")["commune"] == "Kouba"


@pytest.mark.parametrize("context", ["cart", "browse", "table", "checkout_mode", "confirm_order"])
def test_a_road_before_a_quarter_belongs_to_it(recogniser: Recogniser, grammar: MenuGrammar, context: str) -> None:
    text = "rue hassiba ben bouali, cité 200 logts bt 4, kouba"
    events = recogniser.read(text, Context(context, basket=["P01"]), grammar).events
    assert [(event.name, event.slots["text"]) for event in events] == [("give_address", text)]
