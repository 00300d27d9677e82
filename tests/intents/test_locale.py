"""The truth table of the reply locale, row by row."""

import pytest

from bot.intents import Language, LocaleRules, reply_locale
from bot.intents.locale import has_arabic_letter, is_answer
from bot.messages import Locale

OFF = LocaleRules(l10n_enabled=False)
LAX = LocaleRules(strict_ar_out=False)
LOOSE = LocaleRules(sticky_enabled=False)
PATIENT = LocaleRules(sticky_threshold=4)

Row = tuple[str | None, Language, Locale | None, Locale | None, int, bool, LocaleRules, Locale, str]
TABLE: list[Row] = [
    # text, language, last, chosen, arabic run, question pending, rules → locale, why
    ("bonjour je veux une pizza", "fr", None, None, 0, False, LocaleRules(), "fr", "french"),
    ("bonjour je veux une pizza", "fr", "ar", None, 5, False, LocaleRules(), "fr", "french"),
    ("nheb pizza", "arq-Latn", None, None, 0, False, LocaleRules(), "arq", "arabizi"),
    ("nheb pizza", "arq-Latn", "fr", None, 1, False, LocaleRules(), "arq", "arabizi"),
    ("nheb pizza", "arq-Latn", "ar", None, 2, False, LocaleRules(), "ar", "sticky"),
    ("nheb pizza", "arq-Latn", "ar", None, 2, False, LOOSE, "arq", "arabizi"),
    ("nheb pizza", "arq-Latn", "ar", None, 3, False, PATIENT, "arq", "arabizi"),
    ("nheb pizza", "arq-Latn", "ar", None, 4, False, PATIENT, "ar", "sticky"),
    ("je veux zouj pizza", "mixed", "fr", None, 0, False, LocaleRules(), "arq", "mixed"),
    ("je veux zouj pizza", "mixed", "ar", None, 2, False, LocaleRules(), "ar", "sticky"),
    ("أريد بيتزا", "ar", "fr", None, 0, False, LocaleRules(), "ar", "arabic-letters"),
    ("نحب بيتزا", "arq-Arab", None, None, 0, False, LocaleRules(), "ar", "arabic-letters"),
    ("je veux بيتزا", "mixed", "fr", None, 0, False, LocaleRules(), "ar", "arabic-letters"),
    ("أريد بيتزا", "ar", "fr", "fr", 0, False, LocaleRules(), "ar", "arabic-letters"),
    ("أريد بيتزا", "ar", "fr", "arq", 0, False, LocaleRules(), "ar", "arabic-letters"),
    ("أريد بيتزا", "ar", "fr", "fr", 0, False, LAX, "fr", "chosen"),
    ("أريد بيتزا", "ar", "fr", None, 0, False, LAX, "ar", "arabic-letters"),
    ("أريد بيتزا", "ar", "fr", "ar", 0, False, LAX, "ar", "arabic-letters"),
    ("je veux une pizza", "fr", "fr", "ar", 0, False, LocaleRules(), "ar", "chosen"),
    ("nheb pizza", "arq-Latn", "arq", "fr", 9, False, LocaleRules(), "fr", "chosen"),
    ("je veux une pizza", "fr", "fr", "arq", 0, False, LocaleRules(), "arq", "chosen"),
    (None, "none", "arq", None, 0, False, LocaleRules(), "arq", "button"),
    (None, "none", "ar", None, 0, True, LocaleRules(), "ar", "button"),
    (None, "none", None, None, 0, False, LocaleRules(), "fr", "button"),
    (None, "none", "fr", "ar", 0, False, LocaleRules(), "ar", "chosen"),
    ("2", "none", "arq", None, 0, False, LocaleRules(), "arq", "neutral"),
    ("٢", "none", "arq", None, 0, False, LocaleRules(), "arq", "neutral"),
    ("؟", "none", "fr", None, 0, False, LocaleRules(), "fr", "neutral"),
    ("👍", "none", "ar", None, 0, False, LocaleRules(), "ar", "neutral"),
    ("ok", "none", "ar", None, 3, True, LocaleRules(), "ar", "neutral"),
    ("https://example.com/منيو", "none", None, None, 0, False, LocaleRules(), "fr", "neutral"),
    ("pizza", "none", None, None, 0, False, LocaleRules(), "fr", "neutral"),
    ("oui", "fr", "ar", None, 0, True, LocaleRules(), "ar", "answer"),
    ("oui", "fr", "ar", None, 0, False, LocaleRules(), "fr", "french"),
    ("wah", "arq-Latn", "fr", None, 0, True, LocaleRules(), "fr", "answer"),
    ("la la khouya", "arq-Latn", "fr", None, 0, True, LocaleRules(), "fr", "answer"),
    ("oui ajoutez aussi une pizza", "fr", "arq", None, 0, True, LocaleRules(), "fr", "french"),
    ("نعم", "ar", "fr", None, 0, True, LocaleRules(), "ar", "arabic-letters"),
    ("oui", "fr", None, None, 0, True, LocaleRules(), "fr", "french"),
    ("nheb pizza", "arq-Latn", "arq", None, 0, False, OFF, "fr", "l10n-off"),
    ("nheb pizza", "arq-Latn", "arq", "ar", 0, False, OFF, "ar", "l10n-off"),
    ("أريد بيتزا", "ar", "fr", None, 0, False, OFF, "ar", "arabic-letters"),
    ("أريد", "ar", "fr", None, 0, False, LocaleRules(l10n_enabled=False, strict_ar_out=False), "fr", "l10n-off"),
    (None, "none", "arq", None, 0, False, OFF, "fr", "l10n-off"),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}-{row[3]}-{row[7]}-{row[8]}")
def test_table(row: Row) -> None:
    text, language, last, chosen, run, pending, rules, locale, why = row
    answer = reply_locale(
        text, language, last=last, default="fr", chosen=chosen, arabic_run=run, question_pending=pending, rules=rules
    )
    assert (answer.locale, answer.why) == (locale, why)


@pytest.mark.parametrize(
    ("asks", "run", "after"),
    [("fr", 5, 0), ("ar", 0, 2), ("ar", 7, 7), ("arq", 1, 1)],
    ids=["fr", "ar", "ar-more", "arq"],
)
def test_asking_by_name_wins_and_sets_the_count(asks: Locale, run: int, after: int) -> None:
    answer = reply_locale("LANG", "none", last="arq", chosen="ar", arabic_run=run, asks=asks)
    assert answer == (asks, after, "asked")


def test_default_of_the_restaurant_is_the_last_resort() -> None:
    assert reply_locale("2", "none", default="ar").locale == "ar"


def test_each_arabic_letter_message_counts_once() -> None:
    run = 0
    for text in ("سلام", "2", "نحب بيتزا", None):
        run = reply_locale(text, "none", arabic_run=run).arabic_run
    assert run == 2


def test_asked_in_arabic_letters_for_french_is_french() -> None:
    assert reply_locale("بالفرنسية", "ar", asks="fr").locale == "fr"


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("سلام", True),
        ("ﷺ", True),
        ("٠١٢", False),
        ("؟،", False),
        ("שלום", False),
        ("salam", False),
        ("پیتزا", True),
        ("", False),
    ],
)
def test_arabic_letters(text: str, letter: bool) -> None:
    assert has_arabic_letter(text) is letter


@pytest.mark.parametrize(
    ("text", "answer"),
    [("oui", True), ("Ih khouya", True), ("non merci", True), ("oui une pizza", False), ("", False), ("👍", False)],
)
def test_answers(text: str, answer: bool) -> None:
    assert is_answer(text) is answer
