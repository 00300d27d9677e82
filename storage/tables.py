"""Every table. The tenant comes first in every key, so that the schema can be distributed by tenant as it is.

Times are `timestamptz`; money is integer centimes (`_cents`); ids are UUIDv7 made in Python; JSON holds only memory
and payloads. Closed sets are CHECKs.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

metadata = sa.MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s_ix",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)

ORDER_STATUSES = (
    "PENDING_PAYMENT",
    "NEW",
    "ACCEPTED",
    "IN_PROGRESS",
    "READY",
    "OUT_FOR_DELIVERY",
    "DELIVERED",
    "DONE",
    "CANCELLED",
)
MODES = ("dine_in", "pickup", "delivery")
ROLES = ("owner", "admin", "kitchen")
LOCALES = ("fr", "ar", "arq")


def _id(name: str = "id", **kw: Any) -> sa.Column[Any]:
    return sa.Column(name, UUID(as_uuid=True), nullable=kw.pop("nullable", False), **kw)


def _text(name: str, default: str | None = None, **kw: Any) -> sa.Column[Any]:
    server_default = sa.text(f"'{default}'") if default is not None else None
    return sa.Column(name, sa.Text, nullable=kw.pop("nullable", False), server_default=server_default, **kw)


def _int(name: str, default: int | None = None, *, big: bool = False, nullable: bool = False) -> sa.Column[Any]:
    server_default = sa.text(str(default)) if default is not None else None
    return sa.Column(name, sa.BigInteger if big else sa.Integer, nullable=nullable, server_default=server_default)


def _at(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _flag(name: str, default: bool) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.true() if default else sa.false())


def _json(name: str, default: str | None = None, *, nullable: bool = False) -> sa.Column[Any]:
    server_default = sa.text(f"'{default}'::jsonb") if default is not None else None
    return sa.Column(name, JSONB, nullable=nullable, server_default=server_default)


def _one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{v}'" for v in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def _belongs(table: str, *columns: str) -> sa.ForeignKeyConstraint:
    """A foreign key inside the tenant: (tenant_id, column…) → (tenant_id, id…)."""
    targets = ["id"] if len(columns) == 1 else ["place_id", "code"]
    return sa.ForeignKeyConstraint(
        ["tenant_id", *columns], [f"{table}.tenant_id", *(f"{table}.{t}" for t in targets)], ondelete="CASCADE"
    )


tenants = sa.Table(
    "tenants",
    metadata,
    _id(),
    _text("name"),
    _at("created_at"),
    sa.PrimaryKeyConstraint("id"),
    sa.UniqueConstraint("name"),
)

places = sa.Table(
    "places",
    metadata,
    _id("tenant_id"),
    _id(),
    _text("name"),
    _text("timezone", "Africa/Algiers"),
    _text("locale", "fr"),
    _json("settings", "{}"),
    _int("revision", 1, big=True),
    _int("next_order", 1001),
    _int("next_ticket", 1),
    _at("created_at"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], ondelete="CASCADE"),
    sa.UniqueConstraint("tenant_id", "name"),
    _one_of("locale", LOCALES),
    comment="Where a business serves people: in our application, a restaurant. "
    "revision grows with every change of what its sessions see (menu, settings).",
)

channel_accounts = sa.Table(
    "channel_accounts",
    metadata,
    _id("tenant_id"),
    _text("channel"),
    _text("account"),
    _id("place_id"),
    _text("token", ""),
    _at("paused_until", nullable=True),
    _text("paused_why", ""),
    sa.PrimaryKeyConstraint("tenant_id", "channel", "account"),
    _belongs("places", "place_id"),
    sa.Index("channel_accounts_lookup_ix", "channel", "account"),
)

persons = sa.Table(
    "persons",
    metadata,
    _id("tenant_id"),
    _id(),
    _text("channel"),
    _text("account"),
    _text("address"),
    _text("phone", nullable=True),
    _text("name", nullable=True),
    _text("locale", nullable=True),
    _at("seen_at", nullable=True),
    _at("created_at"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    _one_of("locale", LOCALES),
    sa.Index("persons_phone_ix", "tenant_id", "phone"),
    comment="Somebody on one channel account. address is the scoped id that we send to; locale is an explicit choice.",
)

identities = sa.Table(
    "identities",
    metadata,
    _id("tenant_id"),
    _text("channel"),
    _text("account"),
    _text("scoped_id"),
    _id("person_id"),
    sa.PrimaryKeyConstraint("tenant_id", "channel", "account", "scoped_id"),
    _belongs("persons", "person_id"),
    sa.Index("identities_person_ix", "tenant_id", "person_id"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    _id("tenant_id"),
    _id(),
    _text("kind"),
    _id("place_id"),
    _id("person_id"),
    _text("state"),
    _json("memory"),
    _json("offer", "{}"),
    _int("prompt_no", 0),
    _text("locale"),
    _int("arabic_run", 0),
    _text("machine"),
    _int("version", 0, big=True),
    _at("created_at"),
    _at("updated_at"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "kind", "place_id", "person_id"),
    _belongs("places", "place_id"),
    _belongs("persons", "person_id"),
    sa.Index("sessions_person_ix", "tenant_id", "person_id"),
    _one_of("locale", LOCALES),
    postgresql_with={"fillfactor": "70"},
    comment="One actor. offer is the list of choices last shown; prompt_no counts the prompts, so that an old button "
    "is told from a live one; machine is the version of the machine that wrote state and memory.",
)

mailbox = sa.Table(
    "mailbox",
    metadata,
    _id("tenant_id"),
    _id(),
    _id("session_id"),
    _at("due_at"),
    _text("kind"),
    _text("name", ""),
    _json("payload"),
    _text("dedupe_key"),
    _text("status", "waiting"),
    _int("attempts", 0),
    _at("retry_at", nullable=True),
    _text("error", nullable=True),
    _at("created_at"),
    _at("done_at", nullable=True),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "dedupe_key"),
    _belongs("sessions", "session_id"),
    _one_of("kind", ("said", "event", "timer")),
    _one_of("status", ("waiting", "done", "parked", "dropped")),
    sa.Index(
        "mailbox_waiting_ix",
        "tenant_id",
        "session_id",
        "due_at",
        "id",
        postgresql_where=sa.text("status = 'waiting'"),
    ),
    sa.Index("mailbox_due_ix", "tenant_id", "due_at", postgresql_where=sa.text("status = 'waiting'")),
    sa.Index("mailbox_parked_ix", "tenant_id", "created_at", postgresql_where=sa.text("status = 'parked'")),
    comment="Everything that can happen to a session, once. dedupe_key makes a redelivery do nothing.",
)

turns = sa.Table(
    "turns",
    metadata,
    _id("tenant_id"),
    _id(),
    _id("session_id"),
    _id("mailbox_id"),
    _at("at"),
    _text("message_key", ""),
    _text("from_state"),
    _text("to_state"),
    _text("locale"),
    _json("why"),
    _json("events"),
    _json("effects"),
    _json("replies"),
    _text("machine"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    _belongs("sessions", "session_id"),
    sa.Index("turns_session_ix", "tenant_id", "session_id", "id"),
    sa.Index("turns_message_ix", "tenant_id", "message_key"),
    comment="The journal: what woke the session, what it understood and why, where it went, what it asked and said.",
)

outbox = sa.Table(
    "outbox",
    metadata,
    _id("tenant_id"),
    _id(),
    sa.Column("position", sa.BigInteger, sa.Identity(always=True), nullable=False),
    _text("channel"),
    _text("account"),
    _id("person_id"),
    _text("recipient"),
    _id("session_id", nullable=True),
    _json("payload"),
    _text("dedupe_key"),
    _text("status", "pending"),
    _int("attempts", 0),
    _at("next_at"),
    _at("locked_until", nullable=True),
    _text("provider_id", nullable=True),
    _text("receipt", nullable=True),
    _int("error_code", nullable=True),
    _text("error", nullable=True),
    _flag("possible_duplicate", False),
    _at("created_at"),
    _at("sent_at", nullable=True),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "dedupe_key"),
    _belongs("persons", "person_id"),
    _one_of("status", ("pending", "sending", "unknown", "sent", "dead", "dropped")),
    _one_of("receipt", ("sent", "delivered", "read", "failed")),
    sa.Index(
        "outbox_due_ix",
        "tenant_id",
        "next_at",
        postgresql_where=sa.text("status IN ('pending', 'sending', 'unknown')"),
    ),
    sa.Index(
        "outbox_person_ix",
        "tenant_id",
        "person_id",
        "position",
        postgresql_where=sa.text("status IN ('pending', 'sending', 'unknown')"),
    ),
    sa.Index("outbox_dead_ix", "tenant_id", "created_at", postgresql_where=sa.text("status = 'dead'")),
    sa.Index("outbox_provider_ix", "tenant_id", "provider_id", postgresql_where=sa.text("provider_id IS NOT NULL")),
    comment="One row is one send of one platform message. position keeps the order of each person.",
)

raw_inbound = sa.Table(
    "raw_inbound",
    metadata,
    _id(),
    _at("at"),
    _text("channel"),
    _text("reason"),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.PrimaryKeyConstraint("id"),
    sa.Index(None, "at"),
    comment="What was signed but could not be understood or belongs to nobody here, kept as it came.",
)

security_events = sa.Table(
    "security_events",
    metadata,
    _id(),
    _at("at"),
    _text("event_type"),
    _text("severity"),
    _text("channel", nullable=True),
    _text("ip", nullable=True),
    _text("route", nullable=True),
    _text("trace_id", nullable=True),
    _json("details", "{}"),
    sa.PrimaryKeyConstraint("id"),
    _one_of("severity", ("LOW", "MEDIUM", "HIGH")),
    sa.Index(None, "at"),
)

staff = sa.Table(
    "staff",
    metadata,
    _id("tenant_id"),
    _id(),
    _id("place_id"),
    _text("phone"),
    _text("role"),
    _text("name", ""),
    _text("locale", "fr"),
    _flag("active", True),
    _at("created_at"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "place_id", "phone"),
    _belongs("places", "place_id"),
    _one_of("role", ROLES),
    _one_of("locale", LOCALES),
)

menu_categories = sa.Table(
    "menu_categories",
    metadata,
    _id("tenant_id"),
    _id("place_id"),
    _text("code"),
    _int("position"),
    _text("fr"),
    _text("ar"),
    _text("arq"),
    sa.PrimaryKeyConstraint("tenant_id", "place_id", "code"),
    _belongs("places", "place_id"),
)

menu_items = sa.Table(
    "menu_items",
    metadata,
    _id("tenant_id"),
    _id("place_id"),
    _text("code"),
    _text("category"),
    _int("position"),
    _text("fr"),
    _text("ar"),
    _text("arq"),
    sa.Column("aliases", sa.ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'::text[]")),
    _int("price_cents"),
    _flag("active", True),
    _flag("sold_out", False),
    sa.PrimaryKeyConstraint("tenant_id", "place_id", "code"),
    _belongs("places", "place_id"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "place_id", "category"],
        ["menu_categories.tenant_id", "menu_categories.place_id", "menu_categories.code"],
    ),
    sa.CheckConstraint("price_cents >= 0", name="price"),
)

menu_options = sa.Table(
    "menu_options",
    metadata,
    _id("tenant_id"),
    _id("place_id"),
    _text("code"),
    _text("item_code"),
    _text("kind"),
    _text("fr"),
    _text("ar"),
    _text("arq"),
    sa.Column("aliases", sa.ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'::text[]")),
    _int("price_cents", 0),
    _flag("active", True),
    sa.PrimaryKeyConstraint("tenant_id", "place_id", "code"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "place_id", "item_code"],
        ["menu_items.tenant_id", "menu_items.place_id", "menu_items.code"],
        ondelete="CASCADE",
    ),
    _one_of("kind", ("extra", "remove")),
)

orders = sa.Table(
    "orders",
    metadata,
    _id("tenant_id"),
    _id(),
    _id("place_id"),
    _int("number"),
    _id("person_id"),
    _id("session_id"),
    _text("channel"),
    _text("status"),
    _text("mode"),
    _text("table_label", nullable=True),
    _text("address", nullable=True),
    _text("phone", nullable=True),
    sa.Column("latitude", sa.Float, nullable=True),
    sa.Column("longitude", sa.Float, nullable=True),
    _int("items_cents"),
    _int("delivery_fee_cents", 0),
    _int("total_cents"),
    _text("nonce"),
    _int("version", 0),
    _at("created_at"),
    _at("updated_at"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "place_id", "number"),
    sa.UniqueConstraint("tenant_id", "session_id", "nonce"),
    _belongs("places", "place_id"),
    _belongs("persons", "person_id"),
    _belongs("sessions", "session_id"),
    _one_of("status", ORDER_STATUSES),
    _one_of("mode", MODES),
    sa.CheckConstraint("total_cents = items_cents + delivery_fee_cents", name="total"),
    sa.Index("orders_person_ix", "tenant_id", "person_id", "created_at"),
    sa.Index(
        "orders_open_ix",
        "tenant_id",
        "place_id",
        "created_at",
        postgresql_where=sa.text("status NOT IN ('DELIVERED', 'DONE', 'CANCELLED')"),
    ),
    comment="nonce is the basket's own number: a basket becomes one order, however often it is confirmed.",
)

order_lines = sa.Table(
    "order_lines",
    metadata,
    _id("tenant_id"),
    _id("order_id"),
    _int("position"),
    _text("item_code"),
    _text("fr"),
    _text("ar"),
    _text("arq"),
    _int("qty"),
    _json("options", "[]"),
    _int("unit_price_cents"),
    _int("line_total_cents"),
    sa.PrimaryKeyConstraint("tenant_id", "order_id", "position"),
    _belongs("orders", "order_id"),
    sa.CheckConstraint("qty > 0", name="qty"),
    sa.CheckConstraint("line_total_cents = unit_price_cents * qty", name="line_total"),
    comment='options: [{"code", "fr", "ar", "arq", "price_cents"}] as they were when ordered.',
)

order_history = sa.Table(
    "order_history",
    metadata,
    _id("tenant_id"),
    _id("order_id"),
    _int("seq"),
    _at("at"),
    _text("status"),
    _text("actor"),
    _text("reason", nullable=True),
    sa.PrimaryKeyConstraint("tenant_id", "order_id", "seq"),
    _belongs("orders", "order_id"),
    _one_of("status", ORDER_STATUSES),
)

tickets = sa.Table(
    "tickets",
    metadata,
    _id("tenant_id"),
    _id(),
    _id("place_id"),
    _int("number"),
    _id("person_id"),
    _id("session_id"),
    _text("status", "open"),
    _text("reason"),
    _text("said", ""),
    _at("created_at"),
    _at("closed_at", nullable=True),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "place_id", "number"),
    _belongs("places", "place_id"),
    _belongs("sessions", "session_id"),
    _one_of("status", ("open", "closed")),
    sa.Index("tickets_open_key", "tenant_id", "session_id", unique=True, postgresql_where=sa.text("status = 'open'")),
)

misses = sa.Table(
    "misses",
    metadata,
    _id("tenant_id"),
    _id(),
    _id("session_id"),
    _at("at"),
    _text("context"),
    _text("text"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    _belongs("sessions", "session_id"),
)

ops_kv = sa.Table(
    "ops_kv",
    metadata,
    _text("key"),
    _json("value"),
    _at("at"),
    sa.PrimaryKeyConstraint("key"),
    comment="Heartbeats and counters of the operation itself; no tenant's data.",
)
