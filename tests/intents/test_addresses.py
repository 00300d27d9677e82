"""What an address says of itself: commune and wilaya by any spelling, landmark and details verbatim, pins."""

from typing import Any

import pytest

from bot.intents import Context, MenuGrammar, Recogniser
from bot.intents.address_slots import pinned
from bot.intents.communes import Commune, gazetteer
from bot.intents.normalise import clean, fold
from tests.intents.test_guards import PLACES


def parts(recogniser: Recogniser, grammar: MenuGrammar, text: str, context: str = "address") -> dict[str, Any]:
    events = recogniser.read(text, Context(context), grammar).events
    return {name: value for event in events for name, value in event.slots.items() if name in PLACES}


@pytest.mark.parametrize(
    ("text", "commune", "wilaya"),
    [
        ("rani f bab zouar", "Bab Ezzouar", "Alger"), ("Bab-Ezzouar", "Bab Ezzouar", "Alger"),
        ("باب الزوار عمارة 3", "Bab Ezzouar", "Alger"), ("lharrach 7ay la glacière", "El Harrach", "Alger"),
        ("f 9ba 9rib men lmosquée", "Kouba", "Alger"), ("القبة القديمة", "Kouba", "Alger"), ("للقبة", "Kouba", "Alger"),
        ("rani f 7aydra", "Hydra", "Alger"), ("لحيدرة قدام البوسطة", "Hydra", "Alger"), ("cheraga", "Cheraga", "Alger"),
        ("Chéraga", "Cheraga", "Alger"), ("الشراقة", "Cheraga", "Alger"), ("dar lbayda bt 3", "Dar El Beida", "Alger"),
        ("fort de l'eau bloc 4", "Bordj El Kiffan", "Alger"), ("belcourt rue 5", "Mohamed Belouzdad", "Alger"),
        ("cité AADL Sidi Abdellah bt 14", "Maalma", "Alger"),
        ("12 rue Didouche Mourad Alger centre", "Alger Centre", "Alger"),
        ("ali mendjeli uv 7", "El Khroub", "Constantine"), ("hai el badr, Oran", "Oran", "Oran"),
        ("bir el djir bt 4", "Bir El Djir", "Oran"), ("سطيف حي المعبودة", "Setif", "Sétif"),
    ],
)  # fmt: skip
def test_a_commune_in_any_spelling(
    recogniser: Recogniser, grammar: MenuGrammar, text: str, commune: str, wilaya: str
) -> None:
    found = parts(recogniser, grammar, text)
    assert (found["commune"], found["wilaya"]) == (commune, wilaya)


@pytest.mark.parametrize(
    ("text", "wilaya"),
    [("f Wahran, hai yaghmoracen", "Oran"), ("9sentina cité 5 juillet", "Constantine"), ("3nnaba bt 4", "Annaba")],
)
def test_a_wilaya_by_the_name_that_people_give_it(
    recogniser: Recogniser, grammar: MenuGrammar, text: str, wilaya: str
) -> None:
    assert parts(recogniser, grammar, text)["wilaya"] == wilaya


