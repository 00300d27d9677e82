"""What each kind of session makes of what a person did: words through the intent layer, the rest by its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.engine import buttons
from bot.engine.app import Heard
from bot.handlers.facts import Restaurant, RestaurantFacts
from bot.handlers.picking import line_meant
from bot.handlers.second_thoughts import asked_first
from bot.handlers.speaking import spoken, without_links
from bot.intents import Choice, Context, MenuGrammar, Reading, Recogniser, reply_locale
from bot.intents.communes import gazetteer
from bot.locales.render import plain
from bot.machines.base import Scene
from bot.machines.customer import Customer
from bot.machines.customer_talk import BEFORE
from bot.machines.guest import IDLE
from bot.messages import LOCALES, Event, Inbound, Kind, Locale
from storage.rows import PersonRow, SessionRow


def route(inbound: Inbound, person: PersonRow, place: Restaurant) -> str:
    """Which kind of session hears this: staff for `!`, for its own buttons and for what it asked; else customer."""
    if not place.role(person.ids) or not place.console:
        return "customer"
    if inbound.kind is Kind.TEXT and inbound.text.lstrip().startswith("!"):
        return "staff"
    mine = next((s for s in person.sessions if s.kind == "staff"), None)
    if mine is None:
        return "customer"
    if inbound.kind is Kind.CHOICE:
        return "staff" if buttons.addressee(inbound.choice) == buttons.tail(mine.id) else "customer"
    return "staff" if inbound.kind is Kind.TEXT and mine.state == "asking_words" else "customer"


def _by_kind(inbound: Inbound) -> Event:
    """The event of an inbound that is neither words nor a live button."""
    match inbound.kind:
        case Kind.LOCATION if inbound.place is not None:
            place = inbound.place
            if gazetteer().at(place.latitude, place.longitude) is None:
                return Event("got_unsupported", {"what": "far"})
            text = plain(", ".join(part for part in (place.name, place.address) if part))
            return Event("give_address", {"text": text, "latitude": place.latitude, "longitude": place.longitude})
        case Kind.CONTACT if inbound.phones:
            return Event("give_phone", {"phone": inbound.phones[0]})
        case Kind.MEDIA if inbound.media is not None:
            return Event("got_media", {"what": inbound.media.what, "voice": inbound.media.voice})
        case Kind.ORDER:
            return Event("got_catalog_order", {"items": _catalog(inbound.extra)})
        case Kind.SYSTEM if inbound.extra.get("type") == "welcome":
            return Event("greet")
        case Kind() if inbound.kind in NO_WORDS:
            return Event(NO_WORDS[inbound.kind])
        case _:
            what = "contact" if inbound.kind is Kind.CONTACT else str(inbound.extra.get("type", ""))
            return Event("got_unsupported", {"what": what})


NO_WORDS = {
    Kind.REACTION: "got_reaction",
    Kind.EDIT: "got_edit",
    Kind.DELETE: "got_delete",
    Kind.SYSTEM: "got_delete",
}
"""Kinds that say nothing about an order."""


def _catalog(extra: Mapping[str, Any]) -> list[dict[str, Any]]:
    lines = extra.get("lines") or []
    return [
        {
            "item": str(line.get("code") or "").upper(),
            "qty": int(line.get("quantity") or 1),
            "options": [],
        }
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class CustomerListener:
    """Hears a customer: the intent layer with the restaurant's grammar, the choices last shown, and the basket."""

    recogniser: Recogniser
    facts: RestaurantFacts

    def __call__(
        self, inbound: Inbound, scene: Scene, row: SessionRow, choices: Sequence[Choice], pressed: Event | None
    ) -> Heard:
        place, pressed = self._place(row), _of_its_time(pressed, scene)
        text = self._words(inbound) if pressed is None else None
        if pressed is not None:
            reading = Reading((pressed,), "none", 1.0, {"layer": "button", "id": inbound.choice})
        elif text is not None and text.lstrip().startswith("!"):
            command = text.split()[0]
            reading = Reading((Event("foreign_command", {"text": text, "command": command}),), "none", 1.0)
        elif text is not None:
            reading = self.recogniser.read(text, self._context(scene, choices), place.grammar)
            reading = asked_first(line_meant(reading, text, scene, place.grammar), text, scene, choices)
        else:
            reading = Reading((_by_kind(inbound),), "none", 1.0, {"layer": "kind", "kind": inbound.kind.value})
        reading = _with_words(_told_apart(reading), inbound.text)
        decision = reply_locale(
            None if text is None or inbound.kind is Kind.CHOICE else without_links(text),
            spoken(reading, text or "", place.called, scene.state),
            last=row.locale if row.version else None,
            default=place.facts.locale,
            chosen=row.chosen,
            arabic_run=row.arabic_run,
            asks=reading.asks_locale or _named_language(reading),
            question_pending=scene.state in Customer.pending or bool(choices),
            rules=place.rules,
        )
        return Heard(reading, decision.locale, decision.arabic_run, decision.why)

    def _place(self, row: SessionRow) -> Restaurant:
        place = self.facts.cached(row.tenant_id, row.place_id, row.revision)
        assert place is not None, "the engine loads the place before the turn"
        return place

    def _words(self, inbound: Inbound) -> str | None:
        if inbound.kind in (Kind.TEXT, Kind.CHOICE):
            return inbound.text
        if inbound.kind is Kind.MEDIA and inbound.media is not None and inbound.media.caption:
            return inbound.media.caption
        return None

    def _context(self, scene: Scene, choices: Sequence[Choice]) -> Context:
        basket = [line.item for line in scene.memory.basket]
        return Context(Customer.contexts.get(scene.state, "any"), choices, basket, AWAITED.get(scene.state, ""))


