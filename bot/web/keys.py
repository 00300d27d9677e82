"""What the handlers of requests find in the application."""

from dataclasses import dataclass, field

from aiohttp import web

from bot.channels import Channel
from bot.clock import World
from bot.engine.bell import Bell
from bot.engine.intake import Intake
from bot.settings import Settings
from bot.web.accounts import Accounts
from bot.web.refusals import Refusals
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
    accounts: Accounts = field(default_factory=Accounts)
    refusals: Refusals = field(default_factory=Refusals)


CONTEXT = web.AppKey("context", Context)
TRACE = web.RequestKey("trace", str)
