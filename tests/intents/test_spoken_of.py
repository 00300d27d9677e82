"""Dishes that are only spoken of, and verbs that are denied or only supposed, change nothing; what is meant is done."""

import pytest

from bot.intents import MenuGrammar, Recogniser
from tests.intents.rows import cases
from tests.intents.test_guards import read

ROWS = """
# Verbs that are denied, and a dish that is only spoken of.
cart | T01 P01 | touche pas au tacos
→ unknown
cart | T01 P01 | le tacos reste
→ unknown
cart | T01 P01 | tacos oui pizza non
→ remove_item {items: [{item: P01}]}
cart | T01 P01 | le tacos c'est bon mais la pizza non
→ remove_item {items: [{item: P01}]}; checkout
cart | T01 | ma tbeddelch tacos
→ smalltalk_other
cart | T01 | change pas le tacos
→ smalltalk_other
cart | T01 | échange mon tacos contre une chawarma
→ add_item {items: [{item: B02, qty: 1, instead: {item: T01, text: tacos, options: []}}]}
cart | T01 | tu peux changer le tacos en burger
→ add_item {items: [{item: B01, qty: 1, instead: {item: T01, text: tacos, options: [], as_many: true}}]}
cart | T01 | na7i tacos dir fi blasto burger
→ add_item {items: [{item: B01, qty: 1, instead: {item: T01, text: tacos, options: [], anyway: true}}]}
cart | T01 | n'oublie pas le burger
→ add_item {items: [{item: B01, qty: 1}]}
cart | T01 | لا تنسى الطاكوس
→ view_cart
cart | T01 D01 | laisse tomber le hamoud
→ remove_item {items: [{item: D01}]}
cart | T01 D01 | hamoud machi lazem
→ unknown
cart | T01 D01 | plus de hamoud merci
→ thanks
cart | T01 F01 | ne mets plus de frites
→ unknown
cart | T01 F01 | pas la peine d'ajouter des frites
→ unknown
cart | T01 F01 | les frites c'était une erreur
→ unknown
cart | T01 F01 | غلطت في الفريت
→ unknown
cart | T01 F01 | khelli tacos w na7i frites
→ remove_item {items: [{item: F01}]}
cart | T01 F01 | خلي الطاكوس ونحي الفريت
→ remove_item {items: [{item: F01}]}
cart | T01 F01 | retirez pas les frites retirez le tacos
→ remove_item {items: [{item: T01}]}
cart | T01 F01 | ma tnahich frites na7i tacos
→ remove_item {items: [{item: T01}]}
cart | T01 F01 | annule pas les frites
→ smalltalk_other
cart | T01 F01 | vide pas le panier
→ view_cart
cart | T01 F01 | لا تفرغ السلة
→ view_cart
cart | T01 F01 | si je vide le panier je perds tout ?
→ view_cart
cart | T01 F01 | 3lach dertou frites
→ complaint
cart | T01 F01 | les frites on les garde
→ unknown
cart | T01 | normalement j'ai 2 tacos
→ unknown
cart | T01 | 2 tacos c'est trop
→ unknown
browse |  | ma nakolch tacos
→ ask_ingredients {item: T01}
browse |  | مانيش حاب طاكوس
→ unknown
browse |  | لن آخذ البرغر
→ unknown
browse |  | blach burger
→ deny
browse |  | ma n7ebch tacos w zidli burger
→ remove_item {items: [{item: T01}]}; add_item {items: [{item: B01, qty: 1}]}
browse |  | j'ai une photo du tacos
→ unknown
browse |  | hier le tacos était à 500
→ ask_price {item: T01}
browse |  | pas encore le tacos attends
→ smalltalk_other
browse |  | nkhammem nakhod burger
→ unknown
browse |  | غدوة بلاك ناخذ برغر
→ unknown
browse |  | chawarma si y a, sinon tacos
→ menu {item: B02}
browse |  | pourquoi le burger est si cher
→ ask_price {item: B01}
browse |  | mazal kayen tacos
→ menu {item: T01}
browse |  | y'a plus de tacos ?
→ unknown
browse |  | je commande 5 boureks
→ add_item {items: [{item: K01, qty: 5}]}
browse |  | allez une chorba
→ add_item {items: [{item: C01, qty: 1}]}
browse |  | et aussi des frites
→ add_item {items: [{item: F01, qty: 1}]}
tracking |  | j'ai demandé un burger pas un tacos !
→ unknown
tracking |  | mon tacos est prêt ?
→ track_order
tracking |  | الطاكوس تاعي واجد؟
→ track_order
tracking |  | si j'annule je suis remboursé ?
→ complaint
confirm_order | T01 | si je confirme ça arrive quand
→ track_order
confirm_order | T01 | oui ne changez rien
→ confirm
checkout_mode | T01 | ما نقدرش نجي نديها
→ choose_delivery
driver_offer |  | si je la prends je gagne combien
→ driver_history
proof |  | si je paye demain ça marche
→ unknown
browse |  | لا أحب الطاكوس أعطني شاورما
→ remove_item {items: [{item: T01}]}; add_item {items: [{item: B02, qty: 1}]}
cart | T01 B01 | le burger de trop
→ unknown
cart | T01 | faut-il enlever le tacos
→ unknown
cart | T01 | vous avez enlevé le tacos ?
→ unknown
cart | T01 | au lieu d'enlever le tacos ajoute une eau
→ add_item {items: [{item: D02, qty: 1}]}
cart | T01 | est-ce que je peux avoir un hamoud en plus
→ add_item {items: [{item: D01, qty: 1}]}
"""


@pytest.mark.parametrize(("context", "basket", "text", "meant"), cases(ROWS))
def test_spoken_of(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant
