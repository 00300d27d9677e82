"""What is remembered about a person, and asking for a human."""

from bot.engine.app import Stage
from bot.handlers import notices
from bot.machines import effects
from bot.messages import Event
from storage import edge, persons, tickets


async def set_language(effect: effects.SetLanguage, stage: Stage) -> None:
    """Keep an explicit choice of language; it wins from now on and survives sessions."""
    await persons.keep_locale(stage.unit.raw, stage.row.tenant_id, stage.row.person_id, effect.locale)


async def keep_phone(effect: effects.KeepPhone, stage: Stage) -> None:
    """Keep a phone to call. It is what somebody typed: it proves nothing and grants nothing."""
    await persons.keep_phone(stage.unit.raw, stage.row.tenant_id, stage.row.person_id, effect.phone)


async def open_ticket(effect: effects.OpenTicket, stage: Stage) -> Event:
    """One open ticket per session; the staff hears of a new one."""
    number, again = await tickets.open_one(
        stage.unit.raw, stage.row, stage.world.new_id(), effect.reason, effect.said, stage.now
    )
    if not again:
        news = {"number": number, "customer": stage.row.name, "phone": stage.row.phone, "said": effect.said[:200]}
        await notices.tell_staff(stage, "ticket_new", news, number)
    return Event("ticket_opened", {"number": number, "again": again})


async def note_miss(effect: effects.NoteMiss, stage: Stage) -> None:
    """Keep a sentence that was not understood."""
    await tickets.note_miss(stage.unit.raw, stage.row, stage.world.new_id(), effect.context, effect.text, stage.now)


async def note_intruder(effect: effects.NoteIntruder, stage: Stage) -> None:
    """A security event that names the session and the command, not the person."""
    await edge.security_event(
        stage.unit.raw,
        stage.world.new_id(),
        stage.now,
        event_type="ADMIN_COMMAND_DENIED",
        severity="MEDIUM",
        channel=stage.row.channel,
        ip=None,
        route=None,
        trace_id=stage.turn_id.hex,
        details={"session": str(stage.row.id), "command": effect.command[:20]},
    )
