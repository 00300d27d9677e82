"""Whether a yes is one: not where it hedges, asks, waits, or speaks of more."""

from bot.intents.guards import ASKS, WHYS
from bot.intents.utterance import Utterance

_YES = ("yes", "checkout_verb", "done", "cancel", "empty", "remove", "praise", "@time")
_MORE = ("@question", "ask_mark", "later_word", "@time", "want_more", "address_word")
"""What makes a yes to an order doubtful."""


def assents(said: Utterance) -> bool:
    """Whether a yes agrees to what was asked; a weak one is asked again."""
    times = any(said.tokens[start].kind == "times" for start, _ in said.shapes.spans.get("@number", ()))
    return said.shapes.has(*_YES) and not times and not said.shapes.has("but") and not _doubtful(said)


def _doubtful(said: Utterance) -> bool:
    """Whether a yes to a question says more than yes: it hedges or asks, or at an order speaks of later or of more."""
    if not said.context.name.startswith("confirm"):
        return False
    if said.shapes.has("hedge", "@question") or any(_asks(said, at) for at in range(len(said.tokens))):
        return True
    return said.context.name == "confirm_order" and said.shapes.has(*_MORE)


def _asks(said: Utterance, at: int) -> bool:
    """`pourquoi` asks, `pourquoi pas` agrees."""
    form = said.tokens[at].form
    agreed = any(start <= at < end for start, end in said.shapes.spans.get("yes", ()))
    return (form in WHYS or form in ASKS) and not agreed
