"""From the basket to the door: how, where, the recap and its yes, and what comes after."""

import pytest

from bot.machines import effects
from bot.messages import Event
from tests.machines.chat import Chat, Kitchen, facts
from tests.machines.test_customer import at_recap, ordered

HOME = "Cité 200 logts, Kouba"


def placed(chat: Chat) -> effects.PlaceOrder:
    found = [effect for effect in chat.effects if isinstance(effect, effects.PlaceOrder)]
    assert len(found) == 1
    return found[0]


def test_an_empty_basket_is_not_checked_out() -> None:
    chat = Chat().says("checkout")
    assert chat.state == "browsing"
    assert "vide" in chat.text()
    assert "Pizzas" in chat.labels()


def test_dine_in_asks_the_table_unless_it_was_said() -> None:
    chat = Chat().adds("P03").says("checkout").says("choose_dine_in")
    assert chat.state == "asking_table"
    assert "table 7" in chat.says("give_table", table="7").text()
    assert placed(chat.says("confirm")).table == "7"
    told = Chat().says("choose_dine_in", table="7").adds("P03").says("checkout")
    assert told.state == "confirming"
    later = Chat().adds("P03").says("checkout").says("choose_dine_in").says("deny")
    assert placed(later.says("confirm")).table is None


def test_delivery_asks_address_and_a_phone_only_when_none_is_known() -> None:
    chat = Chat(facts(phone=None)).adds("P03").says("checkout").taps("Livraison")
    assert chat.state == "asking_address"
    assert chat.bubbles[-1].ask_location
    assert chat.says("give_address", text=HOME).state == "asking_phone"
    chat.says("give_phone", phone="213550123456")
    assert effects.KeepPhone("213550123456") in chat.effects
    for part in (HOME, "0550123456", "850 DA"):
        assert part in chat.text()
    order = placed(chat.says("confirm"))
    assert (order.mode, order.address, order.phone) == ("delivery", HOME, "213550123456")
    known = Chat().adds("P03").says("checkout").says("choose_delivery").says("give_address", text=HOME)
    assert known.state == "confirming"


def test_a_pin_is_an_address_and_words_complete_it() -> None:
    chat = Chat().adds("P03").says("choose_delivery").says("checkout")
    chat.says("give_address", text="", latitude=36.7, longitude=3.0).says("give_address", text="3e étage à droite")
    order = placed(chat.says("confirm"))
    assert (order.latitude, order.address) == (36.7, "3e étage à droite")
    moved = Chat().says("give_address", latitude=36.7, longitude=3.0).says("give_address", text=HOME)
    assert moved.says("give_address", text="Hydra, rue 5").memory.latitude is None


def test_an_address_given_early_is_kept() -> None:
    chat = Chat().adds("P03").says("give_address", text=HOME).says("checkout").says("choose_delivery")
    assert chat.state == "confirming"


def test_words_that_mean_nothing_else_are_an_address_where_one_was_asked() -> None:
    chat = Chat().adds("P03").says("checkout").says("choose_delivery")
    assert chat.says("unknown", text="hein ?").state == "asking_address"
    assert chat.says("unknown", text="derrière chez Mourad").state == "confirming"


def test_without_delivery_there_is_none() -> None:
    chat = Chat(facts(delivery=False)).adds("P03").says("checkout")
    assert chat.labels() == ["Sur place", "À emporter"]
    assert "On ne livre pas" in chat.says("choose_delivery").text()
    assert chat.state == "choosing_mode"


def test_the_next_order_offers_the_old_address() -> None:
    chat = Chat().adds("P03").says("choose_delivery").says("give_address", text=HOME).says("checkout").says("confirm")
    chat.adds("D01").says("checkout").says("choose_delivery")
    assert HOME in chat.text()
    assert placed(chat.says("confirm").says("confirm")).address == HOME


def test_back_goes_one_step_back() -> None:
    chat = Chat().adds("P03").says("checkout").says("choose_delivery").says("give_address", text=HOME)
    steps = [chat.says("back").state for _ in range(4)]
    assert steps == ["asking_address", "choosing_mode", "carting", "browsing"]


def test_the_recap_shows_everything_and_changes_with_it() -> None:
    chat = at_recap()
    for part in ("2 × Pizza thon · 1700 DA", "À emporter", "Total : 1700 DA"):
        assert part in chat.text()
    assert chat.labels() == ["Confirmer", "Modifier", "Annuler"]
    assert [offer.once for offer in chat.offers] == [True, False, True]
    assert "Total : 2550 DA" in chat.says("change_qty", items=[{"item": None, "qty": 3, "was": 2}]).text()
    chat.says("deny").taps("Pizza thon").taps("1")
    assert (chat.state, chat.memory.basket[0].qty) == ("confirming", 1)
    assert chat.taps("Modifier").taps("Changer de mode").taps("Sur place").state == "asking_table"


