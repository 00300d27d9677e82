"""What a `!` command is made of."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.engine.app import Stage
from bot.locales.values import Bubble, Offer, Say, Value
from bot.messages import Event

EVERYBODY = frozenset(("owner", "admin", "kitchen"))


@dataclass(frozen=True, slots=True)
class Request:
    """A command on its way: the turn it belongs to, what follows its name, and who gave it (role and phone)."""

    stage: Stage
    rest: str
    actor: str


@dataclass(frozen=True, slots=True)
class Command:
    """`usage` is how it is written; its one-line explanation is `staff.help.<name>`."""

    name: str
    usage: str
    run: Callable[[Request], Awaitable[Event]]
    roles: frozenset[str] = EVERYBODY


def told(key: str, *offers: Offer, **values: Value) -> Event:
    """The command is done; this is what to say."""
    return Event("command_done", {"bubbles": [Bubble(Say(key, values), offers)]})


def misused(usage: str) -> Event:
    """The command was not written as it should be."""
    return told("staff.usage", usage=usage)
