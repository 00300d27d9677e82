"""A business's own wordings. Every change is a row that stays; sessions see it from their next turn on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.messages import Locale
from storage.wire import Connection, Row, dump, load

NOW = """
SELECT DISTINCT ON (key, locale) key, locale, forms, updated_by, updated_at FROM templates
WHERE tenant_id = $1 ORDER BY key, locale, version DESC
"""
WAIT = "SELECT id FROM places WHERE tenant_id = $1 ORDER BY id FOR NO KEY UPDATE"
ADD = """
INSERT INTO templates (tenant_id, key, locale, version, forms, updated_by, updated_at)
SELECT $1, x.key, x.locale,
  1 + coalesce((SELECT max(t.version) FROM templates t
                WHERE t.tenant_id = $1 AND t.key = x.key AND t.locale = x.locale), 0),
  x.forms, $5, $6
FROM unnest($2::text[], $3::text[], $4::jsonb[]) AS x(key, locale, forms)
"""
TOUCH = "UPDATE places SET revision = revision + 1 WHERE tenant_id = $1"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text as it is now; `forms` is None where the built-in one counts again."""

    key: str
    locale: Locale
    forms: Mapping[str, str] | None
    by: str
    at: datetime


async def tenants(raw: Connection) -> Sequence[Row]:
    """Every tenant's id and name."""
    return await raw.fetch("SELECT id, name FROM tenants ORDER BY name")


Change = tuple[str, Locale, Mapping[str, str] | None]
"""A key, a locale, and its new forms; None takes the built-in wording back."""


async def wordings(raw: Connection, tenant: UUID) -> list[Wording]:
    """All texts that the tenant ever worded, each as it is now."""
    rows = await raw.fetch(NOW, tenant)
    return [
        Wording(r["key"], r["locale"], load(r["forms"]) if r["forms"] else None, r["updated_by"], r["updated_at"])
        for r in rows
    ]


async def put(raw: Connection, tenant: UUID, changes: Sequence[Change], by: str, now: datetime) -> None:
    """Keep these wordings and let every place of the tenant be read anew, in the same transaction.

    Whoever else words something of this tenant waits for its end, so that versions follow each other.
    """
    if not changes:
        return
    await raw.fetch(WAIT, tenant)
    forms = [dump(dict(forms)) if forms is not None else None for _, _, forms in changes]
    await raw.execute(ADD, tenant, [key for key, _, _ in changes], [loc for _, loc, _ in changes], forms, by, now)
    await raw.execute(TOUCH, tenant)
