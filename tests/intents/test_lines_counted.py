"""How many of which: containers, two in one word, numbers of several words, one of each, each of us."""

import pytest

from bot.intents import MenuGrammar, Recogniser
from tests.intents.test_lines_options import lines_of

LINES = """
خمس قوارير ماء                                    | 5 D02
ثلاث علب حمود                                     | 3 D01
علبتا حمود                                        | 2 D01
وعلبتين حمود                                      | 2 D01
قارورتا ماء                                       | 2 D02
قرعتين ماء                                        | 2 D02
9er3tin hamoud                                    | 2 D01
gar3tin lma                                       | 2 D02
حصتين بوراك                                       | 2 K01
زوج بلاطوات بوراك                                 | 2 K01
ثلث بلايط بوراك                                   | 3 K01
tlat platat bourek                                | 3 K01
كانيطة حمود                                       | D01
2 bols de chorba et un cornet de frites           | 2 C01, F01
زجاجتا ماء كبيرتان                                | 2 D02
حمود مع صحنين كبيرين من البطاطا المقلية           | D01, 2 F01
ثلاث شطائر شاورما                                 | 3 B02
شطيرتين شاورما بلا صلصة                           | 2 B02 +R04
ثلاث ساندويتش شاورما                              | 3 B02
trois desserts kalb el louz                       | 3 G01
2 boissons hamoud et eau                          | D01, D02
شاورماتين                                         | 2 B02
chawarmatin                                       | 2 B02
tacosin                                           | 2 T01
pizzatin thon                                     | 2 P03
chorbtin                                          | 2 C01
سلطتين وشربتين                                    | 2 S01, 2 C01
٢ ما و ٤ بيتزا تونة                               | 2 D02, 4 P03
اثنتا عشرة علبة حمود                              | 12 D01
خمسة عشر بوراك                                    | 15 K01
إحدى عشرة شربة                                    | 11 C01
ستا حمود                                          | 6 D01
deux fois la chawarma                             | 2 B02
3 fois un tacos                                   | 3 T01
دزينة بوراك ونصف دزينة قلب اللوز                  | 12 K01, 6 G01
nass douzina bourek                               | 6 K01
kat fromages                                      | P02
بيتزا الأجبان الأربعة                             | P02
بيتزا الأجبان الأربعة، اثنتان                     | 2 P02
واحدة من كل نوع بيتزا                             | P01, P02, P03
wa7da men koul pizza                              | P01, P02, P03
une pizza de chaque                               | P01, P02, P03
deux de chaque pizza                              | 2 P01, 2 P02, 2 P03
trois pizzas une de chaque                        | P01, P02, P03
3tina tlata pizzat wa7da kol naw3                 | P01, P02, P03
rana setta, kol wa7ed chawarma w gazouza          | 6 B02, 6 D01
on est 4, chacun une chawarma et un hamoud        | 4 B02, 4 D01
on est trois : chacun son burger sans oignons, et une portion de frites | 3 B01 +R02, F01
نحن خمسة أشخاص، لكل واحد منا صحن شربة             | 5 C01
une chorba et un bourek chacun, on est trois      | 3 C01, 3 K01
une salade pour nous deux et deux chorbas         | S01, 2 C01
mettez-nous deux chawarma                         | 2 B02
des pizzas : une thon, une margherita             | P03, P01
une chobra                                        | C01
برغر مع شريحتين من اللحم                          | B01 +X02
زوج طاكوس لا لا استنى ثلاثة، واحد فيهم بلا بصل    | 2 T01, T01 (بلا بصل)
chawarma l ma femme                               | B02
9ar3a l ma                                        | D02
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in LINES.strip().splitlines()]


@pytest.mark.parametrize(("text", "ordered"), CASES, ids=[text for text, _ in CASES])
def test_counted(text: str, ordered: str, recogniser: Recogniser, grammar: MenuGrammar) -> None:
    assert lines_of(recogniser, grammar, text) == ordered


@pytest.mark.parametrize("text", ["ton chawarma est trop bon", "أوصلني بإنسان من لحم ودم", "بلا ما تدير صلصة"])
def test_nothing_unnamed_is_added(text: str, recogniser: Recogniser, grammar: MenuGrammar) -> None:
    read = lines_of(recogniser, grammar, text)
    assert "P03" not in read
    assert "D02" not in read
    assert "K01" not in read
