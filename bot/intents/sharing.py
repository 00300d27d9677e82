"""Pieces of a dish that are told apart, others like it, the same once more, one for each of us."""

from dataclasses import replace

from bot.intents.corrections import PAUSES
from bot.intents.counting_reader import AND, CountingReader
from bot.intents.foods import (
    ADDS,
    AGAIN,
    AGAIN_FOR,
    AGAIN_THING,
    AS_MANY_OF,
    DOUBLE,
    EACH,
    EVERY,
    EXTRA,
    FROM,
    HALF_OF,
    HIS,
    NORMAL,
    OF_THEM,
    OTHER,
    REST,
    TWO_OF_US,
    WE_ARE,
    WHICH,
    WITH,
    WITHOUT,
    WITHOUT_BUT,
)
from bot.intents.guards import ONLY, ORDINALS
from bot.intents.lexicon import ARTICLES
from bot.intents.lines import OrderLine

_ENDS = PAUSES | {""}
_SOON = 5
_LEAVES_OUT = WITHOUT | WITHOUT_BUT
_TELLS = _LEAVES_OUT | WITH | EXTRA | ADDS | NORMAL | DOUBLE
_SHARES = HIS | NORMAL | EACH | EVERY | WE_ARE | TWO_OF_US | OTHER | REST | HALF_OF | ORDINALS.keys()
NOTABLE = _SHARES | AGAIN | AGAIN_THING | AS_MANY_OF | {"monde"}


