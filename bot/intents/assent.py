"""Whether a yes is one: not where it hedges, asks, waits, or speaks of more."""

from bot.intents.guards import ASKS, AUXILIARIES, IFS, NOTS, SAYS, WHYS
from bot.intents.utterance import Utterance

_YES = ("yes", "checkout_verb", "done", "cancel", "empty", "remove", "praise", "@time")
_MORE = ("@question", "ask_mark", "later_word", "@time", "want_more", "address_word")
"""What makes a yes to an order doubtful."""
_HEDGES = ("hedge", "unsure", "@question", "last_time", "out_of_scope")
_ELSE = ("@part", "@dish", "@set", "@loose")
"""Something else than the order that may go."""
_DEEDS = ("cancel", "empty", "remove")
_TURNS = WHYS | ASKS | IFS | SAYS | NOTS


def assents(said: Utterance) -> bool:
    """Whether a yes agrees to what was asked; a weak one is asked again."""
    times = any(said.tokens[start].kind == "times" for start, _ in said.shapes.spans.get("@number", ()))
    return said.shapes.has(*_YES) and not times and not said.shapes.has("but") and not _doubtful(said)


def _doubtful(said: Utterance) -> bool:
    """Whether a yes to a question says more than yes: it hedges or asks, or at an order speaks of later or of more."""
    if not said.context.name.startswith("confirm"):
        return False
    if said.shapes.has(*_HEDGES) or any(_turns(said, at) for at in range(len(said.tokens))):
        return True
    if said.context.name == "confirm_order":
        return said.shapes.has(*_MORE)
    return said.shapes.has(*_ELSE) or (not said.shapes.has("yes") and any(_is_done(said, name) for name in _DEEDS))


def _is_done(said: Utterance, name: str) -> bool:
    """Whether somebody tells that it was done (`il a annulé`), which asks for nothing."""
    starts = (start for start, _ in said.shapes.spans.get(name, ()))
    return any(token.form in AUXILIARIES for start in starts for token in said.tokens[max(0, start - 2) : start])


def _turns(said: Utterance, at: int) -> bool:
    """Whether a word asks, supposes, denies or tells what somebody said; `pourquoi pas` is all yes."""
    agreed = any(start <= at < end for start, end in said.shapes.spans.get("yes", ()))
    return said.tokens[at].form in _TURNS and not agreed
