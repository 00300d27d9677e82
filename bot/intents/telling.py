"""Whether words about a dish order it: what orders, and what only tells, waits, or asks how to order."""

from collections.abc import Sequence

from bot.intents.rules import Fired
from bot.intents.utterance import Utterance

_ORDERS = (
    "want",
    "want_more",
    "send",
    "again",
    "order_word",
    "only_word",
    "checkout_verb",
    "i_forgot",
    "pickup_verb",
    "@replaced",
    "@reminded",
    "replace",
    "in_place_of",
    "change_verb",
)
_SO_THAT = frozenset(("باش", "bach", "bech", "besh", "pour", "لكي", "كي"))
_STILL = "encore"


def orders(said: Utterance) -> bool:
    """Whether any word orders; `encore` alone may only tell (`il demande encore vos tacos`)."""
    spans = (span for name in _ORDERS for span in said.shapes.spans.get(name, ()))
    return any(said.tokens[start].form != _STILL for start, _ in spans)


def waits(said: Utterance) -> bool:
    """Whether somebody wants to wait; not where only the quantity is put right (`un tacos non attends deux`)."""
    mended = [range(line.end, line.counted) for line in said.lines.lines if line.counted > line.end]
    return any(all(start not in one for one in mended) for start, _ in said.shapes.spans.get("wait", ()))


def asks_how(said: Utterance, fired: Sequence[Fired]) -> bool:
    """Whether somebody asks how to get a dish: `كي ندير باش ناكل شاورما`."""
    ends = {end for _, end in said.shapes.spans.get("help", ())}
    return any(at in ends and token.form in _SO_THAT for at, token in enumerate(said.tokens)) and any(
        one.intent == "help" for one in fired
    )