class SharingReader(CountingReader):
    """The part of `LineReader` that knows who gets which."""

    def shared(self, at: int) -> int:
        """The token after words that share out, repeat or count for everybody; 0 where there are none."""
        form = self.tokens[at].form
        if form in NORMAL and self.line:
            return self._past_normal(at)
        end = self._shared(at) if form in NOTABLE else 0
        if end:
            self.out.explained.append((at, end))
        return end

    def _shared(self, at: int) -> int:
        if past := self.each_gets(at):
            return past
        if not self.line:
            return self.we_are(at) or self.all_of_us(at) or self._anew(at)
        return self.we_are(at) or (
            self.as_many(at)
            or self.each(at)
            or self._same(at)
            or self._nth(at)
            or self._rest(at)
            or self._half(at)
            or self._his(at)
        )

    def _nth(self, at: int) -> int:
        """The token after `le premier`, `lewel`: one of the pieces."""
        whole = self.whole
        if self.form(at) not in ORDINALS or whole is None or not whole.said or not self._tells(at + 1):
            return 0
        if whole.qty > 1:
            self.out.lines.append(whole.part(at, at + 1, 1))
        elif whole.shared:
            self.out.lines.remove(whole)
            self.out.lines.append(whole)
        return self._past_normal(at + 1)

    def _half(self, at: int) -> int:
        """The token after `la moitié sans sauce`, `نصفها`: half of the pieces."""
        whole = self.whole
        if self.form(at) not in HALF_OF or whole is None or not self._tells(at + 1):
            return 0
        if whole.qty % 2:
            return self._in_part(whole, at)
        self.out.lines.append(whole.part(at, at + 1, whole.qty // 2))
        return at + 1

    def _in_part(self, whole: OrderLine, at: int) -> int:
        """The token after what half of one piece is to be: words for the kitchen."""
        end = min(self.content(at + 2) + 1, len(self.tokens))
        whole.notes.append(self.said(at, end))
        return end

    def _anew(self, at: int) -> int:
        """The token after `une autre` where it is one more of what is in the basket, but otherwise than that."""
        other = self.form(at) in OTHER or (self.pending is not None and self.form(at) in REST)
        if (
            not other
            or self.form(at - 1) in ARTICLES
            or not self.setting.basket
            or self.counted(at + 1)
            or not self._tells(at + 1)
        ):
            return 0
        self.of_basket(at, self.pending or 1)
        return at + 1

    def of_basket(self, at: int, qty: int) -> None:
        """A line of the dish that went into the basket last, of those that have what is said next."""
        last = self.setting.basket[-1]
        dish = next((n for n in reversed(self.setting.basket) if self.has_option(at + 1, n)), last)
        line = OrderLine(self.tokens[at].text, frozenset({dish}), at, at + 1, qty, True, another=dish == last)
        self.out.lines.append(line)
        self.pending = None

    def has_option(self, at: int, dish: int) -> bool:
        """Whether the next words name something that a dish can have or do without."""
        near = [found.id for found in self.spotted[at : at + _SOON] if found is not None]
        return bool(self.named(near, "", [dish]))

    def again(self, line: OrderLine) -> bool:
        """Whether a dish is only named again to say how it is to be: `2 burgers, 2 frites, le burger sans oignons`."""
        found = self.spotted[line.start]
        before = line.start - (self.form(line.start - 1) in ARTICLES)
        article = before < line.start or bool(found and found.prefix in ("l", "el", "ال"))
        told = self._tells(line.end) or (line.end < len(self.tokens) and self._manner(line.end) > 0)
        anew = article or self.form(before - 1) in PAUSES
        if article and self.is_more_exactly(line, before):
            return True
        if line.said or not anew or not told or self.form(before - 1) in AND - PAUSES:
            return False
        old = next((one for one in self.out.lines if one.dishes == line.dishes and not one.options), None)
        if old is None or (old is self.line and not (article and old.said)):
            return False
        self.out.lines.remove(old)
        self.out.lines.append(old)
        self.out.explained.append((line.start, line.end))
        return True

    def _same(self, at: int) -> int:
        """The token after `pareil` where it is for somebody: the line before once more."""
        end = at + 1
        if self.form(at) in AGAIN_THING:
            end = at + 2
        elif self.form(at) not in AGAIN:
            return 0
        follow = self.tokens[end] if end < len(self.tokens) else None
        glued = follow is not None and len(follow.form) > 3 and follow.form[0] in "lل"
        if follow is None or not self.line or not (follow.form in AGAIN_FOR or glued):
            return 0
        old = self.line
        if len(self.out.lines) > 1:
            self.out.doubtful = True
            return end
        copy = replace(old, end=end, options=[*old.options], notes=[*old.notes], lacking=[*old.lacking])
        copy.qty, self.pending = self.pending or old.qty, None
        self.out.lines.append(copy)
        return end

    def _rest(self, at: int) -> int:
        """The token after `les autres`, `والباقي`: what of a dish was not told apart yet; `une autre`: one like it."""
        whole = self.whole
        if whole is None or (self.counted(at + 1) and not self._with(at + 1)):
            return 0
        if whole.shared and self.form(at) in REST:
            self.out.lines.remove(whole)
            self.out.lines.append(whole)
            self.pending = None
            return self._past_normal(at + 1)
        if self.form(at) not in OTHER or not (self.pending or self._opens(at)) or not self._tells(at + 1):
            return 0
        self._another(at, self.pending or 1)
        return self._past_normal(at + 1)

    def _his(self, at: int) -> int:
        """The token after `celui de ma femme`, `وتاع مرتي`: the piece of one of them, or one more for him."""
        whole = self.whole
        near = range(at + 1, min(at + 1 + _SOON, len(self.tokens)))
        told = next((n for n in near if n in self.starts or self._tells(n)), 0)
        if self.form(at) not in HIS or whole is None or not told or told in self.starts:
            return 0
        if whole.said and whole.qty > 1:
            self.out.lines.append(whole.part(at, told, 1))
        elif whole.shared or not self._opens(at):
            return 0
        else:
            self._another(at, 1)
        return told

    def _opens(self, at: int) -> bool:
        """Whether `and` stands before a word, or in it."""
        before = at - 1
        while before > 0 and self.form(before) in ARTICLES:
            before -= 1
        return self.form(before) in AND or self.form(at).startswith("و")

    @property
    def whole(self) -> OrderLine | None:
        """The line whose pieces are being told apart."""
        line = self.line
        return next(
            (one for one in reversed(self.out.lines) if line and one.shared and one.dishes == line.dishes), line
        )

    def parted(self, at: int, value: int, end: int) -> int:
        """The token after a number that tells some of a line's pieces apart (`un sans oignons et un avec…`), or counts
        more of it that are otherwise; 0 where it does not."""
        whole = self.whole
        if whole is None or value <= 0:
            return 0
        follow = self._past_of_them(end)
        which = next((n for n in range(follow, follow + _SOON) if self.form(n) not in WHICH), follow)
        follow = which if self._tells(which) else follow
        other = self.form(follow) in OTHER
        told = self._tells(follow + other) or other
        if not told or (self.counted(follow + other) and not self._with(follow + other)):
            return 0
        more = whole.counted >= 0 and self._opens(at) and self._tells(self._past_of_them(whole.counted + 1))
        plain = self.form(follow) in NORMAL or (self.form(follow) in WITH and self.form(follow + 1) in _ENDS)
        apart = bool(whole.options) and not whole.shared and plain and self.joins(at)
        within = not apart and whole.said and (value <= whole.qty if whole.shared else value < whole.qty and not other)
        if within and not more:
            self.out.lines.append(whole.part(at, follow, value))
        elif (
            more
            or other
            or apart
            or (whole.options and not whole.said and self._opens(at))
            or (whole.said and whole.qty == value == 1 and self._opens(at))
        ):
            self._another(at, value)
        else:
            return 0
        return self._past_normal(follow + other)

    def _with(self, at: int) -> bool:
        """Whether `with` follows, or what goes onto a dish: what is behind it is not what is counted."""
        if at in self.starts and self.inside(self.starts[at])[0]:
            return True
        found = self.spotted[at] if at < len(self.tokens) else None
        return self.form(at) in WITH or (found is not None and found.prefix.startswith(("ب", "b")))

    def _another(self, at: int, qty: int) -> None:
        whole = self.whole
        assert whole is not None
        dishes = self._called_like(whole, at + 1) or whole.dishes
        self.out.lines.append(
            OrderLine(whole.text, dishes, at, at + 1, qty, True, whole.score, whole.exact, whole.category)
        )
        self.pending = None

    def _called_like(self, line: OrderLine, at: int) -> frozenset[int]:
        """The dish called like another but for what is in it (`une margherita et une autre au thon`)."""
        after = self.content(at)
        found = self.spotted[after] if after < len(self.tokens) else None
        if found is None or after in self.starts or self.named([found.id], "extra", line.dishes):
            return frozenset()
        names = self.grammar.names
        heads = {ids[0] for n in line.dishes for ids in names[n] if len(ids) > 1}
        like = self.grammar.holders.get(found.id, frozenset()) - line.dishes
        return frozenset(n for n in like if any(ids[0] in heads for ids in names[n]))

    def _past_of_them(self, at: int) -> int:
        while self.form(at) in OF_THEM or self.form(at) in ONLY:
            self.out.explained.append((at, at + 1))
            at += 1
        return at

    def _past_normal(self, at: int) -> int:
        if self.form(at) not in NORMAL:
            return at
        self.out.explained.append((at, at + 1))
        return at + 1

    def _tells(self, at: int) -> bool:
        """Whether a word says how some pieces are to be: without, with, extra, as usual, or an option of the dish."""
        at += self.form(at) == "en" or (self.form(at) in FROM and self.form(at + 1) in _LEAVES_OUT)
        if at >= len(self.tokens):
            return False
        if self.tokens[at].value == 2 and self.doubled(self.past_units(at + 1)):
            return True
        if self.form(at) in _TELLS or at in self.setting.leaves:
            return True
        found = self.spotted[at]
        if found is None or self.line is None:
            return False
        glued = found.prefix.startswith(("ب", "b"))
        mine = bool(self.named([found.id], "extra", self.line.dishes))
        return (mine and (at not in self.starts or bool(found.prefix))) or (glued and at not in self.starts)
