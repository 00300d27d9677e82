"""Why a message was read as it was, in full: its tokens, its concepts, and what else it could have meant.

Made on demand, for `understand` and `sessions why`: reading a message does not pay for it.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from bot.intents.lexicon import Hit
from bot.intents.model import Guess
from bot.intents.rules import Rule
from bot.intents.tokens import Token
from bot.intents.utterance import Utterance

MOST = 5
"""Alternatives that are named."""
FULL = 85
"""The weight of a rule that scores 1."""
Facts = dict[str, Any]


def explained(
    said: Utterance, hits: Sequence[Hit], possible: Iterable[Rule], likely: Iterable[Guess], meant: Collection[str]
) -> Facts:
    """`tokens`, `context`, `concepts` and `alternatives` of a message.

    Alternatives are other intents than those it was given: those whose rules hold but yielded to others, then those
    that the model finds likely.
    """
    found: dict[str, Facts] = {}
    for rule in possible:
        score = round(min(1.0, rule.weight / FULL), 3)
        found.setdefault(rule.intent, {"intent": rule.intent, "score": score, "by": rule.text})
    for guess in likely:
        behind = f"model, {-guess.margin:.2f} behind its first"
        found.setdefault(guess.intent, {"intent": guess.intent, "score": 0.0, "by": behind})
    return {
        "tokens": [_token(token) for token in said.tokens],
        "context": said.context.name,
        "concepts": [f"{hit.concept}@{hit.start}:{hit.layer}" for hit in hits],
        "alternatives": [facts for intent, facts in found.items() if intent not in meant][:MOST],
    }


def _token(token: Token) -> Facts:
    value = {"value": token.value} if token.value is not None else {}
    return {"text": token.text, "form": token.form, "kind": token.kind, **value}
