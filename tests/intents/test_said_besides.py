"""What is said beside an order neither hinders it nor becomes one: sizes, notes, hunger, what was wanted before."""

import pytest

from bot.intents import MenuGrammar, Recogniser
from tests.intents.rows import cases
from tests.intents.test_guards import read

ROWS = """
# What is said beside an order does not keep it from being one.
browse |  | alors pour moi ça sera deux tacos
→ add_item {items: [{item: T01, qty: 2}]}
browse |  | un petit tacos bien chaud svp
→ add_item {items: [{item: T01, qty: 1, notes: [bien chaud]}]}
browse |  | salam alikoum wahed tacos khouya
→ greet; add_item {items: [{item: T01, qty: 1}]}
browse |  | on est deux donc deux chawarma et deux hamoud
→ add_item {items: [{item: B02, qty: 2}, {item: D01, qty: 2}]}
browse |  | tacos poulet sans frites sauce à part
→ add_item {items: [{item: T01, qty: 1, notes: [sans frites, sauce à part]}]}
browse |  | 5 boureks bien dorés
→ add_item {items: [{item: K01, qty: 5, notes: [bien dorés]}]}
browse |  | bghina 3 pizza margarita f dar
→ add_item {items: [{item: P01, qty: 3}]}
browse |  | mettez 2 margherita au nom de Karim
→ add_item {items: [{item: P01, qty: 2}]}
browse |  | tacos svp c'est pour livrer à kouba
→ add_item {items: [{item: T01, qty: 1}]}; choose_delivery
browse |  | une margherita et vite svp j'ai faim
→ add_item {items: [{item: P01, qty: 1}]}
browse |  | je meurs de faim donnez moi un burger
→ add_item {items: [{item: B01, qty: 1}]}
browse |  | P01 et un tacos
→ add_item {items: [{item: P01, qty: 1}, {item: T01, qty: 1}]}
cart | T01 | en dessert un kalb el louz
→ add_item {items: [{item: G01, qty: 1}]}
cart | T01 | et comme boisson un hamoud
→ add_item {items: [{item: D01, qty: 1}]}
cart | T01 | tacos x2
→ add_item {items: [{item: T01, qty: 2}]}
cart | T01 | 1 tacos
→ add_item {items: [{item: T01, qty: 1}]}
cart | T01 | ah et des frites
→ add_item {items: [{item: F01, qty: 1}]}
cart | T01 | w 3 bourek tani
→ add_item {items: [{item: K01, qty: 3}]}
confirm_order | T01 | attends ajoute une eau
→ add_item {items: [{item: D02, qty: 1}]}
tracking |  | un autre tacos svp
→ add_item {items: [{item: T01, qty: 1}]}
tracking |  | 1 burger en livraison
→ add_item {items: [{item: B01, qty: 1}]}; choose_delivery
cart | D01 | si en fait efface tout
→ clear_cart
cart | D01 | finalement je ne veux plus de hamoud
→ remove_item {items: [{item: D01}]}
browse |  | سآخذ برغر واحد وقارورتين ماء
→ add_item {items: [{item: B01, qty: 1}, {item: D02, qty: 2}]}
browse |  | ديرلي زوج بيتزا طون و قرعة ما
→ add_item {items: [{item: P03, qty: 2}, {item: D02, qty: 1}]}

# Something else than a dish is wanted of it; it was wanted before.
browse |  | je veux voir les pizzas
→ menu {category: pizzas}
browse |  | nheb nchouf les burgers
→ menu {item: B01}
browse |  | je veux des infos sur la 4 fromages
→ menu {item: P02}
browse |  | envoie moi la photo du burger
→ menu {item: B01}
browse |  | description du burger
→ menu {item: B01}
cart | T01 | je veux modifier mon tacos
→ change_qty {items: [{item: T01}]}
browse |  | kount hab tacos bessah dork nheb burger
→ add_item {items: [{item: B01, qty: 1}]}
browse |  | j'allais prendre un tacos mais finalement un burger
→ change_qty {items: [{item: B01, qty: 1}]}
cart | T01 B01 | t'as oublié le burger
→ unknown
confirm_order | T01 | oui et non
→ confirm {weak: true}
checkout_mode | T01 | pas maintenant la livraison
→ change_mode {without: delivery}
browse |  | mon frère adore le tacos
→ unknown
browse |  | le burger il me tente pas trop
→ unknown
cart | T01 | j'ai mis deux fois le tacos
→ unknown
"""


@pytest.mark.parametrize(("context", "basket", "text", "meant"), cases(ROWS))
def test_said_besides(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant
