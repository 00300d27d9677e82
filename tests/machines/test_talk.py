"""Interruptions, languages, people, and what is not understood: answered, and the pending question is asked again."""

import pytest

from bot.machines import effects
from tests.machines.chat import Chat, facts
from tests.machines.test_customer import at_recap, ordered

SHORT = ("thanks", "greet", "goodbye", "smalltalk_other", "help", "ask_hours", "ask_delivery_fee", "faq_other")
LATER = ("ask_ingredients", "give_slot", "pay_cash", "pay_deposit", "payment_done", "otp_code", "driver_claim")


@pytest.mark.parametrize("name", [*SHORT, *LATER, "out_of_scope", "got_edit", "got_unsupported"])
def test_an_interruption_is_answered_and_the_question_asked_again(name: str) -> None:
    chat = Chat().adds("P03").says("checkout").says(name)
    assert chat.state == "choosing_mode"
    assert len(chat.bubbles) == 2
    assert chat.labels() == ["Sur place", "À emporter", "Livraison"]


@pytest.mark.parametrize("name", [*SHORT, *LATER])
def test_when_nothing_is_pending_the_answer_stands_alone(name: str) -> None:
    chat = Chat().says(name)
    assert chat.state == "browsing"
    assert len(chat.bubbles) == (2 if name == "greet" else 1)


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ({"what": "audio", "voice": True}, "vocaux"),
        ({"what": "image", "voice": False}, "photo"),
        ({"what": "sticker", "voice": False}, "Joli"),
        ({"what": "hologram"}, "fichier"),
    ],
)
def test_what_is_no_text_is_answered_by_its_kind(slots: dict[str, object], words: str) -> None:
    assert words in Chat().says("got_media", **slots).text()


@pytest.mark.parametrize("name", ["got_reaction", "got_delete"])
def test_a_reaction_is_not_answered(name: str) -> None:
    assert at_recap().says(name).bubbles == []


def test_a_language_is_confirmed_in_itself_and_the_question_asked_in_it() -> None:
    chat = Chat().adds("P03").says("checkout").says("set_language", to="ar")
    assert chat.effects == [effects.SetLanguage("ar")]
    assert chat.scene.speak == "ar"
    assert "بالعربية" in chat.text()
    assert "هل الطلب للأكل" in chat.text()
    assert Chat().says("set_language").labels() == ["Français", "العربية", "Darja"]


def test_a_person_is_asked_for_and_the_flow_goes_on() -> None:
    chat = at_recap().says("talk_to_human", text="un humain svp")
    assert chat.effects == [effects.OpenTicket("human", "un humain svp")]
    assert "T1" in chat.text()
    assert len(chat.bubbles) == 1
    assert "déjà ta demande" in chat.says("complaint", text="froid").text()
    assert chat.says("confirm").state == "tracking"


def test_without_support_nobody_is_promised() -> None:
    chat = Chat(facts(support=False)).says("talk_to_human")
    assert chat.effects == []
    assert "personne ne peut" in chat.text()
    assert "Parler à quelqu'un" not in Chat(facts(support=False)).says("unknown").labels()


def test_a_miss_is_rephrased_and_a_second_one_offers_a_person_first() -> None:
    chat = Chat().says("unknown", text="grmbl")
    assert chat.effects == [effects.NoteMiss("grmbl", "browse")]
    assert chat.labels() == ["Voir la carte", "Aide", "Parler à quelqu'un"]
    assert chat.says("unknown", text="grmbl").labels()[0] == "Parler à quelqu'un"
    assert chat.says("thanks").says("unknown").labels()[0] == "Voir la carte"


def test_a_miss_in_the_checkout_asks_the_question_again() -> None:
    assert Chat().adds("P03").says("checkout").says("unknown").labels()[0] == "Sur place"


def test_what_does_not_fit_is_explained() -> None:
    assert "Combien, et de quel plat" in Chat().says("give_qty", qty=2).text()
    assert "Pour quel plat" in Chat().says("give_options", options=["X01"]).text()
    assert "plus valable" in at_recap().says("stale", event="menu").text()


def test_j_arrive_decides_nothing_for_the_next_order() -> None:
    chat = ordered().says("choose_pickup")
    assert (chat.state, chat.memory.mode, len(chat.bubbles)) == ("tracking", "", 1)
    assert "en attente" in chat.says("choose_delivery").text()
    assert "sur place, table 7" in chat.says("choose_dine_in", table="7").text()


def test_after_an_order_everything_works() -> None:
    for name, state in (("menu", "browsing"), ("greet", "tracking"), ("deny", "tracking"), ("back", "browsing")):
        assert ordered().says(name).state == state
