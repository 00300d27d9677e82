"""Every template, in every language, with every hostile value, as a phone shows it.

Each value stands in one piece and can be read, and the words around it are where they are with a harmless one.
"""

import re
from functools import cache

import pytest

from bot.locales.kinds import Kind
from bot.locales.template import LRM, MARK, RLM
from bot.locales.values import Money, Say, Value
from bot.messages import LOCALES, Locale
from bot.services.menu import Names
from tests.locales.uax9 import levels, visual
from tests.locales.visual import CALM, HOSTILE, RENDERER, Case, Shown, cases, faults, filled, lines, shown

CASES = cases()
BY_LOCALE = {locale: [case for case in CASES if case.locale == locale] for locale in LOCALES}


@cache
def _calm(case: Case) -> list[Shown]:
    return [shown(line) for line in lines(case, filled(case, CALM[case.locale]))]


def _faults(case: Case, said: str, bare: int = 0) -> list[str]:
    now = lines(case, filled(case, said), bare)
    return [fault for line, was in zip(now, _calm(case), strict=True) for fault in faults(line, was)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.locale}-{case.key}-{case.form}")
def test_no_value_moves_what_stands_around_it(case: Case) -> None:
    for said in HOSTILE:
        assert not _faults(case, said), said


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_tested_is_what_is_said(locale: Locale) -> None:
    """The lines with their owners are, character for character, the renderer's."""
    for case in BY_LOCALE[locale]:
        given = filled(case, HOSTILE[0])
        said = RENDERER.say(Say(case.key, given), locale)
        for line in lines(case, given):
            assert "".join(char for char, _ in line) in said.split("\n"), case


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.locale}-{case.key}-{case.form}")
def test_every_line_runs_in_its_language(case: Case) -> None:
    for said in HOSTILE[:6]:
        for line in lines(case, filled(case, said)):
            assert levels("".join(char for char, _ in line))[1] == int(MARK[case.locale] == RLM) or not line


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.locale}-{case.key}-{case.form}")
def test_lines_of_their_own_stand_beside_nothing(case: Case) -> None:
    source = case.template.source
    for _, name, kind in case.template.places:
        if kind is Kind.LINES:
            assert f"{{{name}}}" in source.split("\n"), "lines begin and end with a line"


GLUED = re.compile(r"[A-Za-z#!/@]\{\w+\}(?!\u200e)|(?<!\u200e)![a-z0-9]")
COMMAND = re.compile("[\u200e]?![{a-z0-9][^\u200e\u0620-\u06ff]*[\u200e]?")


@pytest.mark.parametrize("key", sorted(RENDERER.catalogue.texts))
def test_a_command_in_an_arabic_line_reads_from_the_left(key: str) -> None:
    """`!order {number}`, `T{number}`: the sign would else stand on the wrong side of its value."""
    for template in RENDERER.catalogue.texts[key]["ar"].forms.values():
        assert not GLUED.search(template.source), f"{key} needs a left-to-right mark on both sides of it"
        for command in COMMAND.findall(template.source):
            assert command.startswith(LRM), command
            assert command.endswith(LRM) or "{" not in command, command


def test_one_isolate_less_is_noticed() -> None:
    """Taking the isolates from any variable that stands beside something is noticed with at least one of the values."""
    tried, noticed = 0, 0
    for case in CASES:
        for at, _, kind in case.template.places:
            beside = case.template.parts[at - 1] + case.template.parts[at + 1]
            if kind in (Kind.TEXT, Kind.WORDS, Kind.NUMBER) and beside.strip():
                tried += 1
                noticed += any(_faults(case, said, at) for said in HOSTILE)
    assert tried > 200
    assert noticed == tried


PIZZA = Names("Pizza thon", "بيتزا تونة", "Pizza thon")


@pytest.mark.parametrize(
    ("key", "locale", "values", "seen"),
    [
        ("customer.basket.line", "fr", {"qty": 2, "dish": "شربة (2)", "price": Money(70_000)}, "2 × )2( ةبرش · 700 DA"),
        ("customer.basket.line", "ar", {"qty": 2, "dish": PIZZA, "price": Money(140_000)}, "جد 1400 · ةنوت ازتيب × 2"),
        ("customer.basket.line", "ar", {"qty": 2, "dish": "Bourek (2)", "price": Money(0)}, "جد 0 · Bourek (2) × 2"),
        ("customer.menu.dish", "ar", {"code": "P03", "dish": PIZZA, "price": Money(85_000)}, "جد 850 · ةنوت ازتيب P03"),
        ("customer.unknown_dish", "fr", {"dish": "\u202eكسكسي"}, "Je ne trouve pas « يسكسك » sur la carte."),
        ("customer.unknown_dish", "ar", {"dish": "Couscous!"}, ".ةمئاقلا يف »Couscous!« دجأ مل"),
        ("customer.recap.table", "ar", {"table": "12 B"}, "12 B ةلواطلا ،معطملا يف"),
        ("customer.recap.phone", "ar", {"phone": "0550 12 34 56"}, "0550 12 34 56 :فتاهلا"),
        (
            "customer.found",
            "ar",
            {"number": "#1001", "total": Money(0), "status": Say("common.status.new")},
            ".ديكأتلا راظتنا يف :)جد 0( #1001 كبلط",
        ),
        ("staff.unknown_command", "ar", {"name": "frob"}, ".ةمئاقلا ضرعل !help بتكا .!frob فرعأ ال"),
    ],
)
def test_as_a_phone_shows_it(key: str, locale: Locale, values: dict[str, Value], seen: str) -> None:
    said = RENDERER.say(Say(key, values), locale)
    assert "".join(char for char in visual(said) if char not in "\u200e\u200f") == seen
