"""Words: amounts, counts and days as each language shows them, isolates, hostile values, wrong values."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.errors import WordsError
from bot.locales.catalogue import Catalogue
from bot.locales.formats import money
from bot.locales.render import Renderer
from bot.locales.template import FSI, LRM, PDI, RLM
from bot.locales.values import Clock, Day, Lines, Money, Say, Value
from bot.messages import LOCALES, Locale
from bot.services.menu import Names

AR_DISHES = {
    "zero": "لا أطباق",
    "one": "طبق واحد",
    "two": "طبقان",
    "few": "{n} أطباق",
    "many": "{n} طبقاً",
    "other": "{n} طبق",
}
WORDS: dict[str, dict[str, Any]] = {
    "t": {
        "line": {"fr": "{qty} × {dish} : {price}", "ar": "{qty} × {dish}: {price}", "arq": "{qty} × {dish} : {price}"},
        "for": {"fr": "pour {who}", "ar": "باسم {who}", "arq": "l {who}"},
        "dishes": {
            "fr": {"one": "{n} plat", "other": "{n} plats"},
            "ar": AR_DISHES,
            "arq": {"one": "{n} plat", "other": "{n} plats"},
        },
        "head": {"fr": "Menu\n{lines}", "ar": "قائمة\n{lines}", "arq": "Menu\n{lines}"},
        "own": dict.fromkeys(LOCALES, "{how}"),
        "name": dict.fromkeys(LOCALES, "{dish}"),
        "when": dict.fromkeys(LOCALES, "{day} {time}"),
        "is": {"fr": "Ta commande : {status}", "ar": "طلبك: {status}", "arq": "La commande : {status}"},
    }
}


@pytest.fixture
def renderer() -> Renderer:
    return Renderer(Catalogue(WORDS))


def _say(key: str, locale: Locale, **values: Value) -> str:
    return Renderer(Catalogue(WORDS)).say(Say(f"t.{key}", values), locale)


@pytest.mark.parametrize(
    ("cents", "locale", "shown"),
    [
        (140_000, "fr", "1400 DA"),
        (140_000, "ar", "1400 دج"),
        (999_900, "fr", "9999 DA"),
        (1_000_000, "ar", "10\u202f000 دج"),
        (12_345_600, "arq", "123\u202f456 DA"),
        (1_050, "fr", "10,50 DA"),
        (1_050, "ar", "10,50 دج"),
        (0, "fr", "0 DA"),
        (-5_000, "fr", "-50 DA"),
    ],
)
def test_money(cents: int, locale: Locale, shown: str) -> None:
    assert money(cents, locale) == shown


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "لا أطباق"),
        (1, "طبق واحد"),
        (2, "طبقان"),
        (3, "3 أطباق"),
        (10, "10 أطباق"),
        (11, "11 طبقاً"),
        (99, "99 طبقاً"),
        (100, "100 طبق"),
        (102, "102 طبق"),
        (103, "103 أطباق"),
        (111, "111 طبقاً"),
    ],
)
def test_arabic_counts_in_six_forms(count: int, said: str) -> None:
    assert _say("dishes", "ar", n=count).replace(FSI, "").replace(PDI, "") == said


def test_french_and_darija_count_in_two() -> None:
    assert [_say("dishes", "fr", n=n)[-5:] for n in (0, 1, 2)] == [" plat", " plat", "plats"]
    assert _say("dishes", "arq", n=2).endswith("plats")


def test_days_and_hours() -> None:
    values: dict[str, Value] = {"day": Day(date(2026, 8, 24)), "time": Clock(datetime(2026, 8, 24, 7, 5, tzinfo=UTC))}
    shown = {locale: _say("when", locale, **values).translate(dict.fromkeys(map(ord, FSI + PDI + LRM + RLM)))
             for locale in LOCALES}  # fmt: skip
    assert shown == {"fr": "lundi 24 août 07:05", "ar": "الاثنين 24 أوت 07:05", "arq": "lundi 24 août 07:05"}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_value_is_isolated(locale: Locale) -> None:
    said = _say("line", locale, qty=2, dish=Names.same("Pizza thon"), price=Money(170_000))
    assert said.count(FSI) == said.count(PDI) == 3
    assert f"{FSI}Pizza thon{PDI}" in said
    assert _say("for", locale, who="Sara").endswith(f" {FSI}Sara{PDI}")


def test_a_line_without_words_is_told_where_to_begin() -> None:
    values: dict[str, Value] = {"qty": 2, "dish": Names.same("Pizza"), "price": Money(140_000)}
    assert _say("line", "ar", **values).startswith(RLM)
    assert _say("line", "fr", **values).startswith(LRM)
    assert _say("line", "arq", **values).startswith(LRM)


def test_a_line_of_values_has_one_mark_however_deep_it_is_made(renderer: Renderer) -> None:
    line = Say("t.line", {"qty": 2, "dish": Names.same("Pizza"), "price": Money(140_000)})
    marks: tuple[tuple[Locale, str], ...] = (("ar", RLM), ("fr", LRM))
    for locale, mark in marks:
        said = renderer.say(Say("t.head", {"lines": Lines((line, line))}), locale)
        assert [one.count(mark) for one in said.split("\n")] == [0, 1, 1]
        assert renderer.say(Say("t.own", {"how": Say("t.own", {"how": line})}), locale).count(mark) == 1


def test_words_inside_words_are_isolated_line_by_line(renderer: Renderer) -> None:
    inner = Say("t.head", {"lines": Say("t.for", {"who": "سارة"})})
    said = renderer.say(Say("t.is", {"status": inner}), "fr")
    assert said == f"Ta commande : {FSI}Menu{PDI}\n{FSI}pour {FSI}سارة{PDI}{PDI}"


def test_a_label_that_is_one_value_is_bare_in_every_language(renderer: Renderer) -> None:
    label = Say("t.name", {"dish": Names.same("Pizza")})
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
        Catalogue({"t": {"x": {"fr": "{dish}", "ar": "b", "arq": "{dish}"}}})


def test_a_variable_without_a_kind_is_refused() -> None:
    with pytest.raises(WordsError, match="no kind is declared for whatever"):
        Catalogue({"t": {"x": dict.fromkeys(LOCALES, "{whatever}")}})
    with pytest.raises(WordsError, match="nonsense"):
        Catalogue({"t": {"x": {**dict.fromkeys(LOCALES, "{dish}"), "values": {"dish": "nonsense"}}}})


@pytest.mark.parametrize("missing", AR_DISHES)
def test_an_arabic_plural_needs_all_six_forms(missing: str) -> None:
    forms = {form: text for form, text in AR_DISHES.items() if form != missing}
    with pytest.raises(WordsError, match="plural forms zero, one, two, few, many, other"):
        Catalogue({"t": {"x": {"fr": "{n}", "ar": forms, "arq": "{n}"}}})


def test_a_brace_that_is_not_closed_is_refused() -> None:
    for text in ("{dish", "dish}", "{dish.upper}", "{dish!r}", "{dish:>9}", "{}", "{0.__class__}"):
        with pytest.raises(WordsError, match=r"brace|kind"):
            Catalogue({"t": {"x": dict.fromkeys(LOCALES, text)}})


def test_one_brace_or_two_are_the_same() -> None:
    words = Catalogue({"t": {"x": {"fr": "a {{dish}}", "ar": "ا {dish}", "arq": "a {{ dish }}"}}})
    assert Renderer(words).say(Say("t.x", {"dish": "b"}), "arq") == f"a {FSI}b{PDI}"


def test_an_unknown_key_a_missing_value_or_a_wrong_one_is_refused() -> None:
    with pytest.raises(WordsError):
        _say("nothing", "fr")
    with pytest.raises(WordsError, match="who"):
        _say("for", "fr")
    values: dict[str, Value] = {"qty": 2, "dish": "Pizza", "price": 1400}
    with pytest.raises(WordsError, match=r"t\.line was given int for 'price', which is money"):
        _say("line", "fr", **values)
    with pytest.raises(WordsError, match="count n"):
        _say("dishes", "fr")


def test_every_bundled_word_loads() -> None:
    assert len(Catalogue.bundled().texts) > 100
