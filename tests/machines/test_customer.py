"""What a customer may do and hears, told as short chats with his machine."""

from typing import Any

import pytest

from bot.machines import effects
from bot.machines.memory import CustomerMemory
from bot.messages import Event
from bot.services.basket import total
from bot.services.menu import Category, Dish, Menu, Names
from tests.machines.chat import Chat, Kitchen, facts, item
from tests.machines.worlds import sold_out

PIZZA = {"text": "pizza", "candidates": ["P01", "P02", "P03"], "qty": 2, "options": []}
BUREK = {"text": "bourek", "candidates": ["K01", "C01"], "qty": 1, "options": []}


def at_recap(**more: Any) -> Chat:
    """Two tuna pizzas, to be fetched."""
    return Chat(**more).adds("2 P03").says("checkout").says("choose_pickup")


def ordered(**more: Any) -> Chat:
    return at_recap(**more).says("confirm")


def big_menu(dishes: int) -> Menu:
    categories = (Category("a", Names.same("Pizzas")), Category("b", Names.same("Boissons")))
    names = ((f"A{n:02d}", "a" if n < dishes - 5 else "b") for n in range(dishes))
    return Menu(categories, tuple(Dish(code, of, Names.same(f"Plat {code}"), 50000) for code, of in names))


# ---- The menu ----


def test_a_greeting_is_answered_and_offers_the_menu() -> None:
    chat = Chat().says("greet")
    assert "Dar Zitoun" in chat.text()
    assert "Pizzas" in chat.labels()
    assert "Dar Zitoun" not in chat.says("greet").text()


def test_a_small_menu_comes_whole_with_codes_and_prices() -> None:
    chat = Chat().says("menu")
    assert "P01 Pizza Margherita · 700 DA" in chat.text()
    assert "G01 Kalb el louz · 150 DA" in chat.text()
    assert chat.labels() == ["Pizzas", "Burgers et sandwichs", "Entrées et plats", "Boissons", "Desserts"]
    assert "P01 بيتزا مارغريتا · 700 دج" in chat.text("ar")


def test_a_large_menu_comes_by_category_and_page() -> None:
    chat = Chat(facts(big_menu(26))).says("menu")
    assert "Pizzas : 21 plats" in chat.text()
    assert "A01" not in chat.text()
    chat.taps("Pizzas")
    assert "A01 Plat A01 · 500 DA" in chat.text()
    assert chat.labels() == [*(f"Plat A{n:02d}" for n in range(8)), "Voir la suite"]
    assert chat.taps("Voir la suite").labels()[0] == "Plat A08"
    assert chat.taps("Voir la suite").labels()[-1] == "Plat A20"


def test_a_dish_shows_its_options_which_toggle() -> None:
    chat = Chat().says("menu", category="pizzas").taps("Pizza Margherita")
    assert "Extra fromage (+150 DA)" in chat.text()
    assert "850 DA" in chat.taps("Extra fromage").text()
    assert "700 DA" in chat.taps("✓ Extra fromage").text()
    chat.taps("Sans olives").taps("Ajouter 2")
    assert "2 × Pizza Margherita (Sans olives) · 1400 DA" in chat.text()


@pytest.mark.parametrize(("name", "slots"), [("give_qty", {"qty": 3}), ("change_qty", {"qty": 3}), ("confirm", {})])
def test_a_quantity_is_typed_in_the_dish(name: str, slots: dict[str, int]) -> None:
    chat = Chat().says("look", item="D01").says(name, **slots)
    assert [(x.item, x.qty) for x in chat.memory.basket] == [("D01", slots.get("qty", 1))]


def test_a_sold_out_dish_is_said_with_others_of_its_category() -> None:
    chat = Chat(facts(sold_out("P03"))).adds("2 P03")
    assert chat.state == "browsing"
    assert "Pizza thon : il n'y en a plus" in chat.text()
    assert chat.labels() == ["Pizza Margherita", "Pizza quatre fromages"]
    assert "(épuisé)" in chat.says("menu").text()


