"""Whatever is said, it goes out within the limits and whole."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.channels import Limits
from bot.channels.checking import violations
from bot.channels.fitting import fit, tidy
from bot.channels.terminal import Terminal
from bot.channels.whatsapp import WhatsApp
from bot.messages import Button, Outgoing
from bot.web.graph_rules import refusal
from tests.channels.hostile import outgoings

WHATSAPP = WhatsApp()
QUICK_REPLIES = Limits(
    text=2000,
    body=2000,
    buttons=13,
    button_title=20,
    rows=0,
    row_title=0,
    row_hint=0,
    section_title=0,
    opener=0,
    id=1000,
    row_id=0,
)
"""A platform without lists, as Messenger is."""
EVERY = pytest.mark.parametrize("limits", [WHATSAPP.limits, QUICK_REPLIES], ids=["lists", "no lists"])
patient = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


def bare(text: str) -> str:
    """The text without isolates and what `tidy` takes out."""
    return re.sub("[\u2066-\u2069]", "", tidy(text))


def seen(text: str) -> list[str]:
    """Its words that can be seen."""
    return [word for word in bare(text).split() if not all(unicodedata.category(char) == "Cf" for char in word)]


def said(parts: tuple[Outgoing, ...]) -> str:
    return bare("".join(part.text for part in parts))


def visible(*texts: str) -> str:
    """The characters that leave ink."""
    return "".join(char for char in tidy("".join(texts)) if not char.isspace() and unicodedata.category(char) != "Cf")


def shown(parts: tuple[Outgoing, ...]) -> str:
    """Everything a person sees."""
    labels = [
        label for part in parts for button in part.buttons for label in (button.title, button.hint, button.section)
    ]
    return visible(*(part.text for part in parts), *labels)


@EVERY
@given(outgoing=outgoings())
@example(outgoing=Outgoing("x" * 4097))
@example(outgoing=Outgoing("x" * 1025, (Button("a", "A"),)))
@example(outgoing=Outgoing("\u2068" * 9000, (Button("a", "\u2068" * 99),), ask_location=True))
@patient
def test_every_part_is_valid(limits, outgoing):
    for part in fit(outgoing, limits):
        assert violations(part, limits) == []


@given(outgoing=outgoings())
@patient
def test_meta_takes_every_part(outgoing):
    for part in WHATSAPP.fit(outgoing):
        assert refusal(WHATSAPP.request(part, account="1", recipient="213550111222", outbox_id="o").body) is None


@EVERY
@given(outgoing=outgoings())
@patient
def test_every_choice_is_in_exactly_one_part_or_a_numbered_line(limits, outgoing):
    parts = fit(outgoing, limits)
    tappable = [button.id for part in parts for button in part.buttons]
    if tappable or not outgoing.buttons:
        assert tappable == [button.id for button in outgoing.buttons]
    else:
        numbers = iter(re.findall(r"(?m)^(\d+)\.", "\n".join(bare(part.text) for part in parts)))
        assert all(str(number) in numbers for number in range(1, len(outgoing.buttons) + 1))


@EVERY
@given(outgoing=outgoings())
@patient
def test_every_word_is_said_in_order(limits, outgoing):
    told, at = said(fit(outgoing, limits)), 0
    for word in seen(outgoing.text):
        at = told.find(word, at)
        assert at >= 0, word
        at += len(word)


@EVERY
@given(outgoing=outgoings())
@patient
def test_every_label_is_shown_whole(limits, outgoing):
    told = shown(fit(outgoing, limits))
    for button in outgoing.buttons:
        for label in (button.title, button.hint):
            assert visible(label) in told


@EVERY
@given(outgoing=outgoings())
@patient
def test_what_fits_is_left_alone(limits, outgoing):
    for part in fit(outgoing, limits):
        again = fit(part, limits)
        assert [replace(one, opener="") for one in again] == [replace(part, opener="")]


@given(outgoing=outgoings())
@patient
def test_the_terminal_says_everything_too(outgoing):
    parts = Terminal().fit(outgoing)
    assert [button for part in parts for button in part.buttons] == list(outgoing.buttons)
    assert "".join(seen(outgoing.text)) == "".join("".join(seen(part.text)) for part in parts)


def buttons(*titles: str) -> tuple[Button, ...]:
    return tuple(Button(f"id{number}", title) for number, title in enumerate(titles, 1))


def one(outgoing: Outgoing) -> Outgoing:
    (part,) = WHATSAPP.fit(outgoing)
    return part


def test_three_short_titles_are_buttons():
    asked = Outgoing("Prêt ?", buttons("Oui", "Non", "Retour au menu"))
    assert WHATSAPP.fit(asked) == (asked,)


@pytest.mark.parametrize(
    "asked",
    [
        Outgoing("?", buttons("a", "b", "c", "d")),
        Outgoing("?", buttons("a", "b"), lists=True),
        Outgoing("?", buttons("x" * 21)),
        Outgoing("?", (Button("1", "a", hint="h"),)),
        Outgoing("?", (Button("1", "a", section="s"),)),
    ],
)
def test_otherwise_they_are_a_list(asked):
    part = one(asked)
    assert (part.lists, part.opener) == (True, "☰")
    assert [button.title for button in part.buttons] == [button.title for button in asked.buttons]


def test_more_rows_than_a_list_holds_are_pages():
    rows = tuple(Button(f"id{n}", f"Plat {n}", section="Pizzas" if n < 12 else "Boissons") for n in range(23))
    parts = WHATSAPP.fit(Outgoing("Choisissez", rows, lists=True, opener="Voir"))
    assert [part.text for part in parts] == ["Choisissez\n(1/3)", "Pizzas · Boissons\n(2/3)", "Boissons\n(3/3)"]
    assert [len(part.buttons) for part in parts] == [10, 10, 3]
    assert tuple(row for part in parts for row in part.buttons) == rows


def test_a_long_title_moves_into_the_hint():
    (row,) = one(Outgoing("?", (Button("1", "Pizza aux quatre fromages", "1000 DA"),))).buttons
    assert row == Button("1", "Pizza aux quatre fromag…", "Pizza aux quatre fromages · 1000 DA")


def test_a_longer_one_is_written_above_with_its_number():
    long = "Pizza aux quatre fromages, aux olives et à tout ce que la maison a de meilleur"
    part = one(Outgoing("Choisir", (Button("1", "Eau"), Button("2", long, "1200 DA")), lists=True))
    assert part.text == f"Choisir\n\n2. {long} — 1200 DA"
    assert part.buttons == (Button("1", "Eau"), Button("2", "2. Pizza aux quatre fro…", "1200 DA"))


def test_what_would_fill_the_body_becomes_numbered_lines():
    asked = Outgoing("Choisir", buttons(*(f"{n} " + "mot " * 60 for n in range(6))))
    parts = WHATSAPP.fit(asked)
    assert not any(part.buttons for part in parts)
    assert "\n6. 5 mot mot" in parts[-1].text


@pytest.mark.parametrize("ident", ["", " ", "x" * 257])
def test_an_id_that_cannot_be_sent_makes_numbered_lines(ident):
    asked = Outgoing("Choisir", (Button("a", "Oui"), Button(ident, "Non")))
    assert one(asked) == Outgoing("Choisir\n\n1. Oui\n2. Non")


def test_equal_titles_are_told_apart():
    assert [button.title for button in one(Outgoing("?", buttons("Oui", "Oui", "Non"))).buttons] == [
        "Oui",
        "Oui (2)",
        "Non",
    ]


def test_equal_long_titles_are_told_apart_and_whole():
    part = one(Outgoing("?", buttons("x" * 24, "x" * 24), lists=True))
    assert [row.title for row in part.buttons] == ["x" * 24, "x" * 19 + "… (2)"]
    assert part.text == "?\n\n2. " + "x" * 24


def test_a_missing_section_name_is_a_mark():
    rows = (Button("1", "a", section="Pizzas"), Button("2", "b"))
    assert [row.section for row in one(Outgoing("?", rows)).buttons] == ["Pizzas", "•"]


def test_labels_are_one_line_and_ids_bare():
    (button,) = one(Outgoing("?", (Button(" a ", " Oui\nbien\u2028sûr  "),))).buttons
    assert button == Button("a", "Oui bien sûr")


def test_a_long_text_goes_ahead_of_its_buttons():
    story = "\n\n".join(f"Paragraphe {n}. " + "mot " * 100 for n in range(12))
    parts = WHATSAPP.fit(Outgoing(f"{story}\n\nOn y va ?", buttons("Oui", "Non")))
    assert [len(part.buttons) for part in parts] == [0, 0, 2]
    assert parts[-1].text.endswith("On y va ?")
    assert all(part.text.startswith("Paragraphe") for part in parts)


def test_a_place_is_asked_for_last_and_alone():
    parts = WHATSAPP.fit(Outgoing("Où ?", buttons("Retour"), ask_location=True))
    assert parts == (Outgoing("Où ?", buttons("Retour")), Outgoing("📍", ask_location=True))
    assert one(Outgoing("Où ?", ask_location=True)) == Outgoing("Où ?", ask_location=True)
    assert one(Outgoing("", ask_location=True)) == Outgoing("📍", ask_location=True)


def test_a_label_has_no_loose_end_where_an_isolate_was_dropped():
    assert one(Outgoing("?", buttons("Oui \u2069"))).buttons == buttons("Oui")


@pytest.mark.parametrize("text", ["", "  \n", "\u2068\u2069", "\u200d", "\0"])
def test_nothing_to_say_is_no_message(text):
    assert WHATSAPP.fit(Outgoing(text)) == ()
    assert one(Outgoing(text, buttons("Oui"))).text == "👇"


def test_a_button_without_a_title_shows_its_number():
    assert [button.title for button in one(Outgoing("?", buttons("Oui", "\n"))).buttons] == ["Oui", "2"]


def test_a_platform_without_lists_pages_its_buttons():
    rows = tuple(Button(str(n), f"Plat {n}", f"{n} DA") for n in range(15))
    first, second = fit(Outgoing("Choisir", rows, lists=True), QUICK_REPLIES)
    assert (len(first.buttons), len(second.buttons), first.lists) == (13, 2, False)
    assert second.text == "14. Plat 13 — 13 DA\n15. Plat 14 — 14 DA\n(2/2)"


BROKEN = {
    "empty": Outgoing(" "),
    "long": Outgoing("x" * 4097),
    "long by emoji": Outgoing("😀" * 2049),
    "long above buttons": Outgoing("x" * 1025, buttons("a")),
    "four buttons": Outgoing("?", buttons("a", "b", "c", "d")),
    "long title": Outgoing("?", buttons("x" * 21)),
    "empty title": Outgoing("?", buttons("")),
    "equal titles": Outgoing("?", buttons("a", "a")),
    "equal ids": Outgoing("?", (Button("1", "a"), Button("1", "b"))),
    "long id": Outgoing("?", (Button("x" * 257, "a"),)),
    "loose id": Outgoing("?", (Button("x ", "a"),)),
    "hint of a button": Outgoing("?", (Button("1", "a", "h"),)),
    "eleven rows": Outgoing("?", buttons(*"abcdefghijk"), lists=True, opener="o"),
    "no rows": Outgoing("?", lists=True, opener="o"),
    "long row": Outgoing("?", buttons("x" * 25), lists=True, opener="o"),
    "long row id": Outgoing("?", (Button("x" * 201, "a"),), lists=True, opener="o"),
    "long hint": Outgoing("?", (Button("1", "a", "x" * 73),), lists=True, opener="o"),
    "long section": Outgoing("?", (Button("1", "a", "", "x" * 25),), lists=True, opener="o"),
    "nameless section": Outgoing("?", (Button("1", "a", "", "s"), Button("2", "b")), lists=True, opener="o"),
    "no opener": Outgoing("?", buttons("a"), lists=True),
    "long opener": Outgoing("?", buttons("a"), lists=True, opener="x" * 21),
    "place with choices": Outgoing("?", buttons("a"), ask_location=True),
    "two lines": Outgoing("?", buttons("a\nb")),
    "open isolate": Outgoing("\u2068a"),
    "stray end": Outgoing("?", buttons("a\u2069")),
    "control": Outgoing("a\0"),
    "lone surrogate": Outgoing("a\ud800"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_the_checker_notices(broken):
    assert len(WHATSAPP.violations(broken)) == 1


@given(st.text())
@patient
def test_tidy_text_is_tidy_for_good(text):
    assert tidy(tidy(text)) == tidy(text)
