"""The table that decides the language of a reply, row by row, through the listener, the machine and the words.

Each row is tried from every language before, with every choice, and with every setting of the four flags; what is
said, in the message, on its buttons and to the next letter, is all in the language that the first fitting row names.
"""

from itertools import product
from typing import NamedTuple

import pytest

from bot.messages import LOCALES, Kind, Locale, Media, Place
from bot.services.menu import Menu
from tests.intents.demo_menu import demo_menu
from tests.locales.talk import Talk, shop

KNOWN: tuple[Locale | None, ...] = (None, *LOCALES)
MENU: Menu = demo_menu()
LINE = {"item": "P01", "qty": 1, "options": [], "unit_cents": 70_000}
BASKET = {"basket": [LINE], "nonce": "1" * 32, "last": LINE, "greeted": True}
DISHES = sorted(
    {name for dish in MENU.dishes for name in (dish.names.fr, dish.names.arq, *dish.aliases) if name.isprintable()}
)
LATIN_DISHES = [name for name in DISHES if not any("\u0600" <= char <= "\u06ff" for char in name)]

ARABIC = ("أريد بيتزا تونة", "نحب زوج بيتزا", "je veux une بيتزا", "السلة", "2 طاكوس svp", "ﺳﻼﻡ")
NEUTRAL = (
    "٣", "٠٥٥٠ ١٢ ٣٤ ٥٦", "؟", "?", "2", "x2", "P01", "P01 x2", "#1001", "👍", "🍕🍕", "ok", "menu", "merci",
    "pizza salami", "Wahran", "wahran", "Oran", "Bab Ezzouar", "0550 12 34 56", "https://maps.app.goo.gl/Xy",
    "www.resto.dz/menu-bonjour",
    "https://ar.wikipedia.org/wiki/بيتزا", "resto.com/قائمة", "HTTPS://RESTO.DZ/قائمة", "שלום", "12:30", "...",
)  # fmt: skip
ARABIZI = ("nheb zouj pizza margarita", "wach kayen lyoum", "3tini la carte khouya", "je veux zouj pizza svp")
FRENCH = ("je voudrais deux pizzas thon", "bonjour, qu'est-ce que vous avez ?", "enlevez la pizza de mon panier")
ANSWERS = ("oui", "non", "ih", "lala", "oui merci", "saha", "d'accord", "la la khouya")
ASKED: tuple[tuple[str, Locale], ...] = (
    ("LANG FR", "fr"), ("lang fr", "fr"), ("  Lang   français ", "fr"), ("en français stp", "fr"),
    ("parle en français", "fr"), ("بالفرنسية من فضلك", "fr"), ("LANG AR", "ar"), ("lang arabe", "ar"),
    ("LANG العربية", "ar"), ("en arabe svp", "ar"), ("بالعربية", "ar"), ("LANG DARIJA", "arq"), ("LANG DZ", "arq"),
    ("lang darja", "arq"), ("hder m3aya b darja", "arq"), ("تكلم بالدارجة", "arq"),
)  # fmt: skip


class Flags(NamedTuple):
    """The four settings of the policy."""

    enabled: bool = True
    strict: bool = True
    sticky: bool = True
    threshold: int = 2

    @property
    def env(self) -> tuple[tuple[str, str], ...]:
        return (
            ("L10N_ENABLED", str(self.enabled)),
            ("STRICT_AR_OUT", str(self.strict)),
            ("L10N_STICKY_AR_ENABLED", str(self.sticky)),
            ("L10N_STICKY_AR_THRESHOLD", str(self.threshold)),
        )


class Before(NamedTuple):
    """What is known of a customer before his message."""

    last: Locale | None = None
    chosen: Locale | None = None
    run: int = 0
    place: Locale = "fr"


ALL_FLAGS = [Flags(*one) for one in product((True, False), (True, False), (True, False), (2, 3))]
RUNS = (0, 1, 2, 3)
PLACES: tuple[Locale, ...] = ("fr", "ar")
EVERY = [Before(*one) for one in product(KNOWN, KNOWN, RUNS, PLACES)]


def _talk(flags: Flags, before: Before, state: str = "browsing", basket: bool = False) -> Talk:
    app = shop(flags.env, (), before.place)
    return Talk(app, before.last, before.chosen, before.run, state, BASKET if basket else {"greeted": True})


def _kept(before: Before) -> Locale:
    return before.chosen or before.last or before.place