def _of_its_time(pressed: Event | None, scene: Scene) -> Event | None:
    """A button on the way to an order has nothing to act on once the basket is empty: it is an old one."""
    if pressed is None or scene.memory.basket or pressed.name not in BEFORE:
        return pressed
    asked = pressed.name == "deny" and scene.state not in IDLE
    live = pressed.name == "cancel" or asked
    return pressed if live else Event("stale", {"event": pressed.name})


AWAITED = {"asking_which": "which", "changing": "line", "asking_reorder": "basket"}
"""States that share their context with others, and what they ask."""


def _named_language(reading: Reading) -> Locale | None:
    """The language that a button or words ask for."""
    asked = {event.slots.get("to") for event in reading.events if event.name == "set_language"}
    return next((locale for locale in LOCALES if locale in asked), None)


QUANTITIES = frozenset(("qty", "delta", "was", "factor"))
WANT_WORDS = frozenset(("unknown", "talk_to_human", "complaint"))
SHOPPING = frozenset(
    ("add_item", "change_qty", "remove_item", "give_options", "clear_cart", "give_address", "change_address")
)


def _told_apart(reading: Reading) -> Reading:
    """Who only says that his address or a dish is to be another one is asked which, as if he had tapped that choice."""
    events = tuple(map(_asked_anew, reading.events))
    return reading if events == reading.events else replace(reading, events=events)


def _asked_anew(event: Event) -> Event:
    if event.name == "give_address" and event.slots.get("change"):
        return Event("change_address")
    items = event.slots.get("items", ()) if event.name == "change_qty" else ()
    unsaid = items and all(item.get("item") and item.keys().isdisjoint(QUANTITIES) for item in items)
    return Event("change") if unsaid else event


def _with_words(reading: Reading, text: str) -> Reading:
    """The person's own words where somebody will read them; a yes that changes the basket is no yes yet."""
    names = {event.name for event in reading.events}
    if names.isdisjoint(WANT_WORDS) and ("confirm" not in names or names.isdisjoint(SHOPPING)):
        return reading
    events = tuple(
        Event(event.name, {"text": text, **event.slots}) if event.name in WANT_WORDS else event
        for event in reading.events
        if not (event.name == "confirm" and names & SHOPPING)
    )
    return replace(reading, events=events)


NEVER_MIND = frozenset(("deny", "cancel", "back"))
SHORT = 4
"""More words than these are a reason, whatever they begin with."""


@dataclass(frozen=True, slots=True)
class StaffListener:
    """Hears a member of staff: commands, buttons, words that a command asked for. The profile's locale stays."""

    recogniser: Recogniser
    nothing: MenuGrammar

    def __call__(
        self, inbound: Inbound, scene: Scene, row: SessionRow, choices: Sequence[Choice], pressed: Event | None
    ) -> Heard:
        event = pressed or self._event(plain(inbound.text).strip(), scene)
        reading = Reading((event,), "none", 1.0, {"layer": "staff"})
        return Heard(reading, row.chosen or row.locale, row.arabic_run, "staff profile")

    def _event(self, text: str, scene: Scene) -> Event:
        if text.startswith("!"):
            return Event("command", {"line": text[1:].strip()})
        if scene.state != "asking_words" or not text:
            return Event("misfit")
        return Event("never_mind") if self._is_no(text) else Event("words_given", {"text": text})

    def _is_no(self, text: str) -> bool:
        """Whether the answer to "why?" is that it should not be done after all."""
        if len(text.split()) > SHORT:
            return False
        readings = (self.recogniser.read(text, Context(name), self.nothing) for name in ("confirm_cancel", "any"))
        return any(all(event.name in NEVER_MIND for event in reading.events) for reading in readings)
