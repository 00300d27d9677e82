"""Timers: letters of a session to itself that are due later, under the same lock and in the same order as others."""

from datetime import timedelta

from bot.effects import Remind
from bot.engine.app import Stage
from storage import mailbox


async def remind(effect: Remind, stage: Stage) -> None:
    """Set the timer, once."""
    row = stage.row
    await mailbox.post(
        stage.unit.raw,
        row.tenant_id,
        stage.world.new_id(),
        row.id,
        effect.name,
        dict(effect.slots),
        f"timer:{row.id}:{effect.key}",
        stage.now,
        stage.now + timedelta(seconds=effect.after),
    )