def test_a_name_that_several_wilayas_have(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    assert parts(recogniser, grammar, "El Marsa bt 3")["wilayas"] == ["Alger", "Chlef", "Skikda"]
    assert parts(recogniser, grammar, "El Marsa, wilaya de Chlef")["wilaya"] == "Chlef"
    assert parts(recogniser, grammar, "aflou, laghouat")["commune"] == "Aflou"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cité 500 logts Bt 3 n°12, Kouba",
         {"commune": "Kouba", "wilaya": "Alger", "detail": "Cité 500 logts Bt 3 n°12"}),
        ("à côté de la mosquée El Feth, Kouba", {"commune": "Kouba", "wilaya": "Alger", "landmark": "mosquée El Feth"}),
        ("حدا الجامع تاع القبة", {"commune": "Kouba", "wilaya": "Alger", "landmark": "الجامع"}),
        ("rani f Hydra 9oddam la banque, bt 4",
         {"commune": "Hydra", "wilaya": "Alger", "landmark": "banque", "detail": "bt 4"}),
        ("مقابل الثانوية، باب الواد، شارع 5",
         {"commune": "Bab El Oued", "wilaya": "Alger", "landmark": "الثانوية", "detail": "شارع 5"}),
        ("16000", {"postal_code": "16000"}),
    ],
)  # fmt: skip
def test_landmark_and_details_stay_as_they_were_written(
    recogniser: Recogniser, grammar: MenuGrammar, text: str, found: dict[str, Any]
) -> None:
    assert parts(recogniser, grammar, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("livraison à Hydra, rue des pins bt 4, merci",
         {"commune": "Hydra", "wilaya": "Alger", "detail": "rue des pins bt 4"}),
        ("twaslou l Bab El Oued ?", {"commune": "Bab El Oued", "wilaya": "Alger"}),
        ("توصلو للحراش؟", {"commune": "El Harrach", "wilaya": "Alger"}),
    ],
)  # fmt: skip
def test_a_place_in_the_middle_of_something_else(
    recogniser: Recogniser, grammar: MenuGrammar, text: str, found: dict[str, Any]
) -> None:
    assert parts(recogniser, grammar, text, "cart") == found


@pytest.mark.parametrize(
    "text",
    ["rue Didouche Mourad bt 3", "شارع العربي بن مهيدي رقم 5", "à côté de djamaa el kbir", "عمارة 5 الطابق 2",
     "bt 4 cage C 2eme étage", "chez moi à la maison", "derrière le souk"],
)  # fmt: skip
def test_streets_and_ordinary_words_are_no_communes(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    assert "commune" not in parts(recogniser, grammar, text)


ORDINARY = {"Sebt", "Es Sebt", "السبت", "Djamaa", "الحسيان (بني ياحي"}
"""Words of the language, and a name that is not closed."""
NICKNAMES = {"El Ancer", "العنصر", "العناصر", "المحمدية", "Sidi M'hamed", "سيدي محمد"}
"""Names that in Algiers mean another commune, which is meant far more often."""


def found_in(name: str) -> list[Commune]:
    words = fold(clean(name)).replace("'", "").replace("-", " ").split()
    return [commune for hit in gazetteer().find(words) for commune in hit.communes]


def test_every_commune_is_found_by_its_own_names() -> None:
    """Both spellings of all 1,541; names that are ordinary words count only beside others."""
    places = gazetteer()
    assert len(places.communes) == 1541
    lost = {name for one in places.communes for name in (one.fr, one.ar) if one not in found_in(name)}
    assert lost <= ORDINARY | NICKNAMES


@pytest.mark.parametrize(
    ("pin", "commune"),
    [
        ((36.742, 3.026), "Hydra"),
        ((35.6971, -0.6308), "Oran"),
        ((27.87, -0.29), "Adrar"),
        ((36.72, 3.18), "Bab Ezzouar"),
    ],
)
def test_a_pin_lies_in_a_commune(pin: tuple[float, float], commune: str) -> None:
    found = gazetteer().at(*pin)
    assert found is not None
    assert found[0].fr == commune
    assert found[1] < 5


@pytest.mark.parametrize("pin", [(48.85, 2.35), (0.0, 0.0), (36.8, -20.0), (23.0, 10.9), (89.9, 3.0)])
def test_a_pin_abroad_or_far_from_everybody_lies_in_none(pin: tuple[float, float]) -> None:
    assert gazetteer().at(*pin) is None


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("https://maps.google.com/?q=36.75,3.05", (36.75, 3.05)), ("36.7525, 3.0420", (36.7525, 3.042)),
        ("https://www.google.com/maps/@36.75,3.05,15z", (36.75, 3.05)), ("99.123, 3.0420", None), ("prix 36.75", None),
    ],
)  # fmt: skip
def test_a_pin_written_out(text: str, pin: tuple[float, float] | None) -> None:
    assert pinned(text) == pin