def test_prices_are_told() -> None:
    assert "Pizza thon : 850 DA" in Chat().says("ask_price", item="P03").text()
    assert "P01 Pizza" in Chat().says("ask_price").text()
    assert "Total : 1700 DA" in Chat().adds("2 P03").says("ask_price").text()


# ---- The basket ----


def test_adding_echoes_the_lines_and_the_total() -> None:
    chat = Chat().adds("2 P03", "D01", "P01+X01")
    for line in ("2 × Pizza thon · 1700 DA", "1 × Pizza Margherita (Extra fromage) · 850 DA", "Total : 2670 DA"):
        assert line in chat.text()
    assert chat.labels() == ["Valider", "Ajouter un plat", "Modifier"]


def test_what_is_unclear_is_asked_one_after_the_other_and_the_rest_is_added() -> None:
    chat = Chat().says("add_item", items=[item("D01")], ambiguous=[PIZZA, BUREK])
    assert chat.state == "asking_which"
    assert "1 × Hamoud" in chat.text()
    assert chat.labels()[:3] == ["Pizza Margherita", "Pizza quatre fromages", "Pizza thon"]
    assert "« bourek »" in chat.adds("P03").text()
    assert chat.taps("Aucun").state == "carting"
    assert [(x.item, x.qty) for x in chat.memory.basket] == [("D01", 1), ("P03", 2)]


def test_the_checkout_waits_for_what_is_unclear() -> None:
    chat = Chat().hears(Event("add_item", {"items": [], "ambiguous": [PIZZA]}), Event("checkout"))
    assert chat.state == "asking_which"
    assert chat.taps("Pizza thon").state == "choosing_mode"


def test_of_what_may_be_meant_only_what_can_be_had_is_asked() -> None:
    assert Chat(facts(sold_out("P01", "P02"))).says("add_item", items=[], ambiguous=[PIZZA]).state == "carting"
    olives = {**PIZZA, "options": ["R01"]}
    assert Chat().says("add_item", items=[], ambiguous=[olives]).memory.basket[0].item == "P01"


def test_an_unknown_dish_is_named_back() -> None:
    assert "« sushi »" in Chat().says("add_item", items=[item("P03")], unknown_items=["sushi"]).text()


