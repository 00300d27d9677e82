"""What every part of the customer's machine stands on: his memory, today's menu, and the buttons everybody shows."""

from collections.abc import Iterable, Sequence
from typing import Any

from statemachine import State
from statemachine.transition_list import TransitionList

from bot.locales.values import Bubble, Lines, Money, Offer, Say, Value
from bot.machines.base import Conversation, Slots, whatever
from bot.machines.facts import Facts
from bot.machines.memory import CustomerMemory
from bot.messages import Event, Locale
from bot.services.basket import Line, reprice, total
from bot.services.menu import Dish, Menu, Names

IDLE = ("browsing", "tracking")
LACKS = ("lacks_mode", "lacks_table", "lacks_address", "lacks_phone")
"""The guards of the checkout's steps, in their order."""
COMMAS: dict[Locale, str] = {"fr": ", ", "ar": "، ", "arq": ", "}


def each(sources: Iterable[State], target: State, **when: object) -> TransitionList:
    """From every one of these states to the target."""
    return whatever(*(source.to(target, **when) for source in sources))


def again(sources: Iterable[State], **when: object) -> TransitionList:
    """Every one of these states begins anew: its question is asked with what has changed."""
    return whatever(*(source.to.itself(**when) for source in sources))  # type: ignore[no-untyped-call]


def keep(sources: Iterable[State], **when: object) -> TransitionList:
    """Every one of these states stays as it is; the action says whether its question is asked again."""
    return whatever(*(s.to.itself(internal=True, **when) for s in sources))  # type: ignore[no-untyped-call]


def but(states: Iterable[State], *these: State) -> tuple[State, ...]:
    """The states without these (compared by identity: states have no names yet while their class is read)."""
    return tuple(state for state in states if not any(state is one for one in these))


def onward(
    sources: Iterable[State], steps: Sequence[State], *also: str, on: str | None = None, unless: str | None = None
) -> TransitionList:
    """To the first step of the checkout whose answer is lacking (`LACKS`); the last step, the recap, lacks nothing."""
    sources = tuple(sources)
    missing = [
        each(sources, step, cond=[*also, lack], unless=unless, on=on) for step, lack in zip(steps, LACKS, strict=False)
    ]
    return whatever(*missing, each(sources, steps[-1], cond=list(also), unless=unless, on=on))


def settled(sources: Iterable[State], basket: State, steps: Sequence[State], **how: Any) -> TransitionList:
    """A detour is over: on to the checkout if one was on the way there, else to the basket."""
    sources = tuple(sources)
    return whatever(onward(sources, steps, "checking_out", **how), each(sources, basket, **how))


def shopping(
    verb: str, sources: Sequence[State], empty: State, basket: State, steps: Sequence[State]
) -> TransitionList:
    """An instruction about the basket: what changes nothing is said, an empty basket is left."""
    on = f"do_{verb}"
    loose = but(sources, *steps)
    begun = but(sources, *loose)
    return whatever(
        keep(sources, cond=f"{verb}_stays", on=on),
        each(sources, empty, cond=f"{verb}_empties", on=on),
        settled(loose, basket, steps, on=on),
        *([again(begun, on=on)] if begun else []),
    )


def joined(names: Iterable[Names]) -> Names:
    """Several names in one line."""
    names = tuple(names)
    return Names(*(COMMAS[locale].join(n.get(locale) for n in names) for locale in ("fr", "ar", "arq")))


def tag(number: int) -> str:
    """An order's number as one value, so that its sign stays before it in Arabic too."""
    return f"#{number}"


