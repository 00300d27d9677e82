"""Instructions that were once carried out as something else: numbers, replacements, options in words, phones."""

from dataclasses import replace

import pytest

from bot.intents import Choice, Context, MenuGrammar, Recogniser
from bot.messages import Event
from bot.services.menu import Menu, Names, Option
from tests.intents.demo_menu import demo_menu
from tests.intents.test_guards import read

ROWS = """
# Numbers of the menu, and tables: nobody is called.
browse |  | donne moi les numéros 2 et 4
→ add_item {items: [{item: P02, qty: 1}, {item: B01, qty: 1}]}
cart | P01 | nheb les numeros 2 w 4
→ add_item {items: [{item: P02, qty: 1}, {item: B01, qty: 1}]}
browse |  | le numéro 2 et le 4
→ add_item {items: [{item: P02, qty: 1}, {item: B01, qty: 1}]}
browse |  | اعطيني رقم 2 و 4
→ add_item {items: [{item: P02, qty: 1}, {item: B01, qty: 1}]}
browse |  | numéro 3 et 2 hamoud
→ add_item {items: [{item: D01, qty: 2}, {item: P03, qty: 1}]}
browse |  | donne moi 2 numéro 4
→ add_item {items: [{item: B01, qty: 2}]}
browse |  | numéro 99 et 2
→ add_item {items: [{item: P02, qty: 1}], unknown_items: [n° 99]}
tracking |  | je veux les numéros 2 et 4
→ add_item {items: [{item: P02, qty: 1}, {item: B01, qty: 1}]}
tracking |  | j'annule la commande numéro 215
→ cancel {order: 215}
browse |  | donnez moi le numéro d'un responsable
→ talk_to_human
table | P01 | table numéro 5
→ give_table {table: 5}
table | P01 | on est à la table numéro 5
→ give_table {table: 5}
table | P01 | table n° 5
→ give_table {table: 5}
checkout_mode | P01 | table numéro 5
→ choose_dine_in {table: 5}
browse |  | table numéro 5
→ choose_dine_in {table: 5}

# A quantity that is set.
cart | P01 | mets la margarita à 5
→ change_qty {items: [{item: P01, qty: 5}]}
confirm_order | P01 T01 | mets la margarita à 5 et le tacos à 2
→ change_qty {items: [{item: P01, qty: 5}, {item: T01, qty: 2}]}
cart | P01 T01 | mets une margherita et passe le tacos à 3
→ add_item {items: [{item: P01, qty: 1}]}; change_qty {items: [{item: T01, qty: 3}]}
cart | P01 | mets 5 margarita
→ add_item {items: [{item: P01, qty: 5}]}
browse |  | mets une margherita à emporter
→ add_item {items: [{item: P01, qty: 1}]}; choose_pickup

# Options in words that a dish does not have.
browse |  | tacos sans ananas
→ add_item {items: [{item: T01, qty: 1, notes: [sans ananas]}]}
browse |  | margarita avec ananas
→ add_item {items: [{item: P01, qty: 1, notes: [avec ananas]}]}
browse |  | un tacos avec plaisir
→ add_item {items: [{item: T01, qty: 1}]}
cart | T01 | sans ananas
→ give_options {options: [sans ananas]}
confirm_order | T01 | oui mais sans ananas
→ give_options {options: [sans ananas]}
browse | T01 | دوبل شيز بلا كورنيشون
→ unknown {guess: add_item}
cart | P02 | sans fromage
→ give_options {options: [sans fromage]}
cart | T01 | bla zitoun
→ give_options {options: [R01]}

# Quantities that nobody can mean.
browse |  | 1,5 P01
→ add_item {items: [], unknown_items: [1,5 P01]}
browse |  | 1.5 P01
→ add_item {items: [], unknown_items: [1.5 P01]}
browse |  | ½ pizza thon
→ add_item {items: [], unknown_items: [1/2 pizza thon]}
browse |  | ١٫٥ بيتزا تونة
→ add_item {items: [], unknown_items: [1.5 بيتزا تونة]}
browse |  | P01 1,5
→ add_item {items: [], unknown_items: [P01 1,5]}
browse |  | -3 P01
→ add_item {items: [], unknown_items: [−3 P01]}
browse |  | −3 P01
→ add_item {items: [], unknown_items: [−3 P01]}
browse |  | 2 P01 -3 B01
→ add_item {items: [{item: P01, qty: 2}], unknown_items: [−3 B01]}
cart | P01 | mets la margherita à -3
→ add_item {items: [], unknown_items: [margherita à −3]}
cart | P01 | mets la margherita à 5000
→ add_item {items: [], unknown_items: [margherita à 5000]}
browse |  | - 3 P01
→ add_item {items: [{item: P01, qty: 3}]}
qty | P01 | -3
→ unknown
qty | P01 | 1,5
→ unknown
browse |  | -3
→ unknown

# One dish instead of another.
cart | P01 | remplace la margherita par une 4 fromages
→ add_item {items: [{item: P02, qty: 1, instead: {item: P01, text: margherita, options: []}}]}
cart | P01 | badel margherita b tacos
→ add_item {items: [{item: T01, qty: 1, instead: {item: P01, text: margherita, options: [], as_many: true}}]}
cart | P01 | badel margherita w dir tacos
→ add_item {items: [{item: T01, qty: 1, instead: {item: P01, text: margherita, options: [], as_many: true}}]}
cart | P01 | بدل مارغريتا بطاكوس
→ add_item {items: [{item: T01, qty: 1, instead: {item: P01, text: مارغريتا, options: [], as_many: true}}]}
cart | P01 | change la margherita par un tacos
→ add_item {items: [{item: T01, qty: 1, instead: {item: P01, text: margherita, options: []}}]}
cart | P01 | mets un tacos à la place de la margherita
→ add_item {items: [{item: T01, qty: 1, instead: {item: P01, text: margherita, options: []}}]}
cart | P02 | finalement un tacos à la place de la 4 fromages
→ add_item {items: [{item: T01, qty: 1, instead: {item: P02, text: 4 fromages, options: []}}]}
cart | P01 | enlève la margherita et mets un tacos à la place
→ add_item {items: [{item: T01, qty: 1, instead: {item: P01, text: margherita, options: [], anyway: true}}]}
cart | P01 | na7i margherita w zid tacos
→ add_item {items: [{item: T01, qty: 1, instead: {item: P01, text: margherita, options: [], anyway: true}}]}
cart | P01 | remplace le coca par un selecto
→ add_item {items: [{item: D01, qty: 1}], unknown_items: [coca]}
cart | P01 | remplace la margherita par un coca
→ add_item {items: [], unknown_items: [coca]}
cart | P01 | un coca à la place de la margherita
→ add_item {items: [], unknown_items: [coca]}
cart | P01 | remplace la margherita
→ change_qty {items: [{item: P01}]}
cart | T01 | bedel tacos dirha 3
→ change_qty {items: [{item: T01, qty: 3}]}

# What goes onto a dish, or off it, is no other dish.
cart | P01 | rajoute du fromage sur la margherita
→ give_options {options: [X01], item: P01}
cart | P01 | rajoute du fromage
→ give_options {options: [X01], item: P01}
cart | P01 | zid fromage 3la margarita
→ give_options {options: [X01], item: P01}
cart | P01 | زيد الفرماج للمارغريتا
→ give_options {options: [X01], item: P01}
browse |  | rajoute du fromage sur la margherita
→ add_item {items: [{item: P01, qty: 1, options: [X01]}]}
cart | T01 | rajoute du fromage sur le tacos
→ give_options {options: [fromage], item: T01}
cart | P01 | rajoute du thon sur la margherita
→ give_options {options: [thon], item: P01}
cart | T01 | ajoute des frites au tacos
→ give_options {options: [X04], item: T01}
cart | P01 | rajoute du fromage et un hamoud
→ give_options {options: [X01], item: P01}; add_item {items: [{item: D01, qty: 1}]}
cart | P01 | ajoute une 4 fromages
→ add_item {items: [{item: P02, qty: 1}]}
cart | P01 | enlève les olives de la margherita
→ remove_item {items: [{item: P01, options: [R01]}]}
cart | T01 | enlève les oignons du tacos
→ remove_item {items: [{item: T01, options: [oignons]}]}
cart | T01 | ajoute des frites
→ add_item {items: [{item: F01, qty: 1}]}

# A phone is no address, and neither is the wish for another one.
confirm_order | P01 | mon numéro c'est le 0770123456
→ give_phone {phone: 213770123456}
confirm_order | P01 | nimiro ta3i 0770123456
→ give_phone {phone: 213770123456}
address | P01 | mon numéro c'est le 0770123456
→ give_address {phone: 213770123456}
confirm_order | P01 | mon adresse c'est kouba bt 5 et mon numéro 0770123456
→ give_address {text: kouba bt 5, phone: 213770123456}; give_phone {phone: 213770123456}
address | P01 | kouba, 0770123456
→ give_address {text: kouba, 0770123456, phone: 213770123456}
checkout_mode | P01 | changer l'adresse
→ give_address {change: true}
checkout_mode | P01 | je veux changer l'adresse
→ give_address {change: true}
confirm_order | P01 | nbedel ladresse
→ give_address {change: true}
address | P01 | changer mon adresse
→ give_address {change: true}
confirm_order | P01 | changez l'adresse : kouba rue 5
→ give_address {text: kouba rue 5}
tracking |  | changer l'adresse
→ talk_to_human

# A way of getting it, not what that costs.
cart | P01 | livraison l hydra
→ choose_delivery
confirm_order | P01 | livraison à hydra
→ choose_delivery
checkout_mode | P01 | livraison l hydra
→ choose_delivery
cart | P01 | livraison l hydra ch7al
→ ask_delivery_fee {text: livraison l hydra ch7al}

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
→ out_of_scope
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
→ remove_item {items: [{item: T01}]}; add_item {items: [{item: B02, qty: 1}]}
checkout_mode | P01 T01 | pas de tacos
→ remove_item {items: [{item: T01}]}
"""
CASES = [
    tuple(part.strip() for part in row.split("|"))
    for row in ROWS.replace("\n→", "|").strip().splitlines()
    if row and not row.startswith("#")
]


