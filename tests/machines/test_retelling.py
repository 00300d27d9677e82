"""What a step of the checkout makes of words that the recogniser leaves open: places that are none, times, counts."""

import time
from typing import Any

import pytest

from bot.handlers.retelling import dishes_first, placed
from bot.handlers.times import timed
from bot.intents import Reading
from bot.machines.memory import CustomerMemory
from bot.messages import Event

DELIVERY = CustomerMemory(mode="delivery")


def read(*events: Event) -> Reading:
    return Reading(events, "fr", 1.0, {"layer": "rules"})


def where(text: str, state: str = "asking_address", memory: CustomerMemory = DELIVERY) -> Event:
    """What a text about the place comes to when the recogniser takes it for an address."""
    return placed(read(Event("give_address", {"text": text})), text, state, memory).events[0]


@pytest.mark.parametrize(
    "text",
    ["la même adresse", "Même adresse que la dernière fois svp", "nafs l'adresse", "نفس العنوان", "العنوان السابق"],
)
def test_the_same_address(text: str) -> None:
    assert where(text).slots == {"addr": "last"}
    assert where(text, "choosing_mode", CustomerMemory()).slots == {"addr": "last"}


@pytest.mark.parametrize(
    "text", ["chez moi", "Dar", "l dar", "في الدار", "à la maison svp", "البيت", "livrez chez moi"]
)
def test_home(text: str) -> None:
    assert where(text).slots == {"home": True}


@pytest.mark.parametrize(
    "text",
    [
        "je ne veux pas de livraison",
        "pas de livraison finalement",
        "ma n7ebch livraison",
        "لا أريد التوصيل",
        "بدون توصيل",
    ],
)
@pytest.mark.parametrize("state", ["asking_address", "choosing_mode", "confirming"])
def test_no_delivery(text: str, state: str) -> None:
    assert where(text, state) == Event("change_mode", {"without": "delivery"})


@pytest.mark.parametrize(
    "text",
    [
        "c'est pas la bonne rue",
        "l'adresse est fausse",
        "mauvaise adresse",
        "العنوان غلط",
        "ليس هذا العنوان",
        "l'adresse ghalta",
        "machi hadi l'adresse",
    ],
)
@pytest.mark.parametrize("state", ["asking_address", "asking_phone", "confirming"])
def test_a_wrong_address(text: str, state: str) -> None:
    assert where(text, state) == Event("change_address")


@pytest.mark.parametrize(
    "text",
    [
        "12 rue Didouche Mourad",
        "chez Karim, cité des pins bt 4",
        "dar el beida, rue 5",
        "rue de la bonne source",
        "en face de l'école, pas loin de la mosquée",
        "c'est la bonne adresse ?",
        "même adresse mais bloc 4",
    ],
)
def test_addresses_stay_addresses(text: str) -> None:
    assert where(text).slots.get("text") == text


def test_a_wrong_street_says_nothing_to_who_fetches_it() -> None:
    text = "c'est pas la bonne rue"
    assert where(text, "confirming", CustomerMemory(mode="pickup")).name == "give_address"


# ---- Times ----


def when(text: str, *events: Event, state: str = "confirming", ordering: bool = True) -> list[Event]:
    found = timed(read(*(events or (Event("unknown"),))), text, state, lambda rest: read(*events), ordering=ordering)
    return list(found.events)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("à 20h", "à 20h"),
        ("pour 20h30 svp", "pour 20h30"),
        ("je passe vers 19:45", "vers 19:45"),
        ("الساعة 8", "الساعة 8"),
        ("الساعة الثامنة والنصف", "الساعة الثامنة والنصف"),
        ("3la 8", "3la 8"),
        ("nji 3la tmanya", "3la tmanya"),
        ("على 8", "على 8"),
        ("m3a 8 w nos", "m3a 8 w nos"),
        ("demain midi", "demain midi"),
        ("demain à 12h30", "demain à 12h30"),
        ("غدا الساعة 12", "غدا الساعة 12"),
        ("dans une heure", "dans une heure"),
        ("ba3d sa3a", "ba3d sa3a"),
    ],
)
def test_a_time_alone(text: str, words: str) -> None:
    assert when(text) == [Event("give_slot", {"text": words})]


@pytest.mark.parametrize(
    "text", ["vous livrez à 20h ?", "villa 12", "rue 8 mai 1945", "table 8", "P01 x2", "على الأقل"]
)
def test_what_is_no_time(text: str) -> None:
    assert when(text) == [Event("unknown")]


@pytest.mark.parametrize("state", ["viewing_dish", "asking_qty", "asking_which"])
def test_where_a_number_is_a_quantity_it_is_no_hour(state: str) -> None:
    assert when("à 8", state=state) == [Event("unknown")]


def test_a_bare_hour_wants_a_basket() -> None:
    assert when("m3a 8", ordering=False, state="browsing") == [Event("unknown")]


def test_a_yes_with_another_hour_is_no_yes_yet() -> None:
    assert when("oui pour 21h", Event("confirm")) == [Event("give_slot", {"text": "pour 21h"})]


def test_an_address_does_not_carry_the_hour() -> None:
    found = when("12 rue Hoche à 20h", Event("give_address", {"text": "12 rue Hoche à 20h"}), state="asking_address")
    assert found == [Event("give_address", {"text": "12 rue Hoche"}), Event("give_slot", {"text": "à 20h"})]
    house = Event("give_address", {"text": "villa 12h bis, Hydra"})
    assert when("villa 12h bis, Hydra", house, state="asking_address") == [house]


def test_dishes_are_counted_without_the_hour() -> None:
    wrong = Event("add_item", {"items": [{"item": "P03", "qty": 8}]})
    right = Event("add_item", {"items": [{"item": "P03", "qty": 1}]})
    heard: list[str] = []

    def again(rest: str) -> Reading:
        heard.append(rest)
        return read(right)

    found = timed(read(wrong), "بيتزا تونة نجي على 8", "browsing", again, ordering=False)
    assert heard == ["بيتزا تونة نجي"]
    assert list(found.events) == [right, Event("give_slot", {"text": "على 8"})]


@pytest.mark.parametrize("text", ["f " * 4000, "3la " * 2000, "à " * 4000, "dans " * 2000, "ا" * 8000])
def test_long_nonsense_is_read_at_once(text: str) -> None:
    began = time.perf_counter()
    when(text)
    placed(read(Event("unknown")), text, "asking_address", DELIVERY)
    assert time.perf_counter() - began < 0.5


# ---- A dish and its way ----


def names(text: str, *events: str) -> list[str]:
    made: Any = read(*map(Event, events))
    return [event.name for event in dishes_first(made, text).events]


def test_the_way_comes_after_the_dish() -> None:
    assert names("livraison, 1 tacos", "choose_delivery", "add_item") == ["add_item", "choose_delivery"]
    assert names("1 tacos en livraison", "add_item", "track_order") == ["add_item", "choose_delivery"]
    assert names("ajoute une eau à ma commande", "add_item", "track_order") == ["add_item"]
    assert names("où est ma commande, et ajoute une eau", "track_order", "add_item") == ["track_order", "add_item"]
