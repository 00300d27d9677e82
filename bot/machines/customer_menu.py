"""The menu and its dishes: shown, looked at, asked about."""

from collections.abc import Iterable
from dataclasses import replace

from bot.locales.values import Lines, Money, Offer, Say, Value
from bot.machines.base import Slots
from bot.machines.guest import Guest
from bot.machines.instructions import wanted
from bot.machines.shopping import fit_options
from bot.messages import Event
from bot.services.basket import Line, add, find, set_qty, unit_price
from bot.services.menu import Category, Dish

SMALL = 20
"""A menu of at most so many dishes is shown whole."""
PAGE = 8
"""Rows of one list, beside those that lead elsewhere (a WhatsApp list has ten)."""


class MenuTalk(Guest):
    """States `browsing` and `viewing_dish`."""

    def can_look(self, slots: Slots) -> bool:
        dish = self.today.by_code.get(str(slots.get("item")))
        return dish is not None and not dish.sold_out

    def on_menu(self, slots: Slots) -> None:
        for name in slots.get("unknown_items") or ():
            self.say("unknown_dish", dish=str(name))
        dish = self.today.by_code.get(str(slots.get("item")))
        if dish is not None:
            self.on_look(slots)
        category = dish.category if dish else slots.get("category")
        known = any(c.code == category for c in self.today.categories)
        self.memory.category = str(category) if known else ""
        self.memory.page = int(slots.get("page") or 0)
        if not self.memory.page and not self.can_look(slots):
            self._show_menu()

    def whole_menu(self) -> None:
        self.memory.category, self.memory.page = "", 0

    def _show_menu(self) -> None:
        chosen = [c for c in self.today.categories if c.code == self.memory.category]
        if not self.today.dishes:
            return
        if chosen:
            self.say("menu.category", lines=Lines(tuple(self._alone(chosen[0]))))
        elif len(self.today.dishes) <= SMALL:
            lines = [line for n, category in enumerate(self._served(), 1) for line in self._section(category, n)]
            self.say("menu.whole", place=self.facts.place.name, lines=Lines(tuple(lines)))
        else:
            lines = [self._counted(row, category) for row, category in enumerate(self._served(), 1)]
            self.say("menu.categories", place=self.facts.place.name, lines=Lines(tuple(lines)))

    def _served(self) -> tuple[Category, ...]:
        return tuple(c for c in self.today.categories if self.today.of(c.code))

    def _counted(self, row: int, category: Category) -> Say:
        """A category and how many dishes it has, with the number of its row in the list below, if that is shown."""
        line = self.word("menu.count", category=category.names, n=len(self.today.of(category.code)))
        return self._row(row, line)

    def _row(self, row: int, line: Say) -> Say:
        return self.word("menu.row", number=row, line=line) if row <= PAGE else line

    def _section(self, category: Category, row: int) -> list[Say]:
        """A category of the whole menu: the rows below are the categories."""
        dishes = map(self._dish, self.today.of(category.code))
        if len(self._served()) == 1:
            return self._alone(category)
        head = self.word("menu.head_row", number=row, category=category.names)
        return [head if row <= PAGE else self.word("menu.head", category=category.names), *dishes]

    def _alone(self, category: Category) -> list[Say]:
        """A category by itself: the rows below are its dishes that can be had."""
        lines, row = [self.word("menu.head", category=category.names)], 0
        for dish in self.today.of(category.code):
            row += not dish.sold_out
            line = self._dish(dish)
            lines.append(line if dish.sold_out else self._row(row, line))
        return lines

    def _dish(self, dish: Dish) -> Say:
        key = "menu.sold_out" if dish.sold_out else "menu.dish"
        return self.word(key, code=dish.code, dish=dish.names, price=Money(dish.price_cents))

    def ask_browsing(self) -> None:
        self.echo()
        example = next((dish for dish in self.today.dishes if not dish.sold_out), None)
        if example is None:
            self.show("browse.nothing", *self.human())
            return
        rows = self._dish_rows() if self._one_category() else self._category_rows()
        start = self.memory.page * PAGE if self.memory.page * PAGE < len(rows) else 0
        page = rows[start : start + PAGE]
        more = (self._more(),) if start + PAGE < len(rows) else ()
        basket = (self.offer("view_cart"),) if self.filled() else ()
        opener = self.word("button.open_menu")
        self.show("browse.ask", *page, *more, *basket, lists=True, opener=opener, dish=example.names)

    def _one_category(self) -> str:
        served = self._served()
        return self.memory.category or (served[0].code if len(served) == 1 else "")

    def _more(self) -> Offer:
        return self.offer("menu", "more", category=self.memory.category or None, page=self.memory.page + 1)

    def _category_rows(self) -> tuple[Offer, ...]:
        return tuple(Offer(Event("menu", {"category": c.code}), c.names) for c in self._served())

    def _dish_rows(self) -> tuple[Offer, ...]:
        dishes = self.today.of(self._one_category())
        return tuple(self.look_offer(dish) for dish in dishes if not dish.sold_out)

    def on_look(self, slots: Slots) -> None:
        dish = self.today.by_code.get(str(slots.get("item")))
        if dish is None:
            self.tell("unknown_dish", self.offer("menu"), dish=str(slots.get("item")))
        elif dish.sold_out:
            self.say_sold_out(dish)
            self.resume()
        else:
            self.memory.dish = Line(dish.code, 1, (), dish.price_cents)

    def on_give_options(self, slots: Slots) -> None:
        """Options of the dish being looked at, else of the line last touched that has them; `drop` takes them off."""
        codes = slots.get("options") or ()
        line = self._optioned(codes, slots.get("item"), off=bool(slots.get("drop")))
        dish = self.today.by_code.get(line.item) if line else None
        if line is None or dish is None:
            self.tell("misfit.options", *self.ways())
            return
        fit, refused = fit_options(self.today, dish, codes)
        if refused:
            self.say("options.refused", dish=dish.names, options=self.naming_all(refused))
        options = set(line.options) - set(fit) if slots.get("drop") else {*line.options, *fit}
        price = unit_price(self.today, dish.code, sorted(options))
        changed = replace(line, options=tuple(sorted(options)), unit_cents=line.unit_cents if price is None else price)
        if self.model.state == "viewing_dish":
            self.memory.dish = changed
        elif changed != line:
            self._swap(line, changed)
        self.ask_again()

    def _optioned(self, codes: Iterable[str], item: str | None, *, off: bool) -> Line | None:
        """The line that these options are meant for; to be taken `off`, they are on it."""
        memory = self.memory
        if self.model.state == "viewing_dish":
            return memory.dish
        held = [line for line in memory.basket if item in (None, line.item)]
        held = [line for line in held if not off or not set(codes).isdisjoint(line.options)]
        recent = [line for line in held if line == memory.last] + held[::-1]
        dishes = ((line, self.today.by_code.get(line.item)) for line in recent)
        fitting = (line for line, dish in dishes if dish and not fit_options(self.today, dish, codes)[1])
        return next(fitting, recent[0] if recent else None)

    def _swap(self, line: Line, changed: Line) -> None:
        memory = self.memory
        at = find(memory.basket, line.item, line.options)
        if at is None:
            return
        self.unseen()
        changed = replace(changed, qty=memory.basket[at].qty)
        memory.basket = add(set_qty(memory.basket, at, 0), changed)
        memory.last, memory.shown = changed, False

    def ask_viewing_dish(self) -> None:
        self.echo()
        line = self.memory.dish
        dish = self.today.by_code.get(line.item) if line else None
        if line is None or dish is None:
            self.ask_browsing()
            return
        adds = tuple(self._adding(line, n) for n in (1, 2, 3))
        price = Money(line.unit_cents)
        if dish.options:
            toggles = (self._toggle(line, option.code) for option in dish.options[: PAGE - len(adds)])
            rows = (*adds, *toggles, self.offer("back"))
            options, opener = self.option_lines(dish, line.options), self.word("button.open_list")
            self.show(
                "dish.ask_options",
                *rows,
                lists=True,
                opener=opener,
                dish=dish.names,
                code=dish.code,
                price=price,
                options=options,
            )
        else:
            self.show("dish.ask", *adds, dish=dish.names, code=dish.code, price=price)

    def _adding(self, line: Line, qty: int) -> Offer:
        item = {"item": line.item, "qty": qty, "options": list(line.options)}
        return Offer(Event("add_item", {"items": [item]}), self.word("button.add", qty=qty), once=True)

    def _toggle(self, line: Line, code: str) -> Offer:
        taken = code in line.options
        label = self.word("button.taken" if taken else "button.option", option=self.naming(code))
        price = self.today.options[code].price_cents
        hint = self.word("dish.plus", price=Money(price)) if price else None
        return Offer(Event("give_options", {"options": [code], "drop": taken}), label, hint)

    def option_lines(self, dish: Dish, chosen: tuple[str, ...] = ()) -> Lines:
        """The dish's options, one a line, with what they add and whether they are taken."""
        rows: list[Say] = []
        for option in dish.options:
            mark = "taken" if option.code in chosen else "free"
            key = f"dish.{mark}_priced" if option.price_cents else f"dish.{mark}"
            values: dict[str, Value] = {"price": Money(option.price_cents)} if option.price_cents else {}
            rows.append(self.word(key, option=option.names, **values))
        return Lines(tuple(rows))

    def on_ask_price(self, slots: Slots) -> None:
        """The price of what was named, else of the basket, else the whole menu."""
        codes = [str(item["item"]) for item in wanted(slots) if item.get("item")]
        parts = (slots, *(slots.get("ambiguous") or ()))
        codes += [str(code) for part in parts for code in list(part.get("candidates") or ())[:PAGE]]
        codes = list(dict.fromkeys(codes))
        self.memory.about = codes[0] if len(codes) == 1 else ""
        for code in codes:
            self._say_price(code)
        strangers = [str(name) for name in slots.get("unknown_items") or ()]
        for name in strangers:
            self.say("unknown_dish", dish=name)
        if strangers:
            self.ask_again()
        elif not codes:
            self._say_total()
        self.resume()

    def _say_total(self) -> None:
        if self.filled():
            self.memory.shown = False
        else:
            self.memory.category = ""
            self._show_menu()
            self.ask_again()

    def _say_price(self, code: str) -> None:
        dish = self.today.by_code.get(code)
        if dish is None:
            self.say("unknown_dish", dish=code)
        elif dish.sold_out:
            self.say_sold_out(dish)
        elif dish.options:
            self.show(
                "price.options",
                self.look_offer(dish),
                self.offer("menu"),
                dish=dish.names,
                price=Money(dish.price_cents),
                options=self.option_lines(dish),
            )
        else:
            price = Money(dish.price_cents)
            self.show("price.dish", self.look_offer(dish), self.offer("menu"), dish=dish.names, price=price)
