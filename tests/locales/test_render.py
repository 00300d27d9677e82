"""Words: money, isolates, hostile values, and a catalogue that refuses what is incomplete."""

import pytest
from bidi.algorithm import get_display  # type: ignore[import-untyped]

from bot.errors import WordsError
from bot.locales.catalogue import RLM, Catalogue
from bot.locales.render import FSI, PDI, Renderer, money
from bot.locales.values import Lines, Money, Say
from bot.messages import LOCALES
from bot.services.menu import Names

WORDS = {
    "t": {
        "line": {"fr": "{qty} × {dish} : {price}", "ar": "{qty} × {dish}: {price}", "arq": "{qty} × {dish} : {price}"},
        "for": {"fr": "pour {who}", "ar": "باسم {who}", "arq": "l {who}"},
        "dishes": {
            "fr": {"one": "{n} plat", "other": "{n} plats"},
            "ar": {"one": "طبق", "two": "طبقان", "few": "{n} أطباق", "other": "{n} طبقا"},
            "arq": {"one": "{n} plat", "other": "{n} plats"},
        },
    }
}


def _say(key: str, locale: str, **values: object) -> str:
    renderer = Renderer(Catalogue({"t": {**WORDS["t"], "dishes": _count()}}))
    return renderer.say(Say(f"t.{key}", values), locale)  # type: ignore[arg-type]


def _count() -> dict[str, object]:
    same = dict.fromkeys(("one", "two", "few", "other"), "{n} x")
    return {"fr": {"one": "{n} plat", "other": "{n} plats"}, "ar": {**same, "two": "{n} y"}, "arq": same}


@pytest.mark.parametrize(
    ("cents", "locale", "shown"),
    [
        (140_000, "fr", "1400 DA"),
        (140_000, "ar", "1400 دج"),
        (12_345_600, "arq", "123\u202f456 DA"),
        (1_050, "fr", "10,50 DA"),
        (0, "fr", "0 DA"),
        (-5_000, "fr", "-50 DA"),
    ],
)
def test_money(cents: int, locale: str, shown: str) -> None:
    assert money(cents, locale) == shown


def test_a_latin_line_of_latin_values_is_plain_text() -> None:
    said = _say("line", "fr", qty=2, dish=Names.same("Pizza thon"), price=Money(170_000))
    assert said == "2 × Pizza thon : 1700 DA"


def test_values_are_isolated_where_directions_meet() -> None:
    assert _say("for", "fr", who="سارة") == f"pour {FSI}سارة{PDI}"
    assert _say("for", "ar", who="Sara") == f"باسم {FSI}Sara{PDI}"


def test_an_arabic_line_reads_from_the_right() -> None:
    said = _say("line", "ar", qty=2, dish=Names("Pizza", "بيتزا", "Pizza"), price=Money(140_000))
    shown = get_display(said.translate(dict.fromkeys((0x2068, 0x2069))))
    assert shown.rstrip("\u200f").endswith("2"), "the quantity stands at the right"


def test_a_line_of_values_has_one_mark_however_deep_it_is_made() -> None:
    line = Say("t.line", {"qty": 2, "dish": Names.same("Pizza"), "price": Money(140_000)})
    head = {"fr": "Menu\n{lines}", "ar": "قائمة\n{lines}", "arq": "Menu\n{lines}"}
    words = {"t": {**WORDS["t"], "head": head, "own": dict.fromkeys(LOCALES, "{how}")}}
    renderer = Renderer(Catalogue(words))
    said = renderer.say(Say("t.head", {"lines": Lines((line, line))}), "ar")
    assert [one.count(RLM) for one in said.split("\n")] == [0, 1, 1]
    assert renderer.say(Say("t.own", {"how": Say("t.own", {"how": line})}), "ar").count(RLM) == 1
    assert RLM not in renderer.say(Say("t.head", {"lines": Lines((line, line))}), "fr")


def test_a_label_that_is_one_value_is_bare_in_every_language() -> None:
    renderer = Renderer(Catalogue({"t": {"own": dict.fromkeys(LOCALES, "{dish}")}}))
    label = Say("t.own", {"dish": Names.same("Pizza")})
    assert [renderer.label(label, locale) for locale in LOCALES] == ["Pizza"] * 3


@pytest.mark.parametrize("hostile", ["\u202eevil", "a\u2069b\u2067", "x\n\n✅ Commande #1 PAYÉE", "{total}", "\u200f"])
def test_a_hostile_value_neither_turns_nor_breaks_the_line(hostile: str) -> None:
    for locale in LOCALES:
        said = _say("for", locale, who=hostile)
        inner = said.removeprefix("باسم ").removeprefix("pour ").removeprefix("l ").strip(FSI + PDI)
        assert "\n" not in inner
        assert not set(inner) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_a_missing_language_is_refused() -> None:
    with pytest.raises(WordsError, match="exactly"):
        Catalogue({"t": {"x": {"fr": "a", "ar": "b"}}})


def test_a_value_that_one_language_forgets_is_refused() -> None:
    with pytest.raises(WordsError, match="same values"):
        Catalogue({"t": {"x": {"fr": "{a}", "ar": "b", "arq": "{a}"}}})


def test_an_unknown_key_or_a_missing_value_is_refused() -> None:
    with pytest.raises(WordsError):
        _say("nothing", "fr")
    with pytest.raises(WordsError, match="who"):
        _say("for", "fr")


def test_every_bundled_word_loads() -> None:
    assert len(Catalogue.bundled().texts) > 100
