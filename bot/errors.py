"""Every error of the project. The docstring is the sentence a person reads; subclasses carry the details."""

from typing import Any, ClassVar


class BotError(Exception):
    """Something went wrong."""

    remedy: ClassVar[str] = ""
    """What to do about any error of this class; empty where the detail says it."""

    def __init__(self, detail: str = "", **facts: Any) -> None:
        self.detail = detail
        self.facts = facts
        super().__init__(str(self))

    def __str__(self) -> str:
        sentence = (type(self).__doc__ or "").strip().splitlines()[0]
        return f"{sentence.rstrip('.')}: {self.detail}" if self.detail else sentence


class ConfigError(BotError):
    """A setting is wrong."""


class DatabaseUnavailable(BotError):
    """The database cannot be reached."""

    remedy = "see that BOT_DATABASE_URL names a server that runs, knows this user and lets this machine in"


class DatabaseBroken(BotError):
    """The embedded database could not be started."""


class UnitBroken(BotError):
    """A statement of this unit had failed, so nothing of it was written."""


class SchemaMismatch(BotError):
    """The database is not at this version's schema; run `resto-bot db upgrade`."""


class WordsError(BotError):
    """A catalogue of words is incomplete or malformed."""


class TextRefused(BotError):
    """The text cannot be used."""

    def __init__(self, problem: str, detail: str, **facts: Any) -> None:
        """`problem` names the sentence of `staff.template.bad` that says the same to people, with `facts` as values."""
        self.problem = problem
        super().__init__(detail, **facts)


class MachineError(BotError):
    """A machine is defined wrongly."""


class LostRace(BotError):
    """Another process took this turn first; nothing was written."""


class NotFound(BotError):
    """There is no such thing."""


class BadFile(BotError):
    """The file cannot be used."""


class BadPayload(BotError):
    """The payload is not what the platform documents."""


class SendError(BotError):
    """A platform refused a message, or its answer never came.

    The class says what to do: `retry` = try again after a delay; `unknown` = it may have been sent, settle before
    resending; `pause` = nothing of this account can be sent until somebody mends it; otherwise the message is dead.
    """

    retry: ClassVar[bool] = False
    unknown: ClassVar[bool] = False
    pause: ClassVar[bool] = False

    def __init__(self, detail: str = "", *, code: int = 0, wait: float | None = None, **facts: Any) -> None:
        self.code = code
        self.wait = wait
        super().__init__(detail, **facts)


class Refused(SendError):
    """The platform refuses this message for good."""


class WindowClosed(SendError):
    """The person has not written for 24 hours; only a template may be sent."""


class Passing(SendError):
    """The platform has a passing fault."""

    retry = True


class Throttled(SendError):
    """The platform asked to slow down."""

    retry = True


class AccountBroken(SendError):
    """The account's token or permission is not accepted."""

    retry = True
    pause = True


class Unknown(SendError):
    """The request left but no usable answer came."""

    retry = True
    unknown = True
