"""`tenants`, `restaurants`, `accounts`, `staff` and `demo`: setting up who is served. Safe to run again."""

import sys
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

import typer

from bot.bootstrap import CHANNELS, opened
from bot.cli import common
from bot.cli.output import AsJson, answer, migrated
from bot.errors import NotFound
from bot.handlers.provision import add_staff, seed_demo
from bot.intents.numbers import phone as algerian
from bot.messages import LOCALES
from storage import ops, places, provisioning
from storage.tables import ROLES
from storage.wire import Connection, Row

demo = typer.Typer(help="The demo restaurant.", no_args_is_help=True)
tenants = typer.Typer(help="Businesses, kept apart from each other.", no_args_is_help=True)
restaurants = typer.Typer(help="Restaurants of a tenant.", no_args_is_help=True)
accounts = typer.Typer(help="Channel accounts of a restaurant.", no_args_is_help=True)
staff = typer.Typer(help="Who works at a restaurant.", no_args_is_help=True)

Tenant = Annotated[str, typer.Option(help="The tenant's name, when several have such a restaurant.")]
Language = Annotated[str, typer.Option(help=f"One of {', '.join(LOCALES)}.")]


@demo.command()
def seed(as_json: AsJson = False) -> None:
    """Make the demo restaurant; what is there already keeps its values. Migrates the database."""
    common.run(_seed())
    answer({"ok": True, "tenant": "demo"}, ["The demo restaurant Dar Zitoun is there."], as_json=as_json)


@tenants.command("create")
def create_tenant(name: str, as_json: AsJson = False) -> None:
    """Make a tenant."""
    made = common.run(_tenant(name))
    answer(made, [f"Tenant {name}: {made['id']}"], as_json=as_json)


@restaurants.command("create")
def create_restaurant(
    name: str,
    tenant: Annotated[str, typer.Option(help="The tenant's name.")],
    timezone: Annotated[str, typer.Option(help="A name such as Africa/Algiers.")] = "Africa/Algiers",
    locale: Language = "fr",
    as_json: AsJson = False,
) -> None:
    """Make a restaurant of a tenant."""
    _one_of(locale, LOCALES, "--locale")
    if timezone not in available_timezones():
        raise typer.BadParameter(f"{timezone} is no time zone", param_hint="--timezone")
    made = common.run(_restaurant(name, tenant, ZoneInfo(timezone).key, locale))
    answer(made, [f"Restaurant {name} of {tenant}: {made['id']}"], as_json=as_json)


@accounts.command("add")
def add_account(
    channel: str,
    account: Annotated[str, typer.Argument(help="WhatsApp: the phone number id.")],
    restaurant: Annotated[str, typer.Option(help="The restaurant's name.")],
    token: Annotated[str, typer.Option(help="The account's access token; - reads it from standard input.")],
    tenant: Tenant = "",
    as_json: AsJson = False,
) -> None:
    """Let a restaurant use a channel account; run again, it replaces the token."""
    _one_of(channel, tuple(CHANNELS), "CHANNEL")
    secret = sys.stdin.readline().strip() if token == "-" else token  # noqa: S105 - not a secret but its stand-in
    made = common.run(_account(channel, account, restaurant, tenant, secret))
    answer(made, [f"{channel} {account} serves {restaurant}."], as_json=as_json)


@staff.command("add")
def add_member(
    phone: Annotated[str, typer.Argument(help="With its country code, or as it is dialled in Algeria.")],
    role: Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}.")],
    restaurant: Annotated[str, typer.Option(help="The restaurant's name; not needed when there is one only.")] = "",
    tenant: Tenant = "",
    name: str = "",
    locale: Annotated[str, typer.Option(help=f"One of {', '.join(LOCALES)}; at first the restaurant's.")] = "",
    as_json: AsJson = False,
) -> None:
    """Put somebody on a restaurant's roster, or give him another role or language."""
    _one_of(role, ROLES, "--role")
    _one_of(locale, ("", *LOCALES), "--locale")
    member = {"phone": _digits(phone), "role": role, "name": name} | ({"locale": locale} if locale else {})
    made = common.run(_staff(member, restaurant, tenant))
    answer(made, [f"{name or made['phone']} ({made['phone']}) is {role} of {made['restaurant']}."], as_json=as_json)


def _one_of(value: str, allowed: tuple[str, ...], name: str) -> None:
    if value not in allowed:
        raise typer.BadParameter(f"{value} is not one of {', '.join(allowed)}", param_hint=name)


def _digits(phone: str) -> str:
    """Digits with the country code; a number of another country needs its plus sign."""
    typed = "".join(char for char in phone if char.isdecimal())
    found = algerian(phone) or (typed if phone.strip().startswith("+") or typed.startswith("213") else "")
    if not 8 <= len(found) <= 15:
        raise typer.BadParameter(f"{phone} is no phone number", param_hint="PHONE")
    return found


async def _seed() -> None:
    async with opened(common.configured(), migrate=True) as parts:
        await seed_demo(parts.storage, parts.app, parts.world)


async def _tenant(name: str) -> dict[str, str]:
    async with migrated() as desk, desk.storage.unit() as unit:
        ident = await provisioning.tenant(unit.raw, name, desk.world.new_id(), desk.world.now())
    return {"id": str(ident), "name": name}


async def _restaurant(name: str, tenant: str, timezone: str, locale: str) -> dict[str, str]:
    async with migrated() as desk, desk.storage.unit() as unit:
        raw, world = unit.raw, desk.world
        owner: UUID | None = await ops.tenant(raw, tenant)
        if owner is None:
            raise NotFound(f"no tenant is called {tenant}; make it with `resto-bot tenants create`")
        ident = await provisioning.place(
            raw, owner, name, world.new_id(), world.now(), timezone=timezone, locale=locale
        )
    return {"id": str(ident), "name": name, "tenant": tenant, "timezone": timezone, "locale": locale}


async def _account(channel: str, account: str, restaurant: str, tenant: str, token: str) -> dict[str, str]:
    async with migrated() as desk, desk.storage.unit() as unit:
        place = await _place(unit.raw, restaurant, tenant)
        owners = await places.accounts(unit.raw, channel, account)
        if any(owner.tenant_id != place["tenant_id"] for owner in owners):
            raise typer.BadParameter(f"{channel} {account} belongs to another tenant", param_hint="ACCOUNT")
        await provisioning.account(unit.raw, place["tenant_id"], place["id"], channel, account, token)
    return {"channel": channel, "account": account, "restaurant": place["name"], "tenant": place["tenant"]}


async def _staff(member: dict[str, str], restaurant: str, tenant: str) -> dict[str, str]:
    async with migrated() as desk, desk.storage.unit() as unit:
        place = await _place(unit.raw, restaurant, tenant)
        locale = await add_staff(unit.raw, desk.app, desk.world, place["tenant_id"], place["id"], member)
    return {**member, "locale": locale, "restaurant": place["name"], "tenant": place["tenant"]}


async def _place(raw: Connection, name: str, tenant: str) -> Row:
    """The one place that is meant."""
    found = await ops.find_places(raw, name, tenant)
    if not found:
        raise NotFound(f"no restaurant is called {name}" if name else "there is no restaurant yet")
    if len(found) > 1:
        listed = ", ".join(f"{r['name']} of {r['tenant']}" for r in found)
        raise NotFound(f"several could be meant ({listed}); say --restaurant and --tenant")
    return found[0]
