"""A message cut into tokens: words, numbers, times, amounts, phones, codes, signs, each with its lookup form."""

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from bot.intents.guards import JOINS, NUMBERED, STREETS, words
from bot.intents.normalise import fold
from bot.intents.numbers import SPELLED, number


class Token(NamedTuple):
    """One piece of an utterance. `text` is verbatim, `form` folded; `start` and `end` index the cleaned message.

    `kind` is one of word number times phone order clock size money url emoji sign. `value` is the quantity or number.
    """

    text: str
    form: str
    kind: str
    value: int | None
    start: int
    end: int


_PIECE = re.compile(
    r"""
    (?P<plain>[^\W\d_]{2,}(?=\s|$))
  | (?P<url>(?:[a-z]{2,9}:){1,3}//\S+|www\.\S+
    |[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.(?:com|net|org|dz|fr|io|me|app|info|tv|be|co)(?![\w.])(?:/\S*)?)
  | (?P<phone>(?<![\w+])(?:(?:\+|00)[ ]?213|213|\+)?[ .\-(]{0,2}0?\)?[ .\-]{0,2}[5-7](?:[ .\-]?\d){8}(?!\d))
  | (?P<order>\#[ ]?\d+)
  | (?P<clock>\d{1,2}[ ]?h(?:[ ]?\d{2})?(?![a-z0-9])|\d{1,2}:\d{2}(?!\d))
  | (?P<size>\d+(?:[.,]\d+)?[ ]?(?:cl|ml|litres?|l|kg|kilos?|g|gr|لتر|ل|كيلو|كغ)(?!\w))
  | (?P<money>(?:\d{1,3}(?:[ .]\d{3})+|\d+(?:[.,]\d+)?)[ ]?(?:da|dzd|dinars?|دج|دينار)(?!\w))
  | (?P<times>[x×][ ]?[1-9]\d{0,2}(?!\w)|\d{1,3}[ ]?[x×](?!\w))
  | (?P<number>\d+(?!\w))
  | (?P<word>[^\W_]+(?:'[^\W_]+)*(?:'(?=\s|$))?)
  | (?P<emoji>[\U0001F1E6-\U0001F1FF]{2}|[\U0001F000-\U0001FAFF\u2190-\u21FF\u2300-\u27BF\u2B00-\u2BFF])
  | (?P<sign>[\n,;.!?+()/&:=|\-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ELIDED = re.compile(r"(?:l|d|j|c|s|n|m|t|qu|jusqu|lorsqu|quelqu|puisqu|aujourd)$")
_DIGITS = re.compile(r"\D")
_SAID_TWICE = re.compile(r"\A(la|ha|ها|hh|لا)\1+\Z")
_TIMES = re.compile(r"[x×](\d{1,2})\Z")
_GLUED = re.compile(r"([وw]?)(\d{1,9})([x×]?)")
_DIGIT = re.compile(r"\d")
_CODE = re.compile(r"([a-z]{1,3})0*([1-9]\d{0,2})")
_ORDERED = words("codes", "after")
_NO_CODES = words("codes")
_DIGITS_OF_CODES = range(1, 5)
_FUSED = frozenset({"l", "el", "al"})
_BEGINS = frozenset(words[0] for words in SPELLED)
_BETWEEN = re.compile(r"[ -]*")
_LONGEST = max(map(len, SPELLED))
FORM = attrgetter("form")
"""The form of a token, for sets that look through many."""
KIND = attrgetter("kind")
BREAKS = frozenset(",;.!?\n:")


def breaks_between(pieces: Sequence[Token], start: int, end: int) -> bool:
    """Whether something begins anew between two places."""
    return any(token.form in BREAKS for token in pieces[start:end])


def tokens(text: str) -> list[Token]:
    """Cut a cleaned message into tokens; what is no letter, digit, emoji or known sign separates and is dropped."""
    out: list[Token] = []
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or "sign"
        piece = match.group()
        if kind == "plain":
            out.append(_word(piece, piece, match.start()))
        elif kind == "word":
            out.extend(_words(piece, match.start()))
        else:
            value = int(_DIGITS.sub("", piece)[:9]) if kind in ("number", "times", "order") else None
            out.append(Token(piece, fold(piece), kind, value, match.start(), match.end()))
    return _fused(_counted(out, text), text)


def _counted(pieces: list[Token], text: str) -> list[Token]:
    """French number words said as one are one: `vingt-et-un`, `quatre vingt dix`."""
    if _BEGINS.isdisjoint(map(FORM, pieces)):
        return pieces
    out, at = list[Token](), 0
    while at < len(pieces):
        end = _counted_to(pieces, at, text) if pieces[at].form in _BEGINS else at + 1
        words = [token.form for token in pieces[at:end] if token.kind == "word"]
        first, last = pieces[at], pieces[end - 1]
        whole = Token(text[first.start : last.end], "-".join(words), "word", None, first.start, last.end)
        out.append(whole._replace(value=number(whole.form)) if len(words) > 1 else first)
        at = end
    return out


def _counted_to(pieces: Sequence[Token], start: int, text: str) -> int:
    """Where the longest French number that starts at a token ends."""
    best, words, at = start + 1, list[str](), start
    while at < len(pieces) and len(words) < _LONGEST:
        token = pieces[at]
        if at > start and not _BETWEEN.fullmatch(text, pieces[at - 1].end, token.start):
            break
        at += 1
        if token.kind == "word":
            words.append(token.form)
            best = at if tuple(words) in SPELLED else best
        elif token.form != "-":
            break
    return best


def _fused(pieces: list[Token], text: str) -> list[Token]:
    """An Arabic article written apart joins its word: `el kheir` is read as `lkheir`, `l dar` as `ldar`."""
    if _FUSED.isdisjoint(map(FORM, pieces)):
        return pieces
    out: list[Token] = []
    for token in pieces:
        before = out[-1] if out else None
        apart = before and before.form in _FUSED and text[before.end : token.start].isspace()
        if before and apart and token.kind == "word" and token.value is None and token.form[0].isalnum():
            out[-1] = Token(text[before.start : token.end], f"l{token.form}", "word", None, before.start, token.end)
        else:
            out.append(token)
    return out


def _words(piece: str, start: int) -> list[Token]:
    """A word, or two where an apostrophe elides (`l'eau`); `m'hadjeb` stays one."""
    head, mark, tail = piece.partition("'")
    if not mark:
        return [_word(piece, piece, start)]
    first, rest = fold(head), fold(tail)
    if _ELIDED.match(first) and rest[:1] in tuple("aeiouyh") and not (first == "m" and rest[:1] == "h"):
        return [_word(f"{head}'", head, start), *_words(tail, start + len(head) + 1)]
    return [_word(piece, piece.replace("'", ""), start)]


def _word(text: str, bare: str, start: int) -> Token:
    form, value = _form(bare)
    return Token(text, form, "word", value, start, start + len(text))


@lru_cache(maxsize=8192)
def _form(bare: str) -> tuple[str, int | None]:
    """The lookup form of a word and its value as a number."""
    form = _SAID_TWICE.sub(r"\1\1", fold(bare))
    return form, number(form)


def split_glued(pieces: Sequence[Token], known: frozenset[str] | set[str], *, forgiving: bool = True) -> list[Token]:
    """Take `2tacos`, `2xP01`, `P01x2` and `و3` apart when the word is known; `3tini` stays one.

    `forgiving` = `P1` means `P01`; not where an address is awaited, which has letters and numbers of its own.
    """
    out: list[Token] = []
    if all(map(str.isalpha, map(FORM, pieces))):
        return list(pieces)
    for token in pieces:
        out.extend(_split(token, known) if token.kind == "word" and not token.form.isalpha() else (token,))
    if forgiving and "0" in [token.form[0] for token in out if token.kind == "number"]:
        out = _spaced_codes(out, known)
    for at, token in enumerate(out if forgiving else ()):
        if token.kind == "word" and not token.form.isalpha() and token.form not in known and _DIGIT.search(token.form):
            code = _zeros(token.form, known)
            out[at] = token._replace(form=code) if code and _means_code(out, at) else token
    return out


def _spaced_codes(pieces: Sequence[Token], known: frozenset[str] | set[str]) -> list[Token]:
    """`p 01` is `p01` where that is a code."""
    out: list[Token] = []
    for token in pieces:
        before = out[-1] if out else None
        if before and before.kind == "word" and token.kind == "number" and before.form + token.form in known:
            form = before.form + token.form
            out[-1] = before._replace(text=before.text + token.text, form=form, value=None, end=token.end)
        else:
            out.append(token)
    return out


def _zeros(form: str, known: frozenset[str] | set[str]) -> str:
    """The code that has other leading zeros than what was written; empty when there is none."""
    match = _CODE.fullmatch(form)
    codes = (f"{match[1]}{match[2]:0>{size}}" for size in _DIGITS_OF_CODES) if match else ()
    return next((code for code in codes if code in known), "")


def _means_code(pieces: Sequence[Token], at: int) -> bool:
    """Whether what looks like a code is one: beside a quantity, after a wish, or among codes only."""
    before = pieces[at - 1] if at else None
    if before and (before.form in NUMBERED or before.form in STREETS):
        return False
    if (before and before.value is not None) or (at + 1 < len(pieces) and pieces[at + 1].kind == "times"):
        return True
    if pieces[at].form in _NO_CODES:
        return False
    return bool(before and before.form in _ORDERED) or all(_listed(token) for token in pieces)


def _listed(token: Token) -> bool:
    return token.kind != "word" or token.form in JOINS or _DIGIT.search(token.form) is not None


def _split(token: Token, known: frozenset[str] | set[str]) -> Sequence[Token]:
    form = token.form
    times = _TIMES.search(form)
    code = form[: times.start()] if times else ""
    if times and (code in known or _zeros(code, known)) and len(token.text) == len(form):
        return _cut(token, (times.start(), "word", None), (len(form), "times", int(times.group(1))))
    glued = _GLUED.match(form) if form not in known else None
    if not glued:
        return (token,)
    joined, count, mark = glued.groups()
    rest = form[glued.end() :]
    if mark and mark + rest in known:
        mark, rest = "", mark + rest
    if (rest and rest not in known and not _zeros(rest, known)) or (not rest and (mark or not joined)):
        return (token,)
    marks: list[tuple[int, str, int | None]] = [(len(joined), "word", None)] if joined else []
    at = len(joined) + len(count) + len(mark)
    marks.append((at, "times" if mark else "number", int(count)))
    return _cut(token, *marks, *([(len(token.text), "word", None)] if rest else []))


def _cut(token: Token, *ends: tuple[int, str, int | None]) -> list[Token]:
    """The token in pieces that end at these places of its text."""
    out, start = [], 0
    for end, kind, value in ends:
        text = token.text[start:end]
        out.append(Token(text, fold(text), kind, value, token.start + start, token.start + end))
        start = end
    return out
