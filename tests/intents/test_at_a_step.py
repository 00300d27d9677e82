"""What a step of the checkout makes of words: places that are no addresses, times, counts, options."""

import time

import pytest

from bot.intents import Choice, Context, MenuGrammar, Recogniser
from bot.messages import Event
from tests.intents.rows import cases
from tests.intents.test_guards import read

ROWS = """
# The same address, home, no delivery, a wrong address: none of these is an address.
address |  | la même adresse
→ give_address {addr: last}
address |  | Même adresse que la dernière fois svp
→ give_address {addr: last}
address |  | nafs l'adresse
→ give_address {addr: last}
address |  | نفس العنوان
→ give_address {addr: last}
address |  | العنوان السابق
→ give_address {addr: last}
checkout_mode | P01 | la même adresse
→ give_address {addr: last}
checkout_mode | P01 | nafs l'adresse
→ give_address {addr: last}
checkout_mode | P01 | نفس العنوان
→ give_address {addr: last}
address |  | chez moi
→ give_address {home: true}
address |  | Dar
→ give_address {home: true}
address |  | l dar
→ give_address {home: true}
address |  | في الدار
→ give_address {home: true}
address |  | à la maison svp
→ give_address {home: true}
address |  | البيت
→ give_address {home: true}
address |  | livrez chez moi
→ give_address {home: true}
checkout_mode | P01 | je ne veux pas de livraison
→ change_mode {without: delivery}
address |  | pas de livraison finalement
→ change_mode {without: delivery}
confirm_order | P01 | ma n7ebch livraison
→ change_mode {without: delivery}
address |  | لا أريد التوصيل
→ change_mode {without: delivery}
checkout_mode | P01 | بدون توصيل
→ change_mode {without: delivery}
confirm_order | P01 | machi livraison
→ change_mode {without: delivery}
address |  | c'est pas la bonne rue
→ change_address
any | P01 | l'adresse est fausse
→ change_address
confirm_order | P01 | mauvaise adresse
→ change_address
address |  | العنوان غلط
→ change_address
confirm_order | P01 | ليس هذا العنوان
→ change_address
any | P01 | l'adresse ghalta
→ change_address
confirm_order | P01 | machi hadi l'adresse
→ change_address
address |  | ghlatt f l'adresse
→ change_address
address |  | je me suis trompé d'adresse
→ change_address

# ... and these are addresses.
address |  | 12 rue Didouche Mourad
→ give_address {text: 12 rue Didouche Mourad}
address |  | chez Karim, cité des pins bt 4
→ give_address {text: chez Karim, cité des pins bt 4}
address |  | dar el beida, rue 5
→ give_address {text: dar el beida, rue 5}
address |  | rue de la bonne source
→ give_address {text: rue de la bonne source}
address |  | en face de l'école, pas loin de la mosquée
→ give_address {text: en face de l'école, pas loin de la mosquée}
address |  | c'est la bonne adresse ?
→ give_address {text: c'est la bonne adresse ?}
address |  | même adresse mais bloc 4
→ give_address {text: même adresse mais bloc 4}

# Times.
confirm_order | P03 | à 20h
→ give_slot {text: à 20h, time: 20:00}
confirm_order | P03 | pour 20h30 svp
→ give_slot {text: pour 20h30, time: 20:30}
confirm_order | P03 | je passe vers 19:45
→ choose_pickup {time: 19:45}; give_slot {text: vers 19:45, time: 19:45}
confirm_order | P03 | الساعة 8
→ give_slot {text: الساعة 8, time: 20:00}
confirm_order | P03 | الساعة الثامنة والنصف
→ give_slot {text: الساعة الثامنة والنصف, time: 20:30}
confirm_order | P03 | 3la 8
→ give_slot {text: 3la 8, time: 20:00}
confirm_order | P03 | nji 3la tmanya
→ choose_pickup {time: 20:00}; give_slot {text: 3la tmanya, time: 20:00}
confirm_order | P03 | على 8
→ give_slot {text: على 8, time: 20:00}
confirm_order | P03 | m3a 8 w nos
→ give_slot {text: m3a 8 w nos, time: 20:30}
confirm_order | P03 | demain midi
→ give_slot {text: demain midi, time: 12:00, day: +1}
confirm_order | P03 | demain à 12h30
→ give_slot {text: demain à 12h30, time: 12:30, day: +1}
confirm_order | P03 | غدا الساعة 12
→ give_slot {text: غدا الساعة 12, time: 12:00, day: +1}
confirm_order | P03 | dans une heure
→ give_slot {text: dans une heure, time: +60min}
confirm_order | P03 | ba3d sa3a
→ give_slot {text: ba3d sa3a, time: +60min}
confirm_order | P03 | dork
→ give_slot {text: dork, time: asap}
confirm_order | P03 | tout de suite
→ give_slot {text: tout de suite, time: asap}
confirm_order | P03 | oui pour 21h
→ give_slot {text: pour 21h, time: 21:00}
confirm_order | P03 | ih 3la 9h
→ give_slot {text: 3la 9h, time: 21:00}
confirm_order | P03 | je confirme demain
→ give_slot {text: demain, day: +1}
confirm_order | P03 | vous livrez à 20h ?
→ ask_delivery_fee {text: vous livrez à 20h ?}
confirm_order | P03 | villa 12
→ give_address {text: villa 12}
confirm_order | P03 | rue 8 mai 1945
→ give_address {text: rue 8 mai 1945}
confirm_order | P03 | P01 x2
→ add_item {items: [{item: P01, qty: 2}]}
confirm_order | P03 | على الأقل
→ unknown
browse |  | m3a 8
→ unknown
qty | P03 | à 8
→ give_qty {qty: 8}
table | P03 | à 20h
→ give_slot {text: à 20h, time: 20:00}
table | P03 | table 8
→ choose_dine_in {table: 8}
address | P03 | à 20h
→ give_slot {text: à 20h, time: 20:00}
address | P03 | 12 rue Hoche à 20h
→ give_address {text: 12 rue Hoche}; give_slot {text: à 20h, time: 20:00}
address | P03 | chez Karim à 20h
→ give_address {text: chez Karim}; give_slot {text: à 20h, time: 20:00}
address | P03 | villa 12h bis, Hydra
→ give_address {text: villa 12h bis, Hydra}
any |  | à demain
→ goodbye
any |  | vous êtes ouverts jusqu'à 22h
→ ask_hours {time: 22:00}

# An hour counts no dishes.
browse |  | بيتزا تونة نجي على 8
→ add_item {items: [{item: P03, qty: 1}]}; choose_pickup {time: 20:00}; give_slot {text: على 8, time: 20:00}
browse |  | برغر توصيل على 12
→ add_item {items: [{item: B01, qty: 1}]}; choose_delivery {time: 12:00}; give_slot {text: على 12, time: 12:00}
browse |  | burger nji 3la tmanya
→ add_item {items: [{item: B01, qty: 1}]}; choose_pickup {time: 20:00}; give_slot {text: 3la tmanya, time: 20:00}
browse |  | 2 pizza thon à emporter pour 20h30
→ add_item {items: [{item: P03, qty: 2}]}; choose_pickup {time: 20:30}; give_slot {text: pour 20h30, time: 20:30}
cart | P01 | zid zouj tacos ghodwa 3la 12h
→ add_item {items: [{item: T01, qty: 2}]}; give_slot {text: ghodwa 3la 12h, time: 12:00, day: +1}
browse |  | demain 2 tacos à 20h
→ add_item {items: [{item: T01, qty: 2}]}; give_slot {text: demain à 20h, time: 20:00, day: +1}
browse |  | tacos pour 4 personnes
→ add_item {items: [{item: T01, qty: 1}]}

# A dish comes before its way.
browse |  | livraison, 1 tacos
→ add_item {items: [{item: T01, qty: 1}]}; choose_delivery
tracking |  | 1 tacos en livraison
→ add_item {items: [{item: T01, qty: 1}]}; choose_delivery
tracking |  | ajoute une eau à ma commande
→ add_item {items: [{item: D02, qty: 1}]}
tracking |  | où est ma commande, et ajoute une eau
→ track_order; add_item {items: [{item: D02, qty: 1}]}
tracking |  | modifier
→ change

# How many, which option, nothing that is called so.
cart | P03 | non 3
→ change_qty {items: [{item: null, qty: 3}]}
cart | P03 | lala 3
→ change_qty {items: [{item: null, qty: 3}]}
confirm_order | P03 | لا 3
→ change_qty {items: [{item: null, qty: 3}]}
cart | P03 | enlève les oignons
→ give_options {options: [R03]}
cart | P03 | nahi el bsal
→ give_options {options: [R03]}
cart | B01 | احذف البصل
→ give_options {options: [R02]}
cart | B01 | enlève le double steak
→ give_options {options: [X02], drop: true}
cart | B01 | non sans double steak
→ give_options {options: [X02], drop: true}
cart | P03 | enlève les champignons
→ remove_item {items: [{item: null, text: champignons, candidates: []}]}
cart | P03 | enlève ça
→ remove_item {items: [{item: null}]}
cart | P03 | nahiha
→ remove_item {items: [{item: null}]}
cart | P03 | 7
→ misfit {event: give_qty}
browse |  | 7
→ misfit {event: give_qty}

# Steps.
checkout_mode | P01 | valider
→ checkout
table | P01 | mazal
→ deny
table | P01 | pas encore
→ deny
table | P01 | لم أجلس بعد
→ deny
confirm_order | P01 | 3awed
→ view_cart
any |  | 3ayit
→ talk_to_human
any |  | يتصل بي أحد
→ talk_to_human
any |  | ma 3andich numéro khor
→ deny
browse |  | acceptez-vous la carte ?
→ faq_other {text: acceptez-vous la carte ?}

# Places are no dishes.
browse |  | vous livrez à Rouiba ?
→ ask_delivery_fee {text: vous livrez à Rouiba ?}
browse |  | chhal la livraison l dar el beida
→ ask_delivery_fee {text: chhal la livraison l dar el beida}
"""


