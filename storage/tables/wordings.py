"""What a business words in its own way."""

import sqlalchemy as sa

from storage.tables.columns import LOCALES, ident, json, metadata, moment, one_of, text, whole

templates = sa.Table(
    "templates",
    metadata,
    ident("tenant_id"),
    text("key"),
    text("locale"),
    whole("version"),
    json("forms", nullable=True),
    text("updated_by"),
    moment("updated_at"),
    sa.PrimaryKeyConstraint("tenant_id", "key", "locale", "version"),
    sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], ondelete="CASCADE"),
    one_of("locale", LOCALES),
    sa.CheckConstraint("version > 0", name="version"),
    comment="Own wordings; every change stays, with who made it and when. The highest version of a text counts. "
    "forms are its plural forms, {other: text} when it has none; NULL is the built-in wording again.",
)
