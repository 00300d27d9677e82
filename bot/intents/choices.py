"""A choice typed instead of tapped: its number, its label, or a near miss of the label."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.intents.guards import LEADS, ORDINALS, STRICT_CHOICES
from bot.intents.normalise import clean, normalise
from bot.intents.numbers import number
from bot.intents.odd import odd_numbers
from bot.intents.reading import Choice
from bot.intents.tokens import Token

_NOT_TEXT = re.compile(r"[^\w\s]+|_")
_NEAR = 88


class Typed(NamedTuple):
    """The choice meant, how it was typed (number, label, near) and how surely."""

    choice: Choice
    rule: str
    score: float


@lru_cache(maxsize=4096)
def bare_label(text: str) -> str:
    """A label or message without emoji, signs and spelling differences."""
    return " ".join(_NOT_TEXT.sub(" ", normalise(text)).split())


def typed_choice(text: str, tokens: Sequence[Token], choices: Sequence[Choice]) -> Typed | None:
    """Which of the choices last shown the message stands for; None when it is something else."""
    if not choices or len(text) > 80:
        return None
    if odd_numbers(tokens):
        written = clean(text).strip()
        return next((Typed(choice, "label", 1.0) for choice in choices if choice.label == written), None)
    place = _place(tokens)
    if place is not None:
        return Typed(choices[place - 1], "number", 1.0) if place <= len(choices) else None
    said = bare_label(text)
    labels = [bare_label(choice.label) for choice in choices]
    return _by_label(text, said, labels, choices)


def _place(tokens: Sequence[Token]) -> int | None:
    """The number of a message that is only a number, an ordinal, or `option 2`."""
    words = [token for token in tokens if token.kind not in ("sign", "emoji")]
    if len(words) == 2 and words[0].form in LEADS:
        words = words[1:]
    if len(words) != 1:
        return None
    token = words[0]
    value = ORDINALS.get(token.form) or (number(token.form) if token.kind in ("number", "word") else None)
    return value if value is not None and value > 0 else None


def _by_label(text: str, said: str, labels: Sequence[str], choices: Sequence[Choice]) -> Typed | None:
    written = clean(text).strip()
    exact = [n for n, label in enumerate(labels) if (label and label == said) or written == choices[n].label]
    if exact:
        return Typed(choices[exact[0]], "label", 1.0)
    if len(said) < 4:
        return None
    scored = sorted(((fuzz.ratio(said, label), n) for n, label in enumerate(labels) if len(label) >= 4), reverse=True)
    if not scored or scored[0][0] < _NEAR or (len(scored) > 1 and scored[1][0] >= _NEAR):
        return None
    choice = choices[scored[0][1]]
    return None if choice.event.name in STRICT_CHOICES else Typed(choice, "near", scored[0][0] / 100)