@pytest.mark.parametrize(
    ("name", "slots", "basket"),
    [
        ("change_qty", {"items": [{"item": "P03", "qty": 4}]}, "4 P03, 1 D01"),
        ("change_qty", {"items": [{"item": None, "qty": 3}]}, "2 P03, 3 D01"),
        ("change_qty", {"items": [{"item": None, "qty": 3, "was": 2}]}, "3 P03, 1 D01"),
        ("change_qty", {"items": [{"item": None, "qty": 2, "was": 3}]}, "3 P03, 1 D01"),
        ("change_qty", {"items": [{"item": "P03", "delta": -1}]}, "1 P03, 1 D01"),
        ("change_qty", {"items": [{"item": "P03", "factor": 2}]}, "4 P03, 1 D01"),
        ("change_qty", {"items": [{"item": "P03", "qty": 0}]}, "1 D01"),
        ("change_qty", {"items": [{"item": "K01", "qty": 4}]}, "2 P03, 1 D01, 4 K01"),
        ("add_item", {"items": [{"item": None, "qty": 1, "delta": 1}]}, "2 P03, 2 D01"),
        ("add_item", {"items": [{"item": "P03", "qty": 0}]}, "1 D01"),
        ("add_item", {"items": []}, "2 P03, 1 D01"),
        ("remove_item", {"items": [{"item": "P03"}]}, "1 D01"),
        ("remove_item", {"items": [{"item": "P03", "qty": 1}]}, "1 P03, 1 D01"),
        ("remove_item", {"items": [{"item": None}]}, "2 P03"),
        ("remove_item", {"items": [{"item": None, "candidates": ["P01", "P03"]}]}, "1 D01"),
        ("remove_item", {"items": [{"item": "P03", "options": ["R03"]}]}, "1 D01, 2 P03+R03"),
        ("remove_item", {"items": [{"item": "P03", "qty": 1, "options": ["R03"]}]}, "2 P03, 1 D01, 1 P03+R03"),
        ("remove_item", {"items": [{"item": "B01", "options": ["R02"]}]}, "2 P03, 1 D01, 1 B01+R02"),
        ("give_options", {"options": ["R03"]}, "1 D01, 2 P03+R03"),
        ("remove_item", {"items": [{"item": "P03", "options": ["ananas"]}]}, "2 P03, 1 D01"),
        ("add_item", {"items": [{"item": "K01", "qty": 1, "instead": {"item": "P03"}}]}, "1 D01, 1 K01"),
        (
            "add_item",
            {"items": [{"item": "K01", "qty": 1, "instead": {"item": "P03", "qty": 1}}]},
            "1 P03, 1 D01, 1 K01",
        ),
        (
            "add_item",
            {"items": [{"item": "K01", "qty": 1, "instead": {"item": "P03", "as_many": True}}]},
            "1 D01, 2 K01",
        ),
        ("add_item", {"items": [{"item": "Z99", "qty": 1, "instead": {"item": "P03"}}]}, "2 P03, 1 D01"),
        ("add_item", {"items": [{"item": "Z99", "instead": {"item": "P03", "anyway": True}}]}, "1 D01"),
        ("add_item", {"items": [{"item": "P03", "qty": 998}]}, "2 P03, 1 D01"),
        ("change_qty", {"items": [{"item": "P03", "qty": 1000}]}, "2 P03, 1 D01"),
        ("got_catalog_order", {"items": [{"item": "F01", "qty": 2}]}, "2 P03, 1 D01, 2 F01"),
        ("give_options", {"options": ["R01"]}, "2 P03, 1 D01"),
    ],
)
@pytest.mark.parametrize("recap", [False, True])
def test_a_correction_is_good_at_any_point(name: str, slots: dict[str, Any], basket: str, recap: bool) -> None:
    chat = Chat().adds("2 P03", "D01")
    if recap:
        chat.says("checkout").says("choose_pickup")
    chat.says(name, **slots)
    assert ", ".join("+".join((f"{x.qty} {x.item}", *x.options)) for x in chat.memory.basket) == basket
    assert chat.state == ("confirming" if recap else "carting")
    assert f"{total(chat.memory.basket) // 100} DA" in chat.text()


def test_what_a_dish_does_not_have_is_not_taken_off_with_the_dish() -> None:
    chat = Chat().adds("P03").says("remove_item", items=[{"item": "P03", "options": ["ananas"]}])
    assert "Pizza thon : je n'ai pas l'option « ananas »" in chat.text()
    assert "déjà comme ça" not in chat.text()


def test_which_dish_is_replaced_is_asked() -> None:
    instead = {"item": None, "candidates": ["P01", "P02", "P03"], "text": "pizza"}
    chat = Chat().adds("P01", "P03").says("add_item", items=[{"item": "T01", "qty": 1, "instead": instead}])
    assert chat.labels()[:2] == ["Pizza Margherita", "Pizza thon"]
    assert [x.item for x in chat.taps("Pizza thon").memory.basket] == ["P01", "T01"]


def test_a_dish_may_come_for_itself_with_other_options() -> None:
    item = {"item": "P01", "qty": 1, "options": ["R01"], "instead": {"item": "P01", "options": []}}
    chat = Chat().adds("P01+X01").says("add_item", items=[item])
    assert [x.options for x in chat.memory.basket] == [("R01",)]


