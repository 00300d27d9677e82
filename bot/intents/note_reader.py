"""Words for the kitchen right after a dish: how it is to be (`pas trop salé`, `bien cuit`), its sauce."""

from bot.intents.foods import (
    ADDED,
    ADDS,
    DOUBLE,
    EXTRA,
    GLUE,
    INGREDIENTS,
    INSIDE,
    LESS_BEHIND,
    PRAISE,
    SAME,
    UNITS,
    WEAK,
    WITH,
    WITHOUT,
)
from bot.intents.guards import DEGREES, DENIES, JOINS, MANNERS, words
from bot.intents.lexicon import ARTICLES, INDEFINITE
from bot.intents.lines import OrderLine
from bot.intents.mentions import PARTLY, Mention
from bot.intents.option_reader import OptionReader
from bot.intents.quantities import past_more

_TO = frozenset(("a", "au"))
_MA = ("ما", "ma")
_COUNTED = UNITS | GLUE | ARTICLES
_NOT = ("ش", "ch", "sh")
_ASKS = words("assent", "asks")
_LEAST = 6
"""Letters of `ma…ch` in one word."""
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
        self.out.stated = self.out.stated or self._states(at, end)
        line.notes.append(self.said(at, end))
        line.end = end
        self.out.explained.append((at, end))
        return end

    def _states(self, at: int, end: int) -> bool:
        """Whether a word that no cook can do anything with is said of a dish to a degree (`salée bezaf`)."""
        forms = [token.form for token in self.tokens[at:end]]
        known = any(form in MANNERS or form in DENIES or SAME.get(form) == "sauce" for form in forms)
        return not known and any(form in DEGREES for form in forms)

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
        if self.tokens[end].form in PRAISE:
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
        end, extra = self._past_with(at)
        if end <= at or end >= len(self.tokens) or self.tokens[end].form in self.grammar.option_of:
            return end
        if past := self.left_away(end):
            return past
        codes = self.options(end, "extra")
        named = self.starts.get(end)
        whole = named is not None and named.exact and not self.inside(named)[0]
        if codes and (extra or not whole or self._is_piece(at)):
            self.attach(codes, "", (at, end + 1))
            return end + 1
        if end in self.starts or not self._topping(at, end):
            return end
        end = self.topped(end)
        self.attach([], self.said(at, end), (at, end))
        self.out.explained.append((at, end))
        return end

    def _is_piece(self, at: int) -> bool:
        """Whether one of the pieces of a dish ends here: what goes with it goes onto it (`le premier avec frites`)."""
        line = self.line
        return bool(line and any(one.shared and one.dishes == line.dishes for one in self.out.lines[-2:])) and (
            line is not None and self._adjoins(line, at)
        )

    def into_held(self, mention: Mention) -> int:
        """The token after what is to go into a dish of the basket (`avec frites dedans`); 0 where it is a dish."""
        codes = self.named(mention.ids, "extra", self.setting.held)
        after = self.past_links(mention.end)
        if self.line or self.pending is not None or mention.qty or not codes or self.form(after) not in INSIDE:
            return 0
        before = self.tokens[: mention.start]
        if any(token.form in DENIES or token.form in _ASKS for token in before):
            return 0
        self.attach(codes, "", (mention.start, after + 1))
        return after + 1

    def _past_with(self, at: int) -> tuple[int, bool]:
        """The token after `avec du`, `زيادة`, `زيدلها`, and whether that asks for more than usual."""
        end, extra = at, False
        if self.tokens[at].form in ADDED and self.out.explained[-1:] and self.out.explained[-1][1] == at:
            return at + 1, False
        while end < len(self.tokens) and (end == at or self._binds(end)):
            form = self.tokens[end].form
            extra = extra or form in EXTRA or form in ADDS or form in DOUBLE
            end += 1
        return end, extra

    def _binds(self, at: int) -> bool:
        token = self.tokens[at]
        if token.form in GLUE or token.form in EXTRA or token.form in DOUBLE:
            return True
        return token.form in UNITS if token.value is None else token.form in INDEFINITE and self._is_onto(at + 1)

    def _is_onto(self, at: int) -> bool:
        """Whether an option of the dish before follows (`avec une double viande`)."""
        while at < len(self.tokens) and (self.tokens[at].form in DOUBLE or self.tokens[at].form in EXTRA):
            at += 1
        found = self.spotted[at] if at < len(self.tokens) else None
        return bool(self.line and found and self.named([found.id], "extra", self.line.dishes))

    def inside(self, mention: Mention) -> tuple[list[str], int]:
        """Option codes when a dish's name is said of something that goes into the dish before it, or onto it; and the
        token after what says so."""
        codes = self.named(mention.ids, "extra", self.line.dishes) if self.line else []
        if not self.line or self.line.end > mention.start:
            return [], mention.end
        more = 0 if mention.exact or mention.qty or self.pending is not None else past_more(self.tokens, mention.end)
        if not codes:
            return [], max(mention.end, more if self.named(mention.ids, "extra") else 0)
        after = self.past_links(mention.end)
        if after < len(self.tokens) and self.tokens[after].form in INSIDE:
            return codes, after + 1
        found = self.spotted[mention.start]
        glued = bool(found and found.prefix.startswith(("ب", "b")))
        near = self.tokens[max(0, mention.start - 2) : mention.start]
        before = any(token.form in INSIDE for token in near) or (not mention.exact and self.doubles(mention.start))
        return (codes if more or before or glued else []), max(more, mention.end)

    def left_away(self, at: int) -> int:
        """The token after what a dish is to do without: `oignons en moins`, `ma tdirch lbsal`; 0 where it is not so."""
        codes = self.options(at, "remove")
        less = self.form(at + 1) == "en" and self.form(at + 2) in LESS_BEHIND
        if not codes or not (less or self.forbidden(at, at + 1)):
            return 0
        end = at + 3 if less else at + 1
        self.attach(codes, "", (at, end))
        self.out.explained.append((at, end))
        return end

    def doubles(self, at: int) -> bool:
        """Whether `double` stands beside a word, or two of it are counted (`شريحتين من اللحم`)."""
        before = at - 1
        while before > 0 and self.tokens[before].form in _COUNTED and self.tokens[before].value is None:
            before -= 1
        two = before >= 0 and self.tokens[before].value == 2
        return two or self.form(before) in DOUBLE or self.form(at + 1) in DOUBLE

    def forbidden(self, at: int, end: int) -> str:
        """Words that something is not to go onto a dish, for the kitchen: `ما تحطوش الفريت لداخل`."""
        verb = at - 1
        while verb > 0 and self.tokens[verb].form in _SMALL:
            verb -= 1
        form = self.tokens[verb].form if verb >= 0 else ""
        before = self.tokens[verb - 1].form if verb > 0 else ""
        apart = before in _MA and (form.endswith(_NOT) or self.form(verb - 2) in WITHOUT)
        whole = form.startswith(_MA) and form.endswith(_NOT) and len(form) > _LEAST
        return self.said(verb - apart, end) if apart or whole else ""

    def contained(self, at: int) -> int:
        """The token after what a dish is to have in it that it has no option for (`burger au poulet`); 0 where none."""
        line, found = self.line, self.spotted[at]
        if line is None or found is None or at in self.starts or found.id in self.grammar.category_of:
            return 0
        start = at
        while start > line.end and (self.tokens[start - 1].form in PARTLY or self._binds(start - 1)):
            start -= 1
        glued = found.prefix.startswith(("ب", "b"))
        inside = found.id in INGREDIENTS and (bool(line.category) or line.end == at)
        if not (glued or start < at or inside) or not self._adjoins(line, start) or self.tokens[at].form in WEAK:
            return 0
        if line.dishes <= self.grammar.holders.get(found.id, frozenset()):
            return at + 1
        end = past_more(self.tokens, at + 1) or at + 1
        self.attach([], self.said(start, end), (start, end))
        self.out.explained.append((start, end))
        return end

    def _topping(self, at: int, end: int) -> bool:
        """Whether a word can be something on the dish before: a food, or an unheard word right after it."""
        if self.line is None or self.tokens[end].kind != "word":
            return False
        adjoins = self.line.end == at and self.tokens[at].form not in INSIDE
        return self.edible(end) or (adjoins and self.unheard(end))