@pytest.mark.parametrize(("context", "basket", "text", "meant"), CASES, ids=[f"{row[0]}: {row[2]}" for row in CASES])
def test_instructions(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant


def test_two_replacements_in_one_message(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    text = "remplace la margherita par la thon et le tacos par un burger"
    items = recogniser.read(text, Context("cart", basket=("P01", "T01")), grammar).events[0].slots["items"]
    assert [(item["item"], item["instead"]["item"]) for item in items] == [("P03", "P01"), ("B01", "T01")]


def test_a_list_with_dashes_takes_nothing_away(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    meant = "add_item {items: [{item: P01, qty: 2}, {item: B01, qty: 3}]}"
    assert read(recogniser, grammar, "-2 P01\n-3 B01", "browse") == meant


def test_less_than_nothing_is_no_choice(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    shown = tuple(Choice(Event("add_item", {"items": [{"item": "P01", "qty": n}]}), str(n)) for n in (1, 2, 3))
    assert read(recogniser, grammar, "-3", "qty", choices=shown) == "unknown"


# A message that says too much.


def test_more_than_a_line_can_have_is_named_back(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    slots = recogniser.read("20 P01 " * 80, Context("browse"), grammar).events[0].slots
    assert slots == {"items": [], "unknown_items": ["1600 P01"]}


def test_what_is_not_read_of_a_long_order_is_named_back(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    slots = recogniser.read("2 P01 " * 200, Context("browse"), grammar).events[0].slots
    assert [item["qty"] for item in slots["items"]] == [300]
    assert slots["unknown_items"] == ["2 P01 2 P01 2 P01 2 P01 2 P01…"]


# A dish that can do without what is also a dish.


@pytest.fixture(scope="module")
def without_fries() -> MenuGrammar:
    menu = demo_menu()
    names = Names("Sans frites", "بلا فريت", "Bla frit")
    option = Option("R09", "B01", "remove", names, 0, ("frites", "frit", "فريت"))
    dishes = (replace(d, options=(*d.options, option)) if d.code == "B01" else d for d in menu.dishes)
    return MenuGrammar(Menu(menu.categories, tuple(dishes)))


@pytest.mark.parametrize(
    ("context", "basket", "text", "meant"),
    [
        ("browse", "", "un burger sans frites", "add_item {items: [{item: B01, qty: 1, options: [R09]}]}"),
        ("cart", "B01", "sans frites", "give_options {options: [R09], item: B01}"),
        ("confirm_order", "B01", "oui mais sans frites", "give_options {options: [R09], item: B01}"),
        ("cart", "B01", "pas de frites", "give_options {options: [R09], item: B01}"),
        ("cart", "B01", "enlève les frites du burger", "remove_item {items: [{item: B01, options: [R09]}]}"),
        ("cart", "T01 F01", "sans frites", "remove_item {items: [{item: F01}]}"),
    ],
)
def test_an_option_of_the_dish_in_the_basket_comes_first(
    recogniser: Recogniser, without_fries: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, without_fries, text, context, basket=tuple(basket.split())) == meant
