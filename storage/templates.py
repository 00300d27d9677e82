"""A business's own wordings. Every change is a row that stays; sessions see it from their next turn on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.messages import Locale
from storage.wire import Connection, Row, dump, load

NOW = """
WITH RECURSIVE latest AS (
  (SELECT key, locale, forms, updated_by, updated_at FROM templates WHERE tenant_id = $1
   ORDER BY key DESC, locale DESC, version DESC LIMIT 1)
  UNION ALL
  SELECT next.* FROM latest, LATERAL (
    SELECT t.key, t.locale, t.forms, t.updated_by, t.updated_at FROM templates t
    WHERE t.tenant_id = $1 AND (t.key, t.locale) < (latest.key, latest.locale)
    ORDER BY t.key DESC, t.locale DESC, t.version DESC LIMIT 1) AS next
)
SELECT * FROM latest ORDER BY key, locale
"""
# Steps from each text's last version to the next text's, down the primary key: what went before is never read.
WAIT = "SELECT id FROM places WHERE tenant_id = $1 ORDER BY id FOR NO KEY UPDATE"
ADD = """
INSERT INTO templates (tenant_id, key, locale, version, forms, updated_by, updated_at)
SELECT $1, x.key, x.locale,
  1 + coalesce((SELECT max(t.version) FROM templates t
                WHERE t.tenant_id = $1 AND t.key = x.key AND t.locale = x.locale), 0),
  x.forms, $5, $6
FROM unnest($2::text[], $3::text[], $4::jsonb[]) AS x(key, locale, forms)
ON CONFLICT (tenant_id, key, locale, version) DO NOTHING
RETURNING key, locale
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

    Whoever else words something of this tenant waits for its end at the places; where there is none yet, at the
    version that both would write, and then takes the next.
    """
    if not changes:
        return
    await raw.fetch(WAIT, tenant)
    left = {(key, locale): forms for key, locale, forms in sorted(changes, key=lambda each: each[:2])}
    while left:
        forms = [dump(dict(forms)) if forms is not None else None for forms in left.values()]
        added = await raw.fetch(ADD, tenant, [key for key, _ in left], [loc for _, loc in left], forms, by, now)
        for row in added:
            del left[row["key"], row["locale"]]
    await raw.execute(TOUCH, tenant)
