"""Nothing is done for one known word in talk of something else; what is said in the bot's own matter still is."""

import pytest

from bot.intents import Context, MenuGrammar, Recogniser
from bot.intents.guards import ACTS
from bot.intents.model import Model
from tests.intents.test_guards import read

ELSEWHERE = [
    "ma carte bleue est bloquée depuis hier à la banque",
    "كيفاش نفعل لاكارط تاع البنك تاعي",
    "لماذا رفض البنك التحويل إلى حساب أختي",
    "annule le rappel de la réunion de lundi",
    "ألغ المنبه الذي ضبطته للصباح",
    "احذف كل التذكيرات",
    "efface les contacts de mon téléphone",
    "صح كلامك يا خويا البلاد راهي صعيبة على الشباب",
    "sah raho fi Wahran m3a l equipe nationale hadi simana",
    "l'équipe d'Algérie a confirmé sa qualification grâce à Mahrez",
    "vive l'Algérie et les verts, dix à zéro contre tout le monde",
    "il parle arabe, kabyle et anglais depuis l'école primaire",
    "le prix du mouton a encore augmenté au marché de Blida",
    "encore une défaite honteuse de notre équipe préférée",
    "rani nkhalles louyer ta3 dar kol chahr, ghlat bezaf",
    "دفعت فاتورة الكهرباء والغاز في البريد صباح اليوم",
]


@pytest.mark.parametrize("context", ["any", "start", "browse"])
@pytest.mark.parametrize("text", ELSEWHERE)
def test_nothing_is_done(recogniser: Recogniser, grammar: MenuGrammar, text: str, context: str) -> None:
    events = recogniser.read(text, Context(context), grammar).events
    assert not [
        event for event in events if event.name in ACTS and not (event.name == "add_item" and not event.slots["items"])
    ]


@pytest.mark.parametrize(
    ("context", "text", "intent"),
    [
        ("tracking", "annulez svp j'ai un empêchement", "cancel"),
        ("tracking", "anuli la commande ya kho rani m3attal", "cancel"),
        ("payment", "je paie par carte Edahabia dès ce soir", "pay_deposit"),
        ("payment", "كاش كي يجي الليفرور", "pay_cash"),
        ("checkout_mode", "livraison, l'ascenseur est en panne", "choose_delivery"),
        ("confirm_order", "oui c'est bon vous pouvez lancer", "confirm"),
        ("any", "parle moi en français stp mon ami", "set_language"),
        ("cart", "vide le panier khouya n3awed mel lewel", "clear_cart"),
        ("browse", "mets moi deux tacos, mes cousins arrivent affamés", "add_item"),
        ("browse", "جيبلنا ثلاثة شاورما لخدامين الشانطي", "add_item"),
    ],
)
def test_what_is_meant_is_done(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, text: str, intent: str
) -> None:
    assert intent in [event.name for event in recogniser.read(text, Context(context), grammar).events]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("je verse une avance et le solde à la réception", "pay_deposit"),
        ("cash ya kho, ma ndir la baridimob la walou", "pay_cash"),
        ("ni carte ni baridimob, en espèces", "pay_cash"),
    ],
)
def test_one_way_to_pay_at_a_time(recogniser: Recogniser, grammar: MenuGrammar, text: str, meant: str) -> None:
    found = [event.name for event in recogniser.read(text, Context("payment"), grammar).events]
    assert [name for name in found if name.startswith("pay_")] == [meant]


@pytest.mark.parametrize(
    "text", ["sans cash", "cash non", "makach cash", "ما عنديش كاش", "je refuse l'acompte", "cash ou carte ?"]
)
def test_what_is_denied_is_not_paid(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    assert not {"pay_cash", "pay_deposit"} & {e.name for e in recogniser.read(text, Context("payment"), grammar).events}


@pytest.mark.parametrize("text", ["samedi tkhedmou normal?", "Colis remis au client, tout est ok"])
def test_a_yes_where_nothing_was_asked_is_none(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    assert "confirm" not in read(recogniser, grammar, text, "driver_active")


@pytest.mark.parametrize("text", ["re-bonjour khti, c'est encore ana", "coucou c'est encore moi !"])
def test_what_names_no_dish_orders_nothing(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    assert "add_item" not in read(recogniser, grammar, text, "start")


@pytest.mark.parametrize("text", ["2🍕", "5/5", "1+1"])
def test_a_number_among_signs_is_none_of_the_menu(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    events = recogniser.read(text, Context("browse"), grammar).events
    assert not [item for event in events for item in event.slots.get("items", ()) if item["item"]]


class Contrary(Model):
    """Takes some words that nobody knows for complaints, and that for sure."""

    def __init__(self) -> None:
        super().__init__([("glouglou blabla tralala", "complaint", context) for context in ("browse", "cart")] * 9)


def test_the_model_outvotes_rules_only_where_they_leave_words_unexplained(grammar: MenuGrammar) -> None:
    read_by = Recogniser(lambda: contrary)
    contrary = Contrary()
    explained = read_by.read("deux tacos", Context("browse"), grammar)
    assert [event.name for event in explained.events] == ["add_item"]
    turned = read_by.read("le tacos glouglou blabla tralala", Context("browse"), grammar)
    assert [event.name for event in turned.events] == ["complaint"]
    assert turned.why["layer"] == "model"


def test_what_costs_is_never_done_on_the_models_word(grammar: MenuGrammar) -> None:
    paying = Model([("glouglou blabla tralala", "pay_cash", "payment"), ("bonjour", "greet", "start")] * 9)
    (event,) = Recogniser(lambda: paying).read("glouglou blabla tralala", Context("payment"), grammar).events
    assert (event.name, event.slots["guess"]) == ("unknown", "pay_cash")


def test_the_main_intent_is_the_models_choice_among_those_of_the_rules(grammar: MenuGrammar) -> None:
    text = "c'est combien la livraison ? et mettez moi deux tacos et un burger"
    ordering = Model([(text, "add_item", "browse"), ("bonjour", "greet", "browse")] * 9)
    reading = Recogniser(lambda: ordering).read(text, Context("browse"), grammar)
    assert [event.name for event in reading.events] == ["ask_delivery_fee", "add_item"]
    assert reading.main == "add_item"
