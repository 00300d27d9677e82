"""What the handlers of requests find in the application."""

from dataclasses import dataclass, field
from uuid import UUID

from aiohttp import web

from bot.channels import Channel
from bot.clock import World
from bot.engine.bell import Bell
from bot.engine.intake import Intake
from bot.settings import Settings
from storage.rows import Account
from storage.unit import Storage


@dataclass(slots=True)
class Context:
    """The parts that requests are served with."""

    settings: Settings
    storage: Storage
    world: World
    intake: Intake
    bell: Bell
    channels: dict[str, Channel]
    accounts: dict[tuple[str, str], list[Account]] = field(default_factory=dict)
    """Channel accounts that were found once; one that was not found is looked for again each time."""
    started: UUID | None = None


CONTEXT = web.AppKey("context", Context)
TRACE = web.RequestKey("trace", str)
