"""The menu of one restaurant as plain data: what the intents read, the machines offer and the handlers price."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.messages import Locale


@dataclass(frozen=True, slots=True)
class Names:
    """One thing's name in each reply locale (`arq` in Latin letters)."""

    fr: str
    ar: str
    arq: str

    def get(self, locale: Locale) -> str:
        return {"fr": self.fr, "ar": self.ar, "arq": self.arq}[locale]

    @classmethod
    def same(cls, text: str) -> "Names":
        return cls(text, text, text)


@dataclass(frozen=True, slots=True)
class Option:
    """Something added to or left out of one dish; `price_cents` is what it adds per piece."""

    code: str
    item: str
    kind: str
    """`extra` or `remove`."""
    names: Names
    price_cents: int = 0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dish:
    code: str
    category: str
    names: Names
    price_cents: int
    aliases: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    sold_out: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    names: Names


@dataclass(frozen=True)
class Menu:
    """Everything that can be ordered today, in the order in which it is shown.

    The menu number of a dish is its place in `dishes`, from 1. Sold-out dishes stay (they are named as sold out);
    of those that were taken off the menu only the names are kept, by code, in `former`.
    """

    categories: tuple[Category, ...] = ()
    dishes: tuple[Dish, ...] = ()
    former: Mapping[str, Names] = field(default_factory=dict)
    by_code: Mapping[str, Dish] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {dish.code: dish for dish in self.dishes})

    @cached_property
    def options(self) -> Mapping[str, Option]:
        """Every option by its code (codes are unique on a menu)."""
        return {option.code: option for dish in self.dishes for option in dish.options}

    def name(self, code: str) -> Names | None:
        """What a dish or an option is called, or was when it still was on the menu."""
        found = self.by_code.get(code) or self.options.get(code)
        return found.names if found else self.former.get(code)

    def of(self, category: str) -> tuple[Dish, ...]:
        return tuple(dish for dish in self.dishes if dish.category == category)
