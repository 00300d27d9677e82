"""What is said of dishes in the basket, and orders that are put right while they are said.

The notation is that of `test_added_besides`.
"""

import pytest

from bot.intents import MenuGrammar, Recogniser
from tests.intents.rows import cases
from tests.intents.test_guards import read

ROWS = """
# An option said of a dish in the basket is that dish's; what counts, adds or orders comes to it.
cart | B02 | pas de sauce pour les chawarma
→ give_options {options: [R04], item: B02}
cart | P01 | la margherita sans olives stp
→ give_options {options: [R01], item: P01}
cart | B01 | bla bsal l burger
→ give_options {options: [R02], item: B01}
cart | T01 | الطاكوس بالفريت داخلو
→ give_options {options: [X04], item: T01}
cart | P03 | sans oignon les pizza
→ give_options {options: [R03], item: P03}
cart | P01 P03 | la pizza sans olives
→ give_options {options: [R01], item: P01}
cart | S01 | slata bla zit
→ give_options {options: [bla zit], item: S01}
cart | T01 | al tacos sans frites
→ give_options {options: [sans frites], item: T01}
cart | B01 | el burger zidlou steak
→ give_options {options: [X02], item: B01}
cart | B01 | le burger sans oignons et un tacos
→ give_options {options: [R02], item: B01}; add_item {items: [{item: T01, qty: 1}]}
cart | P01 | une margherita sans olives
→ add_item {items: [{item: P01, qty: 1, options: [R01]}]}
cart | P01 | zid margherita sans olives
→ add_item {items: [{item: P01, qty: 1, options: [R01]}]}
cart | B02 | encore une chawarma sans sauce
→ add_item {items: [{item: B02, qty: 1, options: [R04]}]}
cart | B02 | w chawarma bla sauce
→ add_item {items: [{item: B02, qty: 1, options: [R04]}]}
cart | B02 | وشاورما بلا صوص
→ add_item {items: [{item: B02, qty: 1, options: [R04]}]}
cart | T01 | la margherita sans olives stp
→ add_item {items: [{item: P01, qty: 1, options: [R01]}]}
cart | P01 | P01 R01
→ add_item {items: [{item: P01, qty: 1, options: [R01]}]}
cart | P01 | 4 fromages sans olives
→ add_item {items: [{item: P02, qty: 1, notes: [sans olives]}]}
cart | B01 | le burger était sans sel
→ unknown
tracking | B01 | le burger sans oignons ?
→ ask_ingredients {item: B01, topic: oignon}

# What goes into a dish of the basket is no dish by itself.
cart | T01 | avec frites dedans
→ give_options {options: [X04], item: T01}
cart | T01 | فريت داخلو
→ give_options {options: [X04], item: T01}
cart | T01 | bla frites dedans
→ give_options {options: [X04], drop: true}
cart | T01 | pas de frites dedans
→ give_options {options: [X04], drop: true}
cart | T01 | c'est quoi les frites dedans
→ menu {item: F01}
cart | T01 F01 | sans frites
→ remove_item {items: [{item: F01}]}
cart | T01 | frites
→ add_item {items: [{item: F01, qty: 1}]}
browse |  | deux tacos, le premier avec frites et le deuxième sans
→ add_item {items: [{item: T01, qty: 1, options: [X04]}, {item: T01, qty: 1}]}
browse |  | un tacos avec frites
→ add_item {items: [{item: T01, qty: 1}, {item: F01, qty: 1}]}

# Put right at once: only what is said again is taken back.
browse |  | un hamoud et une pizza thon, non pardon deux hamoud
→ add_item {items: [{item: P03, qty: 1}, {item: D01, qty: 2}]}
browse |  | un tacos et un burger, finalement deux burgers
→ add_item {items: [{item: T01, qty: 1}, {item: B01, qty: 2}]}
browse |  | 3 tacos 2 chorba bark w hamoud wahda, nn sma7li zouj hamoud
→ add_item {items: [{item: T01, qty: 3}, {item: C01, qty: 2}, {item: D01, qty: 2}]}
browse |  | 1 pizza thon 1 chorba, non 2 pizza thon
→ add_item {items: [{item: C01, qty: 1}, {item: P03, qty: 2}]}
browse |  | 2 tacos 1 burger, non pardon 1 tacos et 2 burgers
→ add_item {items: [{item: T01, qty: 1}, {item: B01, qty: 2}]}
browse |  | 2 pizza thon 1 chorba 1 hamoud en fait 3 chorba
→ add_item {items: [{item: P03, qty: 2}, {item: D01, qty: 1}, {item: C01, qty: 3}]}
browse |  | zouj tacos w chorba, la la tlata tacos
→ add_item {items: [{item: C01, qty: 1}, {item: T01, qty: 3}]}
browse |  | une pizza thon, en fait non margherita
→ add_item {items: [{item: P01, qty: 1}]}
browse |  | بيتزا تونة، لالا مارغريتا
→ add_item {items: [{item: P01, qty: 1}]}
browse |  | un tacos et un burger non un chawarma
→ add_item {items: [{item: T01, qty: 1}, {item: B02, qty: 1}]}
browse |  | un tacos, finalement deux
→ add_item {items: [{item: T01, qty: 2}]}
browse |  | 2 burger 1 tacos non le tacos j'en veux pas
→ add_item {items: [{item: B01, qty: 2}]}
browse |  | 1 burger 2 hamoud, le hamoud je veux plus
→ add_item {items: [{item: B01, qty: 1}]}
browse |  | une chorba, un bourek et une salade, finalement pas de bourek
→ add_item {items: [{item: C01, qty: 1}, {item: S01, qty: 1}]}
cart | T01 B01 | non le tacos j'en veux pas
→ remove_item {items: [{item: T01}]}

# One dish for another.
cart | T01 T01 | nbedel tacos b chawarma
→ add_item {items: [{item: B02, qty: 1, instead: {item: T01, text: tacos, options: [], as_many: true}}]}
cart | P01 | بدل المارغاريتا بتونة
→ add_item {items: [{item: P03, qty: 1, instead: {item: P01, text: المارغاريتا, options: [], as_many: true}}]}
cart | P03 | bdel la pizza b margarita
→ add_item {items: [{item: P01, qty: 1, instead: {item: P03, text: pizza, options: [], as_many: true}}]}
cart | D01 | un des deux hamoud remplacez le par une eau
→ add_item {items: [{item: D02, qty: 1, instead: {item: D01, text: hamoud, options: [], qty: 1}}]}
cart | T01 | non finalement elle veut une chorba à la place
→ add_item {items: [{item: C01, qty: 1, instead: {item: T01, text: T01, options: []}}]}
cart | T01 | hot burger blastou
→ add_item {items: [{item: B01, qty: 1, instead: {item: T01, text: T01, options: [], as_many: true}}]}
cart | P01 | burger au thon
→ add_item {items: [{item: B01, qty: 1, notes: [au thon]}]}

# Only these stay; the last number counts.
cart | T01 C01 | khelli ghir chorba
→ remove_item {items: [{item: T01}]}
cart | T01 C01 | garde que la chorba
→ remove_item {items: [{item: T01}]}
cart | T01 C01 | خلي غير الشربة
→ remove_item {items: [{item: T01}]}
cart | T01 C01 D01 | gardez seulement la chorba et le hamoud
→ remove_item {items: [{item: T01}]}
cart | T01 C01 | garde la chorba
→ view_cart
cart | C01 | retire-en deux
→ remove_item {items: [{item: null, qty: 2}]}
cart | C01 | نحي منهم زوج
→ remove_item {items: [{item: null, qty: 2}]}
cart | C01 | zid zouj, wla khlas wahda
→ add_item {items: [{item: null, qty: 1, delta: 1}]}

# So many of a dish in all.
cart | P03 | j'en veux 2 de pizza en fait
→ change_qty {items: [{item: P03, qty: 2}]}

# Beside other things.
browse |  | برغر بدون بصل مع ستيك إضافي
→ add_item {items: [{item: B01, qty: 1, options: [R02, X02]}]}
browse |  | tu peux me livrer 3 burgers, je paye cash
→ add_item {items: [{item: B01, qty: 3}]}; choose_delivery; pay_cash
cart | P01 T01 | non pardon trois tacos
→ change_qty {items: [{item: T01, qty: 3}]}
cart | P01 T01 | سمحلي زوج بيتزا مارغريتا
→ change_qty {items: [{item: P01, qty: 2}]}
"""


@pytest.mark.parametrize(("context", "basket", "text", "meant"), cases(ROWS))
def test_of_the_basket(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant


WHICH = """
browse |  | une margherita et un tacos
→ add_item {items: [{item: P01, qty: 1, counted: true}, {item: T01, qty: 1, counted: true}]}
browse |  | margherita
→ add_item {items: [{item: P01, qty: 1}]}
browse |  | البيتزا نتاع الطون بلا بصل
→ add_item {items: [{item: P03, qty: 1, options: [R03]}]}
"""


@pytest.mark.parametrize(("context", "basket", "text", "meant"), cases(WHICH))
def test_a_number_in_the_answer_to_which_dish_counts(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, awaited="which") == meant


def test_three_burgers_stay_beside_the_rest(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    text = "tu peux me livrer 3 burgers à bab ezzouar pour 19h, je paye cash, mon num 0550123456"
    assert "add_item {items: [{item: B01, qty: 3}]}" in read(recogniser, grammar, text, "browse")
