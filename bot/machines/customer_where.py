"""Where the food goes: the table, the address, the phone. Kept whenever they are said, asked when they are lacking."""

from bot.locales.values import Say
from bot.machines.addresses import LONGEST, commune_of, completed, findable, lies_elsewhere
from bot.machines.base import Slots
from bot.machines.effects import KeepPhone
from bot.machines.guest import Guest
from bot.services.menu import Names

ADDRESS_PARTS = ("detail", "landmark", "commune", "wilaya")
TABLE = 20
"""Characters kept of a table's name."""


def address_in(slots: Slots) -> str:
    """The address in an event, as the person wrote it if we have his words; a question or "my place" is none."""
    if slots.get("addr") or slots.get("home"):
        return ""
    parts = (str(slots[name]).strip() for name in ADDRESS_PARTS if slots.get(name))
    text = str(slots.get("text") or "").strip() or ", ".join(parts)
    if text.endswith(("?", "؟")):
        return ""
    return text[:LONGEST] if any(c.isalpha() for c in text) and len(text) > 2 else ""


def table_in(slots: Slots) -> str:
    """A table's name in an event: its number, or a short text with one."""
    text = str(slots.get("table") or slots.get("qty") or slots.get("text") or "").strip()
    short = len(text) <= TABLE and any(c.isdigit() for c in text)
    return text if short or (slots.get("table") and text) else ""


