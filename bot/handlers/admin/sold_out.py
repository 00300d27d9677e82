"""`!86 <code> [back | until HH:MM]`: a dish is sold out, for now or until then, or on the menu again.

Every process sees it at once. A dish that is to come back by itself is a timer in the session of whoever said so; the
newest word about a dish drops the timers of those before.
"""

from datetime import UTC, datetime

from bot.effects import Remind
from bot.engine.app import Stage
from bot.engine.timers import remind
from bot.handlers.admin.command import Command, Request, audited, misused, told
from bot.handlers.admin.moments import until
from bot.handlers.notices import tell_staff
from bot.locales.values import Clock
from bot.machines.effects import ReturnDish
from bot.messages import Event
from bot.services.menu import Names
from storage import mailbox, places

USAGE = "!86 <code> [back | until HH:MM | until tomorrow]"
BACK = frozenset(("back", "retour", "rje3", "rja3", "عاد", "رجع"))


async def run(request: Request) -> Event:
    code, *rest = request.rest.split() or [""]
    back = len(rest) == 1 and rest[0].lower() in BACK
    moment = until(rest, request.stage.facts.now)
    if not code or (rest and not back and moment is None):
        return misused(USAGE)
    stage, code = request.stage, code.upper()
    names = await _mark(stage, request.actor, code, gone=not back, moment=moment)
    if names is None:
        return told("staff.sold_out.unknown", code=code[:20])
    await mailbox.drop_returns(stage.unit.raw, stage.row.tenant_id, stage.row.place_id, code)
    if moment is None:
        return told("staff.sold_out.back" if back else "staff.sold_out.gone", dish=names, code=code)
    return await _until(stage, code, names, moment)


async def _mark(stage: Stage, actor: str, code: str, *, gone: bool, moment: datetime | None = None) -> Names | None:
    """The dish's names; None when there is no such dish."""
    row = stage.row
    dish = await places.mark_sold_out(stage.unit.raw, row.tenant_id, row.place_id, code, gone)
    if dish is None:
        return None
    until = moment.isoformat() if moment is not None else None
    await audited(stage, actor, "86", code, {"sold_out": dish["was"]}, {"sold_out": gone, "until": until})
    return Names(dish["fr"], dish["ar"], dish["arq"])


async def _until(stage: Stage, code: str, names: Names, moment: datetime) -> Event:
    now: datetime = stage.facts.now
    # In UTC, for a clock that is put forward or back in between.
    after = (moment.astimezone(UTC) - now.astimezone(UTC)).total_seconds()
    await remind(Remind("dish_returns", after, {"code": code}, f"86:{code}:{stage.turn_id.hex}"), stage)
    key = "until" if moment.date() == now.date() else "until_tomorrow"
    return told(f"staff.sold_out.{key}", dish=names, code=code, until=Clock(moment))


async def return_dish(effect: ReturnDish, stage: Stage) -> None:
    """A dish that was sold out until now can be had again; all who work here now are told, whoever said until when."""
    names = await _mark(stage, "timer", effect.code, gone=False)
    if names is not None:
        news = {"code": effect.code, "fr": names.fr, "ar": names.ar, "arq": names.arq}
        await tell_staff(stage, "dish_back", news, "dish_back", effect.code, stage.turn_id.hex)


COMMAND = Command("86", USAGE, run)
