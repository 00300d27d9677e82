"""What WhatsApp's answers mean: Meta's error codes as data (its advice: judge by the code, not by the HTTP status)."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels import Sent
from bot.channels._meta import Fault, fault
from bot.channels.reading import items, string, table
from bot.errors import AccountBroken, Passing, Refused, SendError, Throttled, Unknown, WindowClosed
from bot.messages import Json

LONGEST_ID = 512
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do about an error code.

    `wait` = seconds before the next try, if the platform lets us know; `pair` = only this recipient is held back, not
    the whole number; `tries` = give up after so many although it may pass; `alarm` = somebody has to mend something.
    """

    error: type[SendError]
    wait: float | None = None
    pair: bool = False
    tries: int | None = None
    alarm: bool = False


ACCOUNT = Verdict(AccountBroken, alarm=True)
REFUSED = Verdict(Refused)
BUG = Verdict(Refused, alarm=True)
PASSING = Verdict(Passing)

CODES: Mapping[int, Verdict] = {
    0: ACCOUNT,
    1: Verdict(Passing, tries=2),
    2: PASSING,
    3: ACCOUNT,
    4: Verdict(Throttled, wait=60.0),
    10: ACCOUNT,
    33: ACCOUNT,
    100: BUG,
    190: ACCOUNT,
    **dict.fromkeys(range(200, 300), ACCOUNT),
    368: ACCOUNT,
    80007: Verdict(Throttled, wait=60.0),
    130429: Verdict(Throttled, wait=2.0),
    130472: REFUSED,
    130497: REFUSED,
    131000: Verdict(Passing, tries=4),
    131005: ACCOUNT,
    131008: BUG,
    131009: BUG,
    131016: PASSING,
    131020: REFUSED,
    131021: REFUSED,
    131026: REFUSED,
    # A stranger who writes to a test number is no reason to stop writing to those who may.
    131030: BUG,
    131031: ACCOUNT,
    131037: ACCOUNT,
    131041: REFUSED,
    131042: ACCOUNT,
    131044: ACCOUNT,
    131045: ACCOUNT,
    131047: Verdict(WindowClosed),
    131048: Verdict(Throttled, wait=HOUR, alarm=True),
    131049: REFUSED,
    131050: REFUSED,
    131051: REFUSED,
    131052: REFUSED,
    131053: REFUSED,
    # One message in six seconds is what a pair of numbers sustains; the worker lengthens it by powers of four.
    131056: Verdict(Throttled, wait=6.0, pair=True),
    131057: Verdict(Passing, wait=60.0),
    131059: REFUSED,
    131062: REFUSED,
    131063: REFUSED,
    131064: Verdict(Throttled, wait=HOUR),
    132000: BUG,
    # A template that Meta paused must not hold back the messages that need none.
    132001: BUG,
    132005: REFUSED,
    132007: REFUSED,
    132008: REFUSED,
    132012: BUG,
    132015: BUG,
    132016: BUG,
    132018: BUG,
    132068: REFUSED,
    132069: Verdict(Throttled, wait=HOUR),
    133004: PASSING,
    133010: ACCOUNT,
    133016: ACCOUNT,
    134011: ACCOUNT,
    135000: REFUSED,
    137000: REFUSED,
}
NO_SUCH_OBJECT = (100, 33)
"""Meta's way of saying that the phone number id is wrong or that the token may not see it."""


def answer(status: int, body: Json | None) -> Sent:
    """The message's id if Meta took it; else raises the SendError that says what to do.

    An answer that proves nothing (no JSON, no id, no error object) on 2xx or 5xx is Unknown: it may have been sent.
    """
    seen = fault(table(body).get("error"))
    if seen is not None:
        raise error(verdict(status, seen), seen)
    if not 200 <= status < 300:
        raise _mute(status)(f"HTTP {status} without an error object")
    ident = string(table(next(iter(items(table(body).get("messages"))), None)).get("id"))
    if not 0 < len(ident) <= LONGEST_ID:
        raise Unknown(f"HTTP {status} without a message id")
    return Sent(ident)


def verdict(status: int, seen: Fault) -> Verdict:
    """What the table says of an error; for a code that it does not know, what the HTTP status says."""
    if (seen.code, seen.subcode) == NO_SUCH_OBJECT:
        return ACCOUNT
    if seen.code is not None and seen.code in CODES:
        return CODES[seen.code]
    if status == 429:
        return Verdict(Throttled)
    return PASSING if status >= 500 or seen.transient else REFUSED


def error(found: Verdict, seen: Fault) -> SendError:
    """The error to raise; `facts` hold what the verdict says besides (pair, tries, alarm)."""
    facts = {name: value for name in ("pair", "tries", "alarm") if (value := getattr(found, name))}
    return found.error(seen.details, code=seen.code or 0, wait=found.wait, **facts)


def _mute(status: int) -> type[SendError]:
    """What an answer that is not Graph's own means: a proxy or a crashed server wrote it."""
    if status == 429:
        return Throttled
    if status >= 500 or status == 408:
        return Unknown
    return AccountBroken if status in (401, 403) or status < 400 else Refused
