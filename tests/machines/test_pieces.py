"""An address and a time that are said in pieces."""

import pytest

from bot.machines.addresses import commune_of, completed, findable, lies_elsewhere
from bot.machines.times import asks_hour, hour_of, together


@pytest.mark.parametrize(
    ("old", "text", "whole"),
    [
        ("", "kouba rue 5", "kouba rue 5"),
        ("kouba", "cité la montagne bt 3", "kouba, cité la montagne bt 3"),
        ("cité la montagne bt 3", "kouba", "cité la montagne bt 3, kouba"),
        ("kouba rue 5", "c'est à côté de la mosquée", "kouba rue 5, à côté de la mosquée"),
        ("kouba rue 5", "derrière la cité 200 logts", "kouba rue 5, derrière la cité 200 logts"),
        ("القبة حي 5", "مقابل مسجد النور", "القبة حي 5، مقابل مسجد النور"),
        ("interphone 23", "kouba rue 5", "kouba rue 5, interphone 23"),
        ("kouba rue 5", "kouba", "kouba rue 5"),
        ("kouba rue 5", "hydra", "hydra"),
        ("kouba rue 5", "rue 9 bt 4", "rue 9 bt 4"),
        ("kouba rue 5, bt 4", "bt 4", "kouba rue 5, bt 4"),
    ],
)
def test_an_address_is_completed_or_replaced(old: str, text: str, whole: str) -> None:
    assert completed(old, text) == whole


def test_words_that_only_complete_can_be_said_anew() -> None:
    assert completed("kouba rue 5", "derrière la poste", anew=True) == "derrière la poste"
    assert completed("kouba rue 5", "3eme étage", anew=True) == "kouba rue 5, 3eme étage"


def test_a_door_alone_is_found_by_nobody() -> None:
    assert not findable("b1 app 3, sonnez fort")
    assert findable("kouba")
    assert findable("derrière la poste")


def test_a_pin_lies_in_a_commune() -> None:
    commune = commune_of(36.745, 3.033)
    assert commune is not None
    assert commune.fr == "Hydra"
    assert commune_of(None, None) is None
    assert commune_of(48.8, 2.3) is None
    assert lies_elsewhere("kouba", 36.745, 3.033)
    assert not lies_elsewhere("bt 4", 36.745, 3.033)


@pytest.mark.parametrize(
    ("old", "new", "whole", "hour"),
    [
        ("", "ghodwa m3a 8h", "ghodwa m3a 8h", "20:00"),
        ("ghodwa", "m3a 8h", "ghodwa m3a 8h", "20:00"),
        ("à 20h", "demain", "demain à 20h", ""),
        ("ghodwa m3a 8h", "3la 9", "ghodwa 3la 9", "21:00"),
        ("غدوة", "مور المغرب", "غدوة مور المغرب", ""),
        ("غدوة مور المغرب", "مع 8", "غدوة مور المغرب مع 8", "20:00"),
        ("غدوة مور المغرب", "غدوة مع الثمنية", "غدوة مع الثمنية", "20:00"),
        ("à 20h", "entre 19h et 20h", "entre 19h et 20h", ""),
    ],
)
def test_a_time_in_pieces(old: str, new: str, whole: str, hour: str) -> None:
    assert together(old, new) == whole
    assert hour_of(whole) == hour


def test_a_prayer_is_asked_back_until_an_hour_is_said() -> None:
    assert asks_hour("ghodwa mor lmaghreb")
    assert not asks_hour("ghodwa mor lmaghreb 3la 7")
    assert not asks_hour("à 20h")
