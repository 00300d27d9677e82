"""What every machine is made of: a scene to act on, a vocabulary of replies and effects, prompts that belong to states.

A machine is a `Conversation`: its states and transitions are python-statemachine's, which checks and draws them. What a
callback may do is small on purpose: guards (`cond`, `unless`) look, `on_<event>` acts. Both see the memory, the frozen
facts and the event's slots; neither sees a clock, a row or the network. The prompt of a state is its method
`ask_<state>`, called once at the end of a turn, so that nobody is left without a question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from statemachine import State, StateChart
from statemachine.transition_list import TransitionList

from bot.effects import Effect
from bot.locales.values import Bubble, Offer, Say, Value
from bot.messages import Locale

Slots = Mapping[str, Any]


@dataclass(slots=True)
class Scene:
    """One session for the length of one turn: what it is, what it sees, and what came of it.

    `asks` = the prompt of the state we end in is due; `silent` = it is not, whatever happened.
    `speak` = the person chose a language in this turn. `worked` = what a guard worked out, for the next and the action.
    """

    state: str
    memory: Any
    facts: Any
    locale: Locale = "fr"
    bubbles: list[Bubble] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    asks: bool = False
    silent: bool = False
    speak: Locale | None = None
    worked: Any = None


def everywhere(*states: State) -> TransitionList:
    """An interruption: from every state and back to it. The pending question is asked again afterwards."""
    return whatever(*(_stay(state) for state in states))


def _stay(state: State) -> TransitionList:
    transitions: TransitionList = state.to.itself(internal=True)  # type: ignore[no-untyped-call]
    return transitions


def whatever(*transitions: TransitionList) -> TransitionList:
    """All these transitions under one event, tried in this order."""
    return reduce(or_, transitions)


class Conversation(StateChart[Scene]):
    """Base of all machines; see the module's docstring for what a subclass may do."""

    catch_errors_as_events = False
    allow_event_without_transition = False
    atomic_configuration_update = True

    home: ClassVar[str]
    """The state where a session starts, and where it wakes up when its stored state no longer exists."""
    contexts: ClassVar[Mapping[str, str]] = {}
    """State → the intent layer's name for where we stand; a state that is not here is `any`."""
    pending: ClassVar[frozenset[str]] = frozenset()
    """States whose question a short yes or no answers: the reply locale does not flip there."""
    words: ClassVar[str]
    """The catalogue that this machine's keys live in."""

    @property
    def memory(self) -> Any:
        """What the session remembers; a subclass narrows the type."""
        return self.model.memory

    @property
    def facts(self) -> Any:
        """What the session may know of the world in this turn; frozen."""
        return self.model.facts

    def say(self, key: str, **values: Value) -> None:
        """Say one thing, without choices."""
        self.model.bubbles.append(Bubble(self.word(key, **values)))

    def show(
        self,
        key: str,
        *offers: Offer,
        lists: bool = False,
        opener: Say | None = None,
        ask_location: bool = False,
        **values: Value,
    ) -> None:
        """Say one thing with choices under it."""
        opener = opener or self.opener(offers)
        self.model.bubbles.append(Bubble(self.word(key, **values), offers, lists, opener, ask_location))

    def opener(self, offers: Sequence[Offer]) -> Say | None:
        """The word that opens these choices where a platform shows them as a list; a machine may have one."""
        return None

    def word(self, key: str, **values: Value) -> Say:
        """A template of this machine's catalogue (`common.…` keys stay as they are)."""
        return Say(key if key.startswith("common.") else f"{self.words}.{key}", values)

    def do(self, effect: Effect) -> None:
        """Ask for something to be done inside this turn's transaction; its outcome comes back as an event."""
        self.model.effects.append(effect)

    def ask_again(self) -> None:
        """Ask the pending question once more, at the end of this turn."""
        self.model.asks = True

    def hush(self) -> None:
        """No prompt in this turn."""
        self.model.silent = True
