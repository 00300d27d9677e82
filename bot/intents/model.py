"""A small character n-gram model of intents: asked when rules are silent or unsure, not believed in grave matters."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import nlargest
from math import log
from pathlib import Path
from typing import NamedTuple

from bot.intents.data import table
from bot.intents.normalise import key
from bot.intents.tokens import Token

FILE = Path(__file__).parent / "data" / "model.json"
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


def features(tokens: Iterable[Token]) -> list[str]:
    """Words by key, three letters of their keys, four of their spellings; other tokens by kind."""
    found: list[str] = []
    for token in tokens:
        if token.kind in ("word", "emoji"):
            found.extend(_of_word(token.form))
        elif token.kind != "sign":
            found.append(f"#{token.kind}")
    return found


class Model:
    """Counts read from `data/model.json` (made by `bot.intents.training`), turned into log odds."""

    def __init__(self) -> None:
        stored = json.loads(FILE.read_text(encoding="utf-8"))
        self._intents: list[str] = stored["intents"]
        floor = [log(ALPHA / (total + ALPHA * stored["size"])) for total in stored["totals"]]
        self._floor = floor
        self._features = {
            name: [(at, log((count / 10 + ALPHA) / ALPHA)) for at, count in zip(row[::2], row[1::2], strict=True)]
            for name, row in stored["features"].items()
        }
        place = {intent: at for at, intent in enumerate(self._intents)}
        self._usual = {name: frozenset(place[one] for one in intents) for name, intents in stored["contexts"].items()}
        self._drivers = frozenset(table("rules")["driver"]["contexts"].split())
        theirs = frozenset(at for name in self._drivers for at in self._usual.get(name, ()))
        ours = frozenset(at for name in self._usual.keys() - self._drivers for at in self._usual[name])
        self._possible = {True: sorted(theirs), False: sorted(ours)}

    def guess(self, tokens: Sequence[Token], context: str) -> Guess | None:
        """The likeliest intent in a context; None when no word or too little of the message was ever seen."""
        found = features(tokens)
        rows = [row for name in found if (row := self._features.get(name))]
        heard = any(name[0] == "w" and name in self._features for name in found)
        if not heard or len(rows) < _KNOWN * len(found):
            return None
        scores = [floor * len(rows) for floor in self._floor]
        for row in rows:
            for at, weight in row:
                scores[at] += weight
        usual, possible = self._usual.get(context, frozenset()), self._possible[context in self._drivers]
        (first, best), (second, _) = nlargest(2, ((scores[at] - (at not in usual) * UNUSUAL, at) for at in possible))
        return Guess(self._intents[best], (first - second) / len(rows) ** 0.5)
