"""What must never be ordered, paid or undone because a message only looks like it; and what must not get lost."""

import json
from typing import Any

import pytest

from bot.intents import Choice, Context, MenuGrammar, Recogniser
from bot.intents.model import model
from bot.messages import Event

RECAP = "confirm_order"
UNSURE = frozenset(("likely", "nearest", "guess", "meant"))
PLACES = frozenset(("commune", "wilaya", "wilayas", "landmark", "detail", "postal_code"))


def read(recogniser: Recogniser, grammar: MenuGrammar, text: str, context: str, **known: Any) -> str:
    """Events as `name {slots}; name`, without scores, and without what `test_addresses` and `test_unsure` look at."""
    events = recogniser.read(text, Context(context, **known), grammar).events
    return "; ".join(f"{event.name} {_slots(event.slots)}".strip() for event in events)


def _slots(slots: Any) -> str:
    plain = json.loads(json.dumps({name: value for name, value in slots.items() if name not in PLACES | UNSURE}))
    for item in plain.get("items", ()):
        item.pop("score", None)
        if not item.get("options", True):
            item.pop("options")
    return json.dumps(plain, ensure_ascii=False).replace('"', "") if plain else ""


@pytest.mark.parametrize(
    "text",
    ["je ne confirme pas", "ne confirme pas", "je dis pas oui", "ma n'confirmich", "ما نأكدش", "لا أؤكد", "pas ok",
     "je peux pas confirmer", "je veux pas confirmer", "machi confirmé", "ماشي مليح", "لست موافقا", "لن أؤكد الطلب",
     "ne validez pas encore", "c'est pas bon"],
)  # fmt: skip
def test_a_denied_yes_is_a_no(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    assert read(recogniser, grammar, text, RECAP) == "deny"


@pytest.mark.parametrize("text", ["pas de problème", "oui pas de souci", "ok", "c'est pas grave oui", "نعم", "nickel"])
def test_a_yes_stays_a_yes(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    assert read(recogniser, grammar, text, RECAP) == "confirm"


@pytest.mark.parametrize(
    "text",
    ["ok attendez je demande a ma femme", "oui ?", "ok stenna", "oui attends", "نعم انتظر", "wah rani nkhammem",
     "c'est bon ?", "oui confirmez ?", "نعم؟", "oui une minute"],
)  # fmt: skip
def test_a_yes_that_waits_or_asks_confirms_nothing(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    for context in (RECAP, "confirm_cancel", "confirm_clear"):
        assert read(recogniser, grammar, text, context) == "smalltalk_other {hold: true}"


@pytest.mark.parametrize(
    ("text", "context", "meant"),
    [
        ("n'annulez pas", "confirm_cancel", "deny"),
        ("je ne veux pas annuler", "confirm_cancel", "deny"),
        ("n'annulez pas ma commande", "tracking", "smalltalk_other"),
        ("ne vide pas", "confirm_clear", "deny"),
        ("ma tfarghouch", "confirm_clear", "deny"),
        ("ne validez pas", "cart", "smalltalk_other"),
        ("machi khlas", "cart", "smalltalk_other"),
        ("n'enlève pas la pizza", "cart", "smalltalk_other"),
        ("n'oubliez pas le hamoud", "cart", "add_item {items: [{item: D01, qty: 1}]}"),
        ("je n'ai pas payé", "payment", "deny"),
        ("ma khalastch", "proof", "deny"),
        ("oui mais je sais pas", RECAP, "confirm {weak: true}"),
    ],
)
def test_nothing_is_undone_or_paid_by_a_denial(
    recogniser: Recogniser, grammar: MenuGrammar, text: str, context: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context) == meant


BASKETS = """
confirm_order | P01 | نعم لكن بدون زيتون
→ give_options {options: [R01], item: P01}
confirm_order | P03 | ok pas d'oignons
→ give_options {options: [R03], item: P03}
confirm_order | P01 F01 D02 | oui mais sans frites
→ remove_item {items: [{item: F01}]}
confirm_order | P01 F01 T01 | oui mais sans frites
→ remove_item {items: [{item: F01}]}
confirm_order | P01 F01 | oui sans frites et ajoute 2 eaux
→ remove_item {items: [{item: F01}]}; add_item {items: [{item: D02, qty: 2}]}
confirm_order | P02 D02 | livrez moi plutôt à Hydra, 3 rue des pins
→ choose_delivery; give_address {text: Hydra, 3 rue des pins}
cart | C01 | mets 0 chorba
→ change_qty {items: [{item: C01, qty: 0}]}
cart | F01 | 2 tacos et 0 frites
→ add_item {items: [{item: T01, qty: 2}]}; change_qty {items: [{item: F01, qty: 0}]}
browse |  | 1000000 pizzas thon
→ add_item {items: [], unknown_items: [1000000 pizzas thon]}
browse |  | 2 tacos et 5000 hamoud
→ add_item {items: [{item: T01, qty: 2}], unknown_items: [5000 hamoud]}
address | P02 | ajoute aussi 2 hamoud
→ add_item {items: [{item: D01, qty: 2}]}
address | P02 | enlève la pizza
→ remove_item {items: [{item: P02}]}
address | P02 D01 | non finalement un seul hamoud
→ change_qty {items: [{item: D01, qty: 1}]}
address | P02 | cité hamoud bt 3
→ give_address {text: cité hamoud bt 3}
address |  | attends je t'envoie la position
→ smalltalk_other
address |  | je vous envoie la localisation
→ give_address
address |  | ما نعرفش العنوان
→ help
address |  | ma na3rafch l'adresse
→ help
address |  | حي 500 مسكن، عمارة 3
→ give_address {text: حي 500 مسكن، عمارة 3}
cart | P01 | et un bourek sans sel
→ add_item {items: [{item: K01, qty: 1, notes: [sans sel]}]}
cart | P01 F01 | ajoute encore 1 P01 sans olives
→ add_item {items: [{item: P01, qty: 1, options: [R01]}]}
cart | P03 | sans oignons svp
→ give_options {options: [R03], item: P03}
cart | P03 B01 | ajoute double steak au burger
→ give_options {options: [X02], item: B01}
confirm_order | P03 B01 | ajoute double steak au burger
→ give_options {options: [X02], item: B01}
cart | B01 | زيد ستيك للبرغر
→ give_options {options: [X02], item: B01}
cart | B01 | double le burger
→ change_qty {items: [{item: B01, factor: 2}]}
browse |  | 1 P03 +X02
→ add_item {items: [{item: P03, qty: 1, options: [X02]}]}
browse |  | je veux le numéro 3
→ add_item {items: [{item: P03, qty: 1}]}
browse |  | numero 3 svp
→ add_item {items: [{item: P03, qty: 1}]}
browse |  | je veux le 3
→ add_item {items: [{item: P03, qty: 1}]}
cart | P03 | n° 99
→ add_item {items: [], unknown_items: [n° 99]}
qty | T01 | 0
→ give_qty {qty: 0}
qty | T01 | enlève
→ remove_item {items: [{item: null}]}
browse |  | 2 tacos en livraison à El Biar, 14 rue Ali Khodja, merci
→ add_item {items: [{item: T01, qty: 2}]}; choose_delivery; give_address {text: El Biar, 14 rue Ali Khodja}; thanks
browse |  | برغر و حمود للتوصيل
→ add_item {items: [{item: B01, qty: 1}, {item: D01, qty: 1}]}; choose_delivery
cart | B01 | g oublié 1 selecto
→ add_item {items: [{item: D01, qty: 1}]}
cart | B01 | j'ai oublié une eau
→ add_item {items: [{item: D02, qty: 1}]}
cart | B01 | nsit lma
→ add_item {items: [{item: D02, qty: 1}]}
cart | P03 | P99 x2
→ add_item {items: [], unknown_items: [P99]}
cart | P01 | zid Z99
→ add_item {items: [], unknown_items: [Z99]}
browse |  | P01, P99 x2
→ add_item {items: [{item: P01, qty: 1}], unknown_items: [P99]}
cart | B01 F01 | khlas nakol hna sur place
→ checkout; choose_dine_in
cart | B01 D01 | na99es wahed hamoud
→ change_qty {items: [{item: D01, delta: -1}]}
browse |  | kayen mhadjeb ?
→ menu {unknown_items: [mhadjeb]}
browse |  | ch7al couscous ?
→ ask_price {unknown_items: [couscous]}
table |  | la 5
→ give_table {table: 5}
table |  | terrasse
→ give_table {table: terrasse}
table |  | cinq
→ give_table {table: 5}
browse |  | je sais pas quoi prendre… ce soir
→ menu
"""
ROWS = [tuple(part.strip() for part in row.split("|")) for row in BASKETS.replace("\n→", "|").strip().splitlines()]


@pytest.mark.parametrize(("context", "basket", "text", "meant"), ROWS, ids=[row[2] for row in ROWS])
def test_with_a_basket(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant


SHOWN = (Choice(Event("checkout"), "Valider"), Choice(Event("menu"), "Ajouter"), Choice(Event("change"), "Modifier"))


@pytest.mark.parametrize(
    ("text", "context", "meant"),
    [
        ("2", "cart", "menu"),
        ("11", "cart", "misfit {event: give_qty}"),
        ("11", "browse", "add_item {items: [{item: D01, qty: 1}]}"),
        ("n° 11", "browse", "add_item {items: [{item: D01, qty: 1}]}"),
        ("numéro 11", "browse", "add_item {items: [{item: D01, qty: 1}]}"),
        ("2", "qty", "give_qty {qty: 2}"),
        ("7", "qty", "give_qty {qty: 7}"),
    ],
)
def test_numbers_where_choices_are_shown(
    recogniser: Recogniser, grammar: MenuGrammar, text: str, context: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, choices=SHOWN) == meant


def test_many_pictures_are_one_question(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    for times, qty in ((3, 3), (900, 20)):
        slots = recogniser.read("🍕" * times, Context("browse"), grammar).events[0].slots
        assert [part["qty"] for part in slots["ambiguous"]] == [qty]


def test_the_model_is_learned_once() -> None:
    assert model() is model()
