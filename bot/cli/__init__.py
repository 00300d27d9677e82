"""The command line: one file per group of commands. Errors are one sentence on stderr; `--debug` shows where."""

import sys

import typer

from bot.cli import chat, common, db, doctor, machines, menus, outbox, provision, serve, sessions, templates, understand
from bot.errors import BotError, ConfigError

app = typer.Typer(
    name="resto-bot",
    help="A conversational state-machine bot: restaurants that take orders on WhatsApp.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.callback()(common.options)
app.command("serve")(serve.serve)
app.command("work")(serve.work)
app.command("chat")(chat.chat)
app.add_typer(db.app, name="db")
app.add_typer(machines.app, name="machines")
app.add_typer(sessions.app, name="sessions")
app.command("understand")(understand.understand)
app.add_typer(provision.tenants, name="tenants")
app.add_typer(provision.restaurants, name="restaurants")
app.add_typer(provision.accounts, name="accounts")
app.add_typer(provision.staff, name="staff")
app.add_typer(menus.app, name="menu")
app.add_typer(templates.app, name="templates")
app.add_typer(provision.demo, name="demo")
app.add_typer(outbox.messages, name="outbox")
app.add_typer(outbox.letters, name="letters")
app.command("doctor")(doctor.doctor)


def told(error: BotError) -> str:
    """One sentence on one line: what is wrong and, where it is known, what to do."""
    sentence = f"{error}; {error.remedy}" if error.remedy else str(error)
    return " ".join(sentence.split())


def main() -> None:
    """Run; exit code 0 = done, 1 = it failed, 2 = bad usage."""
    try:
        app()
    except BotError as error:
        if common.debugging():
            raise
        print(f"resto-bot: {told(error)}", file=sys.stderr)
        sys.exit(2 if isinstance(error, ConfigError) else 1)
    except KeyboardInterrupt:
        sys.exit(130)
