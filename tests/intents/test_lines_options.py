"""What goes onto a dish or is left out of it, in many words: the lines that are read, be they asked about or added.

The notation is that of `test_orders`.
"""

import pytest

from bot.intents import Context, MenuGrammar, Recogniser
from tests.intents.test_orders import short

LINES = """
tacos avec les frites à l'intérieur               | T01 +X04
un tacos, frites à l'intérieur                    | T01 +X04
tacos avec frites dedan                           | T01 +X04
طاكوس فريت داخلو                                  | T01 +X04
طاكوس والفريت في الداخل                           | T01 +X04
tacos frites dakhlo                               | T01 +X04
un tacos poulet, mettez les frites à l'intérieur  | T01 +X04
tacos w frites                                    | T01, F01
وزيد طاكوس بصح ما تحطوش الفريت لداخل              | T01
tacos bla ma tdir frites dedans                   | T01 (ma tdir frites dedans)
شاورما دون صلصة                                   | B02 +R04
شاورما من دون صلصة                                | B02 +R04
شاورما من غير صلصة                                | B02 +R04
chawarma men ghir sauce                           | B02 +R04
burger min doun bsal                              | B01 +R02
برغر بدون أي بصل                                  | B01 +R02
برغر خالي من البصل                                | B01 +R02
la margherita sans ses olives                     | P01 +R01
deux thon, oignons en moins                       | 2 P03 +R03
burger ma tdirch lbsal                            | B01 +R02
chawarma matdirch sauce                           | B02 +R04
burger sans oignons ni tomates                    | B01 +R02 (sans tomates)
برغر بلا بصل ولا طماطم                            | B01 +R02 (بلا طماطم)
burger sans oignons et sans tomates               | B01 +R02 (sans tomates)
margarita fromage en plus                         | P01 +X01
margarita avec du fromage en plus et deux hamoud  | P01 +X01, 2 D01
margarita avec un supplément fromage et un hamoud | P01 +X01, D01
margarita fromage zayed                           | P01 +X01
margarita b zyadet fromage                        | P01 +X01
مارغريتا جبن إضافي                                | P01 +X01
مارغريتا بجبن زائد                                | P01 +X01
مارغريتا بفروماج زيادة                            | P01 +X01
مارغريتا بلا زيتون وبجبن إضافي                    | P01 +R01 +X01
هات بيتزا مارغريتا وزد عليها الجبن                | P01 +X01
margarita w kethrouli fromage                     | P01 +X01
4 fromages fromage en plus                        | P02 +X03
4 fromages b fromage zayed                        | P02 +X03
une 4 fromages et une margarita                   | P02, P01
chawarma fromage en plus                          | B02 (fromage en plus)
برغر مضاعف اللحم مع طبق فريت                      | B01 +X02, F01
burger, double la viande                          | B01 +X02
double steak pour le burger                       | B01 +X02
chawarma supp fromage                             | B02 (supp fromage)
tacos viande                                      | T01 (viande)
طاكوس لحم                                         | T01 (لحم)
burger poulet et une frite                        | B01 (poulet), F01
burger viande double                              | B01 +X02
frites fromage                                    | F01 (fromage)
margarita fromage                                 | P01 +X01
chawarma poulet tacos poulet                      | B02, T01
tacos, fromage                                    | T01, P02
pizza thon sans thon                              | P03 (sans thon)
بطاطا مقلية                                       | F01
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in LINES.strip().splitlines()]


def lines_of(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> str:
    """The lines that a message adds, or is asked about."""
    found = []
    for event in recogniser.read(text, Context("browse"), grammar).events:
        if event.name == "add_item":
            found.append(short(event.slots))
        elif event.slots.get("guess") == "add_item" and "meant" in event.slots:
            found.append(short(event.slots["meant"]))
    return "; ".join(found)


@pytest.mark.parametrize(("text", "ordered"), CASES, ids=[text for text, _ in CASES])
def test_options(text: str, ordered: str, recogniser: Recogniser, grammar: MenuGrammar) -> None:
    assert lines_of(recogniser, grammar, text) == ordered
