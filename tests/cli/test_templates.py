"""`templates`: every word out to translators and in again, unchanged when nothing was changed."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.locales.catalogue import FORMS, Catalogue
from tests.cli.conftest import Run, told

MANY = 'msgid ""\nmsgstr ""\n"Language: ar\\n"\n"Plural-Forms: nplu"\n"rals=9999999; plural=0;\\n"\n'


@pytest.fixture
def tenant(run: Run) -> Run:
    told(run("tenants", "create", "lamia", "--json"))
    told(run("restaurants", "create", "Chez Lamia", "--tenant", "lamia", "--json"))
    return run


def _changed(text: str, key: str, said: str) -> str:
    """The PO with another translation of one key."""
    head, _, rest = text.partition(f'msgctxt "{key}"')
    before, _, after = rest.partition("msgstr ")
    return f'{head}msgctxt "{key}"{before}msgstr "{said}"\n{after.partition(chr(10))[2]}'


def test_out_and_in_again_changes_nothing(tenant: Run, elsewhere: Path) -> None:
    assert tenant("templates", "export", "po", "--format", "po").exit_code == 0
    read = told(tenant("templates", "import", "--format", "po", "po", "--json"))
    assert read == {"ok": True, "read": 3 * len(Catalogue.bundled().texts), "changed": 0}
    assert tenant("templates", "list").stdout == "None.\n"


def test_what_is_printed_for_all_languages_goes_in_as_one_file(tenant: Run, elsewhere: Path) -> None:
    printed = tenant("templates", "export", "--format", "po").stdout
    (elsewhere / "all.po").write_text(printed, "utf-8")
    assert told(tenant("templates", "import", "all.po", "--json"))["read"] == 3 * len(Catalogue.bundled().texts)
    assert told(tenant("templates", "import", "-", "--json", says=printed))["changed"] == 0


def test_what_a_translator_changed_is_said(tenant: Run, elsewhere: Path) -> None:
    arabic = tenant("templates", "export", "--locale", "ar").stdout
    (elsewhere / "ar.po").write_text(_changed(arabic, "customer.goodbye", "في أمان الله"), "utf-8")
    assert told(tenant("templates", "import", "ar.po", "--json"))["changed"] == 1
    assert told(tenant("templates", "import", "ar.po", "--json"))["changed"] == 0
    assert "في أمان الله" in tenant("templates", "export", "--locale", "ar").stdout
    assert "في أمان الله" not in tenant("templates", "export", "--locale", "ar", "--built-in").stdout
    assert told(tenant("templates", "list", "--json"))[0]["forms"] == {"other": "في أمان الله"}
    (elsewhere / "ar.po").write_text(arabic, "utf-8")
    assert told(tenant("templates", "import", "ar.po", "--json"))["changed"] == 1
    assert tenant("templates", "export", "--locale", "ar").stdout == arabic


def test_what_cannot_be_used_is_refused_with_its_line(tenant: Run, elsewhere: Path) -> None:
    french = tenant("templates", "export", "--locale", "fr").stdout
    bad = _changed(_changed(french, "customer.basket.ask", "Total {totl}"), "customer.goodbye", "Ciao")
    (elsewhere / "fr.po").write_text(bad, "utf-8")
    refused = tenant("templates", "import", "fr.po")
    line = 1 + next(number for number, text in enumerate(bad.split("\n"), 1) if text == 'msgctxt "customer.basket.ask"')
    assert refused.exit_code == 1
    assert (
        f"fr.po:{line}: customer.basket.ask: {{totl}} is no variable of this text; it has {{total}}" in refused.stderr
    )
    assert "none was taken" in str(refused.exception)
    assert tenant("templates", "list").stdout == "None.\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('msgctxt "customer.thanks"\nmsgid "x"\nmsgstr "y"\n', "Language"),
        ('msgid ""\nmsgstr ""\n"Language: en\\n"\n', "Language"),
        ('msgid ""\nmsgstr ""\n"Language: fr\\n"\n\nmsgid "x"\nnonsense "y"\n', "line 6"),
        ("not a po at all", "line 1"),
        ('msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Plural-Forms: nplurals=9999999; plural=0;\\n"\n', "nplurals=2"),
        (f'{MANY}\nmsgctxt "customer.menu.count"\nmsgid "x"\nmsgid_plural "y"\nmsgstr[0] "z"\n', "nplurals=6"),
    ],
)
def test_what_is_no_po_is_said(tenant: Run, elsewhere: Path, text: str, why: str) -> None:
    (elsewhere / "bad.po").write_text(text, "utf-8")
    refused = tenant("templates", "import", "bad.po")
    assert refused.exit_code == 1
    assert why in str(refused.exception)


def test_a_file_that_cannot_be_read_is_named_once_with_what_to_do(tenant: Run, elsewhere: Path) -> None:
    missing = str(tenant("templates", "import", "/nope.po").exception)
    assert missing.count("/nope.po") == 1
    assert "No such file or directory" in missing
    assert "`resto-bot templates export`" in missing
    (elsewhere / "latin.po").write_bytes("é".encode("latin-1"))
    latin = str(tenant("templates", "import", "latin.po").exception)
    assert latin.count("latin.po") == 1
    assert "UTF-8" in latin


def test_translators_see_variables_plurals_and_room(alone: Run) -> None:
    printed = alone("templates", "export", "--locale", "ar").stdout
    assert '"Language: ar\\n"' in printed
    read = read_po(printed.splitlines(keepends=True), abort_invalid=True)
    count = next(m for m in read if m.context == "customer.menu.count")
    assert isinstance(count.string, tuple)
    assert len(count.string) == 6
    assert count.auto_comments == ["{category}: text", "{n}: count, chooses the plural form"]
    assert count.locations[0][0] == "bot/locales/customer.toml"
    button = next(m for m in read if m.context == "customer.button.checkout")
    assert button.auto_comments == ["at most 20 characters, on one line"]
    assert button.id == "Valider"


def test_one_text_at_a_time(tenant: Run) -> None:
    assert "\nMille mercis\n" in tenant("templates", "set", "thanks", "Mille mercis", "--locale", "fr").stdout
    assert told(tenant("templates", "get", "thanks", "--locale", "fr", "--json"))["texts"] == {
        "fr": {"other": "Mille mercis"}
    }
    assert told(tenant("templates", "vars", "basket.ask", "--json")) == {"total": "money"}
    assert "1 wordings" in tenant("templates", "reset", "thanks").stdout
    assert tenant("templates", "set", "thanks", "Merci {name}", "--locale", "fr").exit_code == 1
    assert tenant("templates", "set", "nothing", "Merci", "--locale", "fr").exit_code == 1
    assert tenant("templates", "set", "thanks", "Merci", "--locale", "en").exit_code == 2


def test_an_import_says_which_buttons_read_alike_and_lets_two_change_places(tenant: Run, elsewhere: Path) -> None:
    yes, no = "customer.button.order_yes", "customer.button.order_no"
    french = tenant("templates", "export", "--locale", "fr").stdout
    (elsewhere / "fr.po").write_text(_changed(french, yes, "Annuler"), "utf-8")
    refused = tenant("templates", "import", "fr.po")
    assert refused.exit_code == 1
    assert f"{yes}: {yes} would read the same as {no}" in refused.stderr
    assert tenant("templates", "list").stdout == "None.\n"
    (elsewhere / "fr.po").write_text(_changed(_changed(french, yes, "Annuler"), no, "Confirmer"), "utf-8")
    assert told(tenant("templates", "import", "fr.po", "--json"))["changed"] == 2
    taken = tenant("templates", "reset", yes, "--locale", "fr")
    assert "would read the same" in str(taken.exception)


def test_an_import_refuses_what_leaves_out_what_an_order_consists_of(tenant: Run, elsewhere: Path) -> None:
    french = tenant("templates", "export", "--locale", "fr").stdout
    bad = _changed(_changed(french, "staff.how.delivery", "livraison"), "customer.thanks", "\u00a0")
    (elsewhere / "fr.po").write_text(bad, "utf-8")
    refused = tenant("templates", "import", "fr.po")
    assert "staff.how.delivery: it must say {address}, {phone}" in refused.stderr
    assert "customer.thanks: nothing of it can be seen" in refused.stderr
    assert tenant("templates", "list").stdout == "None.\n"


def test_a_tenant_must_be_meant(tenant: Run) -> None:
    told(tenant("tenants", "create", "other", "--json"))
    assert "say --tenant" in str(tenant("templates", "reset", "thanks").exception)
    assert tenant("templates", "set", "thanks", "Merci bien", "--locale", "fr", "--tenant", "other").exit_code == 0
    assert "Merci bien" in tenant("templates", "export", "--locale", "fr", "--tenant", "other").stdout
    assert "Merci bien" not in tenant("templates", "export", "--locale", "fr", "--tenant", "lamia").stdout
    assert tenant("templates", "list", "--tenant", "nobody").exit_code == 1


def test_our_words_need_no_schema(alone: Run, empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_DATABASE_URL", empty_database)
    printed = alone("templates", "export", "--locale", "arq")
    assert printed.exit_code == 0
    assert "Bla mziya" in printed.stdout
    assert "built-in" in printed.stderr
    assert alone("templates", "export", "--tenant", "lamia").exit_code == 1


def test_what_is_fuzzy_or_empty_is_left_alone(tenant: Run, elsewhere: Path) -> None:
    arabic = tenant("templates", "export", "--locale", "ar").stdout
    unsure = _changed(arabic, "customer.goodbye", "في أمان الله").replace(
        'msgctxt "customer.goodbye"', '#, fuzzy\nmsgctxt "customer.goodbye"'
    )
    (elsewhere / "ar.po").write_text(_changed(unsure, "customer.thanks", ""), "utf-8")
    read = told(tenant("templates", "import", "ar.po", "--json"))
    assert read == {"ok": True, "read": len(Catalogue.bundled().texts) - 2, "changed": 0}
    assert tenant("templates", "list").stdout == "None.\n"


def test_six_arabic_forms_come_back_in_their_places(tenant: Run, elsewhere: Path) -> None:
    forms = {form: f"{{category}} {form} {{n}}" for form in FORMS["ar"]}
    text = "\n".join(f"{form}: {said}" for form, said in forms.items())
    assert tenant("templates", "set", "menu.count", text, "--locale", "ar").exit_code == 0
    (elsewhere / "ar.po").write_text(tenant("templates", "export", "--locale", "ar").stdout, "utf-8")
    assert told(tenant("templates", "import", "ar.po", "--json"))["changed"] == 0
    tenant("templates", "reset", "menu.count")
    assert told(tenant("templates", "import", "ar.po", "--json"))["changed"] == 1
    assert told(tenant("templates", "get", "menu.count", "--locale", "ar", "--json"))["texts"] == {"ar": forms}
