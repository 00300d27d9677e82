"""Pieces of a dish told apart, others like it, and what is said again or otherwise than before."""

import pytest

from bot.intents import MenuGrammar, Recogniser
from tests.intents.test_lines_options import lines_of

LINES = """
مارغريتا وأخرى بجبن إضافي                         | P01, P01 +X01
بيتزا مارغريتا واحدة من دون زيتون وأخرى بجبن إضافي | P01 +R01, P01 +X01
بيتزا تونة من غير بصل لي، وأخرى عادية لزوجتي      | P03 +R03, P03
margarita et une autre sans olives                | P01, P01 +R01
3 chawarma dont une sans sauce                    | 2 B02, B02 +R04
deux fois la chawarma, dont une nature sans la sauce | B02, B02 +R04
Deux pizzas thon dont une où vous enlevez les oignons | P03, P03 +R03
ثلاث شطائر شاورما، اثنتان منها من دون صلصة        | B02, 2 B02 +R04
zouj chawarma wahda normale w wahda bla sauce     | B02, B02 +R04
wahda margarita fromage en plus, wahda normale    | P01 +X01, P01
زوج برغر، واحد بلا بصل والآخر بدوبل ستيك          | B01 +R02, B01 +X02
واحد برغر بلا بصل والآخر بدوبل ستيك               | B01 +R02, B01 +X02
حبيت زوج طاكوس، واحد الفريت لداخل والآخر نورمال   | T01 +X04, T01
الهامبورغر تاعي بدوبل ستيك وتاع مرتي بلا بصل      | B01 +X02, B01 +R02
2 burgers, celui de ma femme sans oignons         | B01, B01 +R02
بيتزا تونة لي ومثلها لأخي                         | 2 P03
une chawarma pour moi sans sauce, un tacos pour Karim et deux hamoud | B02 +R04, T01, 2 D01
chawarma l khouya, w burger bla bsal l marti      | B02, B01 +R02
شاورما ليا، وبرغر لأخي بلا بصل                    | B02, B01 +R02
deux pizzas thon non attendez oui c'est ça deux pizzas thon | 2 P03
un burger, non attends une chawarma oui une chawarma | B02
deux tacos. ah non, trois tacos                   | 3 T01
2 tacos w 1 burger w 3 hamoud, la 2 hamoud        | 2 T01, B01, 2 D01
خمس علب حمود، بل ستا                              | 6 D01
أريد برغر، بل برغرين                              | 2 B01
ربع حبات بوراك، يعني زوج بورسيون                  | 2 K01
عشر حصص بوراك، أي عشرون حبة                       | 10 K01
une soupe, la chorba                              | C01
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in LINES.strip().splitlines()]


@pytest.mark.parametrize(("text", "ordered"), CASES, ids=[text for text, _ in CASES])
def test_apart(text: str, ordered: str, recogniser: Recogniser, grammar: MenuGrammar) -> None:
    assert lines_of(recogniser, grammar, text) == ordered
