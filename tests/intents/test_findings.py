"""What a new user found: codes on one line, numbers in words, refusals, corrections, wishes not understood."""

import pytest

from bot.intents import Choice, Context, MenuGrammar, Recogniser
from bot.messages import Event
from tests.intents.rows import cases
from tests.intents.test_guards import read

ROWS = """
# Codes and quantities on one line.
browse |  | P01x2 P02
→ add_item {items: [{item: P01, qty: 2}, {item: P02, qty: 1}]}
browse |  | P01 x2 P02 x3
→ add_item {items: [{item: P01, qty: 2}, {item: P02, qty: 3}]}
browse |  | P01x2 P02x1 D01x4
→ add_item {items: [{item: P01, qty: 2}, {item: P02, qty: 1}, {item: D01, qty: 4}]}
browse |  | P01 P02x2 D01
→ add_item {items: [{item: P01, qty: 1}, {item: P02, qty: 2}, {item: D01, qty: 1}]}
browse |  | P01 2 P02 3
→ add_item {items: [{item: P01, qty: 2}, {item: P02, qty: 3}]}
browse |  | pizza thon x2 frites
→ add_item {items: [{item: P03, qty: 2}, {item: F01, qty: 1}]}
browse |  | P01 x2 P02 3 D01
→ add_item {items: [{item: P01, qty: 2}, {item: P02, qty: 1}, {item: D01, qty: 3}]}
browse |  | P01 x2, P02 x3
→ add_item {items: [{item: P01, qty: 2}, {item: P02, qty: 3}]}
browse |  | 2x P01 3x P02
→ add_item {items: [{item: P01, qty: 2}, {item: P02, qty: 3}]}
browse |  | 2 P01 3 P02
→ add_item {items: [{item: P01, qty: 2}, {item: P02, qty: 3}]}
browse |  | x2 P01 x3 P02
→ add_item {items: [{item: P01, qty: 2}, {item: P02, qty: 3}]}
browse |  | P01, x2 P02
→ add_item {items: [{item: P01, qty: 1}, {item: P02, qty: 2}]}
browse |  | P01 2x P02
→ add_item {items: [{item: P01, qty: 1}, {item: P02, qty: 2}]}

# French numbers of several words.
browse |  | vingt-et-un frites
→ add_item {items: [{item: F01, qty: 21}]}
browse |  | vingt et un frites
→ add_item {items: [{item: F01, qty: 21}]}
browse |  | dix-sept frites
→ add_item {items: [{item: F01, qty: 17}]}
browse |  | vingt-deux frites
→ add_item {items: [{item: F01, qty: 22}]}
browse |  | soixante-dix frites
→ add_item {items: [{item: F01, qty: 70}]}
browse |  | quatre-vingts frites et dix-huit tacos
→ add_item {items: [{item: F01, qty: 80}, {item: T01, qty: 18}]}
browse |  | quatre-vingt-dix-sept frites
→ add_item {items: [{item: F01, qty: 97}]}
browse |  | dix frites, sept tacos
→ add_item {items: [{item: F01, qty: 10}, {item: T01, qty: 7}]}
qty | P01 | vingt-deux
→ give_qty {qty: 22}
table |  | dix-sept
→ give_table {table: 17}

# Neither this nor that.
browse |  | ni frites ni tacos
→ deny
browse |  | je ne veux ni frites ni tacos
→ deny
cart | F01 | ni frites ni tacos
→ remove_item {items: [{item: F01}, {item: T01}]}
browse |  | لا بيتزا ولا فريت
→ deny
cart | P01 F01 | لا بيتزا ولا فريت
→ remove_item {items: [{item: P01}, {item: F01}]}
confirm_order | P01 F01 | لا بيتزا ولا فريت
→ remove_item {items: [{item: P01}, {item: F01}]}
cart | P01 | sans olives ni fromage
→ give_options {options: [R01, ni fromage], item: P01}
browse |  | ni tacos ni frites mais un burger
→ add_item {items: [{item: B01, qty: 1}]}
browse |  | بيتزا تونة ولا فريت
→ add_item {items: [], ambiguous: [{text: بيتزا تونة ولا فريت, candidates: [P03, F01], qty: 1, options: []}]}

# A correction names how many there are to be.
cart | D02 | non 2 eaux
→ change_qty {items: [{item: D02, qty: 2}]}
cart | D02 | لا، ثلاثة ماء
→ change_qty {items: [{item: D02, qty: 3}]}
confirm_order | P01 D02 | non, je veux 2 eaux
→ change_qty {items: [{item: D02, qty: 2}]}
cart | P01 | non, 3 pizzas
→ change_qty {items: [{item: P01, qty: 3}]}
cart | P01 D02 | non c'est 2 margherita et 3 eaux
→ change_qty {items: [{item: P01, qty: 2}, {item: D02, qty: 3}]}
cart | D02 | non 3 frites
→ add_item {items: [{item: F01, qty: 3}]}
cart | D02 | non, ajoute 2 eaux
→ add_item {items: [{item: D02, qty: 2}]}
cart | D02 | non merci, 2 eaux
→ add_item {items: [{item: D02, qty: 2}]}

# To say is not to eat.
browse |  | bghit ngoul 3ndkom pizza?
→ menu {category: pizzas}
browse |  | nakoul 3andkom
→ choose_dine_in

# The same again, after an order.
tracking |  | la même chose
→ reorder
post_delivery |  | kifkif
→ reorder
post_delivery |  | نفس الشيء
→ reorder
tracking |  | pareil
→ reorder
tracking |  | bonne soirée, pareil
→ goodbye
cart | P01 | la même chose
→ add_item {items: [{item: null, qty: 1, delta: 1}]}

# An order that is to be another one.
cart | P01 D02 | je veux changer ma commande
→ change_qty {items: [{item: P01}, {item: D02}]}
confirm_order | P01 | modifier ma commande
→ change_qty {items: [{item: P01}]}
confirm_order | P01 | je voudrais modifier
→ change_qty {items: [{item: P01}]}
cart | P01 | je voudrais modifier
→ change_qty {items: [{item: P01}]}
confirm_order | P01 | nbedel la commande
→ change_qty {items: [{item: P01}]}
confirm_order | P01 | أريد تعديل طلبي
→ change_qty {items: [{item: P01}]}
address | P01 | modifier ma commande
→ change_qty {items: [{item: P01}]}
tracking |  | modifier ma commande
→ change

# Somebody to talk to.
browse |  | 3ayet l wahed insan
→ talk_to_human
address | P01 | 3ayet l wahed insan
→ talk_to_human
cart | P01 | نحب نهدر مع واحد
→ talk_to_human
confirm_order | P01 | je veux parler à quelqu'un du resto
→ talk_to_human

# That is all.
cart | P01 | kamel
→ checkout
cart | P01 | sayi
→ checkout
cart | P01 | c tt
→ checkout
cart | P01 | c'est tt
→ checkout
cart | P01 | safi
→ checkout
cart | P01 | أنهِ الطلب
→ checkout
cart | P01 | أنهي الطلب
→ checkout

# A street's name asks for no language, and its number is not the menu's.
start |  | شارع العربي بن مهيدي رقم 5
→ give_address {text: شارع العربي بن مهيدي رقم 5}
browse |  | حي العربي
→ give_address {text: حي العربي}
browse |  | بالعربي
→ set_language {to: ar}

# Leading zeros.
browse |  | P1 x2
→ add_item {items: [{item: P01, qty: 2}]}
browse |  | p1x2 d01
→ add_item {items: [{item: P01, qty: 2}, {item: D01, qty: 1}]}
browse |  | 2 p1
→ add_item {items: [{item: P01, qty: 2}]}
browse |  | 2xP001
→ add_item {items: [{item: P01, qty: 2}]}
browse |  | je veux P1 et D1 x3
→ add_item {items: [{item: P01, qty: 1}, {item: D01, qty: 3}]}
browse |  | P1, P2
→ add_item {items: [{item: P01, qty: 1}, {item: P02, qty: 1}]}
browse |  | livraison hydra T1
→ choose_delivery
browse |  | r1
→ unknown
browse |  | P9 x2
→ unknown
browse |  | livraison cité des pins bt B1
→ choose_delivery; give_address {text: cité des pins bt B1}
"""


