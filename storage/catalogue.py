"""What a schema holds, as PostgreSQL itself describes it: one line per fact, so that two schemas can be compared."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

IGNORED = "alembic_version"

_FACTS = """
WITH r AS (
  SELECT c.oid, c.relname, c.relkind, c.reloptions, c.relpersistence, c.relrowsecurity
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = :schema AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relname <> :ignored
)
SELECT format('%s %s: persistence %s, options %s, row security %s', relkind, relname, relpersistence,
              coalesce(reloptions::text, '-'), relrowsecurity) FROM r
UNION ALL
SELECT format('column %s.%s: %s%s, default %s, identity %s, generated %s', r.relname, a.attname,
              format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
              coalesce(pg_get_expr(d.adbin, d.adrelid), '-'), coalesce(nullif(a.attidentity, ''), '-'),
              coalesce(nullif(a.attgenerated, ''), '-'))
FROM r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
WHERE r.relkind <> 'S'
UNION ALL
SELECT format('constraint %s.%s: %s', r.relname, k.conname, pg_get_constraintdef(k.oid))
FROM r JOIN pg_constraint k ON k.conrelid = r.oid
UNION ALL
SELECT format('index %s.%s: %s, options %s', r.relname, i.relname,
              replace(pg_get_indexdef(x.indexrelid), quote_ident(:schema) || '.', ''),
              coalesce(i.reloptions::text, '-'))
FROM r JOIN pg_index x ON x.indrelid = r.oid JOIN pg_class i ON i.oid = x.indexrelid
UNION ALL
SELECT format('comment %s.%s: %s', r.relname, coalesce(a.attname, '*'), d.description)
FROM r JOIN pg_description d ON d.objoid = r.oid AND d.classoid = 'pg_class'::regclass
LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.objsubid AND d.objsubid > 0
UNION ALL
SELECT format('trigger %s.%s: %s', r.relname, t.tgname, pg_get_triggerdef(t.oid))
FROM r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal
UNION ALL
SELECT format('type %s: %s', t.typname, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder))
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_enum e ON e.enumtypid = t.oid
WHERE n.nspname = :schema GROUP BY t.typname
"""


async def facts(db: AsyncConnection, schema: str) -> set[str]:
    """Tables, columns, constraints, indexes, comments, triggers and enums of one schema, one line each."""
    # Names of the schema itself are left out of definitions only while it is the one that is searched.
    await db.execute(sa.select(sa.func.set_config("search_path", schema, True)))
    rows = await db.execute(sa.text(_FACTS), {"schema": schema, "ignored": IGNORED})
    return set(rows.scalars())
