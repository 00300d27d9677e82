"""`templates`: every word to and from translators, and a business's own wordings."""

import getpass
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from bot.cli import common
from bot.cli.output import AsJson, answer, has_database, migrated
from bot.errors import BadFile, NotFound, SchemaMismatch, TextRefused
from bot.handlers.templates import LOCALE_NAMES, LOCALE_WORDS, Own, take_back, word
from bot.locales import po
from bot.locales.catalogue import Catalogue
from bot.locales.overrides import Forms, checked, find, same, written
from bot.messages import LOCALES, Locale
from storage import templates
from storage.wire import Connection

app = typer.Typer(help="The words of the bot: for translators, and in a business's own wording.", no_args_is_help=True)
HEAD = re.compile(r"\[([\w.]+)\]")
Tenant = Annotated[str, typer.Option(help="The tenant's name; not needed when there is one only.")]
Format = Annotated[str, typer.Option("--format", help="Only po is known.")]
Key = Annotated[str, typer.Argument(help="A text's key, such as customer.greet.first; `templates list --all` has all.")]
Language = Annotated[str, typer.Option("--locale", help="fr, ar or darija.")]


@app.command("export")
def export(
    folder: Annotated[Path | None, typer.Argument(help="Where to write fr.po, ar.po, arq.po; else printed.")] = None,
    form: Format = "po",
    locale: Annotated[str, typer.Option("--locale", help="One language only: fr, ar or darija.")] = "",
    tenant: Tenant = "",
    ours: Annotated[bool, typer.Option("--built-in", help="The built-in words, whatever a tenant chose.")] = False,
) -> None:
    """Every word as PO: as the tenant words it, else as it is built in."""
    _po_only(form)
    chosen = [_locale(locale)] if locale else list(LOCALES)
    own = Own(Catalogue.bundled(), {}) if ours else common.run(_own(tenant))
    texts = {each: po.export(own.catalogue, each, own.forms, _places()) for each in chosen}
    if folder is None:
        sys.stdout.write("\n".join(texts.values()))
        return
    folder.mkdir(parents=True, exist_ok=True)
    for each, text in texts.items():
        (folder / f"{each}.po").write_text(text, "utf-8")
        print(folder / f"{each}.po")


@app.command("import")
def import_words(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="PO files, or folders of them; - reads standard input.")
    ],
    form: Format = "po",
    tenant: Tenant = "",
    as_json: AsJson = False,
) -> None:
    """Take texts that differ as the tenant's own wording, at once; one that cannot be used refuses them all."""
    _po_only(form)
    named = [each for file in files for each in (sorted(file.glob("*.po")) if file.is_dir() else [file])]
    done = common.run(_import([(str(file), _text(file)) for file in named], tenant))
    answer({"ok": True, **done}, [f"{done['changed']} of {done['read']} texts changed."], as_json=as_json)


@app.command("list")
def list_words(
    tenant: Tenant = "",
    everything: Annotated[bool, typer.Option("--all", help="Every key, not only those worded anew.")] = False,
    as_json: AsJson = False,
) -> None:
    """The tenant's own wordings, or every key there is."""
    own = common.run(_own(tenant))
    found: list[dict[str, Any]] = [
        {"key": w.key, "locale": w.locale, "forms": w.forms, "by": w.by, "at": w.at.isoformat()}
        for w in own.mine.values()
        if w.forms is not None
    ]
    if everything:
        found = [{"key": key, "variables": dict(leaf.kinds)} for key, leaf in own.catalogue.leaves.items()]
    lines = [f"{f['key']} {LOCALE_NAMES[f['locale']]} · {f['by']} · {f['at']}" for f in found if "by" in f]
    answer(found, [str(f["key"]) for f in found] if everything else lines or ["None."], as_json=as_json)


@app.command("get")
def get(key: Key, locale: Language = "", tenant: Tenant = "", as_json: AsJson = False) -> None:
    """Show a text, in one language or in all."""
    own = common.run(_own(tenant))
    found = find(own.catalogue, key)
    chosen = [_locale(locale)] if locale else list(LOCALES)
    said = {LOCALE_NAMES[each]: dict(own.forms(found, each)) for each in chosen}
    lines = [f"[{name}] {_spelt(forms)}" for name, forms in said.items()]
    answer({"key": found, "texts": said}, lines, as_json=as_json)


@app.command("set")
def set_words(
    key: Key,
    text: Annotated[str, typer.Argument(help="The text, or one line `form: text` for each plural form.")],
    locale: Language,
    tenant: Tenant = "",
) -> None:
    """Word a text anew, at once everywhere."""
    done, kept, left_out = common.run(_set(key, _locale(locale), text, tenant))
    print(f"{done} ({locale}) is changed; undo it with `templates reset {done} --locale {locale}`.\n{_spelt(kept)}")
    if left_out:
        print(f"It does not say {', '.join(left_out)} any more.")


@app.command("vars")
def variables(key: Key, as_json: AsJson = False) -> None:
    """The variables of a text, and what they hold."""
    catalogue = Catalogue.bundled()
    kinds = catalogue.leaves[find(catalogue, key)].kinds
    lines = [f"{{{name}}}: {kind}" for name, kind in sorted(kinds.items())]
    answer(dict(kinds), lines or ["None."], as_json=as_json)


