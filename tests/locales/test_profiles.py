"""Who works at a restaurant is answered in the language of his profile, whatever he writes."""

from typing import Any

import pytest

from bot import bootstrap
from bot.handlers.provision import add_staff
from bot.messages import LOCALES, Locale
from storage.unit import Storage
from tests.player import STAFF, Player

NEW: dict[Locale, str] = {"fr": "Nouvelle commande", "ar": "طلب جديد", "arq": "Commande jdida"}
NO_SUCH: dict[Locale, str] = {"fr": "Je ne connais pas", "ar": "لا أعرف", "arq": "Ma na3refch"}
ORDERS: list[dict[str, Any]] = [
    {"who": "c", "says": "P01", "locale": "fr"},
    {"who": "c", "says": "c'est tout, à emporter"},
    {"who": "c", "says": "oui", "orders": {"1001": "NEW"}},
]


async def _profile(player: Player, **member: Any) -> Locale:
    app = bootstrap.restaurant_app(player.settings)
    async with player.storage.unit() as unit:
        place = await unit.raw.fetchrow("SELECT tenant_id, id FROM places")
        assert place is not None
        who = {"phone": STAFF["kitchen"], "role": "kitchen", **member}
        return await add_staff(unit.raw, app, player.world, place["tenant_id"], place["id"], who)


async def _plays(player: Player, *turns: dict[str, Any]) -> None:
    await player.play({"people": {"c": {"phone": "213661000001"}}, "turn": list(turns)})


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_profile_speaks_its_language_from_now_on(storage: Storage, locale: Locale) -> None:
    player = Player(storage)
    await player.seed()
    assert await _profile(player, locale=locale) == locale
    await _plays(player, *ORDERS[:2], {**ORDERS[2], "others": {"kitchen": [NEW[locale]]}})
    for text in ("!زيد", "!bonjour je veux", "!nheb zouj"):
        await _plays(player, {"who": "kitchen", "says": text, "hears": [NO_SUCH[locale]], "locale": locale})
    assert await _profile(player, role="admin") == locale, "another role keeps the language"
    await _plays(player, {"who": "kitchen", "says": "!frob", "hears": [NO_SUCH[locale]]})


async def test_a_choice_by_name_wins_over_the_profile(storage: Storage) -> None:
    player = Player(storage)
    await player.seed()
    await _plays(
        player,
        {"who": "kitchen", "says": "!frob", "hears": [NO_SUCH["fr"]]},
        {"who": "kitchen", "says": "LANG AR", "hears": ["بالعربية"]},
        {"who": "kitchen", "says": "!frob", "hears": [NO_SUCH["ar"]], "never": [NO_SUCH["fr"]]},
    )
    await _plays(player, *ORDERS[:2], {**ORDERS[2], "others": {"kitchen": [NEW["ar"]]}})


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_restaurant_begins_in_its_own_language(storage: Storage, locale: Locale) -> None:
    player = Player(storage)
    await player.seed()
    async with storage.unit() as unit:
        await unit.raw.execute("UPDATE places SET locale = $1, revision = revision + 1", locale)
    await _plays(player, {"who": "c", "says": "P01 x2", "locale": locale}, {"who": "c", "says": "👍", "locale": locale})
