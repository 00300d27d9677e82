"""`!help [command]`: what whoever asks may write, and what it does."""

from collections.abc import Mapping

from bot.handlers.admin.command import Command, Request, told
from bot.locales.values import Lines, Say
from bot.messages import Event


def _line(command: Command) -> Say:
    return Say("staff.help.line", {"usage": command.usage, "does": Say(f"staff.help.{command.name}")})


def listing(commands: Mapping[str, Command]) -> Command:
    """The help command over these commands, itself included."""

    async def run(request: Request) -> Event:
        name = request.rest.lstrip("! ").split(" ")[0].lower()
        mine = {command.name: command for command in commands.values() if request.role in command.roles}
        if name in commands and name not in mine:
            return told("staff.forbidden", role=Say(f"staff.role.{request.role}"))
        chosen = [mine[name]] if name in mine else list(mine.values())
        lines = Lines(tuple(_line(command) for command in chosen))
        if name and name not in commands:
            return told("staff.help.unknown", name=name[:20], lines=lines)
        return told("staff.help.head", lines=lines)

    return Command("help", "!help [commande]", run)
