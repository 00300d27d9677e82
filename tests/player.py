"""Plays a conversation file against the real engine on a real PostgreSQL.

Every message is a signed webhook's body, delivered twice. Nothing is held between turns but the database; the clock is
virtual; what is sent goes to a stand-in that refuses what the platform refuses. See `docs/conversations.md`.
"""

import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import bootstrap
from bot.clock import World
from bot.engine.step import Stepper
from bot.handlers.provision import seed_demo
from bot.settings import load
from bot.web import inbound
from bot.web.graph import Accepted, StandIn, envelope
from bot.web.keys import Context
from bot.workers.mailbox import MailboxWorker
from bot.workers.outbox import Backoff, OutboxWorker
from storage.unit import Storage

ACCOUNT = "100000000000001"
STAFF = {"owner": "213550000001", "admin": "213550000002", "kitchen": "213550000003"}
START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
INVISIBLE = re.compile("[\u2066-\u2069\u200e\u200f\u061c]")
SPACES = re.compile(r"[ \u00a0\u202f]+")
KNOWN = frozenset(
    ("who", "says", "taps", "old", "sends", "wait", "menu", "settings", "hears", "never", "silent", "state", "locale",
     "basket", "others", "orders", "note")
)  # fmt: skip


def plain(text: str) -> str:
    """What a reader sees: no bidi controls, ordinary spaces."""
    return SPACES.sub(" ", INVISIBLE.sub("", text))


@dataclass
class Heard:
    """One message as somebody's phone shows it."""

    text: str
    choices: dict[str, str]
    raw: dict[str, Any]

    @classmethod
    def of(cls, body: dict[str, Any]) -> "Heard":
        """Read a message as it was sent to the platform."""
        if body["type"] == "text":
            return cls(plain(body["text"]["body"]), {}, body)
        content = body["interactive"]
        action = content["action"]
        choices = {plain(b["reply"]["title"]): b["reply"]["id"] for b in action.get("buttons", ())}
        rows = [row for section in action.get("sections", ()) for row in section["rows"]]
        lines = [plain(content["body"]["text"])]
        for row in rows:
            choices[plain(row["title"])] = row["id"]
            lines.append(plain(f"{row['title']} {row.get('description', '')}"))
        return cls("\n".join([*lines, *(t for t in choices if not rows)]), choices, body)


@dataclass
class Phone:
    """Somebody's phone: what it has received, and how much of it was new in this turn."""

    number: str
    name: str
    heard: list[Heard] = field(default_factory=list)
    fresh: int = 0

    def new(self) -> list[Heard]:
        """What came since the turn began."""
        return self.heard[self.fresh :]

    def choice(self, title: str, *, old: bool) -> tuple[str, str]:
        """The id and title of a shown choice; the newest, or with `old` the oldest of that name."""
        wanted = plain(title).casefold()
        shown = [(i, t) for heard in self.heard for t, i in heard.choices.items() if wanted in t.casefold()]
        assert shown, f"{self.name} was never shown {title!r}; last: {self.heard[-1].choices if self.heard else None}"
        return shown[0] if old else shown[-1]