class Guest(Conversation):
    """The customer's memory and facts with their types, and what he is shown everywhere."""

    words = "customer"

    @property
    def memory(self) -> CustomerMemory:
        memory: CustomerMemory = self.model.memory
        return memory

    @property
    def facts(self) -> Facts:
        facts: Facts = self.model.facts
        return facts

    @property
    def today(self) -> Menu:
        """The menu as it is now."""
        return self.facts.place.menu

    def filled(self) -> bool:
        return bool(self.memory.basket)

    def has_ordered(self) -> bool:
        """An order is under way, and nothing of a next one is in the basket."""
        return bool(self.memory.last_order) and not self.filled()

    def checking_out(self) -> bool:
        return self.memory.checkout

    def supports(self) -> bool:
        return self.facts.place.support

    def idle(self) -> bool:
        """Nothing is going on that an answer would interrupt."""
        return self.model.state in IDLE and not self.filled()

    def resume(self) -> None:
        """After an interruption: the pending question once more, if there is one."""
        if not self.idle():
            self.ask_again()

    def offer(self, event: str, label: str = "", once: bool = False, **slots: object) -> Offer:
        return Offer(Event(event, slots), self.word(f"button.{label or event}"), once=once)

    def ways(self) -> tuple[Offer, ...]:
        """The three likely ways from here, for somebody who is lost."""
        middle = self.offer("checkout", once=True) if self.filled() else self.offer("help")
        return (self.offer("menu"), middle, *self.human())

    def human(self) -> tuple[Offer, ...]:
        return (self.offer("talk_to_human"),) if self.supports() else ()

    def tell(self, key: str, *offers: Offer, **values: Value) -> None:
        """Answer an interruption: with choices when nothing is pending, else before the pending question."""
        idle = self.idle()
        self.model.bubbles.append(Bubble(self.word(key, **values), offers if idle else ()))
        if not idle:
            self.ask_again()

    def opener(self, offers: Sequence[Offer]) -> Say | None:
        return self.word("button.open_list") if offers else None

    def naming(self, code: str) -> Names:
        """What a dish or option is or was called; its code when the menu never had it."""
        return self.today.name(code) or Names.same(code)

    def naming_all(self, codes: Iterable[str]) -> Names:
        return joined(self.naming(code) for code in dict.fromkeys(codes))

    def line(self, line: Line) -> Say:
        """One line of the basket with its options and its price."""
        dish, price = self.naming(line.item), Money(total((line,)))
        if not line.options:
            return self.word("basket.line", qty=line.qty, dish=dish, price=price)
        options = self.naming_all(line.options)
        return self.word("basket.line_options", qty=line.qty, dish=dish, options=options, price=price)

    def lines(self) -> Lines:
        return Lines(tuple(self.line(line) for line in self.memory.basket))

    def total(self) -> Money:
        return Money(total(self.memory.basket))

    def echo(self) -> None:
        """The basket, once after every change."""
        if self.filled() and not self.memory.shown:
            self.say("basket.shown", lines=self.lines(), total=self.total())
        self.memory.shown = True

    def others(self, dish: Dish) -> tuple[Dish, ...]:
        """Up to three dishes of the same category that can be had."""
        return tuple(d for d in self.today.of(dish.category) if not d.sold_out and d.code != dish.code)[:3]

    def look_offer(self, dish: Dish) -> Offer:
        return Offer(Event("look", {"item": dish.code}), dish.names, Money(dish.price_cents))

    def say_sold_out(self, dish: Dish) -> None:
        """Say it, and name others of its category, which a tap opens."""
        others = self.others(dish)
        if not others:
            self.say("sold_out.alone", dish=dish.names)
            return
        names = self.naming_all(d.code for d in others)
        self.show("sold_out.others", *map(self.look_offer, others), dish=dish.names, others=names)

    def unseen(self) -> None:
        """What is to be ordered has changed: no yes counts before its recap was shown."""
        self.memory.recap = False

    def refresh(self) -> None:
        """The basket at today's prices, saying what is different."""
        basket, changes = reprice(self.memory.basket, self.today)
        for change in changes:
            self.say_change(change.item, change.gone, change.was_cents, change.now_cents)
        self.memory.basket = basket

    def say_change(self, item: str, gone: bool, was: int, now: int) -> None:
        if gone:
            self.say("stale.gone", dish=self.naming(item))
        else:
            self.say("stale.price", dish=self.naming(item), was=Money(was), now=Money(now))

    def fresh_start(self) -> None:
        """Nothing of this basket is left; the address is kept only to be offered again."""
        memory = self.memory
        memory.basket, memory.nonce, memory.last, memory.dish, memory.pending = (), "", None, None, ()
        memory.category, memory.page = "", 0
        memory.mode, memory.table, memory.checkout, memory.recap, memory.shown = "", None, False, False, True
        if memory.address or memory.latitude is not None:
            memory.old_address, memory.address = memory.address, ""
            memory.old_latitude, memory.old_longitude = memory.latitude, memory.longitude
        memory.latitude = memory.longitude = None
        memory.when = ""

    def text_of(self, slots: Slots) -> str:
        return str(slots.get("text") or "").strip()
