"""Who is served, where, on which accounts; who they are to the platforms; who works there."""

import sqlalchemy as sa

from storage.tables.columns import LOCALES, ROLES, belongs, flag, ident, json, metadata, moment, one_of, text, whole

tenants = sa.Table(
    "tenants",
    metadata,
    ident(),
    text("name"),
    moment("created_at"),
    sa.PrimaryKeyConstraint("id"),
    sa.UniqueConstraint("name"),
)

places = sa.Table(
    "places",
    metadata,
    ident("tenant_id"),
    ident(),
    text("name"),
    text("timezone", "Africa/Algiers"),
    text("locale", "fr"),
    json("settings", "{}"),
    whole("revision", 1, big=True),
    moment("created_at"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], ondelete="CASCADE"),
    sa.UniqueConstraint("tenant_id", "name"),
    one_of("locale", LOCALES),
    comment="Where a business serves people: in our application, a restaurant. "
    "revision grows with every change of what its sessions see (menu, settings).",
)

counters = sa.Table(
    "counters",
    metadata,
    ident("tenant_id"),
    ident("place_id"),
    text("name"),
    whole("next"),
    sa.PrimaryKeyConstraint("tenant_id", "place_id", "name"),
    belongs("places", "place_id"),
    comment="Numbers that people use, given one by one: of orders, of tickets. Not in places, "
    "whose row others read and change meanwhile.",
)

channel_accounts = sa.Table(
    "channel_accounts",
    metadata,
    ident("tenant_id"),
    text("channel"),
    text("account"),
    ident("place_id"),
    text("token", ""),
    moment("paused_until", nullable=True),
    text("paused_why", ""),
    sa.PrimaryKeyConstraint("tenant_id", "channel", "account"),
    belongs("places", "place_id"),
    sa.Index("channel_accounts_lookup_ix", "channel", "account"),
)

persons = sa.Table(
    "persons",
    metadata,
    ident("tenant_id"),
    ident(),
    text("channel"),
    text("account"),
    text("address"),
    text("phone", nullable=True),
    text("name", nullable=True),
    text("locale", nullable=True),
    moment("seen_at", nullable=True),
    moment("created_at"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    one_of("locale", LOCALES),
    sa.Index("persons_phone_ix", "tenant_id", "phone"),
    comment="Somebody on one channel account. address is the scoped id that we send to; locale is an explicit choice.",
)

identities = sa.Table(
    "identities",
    metadata,
    ident("tenant_id"),
    text("channel"),
    text("account"),
    text("scoped_id"),
    ident("person_id"),
    sa.PrimaryKeyConstraint("tenant_id", "channel", "account", "scoped_id"),
    belongs("persons", "person_id"),
    sa.Index("identities_person_ix", "tenant_id", "person_id"),
)

staff = sa.Table(
    "staff",
    metadata,
    ident("tenant_id"),
    ident(),
    ident("place_id"),
    text("phone"),
    text("role"),
    text("name", ""),
    text("locale", "fr"),
    flag("active", True),
    moment("created_at"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "place_id", "phone"),
    belongs("places", "place_id"),
    one_of("role", ROLES),
    one_of("locale", LOCALES),
)
