"""`menu`: what a restaurant sells."""

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.bootstrap import opened
from bot.cli import common
from bot.cli.output import AsJson, answer
from bot.errors import BadFile, NotFound
from storage import places, provisioning

app = typer.Typer(help="Menus of restaurants.", no_args_is_help=True)
PARTS = ("category", "dish", "option")


@app.command("import")
def import_menu(
    file: Annotated[Path, typer.Argument(help="A TOML file with [[category]], [[dish]] and [[option]] tables.")],
    restaurant: Annotated[str, typer.Option(help="The restaurant's name.")],
    tenant: Annotated[str, typer.Option(help="Its tenant's name, when several have such a restaurant.")] = "",
    as_json: AsJson = False,
) -> None:
    """Put a menu in: what is new is added, what is there takes the file's names and prices, the rest leaves the menu.

    bot/handlers/demo.toml shows the form; prices are in dinars.
    """
    counts = common.run(_import(_read(file), restaurant, tenant))
    told = ", ".join(f"{number} of [[{part}]]" for part, number in counts.items())
    answer({"ok": True, **counts}, [f"{restaurant}: {told}"], as_json=as_json)


def _read(file: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadFile(f"{file} is not a menu: {error}") from error
    if not data.get("category") or not data.get("dish"):
        raise BadFile(f"{file} has no [[category]] or no [[dish]]")
    return {part: data.get(part, []) for part in PARTS}


async def _import(data: dict[str, Any], restaurant: str, tenant: str) -> dict[str, int]:
    async with opened(common.configured(), migrate=True) as parts, parts.storage.unit() as unit:
        rows = await unit.raw.fetch(
            "SELECT p.tenant_id, p.id FROM places p JOIN tenants t ON t.id = p.tenant_id "
            "WHERE p.name = $1 AND ($2 = '' OR t.name = $2)",
            restaurant,
            tenant,
        )
        if len(rows) != 1:
            raise NotFound(
                f"{len(rows)} restaurants are called {restaurant}" + ("" if tenant else "; name the --tenant")
            )
        try:
            await provisioning.replace_menu(unit.raw, rows[0]["tenant_id"], rows[0]["id"], data)
        except KeyError as error:
            raise BadFile(f"a table of the menu has no {error}") from error
        await places.touch(unit.raw, rows[0]["tenant_id"], rows[0]["id"])
    return {part: len(data[part]) for part in PARTS}
