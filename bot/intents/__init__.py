"""What did they mean: text, choices and context in, one or more events with slots out, with the reason."""

from bot.intents.locale import LocaleRules, ReplyLocale, reply_locale
from bot.intents.menu import MenuGrammar
from bot.intents.reading import Choice, Context, Language, Reading
from bot.intents.recogniser import Recogniser

__all__ = [
    "Choice",
    "Context",
    "Language",
    "LocaleRules",
    "MenuGrammar",
    "Reading",
    "Recogniser",
    "ReplyLocale",
    "reply_locale",
]
