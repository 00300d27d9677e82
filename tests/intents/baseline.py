"""What we are compared with: a plain linear classifier of character n-grams (passive-aggressive).

It is told the context, too, so that it knows what we know. It learns from the development sentences alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

ROUNDS = 8
MOST = 0.1
"""The largest step (C of the passive-aggressive rule)."""
GRAMS = range(1, 6)
Row = Mapping[str, Any]


def grams(row: Row) -> Iterator[str]:
    """Each word's n-grams with its ends marked, and the context."""
    yield f"@{row['context']}"
    for word in str(row["text"]).lower().split():
        whole = f" {word} "
        for size in GRAMS:
            for at in range(len(whole) - size + 1):
                yield whole[at : at + size]


class Baseline:
    """One weight for each n-gram and intent."""

    def __init__(self, rows: Sequence[Row], seed: int = 7) -> None:
        self._weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._steps = 1
        self._intents = sorted({row["intent"] for row in rows})
        told = [(frozenset(grams(row)), row["intent"]) for row in rows]
        chance = Random(seed)
        for _ in range(ROUNDS):
            chance.shuffle(told)
            for found, intent in told:
                self._learn(found, intent)
        self._average()

    def _learn(self, found: frozenset[str], intent: str) -> None:
        """Passive-aggressive: when another intent comes within a margin of one, both are moved as far as needed."""
        self._steps += 1
        scores = self._scores(found)
        rival = max((name for name in scores if name != intent), key=lambda name: scores[name])
        short = 1 - (scores[intent] - scores[rival])
        if short <= 0:
            return
        step = min(MOST, short / (2 * len(found)))
        for gram in found:
            for name, change in ((intent, step), (rival, -step)):
                self._weights[gram][name] += change
                self._sums[gram][name] += change * self._steps

    def _average(self) -> None:
        for gram, row in self._weights.items():
            for name in row:
                row[name] -= self._sums[gram][name] / self._steps

    def _scores(self, found: Iterable[str]) -> dict[str, float]:
        scores = dict.fromkeys(self._intents, 0.0)
        for gram in found:
            row = self._weights.get(gram)
            for name, weight in row.items() if row else ():
                scores[name] += weight
        return scores

    def guess(self, row: Row) -> str:
        """The intent of a sentence in its context."""
        scores = self._scores(frozenset(grams(row)))
        return max(scores, key=lambda name: scores[name])


def in_folds(rows: Sequence[Row], folds: int = 5) -> list[str]:
    """What the classifier says of each row, having learned from the other folds only."""
    learned = [Baseline([row for row in rows if row["fold"] != fold]) for fold in range(folds)]
    return [learned[row["fold"]].guess(row) for row in rows]
