"""Every table. The tenant comes first in every key, so that the schema can be distributed by tenant as it is.

Times are `timestamptz`; money is integer centimes (`_cents`); ids are UUIDv7 made in Python; JSON holds only memory
and payloads. Closed sets are CHECKs.
"""

from storage.tables.audit import audit
from storage.tables.columns import LOCALES, MODES, ORDER_STATUSES, ROLES, metadata
from storage.tables.engine import mailbox, misses, ops_kv, outbox, raw_inbound, security_events, sessions, turns
from storage.tables.people import channel_accounts, counters, identities, persons, places, staff, tenants
from storage.tables.trade import menu_categories, menu_items, menu_options, order_history, order_lines, orders, tickets
from storage.tables.wordings import templates

__all__ = [
    "LOCALES",
    "MODES",
    "ORDER_STATUSES",
    "ROLES",
    "audit",
    "channel_accounts",
    "counters",
    "identities",
    "mailbox",
    "menu_categories",
    "menu_items",
    "menu_options",
    "metadata",
    "misses",
    "ops_kv",
    "order_history",
    "order_lines",
    "orders",
    "outbox",
    "persons",
    "places",
    "raw_inbound",
    "security_events",
    "sessions",
    "staff",
    "templates",
    "tenants",
    "tickets",
    "turns",
]
