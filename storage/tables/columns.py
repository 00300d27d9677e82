"""What the tables are made of: the metadata, kinds of columns, checks and keys."""

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


def ident(name: str = "id", **kw: Any) -> sa.Column[Any]:
    return sa.Column(name, UUID(as_uuid=True), nullable=kw.pop("nullable", False), **kw)


def text(name: str, default: str | None = None, **kw: Any) -> sa.Column[Any]:
    server_default = sa.text(f"'{default}'") if default is not None else None
    return sa.Column(name, sa.Text, nullable=kw.pop("nullable", False), server_default=server_default, **kw)


def whole(name: str, default: int | None = None, *, big: bool = False, nullable: bool = False) -> sa.Column[Any]:
    server_default = sa.text(str(default)) if default is not None else None
    return sa.Column(name, sa.BigInteger if big else sa.Integer, nullable=nullable, server_default=server_default)


def moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def flag(name: str, default: bool) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.true() if default else sa.false())


def json(name: str, default: str | None = None, *, nullable: bool = False) -> sa.Column[Any]:
    server_default = sa.text(f"'{default}'::jsonb") if default is not None else None
    return sa.Column(name, JSONB, nullable=nullable, server_default=server_default)


def one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{v}'" for v in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def belongs(table: str, *columns: str) -> sa.ForeignKeyConstraint:
    """A foreign key inside the tenant: (tenant_id, column…) → (tenant_id, id…)."""
    targets = ["id"] if len(columns) == 1 else ["place_id", "code"]
    return sa.ForeignKeyConstraint(
        ["tenant_id", *columns], [f"{table}.tenant_id", *(f"{table}.{t}" for t in targets)], ondelete="CASCADE"
    )