def _of_arabic(flags: Flags, before: Before) -> Locale:
    """Arabic letters are answered in Arabic, strictly whatever else holds; else the choice and the flag come first."""
    if flags.strict:
        return "ar"
    if not flags.enabled:
        return before.chosen or before.place
    return before.chosen or "ar"


def _of_latin(flags: Flags, before: Before, heard: Locale) -> Locale:
    """A choice, then French as it is, then what stays Arabic, then Darija."""
    if not flags.enabled:
        return before.chosen or before.place
    if before.chosen or heard == "fr":
        return before.chosen or "fr"
    return "ar" if flags.sticky and before.run >= flags.threshold else "arq"


def _of_neutral(flags: Flags, before: Before) -> Locale:
    return _kept(before) if flags.enabled else before.chosen or before.place


def _check(talk: Talk, heard: Locale, wanted: Locale, about: object) -> None:
    assert heard == wanted, (about, talk.said)
    assert talk.spoken == {wanted}, (about, talk.said)


@pytest.mark.parametrize("flags", ALL_FLAGS, ids=str)
def test_arabic_letters(flags: Flags) -> None:
    for at, before in enumerate(EVERY):
        talk, text = _talk(flags, before), ARABIC[at % len(ARABIC)]
        _check(talk, talk.says(text), _of_arabic(flags, before), (text, before))
        assert talk.row.arabic_run == before.run + 1


@pytest.mark.parametrize("flags", ALL_FLAGS, ids=str)
def test_arabizi_and_what_stays_arabic(flags: Flags) -> None:
    for at, before in enumerate(EVERY):
        talk, text = _talk(flags, before), ARABIZI[at % len(ARABIZI)]
        _check(talk, talk.says(text), _of_latin(flags, before, "arq"), (text, before))


@pytest.mark.parametrize("flags", ALL_FLAGS, ids=str)
def test_french(flags: Flags) -> None:
    for at, before in enumerate(EVERY):
        talk, text = _talk(flags, before), FRENCH[at % len(FRENCH)]
        _check(talk, talk.says(text), _of_latin(flags, before, "fr"), (text, before))


@pytest.mark.parametrize("text", [*NEUTRAL, *LATIN_DISHES])
def test_what_speaks_for_no_language_changes_none(text: str) -> None:
    for at, before in enumerate(EVERY[::5]):
        talk = _talk(Flags(), before, "carting" if at % 2 else "browsing", basket=bool(at % 2))
        _check(talk, talk.says(text), _kept(before), before)
        assert talk.row.arabic_run == before.run


@pytest.mark.parametrize("flags", ALL_FLAGS, ids=str)
def test_neutral_words_with_every_flag(flags: Flags) -> None:
    texts = ("٣", "Wahran", "Pizza quatre fromages")
    for at, before in enumerate(EVERY):
        talk, text = _talk(flags, before), texts[at % len(texts)]
        _check(talk, talk.says(text), _of_neutral(flags, before), (text, before))


@pytest.mark.parametrize("flags", ALL_FLAGS, ids=str)
def test_a_button_keeps_the_language(flags: Flags) -> None:
    """Live, old, forged or from a catalogue, whatever is written on it; so do a pin, a photo and a thumb."""
    for before in EVERY:
        talk = _talk(flags, before, "carting", basket=True)
        talk.does(kind=Kind.CHOICE, text="Valider", choice="not ours")
        _check(talk, talk.row.locale, _of_neutral(flags, before), before)
        title = next(iter(talk.buttons))
        _check(talk, talk.taps(title), _of_neutral(flags, before), (before, title))
        for message in (
            {"kind": Kind.CHOICE, "text": "تأكيد", "choice": "x"},
            {"kind": Kind.CHOICE, "text": "Parler à quelqu'un", "choice": "x"},
            {"kind": Kind.LOCATION, "place": Place(36.74, 3.04, "حيدرة")},
            {"kind": Kind.MEDIA, "media": Media("image")},
        ):
            _check(talk, talk.does(**message), _of_neutral(flags, before), (before, message))


@pytest.mark.parametrize("text", ANSWERS)
@pytest.mark.parametrize("state", ["carting", "choosing_mode", "confirming", "confirming_clear", "confirming_abandon"])
def test_a_yes_or_a_no_stays_in_the_language_of_the_question(state: str, text: str) -> None:
    for last, chosen, run in product(LOCALES, KNOWN, RUNS):
        talk = _talk(Flags(), Before(last, chosen, run), state, basket=True)
        _check(talk, talk.says(text), chosen or last, (last, chosen, run))


