"""What somebody changes his mind about on the way: the address, the hour, a second basket, one of two alike lines."""

import pytest

from bot.machines import effects
from bot.machines.memory import CustomerMemory, Part
from bot.messages import Event
from tests.machines.chat import Chat, Kitchen, facts
from tests.machines.test_customer import at_recap, ordered

HOME = "Cité 200 logts, Kouba"


def asked_where(chat: Chat | None = None) -> Chat:
    """At the address question."""
    chat = (chat or Chat()).adds("P03").says("checkout").says("choose_delivery")
    assert chat.state == "asking_address"
    return chat


def delivered(kitchen: Kitchen | None = None) -> Chat:
    """Somebody whose order is on its way to him."""
    chat = asked_where(Chat(answer=kitchen or Kitchen())).says("give_address", text=HOME).says("confirm")
    assert chat.state == "tracking"
    return chat


def test_the_same_address_is_that_of_the_last_order() -> None:
    chat = asked_where(delivered()).says("give_address", addr="last", text="la même adresse")
    assert (chat.state, chat.memory.address) == ("confirming", HOME)


def test_the_same_pin_is_that_of_the_last_order() -> None:
    first = asked_where().says("give_address", latitude=36.7, longitude=3.0).says("confirm")
    chat = asked_where(first)
    assert "position" in chat.text("fr"), "a pin without words is offered again, too"
    chat.says("give_address", addr="last")
    assert (chat.state, chat.memory.latitude, chat.memory.longitude) == ("confirming", 36.7, 3.0)


def test_an_order_to_fetch_does_not_forget_the_address() -> None:
    chat = delivered().adds("D01").says("checkout").says("choose_pickup").says("confirm")
    assert asked_where(chat).says("give_address", addr="last").memory.address == HOME


@pytest.mark.parametrize("slots", [{"addr": "last", "text": "la même adresse"}, {"home": True, "text": "chez moi"}])
def test_words_that_hold_no_address_are_none(slots: dict[str, object]) -> None:
    chat = asked_where().says("give_address", **slots)
    assert (chat.state, chat.memory.address) == ("asking_address", "")


def test_another_address_than_the_old_one_is_asked_for() -> None:
    chat = asked_where(delivered())
    assert HOME in chat.text("fr")
    assert HOME not in chat.says("change_address").text("fr")


def test_who_wants_no_delivery_is_asked_how_else() -> None:
    chat = asked_where().says("change_mode", without="delivery")
    assert (chat.state, chat.memory.mode) == ("choosing_mode", "")
    assert "« livraison »" in chat.text("fr")


def test_a_new_address_leaves_nothing_of_the_old_one() -> None:
    chat = asked_where().says("give_address", latitude=36.7, longitude=3.0).says("change_address")
    chat.says("give_address", text=HOME)
    assert (chat.memory.address, chat.memory.latitude) == (HOME, None)
    chat.says("change_address").says("give_address", latitude=36.8, longitude=3.1)
    assert (chat.memory.address, chat.memory.latitude) == ("", 36.8)


def test_words_still_complete_a_pin_at_the_recap() -> None:
    chat = asked_where().says("give_address", latitude=36.7, longitude=3.0).says("give_address", text="porte bleue")
    assert (chat.memory.address, chat.memory.latitude) == ("porte bleue", 36.7)


# ---- After the order ----


def test_a_dish_after_the_order_begins_another() -> None:
    assert "nouvelle commande" in ordered().adds("D01").text("fr")
    assert "nouvelle commande" not in ordered().adds("D01").adds("F01").text("fr")


def test_what_is_at_the_restaurant_is_changed_by_people() -> None:
    chat = ordered().says("change")
    assert chat.state == "tracking"
    assert chat.labels() == ["Parler à quelqu'un", "Annuler ma commande", "Voir la carte"]


def test_an_order_that_is_over_is_not_spoken_of() -> None:
    chat = ordered().letter("order_changed", number=1001, status="DONE", mode="pickup")
    assert "#1001" not in chat.says("confirm").text("fr")
    assert "#1001" not in chat.says("stale", event="choose_dine_in").text("fr")


# ---- The hour ----


def note(chat: Chat) -> str | None:
    (order,) = (effect for effect in chat.effects if isinstance(effect, effects.PlaceOrder))
    return order.note


def test_an_hour_is_shown_before_it_is_passed_on() -> None:
    chat = at_recap().says("give_slot", text="à 20h")
    assert (chat.state, chat.memory.recap) == ("confirming", True)
    assert "« à 20h »" in chat.text("fr")
    assert note(chat.says("confirm")) == "à 20h"
    assert chat.memory.when == ""


