"""Which language a customer's message speaks for: names, and answers that our own buttons would say, speak for none."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.intents import LocaleRules, Reading
from bot.intents.language import language
from bot.intents.normalise import clean
from bot.intents.reading import Language
from bot.intents.tokens import Token, tokens
from bot.services.menu import Menu
from bot.settings import Settings

DishNames = Mapping[str, Sequence[tuple[str, ...]]]
"""The words of each name that a dish is called by, under the first of them, the longest first."""
ANSWERS = {
    "asking_address": "give_address",
    "asking_phone": "give_phone",
    "asking_table": "give_table",
}
"""States whose answer is names and numbers: the words of an address say nothing of the language of the chat."""
SHORT_ANSWER = 2
WAYS = frozenset(("choose_dine_in", "choose_pickup", "choose_delivery"))


def locale_rules(settings: Settings, own: Mapping[str, Any]) -> LocaleRules:
    """The language flags as the intent layer takes them; a restaurant's own settings come first."""
    return LocaleRules(
        _flag(own, "L10N_ENABLED", settings.l10n_enabled),
        _flag(own, "STRICT_AR_OUT", settings.strict_ar_out),
        _flag(own, "L10N_STICKY_AR_ENABLED", settings.l10n_sticky_ar_enabled),
        _count(own, "L10N_STICKY_AR_THRESHOLD", settings.l10n_sticky_ar_threshold),
    )


def _flag(own: Mapping[str, Any], name: str, usual: bool) -> bool:
    """A restaurant's own flag, also as text; what is no flag leaves the usual one."""
    value = own.get(name, usual)
    return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value).lower(), usual)


def _count(own: Mapping[str, Any], name: str, usual: int) -> int:
    """A restaurant's own count, 1 or more; what is none leaves the usual one."""
    value = str(own.get(name, usual))
    return int(value) if value.isdecimal() and int(value) > 0 else usual


def dish_names(menu: Menu) -> DishNames:
    """What the dishes of a menu are called, in every language and by other names."""
    called = {name for dish in menu.dishes for name in (dish.names.fr, dish.names.arq, *dish.aliases)}
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in {tuple(word.form for word in _words(name)) for name in called} - {()}:
        found.setdefault(name[0], []).append(name)
    return {first: sorted(names, key=len, reverse=True) for first, names in found.items()}


def spoken(reading: Reading, text: str, names: DishNames, state: str) -> Language:
    """The language that a message speaks for; `none` where it only names a dish, an address or what was offered."""
    if reading.why.get("layer") == "choice" or _is_an_answer(state, reading, text):
        return "none"
    return beside_names(reading.language, text, names)


def _is_an_answer(state: str, reading: Reading, text: str) -> bool:
    """Words that say which address without being one are of the chat's language like any others.

    "Emporter" is what the buttons say in Darija, too.
    """
    if len(text.split()) <= SHORT_ANSWER and all(event.name in WAYS for event in reading.events):
        return True
    answers = all(event.name == ANSWERS.get(state) for event in reading.events)
    return answers and all(event.slots.keys().isdisjoint(("addr", "home")) for event in reading.events)


def beside_names(heard: Language, text: str, names: DishNames) -> Language:
    """Who writes "Pizza quatre fromages" speaks no French: what counts is what stands beside the names."""
    if heard not in ("fr", "arq-Latn", "mixed"):
        return heard
    words, rest, at = _words(text), list[Token](), 0
    while at < len(words):
        length = _named(words, at, names)
        rest += words[at : at + 1] if not length else ()
        at += length or 1
    return language(rest) if len(rest) < len(words) else heard


def without_links(text: str) -> str:
    """The text without addresses of the web, whose letters are nobody's words."""
    if text.isascii() or not {".", "/"} & set(text):
        return text
    cleaned = clean(text)
    links = [token for token in tokens(cleaned) if token.kind == "url"]
    for link in reversed(links):
        cleaned = f"{cleaned[: link.start]} {cleaned[link.end :]}"
    return cleaned if links else text


def _named(words: Sequence[Token], at: int, names: DishNames) -> int:
    """How many words from here on are the name of a dish."""
    fits = (name for name in names.get(words[at].form, ()) if name == tuple(w.form for w in words[at : at + len(name)]))
    return len(next(fits, ()))


def _words(text: str) -> list[Token]:
    return [token for token in tokens(clean(text)) if token.kind == "word"]