class Player:
    """One conversation on one database."""

    def __init__(self, storage: Storage) -> None:
        self.now = START
        self.world = World(now=lambda: self.now)
        self.storage = storage
        self.settings = load({"BOT_ENV": "development", "META_APP_SECRET": "test-secret"})
        self.count = 0
        self.phones: dict[str, Phone] = {who: Phone(number, who) for who, number in STAFF.items()}
        self.stand_in = StandIn(self.world, {ACCOUNT: "demo-token"}, listener=self._ring, enforce_window=False)

    async def seed(self) -> None:
        """The demo restaurant."""
        await seed_demo(self.storage, bootstrap.restaurant_app(self.settings), self.world)

    async def play(self, script: dict[str, Any]) -> None:
        """Play every turn; an AssertionError says which one went wrong, and what was heard instead."""
        for who, person in script.get("people", {"customer": {"phone": "213661000001"}}).items():
            self.phones[who] = Phone(person["phone"], person.get("name", who))
        first = next(iter(script.get("people", {"customer": None})))
        for number, turn in enumerate(script["turn"], 1):
            unknown = set(turn) - KNOWN
            assert not unknown, f"turn {number}: unknown words {unknown}"
            try:
                await self._turn(turn, turn.get("who", first))
            except AssertionError as error:
                shown = {w: [h.text for h in p.new()] for w, p in self.phones.items() if p.new()}
                raise AssertionError(f"turn {number} {turn}\n{error}\nheard: {shown}") from error

    async def _turn(self, turn: dict[str, Any], who: str) -> None:
        phone = self.phones[who]
        for other in self.phones.values():
            other.fresh = len(other.heard)
        await self._act(turn, phone)
        self._check_heard(turn, phone)
        for other, expected in turn.get("others", {}).items():
            self._check_heard(expected if isinstance(expected, dict) else {"hears": expected}, self.phones[other])
        await self._check_rows(turn, phone)

    async def _act(self, turn: dict[str, Any], phone: Phone) -> None:
        if "menu" in turn:
            await self._menu(turn["menu"])
        if "settings" in turn:
            await self._set(turn["settings"])
        if "wait" in turn:
            self.now += _span(turn["wait"])
            await self._settle()
        if "says" in turn:
            await self.say(phone, {"type": "text", "text": {"body": turn["says"]}})
        if "taps" in turn:
            ident, title = phone.choice(turn["taps"], old=bool(turn.get("old")))
            reply = {"type": "button_reply", "button_reply": {"id": ident, "title": title}}
            await self.say(phone, {"type": "interactive", "interactive": reply})
        if "sends" in turn:
            await self.say(phone, turn["sends"])

    async def say(self, phone: Phone, message: dict[str, Any]) -> None:
        """One message, delivered twice in two bodies."""
        self.count += 1
        self.now += timedelta(seconds=5)
        full = {
            "from": phone.number,
            "id": f"wamid.test{self.count}",
            "timestamp": str(int(self.now.timestamp())),
            **message,
        }
        contacts = [{"wa_id": phone.number, "profile": {"name": phone.name}}]
        body = json.dumps(envelope(ACCOUNT, messages=[full], contacts=contacts)).encode()
        for _ in range(2):
            # New parts each time: what is not in the database is forgotten.
            parts = bootstrap.assemble(self.settings, self.storage, self.world)
            context = Context(
                self.settings, self.storage, self.world, parts.intake, parts.bell, dict(bootstrap.CHANNELS)
            )
            await inbound.accept(context, "whatsapp", body)
            await parts.intake.idle()
            await self._settle()

    async def _settle(self) -> None:
        """Let the workers do everything that is due."""
        parts = bootstrap.assemble(self.settings, self.storage, self.world)
        letters = MailboxWorker(self.storage, Stepper(parts.app, self.storage, self.world, parts.bell))
        out = OutboxWorker(
            self.storage, self.world, parts.bell, bootstrap.CHANNELS, self._post, backoff=Backoff(1, 1, lambda: 0)
        )
        while await letters.once() + await out.once():
            pass
        await self._nothing_parked()

    async def _nothing_parked(self) -> None:
        async with self.storage.read() as reader:
            bad = await reader.raw.fetch(
                "SELECT name, error FROM mailbox WHERE error IS NOT NULL "
                "UNION ALL SELECT status, error FROM outbox WHERE status = 'dead'"
            )
        assert not bad, f"something went wrong inside: {[tuple(r) for r in bad]}"

    async def _post(self, channel: str, call: Any, token: str) -> tuple[int, Any]:
        return await self.stand_in.post(call.path.partition("/")[0], token, dict(call.body))

    async def _ring(self, accepted: Accepted) -> None:
        for phone in self.phones.values():
            if phone.number == accepted.user:
                phone.heard.append(Heard.of(accepted.body))

    async def _menu(self, changes: dict[str, Any]) -> None:
        """The restaurant changes its menu: a new price in dinars, or `gone`."""
        async with self.storage.unit() as unit:
            for code, value in changes.items():
                column, new = ("active", False) if value == "gone" else ("price_cents", int(value) * 100)
                await unit.raw.execute(f"UPDATE menu_items SET {column} = $2 WHERE code = $1", code, new)
            await unit.raw.execute("UPDATE places SET revision = revision + 1")

    async def _set(self, settings: dict[str, Any]) -> None:
        """The restaurant's own settings, over those of the process."""
        async with self.storage.unit() as unit:
            await unit.raw.execute("UPDATE places SET settings = $1, revision = revision + 1", json.dumps(settings))

    def _check_heard(self, turn: dict[str, Any], phone: Phone) -> None:
        text = "\n".join(heard.text for heard in phone.new())
        for wanted in turn.get("hears", ()):
            assert plain(wanted).casefold() in text.casefold(), f"{phone.name} did not hear {wanted!r}"
        for unwanted in turn.get("never", ()):
            assert plain(unwanted).casefold() not in text.casefold(), f"{phone.name} heard {unwanted!r}"
        if turn.get("silent"):
            assert not phone.new(), f"{phone.name} should have heard nothing"
        elif "hears" not in turn and ("says" in turn or "taps" in turn):
            assert phone.new(), f"{phone.name} heard nothing"

    async def _check_rows(self, turn: dict[str, Any], phone: Phone) -> None:
        if "orders" in turn:
            async with self.storage.read() as reader:
                rows = await reader.raw.fetch("SELECT number, status FROM orders ORDER BY number")
            assert {str(r["number"]): r["status"] for r in rows} == turn["orders"]
        if not {"state", "locale", "basket"} & set(turn):
            return
        kind = "staff" if phone.number in STAFF.values() else "customer"
        async with self.storage.read() as reader:
            row = await reader.raw.fetchrow(
                "SELECT s.state, s.locale, s.memory FROM sessions s JOIN persons p ON p.id = s.person_id "
                "WHERE p.address = $1 AND s.kind = $2",
                phone.number,
                kind,
            )
        assert row is not None, f"{phone.name} has no session"
        memory = json.loads(row["memory"])
        basket = [_line(line) for line in memory.get("basket", ())]
        seen = {"state": row["state"], "locale": row["locale"], "basket": basket}
        expected = {key: turn[key] for key in ("state", "locale", "basket") if key in turn}
        assert {key: seen[key] for key in expected} == expected


def _line(line: dict[str, Any]) -> str:
    options = "".join(f" +{code}" for code in line.get("options", ()))
    return f"{line['qty']} {line['item']}{options}"


def _span(text: str) -> timedelta:
    amount, unit = int(text[:-1]), text[-1]
    return timedelta(seconds=amount * {"s": 1, "m": 60, "h": 3600, "d": 86400}[unit])


def read(path: Path) -> dict[str, Any]:
    """A conversation file."""
    return tomllib.loads(path.read_text("utf-8"))
