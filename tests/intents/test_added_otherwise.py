"""One more of what is in the basket but otherwise, as many of this as of that, groups of ten, codes that are none.

Notation as in `test_orders`; `another 1 +X01` = one more of the dish of the last line, with X01 only.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.intents import Context, MenuGrammar, Recogniser
from bot.messages import Event
from tests.intents.test_orders import short

LINES = """
une dizaine de bourek | 10 K01
une vingtaine de bourek et 2 chorba | 20 K01, 2 C01
deux douzaines de bourek | 24 K01
نص طزينة بوراك | 6 K01
nos tezina bourek w zoudj gra3i ma | 6 K01, 2 D02
hamburger b zouj stek w bla besla | B01 +X02 +R02
un burger bla basla | B01 +R02
p 01 | P01
2 p 01 et b 01 | 2 P01, B01
2 P01 +X01 +X99 | 2 P01 +X01, !X99
2 P01 +X99 | 2 P01, !X99
une pizza et une margherita | P01, ?P01/P02/P03
2 pizzas, une thon et une margherita | P03, P01
2 sandwichs poulet | 2 ?B02/T01
mettez 2 margherita et la même quantité de hamoud | 2 P01, 2 D01
2 burgers et autant de frites | 2 B01, 2 F01
زوج برغر و نفس العدد فريت | 2 B01, 2 F01
بيتزا مارغريتا، نصفها بلا زيتون | P01 (نصفها بلا زيتون)
2 margherita, la moitié sans olives | P01, P01 +R01
2 P02 et une autre sans fromage | 2 P02, P02 (sans fromage)
2 burgers sans oignons et un normal | 2 B01 +R02, B01
اريد اثنين برغر بدون بصل وواحد عادي | 2 B01 +R02, B01
3 burgers maison dont un en double steak | 2 B01, B01 +X02
برغران، أحدهما بشريحتي لحم | B01, B01 +X02
ce serait pour deux burgers maison et euh une grande bouteille d'eau | 2 B01, D02
un hamoud bien frais 🥤 | D01 (bien frais)
un tacos 🌮 et un burger 🍔 | T01, B01
🌮🌮 et un burger | 2 T01, B01
un tacos non attendez deux | 2 T01
سآخذ بيتزا أربعة أجبان، عفوا بل بيتزا تونة | P03
on est 4, tout le monde prend un tacos | 4 T01
une soupe | C01
بيتزا مرغريتا بلا زيتون وكثرلها الفروماج | P01 +R01 +X01
بطاطا مقلية للأطفال وقارورة ماء | F01, D02
"""
ANOTHER = """
P01 | une autre avec extra fromage | another 1 +X01
P01 | et une autre avec extra fromage | another 1 +X01
P02 P01 | et une autre avec extra fromage | another 1 +X01
P01 P02 | et une autre avec extra fromage | another 1 +X03
P01 | 2 autres sans olives | another 2 +R01
P01 | une autre sans olives et un tacos | another 1 +R01, T01
B01 | zid l wahed l khra bla basal | another 1 +R02
B01 | atini wahed w zid double steak | another 1 +X02
B01 P01 | et une autre avec double steak | B01 +X02
B01 | un autre burger sans oignons | B01 +R02
"""
ASKED = """
P01 x2 x3
sandwich thon
tout le monde prend un tacos
on est cinq : tout le monde prend un tacos sauf Nadia qui veut une salade
كي ندير باش ناكل شاورما
mon fils demande encore vos tacos
"""


def _rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split(" | ")) for line in table.strip().splitlines()]


def _added(event: Event) -> str:
    def other(item: Mapping[str, Any]) -> str:
        return " ".join([f"another {item['qty']}", *(f"+{code}" for code in item["options"])])

    items = event.slots["items"]
    rest = [item for item in items if item["item"]]
    told = [other(item) for item in items if item.get("another")]
    return ", ".join([*told, *([short({**event.slots, "items": rest})] if rest else [])])


@pytest.mark.parametrize(("text", "expected"), _rows(LINES))
def test_lines(recogniser: Recogniser, grammar: MenuGrammar, text: str, expected: str) -> None:
    events = recogniser.read(text, Context("browse"), grammar).events
    assert [event.name for event in events] == ["add_item"]
    assert short(events[0].slots) == expected


@pytest.mark.parametrize(("basket", "text", "expected"), _rows(ANOTHER))
def test_another(recogniser: Recogniser, grammar: MenuGrammar, basket: str, text: str, expected: str) -> None:
    events = recogniser.read(text, Context("cart", basket=tuple(basket.split())), grammar).events
    assert [event.name for event in events] == ["add_item"]
    assert _added(events[0]) == expected


@pytest.mark.parametrize("text", ASKED.strip().splitlines())
def test_nothing_is_added_unasked(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    names = {event.name for event in recogniser.read(text, Context("browse"), grammar).events}
    assert names <= {"unknown", "help", "smalltalk_other"}


@pytest.mark.parametrize(("said", "gone"), [("non, P02", "P01"), ("je voulais pas des frites mais une salade", "F01")])
def test_another_dish_comes_instead(recogniser: Recogniser, grammar: MenuGrammar, said: str, gone: str) -> None:
    (event,) = recogniser.read(said, Context("cart", basket=(gone,)), grammar).events
    assert event.name == "add_item"
    assert event.slots["items"][0]["instead"]["item"] == gone


@pytest.mark.parametrize("said", ["non merci, P02", "non, frites", "non, une pizza thon"])
def test_a_no_to_a_question_replaces_nothing(recogniser: Recogniser, grammar: MenuGrammar, said: str) -> None:
    events = recogniser.read(said, Context("cart", basket=("P01",)), grammar).events
    assert not any("instead" in item for event in events for item in event.slots.get("items", ()))


def test_what_an_option_is_left_out_of_is_named(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    (event,) = recogniser.read("نحي الصوص", Context("cart", basket=("B02", "T01")), grammar).events
    assert event == Event("give_options", {"options": ["R04"], "item": "B02"})


def test_which_line_a_number_is_for_is_asked(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    (event,) = recogniser.read("لا، ٢ فقط", Context("cart", basket=("P03", "D02")), grammar).events
    assert event.name == "change_qty"
    assert event.slots["items"] == [{"item": None, "candidates": ["P03", "D02"], "qty": 2}]
