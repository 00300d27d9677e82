"""A message cut into tokens: words, numbers, times, amounts, phones, codes, signs, each with its lookup form."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.intents.normalise import fold
from bot.intents.numbers import number


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
    (?P<url>https?://\S+|www\.\S+)
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
_FUSED = frozenset({"l", "el", "al"})
BREAKS = frozenset(",;.!?\n:")


def tokens(text: str) -> list[Token]:
    """Cut a cleaned message into tokens; what is no letter, digit, emoji or known sign separates and is dropped."""
    out: list[Token] = []
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or "sign"
        piece = match.group()
        if kind == "word":
            out.extend(_words(piece, match.start()))
        else:
            value = int(_DIGITS.sub("", piece)[:9]) if kind in ("number", "times", "order") else None
            out.append(Token(piece, fold(piece), kind, value, match.start(), match.end()))
    return _fused(out, text)


def _fused(pieces: list[Token], text: str) -> list[Token]:
    """An Arabic article written apart joins its word: `el kheir` is read as `lkheir`, `l dar` as `ldar`."""
    if not any(token.form in _FUSED for token in pieces):
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


def split_glued(pieces: Sequence[Token], known: frozenset[str] | set[str]) -> list[Token]:
    """Take `2tacos`, `2xP01`, `P01x2` and `و3` apart when the word is known; `3tini` stays one."""
    out: list[Token] = []
    for token in pieces:
        out.extend(_split(token, known) if token.kind == "word" and _DIGIT.search(token.form) else (token,))
    return out


def _split(token: Token, known: frozenset[str] | set[str]) -> Sequence[Token]:
    form = token.form
    times = _TIMES.search(form)
    if times and form[: times.start()] in known and len(token.text) == len(form):
        return _cut(token, (times.start(), "word", None), (len(form), "times", int(times.group(1))))
    glued = _GLUED.match(form) if form not in known else None
    if not glued:
        return (token,)
    joined, count, mark = glued.groups()
    rest = form[glued.end() :]
    if mark and mark + rest in known:
        mark, rest = "", mark + rest
    if (rest and rest not in known) or (not rest and (mark or not joined)):
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
