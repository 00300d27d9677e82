"""The benchmark's own PostgreSQL, as durable as in production: our schema beside pgbench's, and what must be in it."""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import psutil
from sqlalchemy import make_url

from bot import bootstrap
from bot.clock import World
from bot.handlers.provision import DEMO, add_staff, seed_demo
from bot.settings import Settings
from storage import embedded, provisioning, schema
from storage.unit import Storage
from tests.bench.talk import RESTAURANTS, account

CALM = ("max_wal_size = '8GB'", "checkpoint_timeout = '30min'")
"""Of the whole server, so for pgbench as for us: no checkpoint falls into somebody's slice."""
CLIENTS = 8
BENCH_SCHEMA = """
CREATE SCHEMA bench;
CREATE TABLE bench.inbound (channel smallint NOT NULL, msg_id text NOT NULL, session_id bigint NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (channel, msg_id));
CREATE TABLE bench.session (id bigint PRIMARY KEY, state text NOT NULL, data jsonb NOT NULL,
  version integer NOT NULL DEFAULT 0, updated_at timestamptz NOT NULL DEFAULT now()) WITH (fillfactor = 70);
CREATE TABLE bench.outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, session_id bigint NOT NULL,
  payload jsonb NOT NULL, sent_at timestamptz, created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX outbox_due ON bench.outbox (id) WHERE sent_at IS NULL;
"""
SIX_TRIPS = """
\\set sid random(1, :rows)
\\set mid random(1, 9000000000000000000)
BEGIN;
INSERT INTO bench.inbound (channel, msg_id, session_id) VALUES (1, 'wamid.' || :mid, :sid) ON CONFLICT DO NOTHING;
SELECT state, data, version FROM bench.session WHERE id = :sid FOR UPDATE;
UPDATE bench.session SET state = 'qty', data = :doc::jsonb, version = version + 1, updated_at = now() WHERE id = :sid;
INSERT INTO bench.outbox (session_id, payload) VALUES (:sid, :msg::jsonb);
COMMIT;
"""
KNOWN = """
WITH made AS (
  SELECT n, gen_random_uuid() AS id, '2136' || lpad(n::text, 8, '0') AS phone, a.tenant_id, a.account, a.place_id
  FROM generate_series(0, $1) n JOIN channel_accounts a
  ON a.channel = 'whatsapp' AND a.account = (100000000000001 + n % $2)::text
), p AS (
  INSERT INTO persons (tenant_id, id, channel, account, address, phone, name, created_at)
  SELECT tenant_id, id, 'whatsapp', account, phone, phone, 'Client ' || n, now() FROM made
), i AS (
  INSERT INTO identities (tenant_id, channel, account, scoped_id, person_id)
  SELECT tenant_id, 'whatsapp', account, x, id FROM made, unnest(ARRAY[phone, 'DZ.' || lpad(n::text, 13, '0')]) x
)
INSERT INTO sessions (tenant_id, id, kind, place_id, person_id, state, memory, locale, machine, created_at, updated_at)
SELECT tenant_id, gen_random_uuid(), 'customer', place_id, id, $3, '{}', 'fr', $4, now(), now() - interval '1 hour'
FROM made
"""
WRONG = """
WITH mine AS (SELECT m.id, m.status, m.session_id, t.replies FROM unnest($1::text[]) k
  LEFT JOIN mailbox m ON m.dedupe_key = k
  LEFT JOIN turns t ON t.tenant_id = m.tenant_id AND t.message_key = split_part(k, ':', 3)),
per AS (SELECT session_id, sum(jsonb_array_length(replies)) AS said, bool_or(jsonb_array_length(replies) = 0) AS dumb
  FROM mine GROUP BY 1)
SELECT (SELECT count(*) FROM mine WHERE status IS DISTINCT FROM 'done') AS unanswered,
  (SELECT count(*) FROM mine WHERE replies IS NULL) AS turnless,
  (SELECT count(*) - cardinality($1::text[]) FROM mine) AS twice,
  (SELECT count(*) FROM per WHERE dumb OR said <>
    (SELECT count(*) FROM outbox o WHERE o.session_id = per.session_id)) AS unsent
"""


