"""What a `!` command is made of."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.engine.app import Stage
from bot.locales.values import Bubble, Offer, Say, Value
from bot.messages import Event, Json
from storage import audit

Change = Mapping[str, Json]
EVERYBODY = frozenset(("owner", "admin", "kitchen"))


@dataclass(frozen=True, slots=True)
class Request:
    """A command on its way: the turn it belongs to, what follows its name, and the role of who gave it."""

    stage: Stage
    rest: str
    role: str

    @property
    def actor(self) -> str:
        """Role and phone of who gave it."""
        return f"{self.role} {self.stage.row.address}"

    async def audit(self, action: str, what: str, before: Change, after: Change) -> None:
        """Keep what this command changes, in its own transaction."""
        await audited(self.stage, self.actor, action, what, before, after)


@dataclass(frozen=True, slots=True)
class Command:
    """`usage` is how it is written; its one-line explanation is `staff.help.<name>`."""

    name: str
    usage: str
    run: Callable[[Request], Awaitable[Event]]
    roles: frozenset[str] = EVERYBODY


async def audited(stage: Stage, actor: str, action: str, what: str, before: Change, after: Change) -> None:
    """Keep what somebody, or a timer, changes in this turn, in the turn's transaction."""
    entry = audit.Entry(stage.world.new_id(), stage.now, actor, action, what, before, after)
    await audit.keep(stage.unit.raw, stage.row.tenant_id, stage.row.place_id, entry)


def told(key: str, *offers: Offer, **values: Value) -> Event:
    """The command is done; this is what to say."""
    return Event("command_done", {"bubbles": [Bubble(Say(key, values), offers)]})


def misused(usage: str) -> Event:
    """The command was not written as it should be."""
    return told("staff.usage", usage=usage)