@pytest.mark.parametrize(("context", "basket", "text", "meant"), cases(ROWS))
def test_findings(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant


@pytest.mark.parametrize("text", ["la lowla", "lowla", "el ewla", "la première", "لولى"])
def test_the_first_of_what_is_shown(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    shown = tuple(Choice(Event("add_item", {"items": [{"item": code, "qty": 1}]}), code) for code in ("P01", "P02"))
    assert read(recogniser, grammar, text, "browse", choices=shown) == "add_item {items: [{item: P01, qty: 1}]}"


@pytest.mark.parametrize("text", ["{{7*7}} ${jndi:ldap://x}", "jndi:rmi://a.b/c", "http://x.dz", "P1 x2"])
def test_noise_speaks_no_language(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    assert recogniser.read(text, Context("browse"), grammar).language == "none"


@pytest.mark.parametrize("text", ["vingt-et-un", "quatre-vingt-dix"])
def test_numbers_in_words_are_french(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    assert recogniser.read(text, Context("browse"), grammar).language == "fr"


@pytest.mark.parametrize("text", ["B2", "bloc B2", "C1 porte 4"])
def test_letters_and_numbers_of_an_address_are_no_codes(
    recogniser: Recogniser, grammar: MenuGrammar, text: str
) -> None:
    assert recogniser.read(text, Context("address"), grammar).events[0].name == "give_address"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("livraison à Hydra, rue des frères bouadou numéro 12", "Hydra, rue des frères bouadou numéro 12"),
        ("livraison à Hydra rue des frères bouadou", "Hydra rue des frères bouadou"),
        ("vous livrez rue Didouche ?", None),
    ],
)
def test_a_street_behind_a_delivery_word_is_an_address(
    recogniser: Recogniser, grammar: MenuGrammar, text: str, place: str | None
) -> None:
    events = recogniser.read(text, Context("cart"), grammar).events
    assert next((event.slots["text"] for event in events if event.name == "give_address"), None) == place


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ("oui", False),
        ("oui tout est correct", False),
        ("ih khoya confirmi", False),
        ("نعم أكد الطلب", False),
        ("est-ce que je confirme ?", True),
        ("هل العنوان صحيح؟", True),
        ("wah zid ma", True),
    ],
)
def test_a_yes_that_says_more_is_asked_again(
    recogniser: Recogniser, grammar: MenuGrammar, text: str, weak: bool
) -> None:
    (event,) = recogniser.read(text, Context("confirm_order"), grammar).events
    assert (event.name, bool(event.slots.get("weak"))) == ("confirm", weak)


@pytest.mark.parametrize("text", ["oui sauf les frites", "نعم ما عدا الفريت", "parfait sauf les frites"])
def test_except_for_a_dish_takes_it_off(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    events = recogniser.read(text, Context("confirm_order", basket=("T01", "F01")), grammar).events
    assert [(event.name, event.slots.get("items")) for event in events] == [("remove_item", [{"item": "F01"}])]


@pytest.mark.parametrize("text", ["y a pas de frites avec le tacos ?", "vous n'avez pas de frites ?"])
def test_asking_whether_there_is_none_takes_nothing_off(
    recogniser: Recogniser, grammar: MenuGrammar, text: str
) -> None:
    events = recogniser.read(text, Context("cart", basket=("T01", "F01")), grammar).events
    assert not {event.name for event in events} & {"remove_item", "add_item", "change_qty"}
