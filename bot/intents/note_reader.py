"""Words for the kitchen right after a dish: how it is to be (`pas trop salé`, `bien cuit`), its sauce."""

from bot.intents.foods import EXTRA, GLUE, INSIDE, SAME, WITH, WITHOUT
from bot.intents.guards import DEGREES, DENIES, JOINS, MANNERS
from bot.intents.lexicon import ARTICLES, INDEFINITE
from bot.intents.lines import OrderLine
from bot.intents.option_reader import OptionReader

_TO = frozenset(("a", "au"))
_SMALL = ARTICLES | INDEFINITE | GLUE | JOINS | WITH | WITHOUT | EXTRA


class NoteReader(OptionReader):
    """What is said of a dish and is no option of it; nothing of it is lost."""

    def noted(self, at: int) -> int:
        """The token after a note for the dish that ends here; 0 where there is none."""
        line = self.line
        if line is None or at in self.setting.phrases or not self._adjoins(line, at):
            return 0
        end = self._manner(at) or self._sauce(at)
        if end <= at:
            return 0
        line.notes.append(self.said(at, end))
        line.end = end
        self.out.explained.append((at, end))
        return end

    def _adjoins(self, line: OrderLine, at: int) -> bool:
        """Whether nothing but options and notes stands between a dish and what follows."""
        return line.end == at or any(start >= line.end and end == at for start, end in self.out.explained[-1:])

    def topped(self, at: int) -> int:
        """The token after a topping, a sauce with its name, and what is joined to them (`ketchup w mayo`)."""
        end = max(at + 1, self._sauce(at))
        while end + 1 < len(self.tokens) and self.tokens[end].form in JOINS and self._is_more(end + 1):
            end = max(end + 2, self._sauce(end + 1))
        return end

    def _is_more(self, at: int) -> bool:
        """Whether a food goes on with the toppings before it: it is no dish, and no option."""
        return self.grammar.food(self.tokens[at].form) is not None and at not in self.starts

    def _manner(self, at: int) -> int:
        """The token after `pas trop salé`, `machi 7arra`, `tayeb mlih`."""
        end = at + (self.tokens[at].form in DENIES)
        end = self._degrees(end)
        if end >= len(self.tokens):
            return 0
        manner = self.tokens[end].form in MANNERS
        bare = end == at + (self.tokens[at].form in DENIES)
        if not manner and (end == at or not self._describes(end) or (bare and self.setting.taken[end])):
            return 0
        return self._degrees(end + 1)

    def _degrees(self, at: int) -> int:
        while at < len(self.tokens) and self.tokens[at].form in DEGREES and at not in self.setting.phrases:
            at += 1
        return at

    def _describes(self, at: int) -> bool:
        """Whether a word can say how a dish is to be."""
        token = self.tokens[at]
        free = token.kind == "word" and token.value is None and at not in self.setting.phrases
        return free and at not in self.starts and token.form not in _SMALL and token.form not in self.grammar.code_of

    def _sauce(self, at: int) -> int:
        """The token after `sauce algérienne`, where the dish has no such option."""
        if SAME.get(self.tokens[at].form) != "sauce" or self.options(at, "extra"):
            return 0
        end = at + 1 + (at + 2 < len(self.tokens) and self.tokens[at + 1].form in _TO)
        return end + 1 if end < len(self.tokens) and self._describes(end) else 0

    def with_it(self, at: int) -> int:
        """`avec X`, `extra X`, `+ X`: an option of the dish before; a dish by itself stays a dish; else a note."""
        end = at + 1
        extra = self.tokens[at].form in EXTRA
        while end < len(self.tokens) and (self.tokens[end].form in GLUE or self.tokens[end].form in EXTRA):
            extra = extra or self.tokens[end].form in EXTRA
            end += 1
        if end >= len(self.tokens) or self.tokens[end].form in self.grammar.option_of:
            return end
        codes = self.options(end, "extra")
        named = self.starts.get(end)
        if codes and (extra or named is None or not named.exact or self.inside(named)):
            self.attach(codes, "", (at, end + 1))
            return end + 1
        if end in self.starts or not self._topping(at, end):
            return end
        end = self.topped(end)
        self.attach([], self.said(at, end), (at, end))
        self.out.explained.append((at, end))
        return end

    def _topping(self, at: int, end: int) -> bool:
        """Whether a word can be something on the dish before: a food, or an unheard word right after it."""
        if self.line is None or self.tokens[end].kind != "word":
            return False
        adjoins = self.line.end == at and self.tokens[at].form not in INSIDE
        return self.edible(end) or (adjoins and self.unheard(end))
