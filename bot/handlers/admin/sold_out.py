"""`!86 <code> [back]`: a dish is sold out, or on the menu again. Every process sees it at once."""

from bot.handlers.admin.command import Command, Request, misused, told
from bot.messages import Event
from bot.services.menu import Names
from storage import places

USAGE = "!86 <code> [back]"


async def run(request: Request) -> Event:
    words = request.rest.upper().split()
    if not 1 <= len(words) <= 2 or (len(words) == 2 and words[1] != "BACK"):
        return misused(USAGE)
    row, back = request.stage.row, len(words) == 2
    dish = await places.mark_sold_out(request.stage.unit.raw, row.tenant_id, row.place_id, words[0], not back)
    if dish is None:
        return told("staff.sold_out.unknown", code=words[0])
    names = Names(dish["fr"], dish["ar"], dish["arq"])
    return told("staff.sold_out.back" if back else "staff.sold_out.gone", dish=names, code=dish["code"])


COMMAND = Command("86", USAGE, run)
