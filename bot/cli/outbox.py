"""`outbox` and `letters`: what could not be sent or answered, and what to do with it."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer

from bot.cli import common
from bot.cli.output import AsJson, Desk, answer, migrated
from bot.cli.sessions import plain
from bot.errors import NotFound
from bot.locales.render import plain as without_controls
from storage import mailbox, ops, outbox
from storage.ops import Rows
from storage.wire import Connection, Row

messages = typer.Typer(help="Messages on their way out.", no_args_is_help=True)
letters = typer.Typer(help="Letters that failed again and again and were parked.", no_args_is_help=True)
STATUSES = ("pending", "sending", "unknown", "sent", "dead", "dropped")
Ident = Annotated[str, typer.Argument(metavar="ID", help="An id or its beginning.")]
Most = Annotated[int, typer.Option(min=1, help="How many, per tenant.")]
Data = dict[str, Any]


@messages.command("list")
def list_messages(
    status: Annotated[str, typer.Option(help=f"One of {', '.join(STATUSES)}.")] = "",
    most: Most = 50,
    as_json: AsJson = False,
) -> None:
    """The newest messages, perhaps of one status only."""
    if status and status not in STATUSES:
        raise typer.BadParameter(f"one of {', '.join(STATUSES)}", param_hint="--status")
    found = common.run(_of_all_tenants(lambda raw, tenant: outbox.listed(raw, tenant, status, most)))
    answer(found, (_message(one) for one in found), as_json=as_json)


@messages.command("show")
def show_message(ident: Ident, as_json: AsJson = False) -> None:
    """Everything about one message."""
    found = common.run(_one(ident, ops.messages))
    answer(found, (f"{name}: {value}" for name, value in found.items()), as_json=as_json)


@messages.command("replay")
def replay_message(ident: Ident, as_json: AsJson = False) -> None:
    """Send a dead message after all."""

    async def replay(desk: Desk, raw: Connection, row: Row) -> bool:
        return await outbox.replay(raw, row["tenant_id"], row["id"], desk.world.now())

    _done(common.run(_act(ident, ops.messages, replay, "it is not dead")), "will be sent", as_json)


@messages.command("drop")
def drop_message(ident: Ident, as_json: AsJson = False) -> None:
    """Give a dead or waiting message up."""

    async def drop(desk: Desk, raw: Connection, row: Row) -> bool:
        return await outbox.drop(raw, row["tenant_id"], row["id"])

    _done(common.run(_act(ident, ops.messages, drop, "it is neither dead nor waiting")), "was dropped", as_json)


@letters.command("list")
def list_letters(most: Most = 50, as_json: AsJson = False) -> None:
    """The parked letters, newest first, each with its error."""
    found = common.run(_of_all_tenants(lambda raw, tenant: mailbox.parked(raw, tenant, most)))
    answer(found, (_letter(one) for one in found), as_json=as_json)


@letters.command("retry")
def retry_letter(ident: Ident, as_json: AsJson = False) -> None:
    """Answer a parked letter after all."""

    async def retry(desk: Desk, raw: Connection, row: Row) -> bool:
        return await mailbox.unpark(raw, row["tenant_id"], row["id"])

    _done(common.run(_act(ident, ops.parked, retry, "it is not parked")), "will be tried again", as_json)


@letters.command("drop")
def drop_letter(ident: Ident, as_json: AsJson = False) -> None:
    """Give a parked letter up."""

    async def drop(desk: Desk, raw: Connection, row: Row) -> bool:
        return await mailbox.drop(raw, row["tenant_id"], row["id"])

    _done(common.run(_act(ident, ops.parked, drop, "it is not parked")), "was dropped", as_json)


async def _of_all_tenants(find: Callable[[Connection, Any], Awaitable[Rows]]) -> list[Data]:
    async with migrated() as desk, desk.storage.read() as reader:
        return [one for tenant in await mailbox.tenants(reader.raw) for one in plain(await find(reader.raw, tenant))]


async def _one(ident: str, find: Callable[[Connection, str], Awaitable[Rows]]) -> Data:
    async with migrated() as desk, desk.storage.read() as reader:
        return plain([_only(ident, await find(reader.raw, ident))])[0]


def _only(ident: str, rows: Rows) -> Row:
    if len(rows) != 1:
        raise NotFound(
            f"nothing begins with {ident}" if not rows else f"several begin with {ident}; give more of the id"
        )
    return rows[0]


async def _act(
    ident: str,
    find: Callable[[Connection, str], Awaitable[Rows]],
    act: Callable[[Desk, Connection, Row], Awaitable[bool]],
    otherwise: str,
) -> str:
    async with migrated() as desk, desk.storage.unit() as unit:
        row = _only(ident, await find(unit.raw, ident))
        if not await act(desk, unit.raw, row):
            raise NotFound(f"{row['id']} was left alone: {otherwise}")
        return str(row["id"])


def _done(ident: str, told: str, as_json: bool) -> None:
    answer({"ok": True, "id": ident}, [f"{ident} {told}."], as_json=as_json)


def _message(one: Data) -> str:
    error = f" {one['error_code'] or ''} {one['error']}" if one["error"] else ""
    text = without_controls(one["payload"]["text"]).replace("\n", " ⏎ ")
    return f"{one['id']} {one['status']:8} {one['channel']} → {one['recipient']} «{text[:60]}»{error}"


def _letter(one: Data) -> str:
    return f"{one['id']} {one['kind']} {one['name']} session {one['session_id']}, {one['attempts']}×: {one['error']}"