@pytest.mark.parametrize(("context", "basket", "text", "meant"), cases(ROWS))
def test_at_a_step(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant


@pytest.mark.parametrize(
    ("awaited", "text", "meant"),
    [
        ("which", "aucun des deux", "deny"),
        ("which", "hata wahed menhom", "deny"),
        ("which", "ولا واحدة", "deny"),
        ("basket", "remplace", "reorder {how: replace}"),
        ("basket", "bedel", "reorder {how: replace}"),
        ("basket", "بدلها", "reorder {how: replace}"),
        ("basket", "ajoute", "reorder {how: add}"),
        ("basket", "zidhom", "reorder {how: add}"),
        ("basket", "أضفها", "reorder {how: add}"),
        ("line", "pizza thon", "edit_line {item: P03}"),
        ("line", "encore une pizza thon", "add_item {items: [{item: P03, qty: 1}]}"),
        ("line", "burger", "add_item {items: [{item: B01, qty: 1}]}"),
    ],
)
def test_what_was_asked(recogniser: Recogniser, grammar: MenuGrammar, awaited: str, text: str, meant: str) -> None:
    assert read(recogniser, grammar, text, "cart", basket=("P03",), awaited=awaited) == meant


def test_an_option_picks_the_line_that_has_it(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    lines = [[], ["R02"], ["X02"]]
    events = [Event("remove_item", {"items": [{"item": "B01", "options": one, "line": True}]}) for one in lines]
    shown = [Choice(event, str(at)) for at, event in enumerate(events)]
    found = recogniser.read("sans oignons", Context("browse", shown, ("B01",), "which"), grammar)
    assert found.events == (events[1],)


def test_a_time_may_be_what_it_was_read_for_before(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    """A choice that is a time is nearly typed: it is that choice."""
    shown = [Choice(Event("slot", {"id": 7}), "demain 12h-13h")]
    assert recogniser.read("demin 12h 13h", Context("checkout_mode", shown), grammar).events == (shown[0].event,)


@pytest.mark.parametrize("text", ["f " * 4000, "3la " * 2000, "à " * 4000, "dans " * 2000, "ا" * 8000])
@pytest.mark.parametrize("context", ["address", "cart"])
def test_long_nonsense_is_read_at_once(recogniser: Recogniser, grammar: MenuGrammar, context: str, text: str) -> None:
    began = time.thread_time()
    recogniser.read(text, Context(context, (), ("P03",)), grammar)
    assert time.thread_time() - began < 0.5
