"""`db`: bring the database to this version's schema, or say how it differs."""

import typer

from bot.bootstrap import database
from bot.cli import common
from bot.cli.output import AsJson, answer
from storage import schema

app = typer.Typer(help="The database's schema.", no_args_is_help=True)


@app.command()
def upgrade(as_json: AsJson = False) -> None:
    """Run the migrations that are missing: all or none."""
    common.run(_upgrade())
    answer({"schema": schema.head()}, [f"The database is at {schema.head()}."], as_json=as_json)


@app.command()
def check(as_json: AsJson = False) -> None:
    """Compare the database with this version's models; exit code 1 and one line for each difference."""
    found = common.run(_check())
    told = found or [f"The database is what this version expects ({schema.head()})."]
    answer({"ok": not found, "differences": found}, told, as_json=as_json)
    if found:
        raise typer.Exit(1)


async def _upgrade() -> None:
    async with database(common.configured(), migrate=True):
        pass


async def _check() -> list[str]:
    async with database(common.configured(), migrate=False) as url:
        return await schema.check(url)
