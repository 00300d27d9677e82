"""What is said at a step of the checkout or of an order under way: whole addresses, times taken back, yes and no."""

import pytest

from bot.intents import Context, MenuGrammar, Recogniser
from tests.intents.rows import cases
from tests.intents.test_guards import read

ROWS = """
# The same address again, where an address is asked for; an order is something else.
address | P01 | la même
→ give_address {addr: last}
address | P01 | oui la même
→ give_address {addr: last}
address | P01 | pareil
→ give_address {addr: last}
address | P01 | nafsha
→ give_address {addr: last}
address | P01 | نفسها
→ give_address {addr: last}
address | P01 | celle d'avant
→ give_address {addr: last}
address | P01 | la même que la dernière fois
→ give_address {addr: last}
address | P01 | kima dayman
→ give_address {addr: last}
address | P01 | كالعادة
→ give_address {addr: last}
address | P01 | la même commande
→ reorder
address | P01 | refais la même commande
→ reorder
address | P01 | c'est loin
→ smalltalk_other
address | P01 | بعيدة
→ smalltalk_other
address | P01 | win weslat
→ track_order
cart | P01 | win weslat
→ track_order

# A time is taken back or replaced.
cart | P01 | maintenant
→ give_slot {text: maintenant, time: asap}
confirm_order | P01 | دروك
→ give_slot {text: دروك, time: asap}
confirm_order | P01 | 21h finalement
→ give_slot {text: 21h, time: 21:00}
confirm_order | P01 | sans heure
→ give_slot {time: none}
confirm_order | P01 | bla wa9t
→ give_slot {time: none}
confirm_order | P01 | بدون وقت
→ give_slot {time: none}
confirm_order | P01 | oublie 20h
→ give_slot {time: none}
confirm_order | P01 | non pas à 20h
→ give_slot {time: none}
cart | P01 | annule l'heure
→ give_slot {time: none}
cart | P01 | na7i lwa9t
→ give_slot {time: none}
confirm_order | P01 | pas à 20h, à 21h
→ give_slot {text: à 21h, time: 21:00}

# A town that corrects the recap; a way that is to be another one.
confirm_order | P01 | non c'est kouba
→ give_address {text: kouba}
confirm_order | P01 | لا القبة
→ give_address {text: القبة}
confirm_order | P01 | bedel l mode
→ change_mode
confirm_order | P01 | changer le mode
→ change_mode
table | P01 | je n'ai pas de table
→ deny

# A number of the writer's own.
cart | P01 | 0770 11 22 33 3andi numero jdid
→ give_phone {phone: 213770112233}
tracking |  | mon numéro a changé, c'est le 0770112233
→ give_phone {phone: 213770112233}

# Yes, enough, off with it.
cart | P01 | na3am
→ confirm
confirm_order | P01 | na3am
→ confirm
cart | P01 | khlas
→ checkout
cart | P01 | خلاص
→ checkout
cart | P01 | c bon
→ checkout
cart | P01 | كنسلي كلش
→ cancel
confirm_order | P01 | بدلت رايي كنسلي
→ cancel
confirm_cancel | P01 | je ne veux pas annuler
→ deny
confirm_cancel | P01 | لا أريد الإلغاء
→ deny
cart | P01 | x3
→ change_qty {items: [{item: null, qty: 3}]}
cart | P01 | deux de plus
→ add_item {items: [{item: null, qty: 2, delta: 2}]}
cart | P01 | annule une
→ remove_item {items: [{item: null, qty: 1}]}
cart | P01 T01 | enlève tout sauf les margherita
→ remove_item {items: [{item: T01}]}
cart | P01 T01 | na7i kolch ghir tacos
→ remove_item {items: [{item: P01}]}
tracking |  | modifier ma commande
→ change

# The same order again, where there is nothing else that it could mean.
start |  | la même chose
→ reorder
browse |  | nafs lhaja
→ reorder
browse |  | نفس الشيء
→ reorder
browse | P01 | la même chose
→ add_item {items: [{item: null, qty: 1, delta: 1}]}
browse |  | la même chose pour mon ami
→ add_item {items: [{item: null, qty: 1, delta: 1}]}

# A language that is not named.
start |  | LANG
→ set_language
start |  | LANG XX
→ set_language

# Ordinary words of what is not ours, of questions and of complaints.
any |  | vous pouvez me réserver un vol pour Oran ?
→ out_of_scope
any |  | wa9tach yaddan lmaghreb
→ out_of_scope
browse |  | la chorba c'est au poulet ?
→ ask_ingredients {item: C01}
browse |  | البوراك مقلي؟
→ ask_ingredients {item: K01}
post_delivery |  | la commande mdegdga
→ complaint
post_delivery |  | n9estouli hamoud
→ complaint
any |  | خاطيني
→ deny
driver_offer |  | je m'en charge
→ driver_claim
"""


@pytest.mark.parametrize(("context", "basket", "text", "meant"), cases(ROWS))
def test_said_at_a_step(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant


@pytest.mark.parametrize("context", ["checkout_mode", "cart", "confirm_order"])
@pytest.mark.parametrize(
    ("text", "commune"),
    [
        ("hydra, villa 14", "Hydra"), ("El Biar, 12 chemin Mackley", "El Biar"), ("kouba - bt 5 porte 3", "Kouba"),
        ("حيدرة، شارع سيدي يحيى عمارة 5", "Hydra"), ("حيدرة، عمارة 5 الطابق 3", "Hydra"),
        ("hay el badr bloc a 12 h 5", ""),
        ("bab ezzouar, cité AADL bt 14", "Bab Ezzouar"), ("rue Didouche Mourad, bt 5", ""),
    ],
)  # fmt: skip
def test_an_address_is_kept_whole(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, text: str, commune: str
) -> None:
    (event,) = recogniser.read(text, Context(context, basket=("P01",)), grammar).events
    assert (event.name, event.slots["text"], event.slots.get("commune", "")) == ("give_address", text, commune)


@pytest.mark.parametrize("text", ["pour 2", "pour 4", "a 1", "f 5", "في 2", "à 24h59", "dans 999 h", "الساعة البيتزا"])
@pytest.mark.parametrize("context", ["cart", "confirm_order"])
def test_no_time(recogniser: Recogniser, grammar: MenuGrammar, context: str, text: str) -> None:
    assert "give_slot" not in read(recogniser, grammar, text, context, basket=("P01",))


@pytest.mark.parametrize("text", ["pour 6 personnes", "6 personnes", "ل 6 أشخاص", "6 nas"])
def test_how_many_people_is_no_choice(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    meant = read(recogniser, grammar, text, "checkout_mode", basket=("P01",))
    assert "choose_dine_in" not in meant.partition(" ")[0]
    assert "people: 6" in meant
