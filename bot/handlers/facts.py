"""The facts of a restaurant, read from its rows and kept in process per revision: menu, roster, compiled grammar."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.engine.app import FactsLoader
from bot.errors import NotFound
from bot.handlers.speaking import DishNames, dish_names, locale_rules
from bot.handlers.templates import own_words
from bot.intents import LocaleRules, MenuGrammar
from bot.locales.render import Renderer
from bot.machines.facts import Facts, PlaceFacts
from bot.messages import Locale
from bot.services.menu import Category, Dish, Menu, Names, Option
from bot.settings import Settings
from storage import places, templates
from storage.rows import SessionRow
from storage.wire import Connection, Row, load

Rows = Sequence[Row]
KEPT = 512


@dataclass(frozen=True, slots=True)
class Restaurant:
    """A restaurant as its sessions see it, what the intents read it with, and its staff (phone → role, locale)."""

    revision: int
    facts: PlaceFacts
    zone: ZoneInfo
    grammar: MenuGrammar
    roster: Mapping[str, tuple[str, Locale]]
    called: DishNames
    rules: LocaleRules
    """Its policy of languages."""
    console: bool = True
    """Whether `!` commands are taken in the chat."""
    words: Renderer | None = None
    """Its own wording, where it has one."""

    def role(self, ids: Sequence[str]) -> str:
        """The staff role of whoever has these scoped ids; empty for everybody else."""
        return next((self.roster[i][0] for i in ids if i in self.roster), "")


def _names(r: Row) -> Names:
    return Names(r["fr"], r["ar"], r["arq"])


def menu_of(categories: Rows, items: Rows, options: Rows, former: Rows) -> Menu:
    """Rows as a menu."""
    by_item: dict[str, list[Option]] = {}
    for r in options:
        option = Option(r["code"], r["item_code"], r["kind"], _names(r), r["price_cents"], tuple(r["aliases"]))
        by_item.setdefault(r["item_code"], []).append(option)
    dishes = tuple(
        Dish(
            r["code"],
            r["category"],
            _names(r),
            r["price_cents"],
            tuple(r["aliases"]),
            tuple(by_item.get(r["code"], ())),
            r["sold_out"],
        )
        for r in items
    )
    shown = tuple(Category(r["code"], _names(r)) for r in categories)
    return Menu(shown, dishes, {r["code"]: _names(r) for r in former})


class RestaurantFacts(FactsLoader):
    """Loads restaurants; a restaurant is read again only when its revision has grown."""

    def __init__(self, settings: Settings, renderer: Renderer) -> None:
        self.settings, self.renderer = settings, renderer
        self._kept: OrderedDict[tuple[UUID, UUID], Restaurant] = OrderedDict()

    def cached(self, tenant: UUID, place: UUID, revision: int) -> Restaurant | None:
        found = self._kept.get((tenant, place))
        return found if found is not None and found.revision >= revision else None

    async def load(self, raw: Connection, tenant: UUID, place: UUID) -> Restaurant:
        row = await places.place(raw, tenant, place)
        if row is None:
            raise NotFound(f"place {place}")
        menu = menu_of(*await places.menu(raw, tenant, place))
        roster = {r["phone"]: (r["role"], r["locale"]) for r in await places.staff(raw, tenant, place)}
        words = own_words(self.renderer, await templates.wordings(raw, tenant))
        loaded = replace(self.restaurant(row, menu, roster), words=words)
        self._kept[tenant, place] = loaded
        self._kept.move_to_end((tenant, place))
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return loaded

    def restaurant(
        self, row: Row | Mapping[str, Any], menu: Menu, roster: Mapping[str, tuple[str, Locale]]
    ) -> Restaurant:
        """A place's row, with its menu and its staff, as its sessions see it."""
        settings: dict[str, Any] = load(row["settings"])
        facts = PlaceFacts(
            row["name"],
            row["timezone"],
            row["locale"],
            menu,
            delivery=bool(settings.get("DELIVERY_ENABLED", self.settings.delivery_enabled)),
            support=bool(settings.get("SUPPORT_ENABLED", self.settings.support_enabled)),
        )
        console = bool(settings.get("ADMIN_WA_CONSOLE_ENABLED", self.settings.admin_wa_console_enabled))
        zone, rules = ZoneInfo(row["timezone"]), locale_rules(self.settings, settings)
        return Restaurant(row["revision"], facts, zone, MenuGrammar(menu), roster, dish_names(menu), rules, console)

    def frozen(self, place: Restaurant, row: SessionRow, now: datetime, fresh: str) -> Facts:
        return Facts(
            now=now.astimezone(place.zone),
            place=place.facts,
            fresh=fresh,
            phone=row.phone,
            name=row.name,
            chosen=row.chosen,
            away=max(0.0, (now - row.updated_at).total_seconds()),
            role=place.role((row.address,)),
            channel=row.channel,
        )

    def words(self, place: Restaurant) -> Renderer | None:
        return place.words

    def locale(self, place: Restaurant, kind: str, ids: Sequence[str]) -> Locale:
        if kind != "staff":
            return place.facts.locale
        return next((place.roster[i][1] for i in ids if i in place.roster), place.facts.locale)
