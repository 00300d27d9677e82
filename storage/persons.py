"""Persons, the ids that platforms know them by, and their sessions: first contact included."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.messages import Locale, Sender
from storage.rows import Account
from storage.wire import Connection, dump

FIND = """
SELECT scoped_id, person_id FROM identities
WHERE tenant_id = $1 AND channel = $2 AND account = $3 AND scoped_id = ANY($4::text[])
"""
STABLE = """
SELECT scoped_id FROM identities
WHERE tenant_id = $1 AND channel = $2 AND account = $3 AND person_id = $4 AND scoped_id !~ '^[0-9]+$'
"""
LET_GO = """
DELETE FROM identities WHERE tenant_id = $1 AND channel = $2 AND account = $3 AND scoped_id = ANY($4::text[])
"""
PERSON = """
INSERT INTO persons (tenant_id, id, channel, account, address, phone, name, created_at, seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
"""
IDENTITIES = """
INSERT INTO identities (tenant_id, channel, account, scoped_id, person_id)
SELECT $1, $2, $3, x, $5 FROM unnest($4::text[]) AS x
ON CONFLICT (tenant_id, channel, account, scoped_id) DO NOTHING RETURNING scoped_id
"""
TAKE_FIRST = """
INSERT INTO identities (tenant_id, channel, account, scoped_id, person_id) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, channel, account, scoped_id) DO NOTHING RETURNING scoped_id
"""
REFRESH = """
UPDATE persons SET address = coalesce($3, address), phone = coalesce(phone, $4), name = coalesce($5, name)
WHERE tenant_id = $1 AND id = $2
"""
SESSION = """
INSERT INTO sessions (tenant_id, id, kind, place_id, person_id, state, memory, locale, machine, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
ON CONFLICT (tenant_id, kind, place_id, person_id) DO NOTHING
"""
SPEAK = """
UPDATE sessions SET locale = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2 AND locale <> $3
"""
SESSION_ID = "SELECT id FROM sessions WHERE tenant_id = $1 AND kind = $2 AND place_id = $3 AND person_id = $4"


async def find(raw: Connection, account: Account, scoped_ids: Sequence[str]) -> UUID | None:
    """Whoever is known by one of these ids, the most stable id deciding."""
    rows = await raw.fetch(FIND, account.tenant_id, account.channel, account.account, list(scoped_ids))
    known = {r["scoped_id"]: r["person_id"] for r in rows}
    return next((known[i] for i in scoped_ids if i in known), None)


async def ensure(raw: Connection, account: Account, sender: Sender, new_id: UUID, now: datetime) -> UUID:
    """The person behind a sender, made at first contact, with every id that the sender carries.

    Runs inside a transaction. Two first contacts at once end in one person: the loser of the first id's insert finds
    the winner's, and its own row of `persons` is taken back.
    """
    tenant, channel, name = account.tenant_id, account.channel, account.account
    person = await find(raw, account, sender.ids)
    if person is not None and await _was_somebody_elses(raw, account, sender, person):
        person = None
        await raw.execute(LET_GO, tenant, channel, name, list(sender.ids[1:]))
    if person is None:
        address = sender.phone or sender.ids[0]
        await raw.execute(PERSON, tenant, new_id, channel, name, address, sender.phone, sender.name, now)
        if await raw.fetchval(TAKE_FIRST, tenant, channel, name, sender.ids[0], new_id):
            person = new_id
        else:
            await raw.execute("DELETE FROM persons WHERE tenant_id = $1 AND id = $2", tenant, new_id)
            person = await find(raw, account, sender.ids)
            assert person is not None
    await raw.execute(IDENTITIES, tenant, channel, name, list(sender.ids), person)
    await raw.execute(REFRESH, tenant, person, sender.phone, sender.phone, sender.name)
    return person


async def _was_somebody_elses(raw: Connection, account: Account, sender: Sender, person: UUID) -> bool:
    """Whether a new stable id comes with the phone of a person who has another stable id: the number has moved on."""
    if len(sender.ids) < 2 or sender.ids[0].isdigit():
        return False
    others = await raw.fetch(STABLE, account.tenant_id, account.channel, account.account, person)
    stable = {r["scoped_id"] for r in others}
    return bool(stable) and not stable & set(sender.ids)


async def ensure_session(
    raw: Connection,
    account: Account,
    person: UUID,
    *,
    kind: str,
    state: str,
    memory: dict[str, Any],
    locale: Locale,
    machine: str,
    new_id: UUID,
    now: datetime,
) -> UUID:
    """The person's session of this kind at the account's place, made when there is none."""
    tenant, place = account.tenant_id, account.place_id
    found: UUID | None = await raw.fetchval(SESSION_ID, tenant, kind, place, person)
    if found is None:
        dumped = dump(memory)
        await raw.execute(SESSION, tenant, new_id, kind, place, person, state, dumped, locale, machine, now)
        found = await raw.fetchval(SESSION_ID, tenant, kind, place, person)
        assert found is not None
    return found


async def keep_locale(raw: Connection, tenant: UUID, person: UUID, locale: Locale) -> None:
    """Remember an explicit choice of language."""
    await raw.execute("UPDATE persons SET locale = $3 WHERE tenant_id = $1 AND id = $2", tenant, person, locale)


async def speak(raw: Connection, tenant: UUID, session: UUID, locale: Locale) -> None:
    """Go on in this locale: a session that has spoken another one counts as changed, for turns under way."""
    await raw.execute(SPEAK, tenant, session, locale)


async def keep_phone(raw: Connection, tenant: UUID, person: UUID, phone: str) -> None:
    """Remember a phone to call; it proves nothing about who somebody is."""
    await raw.execute("UPDATE persons SET phone = $3 WHERE tenant_id = $1 AND id = $2", tenant, person, phone)