def test_what_comes_for_a_dish_may_be_asked_first() -> None:
    chat = Chat().adds("2 T01").says("add_item", items=[], ambiguous=[{**PIZZA, "instead": {"item": "T01"}}])
    assert [(x.item, x.qty) for x in chat.memory.basket] == [("T01", 2)]
    assert [(x.item, x.qty) for x in chat.taps("Pizza thon").memory.basket] == [("P03", 2)]


def test_more_than_a_line_can_have_is_said() -> None:
    chat = Chat().adds("600 P03").adds("600 P03")
    assert "« 600 P03 »" in chat.text()
    assert [x.qty for x in chat.memory.basket] == [600]
    assert "« 1200 P03 »" in chat.says("change_qty", items=[{"item": "P03", "factor": 2}]).text()


def test_an_option_named_like_several_is_refused_once() -> None:
    chat = Chat().adds("T01").says("give_options", options=["X01", "X03"])
    assert "l'option « Extra fromage »" in chat.text()


def test_taking_off_what_is_not_there_changes_nothing() -> None:
    assert "Salade variée : ce n'est pas dans" in Chat().adds("P03").says("remove_item", items=[{"item": "S01"}]).text()


def test_the_last_line_taken_off_leads_back_to_the_menu() -> None:
    chat = at_recap().says("remove_item", items=[{"item": "P03"}])
    assert (chat.state, chat.memory.nonce) == ("browsing", "")
    assert "vide" in chat.text()


def test_emptying_asks_when_there_is_something_to_lose() -> None:
    assert Chat().adds("P03").says("clear_cart").state == "browsing"
    chat = Chat().adds("P03", "D01").says("clear_cart")
    assert chat.state == "confirming_clear"
    assert chat.says("confirm", weak=True).state == "confirming_clear"
    assert chat.says("deny").state == "carting"
    assert not chat.says("clear_cart").says("confirm").memory.basket


def test_an_old_basket_is_offered_again_at_todays_prices() -> None:
    chat = at_recap()
    chat.facts = facts(sold_out("D01"), away=5 * 3600.0)
    chat.says("confirm")
    assert chat.state == "confirming"
    assert "t'attend toujours" in chat.text()
    assert chat.effects == []


def test_one_of_that_is_the_dish_that_was_just_spoken_of() -> None:
    chat = Chat().adds("D01").says("ask_price", item="P03").says("add_item", items=[{"item": None, "qty": 2}])
    assert [(x.item, x.qty) for x in chat.memory.basket] == [("D01", 1), ("P03", 2)]
    assert chat.says("add_item", items=[{"item": None, "qty": 1}]).memory.basket[-1].qty == 3


def test_an_option_said_twice_is_taken_once() -> None:
    chat = Chat().adds("P01").says("give_options", options=["R01"]).says("give_options", options=["R01"])
    assert chat.memory.basket[0].options == ("R01",)


def test_options_of_another_dish_stand_for_its_own() -> None:
    chat = Chat().adds("B01").says("give_options", options=["R03"])
    assert chat.memory.basket[0].options == ("R02",)
    assert "« Extra fromage »" in chat.says("give_options", options=["X01"]).text()


# ---- The memory ----


def test_memory_from_another_version_is_read() -> None:
    assert CustomerMemory.from_json({"misses": 2, "of_tomorrow": [1]}) == CustomerMemory(misses=2)
    assert CustomerMemory().to_json() == {}


def test_recap_is_reached_with_what_is_known() -> None:
    chat = Chat().says("choose_pickup").adds("P03").says("checkout")
    assert chat.state == "confirming"
    assert isinstance(chat.says("confirm").effects[0], effects.PlaceOrder)


def test_every_order_has_its_own_nonce() -> None:
    kitchen = Kitchen()
    ordered(answer=kitchen).adds("D01").says("checkout").says("choose_pickup").says("confirm")
    assert [o["number"] for o in kitchen.orders.values()] == [1001, 1002]
