"""One turn, decided: what was heard, where the machine went, what it asked for, what it said. Pure.

A turn is a generator of effects: it yields each effect that the machine asks for and is sent its outcome. A turn that
yields nothing needs no more than the session's row, and may share its commit with others.
"""

import hashlib
from collections.abc import Generator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.effects import Effect
from bot.engine import buttons, letters
from bot.engine.app import App, SessionKind
from bot.errors import MachineError
from bot.intents.reading import Choice
from bot.locales.render import plain
from bot.locales.values import Offer
from bot.machines.base import Scene
from bot.messages import Event, Inbound, Kind, Outgoing
from storage.rows import Letter, SessionRow, TurnRow
from storage.wire import dump

MOST_EFFECTS = 16


class Turn:
    """One letter answered by one session."""

    def __init__(self, app: App, row: SessionRow, place: Any, letter: Letter, now: datetime, turn_id: UUID) -> None:
        self.app, self.row, self.letter = app, row, letter
        self.kind: SessionKind = app.kinds[row.kind]
        row.mailbox_id = letter.id
        self.renderer = app.facts.words(place) or app.renderer
        self.facts = app.facts.frozen(place, row, now, turn_id.hex)
        self.inbound: Inbound | None = letters.unpack(letter.payload) if letter.kind == "said" else None
        self.written = TurnRow(turn_id, letter, row, row.state, now, {})
        self.scene = self._wake()
        self.choices = tuple(
            Choice(Event(c["event"], c["slots"]), c["label"]) for c in row.offer.get("choices", ()) if c["label"]
        )

    def _wake(self) -> Scene:
        runner = self.kind.runner
        state = self.kind.rename.get(self.row.state, self.row.state)
        if state not in runner.states:
            state = runner.machine.home
            self.written.why["rescued_from"] = self.row.state
        memory = self.kind.thaw(self.row.memory) if self.row.memory else self.kind.fresh()
        return Scene(state, memory, self.facts, self.row.chosen or self.row.locale)

    def play(self) -> Generator[Effect, Event | None, None]:
        """Run the turn. Yields each effect, takes its outcome; afterwards `written` holds all that is to be written."""
        yield from self._settle(self._hear())
        if self.scene.speak:
            self.scene.locale = self.scene.speak
        if self.scene.asks and not self.scene.silent:
            self.kind.runner.prompt(self.scene)
        self._write()

    def _hear(self) -> list[Event]:
        if self.inbound is None:
            return [Event(self.letter.name, self.letter.payload)]
        pressed = self._pressed(self.inbound)
        heard = self.kind.listen(self.inbound, self.scene, self.row, self.choices, pressed)
        self.scene.locale = heard.locale
        self.row.arabic_run = heard.arabic_run
        self.written.message_key = self.inbound.key
        reading = heard.reading
        self.written.why.update(reading.why, language=reading.language, locale=heard.why_locale, score=reading.score)
        self._send(Event("arrive"))
        return list(reading.events)

    def _pressed(self, inbound: Inbound) -> Event | None:
        """The event of a live button; `stale` for one that is not."""
        if inbound.kind is not Kind.CHOICE:
            return None
        pressed = buttons.read(inbound.choice, self.app.keys)
        if pressed is None:
            return None
        elsewhere = pressed.session != buttons.tail(self.row.id)
        overtaken = pressed.once and pressed.prompt_no != self.row.prompt_no
        if elsewhere or overtaken or not self.kind.runner.takes(self.scene, pressed.event.name, pressed.event.slots):
            return Event("stale", {"event": pressed.event.name})
        return pressed.event

    def _settle(self, events: list[Event]) -> Generator[Effect, Event | None, None]:
        taken, count = False, 0
        for event in events:
            taken = self._send(event) or taken
            while self.scene.effects:
                count += 1
                if count > MOST_EFFECTS:
                    raise MachineError(f"{self.kind.name} asked for more than {MOST_EFFECTS} effects in one turn")
                yield from self._do(self.scene.effects.pop(0))
        if not taken and events and self.inbound is None and events[0].name not in self.kind.runner.events:
            raise MachineError(f"{self.kind.name} knows no {events[0].name}: it may be a newer version's")
        if not taken and events and self.inbound is not None:
            self._send(Event("misfit", {"event": events[0].name, **events[0].slots}))
            while self.scene.effects:
                yield from self._do(self.scene.effects.pop(0))

    def _do(self, effect: Effect) -> Generator[Effect, Event | None, None]:
        outcome = yield effect
        entry = {"effect": type(effect).__name__, "outcome": outcome.name if outcome else None}
        self.written.effects.append(entry)
        if outcome is None:
            return
        if outcome.name not in effect.outcomes:
            raise MachineError(f"{type(effect).__name__} does not declare the outcome {outcome.name}")
        if not self._send(outcome):
            raise MachineError(f"{self.kind.name} does not take {outcome.name} in {self.scene.state}")

    def _send(self, event: Event) -> bool:
        before = self.scene.state
        taken = self.kind.runner.send(self.scene, event.name, event.slots)
        if taken or event.name != "arrive":
            self.written.events.append({"event": event.name, "from": before, "to": self.scene.state, "taken": taken})
        return taken

    def _write(self) -> None:
        row, scene = self.row, self.scene
        outgoing = self._compose()
        row.state, row.memory = scene.state, self.kind.freeze(scene.memory)
        row.machine, row.locale = self.kind.runner.version, scene.locale
        if outgoing is not None:
            parts = self.app.fit[row.channel](outgoing)
            self.written.replies = [part.text for part in parts]
            self.written.outgoing = [letters.packed(part) for part in parts]

    def _compose(self) -> Outgoing | None:
        """The message of this turn; a prompt that is word for word the last one keeps its number and its buttons."""
        renderer, locale = self.renderer, self.scene.locale
        bubbles = self.scene.bubbles
        if not bubbles:
            if self.scene.asks:
                self._withdraw()
            return None
        said = [renderer.say(bubble.say, locale) for bubble in bubbles]
        at = renderer.asking(bubbles)
        offers = bubbles[at].offers
        labels = [renderer.label(offer.label, locale) for offer in offers]
        if offers:
            self._offer(said[at], offers, labels)
        elif self.scene.asks:
            self._withdraw()
        named = zip(offers, labels, strict=True)
        buttons = [renderer.button(offer, label, locale, self._ident) for offer, label in named]
        return renderer.message(bubbles[at], said, buttons, locale)

    def _ident(self, offer: Offer) -> str:
        key = self.app.keys[0]
        return buttons.ident(offer.event, self.row.id, self.row.prompt_no, key, once=offer.once)

    def _withdraw(self) -> None:
        """What was offered is no longer asked: its once-only buttons are old from now on."""
        if self.row.offer:
            self.row.prompt_no += 1
        self.row.offer = {}

    def _offer(self, said: str, offers: Sequence[Offer], labels: Sequence[str]) -> None:
        choices = [
            {"event": offer.event.name, "slots": dict(offer.event.slots), "label": plain(label)}
            for offer, label in zip(offers, labels, strict=True)
        ]
        digest = hashlib.sha256(dump([said, choices]).encode()).hexdigest()[:16]
        if self.row.offer.get("digest") != digest:
            self.row.prompt_no += 1
        self.row.offer = {"digest": digest, "choices": choices}