@app.command("reset")
def reset(key: Key, locale: Language = "", tenant: Tenant = "") -> None:
    """Say the built-in wording again, in one language or in all."""
    count = common.run(_reset(key, [_locale(locale)] if locale else list(LOCALES), tenant))
    print(f"{count} wordings taken back." if count else "It is the built-in wording already.")


def _po_only(form: str) -> None:
    if form != "po":
        raise typer.BadParameter(f"{form} is not known; only po is", param_hint="--format")


def _locale(name: str) -> Locale:
    found = LOCALE_WORDS.get(name.lower())
    if found is None:
        raise typer.BadParameter(f"{name} is not one of {', '.join(LOCALE_NAMES.values())}", param_hint="--locale")
    return found


def _spelt(forms: Forms) -> str:
    return forms["other"] if set(forms) == {"other"} else "\n".join(f"{form}: {text}" for form, text in forms.items())


def _places() -> dict[str, str]:
    """Where each key stands in our files."""
    return {
        f"{file.stem}.{head[1]}": f"bot/locales/{file.name}:{number}"
        for file in sorted(Path(po.__file__).parent.glob("*.toml"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if (head := HEAD.fullmatch(line))
    }


def _text(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text("utf-8-sig")
    except OSError as error:
        raise BadFile(f"{file}: {error.strerror}; `resto-bot templates export` makes one") from error
    except ValueError as error:
        raise BadFile(f"{file} is not written in UTF-8; save it so, or export it anew") from error


async def _tenant(raw: Connection, name: str) -> UUID:
    """The tenant that is meant."""
    found = {r["name"]: r["id"] for r in await templates.tenants(raw)}
    if name and name not in found:
        raise NotFound(f"no tenant is called {name}")
    if not name and len(found) != 1:
        listed = f"there are {', '.join(sorted(found))}; say --tenant" if found else "there is no tenant yet"
        raise NotFound(listed)
    ident: UUID = found[name or next(iter(found))]
    return ident


async def _own(tenant: str) -> Own:
    """The wordings of the tenant; the built-in ones when there is no database, or nobody is named among several."""
    ours = Own(Catalogue.bundled(), {})
    if not tenant and not has_database(common.configured()):
        return ours
    try:
        async with migrated() as desk, desk.storage.read() as reader:
            if tenant or len(await templates.tenants(reader.raw)) == 1:
                return await Own.read(reader.raw, await _tenant(reader.raw, tenant), ours.catalogue)
    except SchemaMismatch:
        if tenant:
            raise
    print("resto-bot: the built-in words; say --tenant for a tenant's own", file=sys.stderr)
    return ours


async def _import(files: Sequence[tuple[str, str]], tenant: str) -> dict[str, int]:
    read = [(name, one) for name, text in files for one in _read(name, text)]
    async with migrated() as desk, desk.storage.unit() as unit:
        ident = await _tenant(unit.raw, tenant)
        own = await Own.read(unit.raw, ident, Catalogue.bundled())
        changes = _changes(own, read)
        await templates.put(unit.raw, ident, changes, _by(), desk.world.now())
    return {"read": len(read), "changed": len(changes)}


def _read(name: str, text: str) -> list[po.Translated]:
    try:
        return po.read(text)
    except BadFile as error:
        raise BadFile(f"{name}: {error.detail}") from error


def _changes(own: Own, read: Sequence[tuple[str, po.Translated]]) -> list[templates.Change]:
    """What has to be written; every text that cannot be used is told on stderr before all are refused."""
    changes: dict[tuple[str, Locale], list[templates.Change]] = {}
    refused: list[str] = []
    stands: dict[tuple[str, Locale], str] = {}
    for name, one in read:
        stands[one.key, one.locale] = f"{name}:{one.line}: {one.key}"
        try:
            if one.key not in own.catalogue.texts:
                raise TextRefused("key", "there is no such text")
            text, _ = checked(own.catalogue, one.key, one.locale, one.forms)
            changes[one.key, one.locale] = own.differing(one.key, one.locale, text.sources)
        except TextRefused as error:
            refused.append(f"{name}:{one.line}: {one.key}: {error.detail}")
    found = [change for each in changes.values() for change in each]
    refused += [f"{stands[at]}: {same(at[0], other).detail}" for at, other in own.twins(found).items()]
    if refused:
        print("\n".join(refused), file=sys.stderr)
        raise BadFile(f"{len(refused)} of {len(read)} texts cannot be used, so none was taken")
    return found


async def _set(key: str, locale: Locale, text: str, tenant: str) -> tuple[str, Forms, tuple[str, ...]]:
    async with migrated() as desk, desk.storage.unit() as unit:
        ident = await _tenant(unit.raw, tenant)
        own = await Own.read(unit.raw, ident, Catalogue.bundled())
        found = find(own.catalogue, key)
        kept, left_out = await word(unit.raw, ident, own, found, locale, written(text), _by(), desk.world.now())
    return found, kept, left_out


async def _reset(key: str, locales: Sequence[Locale], tenant: str) -> int:
    async with migrated() as desk, desk.storage.unit() as unit:
        ident = await _tenant(unit.raw, tenant)
        own = await Own.read(unit.raw, ident, Catalogue.bundled())
        return await take_back(unit.raw, ident, own, find(own.catalogue, key), locales, _by(), desk.world.now())


def _by() -> str:
    """Who changes words from the command line."""
    try:
        return f"cli {getpass.getuser()}"
    except (OSError, KeyError, ImportError):
        return "cli"
