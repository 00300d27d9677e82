"""What a reading leaves unexplained: nothing is done for one known word in talk of something else."""

from collections.abc import Sequence

from bot.intents.data import table
from bot.intents.doubts import is_plain, noted
from bot.intents.guards import ACTS, EXPECTED, WHOLE
from bot.intents.lexicon import ARTICLES, INDEFINITE, Hit
from bot.intents.normalise import fold
from bot.intents.rules import Fired
from bot.intents.telling import orders
from bot.intents.utterance import Utterance
from bot.intents.words import Words

_MOST = 1
"""Unexplained words beside an act."""
_MOST_EXPECTED = 2
"""Beside what was asked for."""
_NAMED = 3
"""Words that the name of a strange dish may have."""
_STRANGE = ("@unknown", "@strange")
_OF_SOMETHING = frozenset(("cancel", "clear_cart", "remove_item"))
"""Where a word that nobody knows follows, it is that which is to go, not the order."""
_BEFORE = ARTICLES | INDEFINITE | WHOLE
_SAY_NOTHING = frozenset(("@question", "ask_mark", "@name", "@unknown", "@strange"))
_GRAMMAR = Words({fold(word): word for listed in table("grammar").values() for word in listed["words"].split()}, ())


def awaited(said: Utterance, intent: str) -> bool:
    """Whether the bot waits for this act where the conversation stands."""
    return intent in EXPECTED.get(said.context.name, ())


def strangers(said: Utterance) -> set[int]:
    """Tokens that a rule takes for a dish without knowing them."""
    return {at for name in _STRANGE for span in said.shapes.spans.get(name, ()) for at in range(*span)}


def unexplained(said: Utterance, hits: Sequence[Hit], fired: Sequence[Fired]) -> list[int]:
    """Tokens that say something of which nobody knows what."""
    taken = {at for one in fired for at in one.tokens}
    strange = strangers(said)
    taken -= strange if len(strange) > _NAMED else set()
    left = [at for at in said.shapes.content if at not in taken]
    if not left:
        return []
    told = _told(said, hits)
    return [at for at in left if at not in told and not _says_nothing(said, at)]


def strays(said: Utterance, hits: Sequence[Hit], fired: Sequence[Fired]) -> bool:
    """Whether so much else is said beside an act that it is probably not meant."""
    acts = [one for one in fired if one.intent in ACTS]
    if said.cut and any(one.intent != "add_item" for one in acts):
        return True
    rest = unexplained(said, hits, fired) if acts else []
    follow = [_next(said, max(one.tokens)) for one in acts if one.intent in _OF_SOMETHING and one.tokens]
    if any(at in rest or _is_strange(said, at) for at in follow):
        return True
    if not rest:
        return False
    lines = said.lines.lines
    expected = any(awaited(said, one.intent) and (lines or one.intent != "add_item") for one in acts)
    most = (_MOST_EXPECTED if expected and acts[0].intent != "confirm" else _MOST) + (len(lines) if orders(said) else 0)
    explained = len(said.shapes.content) - len(rest)
    return len(rest) > most or (explained <= len(rest) and not expected)


def _is_strange(said: Utterance, at: int) -> bool:
    """Whether nobody knows a word: not the language, the menu or the kitchen."""
    return any(start <= at < end for name in ("@name", "@unknown") for start, end in said.shapes.spans.get(name, ()))


def _next(said: Utterance, at: int) -> int:
    """The token after one, but for articles and words for all."""
    at += 1
    while at < len(said.tokens) and said.tokens[at].form in _BEFORE:
        at += 1
    return at


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
