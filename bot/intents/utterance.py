"""One message while it is being read, and what reads the slots of an intent from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.intents.lines import Lines
from bot.intents.mentions import Mention, Spotted
from bot.intents.menu import MenuGrammar
from bot.intents.reading import Context
from bot.intents.rules import Fired
from bot.intents.shapes import Shapes
from bot.intents.tokens import Token


@dataclass(frozen=True, slots=True)
class Utterance:
    """Everything known about one message when its slots are read. `raw` is verbatim, `text` cleaned."""

    raw: str
    text: str
    tokens: Sequence[Token]
    shapes: Shapes
    spotted: Spotted
    mentions: Sequence[Mention]
    lines: Lines
    context: Context
    grammar: MenuGrammar
    rest: str = ""
    """How what was not read of a long message begins."""
    cut: bool = False
    """Whether not all of it was read."""


Slots = dict[str, Any]
Reader = Callable[[Utterance, Fired, Sequence[Fired]], Slots]