@pytest.mark.parametrize("text", ANSWERS)
def test_so_it_does_where_something_is_asked_beside_the_way(text: str) -> None:
    """Whether a hundred are meant, which language, whether a person is wanted: asked in states that ask nothing."""
    for last, question in product(LOCALES, ("P01 x 100", "LANG", "qsdf wxcv")):
        talk = Talk(last=last)
        assert talk.says(question) == last
        assert talk.buttons
        _check(talk, talk.says(text), last, (last, question, talk.said))


@pytest.mark.parametrize("last", LOCALES)
@pytest.mark.parametrize("state", ["browsing", "viewing_dish", "carting", "changing", "choosing_mode", "confirming"])
def test_the_words_of_a_button_that_was_shown_are_no_sentence(state: str, last: Locale) -> None:
    """ "Sans olives" is what the menu says in Darija, too."""

    def asked() -> Talk:
        talk = Talk(last=last, state=state, memory={**BASKET, "dish": LINE, "mode": "pickup"})
        assert talk.says("?") == last
        return talk

    assert len(asked().buttons) > 1
    for title in asked().buttons:
        talk = asked()
        _check(talk, talk.says(title), last, title)


@pytest.mark.parametrize(("text", "to"), ASKED)
def test_a_language_asked_by_name_is_spoken_and_kept(text: str, to: Locale) -> None:
    for flags, before in product((Flags(), Flags(enabled=False, strict=False, sticky=False)), EVERY[::7]):
        talk = _talk(flags, before)
        _check(talk, talk.says(text), to, before)
        assert talk.row.chosen == to
        assert talk.row.arabic_run == {"fr": 0, "ar": max(before.run, 2), "arq": before.run}[to]
        _check(talk, talk.says("menu"), to, before)
        _check(talk, talk.says("nheb zouj pizza"), to, before)
        _check(talk, talk.says("je voudrais une eau"), to, before)


@pytest.mark.parametrize("to", LOCALES)
def test_so_it_is_by_its_button(to: Locale) -> None:
    for last in LOCALES:
        talk = Talk(last=last, arabic_run=5)
        talk.says("LANG")
        _check(talk, talk.taps({"fr": "Français", "ar": "العربية", "arq": "Darja"}[to]), to, last)
        assert (talk.row.chosen, talk.row.arabic_run) == (to, 0 if to == "fr" else 5)


@pytest.mark.parametrize("flags", ALL_FLAGS, ids=str)
def test_news_come_in_the_chosen_language_else_the_last_one_else_the_place_s(flags: Flags) -> None:
    for before in EVERY:
        talk = _talk(flags, before)
        news = {"number": 1001, "status": "ACCEPTED", "reason": None, "mode": "pickup"}
        _check(talk, talk.hears("order_changed", **news), _kept(before), before)


def test_an_arabic_message_does_not_outlive_the_flag() -> None:
    """Without the policy, Arabic letters are still answered in Arabic; the next word is answered as ever."""
    talk = Talk(shop(Flags(enabled=False).env))
    assert [talk.says(text) for text in ("السلة", "menu", "nheb pizza", "السلة")] == ["ar", "fr", "fr", "ar"]


@pytest.mark.parametrize(
    ("flag", "value", "said", "heard"),
    [
        ("L10N_ENABLED", False, ["nheb pizza"], "fr"),
        ("STRICT_AR_OUT", False, ["LANG FR", "السلة"], "fr"),
        ("L10N_STICKY_AR_ENABLED", False, ["سلام", "السلة", "nheb pizza"], "arq"),
        ("L10N_STICKY_AR_THRESHOLD", 3, ["سلام", "السلة", "nheb pizza"], "arq"),
        ("L10N_STICKY_AR_THRESHOLD", 1, ["السلة", "nheb pizza"], "ar"),
    ],
)
def test_each_flag_changes_what_is_said_everywhere_or_at_one_restaurant(
    flag: str, value: object, said: list[str], heard: Locale
) -> None:
    def last(talk: Talk) -> Locale:
        return [talk.says(text) for text in said][-1]

    everywhere = ((flag, str(value)),)
    assert last(Talk()) != heard
    assert last(Talk(shop(everywhere))) == heard
    assert last(Talk(shop((), ((flag, value),)))) == heard
    default = {"L10N_STICKY_AR_THRESHOLD": 2}.get(flag, True)
    assert last(Talk(shop(everywhere, ((flag, default),)))) != heard


def test_every_dish_of_the_demo_is_tried() -> None:
    assert len(LATIN_DISHES) > 30
    assert "Pizza quatre fromages" in LATIN_DISHES
