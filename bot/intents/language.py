"""Which language a message speaks, by its own evidence alone."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.intents.data import table
from bot.intents.normalise import fold, is_arabic, stems
from bot.intents.reading import Language
from bot.intents.tokens import Token

_LISTS = {name: frozenset(fold(word) for word in words.split()) for name, words in table("languages")["words"].items()}
_FRENCH_MARK = re.compile(r"[éèêàçùâîôûœ]", re.IGNORECASE)
_FRENCH_END = re.compile(r".{3,}(?:tion|ment|eux|ais|ait|ez|ique|elle|eur|aux|oir|ances?)s?$")
_VOWEL = re.compile(r"[aeiouy]")
_ARABIZI = re.compile(r"[a-z]*(?:[a-z][379]|[379][a-z])[a-z379]*")
_NOT_FRENCH = re.compile(
    r"[lny][bcdfgjkmnpqstvxz][a-z0-9]{2,}|[mbzkwqrg][bcdfgjkmnpqstvxz][a-z0-9]{3,}|d[jzb][a-z0-9]{2,}"
    r"|(?:ma|n|t|y|w)[a-z0-9]{3,}[cs]h|[a-z0-9]{3,}(?:ouli|hali|houli|kom|koum|houm|hom|ouha)"
)
"""Beginnings and endings that French words do not have: glued article, verb prefixes, ma…ch, pronouns."""
_DIGIT_UNIT = re.compile(
    r"\d+(?:h\d*|cl|l|kg|da|dz|x|er|eme|ieme|min|mn|g|m|up|em|nd|e)|x\d+|bt\d+|f[1-6]|[a-z]{1,3}\d{2,}|4x4|2m1"
)
_NOT_VERB = re.compile(r"ما?.{2,}ش|ن.{2,}ش")
_MSA_FUTURE = re.compile(r"س[اينت].{3,}")
_DIALECT_LETTER = re.compile("[ڨڤپ]")
_MIXED = 0.25


@lru_cache(maxsize=8192)
def _latin(text: str, form: str) -> str:
    """fr, arq or empty for one Latin word."""
    if form in _LISTS["neutral"]:
        return ""
    if "-" in form or _FRENCH_MARK.search(text) or (text[-1] == "'" and form != "l"):
        return "fr"
    if form in _LISTS["arq_latn"]:
        return "arq"
    if form in _LISTS["ambiguous"]:
        return ""
    if form in _LISTS["fr"]:
        return "fr"
    if len(form) > 4 and not _VOWEL.search(form):
        return ""
    return _by_letters(text, form)


def _by_letters(text: str, form: str) -> str:
    """What the spelling of an unlisted word says."""
    if _ARABIZI.fullmatch(form) and not _DIGIT_UNIT.fullmatch(form):
        return "arq"
    if " " not in text and _NOT_FRENCH.fullmatch(form):
        return "arq"
    return "fr" if _FRENCH_END.match(form) else ""


@lru_cache(maxsize=8192)
def _arabic(text: str, form: str) -> str:
    """arq, ar or empty for one Arabic word."""
    if form in _LISTS["ambiguous_arab"]:
        return ""
    if form in _LISTS["arq_arab"] or _DIALECT_LETTER.search(text):
        return "arq"
    if form in _LISTS["msa"]:
        return "ar"
    for prefix, rest in stems(form):
        if prefix != "ال" and rest in _LISTS["arq_arab"]:
            return "arq"
        if rest in _LISTS["msa"]:
            return "ar"
    if len(form) > 4 and _NOT_VERB.fullmatch(form):
        return "arq"
    return "ar" if _MSA_FUTURE.fullmatch(form) and len(form) > 5 else ""


def language(tokens: Sequence[Token]) -> Language:
    """The language of the message's evidence; `none` when no word speaks for one."""
    words = [token for token in tokens if token.kind == "word" and not token.form.isdecimal()]
    foreign = [token for token in words if not token.form.isascii()]
    arabic = [token for token in foreign if is_arabic(token.form)]
    if not arabic:
        return _of_latin(words)
    latin = [token for token in words if token not in arabic]
    voices = [voice for token in latin if (voice := _latin(token.text, token.form))]
    if (len(latin) >= 2 and voices) or len(voices) >= len(arabic):
        return "mixed"
    return _of_arabic(arabic)


def _voices(words: Sequence[Token]) -> list[str]:
    """What each word speaks for; `c'est` and `l'eau` have one voice, not two."""
    said = [_latin(token.text, token.form) for token in words]
    return [
        voice
        for at, voice in enumerate(said)
        if voice and not (words[at].text[-1] == "'" and voice in said[at + 1 : at + 2])
    ]


def _of_latin(words: Sequence[Token]) -> Language:
    voices = _voices(words)
    if not voices:
        return "none"
    french = voices.count("fr")
    minority = min(french, len(voices) - french)
    if minority and minority / len(voices) >= _MIXED:
        return "mixed"
    return "fr" if french * 2 > len(voices) else "arq-Latn"


def _of_arabic(words: Sequence[Token]) -> Language:
    voices = [voice for token in words if (voice := _arabic(token.text, token.form))]
    darija = voices.count("arq")
    return "arq-Arab" if darija and darija * 2 >= len(voices) else "ar"
