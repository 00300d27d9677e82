"""What goes onto a dish, or is left out of it: options by word and code, before their dish and after it."""

from collections.abc import Collection, Sequence

from bot.intents.foods import ANY, FREE_OF, FROM, GLUE, WEAK, WITH, WITHOUT, WITHOUT_BUT
from bot.intents.guards import FOR_WHOM, JOINS, ONTO, SOME, UPON
from bot.intents.lexicon import ARTICLES, INDEFINITE
from bot.intents.lines import Ahead, Lines, OrderLine, Setting
from bot.intents.mentions import Mention, Spotted
from bot.intents.menu import MenuGrammar
from bot.intents.tokens import BREAKS, Token

_TO_ARABIC = "ل"
_BEFORE_DISH = ONTO | GLUE | FOR_WHOM
_MA = frozenset(("ما", "ma"))
"""`بلا ما تدير` is no water left out."""
_NOR = (JOINS - WITH) | {"ولا", "wala"}
_LINKS = ONTO - ARTICLES
_LINKS_OFF = (ONTO | GLUE) - ARTICLES
_BEFORE = ARTICLES | INDEFINITE
_UNHEARD = 4
"""Letters of a word that is taken for a food though nobody knows it."""


class OptionReader:
    """The part of `LineReader` that knows options."""

    def __init__(
        self,
        tokens: Sequence[Token],
        spotted: Spotted,
        mentions: Sequence[Mention],
        grammar: MenuGrammar,
        setting: Setting,
    ) -> None:
        self.tokens, self.spotted, self.grammar, self.setting = tokens, spotted, grammar, setting
        self.starts = {mention.start: mention for mention in mentions}
        self.out = Lines()
        self.pending: int | None = None
        self.waiting: list[str] = []
        self.ahead: Ahead | None = None

    @property
    def line(self) -> OrderLine | None:
        return self.out.lines[-1] if self.out.lines else None

    def form(self, at: int) -> str:
        return self.tokens[at].form if 0 <= at < len(self.tokens) else ""

    def said(self, start: int, end: int) -> str:
        """These tokens as they were written, but with a true minus: a dash would look like the line of a list."""
        out, last = "", self.tokens[start].start
        for at, token in enumerate(self.tokens[start:end], start):
            minus = token.form == "-" and at in self.setting.odd
            out += (" " if token.start > last else "") + ("−" if minus else token.text)
            last = token.end
        return out

    def named(self, ids: Collection[str], kind: str, dishes: Collection[int] | None = None) -> list[str]:
        """The options that words name, of these dishes or of any."""
        among = range(len(self.grammar.codes)) if dishes is None else dishes
        return [option.code for option in self.grammar.options_for(ids, among, kind)]

    # Before their dish.

    def remember(self, at: int) -> None:
        """Something named before any dish that has it: it may belong to the next one."""
        found, form = self.spotted[at], self.tokens[at].form
        codes = self.named([found.id], self.setting.kind) if found else []
        if not codes and not (self.setting.removing and self.unheard(at)):
            return
        old = self.ahead if self.ahead and self.ahead.end == at else None
        start = old.start if old else at
        sure = codes if form not in WEAK else []
        kept = [*old.codes, *(code for code in sure if code not in old.codes)] if old else sure
        self.ahead = Ahead(kept, self.said(start, at + 1), start, at + 1)

    def take_ahead(self, line: OrderLine) -> None:
        """Options named right before their dish, or given onto it (`au burger`)."""
        ahead, self.ahead = self.ahead, None
        if ahead is None:
            return
        between = self.tokens[ahead.end : line.start]
        if ahead.end <= line.start and all(token.form in _BEFORE_DISH for token in between):
            mine = [code for code in ahead.codes if self.owner(code) in line.dishes]
            linked = bool(between) or self._glued(line.start)
            if mine or (linked and self._linked(ahead.end, line.start)):
                line.options.extend(code for code in mine if code not in line.options)
                line.lacking.extend([] if mine else [ahead.words])
                line.onto = ahead.start if linked and not self.setting.removing else -1
                return
        if ahead.sure:
            self.wish(ahead)

    def left_off(self, line: OrderLine) -> None:
        """Options named before a dish of the basket that they are left out of (`sans oignons sur le burger`)."""
        start, end = self.out.loose_at[0][0], self.out.loose_at[-1][1]
        mine = [code for code in self.waiting if self.owner(code) in line.dishes]
        between = self.tokens[end : line.start]
        near = all(token.form in ONTO or token.form in GLUE for token in between)
        if mine and near and line.dishes & self.setting.held and self._linked(end, line.start):
            self.waiting, line.onto = mine, start

    def take_waiting(self, line: OrderLine) -> None:
        """Options named before any dish: those that this one has; the words where it has none of them."""
        mine = [code for code in self.waiting if self.owner(code) in line.dishes]
        if self.waiting and not mine and self.out.loose_at:
            line.lacking.append(self.said(self.out.loose_at[0][0], self.out.loose_at[-1][1]))
        line.options.extend(mine)
        self.waiting = []

    def wish(self, ahead: Ahead) -> None:
        """Extras whose dish is not said."""
        self.out.wished.extend(ahead.codes)
        self.out.wished_at.append((ahead.start, ahead.end))
        self.out.wished_surely = self.out.wished_surely or ahead.sure

    def _glued(self, at: int) -> bool:
        found = self.spotted[at]
        return bool(found and found.prefix)

    def _linked(self, start: int, end: int) -> bool:
        """Whether `sur`, `à`, or with a verb of taking off `de`, binds something to the dish that follows."""
        links = _LINKS_OFF if self.setting.removing else _LINKS
        found = self.spotted[end]
        glued = found is not None and found.prefix.startswith(_TO_ARABIC)
        return glued or any(token.form in links for token in self.tokens[start:end])

    def is_topping(self, mention: Mention) -> bool:
        """Whether a dish's name is said of something on a dish (`du fromage sur la margherita`), and kept for that."""
        if self.pending is not None or mention.qty:
            return False
        meant = self.setting.removing or self._partly(mention.start)
        at = self.past_links(mention.end)
        dishes = self._dishes(at)
        words = self.said(mention.start, mention.end)
        if not dishes or not self._linked(mention.end, at):
            return meant and not mention.exact and not self.setting.removing and self._is_extra(mention, words)
        codes = self.named(mention.ids, self.setting.kind, dishes)
        upon = any(token.form in UPON for token in self.tokens[mention.end : at])
        lacks = meant and (not mention.exact or self.setting.removing or (upon and bool(dishes & self.setting.held)))
        if (codes and (meant or upon)) or lacks:
            self.ahead = Ahead(codes, words, mention.start, mention.end)
            return True
        return False

    def _partly(self, at: int) -> bool:
        """Whether a verb of adding or `du`, `de la` stands before."""
        before = at - 1
        while before >= 0 and self.tokens[before].form in _BEFORE:
            before -= 1
        some = any(token.form in SOME for token in self.tokens[before + 1 : at])
        return some or before + 1 in self.setting.adding

    def _dishes(self, at: int) -> frozenset[int]:
        """The dishes that the token can begin to name."""
        if at in self.starts:
            return self.starts[at].dishes
        code = self.grammar.code_of.get(self.tokens[at].form) if at < len(self.tokens) else None
        return frozenset({self.grammar.codes.index(code)} if code else ())

    def _is_extra(self, mention: Mention, words: str) -> bool:
        """Whether words that are only a part of a dish's name are an extra: of the dish before, or of none yet."""
        codes = self.named(mention.ids, "extra")
        if not codes:
            return False
        own = self.named(mention.ids, "extra", self.line.dishes) if self.line else []
        anew = mention.start - 1 in self.setting.adding or mention.start in self.setting.adding
        if self.line and (own or not anew):
            self.attach(own, words, (mention.start, mention.end))
        else:
            self.ahead = Ahead(codes, words, mention.start, mention.end, sure=True)
        return True

    def owner(self, code: str) -> int:
        """The dish that has this option."""
        return self.grammar.codes.index(self.grammar.menu.options[code].item)

    # With and after their dish.

    def option_code(self, at: int) -> int:
        """`+X01`, `R02`: the option of the last dish that has it."""
        option = self.grammar.option_of[self.tokens[at].form]
        owner = self.owner(option.code)
        mine = [line for line in reversed(self.out.lines) if owner in line.dishes]
        if mine or self.line:
            (mine or self.out.lines[-1:])[0].options.append(option.code)
        else:
            self.out.loose.append(option.code)
            self.out.loose_at.append((at, at + 1))
        return at + 1

    def without(self, at: int, end: int = 0) -> int:
        """`sans X`, and what follows with `ni` or `et` as long as it is no dish; `end` = where X stands, if known."""
        if self.form(at + 1) in _MA:
            return at + 1
        end = end or self.past_any(at + 1)
        self.out.explained.append((at, at + 1))
        if self.line is None and end < len(self.tokens) and self.tokens[end].form in self.grammar.code_of:
            self.out.left_out.append((at, end + 1))
            return end + 1
        if self.line is None and end in self.starts and not self._left_out_of_held(self.starts[end]):
            self.out.left_out.append((at, self.starts[end].end))
            return self.starts[end].end
        while end < len(self.tokens) and self.tokens[end].kind == "word":
            if end in self.starts and end > at + 2 and not self._left_out(end):
                return end - 1 if self.tokens[end - 1].form in JOINS else end
            self._leave_out(at, end)
            end += 1
            follow = end + 1 + (self.form(end + 1) in WITHOUT)
            if not (follow < len(self.tokens) and self._goes_on(end, follow) and self.edible(follow)):
                return end
            end = follow
        return end

    def leaves_out(self, at: int) -> bool:
        """Whether a word says that something is left out: `بدون`, the second of `من غير`, the first of `خالية من`."""
        form = self.tokens[at].form
        if form in WITHOUT_BUT:
            return at > 0 and self.tokens[at - 1].form in FROM
        free = form in FREE_OF and at + 1 < len(self.tokens) and self.tokens[at + 1].form in FROM
        return form in WITHOUT or free

    def past_any(self, at: int) -> int:
        """The next token that is neither an article nor a word like `any`."""
        while at < len(self.tokens) and (self.tokens[at].form in GLUE or self.tokens[at].form in ANY):
            at += 1
        return at

    def _goes_on(self, at: int, follow: int) -> bool:
        """Whether what is left out goes on after a token: `ni`, `et`; a comma and an `and` begin anew."""
        anew = self.form(at) in BREAKS and follow == at + 1 and self.form(follow).startswith("و")
        return self.form(at) in _NOR and not anew

    def _left_out_of_held(self, mention: Mention) -> bool:
        """Whether a dish's name is that of something that a dish in the basket can do without, or only of an extra."""
        held = self.setting.held or None
        return bool(self.named(mention.ids, "remove", held)) or self._only_extra(mention)

    def _only_extra(self, mention: Mention) -> bool:
        return not mention.exact and bool(self.named(mention.ids, "extra"))

    def lacks(self, at: int) -> bool:
        """`pas d'oignons` where it leaves something out of a dish."""
        after = self.content(at + 1)
        if not at + 1 < after < len(self.tokens):
            return False
        if after not in self.starts:
            return self._left_out(after)
        dishes = self.line.dishes if self.line else self.setting.held
        return bool(self.named(self.starts[after].ids, "remove", dishes))

    def _left_out(self, at: int) -> bool:
        return bool(self.options(at, "remove"))

    def options(self, at: int, kind: str) -> list[str]:
        """The options that a token names, of the dish before it, else of any dish."""
        found = self.spotted[at]
        return self.named([found.id], kind, self.line.dishes if self.line else None) if found else []

    def edible(self, at: int) -> bool:
        form = self.tokens[at].form
        return self.spotted[at] is not None or self.grammar.food(form) is not None

    def unheard(self, at: int) -> bool:
        """A word that neither the language nor the kitchen knows."""
        token = self.tokens[at]
        heard = self.setting.taken[at] or token.form in GLUE or token.form in ONTO or self.edible(at)
        return not heard and token.kind == "word" and token.value is None and len(token.form) >= _UNHEARD

    def _leave_out(self, start: int, at: int) -> None:
        codes = self.options(at, "remove")
        note = f"{self.tokens[start].text} {self.tokens[at].text}"
        if self.line is None and not codes and (self.edible(at) or self.unheard(at)):
            self.out.lacking.append(note)
            self.out.lacking_at.append((start, at + 1))
        self.out.explained.append((start, at + 1))
        self.attach(codes, note, (start, at + 1))

    def attach(self, codes: list[str], note: str, span: tuple[int, int]) -> None:
        """Options for the dish before, else for the next one; words for the kitchen where it has none such."""
        if self.line is None:
            self.waiting.extend(codes)
            self.out.loose_at.extend([span] if codes else [])
        elif codes:
            self.line.options.extend(code for code in codes if code not in self.line.options)
        elif note not in self.line.notes:
            self.line.notes.append(note)

    def past_links(self, at: int) -> int:
        """The next token that is neither an article nor a word like `sur`."""
        while at < len(self.tokens) and (self.tokens[at].form in GLUE or self.tokens[at].form in ONTO):
            at += 1
        return at

    def content(self, at: int) -> int:
        """The next token that is not an article or binding word."""
        while at < len(self.tokens) and self.tokens[at].form in GLUE:
            at += 1
        return at
