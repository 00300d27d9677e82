"""Instructions that were once carried out as something else: numbers, replacements, options in words, phones."""

from dataclasses import replace

import pytest

from bot.intents import Choice, Context, MenuGrammar, Recogniser
from bot.messages import Event
from bot.services.menu import Menu, Names, Option
from tests.intents.demo_menu import demo_menu
from tests.intents.rows import cases
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
→ unknown
cart | P02 | sans fromage
→ give_options {options: [sans fromage]}
cart | T01 | bla zitoun
→ give_options {options: [R01]}

# Quantities that nobody can mean.
browse |  | 20 000 P01
→ add_item {items: [], unknown_items: [20 000 P01]}
cart | P01 | 1 000 margheritas
→ add_item {items: [], unknown_items: [1 000 margheritas]}
checkout_mode | P01 | 20 000 margherita
→ add_item {items: [], unknown_items: [20 000 margherita]}
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
"""


@pytest.mark.parametrize(("context", "basket", "text", "meant"), cases(ROWS))
def test_instructions(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant


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
