"""A small character n-gram model of intents: asked when rules are silent or unsure, not believed in grave matters."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from heapq import nlargest
from math import log
from pathlib import Path
from typing import NamedTuple

from bot.intents.data import entries, table
from bot.intents.normalise import clean, key
from bot.intents.rules import read_rules
from bot.intents.tokens import Token, tokens

FILE = Path(__file__).parent / "data" / "sentences.jsonl"
"""Lines of `[text, intent, context]`."""
ALPHA = 0.3
"""Smoothing: the count given to what was never seen."""
SURE = 1.7
"""The margin from which a guess counts where no rule fired."""
QUITE_SURE = 2.0
"""The margin from which a guess outweighs a weak rule."""
VERY_SURE = 4.4
"""The margin from which a guess outweighs an ordinary rule that explains only part of the message."""
UNUSUAL = 4.0
"""What an intent loses (log odds) in a context where no sentence had it."""
_PAIR = 2
_KNOWN = 0.5
"""The share of a message's features that must have been seen."""


class Guess(NamedTuple):
    """The likeliest intent, and by how much it beats the next (log odds per root of the evidence)."""

    intent: str
    margin: float


@lru_cache(maxsize=8192)
def _of_word(form: str) -> tuple[str, ...]:
    shape = key(form) or form
    short, long = f"<{shape}>", f"<{form}>"
    grams = [short[at : at + 3] for at in range(len(short) - 2)]
    grams += [f"={long[at : at + 4]}" for at in range(len(long) - 3)]
    return (f"w{shape}", *grams)


def features(pieces: Iterable[Token]) -> list[str]:
    """Words by key, three letters of their keys, four of their spellings; other tokens by kind."""
    found: list[str] = []
    for token in pieces:
        if token.kind in ("word", "emoji"):
            found.extend(_of_word(token.form))
        elif token.kind != "sign":
            found.append(f"#{token.kind}")
    return found


PHRASE = 0.5
"""What a phrase of `concepts.toml` counts, beside a sentence."""
RARE = 1.0
"""Features counted less than this in all are left out."""


def _phrases() -> Iterator[tuple[str, str]]:
    """Phrases and the intent that they alone stand for, in more than one context."""
    meant: dict[str, str] = {}
    for rule in read_rules():
        if len(rule.needs) == 1 and (rule.elsewhere or len(rule.contexts) != 1):
            meant.setdefault(rule.needs[0], rule.intent)
    concepts = table("concepts")
    return ((entry, meant[name]) for name in concepts if name in meant for entry in entries(concepts[name]))


class Model:
    """Counts of sentences (text, intent, context) and of our phrases, turned into log odds; learning takes a moment."""

    def __init__(self, rows: Sequence[tuple[str, str, str]]) -> None:
        told = [*((text, intent, 1.0) for text, intent, _ in rows), *((*phrase, PHRASE) for phrase in _phrases())]
        self._intents = sorted({intent for _, intent, _ in told})
        self._learn(told)
        place = {intent: at for at, intent in enumerate(self._intents)}
        self._usual: dict[str, set[int]] = {}
        for _, intent, context in rows:
            self._usual.setdefault(context, set()).add(place[intent])
        self._drivers = frozenset(table("rules")["driver"]["contexts"].split())
        theirs = {at for name in self._drivers for at in self._usual.get(name, ())}
        ours = {at for name in self._usual.keys() - self._drivers for at in self._usual[name]}
        self._lost: dict[str, list[tuple[int, float]]] = {}
        self._possible = {True: sorted(theirs), False: sorted(ours)}

    def _learn(self, told: Iterable[tuple[str, str, float]]) -> None:
        place = {intent: at for at, intent in enumerate(self._intents)}
        counts: dict[str, dict[int, float]] = {}
        totals = [0.0] * len(place)
        for text, intent, weight in told:
            at = place[intent]
            names = features(tokens(clean(text)))
            totals[at] += weight * len(names)
            for name in names:
                row = counts.setdefault(name, {})
                row[at] = row.get(at, 0.0) + weight
        self._floor = [log(ALPHA / (total + ALPHA * len(counts))) for total in totals]
        logs = {count: log((count + ALPHA) / ALPHA) for row in counts.values() for count in row.values()}
        self._features = {
            name: [(at, logs[count]) for at, count in row.items()]
            for name, row in counts.items()
            if sum(row.values()) >= RARE
        }

    def guess(self, pieces: Sequence[Token], context: str) -> Guess | None:
        """The likeliest intent in a context; None when no word or too little of the message was ever seen."""
        found = features(pieces)
        heard = any(name[0] == "w" and name in self._features for name in found)
        rows = [row for name in found if (row := self._features.get(name))]
        if not heard or len(rows) < _KNOWN * len(found):
            return None
        (first, best), (second, _) = self._likeliest(rows, context, 2)
        return Guess(self._intents[best], (first - second) / len(rows) ** 0.5)

    def ranked(self, pieces: Sequence[Token], context: str, most: int = 3) -> list[Guess]:
        """The likeliest intents, each with how far it is behind the first (0 or less); nothing for unheard-of words."""
        rows = [row for name in features(pieces) if (row := self._features.get(name))]
        best = self._likeliest(rows, context, most) if rows else []
        return [Guess(self._intents[at], (score - best[0][0]) / len(rows) ** 0.5) for score, at in best]

    def _likeliest(
        self, rows: Sequence[Sequence[tuple[int, float]]], context: str, most: int
    ) -> list[tuple[float, int]]:
        """Log odds and places of the likeliest intents."""
        scores = [floor * len(rows) for floor in self._floor]
        for row in rows:
            for at, weight in row:
                scores[at] += weight
        weighed = [(scores[at] - lost, at) for at, lost in self._losses(context)]
        if most != _PAIR:
            return nlargest(most, weighed)
        first = max(weighed)
        weighed.remove(first)
        return [first, max(weighed)]

    def _losses(self, context: str) -> list[tuple[int, float]]:
        """The intents that a context can have, and what each loses in it."""
        known = context if context in self._usual else ""
        if known not in self._lost:
            usual, possible = self._usual.get(known, ()), self._possible[known in self._drivers]
            self._lost[known] = [(at, (at not in usual) * UNUSUAL) for at in possible]
        return self._lost[known]


@cache
def model() -> Model:
    """The process's one model of the bundled sentences, learned when it is first asked for."""
    return Model([json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()])
