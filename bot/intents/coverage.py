"""What a reading leaves unexplained: nothing is done for one known word in talk of something else."""

from collections.abc import Sequence

from bot.intents.data import table
from bot.intents.doubts import is_plain, noted
from bot.intents.guards import ACTS, EXPECTED
from bot.intents.lexicon import Hit
from bot.intents.normalise import fold
from bot.intents.rules import Fired
from bot.intents.telling import orders
from bot.intents.utterance import Utterance
from bot.intents.words import Words

_MOST = 1
"""Unexplained words beside an act."""
_MOST_EXPECTED = 2
"""Beside what was asked for."""
_SAY_NOTHING = frozenset(("@question", "ask_mark", "@name", "@unknown", "@strange"))
_GRAMMAR = Words({fold(word): word for listed in table("grammar").values() for word in listed["words"].split()}, ())


def awaited(said: Utterance, intent: str) -> bool:
    """Whether the bot waits for this act where the conversation stands."""
    return intent in EXPECTED.get(said.context.name, ())


def unexplained(said: Utterance, hits: Sequence[Hit], fired: Sequence[Fired]) -> list[int]:
    """Tokens that say something of which nobody knows what."""
    taken = {at for one in fired for at in one.tokens}
    left = [at for at in said.shapes.content if at not in taken]
    if not left:
        return left
    told = _told(said, hits)
    return [at for at in left if at not in told and not _says_nothing(said, at)]


def strays(said: Utterance, fired: Sequence[Fired], rest: Sequence[int]) -> bool:
    """Whether so much else is said beside an act that it is probably not meant. `rest` = what is unexplained."""
    acts = [one for one in fired if one.intent in ACTS]
    if not acts or not rest:
        return False
    expected = any(awaited(said, one.intent) for one in acts)
    most = (_MOST_EXPECTED if expected else _MOST) + (len(said.lines.lines) if orders(said) else 0)
    explained = len(said.shapes.content) - len(rest)
    return len(rest) > most or (explained <= len(rest) and not expected)


def _told(said: Utterance, hits: Sequence[Hit]) -> set[int]:
    """Tokens of concepts, shapes, dishes and notes."""
    told = noted(said)
    for hit in hits:
        told.update(range(hit.start, hit.end))
    for name, found in said.shapes.spans.items():
        if name not in _SAY_NOTHING:
            for start, end in found:
                told.update(range(start, end))
    return told


def _says_nothing(said: Utterance, at: int) -> bool:
    return is_plain(said, at) or _GRAMMAR.find(said.tokens[at].form, nearly=False) is not None
