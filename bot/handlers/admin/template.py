"""`!template get|set|vars|reset <key> [fr|ar|darija] …`: how a business has its bot say things, at once everywhere."""

import re
from zoneinfo import ZoneInfo

from bot.errors import TextRefused
from bot.handlers.admin.command import Command, Request, misused, told
from bot.handlers.templates import LOCALE_NAMES, LOCALE_WORDS, Own, built_in, shortest, take_back, word
from bot.locales.catalogue import Catalogue
from bot.locales.overrides import Forms, find, written
from bot.locales.values import Bubble, Clock, Day, Lines, Say, Value
from bot.messages import LOCALES, Event, Locale

NO_LANGUAGE = re.compile("[A-Za-z]{2,3}")
"""What somebody may have meant as a language: `en`, `eng`."""
USAGE = "!template get|set|vars|reset <KEY> [fr|ar|darija] …"


async def run(request: Request) -> Event:
    verb, name, rest = [*request.rest.split(None, 2), "", "", ""][:3]
    does = {"get": _get, "set": _set, "vars": _vars, "reset": _reset}.get(verb.lower())
    if does is None or not name:
        return misused(USAGE)
    stage = request.stage
    own = await Own.read(stage.unit.raw, stage.row.tenant_id, Catalogue.bundled())
    try:
        locale, text = _locale(rest)
        return await does(request, own, find(own.catalogue, name), locale, text)
    except TextRefused as refused:
        return told(f"staff.template.bad.{refused.problem}", **{"name": "{name}", **refused.facts})


def _locale(rest: str) -> tuple[Locale | None, str]:
    """The language that is named first, if one is, and what follows it; TextRefused when it is none of ours."""
    first, *after = rest.split(None, 1)[:2] or [""]
    locale = LOCALE_WORDS.get(first.lower())
    if locale:
        return locale, after[0] if after else ""
    if NO_LANGUAGE.fullmatch(first):
        raise TextRefused("language", f"{first} is none of our languages", entry=first)
    return None, rest


async def _get(request: Request, own: Own, key: str, locale: Locale | None, text: str) -> Event:
    zone = ZoneInfo(request.stage.facts.place.timezone)
    shown = [_shown(own, key, each, zone) for each in ([locale] if locale else LOCALES)]
    return Event("command_done", {"bubbles": [Bubble(each) for each in shown]})


def _shown(own: Own, key: str, locale: Locale, zone: ZoneInfo) -> Say:
    state = Say("staff.template.ours")
    if own.is_own(key, locale):
        mine = own.mine[key, locale]
        at = mine.at.astimezone(zone)
        state = Say("staff.template.own", {"author": mine.by, "day": Day(at.date()), "time": Clock(at)})
    lines = Lines(_lines(own.forms(key, locale)))
    return Say("staff.template.shown", {"entry": key, "locale": LOCALE_NAMES[locale], "state": state, "lines": lines})


def _lines(forms: Forms) -> tuple[Say, ...]:
    if set(forms) == {"other"}:
        return tuple(Say("staff.template.line", {"text": line}) for line in forms["other"].split("\n"))
    return tuple(Say("staff.template.form", {"name": form, "text": text}) for form, text in forms.items())


async def _set(request: Request, own: Own, key: str, locale: Locale | None, text: str) -> Event:
    stage = request.stage
    chosen = locale or stage.row.chosen or stage.row.locale
    where = (stage.unit.raw, stage.row.tenant_id, own)
    kept, left_out = await word(*where, key, chosen, written(text), request.actor, stage.now)
    values: dict[str, Value] = {"entry": key, "locale": LOCALE_NAMES[chosen], "lines": Lines(_lines(kept))}
    before = shortest(own.forms(key, chosen))
    if before != kept:
        await request.audit("template set", f"{key} {LOCALE_NAMES[chosen]}", before, kept)
    bubbles = [Bubble(Say("staff.template.set", values))]
    if left_out:
        names = ", ".join(f"{{{name}}}" for name in left_out)
        bubbles.append(Bubble(Say("staff.template.left_out", {"choices": names})))
    return Event("command_done", {"bubbles": bubbles})


async def _vars(request: Request, own: Own, key: str, locale: Locale | None, text: str) -> Event:
    kinds = own.catalogue.leaves[key].kinds
    if not kinds:
        return told("staff.template.no_vars", entry=key)
    lines = tuple(
        Say("staff.template.var", {"name": f"{{{name}}}", "what": Say(f"staff.template.kind.{kind}")})
        for name, kind in sorted(kinds.items())
    )
    return told("staff.template.vars", entry=key, lines=Lines(lines))


async def _reset(request: Request, own: Own, key: str, locale: Locale | None, text: str) -> Event:
    stage = request.stage
    locales = (locale,) if locale else LOCALES
    taken = await take_back(stage.unit.raw, stage.row.tenant_id, own, key, locales, request.actor, stage.now)
    for each in (each for each in locales if own.is_own(key, each)):
        ours = shortest(built_in(own.catalogue, key, each))
        await request.audit("template reset", f"{key} {LOCALE_NAMES[each]}", own.forms(key, each), ours)
    return told("staff.template.reset" if taken else "staff.template.nothing", entry=key)


COMMAND = Command("template", USAGE, run, roles=frozenset(("owner", "admin")))
