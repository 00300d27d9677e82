"""A model of intents from letters, words, pairs of words and contexts: a second opinion, never on what costs."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from heapq import nlargest
from math import log
from operator import add, sub
from pathlib import Path
from typing import NamedTuple

from bot.intents.data import entries, table
from bot.intents.normalise import clean, key
from bot.intents.rules import read_rules
from bot.intents.tokens import Token, tokens

FILE = Path(__file__).parent / "data" / "sentences.jsonl"
"""Lines of `[text, intent, context]`."""
ALPHA = 0.1
"""Smoothing: the count given to what was never seen."""
USUAL = 4.0
"""How often an intent is meant in a context counts as much as so many features."""
SURE = 1.5
"""The margin from which a guess counts where no rule fired."""
CONTRADICTS = 3.0
"""How far ahead of every intent that rules found a guess must be, where they leave words unexplained."""
OVERRULES = 6.0
"""The same where every word is known, but not all are used."""
DOUBTS = 1.5
"""The same where what the rules found is doubted anyway."""
AGREES = 2.0
"""The margin from which the model bears out what rules found."""
_KNOWN = 0.5
"""The share of a message's words that must have been seen."""


class Guess(NamedTuple):
    """The likeliest intent, and by how much it beats the others (log odds per root of the evidence)."""

    intent: str
    margin: float


@lru_cache(maxsize=512)
def _of_word(form: str) -> tuple[str, ...]:
    shape = key(form) or form
    short, long = f"<{shape}>", f"<{form}>"
    grams = [short[at : at + 3] for at in range(len(short) - 2)]
    grams += [f"={long[at : at + 4]}" for at in range(len(long) - 3)]
    return (f"w{shape}", *grams)


def _names(token: Token) -> Sequence[str]:
    """A word by its key, by three letters of its key and four of its spelling; other tokens by kind."""
    if token.kind in ("word", "emoji"):
        return _of_word(token.form)
    return () if token.kind == "sign" else (f"#{token.kind}",)


def _pairs(pieces: Iterable[Token]) -> Iterator[str]:
    """Each word with the next, by keys; the message's ends are words."""
    last = ""
    for token in pieces:
        if token.kind in ("word", "number"):
            shape = key(token.form) or token.form
            yield f"{last}_{shape}"
            last = shape
    if last:
        yield f"{last}_"


PHRASE = 0.5
"""What a phrase of `concepts.toml` counts, beside a sentence."""
RARE = 2.0
"""Features counted less than this in all are left out."""
SELDOM = 0.3
"""The count given to an intent in a context where no sentence had it."""
STEP = 1 / 24
"""The unit in which log odds are kept: a byte holds up to ten."""
FAR = 100.0
"""How far ahead of nothing a guess is."""
NEVER = -1e6
"""What an intent gains where it cannot be meant."""
FEW = 5
"""Intents among which the words alone must put a guess."""
REMEMBERED = 2048
"""Words whose vectors are kept."""


class Vector(NamedTuple):
    """What a token says for each intent (log odds), by how many of how many features; `heard` = the word itself was."""

    seen: int
    asked: int
    heard: bool
    odds: list[float]


def _phrases() -> Iterator[tuple[str, str]]:
    """Phrases and the intent that they alone stand for, in more than one context."""
    meant: dict[str, str] = {}
    for rule in read_rules():
        if len(rule.needs) == 1 and (rule.elsewhere or len(rule.contexts) != 1):
            meant.setdefault(rule.needs[0], rule.intent)
    concepts = table("concepts")
    return ((entry, meant[name]) for name in concepts if name in meant for entry in entries(concepts[name]))


def _packed(row: Mapping[int, float]) -> bytes:
    """A feature's intents and what it says for each, two bytes a pair: tuples take eight times as much."""
    said = ((at, round(log((count + ALPHA) / ALPHA) / STEP)) for at, count in row.items())
    return bytes(byte for at, odds in said for byte in (at, min(255, odds)))


