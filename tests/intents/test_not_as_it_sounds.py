"""Instructions not to be carried out as they sound: asked, told about, negated, kept; addresses, doubtful yeses."""

import pytest

from bot.intents import Context, MenuGrammar, Recogniser
from tests.intents.rows import cases
from tests.intents.test_guards import read

ROWS = """
# A replacement that is only asked or told about changes nothing.
cart | T01 | combien si je remplace le tacos par un burger
→ ask_price {candidates: [T01, B01]}
cart | T01 | combien ça fait si je remplace le tacos par un burger
→ ask_price {candidates: [T01, B01]}
cart | T01 | ch7al ila badelt tacos b burger
→ ask_price {candidates: [T01, B01]}
cart | T01 | tu as remplacé le tacos par un burger !
→ unknown
cart | T01 | t'as remplacé le tacos par un burger
→ unknown
tracking |  | vous avez remplacé le tacos par un burger
→ complaint
cart | T01 | بدلتو الطاكوس ببرغر
→ unknown
cart | T01 | baddeltou tacos b burger
→ unknown
cart | T01 | on peut remplacer le tacos par un burger ?
→ unknown
cart | T01 | pourquoi tu as mis un burger à la place du tacos
→ unknown
post_delivery |  | j'ai reçu un burger à la place du tacos
→ complaint
cart | T01 | vous pouvez remplacer le tacos par un burger ?
→ add_item {items: [{item: B01, qty: 1, instead: {item: T01, text: tacos, options: []}}]}
cart | P01 | j'ai changé d'avis remplace la margherita par un tacos
→ add_item {items: [{item: T01, qty: 1, instead: {item: P01, text: margherita, options: []}}]}


# What stays while something else goes.
cart | P01 T01 | enlève le tacos et laisse la margherita
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | ne7i tacos w khalli margherita
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | enlève le tacos je veux juste la margherita
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | enlève le tacos, je veux garder la margherita
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | نحي الطاكوس ونحب غير البيتزا مارغريتا
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | enlève le tacos et garde la margherita
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | نحي الطاكوس وخلي المارغريتا
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | laisse la margherita et enlève le tacos
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | annule le tacos et garde la margherita
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | je ne veux plus le tacos mais garde la margherita
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | pas de tacos mais laisse la margherita
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | enlève T01 et laisse P01
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | enlève tout et garde la margherita
→ unknown
cart | P01 T01 | garde 1 margherita et enlève le reste
→ unknown
cart | P01 T01 | enlève le tacos je veux un burger
→ remove_item {items: [{item: T01}]}; add_item {items: [{item: B01, qty: 1}]}
cart | P01 T01 | enlève le tacos, la margherita
→ remove_item {items: [{item: T01}, {item: P01}]}
cart | T01 | enlève le tacos je veux juste une chorba
→ remove_item {items: [{item: T01}]}; change_qty {items: [{item: C01, qty: 1}]}
cart | P01 T01 | نحي الطاكوس وحط برغر
→ add_item {items: [{item: B01, qty: 1, instead: {item: T01, text: الطاكوس, options: [], anyway: true}}]}


# Numbers of houses and of orders are those of no dish.
checkout_mode | P01 | livrez au numéro 5 rue didouche mourad
→ choose_delivery; give_address {text: numéro 5 rue didouche mourad}
checkout_mode | P01 | villa numéro 12 kouba
→ give_address {text: villa numéro 12 kouba}
address | P01 | villa numéro 12 kouba
→ give_address {text: villa numéro 12 kouba}
checkout_mode | P01 | bloc 4 numéro 3
→ give_address {text: bloc 4 numéro 3}
confirm_order | P01 | ok numéro 12 rue didouche
→ give_address {text: 12 rue didouche}
checkout_mode | P01 | حي 5 جويلية رقم 12
→ give_address {text: حي 5 جويلية رقم 12}
cart | P01 | appartement numéro 4
→ give_address {text: appartement numéro 4}
checkout_mode | P01 | numéro 5
→ unknown
checkout_mode | P01 | je veux aussi le numéro 5
→ add_item {items: [{item: B02, qty: 1}]}
tracking |  | je veux annuler la numéro 3
→ cancel
post_delivery |  | je veux annuler la numéro 3
→ cancel
tracking |  | je veux suivre la numéro 3
→ track_order
cart | P01 | enlève le numéro 3
→ unknown
browse |  | je veux le 3 et 2 tacos
→ add_item {items: [{item: T01, qty: 2}, {item: P03, qty: 1}]}


# A yes at the recap, and what is more than a yes.
confirm_order | P01 T01 | نعم بلا مشكل
→ confirm
confirm_order | P01 T01 | ih bla mzia
→ confirm
confirm_order | P01 T01 | oui sans faute
→ confirm
confirm_order | P01 T01 | ايه بلا مزية
→ confirm
confirm_order | P01 T01 | oui sans hésiter
→ confirm
confirm_order | P01 T01 | oui sans contact
→ confirm
confirm_order | P01 T01 | oui sans harissa
→ give_options {options: [sans harissa]}
confirm_order | P01 T01 | oui sans tomates
→ give_options {options: [sans tomates]}
confirm_order | P01 T01 | نعم بلا هريسة
→ give_options {options: [بلا هريسة]}
confirm_order | P01 | oui confirme la nouvelle commande
→ confirm
confirm_order | P01 | je confirme ma nouvelle commande
→ confirm
confirm_order | P01 | نعم أكد طلب آخر
→ confirm
confirm_order | P01 | nouvelle commande
→ menu
confirm_order | P01 | oui change
→ deny
confirm_order | P01 | oui x2
→ confirm {weak: true}
confirm_order | P01 | oui nouvelle adresse
→ give_address {change: true}


# A number after `à` that is no quantity.
cart | P01 | mets la margherita a 5 juillet
→ add_item {items: [], unknown_items: [margherita a 5 juillet]}
cart | P01 | mets la margherita à 5 euros
→ unknown
cart | P01 | dir margherita l 5 ness
→ add_item {items: [], unknown_items: [margherita l 5 ness]}
cart | P01 | دير مارغريتا الى 5 جويلية
→ add_item {items: [], unknown_items: [مارغريتا الى 5 جويلية]}
cart | P01 | mets moi la margherita à 850
→ add_item {items: [], unknown_items: [margherita à 850]}
cart | P01 | mets la margherita à 5 svp
→ change_qty {items: [{item: P01, qty: 5}]}
browse |  | 3 tacos -1
→ add_item {items: [], unknown_items: [tacos −1]}
browse |  | 3 eaux 1,5
→ add_item {items: [{item: D02, qty: 3}]}
table | P01 | table -5
→ choose_dine_in


# Two replacements, none, and replacements said otherwise.
cart | P01 | ne remplace pas la margherita par un tacos
→ smalltalk_other
cart | P01 | ne remplace pas la margherita par un tacos, mets une eau
→ add_item {items: [{item: D02, qty: 1}]}
cart | P01 T01 | n'enlève pas le tacos et mets un burger
→ add_item {items: [{item: B01, qty: 1}]}
cart | P01 T01 | لا تبدل الطاكوس ببرغر
→ smalltalk_other
cart | P01 T01 | ma tbedelch tacos b burger
→ smalltalk_other
cart | P01 | بدل لي المارغريتا بطاكوس
→ add_item {items: [{item: T01, qty: 1, instead: {item: P01, text: المارغريتا, options: [], as_many: true}}]}
cart | P01 T01 | remplace 2 tacos par 1
→ unknown
cart | P01 T01 | remplace la margherita et le tacos par un burger
→ unknown
cart | B01 | enlève le burger du panier
→ remove_item {items: [{item: B01}]}
cart | B01 | sans oignons sur le burger
→ give_options {options: [R02], item: B01}
cart | T01 | annule le tacos et mets une eau
→ remove_item {items: [{item: T01}]}; add_item {items: [{item: D02, qty: 1}]}
cart | P01 | pas de tacos mais une chawarma
→ add_item {items: [{item: B02, qty: 1}]}
cart | P01 T01 | pas de tacos mais une chawarma
→ remove_item {items: [{item: T01}]}; add_item {items: [{item: B02, qty: 1}]}
checkout_mode | P01 T01 | pas de tacos
→ remove_item {items: [{item: T01}]}
"""


@pytest.mark.parametrize(("context", "basket", "text", "meant"), cases(ROWS))
def test_what_is_meant(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant


def test_two_replacements_in_one_message(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    text = "remplace la margherita par la thon et le tacos par un burger"
    items = recogniser.read(text, Context("cart", basket=("P01", "T01")), grammar).events[0].slots["items"]
    assert [(item["item"], item["instead"]["item"]) for item in items] == [("P03", "P01"), ("B01", "T01")]
