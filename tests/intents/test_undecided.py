"""What nobody has decided is not done: one or the other, only supposed or told, a way of getting it not meant."""

import pytest

from bot.intents import MenuGrammar, Recogniser
from tests.intents.rows import cases
from tests.intents.test_guards import read

ROWS = """
# One or the other.
browse |  | un tacos ou un burger ?
→ add_item {items: [], ambiguous: [{text: tacos ou un burger, candidates: [B01, T01], qty: 1, options: []}]}
browse |  | tacos wela burger
→ add_item {items: [], ambiguous: [{text: tacos wela burger, candidates: [B01, T01], qty: 1, options: []}]}
browse |  | تاكوس ولا برغر
→ add_item {items: [], ambiguous: [{text: تاكوس ولا برغر, candidates: [B01, T01], qty: 1, options: []}]}
browse |  | أريد برغر أو شاورما
→ add_item {items: [], ambiguous: [{text: برغر أو شاورما, candidates: [B01, B02], qty: 1, options: []}]}
browse |  | soit un tacos soit une chawarma
→ add_item {items: [], ambiguous: [{text: tacos soit une chawarma, candidates: [B02, T01], qty: 1, options: []}]}
browse |  | j'hésite entre un tacos et un burger
→ add_item {items: [], ambiguous: [{text: tacos et un burger, candidates: [B01, T01], qty: 1, options: []}]}
browse |  | rani mhayer bin tacos w burger
→ add_item {items: [], ambiguous: [{text: tacos w burger, candidates: [B01, T01], qty: 1, options: []}]}
browse |  | je préfère la chawarma ou le tacos
→ add_item {items: [], ambiguous: [{text: chawarma ou le tacos, candidates: [B02, T01], qty: 1, options: []}]}
browse |  | salam nheb burger ou frites
→ greet; add_item {items: [{item: B01, qty: 1}, {item: F01, qty: 1}]}
browse |  | 2 tacos ou 3 burgers
→ unknown
browse |  | 2 ou 3 tacos
→ unknown
browse |  | zouj wela tlata tacos
→ unknown
browse |  | peut-être un tacos
→ smalltalk_other
checkout_mode | T01 | livraison ou à emporter ?
→ unknown
payment | T01 | cash wela ccp
→ unknown

# Only supposed, asked, told.
browse |  | si je prends 2 tacos c'est combien ?
→ ask_price {item: T01}
browse |  | ila chrit 3 tacos ch7al
→ ask_price {item: T01}
browse |  | لو طلبت ثلاثة برغر بكم
→ ask_price {item: B01}
browse |  | jveux 2 tacos ca fait cmb
→ ask_price {item: T01}
browse |  | je prends 2 tacos. c'est combien ?
→ add_item {items: [{item: T01, qty: 2}]}; ask_price {item: T01}
browse |  | la dernière fois j'ai pris un tacos
→ unknown
browse |  | klit tacos lbare7 kan bnin
→ smalltalk_other
browse |  | j'adore votre burger
→ unknown
browse |  | on m'a dit que le burger est bon
→ unknown
browse |  | wach bnin tacos ta3kom
→ menu {item: T01}
browse |  | vous faites des burgers
→ menu {item: B01}
browse |  | tacos fih batata wela lala
→ ask_ingredients {candidates: [T01, F01]}
browse |  | na7hit tacos
→ unknown
browse |  | tacos pour mon fils
→ add_item {items: [{item: T01, qty: 1}]}
confirm_order | T01 F01 | ok pour le tacos mais pas les frites
→ remove_item {items: [{item: F01}]}

# How a dish is to be is no denial of it.
browse |  | un tacos pas trop salé
→ add_item {items: [{item: T01, qty: 1, notes: [pas trop salé]}]}
browse |  | chawarma machi 7arra
→ add_item {items: [{item: B02, qty: 1, notes: [machi 7arra]}]}
browse |  | طاكوس ماشي حار
→ add_item {items: [{item: T01, qty: 1, notes: [ماشي حار]}]}
browse |  | un burger bien cuit
→ add_item {items: [{item: B01, qty: 1, notes: [bien cuit]}]}
browse |  | tacos sauce algérienne
→ add_item {items: [{item: T01, qty: 1, notes: [sauce algérienne]}]}
browse |  | chawarma b ketchup w mayo
→ add_item {items: [{item: B02, qty: 1, notes: [b ketchup w mayo]}]}

# Ways of getting and paying it that are not meant.
checkout_mode | T01 | pas à emporter
→ unknown
browse |  | machi livraison
→ unknown
checkout_mode | T01 | ماشي توصيل
→ change_mode {without: delivery}
checkout_mode | T01 | لا أريد التوصيل
→ change_mode {without: delivery}
checkout_mode | T01 | je veux pas la livraison
→ change_mode {without: delivery}
checkout_mode | T01 | machi livraison, nji nediha
→ choose_pickup
cart | T01 | annuler la livraison
→ unknown
tracking |  | annuler la livraison
→ cancel; track_order
payment | T01 | machi cash
→ deny
payment | T01 | je peux pas payer en espèces, baridimob
→ pay_deposit {method: baridimob}

# Half of a dish.
browse |  | demi pizza thon
→ add_item {items: [], unknown_items: [demi pizza thon]}
browse |  | نص بيتزا تونة
→ add_item {items: [], unknown_items: [نص بيتزا تونة]}
browse |  | une demi-douzaine de boureks
→ add_item {items: [{item: K01, qty: 6}]}
"""


@pytest.mark.parametrize(("context", "basket", "text", "meant"), cases(ROWS))
def test_undecided(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant
