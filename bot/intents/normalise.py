"""One spelling out of many: visible text, lookup form, spelling key. No digit is ever lost."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 2000
"""Characters of a message that are read; the rest is ignored."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u0640\u070f\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff\ud800-\udfff]"
)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ`´′ʻ", "'"),
        **{chr(0x660 + n): str(n) for n in range(10)},
        **{chr(0x6F0 + n): str(n) for n in range(10)},
        "،": ",",
        "؛": ";",
        "؟": "?",
        "۔": ".",
        "\u2028": "\n",
        "\u2029": "\n",
        "٫": ".",
        "⁄": "/",
        **dict.fromkeys("−‐‑–", "-"),
        "✕": "×",
        "✖": "×",
    }
)
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1dc0-\u1dff\u20d0-\u20ff]")
_LOOSE_MARKS = re.compile(_MARKS.pattern[:-1] + "\u2640\u2642]")
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("ٱأإآ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        **dict.fromkeys("ةۀ", "ه"),
        **dict.fromkeys("گڨڭݣ", "ق"),
        "ؤ": "و",
        "ک": "ك",
        "پ": "ب",
        "ڤ": "ف",
        "ڢ": "ف",
        "چ": "ج",
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "ø": "o",
        "ł": "l",
    }
)
_RUNS = re.compile(r"([^\W\d_])\1{2,}")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")


def clean(text: str) -> str:
    """What a reader sees: compatible forms unified, controls and invisibles gone, digits 0-9, case and accents kept."""
    text = text[:LONGEST]
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)[:LONGEST]).translate(_SIGNS)
        text = _LOOSE_MARKS.sub("", text)
    if text.isprintable():
        return text.replace("`", "'")
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("`", "'"))


def visible(text: str) -> str:
    """The text as it was written, only without what no reader sees."""
    text = text[:LONGEST]
    return text if text.isascii() and text.isprintable() else _CONTROL.sub(" ", _INVISIBLE.sub("", text))


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The lookup form: lower case, no accents, Arabic letters unified, a letter said three times or more said once."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_LETTERS)
    return _RUNS.sub(r"\1", _MARKS.sub("", text.lower()))


def normalise(text: str) -> str:
    """The lookup form of a whole message; normalising twice changes nothing."""
    return fold(clean(_INVISIBLE.sub("", fold(clean(text)))))


def is_arabic(text: str) -> bool:
    """Whether any Arabic letter or sign stands in the text."""
    return _ARABIC.search(text) is not None


_LATIN_KEY = re.compile(r"sch|ch|sh|kh|gh|dj|ph|th|qu|ou|oo|ck|c(?=[eiy])|g(?=[eiy])|[a-z0-9]")
_LATIN_CODE = {
    "sch": "S", "ch": "S", "sh": "S", "kh": "x", "gh": "G", "dj": "j", "ph": "f", "th": "t", "qu": "k", "ou": "w",
    "oo": "w", "ck": "k", "c": "k", "g": "k", "q": "k", "9": "k", "7": "h", "5": "x", "8": "G", "6": "t", "2": "",
    "o": "w", "u": "w", "i": "y", "p": "b",
}  # fmt: skip
_SOFT = {"c": "s", "g": "j"}
_ARABIC_KEY = str.maketrans({"ث": "ت", "ذ": "د", "ض": "د", "ظ": "د", "ط": "ت", "ص": "س", "ء": ""})
_TWICE = re.compile(r"(.)\1+")


def _latin_key(form: str) -> str:
    parts = [_code(match) for match in _LATIN_KEY.finditer(form)]
    if not parts:
        return ""
    head = "a" if parts[0] in "ae" else parts[0]
    tail = "a" if len(parts) > 1 and parts[-1] == "a" else ""
    middle = "".join(part for part in parts[1:] if part not in ("a", "e"))
    return _TWICE.sub(r"\1", head + middle + tail)


def _code(match: re.Match[str]) -> str:
    part = match.group()
    after = match.string[match.end() : match.end() + 1]
    if part in _SOFT and after in ("e", "i", "y"):
        return _SOFT[part]
    return _LATIN_CODE.get(part, part)


def _arabic_key(form: str) -> str:
    """Merged letters, no inner alif when enough is left without it."""
    article = "ال" if form.startswith("ال") and len(form) > 4 else ""
    whole = form[len(article) :].translate(_ARABIC_KEY)
    if len(whole) < 4:
        return article + whole
    tail = "ا" if whole[-1] in "اه" else whole[-1]
    short = whole[0] + whole[1:-1].replace("ا", "") + tail
    return article + (short if len(short) >= 4 else whole[:-1] + tail)


@lru_cache(maxsize=8192)
def key(form: str) -> str:
    """The spelling key of a folded word: what its many spellings share. Empty when nothing is left to compare."""
    return _arabic_key(form) if is_arabic(form) else _latin_key(form)


_ARABIC_PREFIXES = ("وبال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل")
_LATIN_PREFIXES = ("lel", "bel", "fel", "wel", "ll", "el", "al", "l", "b", "f", "w", "d")


@lru_cache(maxsize=8192)
def stems(form: str) -> tuple[tuple[str, str], ...]:
    """The word without a glued article or preposition: (prefix, rest) pairs, the longest prefix first."""
    prefixes = _ARABIC_PREFIXES if is_arabic(form) else _LATIN_PREFIXES
    return tuple(
        (prefix, form[len(prefix) :]) for prefix in prefixes if form.startswith(prefix) and len(form) - len(prefix) >= 3
    )
