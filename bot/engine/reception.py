"""Who is this message for? The person behind it, made at first contact, and the session that should hear it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bot.clock import World
from bot.engine import letters
from bot.engine.app import App
from storage import hot, persons
from storage.hot import Look
from storage.rows import Account, Letter, PersonRow, SessionHead, SessionRow
from storage.unit import Storage
from storage.wire import Connection

if TYPE_CHECKING:
    from bot.engine.intake import Item


class Reception:
    """Finds each item's session and makes its letter."""

    def __init__(self, app: App, storage: Storage, world: World) -> None:
        self.app, self.storage, self.world = app, storage, world

    async def admit(self, items: "Sequence[Item]") -> None:
        """Set `session` and `letter` of every item. Persons and sessions are made when they are new."""
        groups: dict[tuple[str, str], list[Item]] = {}
        for item in items:
            groups.setdefault((item.account.channel, item.account.account), []).append(item)
        for group in groups.values():
            await self._group(group[0].account, group)

    async def look(self, items: "Sequence[Item]") -> Look:
        """What is known of these items' senders, in one trip; sets `session` and `letter` of those who have a session.

        All items are of one tenant. Strangers are left as they are.
        """
        senders = [(item.account, i) for item in items for i in item.inbound.sender.ids]
        keys = [letters.key_of(item.inbound) for item in items]
        async with self.storage.read() as reader:
            look = await hot.look(reader.raw, items[0].account.tenant_id, senders, keys, self.world.now())
            for item in items:
                account = item.account
                known = {i: look.people.get((account.channel, account.account, i)) for i in item.inbound.sender.ids}
                people = {i: person for i, person in known.items() if person is not None}
                place = await self._place(reader.raw, account, people)
                item.session = self._known(item, people, place)
                if item.session is not None:
                    item.letter = self._letter(item, item.session)
        return look

    async def _place(self, raw: Connection, account: Account, known: Mapping[str, PersonRow]) -> Any:
        revision = next((person.revision for person in known.values()), 0)
        place = self.app.facts.cached(account.tenant_id, account.place_id, revision)
        return place or await self.app.facts.load(raw, account.tenant_id, account.place_id)

    async def _group(self, account: Account, group: "list[Item]") -> None:
        ids = {i for item in group for i in item.inbound.sender.ids}
        async with self.storage.read() as reader:
            known = await hot.people(reader.raw, account.tenant_id, account.channel, account.account, ids)
            place = await self._place(reader.raw, account, known)
        for item in group:
            item.session = self._known(item, known, place) or await self._first_contact(item, place, known)
            item.letter = self._letter(item, item.session)

    def _known(self, item: "Item", known: Mapping[str, PersonRow], place: Any) -> UUID | None:
        ids = item.inbound.sender.ids
        if any(i not in known for i in ids):
            return None
        person = known[ids[0]]
        if item.inbound.sender.phone not in (None, person.address):
            # His number is another one now: he is looked at anew, so that answers go there.
            return None
        kind = self.app.route(item.inbound, person, place)
        return next((s.id for s in person.sessions if s.kind == kind), None)

    async def _first_contact(self, item: "Item", place: Any, known: dict[str, PersonRow]) -> UUID:
        """One small transaction of its own: a person that exists without a message harms nobody.

        Who is met is added to `known`, for his next message in the same batch.
        """
        account, sender = item.account, item.inbound.sender
        async with self.storage.unit() as unit:
            person = await persons.ensure(unit.raw, account, sender, self.world.new_id(), self.world.now())
            met = await hot.people(unit.raw, account.tenant_id, account.channel, account.account, sender.ids)
            row = next(p for p in met.values() if p.id == person)
            kind = self.app.route(item.inbound, row, place)
            session = await open_session(self.app, unit.raw, account, place, row, kind, self.world)
        head = SessionHead(session, kind, self.app.kinds[kind].runner.machine.home)
        known.update(dict.fromkeys(sender.ids, replace(row, sessions=(*row.sessions, head))))
        return session

    def _letter(self, item: "Item", session: UUID) -> Letter:
        payload = letters.pack(item.inbound)
        return Letter(self.world.new_id(), session, "said", "", payload, letters.key_of(item.inbound))


async def place_of(app: App, raw: Connection, row: SessionRow) -> Any:
    """The facts of the place of a session, as of the revision that the session was read with, or newer."""
    place = app.facts.cached(row.tenant_id, row.place_id, row.revision)
    return place or await app.facts.load(raw, row.tenant_id, row.place_id)


async def open_session(
    app: App, raw: Connection, account: Account, place: Any, person: PersonRow, kind: str, world: World
) -> UUID:
    """The person's session of a kind, made in its machine's home state when there is none."""
    spec = app.kinds[kind]
    return await persons.ensure_session(
        raw,
        account,
        person.id,
        kind=kind,
        state=spec.runner.machine.home,
        memory=spec.freeze(spec.fresh()),
        locale=app.facts.locale(place, kind, person.ids),
        machine=spec.runner.version,
        new_id=world.new_id(),
        now=world.now(),
    )
