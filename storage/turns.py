"""What turns came to, in one statement: sessions, journal, outbox, and the letters that are done with it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.errors import LostRace
from storage.rows import TurnRow
from storage.wire import Connection, dump

TURNS = """
x AS (
  SELECT * FROM unnest($3::uuid[], $4::text[], $5::jsonb[], $6::jsonb[], $7::int[], $8::text[], $9::int[], $10::text[],
    $11::bigint[], $12::uuid[], $13::uuid[], $14::text[], $15::text[], $16::jsonb[], $17::jsonb[], $18::jsonb[],
    $19::jsonb[])
    AS x(id, state, memory, offer, prompt_no, locale, arabic_run, machine, version, turn_id, letter_id, message_key,
      from_state, why, events, effects, replies)
)
"""
"""The turns of one statement, a row each: the session's new shape, and its journal entry."""

CHANGED = """
done AS (
  UPDATE sessions s SET state = x.state, memory = x.memory, offer = x.offer, prompt_no = x.prompt_no,
    locale = x.locale, arabic_run = x.arabic_run, machine = x.machine, version = s.version + 1, updated_at = $2
  FROM x {only} WHERE s.tenant_id = $1 AND s.id = x.id AND s.version = x.version
  RETURNING s.id
), journal AS (
  INSERT INTO turns (tenant_id, id, session_id, mailbox_id, at, message_key, from_state, to_state, locale, why, events,
    effects, replies, machine)
  SELECT $1, x.turn_id, x.id, x.letter_id, $2, x.message_key, x.from_state, x.state, x.locale, x.why, x.events,
    x.effects, x.replies, x.machine
  FROM x JOIN done USING (id)
), out AS (
  INSERT INTO outbox (tenant_id, id, channel, account, person_id, recipient, session_id, payload, dedupe_key, next_at,
    created_at)
  SELECT $1, o.id, o.channel, o.account, o.person_id, o.recipient, o.session_id, o.payload, o.id::text, $2, $2
  FROM unnest($20::uuid[], $21::text[], $22::text[], $23::uuid[], $24::text[], $25::uuid[], $26::jsonb[])
    WITH ORDINALITY AS o(id, channel, account, person_id, recipient, session_id, payload, n)
  JOIN done ON done.id = o.session_id
  ORDER BY o.n
)
"""

ANSWER = f"""
WITH {TURNS}, {CHANGED.format(only="")}, marked AS (
  UPDATE mailbox m SET status = 'done', done_at = $2 FROM x JOIN done USING (id)
  WHERE m.tenant_id = $1 AND m.id = x.letter_id AND m.status = 'waiting'
  RETURNING m.id, m.session_id
)
SELECT coalesce((
  SELECT true FROM mailbox m WHERE m.tenant_id = $1 AND m.session_id = marked.session_id AND m.id <> marked.id
    AND m.status = 'waiting' AND m.due_at <= $2 LIMIT 1
), false) AS more FROM marked
"""
"""A letter that waited is answered; its session is locked already. Whether more of its letters are due."""

TAKE = f"""
WITH {TURNS}, free AS (
  SELECT s.id FROM sessions s JOIN x ON s.tenant_id = $1 AND s.id = x.id AND s.version = x.version
  ORDER BY s.id FOR NO KEY UPDATE OF s SKIP LOCKED
), fresh AS (
  INSERT INTO mailbox (tenant_id, id, session_id, due_at, kind, payload, dedupe_key, status, created_at, done_at)
  SELECT $1, x.letter_id, x.id, $2, 'said', l.payload, l.dedupe_key, 'done', $2, $2
  FROM unnest($27::uuid[], $28::jsonb[], $29::text[]) AS l(id, payload, dedupe_key)
  JOIN x ON x.letter_id = l.id JOIN free ON free.id = x.id
  ON CONFLICT (tenant_id, dedupe_key) DO NOTHING
  RETURNING session_id
), {CHANGED.format(only="JOIN fresh ON fresh.session_id = x.id")}
SELECT id FROM done
"""
"""Messages are made durable and answered at once. Nothing waits here: a session that is locked or has moved, and a
message that is known already, is left as it was, while the others go through."""


def _columns(rows: Iterable[Sequence[Any]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _turns(turns: Sequence[TurnRow]) -> list[list[Any]]:
    """Parameters 3 to 26: a list for each column."""
    return [
        *_columns(
            (
                (
                    s.id,
                    s.state,
                    dump(s.memory),
                    dump(s.offer),
                    s.prompt_no,
                    s.locale,
                    s.arabic_run,
                    s.machine,
                    s.version,
                    t.id,
                    t.letter.id,
                    t.message_key,
                    t.from_state,
                    dump(t.why),
                    dump(t.events),
                    dump(t.effects) if t.effects else "[]",
                    dump(t.replies),
                )
                for t in turns
                for s in (t.session,)
            ),
            17,
        ),
        *_columns(
            (
                (ident, s.channel, s.account, s.person_id, s.address, s.id, dump(payload))
                for t in turns
                for s in (t.session,)
                for ident, payload in zip(t.outgoing_ids, t.outgoing, strict=True)
            ),
            7,
        ),
    ]


async def answer(raw: Connection, tenant: UUID, turn: TurnRow, now: datetime) -> bool:
    """Write what a letter that waited came to, and that it is done; whether more letters of its session are due.

    LostRace when the letter or its session had moved on.
    """
    more: bool | None = await raw.fetchval(ANSWER, tenant, now, *_turns([turn]))
    if more is None:
        raise LostRace("the letter was no longer waiting")
    return more


async def take(raw: Connection, tenant: UUID, turns: Sequence[TurnRow], now: datetime) -> set[UUID]:
    """Make messages durable together with what their turns came to, in one statement that commits by itself.

    The sessions whose turn was written; of the others nothing was, not even the message.
    """
    letters = [t.letter for t in turns]
    rows = await raw.fetch(
        TAKE,
        tenant,
        now,
        *_turns(turns),
        [x.id for x in letters],
        [dump(x.payload) for x in letters],
        [x.dedupe_key for x in letters],
    )
    return {r["id"] for r in rows}
