"""What the commands of the staff changed."""

import sqlalchemy as sa

from storage.tables.columns import belongs, ident, json, metadata, moment, text

audit = sa.Table(
    "audit",
    metadata,
    ident("tenant_id"),
    ident(),
    ident("place_id"),
    moment("at"),
    text("actor"),
    text("action"),
    text("what"),
    json("before"),
    json("after"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    belongs("places", "place_id"),
    comment="Every change that a command made, in the transaction that made it; rows are only added. "
    "actor is a role and a phone, or timer.",
)
