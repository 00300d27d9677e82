"""The reply locale: one truth table, one pure function."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from bot.intents.data import table
from bot.intents.normalise import clean, fold, normalise
from bot.intents.reading import Language
from bot.messages import Locale

_ANSWERS = frozenset(fold(word) for word in table("languages")["words"]["answers"].split())
_URL = re.compile(r"(?:https?://|www\.)\S+")
_WORD = re.compile(r"[^\W_]+")
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\u08a0-\u08ff]")


@dataclass(frozen=True, slots=True)
class LocaleRules:
    """The switches: L10N_ENABLED, STRICT_AR_OUT, L10N_STICKY_AR_ENABLED, L10N_STICKY_AR_THRESHOLD."""

    l10n_enabled: bool = True
    strict_ar_out: bool = True
    sticky_enabled: bool = True
    sticky_threshold: int = 2


class ReplyLocale(NamedTuple):
    """The locale of the reply, the new count of Arabic-letter messages, and the row of the table that decided."""

    locale: Locale
    arabic_run: int
    why: str


def has_arabic_letter(text: str) -> bool:
    """Whether a letter of the Arabic script stands in the text; digits, punctuation and URLs do not count."""
    return not text.isascii() and _ARABIC_LETTER.search(_URL.sub(" ", clean(text))) is not None


def is_answer(text: str) -> bool:
    """Whether a message is nothing but a yes or a no (three words at most)."""
    words = _WORD.findall(normalise(text))
    return 0 < len(words) <= 3 and all(word in _ANSWERS for word in words)


def reply_locale(
    text: str | None,
    language: Language = "none",
    *,
    last: Locale | None = None,
    default: Locale = "fr",
    chosen: Locale | None = None,
    arabic_run: int = 0,
    question_pending: bool = False,
    asks: Locale | None = None,
    rules: LocaleRules = LocaleRules(),
) -> ReplyLocale:
    """The locale to answer in. `text` is None for a button or an event; `asks` is the locale that this message names.

    `arabic_run` counts the messages with Arabic letters so far. Rows, the first that holds: asked by name · Arabic
    letters · (localisation off) · chosen · button · neutral · yes or no to a pending question · French · sticky
    Arabic · arabizi or mixed.
    """
    if asks is not None:
        return ReplyLocale(asks, _run_after(asks, arabic_run, rules), "asked")
    arabic = text is not None and has_arabic_letter(text)
    run = arabic_run + 1 if arabic else arabic_run
    kept = chosen or last or default
    if arabic and (rules.strict_ar_out or (rules.l10n_enabled and chosen in (None, "ar"))):
        return ReplyLocale("ar", run, "arabic-letters")
    if not rules.l10n_enabled:
        return ReplyLocale(chosen or default, run, "l10n-off")
    if chosen is not None:
        return ReplyLocale(chosen, run, "chosen")
    if text is None:
        return ReplyLocale(kept, run, "button")
    if arabic:
        return ReplyLocale("ar", run, "arabic-letters")
    return ReplyLocale(*_of_latin(language, kept, last, run, question_pending and is_answer(text), rules))


def _run_after(asked: Locale, run: int, rules: LocaleRules) -> int:
    """A choice of French forgets the Arabic letters, a choice of Arabic counts as enough of them."""
    return {"fr": 0, "ar": max(run, rules.sticky_threshold), "arq": run}[asked]


def _of_latin(
    language: Language, kept: Locale, last: Locale | None, run: int, answering: bool, rules: LocaleRules
) -> tuple[Locale, int, str]:
    if language == "none":
        return kept, run, "neutral"
    if answering and last is not None:
        return last, run, "answer"
    if language == "fr":
        return "fr", run, "french"
    if rules.sticky_enabled and run >= rules.sticky_threshold:
        return "ar", run, "sticky"
    return "arq", run, "mixed" if language == "mixed" else "arabizi"
