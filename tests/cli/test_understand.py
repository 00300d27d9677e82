"""`understand` answers one JSON object a line, in the names of the language material."""

import json
from typing import Any

import pytest

from bot.cli.understand import asked, bundled, named
from bot.messages import Event
from tests.cli.conftest import Run, Talked, told

KEYS = {"language", "intent", "slots", "also", "also_slots", "reply_locale", "score", "why"}


def _read(run: Run, *lines: str) -> list[dict[str, Any]]:
    result = run("understand", "--json", says="".join(f"{line}\n" for line in lines))
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_without_a_database_the_demo_is_on_the_menu(alone: Run) -> None:
    first, second = _read(alone, "salam, bghit 2 pizza margarita", '{"text": "menu", "context": "start"}')
    assert set(first) == set(second) == KEYS
    assert first["language"] == "arq-Latn"
    assert first["reply_locale"] == "arq"
    assert [first["intent"], *first["also"]] == ["add_item", "greet"]
    assert [(line["item"], line["qty"]) for line in first["slots"]["items"]] == [("P01", 2)]
    assert second["intent"] == "menu"
    assert second["reply_locale"] == "keep"


def test_the_context_and_the_last_locale_count(alone: Run) -> None:
    phone = {"text": "0661223344", "context": "address", "locale": "ar"}
    yes = {"text": "oui", "context": "confirm_order", "locale": "ar"}
    given, agreed = _read(alone, json.dumps(phone), json.dumps(yes))
    assert (given["intent"], given["slots"]["phone"]) == ("give_address", "0661223344")
    assert (agreed["intent"], agreed["reply_locale"]) == ("confirm", "keep")


@pytest.mark.parametrize(
    "text", ["Pizza quatre fromages", "9alb louz x2", "resto.com/قائمة", "٣", "Wahran", "pizza salami"]
)
def test_names_links_and_digits_keep_the_locale(alone: Run, text: str) -> None:
    assert _read(alone, text)[0]["reply_locale"] == "keep"


def test_every_decision_is_explained(alone: Run) -> None:
    (read,) = _read(alone, '{"text": "cc zouj tacos", "context": "browse", "locale": "ar"}')
    why = read["why"]
    assert [token["form"] for token in why["tokens"]] == ["cc", "zouj", "tacos"]
    assert why["tokens"][1] == {"text": "zouj", "form": "zouj", "kind": "word", "value": 2}
    assert (why["context"], why["locale"], why["layer"]) == ("browse", "arabizi", "rules")
    assert why["rules"]
    (asked,) = _read(alone, "je veux voir la carte des pizzas svp, c'est combien ?")
    others = [other["intent"] for other in asked["why"]["alternatives"]]
    assert others
    assert not {asked["intent"], *asked["also"]} & set(others)
    assert all(other["by"] for other in asked["why"]["alternatives"])


def test_the_menu_is_the_first_restaurants(run: Run) -> None:
    assert _read(run, "2 pizza margarita")[0]["slots"]["items"][0]["item"] == "P01"
    run("demo", "seed")
    assert _read(run, "2 pizza margarita")[0]["slots"]["items"][0]["item"] == "P01"


def test_every_line_is_answered_and_what_is_no_question_is_text(alone: Run) -> None:
    assert len(_read(alone, "", "  ", "[1]", '{"no": "text"}', "{", '"')) == 6
    assert asked('{"text": 3}\n') == {"text": '{"text": 3}'}


def test_no_line_ends_the_answers(alone: Run) -> None:
    strange = ["[" * 60_000, '{"text": "menu", "context": "\\ud800"}', '{"text": 5}', "\x00", "menu"]
    assert [one["intent"] for one in _read(alone, *strange)][-1] == "menu"


def test_what_would_be_asked_says_so(alone: Run) -> None:
    (doubtful,) = _read(alone, '{"text": "on m\'a dit que le burger est bon", "context": "cart"}')
    assert (doubtful["slots"], doubtful["score"]) == ({"asked": True}, 0.0)


def test_what_nobody_understood_is_listed_in_groups(run: Run, talked: Talked) -> None:
    talked("salam", "kherbouch zzz", "5erbouch zzz", "azerty", "menu")
    groups = told(run("understand", "--misses", "--json"))
    assert [(group["count"], group["people"], group["texts"]) for group in groups] == [
        (2, 1, ["5erbouch zzz", "kherbouch zzz"]),
        (1, 1, ["azerty"]),
    ]
    assert groups[0]["locales"] == ["arq"]
    shown = run("understand", "--misses").stdout
    assert "2 × «5erbouch zzz» «kherbouch zzz»" in shown
    assert told(run("understand", "--misses", "--days", "1", "--json")) == groups


def test_nothing_missed_says_so(run: Run) -> None:
    assert run("understand", "--misses").stdout == "nothing was missed\n"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Event("give_phone", {"phone": "213661223344"}), Event("give_address", {"phone": "0661223344"})),
        (Event("give_qty", {"qty": 2}), Event("change_qty", {"qty": 2})),
        (Event("give_table", {"table": "4"}), Event("choose_dine_in", {"table": "4"})),
        (Event("menu", {"category": "pizzas"}), Event("menu", {"category": "pizzas"})),
        (Event("unknown"), Event("out_of_scope")),
        (Event("unknown", {"guess": "cancel"}), Event("cancel", {"asked": True})),
    ],
)
def test_our_finer_events_have_the_names_of_the_material(ours: Event, theirs: Event) -> None:
    assert named(ours) == theirs


def test_the_bundled_menu_is_the_demos() -> None:
    menu = bundled()
    assert [dish.code for dish in menu.dishes] == [
        *("P01", "P02", "P03", "B01", "B02", "T01", "K01", "C01", "S01", "F01", "D01", "D02", "G01")
    ]
    assert menu.by_code["B01"].price_cents == 65_000
    assert [option.code for option in menu.by_code["B01"].options] == ["X02", "R02"]
