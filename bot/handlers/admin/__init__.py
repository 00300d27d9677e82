"""The `!` commands: one file each. A command has a name, the way it is written, who may use it, and what it does.

The roster is read again inside the transaction, so that somebody taken off it can do nothing from that moment.
"""

from bot.engine.app import Stage
from bot.handlers.admin import help as help_command
from bot.handlers.admin import order, orders, sold_out, template
from bot.handlers.admin.command import Command, Request, told
from bot.locales.values import Say
from bot.machines.effects import RunCommand
from bot.messages import Event
from storage import places

COMMANDS: dict[str, Command] = {c.name: c for c in (orders.COMMAND, order.COMMAND, sold_out.COMMAND, template.COMMAND)}
COMMANDS["help"] = help_command.listing(COMMANDS)


async def run_command(effect: RunCommand, stage: Stage) -> Event:
    """Run one line: find its command, check the role, answer with what to say."""
    name, _, rest = effect.line.strip().partition(" ")
    staff = await places.staff(stage.unit.raw, stage.row.tenant_id, stage.row.place_id)
    role = next((r["role"] for r in staff if r["phone"] == stage.row.address), "")
    if not role:
        return told("staff.forbidden", role=Say("staff.role.client"))
    command = COMMANDS.get(name.lower() or "help")
    if command is None:
        return told("staff.unknown_command", name=name[:20])
    if role not in command.roles:
        return told("staff.forbidden", role=Say(f"staff.role.{role}"))
    return await command.run(Request(stage, rest.strip(), role))