class Database:
    """A running server; `url` for us, `socket` and `programs` for pgbench."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.socket = str(make_url(url).query["host"])
        self.programs = embedded.programs()
        self.pid = 0

    async def connect(self) -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(host=self.socket, user="postgres", database=embedded.DATABASE)

    async def prepare(self, settings: Settings, rows: int) -> None:
        """Both schemas, each with so many sessions."""
        raw = await self.connect()
        home = Path(await raw.fetchval("SHOW data_directory"))
        self.pid = int((home / "postmaster.pid").read_text().split()[0])
        for line in CALM:
            await raw.execute(f"ALTER SYSTEM SET {line}")
        await raw.execute("SELECT pg_reload_conf()")
        await schema.upgrade(self.url)
        await self._restaurants(settings)
        runner = bootstrap.MACHINES["customer"]
        await raw.execute(KNOWN, rows - 1, RESTAURANTS, runner.machine.home, runner.version)
        await raw.execute(BENCH_SCHEMA)
        await raw.execute(
            "INSERT INTO bench.session (id, state, data) SELECT n, 'item', $1 FROM generate_series(1, $2) n", DOC, rows
        )
        await raw.execute("VACUUM ANALYZE persons, identities, sessions, bench.session")
        await raw.close()
        self._script = self.folder / "six_trips.sql"
        self._script.write_text(SIX_TRIPS)

    async def _restaurants(self, settings: Settings) -> None:
        """The demo, and more like it in the same tenant."""
        storage, app, world = Storage.connect(self.url), bootstrap.restaurant_app(settings), World()
        await seed_demo(storage, app, world)
        data = tomllib.loads(DEMO.read_text("utf-8"))
        async with storage.unit() as unit:
            raw, now = unit.raw, world.now()
            tenant = await provisioning.tenant(raw, data["tenant"], world.new_id(), now)
            for number in range(1, RESTAURANTS):
                named = {**data["place"], "name": f"{data['place']['name']} {number}"}
                place = await provisioning.place(raw, tenant, new_id=world.new_id(), now=now, **named)
                await provisioning.account(raw, tenant, place, "whatsapp", account(number), data["token"])
                await provisioning.menu(raw, tenant, place, data)
                for member in data["staff"]:
                    await add_staff(raw, app, world, tenant, place, member)
        await storage.close()

    async def settle(self) -> None:
        """What autovacuum does within its first minute: count what the tables that were empty hold by now."""
        raw = await self.connect()
        await raw.execute("ANALYZE")
        await raw.close()

    async def check(self, keys: Sequence[str]) -> None:
        """Every message that was answered 200 is done, has one turn, and all that its turn said is in the outbox."""
        raw = await self.connect()
        row = await raw.fetchrow(WRONG, list(keys))
        await raw.close()
        assert row is not None
        wrong = {name: row[name] for name in ("unanswered", "turnless", "twice", "unsent") if row[name]}
        if wrong:
            raise SystemExit(f"of {len(keys)} messages answered 200: {wrong}")

    async def ordered(self, chats: float) -> None:
        """Nearly so many conversations came to their order."""
        raw = await self.connect()
        orders = await raw.fetchval("SELECT count(*) FROM orders")
        await raw.close()
        if orders < 0.9 * chats:
            raise SystemExit(f"{chats:.0f} conversations, but {orders} orders")

    async def calm_down(self) -> None:
        """pgbench's tables as they were; ours go on growing."""
        raw = await self.connect()
        await raw.execute("TRUNCATE bench.inbound, bench.outbox")
        await raw.close()

    def pgbench(self, seconds: float, rows: int) -> float:
        """Six-round-trip transactions a second."""
        where = ["-h", self.socket, "-U", "postgres"]
        how = ["-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(max(1, round(seconds)))]
        given = [f"-Drows={rows}", f"-Ddoc={DOC}", f"-Dmsg={MESSAGE}"]
        command = [str(self.programs / "pgbench"), *where, *how, *given, "-f", str(self._script), embedded.DATABASE]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        found = re.search(r"tps = ([\d.]+)", ran.stdout)
        if found is None:
            raise SystemExit(f"pgbench: {ran.stdout}{ran.stderr}")
        return float(found[1])

    def cpu(self) -> float:
        """CPU seconds that the server's processes have used so far."""
        main = psutil.Process(self.pid)
        own = main.cpu_times()
        used = own.user + own.system + own.children_user + own.children_system
        for process in main.children():
            with suppress(psutil.NoSuchProcess):
                used += sum(process.cpu_times()[:2])
        return used


def _document() -> str:
    """A session of about 1 KB, as text."""
    line = {"name": "Pizza number {} large", "qty": 1, "price_minor": 129000, "options": ["extra cheese", "no onion"]}
    cart = [{"sku": f"PZ-{n:04d}", **line} for n in range(6)]
    address = {"street": "12, rue Didouche Mourad", "city": "Alger", "note": "ring twice"}
    return json.dumps({"locale": "fr-DZ", "currency": "DZD", "cart": cart, "step": 0, "address": address})


DOC = _document()
MESSAGE = json.dumps({"to": "213550000000", "type": "text", "text": {"body": "How many? Reply with a number. " * 4}})


@contextmanager
def running() -> Iterator[Database]:
    """A server of our own in a temporary folder, gone afterwards."""
    with TemporaryDirectory(prefix="resto-bot-bench-") as name, embedded.start(Path(name), durable=True) as server:
        yield Database(server.url, Path(name))