def test_the_last_hour_counts_and_soon_is_none() -> None:
    chat = Chat().says("give_slot", text="à 19h").adds("P03").says("give_slot", text="à 20h")
    assert chat.memory.when == "à 20h"
    chat.says("checkout").says("choose_pickup").says("give_slot", time="asap", text="maintenant")
    assert note(chat.says("confirm")) is None


def test_an_hour_of_yesterday_is_not_passed_on() -> None:
    chat = at_recap().says("give_slot", text="à 20h")
    chat.facts = facts(away=5 * 3600.0)
    assert chat.says("greet").memory.when == ""


def test_after_the_order_an_hour_comes_too_late() -> None:
    chat = ordered().says("give_slot", text="à 20h")
    assert chat.memory.when == ""
    assert "#1001" in chat.text("fr")


# ---- The same again, beside a basket ----


def test_two_baskets_are_asked_about() -> None:
    chat = ordered().adds("2 D01").says("reorder")
    assert (chat.state, [line.item for line in chat.memory.basket]) == ("asking_reorder", ["D01"])
    assert len(chat.offers) == 3
    assert all(offer.once for offer in chat.offers), "an old tap doubles nothing"


@pytest.mark.parametrize(("label", "items"), [("Remplacer", ["P03"]), ("Ajouter", ["D01", "P03"]), ("Garder", ["D01"])])
def test_each_answer_does_what_it_says(label: str, items: list[str]) -> None:
    chat = ordered().adds("2 D01").says("reorder").taps(label)
    assert (chat.state, [line.item for line in chat.memory.basket]) == ("carting", items)
    assert chat.memory.errand == ""


def test_what_can_no_longer_be_had_asks_nothing() -> None:
    chat = ordered().adds("2 D01")
    chat.answer = lambda effect, chat: chat_recall() if isinstance(effect, effects.RecallOrder) else None
    chat.says("reorder")
    assert (chat.state, [line.item for line in chat.memory.basket]) == ("carting", ["D01"])


def chat_recall() -> Event:
    return Event("recalled", {"lines": [{"item": "Z99", "qty": 1, "options": []}]})


# ---- Two lines of one dish ----


def two_alike() -> Chat:
    chat = Chat().adds("1 P01", "2 P01+X01").says("remove_item", items=[{"item": "P01"}])
    assert chat.state == "asking_which"
    return chat


@pytest.mark.parametrize(
    ("label", "left"),
    [
        ("Sans option", [(2, ("X01",))]),
        ("Extra fromage", [(1, ())]),
        ("Tous", []),
        ("Aucun", [(1, ()), (2, ("X01",))]),
    ],
)
def test_the_line_that_is_meant_goes(label: str, left: list[tuple[int, tuple[str, ...]]]) -> None:
    chat = two_alike().taps(label)
    assert [(line.qty, line.options) for line in chat.memory.basket] == left


def test_one_piece_of_the_line_that_is_meant() -> None:
    chat = (
        Chat().adds("1 P01", "2 P01+X01").says("remove_item", items=[{"item": "P01", "qty": 1}]).taps("Extra fromage")
    )
    assert [(line.qty, line.options) for line in chat.memory.basket] == [(1, ()), (1, ("X01",))]


def test_who_says_as_many_as_there_are_means_all() -> None:
    chat = Chat().adds("1 P01", "2 P01+X01").says("remove_item", items=[{"item": "P01", "qty": 3}])
    assert chat.memory.basket == ()


def test_a_line_that_is_named_whole_goes_at_once() -> None:
    chat = Chat().adds("1 P01", "2 P01+X01").says("remove_item", items=[{"item": "P01", "options": ["X01"]}])
    assert [line.options for line in chat.memory.basket] == [()]


# ---- The memory ----


def test_a_memory_from_before_these_questions_is_read() -> None:
    old = {"pending": [{"verb": "add_item", "candidates": ["P01", "P02"], "said": "pizza", "more": {"qty": 2}}]}
    assert CustomerMemory.from_json(old).pending == (Part("add_item", ("P01", "P02"), "pizza", {"qty": 2}),)
    assert CustomerMemory.from_json(old).when == ""


def test_a_question_about_lines_survives_json() -> None:
    kept = CustomerMemory(pending=(Part("remove_item", ("P01",), "", {}, ((), ("X01",))),), when="à 20h")
    assert CustomerMemory.from_json(kept.to_json()) == kept
