"""The words of one restaurant's menu, compiled: which dishes, options and categories a word can mean."""

import re
from collections.abc import Iterable
from itertools import pairwise

from bot.intents.foods import DOUBLE, EXTRA, GLUE, INSIDE, KIN, SAME, SPELLINGS, STANDS_FOR, WEAK, WITH, WITHOUT
from bot.intents.normalise import clean, fold, key
from bot.intents.tokens import tokens
from bot.intents.words import Found, Words
from bot.services.menu import Menu, Option

_ASIDE = re.compile(r"\([^)]*\)")
_LONGEST_CODE = 8
_TWO = ("tine", "tin", "ine", "in", "تين", "تان")
"""How words end that say two of a thing; those that only add an ending are known without."""
_LEAST = 4
_LONG = 12
_REMEMBERED = 4096
_BOUND = frozenset(GLUE | EXTRA | WITH | WITHOUT | INSIDE)


class MenuGrammar:
    """A menu compiled for reading; build it once per revision of the menu.

    `names[n]` holds, for dish n, each of its names as a set of word ids; `holders[id]` the dishes that have a word.
    """

    def __init__(self, menu: Menu) -> None:
        self.menu = menu
        self.codes = [dish.code for dish in menu.dishes]
        self.code_of = {fold(dish.code): dish.code for dish in menu.dishes}
        self.option_of = {fold(code): option for code, option in menu.options.items()}
        self.names: list[list[tuple[str, ...]]] = [
            _unique(name_ids(name) for name in (dish.names.fr, dish.names.ar, dish.names.arq, *dish.aliases))
            for dish in menu.dishes
        ]
        self.holders = self._holders()
        self.heads = frozenset(ids[0] for names in self.names for ids in names)
        """Words that open names; what only stands further on is no dish by itself."""
        self.kin: set[tuple[str, str]] = set()
        """Options, and words that name them only beside `double`."""
        self.options_by_word = self._options()
        self.doubling = frozenset(code for code, option in menu.options.items() if _doubles(option))
        """The options that give a dish twice of something."""
        self.category_of = self._categories()
        self.pairs = {pair for names in self.names for ids in names for pair in pairwise(ids)}
        self.words = Words(self._spellings())
        self.foods = Words({form: name for form, name in SAME.items() if name not in self._ids()})
        self._patterns = frozenset(_pattern(code) for code in (*self.code_of, *self.option_of))
        self._memory: dict[bool, dict[str, Found | None]] = {False: {}, True: {}}
        self.known = frozenset((*self.words.exact, *self.foods.exact, *self.code_of, *self.option_of))

    def word(self, form: str, nearly: bool = True) -> Found | None:
        """What a folded word can mean on this menu."""
        memory = self._memory[nearly]
        if form not in memory:
            if len(memory) >= _REMEMBERED:
                memory.clear()
            memory[form] = self._search(form, nearly)
        return memory[form]

    def _search(self, form: str, nearly: bool) -> Found | None:
        found = (form.endswith(_TWO) and self._two(form)) or self.words.find(form, nearly)
        return found or (self._swapped(form) if nearly and _LEAST < len(form) < _LONG else None)

    def _swapped(self, form: str) -> Found | None:
        """A word of the menu of which two letters changed places: `chobra`."""
        tries = (f"{form[:at]}{form[at + 1]}{form[at]}{form[at + 2 :]}" for at in range(1, len(form) - 1))
        name = next((self.words.exact[guess] for guess in tries if guess in self.words.exact), None)
        return Found(name, "fuzzy", 0.8) if name else None

    def _two(self, form: str) -> Found | None:
        """Two of what is on the menu, in one word: `chawarmatin`, `شاورماتين`."""
        if form in self.words.exact:
            return None
        for prefix in ("", *(one for one in ("و", "ال", "w", "l") if form.startswith(one))):
            for ending in _TWO:
                stem = form[len(prefix) : -len(ending)]
                if not form.endswith(ending) or len(stem) < _LEAST:
                    continue
                name = self.words.exact.get(stem) or self.words.exact.get(f"{stem}a" if ending[0] == "t" else stem)
                if name:
                    return Found(name, "stem", 0.9, prefix, dual=True)
        return None

    def food(self, form: str) -> Found | None:
        """A common food that this menu does not have."""
        return None if form in self.words.exact else self.foods.find(form, nearly=False)

    def looks_coded(self, form: str) -> bool:
        """Whether a folded word is built like a code of this menu but is none."""
        known = form in self.code_of or form in self.option_of
        return len(form) <= _LONGEST_CODE and not known and form[-1:].isdecimal() and _pattern(form) in self._patterns

    def options_for(self, ids: Iterable[str], dishes: Iterable[int], kind: str = "") -> list[Option]:
        """Options of these dishes that any of the words names, of one kind when given."""
        codes = {self.codes[n] for n in dishes}
        found = [option for name in ids for option in self.options_by_word.get(name, ()) if option.item in codes]
        return list({option.code: option for option in found if not kind or option.kind == kind}.values())

    def _holders(self) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = {}
        for n, names in enumerate(self.names):
            for ids in names:
                for name in ids:
                    found.setdefault(name, set()).add(n)
        return {name: frozenset(dishes) for name, dishes in found.items()}

    def _options(self) -> dict[str, list[Option]]:
        found: dict[str, list[Option]] = {}
        for option in self.menu.options.values():
            texts = (option.names.fr, option.names.ar, option.names.arq, *option.aliases)
            for name in {name for text in texts for name in name_ids(text, _BOUND)}:
                found.setdefault(name, []).append(option)
        for name, other in KIN:
            have = {option.item for option in found.get(other, ())}
            kin = [one for one in found.get(name, ()) if one.item not in have]
            found.setdefault(other, []).extend(kin)
            self.kin.update((one.code, other) for one in kin)
        return {name: options for name, options in found.items() if options}

    def _categories(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for category in self.menu.categories:
            for text in (category.names.fr, category.names.ar, category.names.arq, category.code):
                for name in name_ids(text, _BOUND | WEAK):
                    found.setdefault(name, category.code)
        return found

    def _ids(self) -> set[str]:
        return {*self.holders, *self.options_by_word, *self.category_of}

    def _spellings(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in self._ids():
            found.update(dict.fromkeys(SPELLINGS.get(name, ()), name))
        for name, kind in STANDS_FOR:
            found.update(dict.fromkeys(SPELLINGS[name] if name not in self._ids() else (), kind))
        for text in self._texts():
            for token in tokens(clean(text)):
                if token.kind == "word" and token.form not in GLUE:
                    found.setdefault(token.form, word_id(token.form))
        return {form: name for form, name in found.items() if name in self._ids() and not form.isdecimal()}

    def _texts(self) -> Iterable[str]:
        for dish in self.menu.dishes:
            yield from (dish.names.fr, dish.names.ar, dish.names.arq, *dish.aliases)
            for option in dish.options:
                yield from (option.names.fr, option.names.ar, option.names.arq, *option.aliases)
        for category in self.menu.categories:
            yield from (category.names.fr, category.names.ar, category.names.arq)


def _doubles(option: Option) -> bool:
    """Whether an option gives twice of something (`double steak`)."""
    texts = (option.names.fr, option.names.ar, option.names.arq)
    return option.kind == "extra" and any(token.form in DOUBLE for text in texts for token in tokens(clean(text)))


def _pattern(form: str) -> str:
    return "".join("9" if char.isdecimal() else "a" if char.isalpha() else char for char in form)


def _unique(names: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [name for name in dict.fromkeys(names) if name]


def word_id(form: str) -> str:
    """The id of a menu word: its food's name, else its singular by key."""
    for guess in (form, form[:-1] if form[-1:] in ("s", "x") and len(form) >= 4 else form, *_bare(form)):
        if guess in SAME:
            return SAME[guess]
    single = form[:-1] if form[-1:] in ("s", "x") and len(form) >= 5 else (*_bare(form), form)[0]
    return key(single) if len(single) >= 4 and len(key(single)) >= 3 else f"={single}"


def _bare(form: str) -> tuple[str, ...]:
    return (form[2:],) if form.startswith("ال") and len(form) >= 5 else ()


def name_ids(text: str, dropped: frozenset[str] = GLUE) -> tuple[str, ...]:
    """The word ids of a name: without asides, sizes and words that carry nothing; numbers as words."""
    ids = []
    for token in tokens(clean(_ASIDE.sub(" ", text))):
        if token.kind in ("word", "number") and token.form not in dropped and (len(token.form) > 2 or token.value):
            ids.append(f"#{token.value}" if token.value is not None and token.value > 1 else word_id(token.form))
    return tuple(ids)
