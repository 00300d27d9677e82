"""Ordinary words for what people ask: prices, calls, calling off, jobs, recipes, other people's business."""

import pytest

from bot.intents import Context, MenuGrammar, Recogniser

ROWS = """
ask_price | browse | c cb le burger
ask_price | browse | les boissons sont à combien
ask_price | browse | burger revient à combien
ask_delivery_fee | checkout_mode | jusqu'à Kouba la livraison revient à combien
otp_code | otp | 4821
otp_code | otp | 12345
otp_code | otp | 730194
otp_code | otp | 12345678
cancel | tracking | batel la commande
cancel | tracking | batlou la commande svp
cancel | tracking | بطلوا الطلب من فضلكم
cancel | tracking | بطلوها
ask_delivery_fee | browse | livraison batel ?
view_cart | cart | wrili wach dit
view_cart | cart | رينا واش كتبت
view_cart | cart | عاودلي واش كتبت عندك
view_cart | cart | voir ce que j'ai pris
clear_cart | cart | amhi kamel
talk_to_human | any | هل يمكن أن يتصل بي أحد
talk_to_human | any | أريد أن يكلمني المسؤول
talk_to_human | any | je veux que quelqu'un m'appelle
talk_to_human | any | 3aytouli 3afak
choose_dine_in | checkout_mode | نريد الجلوس عندكم
choose_dine_in | checkout_mode | نتغداو عندكم
choose_dine_in | checkout_mode | on va dîner chez vous
choose_delivery | checkout_mode | ما عنديش باش نجي
choose_delivery | checkout_mode | je peux pas me déplacer
goodbye | any | ايا تهلاو
goodbye | any | aya thallaw
goodbye | any | prenez soin de vous
ask_ingredients | browse | مما تتكون بيتزا تونة
ask_ingredients | browse | la 4 fromages est composée de quoi
ask_ingredients | browse | bach m3amra la pizza thon
faq_other | any | vous faites des factures pour les entreprises ?
faq_other | any | كاين فاتورة للشركة ؟
faq_other | any | تخدمو كميات تاع لعراس ؟
faq_other | any | kayen win nhabsou tomobil ?
faq_other | any | il y a de la place pour se garer ?
faq_other | any | كاين بلاصة للعايلات عندكم
faq_other | browse | acceptez-vous la carte ?
faq_other | browse | t9eblou la carte ?
faq_other | any | je cherche du travail comme serveur
out_of_scope | any | vous connaissez un plombier ?
out_of_scope | any | ma t3arfouch une société qui recrute ?
out_of_scope | any | هل تعرف شركة تبحث عن محاسب
out_of_scope | any | خويا تعرف واحد يصلح تيليفونات
out_of_scope | any | kho ma te3refch wa7ed ykri dar
out_of_scope | browse | c'est quoi la recette de la chorba
out_of_scope | browse | kifach ntayeb la chorba f dar
out_of_scope | any | كيف أحضّر قلب اللوز في البيت؟
out_of_scope | any | كيفاش نسيي الباسبور تاعي
out_of_scope | any | aidez moi à faire mon exercice de maths
out_of_scope | any | gagnez un téléphone, cliquez sur ce lien
out_of_scope | any | اربح هاتفا مجانا، اضغط على الرابط
thanks | post_delivery | يعطيكم الصحة الماكلة كانت شابة
thanks | post_delivery | makla kanet tchehi yatikom saha
complaint | post_delivery | le livreur était malpoli
complaint | post_delivery | livreur 3ayet 3liya
smalltalk_other | any | vous êtes un robot ?
smalltalk_other | start | bon courage pour la chaleur
pay_deposit | payment | je vous verse l'acompte par baridimob
give_address | address | كي توصل للحي عيطلي نخرجلك
order_history | any | ما هو آخر طلب لي
deny | confirm_clear | كلا، اترك السلة كما هي
confirm | confirm_cancel | ايه نحيها ما بقيتش حابها
"""


@pytest.mark.parametrize("row", ROWS.strip().splitlines())
def test_other_words(recogniser: Recogniser, grammar: MenuGrammar, row: str) -> None:
    meant, context, text = (part.strip() for part in row.split("|"))
    assert recogniser.read(text, Context(context), grammar).events[0].name == meant


@pytest.mark.parametrize(
    "text", ["livraison à Rouiba", "vous livrez à Rouiba ?", "chhal la livraison l dar el beida", "توصيل لباب الزوار"]
)
def test_a_town_is_no_dish(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    events = recogniser.read(text, Context("browse"), grammar).events
    assert {event.name for event in events} <= {"ask_delivery_fee", "choose_delivery"}


@pytest.mark.parametrize("text", ["2 bourek svp, merci d'avance", "merci d'avance"])
def test_thanks_in_advance_are_no_deposit(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    events = recogniser.read(text, Context("browse"), grammar).events
    assert "pay_deposit" not in {event.name for event in events}


def test_what_is_not_acceptable_is_no_order(recogniser: Recogniser, grammar: MenuGrammar) -> None:
    text = "وصلني برغر بالبصل وأنا طلبته بدون بصل، هذا غير مقبول"
    assert [event.name for event in recogniser.read(text, Context("post_delivery"), grammar).events] == ["complaint"]


@pytest.mark.parametrize("text", ["مارغريتا بدون زيتون ومع جبن اضافي", "P01 sans olives avc fromage"])
def test_with_in_other_letters_adds_an_option(recogniser: Recogniser, grammar: MenuGrammar, text: str) -> None:
    (event,) = recogniser.read(text, Context("browse"), grammar).events
    assert [(item["item"], item["options"]) for item in event.slots["items"]] == [("P01", ["R01", "X01"])]