class Model:
    """Counts of sentences (text, intent, context) and of our phrases, turned into log odds; learning takes a moment."""

    def __init__(self, rows: Sequence[tuple[str, str, str]]) -> None:
        told = [*((text, intent, 1.0) for text, intent, _ in rows), *((*phrase, PHRASE) for phrase in _phrases())]
        self._intents = sorted({intent for _, intent, _ in told})
        self._place = {intent: at for at, intent in enumerate(self._intents)}
        self._learn(told)
        self._drivers = frozenset(table("rules")["driver"]["contexts"].split())
        self._usual = self._contexts(rows)
        self._words: dict[str, Vector] = {}

    def _learn(self, told: Iterable[tuple[str, str, float]]) -> None:
        counts: dict[str, dict[int, float]] = {}
        totals = [0.0] * len(self._place)
        for text, intent, weight in told:
            at = self._place[intent]
            pieces = list(tokens(clean(text)))
            names = [*(name for token in pieces for name in _names(token)), *_pairs(pieces)]
            totals[at] += weight * len(names)
            for name in names:
                row = counts.setdefault(name, {})
                row[at] = row.get(at, 0.0) + weight
        self._floor = [log(ALPHA / (total + ALPHA * len(counts))) for total in totals]
        self._features = {name: _packed(row) for name, row in counts.items() if sum(row.values()) >= RARE}

    def _contexts(self, rows: Iterable[tuple[str, str, str]]) -> dict[str, list[float]]:
        """What each intent gains in each context; "" = any other context."""
        said: dict[str, list[float]] = {}
        for _, intent, context in rows:
            said.setdefault(context, [0.0] * len(self._place))[self._place[intent]] += 1
        possible = {
            drivers: [sum(column) for column in zip(*(said[name] for name in names), strict=True)]
            for drivers, names in (
                (True, [name for name in said if name in self._drivers]),
                (False, [name for name in said if name not in self._drivers]),
            )
        }
        said[""] = possible[False]
        return {
            name: [
                USUAL * log((count + SELDOM) / (sum(counts) + SELDOM * len(counts))) if ever else NEVER
                for count, ever in zip(counts, possible[name in self._drivers], strict=True)
            ]
            for name, counts in said.items()
        }

    def guess(self, pieces: Sequence[Token], context: str, rivals: Collection[str] = ()) -> Guess | None:
        """The likeliest intent in a context; None when too little of the message was ever seen.

        The margin is over the likeliest of `rivals` (none = of all others); for one of them, over all the rest.
        """
        scores, evidence = self._weighed(pieces, context)
        if not scores:
            return None
        first = max(scores)
        best = scores.index(first)
        places = [self._place[name] for name in rivals if name in self._place]
        if best not in places and best not in self._said(scores, context):
            return None
        if rivals and best not in places:
            second = max((scores[at] for at in places), default=first - FAR)
        else:
            second = max(score for at, score in enumerate(scores) if at != best and at not in places)
        return Guess(self._intents[best], (first - second) / evidence**0.5)

    def _said(self, scores: Sequence[float], context: str) -> list[int]:
        """The intents that the words alone make likeliest, wherever they are said."""
        words = list(map(sub, scores, self._gains(context)))
        return nlargest(FEW, range(len(words)), key=words.__getitem__)

    def ranked(self, pieces: Sequence[Token], context: str, most: int = 3) -> list[Guess]:
        """The likeliest intents, each with how far it is behind the first (0 or less); nothing for unheard-of words."""
        scores, evidence = self._weighed(pieces, context, 0.0)
        best = nlargest(most, range(len(scores)), key=scores.__getitem__)
        return [Guess(self._intents[at], (scores[at] - scores[best[0]]) / evidence**0.5) for at in best]

    def _gains(self, context: str) -> list[float]:
        return self._usual.get(context) or self._usual[""]

    def _weighed(self, pieces: Sequence[Token], context: str, least: float = _KNOWN) -> tuple[list[float], int]:
        """Log odds of the intents in a context, and the number of features that tell them; nothing when less than a
        share `least` of the features was ever seen."""
        vectors = [self._vector(token) for token in pieces]
        seen = asked = 0
        heard = False
        scores = self._gains(context)
        for vector in vectors:
            seen, asked, heard = seen + vector.seen, asked + vector.asked, heard or vector.heard
            if vector.odds:
                scores = list(map(add, scores, vector.odds))
        if not heard or seen < least * asked:
            return [], 0
        rows = [row for name in _pairs(pieces) if (row := self._features.get(name))]
        if rows:
            scores = list(map(add, scores, self._odds(rows)))
        return scores, seen + len(rows)

    def _odds(self, rows: Sequence[bytes]) -> list[float]:
        """What features say together for each intent."""
        odds = [len(rows) * floor for floor in self._floor]
        for row in rows:
            pairs = iter(row)
            for at, weight in zip(pairs, pairs, strict=True):
                odds[at] += weight * STEP
        return odds

    def _vector(self, token: Token) -> "Vector":
        """What one token says for each intent; remembered, within a bound."""
        form = token.form if token.kind in ("word", "emoji") else f"#{token.kind}"
        vector = self._words.get(form)
        if vector is None:
            if len(self._words) >= REMEMBERED:
                self._words.clear()
            names = _names(token)
            rows = [row for name in names if (row := self._features.get(name))]
            heard = any(name[0] == "w" and name in self._features for name in names)
            vector = self._words[form] = Vector(len(rows), len(names), heard, self._odds(rows) if rows else [])
        return vector


@cache
def model() -> Model:
    """The process's one model of the bundled sentences, learned when it is first asked for."""
    return Model([json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()])
