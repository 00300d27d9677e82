"""A business's own wordings: what is taken, what is refused and why, and that every process says them at once."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap import restaurant_app
from bot.clock import World
from bot.errors import TextRefused
from bot.handlers.provision import seed_demo
from bot.locales.catalogue import Catalogue
from bot.locales.overrides import checked, find, worded, written
from bot.locales.render import Renderer
from bot.locales.template import FSI, PDI
from bot.locales.values import Money, Say, Value
from bot.messages import LOCALES, Locale
from bot.settings import load
from storage import places, templates
from storage.unit import Storage

OURS = Catalogue.bundled()
SIX = ("zero", "one", "two", "few", "many", "other")


def _takes(key: str, locale: Locale, text: str) -> tuple[str, ...]:
    return checked(OURS, find(OURS, key), locale, written(text))[1]


def _refuses(key: str, locale: Locale, text: str) -> TextRefused:
    with pytest.raises(TextRefused) as refused:
        _takes(key, locale, text)
    return refused.value


@pytest.mark.parametrize("text", ["En tout {total} ?", "En tout {{total}} ?", "En tout {{ Total }} ?", "{total}"])
def test_one_brace_or_two_name_a_variable(text: str) -> None:
    own, refused = worded(OURS, [("customer.basket.ask", "fr", written(text))])
    assert not refused
    values: dict[str, Value] = {"total": Money(140_000)}
    assert f"{FSI}1400 DA{PDI}" in Renderer(own).say(Say("customer.basket.ask", values), "fr")
    assert own.texts["customer.basket.ask"]["ar"] is OURS.texts["customer.basket.ask"]["ar"]
    assert "1400 DA" in Renderer(OURS).say(Say("customer.basket.ask", values), "fr"), "ours stays as it was"


@pytest.mark.parametrize(
    ("key", "locale", "text", "problem"),
    [
        ("basket.ask", "fr", "Total {totl}", "unknown"),
        ("thanks", "fr", "Merci {name}", "unknown_none"),
        ("basket.ask", "fr", "Total {total", "braces"),
        ("basket.ask", "fr", "Total total}", "braces"),
        ("basket.ask", "fr", "Total {total.cents} {total}", "braces"),
        ("basket.ask", "fr", "Total {total:>99999999} {total}", "braces"),
        ("basket.ask", "fr", "Total {total!r} {total}", "braces"),
        ("basket.ask", "fr", "{{{total}}}", "braces"),
        ("basket.ask", "ar", "{__class__}", "unknown"),
        ("basket.ask", "fr", "Autre chose ?", "missing"),
        ("basket.ask", "fr", "   \n ", "empty"),
        ("basket.ask", "fr", "\u200f", "empty"),
        ("basket.ask", "fr", "\u202e{total}", "controls"),
        ("basket.ask", "fr", "\u2067{total}", "controls"),
        ("basket.ask", "fr", "{total}" + "x" * 2000, "long"),
        ("button.checkout", "fr", "Valider ma commande !", "long"),
        ("button.add", "fr", "Ajouter des {qty} de plus", "long"),
        ("button.checkout", "fr", "Valider\ntout", "line"),
        ("menu.count", "ar", "one: {category} طبق\nother: {category} {n}", "forms"),
        ("thanks", "fr", "one: Merci\nother: Mercis", "no_forms"),
        ("basket.shown", "fr", "Ton panier : {lines}\nTotal : {total}", "alone"),
        ("basket.shown", "fr", "{lines} {total}", "alone"),
        ("order_waits", "fr", "one: {number} attend\nother: ça attend", "missing"),
        ("nothing.like.it.at.all", "fr", "x", "key"),
        ("basket.aks", "fr", "x", "key_near"),
    ],
)
def test_what_cannot_be_said_is_refused(key: str, locale: Locale, text: str, problem: str) -> None:
    refused = _refuses(key, locale, text)
    assert refused.problem == problem
    for each in LOCALES:
        assert Renderer(OURS).say(Say(f"staff.template.bad.{problem}", {"name": "{name}", **refused.facts}), each)


def test_a_key_is_found_whole_or_without_its_file() -> None:
    assert find(OURS, "customer.greet.first") == find(OURS, "GREET.First") == "customer.greet.first"
    assert find(OURS, "staff.status.NEW") == find(OURS, "staff.status.new") == "staff.status.NEW"
    assert find(OURS, "status.new") == "common.status.new"
    own, refused = worded(OURS, [("staff.status.NEW", "fr", {"other": "toute fraîche"})])
    assert not refused
    assert Renderer(own).say(Say("staff.status.NEW"), "fr") == "toute fraîche"


def test_the_allowed_variables_are_named() -> None:
    said = str(_refuses("sold_out.others", "fr", "{dish} {autres}"))
    assert "{autres} is no variable of this text; it has {dish}, {others}" in said


def test_a_variable_that_can_be_spared_is_left_out() -> None:
    assert _takes("sold_out.alone", "fr", "Désolé, il n'y en a plus.") == ("dish",)
    assert _takes("greet.first", "arq", "Marhba bik !") == ("place",)


def test_plural_forms_or_one_text_for_all() -> None:
    assert written("one: un {n}\nother: des {n}") == {"one": "un {n}", "other": "des {n}"}
    assert written("Total : {total}") == {"other": "Total : {total}"}
    assert _takes("menu.count", "ar", "\n".join(f"{form}: {{category}} {{n}}" for form in SIX)) == ()
    assert _takes("menu.count", "ar", "{category} ({n})") == ()


def test_a_wording_that_a_later_version_refuses_is_left_out_and_told() -> None:
    own, refused = worded(
        OURS, [("customer.gone", "fr", {"other": "x"}), ("customer.thanks", "fr", {"other": "Merki"})]
    )
    assert list(refused) == [("customer.gone", "fr")]
    assert Renderer(own).say(Say("customer.thanks"), "fr") == "Merki"


PIECES = st.sampled_from(
    ["{total}", "{{total}}", "{", "}", "{totl}", "{total!r}", "{0}", "a", "ب", "\n", "one: ", "%s", "\u202e", "٣"]
)


@given(st.lists(PIECES, max_size=8).map("".join), st.sampled_from(LOCALES))
def test_whatever_is_written_is_refused_or_can_be_said(text: str, locale: Locale) -> None:
    try:
        done, _ = checked(OURS, "customer.basket.ask", locale, written(text))
    except TextRefused:
        return
    own = OURS.over({("customer.basket.ask", locale): done})
    said = Renderer(own).say(Say("customer.basket.ask", {"total": Money(140_000)}), locale)
    assert said.count(FSI) == said.count(PDI) >= 1
    assert not set(said) & set("{}\u202e")


async def test_every_process_says_it_from_its_next_turn_on(storage: Storage) -> None:
    """Two processes have read the restaurant; one word later both read it anew, and none asks the database before."""
    world = World()
    here, there = (restaurant_app(load({"BOT_ENV": "development"})) for _ in range(2))
    await seed_demo(storage, here, world)
    async with storage.read() as reader:
        found = await reader.raw.fetchrow("SELECT tenant_id, id FROM places")
    assert found is not None
    tenant, place = UUID(str(found["tenant_id"])), UUID(str(found["id"]))

    async def says() -> list[str]:
        said = []
        for app in (here, there):
            async with storage.read() as reader:
                row = await places.place(reader.raw, tenant, place)
                assert row is not None
                known = app.facts.cached(tenant, place, row["revision"])
                known = known or await app.facts.load(reader.raw, tenant, place)
            assert app.facts.cached(tenant, place, row["revision"]) is known
            said.append((app.facts.words(known) or app.renderer).say(Say("customer.thanks"), "fr"))
        return said

    async def put(forms: dict[str, str] | None, minutes: int) -> None:
        async with storage.unit() as unit:
            now = world.now() + timedelta(minutes=minutes)
            await templates.put(unit.raw, tenant, [("customer.thanks", "fr", forms)], "owner 213550000001", now)

    ours = Renderer(OURS).say(Say("customer.thanks"), "fr")
    assert await says() == [ours, ours]
    await put({"other": "Mille mercis"}, 0)
    assert await says() == ["Mille mercis"] * 2
    await put(None, 1)
    assert await says() == [ours, ours]
    async with storage.read() as reader:
        kept = await reader.raw.fetch(
            "SELECT version, forms IS NULL AS ours, updated_by FROM templates ORDER BY version"
        )
    assert [tuple(r) for r in kept] == [(1, False, "owner 213550000001"), (2, True, "owner 213550000001")]