class WhereTalk(Guest):
    """States `asking_table`, `asking_address` and `asking_phone`."""

    def delivers(self) -> bool:
        return self.facts.place.delivery

    def wants_delivery(self) -> bool:
        return self.memory.mode == "delivery"

    def wants_table(self) -> bool:
        return self.memory.mode == "dine_in"

    def has_address(self) -> bool:
        return findable(self.memory.address) or self.memory.latitude is not None

    def knows_phone(self) -> bool:
        return bool(self.facts.phone or self.memory.phone)

    def has_table(self) -> bool:
        return bool(self.memory.table)

    # What an event brings.

    def table_given(self, slots: Slots) -> bool:
        return bool(table_in(slots))

    def address_given(self, slots: Slots) -> bool:
        text, pinned = address_in(slots), slots.get("latitude") is not None or self.memory.latitude is not None
        told = bool(text) and (pinned or findable(self._with(text, slots)))
        return told or slots.get("latitude") is not None or self.last_given(slots)

    def _with(self, text: str, slots: Slots) -> str:
        """The address once this is said of it; nothing stays of the old one where a new one was asked for."""
        asked = self.model.state == "asking_address" and findable(self.memory.address)
        return completed("" if asked else self.memory.address, text, anew=bool(slots.get("anew")))

    def last_given(self, slots: Slots) -> bool:
        """ "La même adresse", and there is one."""
        return slots.get("addr") == "last" and (self.has_address() or self.has_old_address())

    def has_old_address(self) -> bool:
        return bool(self.memory.old_address) or self.memory.old_latitude is not None

    def offers_old_address(self) -> bool:
        return self.has_old_address() and not self.has_address()

    def phone_given(self, slots: Slots) -> bool:
        return self.knows_phone() or self.phone_said(slots)

    def phone_said(self, slots: Slots) -> bool:
        return bool(slots.get("phone"))

    def text_is_address(self, slots: Slots) -> bool:
        """Words that mean nothing else, where an address was asked for: two at least, and no question."""
        text = self.text_of(slots)
        return len(text.split()) > 1 and not text.endswith(("?", "؟")) and self.address_given({"text": text})

    def say_no_delivery(self) -> None:
        self.say("no_delivery")
        self.ask_again()

    # The table.

    def take_table(self, slots: Slots) -> None:
        self.unseen()
        self.memory.mode, self.memory.table = "dine_in", table_in(slots)

    def note_table(self, slots: Slots) -> None:
        """Before the checkout (a table's code scanned), or a word that is no table."""
        if self.table_given(slots):
            self.take_table(slots)
            self.say("table_noted", table=table_in(slots))
        else:
            self.say("misfit.table")
        self.ask_again()

    def no_table_yet(self) -> None:
        self.memory.table = ""

    def ask_asking_table(self) -> None:
        self.echo()
        none, back = self.offer("deny", "no_table"), self.offer("back")
        if self.has_table():
            self.show("table.ask_again", self.offer("confirm", "keep_table"), none, back, table=self.memory.table or "")
        else:
            self.show("table.ask", none, back)

    # The address.

    def keep_address(self, slots: Slots) -> None:
        """An address with its pin, or one completing the other; a phone in it is kept too.

        Where a new one was asked for, nothing of the old one stays.
        """
        memory = self.memory
        self.unseen()
        text = address_in(slots)
        if self.last_given(slots) and not self.has_address():
            self.take_old_address()
        if text:
            self._note_address(text, slots)
        if slots.get("latitude") is not None and slots.get("longitude") is not None:
            if self.model.state == "asking_address" and not text and findable(memory.address):
                memory.address = ""
            memory.latitude, memory.longitude = float(slots["latitude"]), float(slots["longitude"])
        self.keep_phone(slots)

    def _note_address(self, text: str, slots: Slots) -> None:
        """Another address, or another commune than the pin's, leaves the pin behind."""
        memory = self.memory
        address = self._with(text, slots)
        replaced = findable(memory.address) and not address.startswith(memory.address)
        asked = self.model.state == "asking_address"
        if replaced or asked or lies_elsewhere(address, memory.latitude, memory.longitude):
            memory.latitude = memory.longitude = None
        memory.address = address

    def on_give_address(self, slots: Slots) -> None:
        given = self.address_given(slots)
        self.keep_address(slots)
        if self.model.state in ("choosing_mode", "asking_address") and given and self.delivers():
            self.memory.mode = "delivery"
        elif self.model.state != "confirming" or not (given and self.wants_delivery()):
            self.say("address_noted" if given else self._lacking(slots))
            if given and self.delivers():
                self.memory.mode = self.memory.mode or "delivery"
            self.ask_again()

    def _lacking(self, slots: Slots) -> str:
        """What to say of words that hold no address."""
        if slots.get("addr"):
            return "address.none_before"
        if slots.get("home"):
            return "address.home"
        if slots.get("phone"):
            return "phone_noted"
        return "address.kept" if self.has_address() else "address.unclear"

    def take_text_as_address(self, slots: Slots) -> None:
        self.keep_address({"text": self.text_of(slots)})

    def take_old_address(self) -> None:
        memory = self.memory
        memory.address, memory.latitude, memory.longitude = (
            memory.old_address,
            memory.old_latitude,
            memory.old_longitude,
        )

    def drop_old_address(self) -> None:
        self.memory.old_address = ""
        self.memory.old_latitude = self.memory.old_longitude = None
        self.ask_again()

    def ask_asking_address(self) -> None:
        self.echo()
        if self.has_address():
            keep = self.offer("confirm", "keep_address")
            self.show("address.ask_again", keep, self.offer("back"), address=self.address())
        elif self.offers_old_address():
            yes, no = self.offer("confirm", "same_address"), self.offer("deny", "other_address")
            self.show("address.ask_same", yes, no, address=self.memory.old_address or self.word("address.pin"))
        else:
            self.show("address.ask", ask_location=True)

    def address(self) -> Say:
        """The address as it will be on the order."""
        if not self.memory.address:
            return self._pin()
        key = "address.text" if self.memory.latitude is None else "address.text_pin"
        return self.word(key, address=self.memory.address)

    def _pin(self) -> Say:
        """The pin, and the commune in which it lies."""
        commune = commune_of(self.memory.latitude, self.memory.longitude)
        if commune is None:
            return self.word("address.pin")
        return self.word("address.pin_in", place=Names(commune.fr, commune.ar, commune.fr))

    # A phone.

    def keep_phone(self, slots: Slots) -> None:
        phone = str(slots.get("phone") or "")
        if phone:
            self.unseen()
            self.memory.phone = phone
            self.do(KeepPhone(phone))

    def on_give_phone(self, slots: Slots) -> None:
        self.keep_phone(slots)
        if self.model.state != "asking_phone" and slots.get("phone"):
            self.say("phone_noted")
        if not slots.get("phone"):
            self.say("phone.unclear")
        self.resume()

    def explain_phone(self) -> None:
        self.say("phone.why")
        self.ask_again()

    def ask_asking_phone(self) -> None:
        self.echo()
        self.show("phone.ask", self.offer("back"))
