"""Orders on the demo menu, as people type them: what is added, what must be asked, what is not on the menu.

Written short: `2 P01 +X01` = two P01 with X01; `?P01/P02` = one question between these; `!x` = not on the menu;
`(x)` = a note kept in the customer's words.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.intents import Context, MenuGrammar, Recogniser

PIZZA = "?P01/P02/P03"
LINES = """
pizza margherita                                  | P01
2 pizza margherita                                | 2 P01
une margarita                                     | P01
deux margaritas, une quatre fromages              | 2 P01, P02
marguerite x2                                     | 2 P01
x2 margarita                                      | 2 P01
margarita 3                                       | 3 P01
3x margarita                                      | 3 P01
pizza thon                                        | P03
thon                                              | P03
la pizza thon svp                                 | P03
2 pizza ton                                       | 2 P03
4 fromages                                        | P02
4 4 fromages                                      | 4 P02
2 pizza 4 fromages                                | 2 P02
zouj 4 fromages                                   | 2 P02
4 fromages x3                                     | 3 P02
pizza quatre fromages                             | P02
pizza                                             | ?P01/P02/P03
2 pizzas                                          | 2 ?P01/P02/P03
pizza 4                                           | 4 ?P01/P02/P03
2 pizzas une thon et une margarita                | P03, P01
chawarma                                          | B02
2 chwarma                                         | 2 B02
shawarma poulet                                   | B02
chawarmaaaa                                       | B02
hamoud                                            | D01
3 hamoud w 2 el ma                                | 3 D01, 2 D02
gazouz                                            | D01
burger                                            | B01
hamburger double steak                            | B01 +X02
burger double steak sans oignons et hamoud        | B01 +X02 +R02, D01
burgr                                             | B01
poulet                                            | ?B02/T01
une boisson                                       | ?D01/D02
P01                                               | P01
p01                                               | P01
P01 x2                                            | 2 P01
2 P01                                             | 2 P01
2x P01 3x B01                                     | 2 P01, 3 B01
P01 2                                             | 2 P01
P01 +X01                                          | P01 +X01
P01 x2 +X01 , B01                                 | 2 P01 +X01, B01
P01x2                                             | 2 P01
2P01                                              | 2 P01
*2 pizza thon*                                    | 2 P03
P01 R01                                           | P01 +R01
p01 et b01 w c01 و d01                            | P01, B01, C01, D01
P01 + D02                                         | P01, D02
tacos                                             | T01
tacos avec frites dedans                          | T01 +X04
tacos w frites                                    | T01, F01
tacos avec frites                                 | T01, F01
tacos b frites dakhel                             | T01 +X04
tacos sans sauce                                  | T01 (sans sauce)
chawarma sans sauce                               | B02 +R04
chawarma bla sauce w frites                       | B02 +R04, F01
margarita avec extra fromage                      | P01 +X01
margarita supplément fromage                      | P01 +X01
margarita b fromage sans olives                   | P01 +X01 +R01
margarita bla zitoun                              | P01 +R01
zouj la la tlata bourek                           | 3 K01
juj bourek la la tlata w chorba                   | 3 K01, C01
wahed w 3achrin bourek                            | 21 K01
une demi douzaine de bourek                       | 6 K01
2tacos et 1frites                                 | 2 T01, F01
nheb rab3a bourek w jari                          | 4 K01, C01
zidli 2 hamoud                                    | 2 D01
9alb louz                                         | G01
2 lasagnes et un hamoud                           | D01, !lasagnes
un coca                                           | !coca
🍔🍔                                              | 2 B01
🍕                                                | ?P01/P02/P03
بيتزا مارغريتا                                    | P01
وبيتزا مارغريتا                                   | P01
البيتزا                                           | ?P01/P02/P03
زوج بيتزا                                         | 2 ?P01/P02/P03
زوج بيتزا تونة                                    | 2 P03
٣ بيتزا تونة و ٢ حمود                             | 3 P03, 2 D01
بيتزا أربع أجبان                                  | P02
شاورما بلا صلصة                                   | B02 +R04
زوج شاورما بلا صلصة و فريت                        | 2 B02 +R04, F01
زيدلي طاكوس دجاج                                  | T01
طاكوس بالفريت لداخل                               | T01 +X04
مارغريتا بلا زيتون                                | P01 +R01
بوراكين و ماء                                     | 2 K01, D02
٣ بوراك و٢ حمود                                   | 3 K01, 2 D01
و3 ماء                                            | 3 D02
أريد برغر وحمودين وشربتين                         | B01, 2 D01, 2 C01
2xP01                                             | 2 P01
P02x3                                             | 3 P02
d01 x 3, f01, 2xG01                               | 3 D01, F01, 2 G01
🍕🍕🍕                                            | 3 ?P01/P02/P03
deux burgers maison, un sans oignons et un avec double steak | B01 +R02, B01 +X02
2 burgers un sans oignons                         | B01, B01 +R02
3 margherita: 2 sans olives et 1 avec extra fromage | 2 P01 +R01, P01 +X01
قلب اللوز                                         | G01
أريد شوربة وسلطة                                  | C01, S01
je veux زوج طاكوس                                 | 2 T01
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in LINES.strip().splitlines()]


def short(slots: Mapping[str, Any]) -> str:
    """The slots of an order in the notation of this file."""
    parts = [_line(entry, entry["item"]) for entry in slots["items"]]
    parts += [_line(entry, "?" + "/".join(entry["candidates"])) for entry in slots.get("ambiguous", ())]
    return ", ".join([*parts, *(f"!{text}" for text in slots.get("unknown_items", ()))])


def _line(entry: Mapping[str, Any], name: str) -> str:
    qty = "" if entry["qty"] == 1 else f"{entry['qty']} "
    return (
        f"{qty}{name}"
        + "".join(f" +{code}" for code in entry["options"])
        + "".join(f" ({note})" for note in entry.get("notes", ()))
    )


@pytest.mark.parametrize(("text", "ordered"), CASES, ids=[text for text, _ in CASES])
def test_orders(text: str, ordered: str, recogniser: Recogniser, grammar: MenuGrammar) -> None:
    reading = recogniser.read(text, Context("browse"), grammar)
    assert [event.name for event in reading.events] == ["add_item"]
    assert short(reading.events[0].slots) == ordered


def test_every_line_of_a_message_is_read(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    reading = recogniser.read("2 P01 sans olives\nB01 +X02\n3 hamoud", Context("browse"), grammar)
    assert short(reading.events[0].slots) == "2 P01 +R01, B01 +X02, 3 D01"


def test_a_misspelt_dish_scores_less_than_a_whole_name(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    scores = [
        recogniser.read(text, Context("browse"), grammar).events[0].slots["items"][0]["score"]
        for text in ("hamburger", "hambuurrger")
    ]
    assert scores[0] == 1.0
    assert scores[1] < 1.0


@pytest.mark.parametrize("text", ["kefta", "kebda", "salami", "chorizo"])
def test_near_words_are_no_dishes(text: str, recogniser: Recogniser, grammar: MenuGrammar) -> None:
    for event in recogniser.read(text, Context("browse"), grammar).events:
        assert not event.slots.get("items")


def test_options_named_for_an_ambiguous_dish_are_those_of_its_candidates(
    recogniser: Recogniser, grammar: MenuGrammar
) -> None:
    reading = recogniser.read("pizza avec extra fromage", Context("browse"), grammar)
    assert reading.events[0].slots["ambiguous"][0]["options"] == ["X01", "X03"]
