"""A business's own wordings: what is taken, what is refused and why, and that every process says them at once."""

import unicodedata
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap import restaurant_app
from bot.clock import World
from bot.errors import TextRefused, WordsError
from bot.handlers.provision import seed_demo
from bot.handlers.templates import Own, built_in
from bot.locales.catalogue import FORMS, Catalogue
from bot.locales.overrides import checked, find, worded, written
from bot.locales.render import Renderer
from bot.locales.template import FSI, PDI
from bot.locales.values import Money, Say, Value
from bot.messages import LOCALES, Locale
from bot.settings import load
from storage import places, templates
from storage.templates import Change, Wording
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
        ("basket.ask", "fr", "\ud800 {total}", "controls"),
        ("button.add", "fr", "\udfff {qty}", "controls"),
        ("line", "fr", "{qty} {dish}", "ambiguous"),
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
    own, refused = worded(OURS, [("staff.status.NEW", "fr", {"other": "toute fraîche"})])
    assert not refused
    assert Renderer(own).say(Say("staff.status.NEW"), "fr") == "toute fraîche"


@pytest.mark.parametrize("name", ["line", "Status.NEW", "mode.pickup", "help"])
def test_a_short_key_that_may_be_several_is_refused_with_them_all(name: str) -> None:
    with pytest.raises(TextRefused) as refused:
        find(OURS, name)
    among = refused.value.facts["choices"].split(", ")
    assert len(among) == sum(key.lower().endswith(f".{name.lower()}") for key in OURS.texts) > 1
    assert {find(OURS, key) for key in among} == set(among)


@pytest.mark.parametrize(
    ("key", "text", "named"),
    [
        ("staff.line", "x", "{dish}, {qty}"),
        ("staff.line_with", "{qty} × {dish}", "{options}"),
        ("customer.basket.line", "{price}", "{dish}, {qty}"),
        ("customer.basket.line_options", "{qty} × {dish} · {price}", "{options}"),
        ("customer.doubt.line", "{dish}", "{qty}"),
        ("staff.how.delivery", "livraison", "{address}, {phone}"),
        ("staff.how.pickup", "à emporter", "{who}"),
        ("customer.recap.delivery", "livraison", "{address}"),
        ("customer.address.text", "là-bas", "{address}"),
        ("customer.menu.dish", "{price}", "{code}, {dish}"),
        ("customer.button.qty", "encore", "{qty}"),
        ("customer.menu.count", "one: {category}\nother: {n}", "{category}"),
        ("staff.template.line", "x", "{text}"),
    ],
)
@pytest.mark.parametrize("locale", LOCALES)
def test_what_an_order_consists_of_is_said(key: str, text: str, named: str, locale: Locale) -> None:
    forms = written(text)
    if len(forms) > 1:
        forms = {form: forms.get(form, forms["other"]) for form in FORMS[locale]}
    with pytest.raises(TextRefused, match=f"it must say {named}") as refused:
        checked(OURS, key, locale, forms)
    assert refused.value.problem == "missing"


def test_every_line_and_address_is_required_where_it_stands() -> None:
    for key, leaf in OURS.leaves.items():
        told = {"address", "phone"} & set(leaf.kinds)
        if {"qty", "dish"} <= set(leaf.kinds):
            told |= {"qty", "dish"}
            told |= {"options"} & set(leaf.kinds)
        assert told <= leaf.needed, key


def test_only_values_can_be_required_and_ours_say_them() -> None:
    leaf = {"fr": "{dish}", "ar": "{dish}", "arq": "{dish}"}
    assert Catalogue({"x": {"y": {**leaf, "required": ["dish"]}}}).leaves["x.y"].needed == {"dish"}
    with pytest.raises(WordsError, match="does not say qty"):
        Catalogue({"x": {"y": {**leaf, "required": ["qty"]}}})
    spared = {**leaf, "fr": {"one": "un", "other": "{dish}"}, "required": ["dish"]}
    with pytest.raises(WordsError, match="does not say dish"):
        Catalogue({"x": {"y": spared}})


INVISIBLE = "\u200b\u2060\ufeff\u00ad\u200d\u034f\u3164\u2800\u115f\u1160\uffa0\U000e0041\ufe0f\u180e"


@pytest.mark.parametrize("text", [*INVISIBLE, "\u00a0", "\u3000", "\u200b\u00a0\n\u2800", "\u20e3"])
def test_what_nobody_sees_is_no_wording(text: str) -> None:
    for forms in ({"other": text}, {"one": "{category} un", "other": text}):
        with pytest.raises(TextRefused) as refused:
            checked(OURS, "customer.menu.count" if len(forms) > 1 else "customer.thanks", "fr", forms)
        assert refused.value.problem == "empty"


@pytest.mark.parametrize("text", ["🙂", "👨\u200d🍳", "٣", "?", "\u200fشكراً", "e\u0301"])
def test_what_is_seen_is_a_wording_and_kept_composed(text: str) -> None:
    done, _ = checked(OURS, "customer.thanks", "fr", {"other": f"\u00a0{text}\u00a0"})
    assert done.sources == {"other": unicodedata.normalize("NFC", text)}


@pytest.mark.parametrize("label", ["Annuler", "ANNULER", " annuler ! ", "Ａnnuler", "Annu\u200bler", "Annuler…"])
def test_two_buttons_do_not_read_alike(label: str) -> None:
    own = Own(OURS, {})
    text, _ = checked(OURS, "customer.button.order_yes", "fr", {"other": label})
    change: Change = ("customer.button.order_yes", "fr", text.sources)
    at = ("customer.button.order_yes", "fr")
    assert own.twins([change]) == {at: "customer.button.order_no"}
    assert not own.twins([change, ("customer.button.order_no", "fr", {"other": "Non"})]), "the other one is renamed too"
    assert own.twins([change, ("customer.button.doubt_no", "fr", {"other": "Confirmer"})]) == own.twins([change])
    assert not own.twins([("customer.button.order_yes", "ar", {"other": "Annuler"})]), "in another language"
    assert not own.twins([("staff.buttons.accept", "fr", {"other": "Retour"})]), "in another machine"


def test_own_buttons_do_not_read_alike_either_nor_after_one_is_taken_back() -> None:
    def wording(key: str, label: str) -> Wording:
        return Wording(f"customer.button.{key}", "fr", {"other": label}, "owner", datetime(2026, 1, 1, tzinfo=UTC))

    rows = [wording("order_yes", "Je prends"), wording("order_no", "Confirmer")]
    own = Own(OURS, {(w.key, w.locale): w for w in rows})
    assert own.twins([("customer.button.cancel_order", "fr", {"other": "je prends"})])
    assert own.twins([("customer.button.order_yes", "fr", None)]) == {
        ("customer.button.order_yes", "fr"): "customer.button.order_no"
    }


def test_ours_that_read_alike_never_stand_together() -> None:
    own = Own(OURS, {})
    ours = [(key, locale, built_in(OURS, key, locale)) for key in OURS.texts for locale in LOCALES]
    assert own.twins(ours) == {}


def test_buttons_that_came_to_read_alike_are_left_out_when_they_are_read() -> None:
    keys = {"button.order_yes": "Annuler", "button.track_order": "Annuler", "thanks": "Merki"}
    own, refused = worded(OURS, [(f"customer.{key}", "fr", {"other": text}) for key, text in keys.items()])
    assert {key for key, _ in refused} == {"customer.button.order_yes", "customer.button.track_order"}
    assert Renderer(own).say(Say("customer.button.order_yes"), "fr") == "Confirmer"
    assert Renderer(own).say(Say("customer.thanks"), "fr") == "Merki"


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