def test_a_soft_yes_orders_nothing() -> None:
    chat = at_recap().says("confirm", weak=True)
    assert (chat.state, chat.effects) == ("confirming", [])
    assert "« oui » ou « non »" in chat.text()


def test_a_recap_that_was_not_seen_takes_no_yes() -> None:
    chat = Chat().hears(*(Event(n) for n in ("menu", "choose_pickup")), Event("add_item", {"items": [{"item": "P03"}]}))
    assert chat.hears(Event("checkout"), Event("confirm")).effects == []
    assert chat.hears(Event("add_item", {"items": [{"item": "D01"}]}), Event("confirm")).effects == []
    assert len(placed(chat.says("confirm")).basket) == 2


def test_an_order_is_thanked_for_and_everything_begins_anew() -> None:
    chat = ordered()
    assert chat.state == "tracking"
    assert "#1001" in chat.text()
    assert "1700 DA" in chat.text()
    assert (chat.memory.basket, chat.memory.mode, chat.memory.nonce) == ((), "", "")
    assert "déjà enregistrée" in chat.says("confirm").text()
    assert "déjà enregistrée" in chat.says("stale", event="confirm").text()
    assert chat.adds("D01").state == "carting"


def test_prices_that_moved_are_told_and_asked_anew() -> None:
    kitchen = Kitchen(stale=[{"item": "P03", "gone": False, "was_cents": 85000, "now_cents": 90000}])
    chat = ordered(answer=kitchen)
    assert chat.state == "confirming"
    for part in ("850 DA", "900 DA", "Total : 1800 DA"):
        assert part in chat.text()
    assert chat.says("confirm").state == "tracking"


def test_a_basket_whose_dishes_are_gone_is_given_up() -> None:
    chat = ordered(answer=Kitchen(stale=[{"item": "P03", "gone": True, "was_cents": 85000, "now_cents": 0}]))
    assert (chat.state, chat.memory.basket) == ("browsing", ())
    assert "Pizza thon n'est plus disponible" in chat.text()


def test_cancel_asks_before_a_basket_is_lost() -> None:
    chat = at_recap().taps("Annuler")
    assert chat.state == "confirming_abandon"
    assert chat.says("deny").state == "confirming"
    assert chat.says("cancel").says("confirm").memory.basket == ()


def test_an_order_is_cancelled_before_it_is_accepted() -> None:
    kitchen = Kitchen()
    chat = ordered(answer=kitchen).says("cancel")
    assert chat.state == "confirming_cancel"
    assert chat.says("confirm", weak=True).state == "confirming_cancel"
    assert chat.says("deny").state == "tracking"
    assert "annulée" in chat.says("cancel").says("confirm").text()
    assert kitchen.orders.popitem()[1]["status"] == "CANCELLED"


def test_an_order_is_not_cancelled_once_it_is_accepted() -> None:
    kitchen = Kitchen()
    chat = ordered(answer=kitchen)
    next(iter(kitchen.orders.values()))["status"] = "IN_PROGRESS"
    chat.says("cancel", order="1001")
    assert chat.state == "tracking"
    assert "en préparation" in chat.text()
    assert "Parler à quelqu'un" in chat.labels()


def test_the_order_is_found_from_everywhere() -> None:
    chat = ordered().says("track_order")
    assert "#1001 (1700 DA) : en attente" in chat.text()
    chat.adds("D01").says("checkout").says("track_order", order="#1001")
    assert chat.state == "choosing_mode"
    assert "sur place, à emporter" in chat.text()
    assert "Je ne vois pas" in Chat().says("track_order").text()


def test_the_same_again_at_todays_prices_without_what_is_gone() -> None:
    answer = Kitchen()
    chat = Chat(answer=answer).adds("2 P03+R03", "D01").says("checkout").says("choose_pickup").says("confirm")
    order = next(iter(answer.orders.values()))
    order["lines"].append({"item": "Z99", "qty": 1, "options": []})
    assert "Z99 : pas disponible" in chat.says("reorder").text()
    assert "2 × Pizza thon (Sans oignons) · 1700 DA" in chat.text()
    assert "#1001 · 1820 DA" in chat.says("order_history").text()
    order["lines"] = order["lines"][-1:]
    assert "ne sont pas disponibles" in Chat(answer=answer).says("reorder").text()


@pytest.mark.parametrize("state", ["tracking", "choosing_mode"])
def test_news_of_the_kitchen_disturbs_nothing(state: str) -> None:
    chat = ordered()
    if state != "tracking":
        chat.adds("D01").says("checkout")
    for mode, words in (("pickup", "venir la chercher"), ("dine_in", "à table"), ("delivery", "part bientôt")):
        chat.letter("order_changed", number=1001, status="READY", mode=mode, reason=None)
        assert words in chat.text()
        assert (chat.state, len(chat.bubbles), chat.offers) == (state, 1, ())
    chat.letter("order_changed", number=1001, status="CANCELLED", mode="pickup", reason="plus de gaz")
    assert "plus de gaz" in chat.text()
