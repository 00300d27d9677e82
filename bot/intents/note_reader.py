"""Words for the kitchen right after a dish: how it is to be (`pas trop salé`, `bien cuit`), its sauce."""

from bot.intents.foods import EXTRA, GLUE, SAME, WITH, WITHOUT
from bot.intents.guards import DEGREES, DENIES, JOINS, MANNERS
from bot.intents.lexicon import ARTICLES, INDEFINITE
from bot.intents.option_reader import OptionReader

_SMALL = ARTICLES | INDEFINITE | GLUE | JOINS | WITH | WITHOUT | EXTRA


class NoteReader(OptionReader):
    """What is said of a dish and is no option of it; nothing of it is lost."""

    def noted(self, at: int) -> int:
        """The token after a note for the dish that ends here; 0 where there is none."""
        line = self.line
        if line is None or line.end != at or at in self.setting.phrases:
            return 0
        end = self._manner(at) or self._sauce(at)
        if end <= at:
            return 0
        line.notes.append(self.said(at, end))
        line.end = end
        self.out.explained.append((at, end))
        return end

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
        named = SAME.get(self.tokens[at].form) == "sauce" and at + 1 < len(self.tokens) and self._describes(at + 1)
        return at + 2 if named and not self.options(at, "extra") else 0
