"""Pieces of a dish that are told apart, others like it, the same once more, one for each of us."""

from dataclasses import replace
from functools import cached_property

from bot.intents.foods import (
    ADDS,
    AGAIN,
    AGAIN_FOR,
    AGAIN_THING,
    DOUBLE,
    EACH,
    EVERY,
    EXTRA,
    GLUE,
    HALF_OF,
    NORMAL,
    OF_THEM,
    OTHER,
    REST,
    TWO_OF_US,
    UNITS,
    WE_ARE,
    WE_ARE_AT,
    WITH,
    WITHOUT,
)
from bot.intents.guards import JOINS, ONLY, ORDINALS, PEOPLE
from bot.intents.lexicon import ARTICLES
from bot.intents.lines import OrderLine
from bot.intents.note_reader import NoteReader

_AND = JOINS - WITH
_PAUSES = frozenset((",", ";", ".", "\n"))
_FEW = 30
"""People that one order can be for."""
_TELLS = WITHOUT | WITH | EXTRA | ADDS | NORMAL | DOUBLE
NOTABLE = frozenset(
    (*NORMAL, *AGAIN, *AGAIN_THING, *EACH, *EVERY, *WE_ARE, *TWO_OF_US, *OTHER, *REST, *HALF_OF, *ORDINALS)
)


class SharingReader(NoteReader):
    """The part of `LineReader` that knows who gets which."""

    people = 0
    """How many are to eat, where that is said."""

    @cached_property
    def everybody(self) -> list[OrderLine]:
        """Dishes for each of them, where that is said before how many they are."""
        return []

    def serve(self) -> None:
        """As many for everybody as there are; it is asked where nobody said."""
        for line in self.everybody:
            line.qty, line.said = self.people or line.qty, True
            self.out.doubtful = self.out.doubtful or not self.people

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
        return self._we_are(at) or (
            self._each(at) or self._same(at) or self._nth(at) or self._rest(at) or self._half(at) if self.line else 0
        )

    def _nth(self, at: int) -> int:
        """The token after `le premier`, `lewel`: one of the pieces."""
        whole = self.whole
        if self._form(at) not in ORDINALS or whole is None or not whole.said or not self._tells(at + 1):
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
        if self._form(at) not in HALF_OF or whole is None or whole.qty % 2 or not self._tells(at + 1):
            return 0
        self.out.lines.append(whole.part(at, at + 1, whole.qty // 2))
        return at + 1

    def again(self, line: OrderLine) -> bool:
        """Whether a dish is only named again to say how it is to be: `2 burgers, 2 frites, le burger sans oignons`."""
        found = self.spotted[line.start]
        before = line.start - (self._form(line.start - 1) in ARTICLES)
        article = before < line.start or bool(found and found.prefix in ("l", "el", "ال"))
        told = self._tells(line.end) or (line.end < len(self.tokens) and self._manner(line.end) > 0)
        anew = article or self._form(before - 1) in _PAUSES
        if line.said or not anew or not told or self._form(before - 1) in _AND - _PAUSES:
            return False
        old = next((one for one in self.out.lines if one.dishes == line.dishes and not one.options), None)
        if old is None or (old is self.line and not (article and old.said)):
            return False
        self.out.lines.remove(old)
        self.out.lines.append(old)
        self.out.explained.append((line.start, line.end))
        return True

    def _form(self, at: int) -> str:
        return self.tokens[at].form if 0 <= at < len(self.tokens) else ""

    def _we_are(self, at: int) -> int:
        """The token after `rana à 3`, `on est quatre`."""
        if self._form(at) in TWO_OF_US:
            self.people = 2
            return at + 1
        if self._form(at) not in WE_ARE or (self._form(at) == "est" and self._form(at - 1) != "on"):
            return 0
        count = at + 1 + (self._form(at + 1) in WE_ARE_AT)
        value = self.tokens[count].value if count < len(self.tokens) else None
        if self._form(count) in TWO_OF_US:
            self.people = 2
            return count + 1
        if not value or value > _FEW:
            return 0
        after = self._form(count + 1)
        if self.counted(count + 1) and after not in PEOPLE:
            return 0
        self.people = value
        return count + 1

    def _each(self, at: int) -> int:
        """The token after `l kol wa7ed`, `chacun`: everybody gets the dish before."""
        form = self._form(at)
        follow = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        one = follow is not None and (follow.value == 1 or follow.form in PEOPLE)
        if not self.line or not (form.startswith("chacun") or (form in EVERY | EACH and one)):
            return 0
        if self.people and self.line.qty in (1, self.people):
            self.line.qty, self.line.said = self.people, True
        elif not self.people:
            self.everybody.append(self.line)
        return at + 1 + one

    def _same(self, at: int) -> int:
        """The token after `pareil` where it is for somebody: the line before once more."""
        end = at + 1
        if self._form(at) in AGAIN_THING:
            end = at + 2
        elif self._form(at) not in AGAIN:
            return 0
        follow = self.tokens[end] if end < len(self.tokens) else None
        glued = follow is not None and len(follow.form) > 3 and follow.form[0] in "lل"
        if follow is None or not self.line or not (follow.form in AGAIN_FOR or glued):
            return 0
        old = self.line
        if len(self.out.lines) > 1:
            self.out.doubtful = True
            return end
        copy = replace(old, start=at, end=end, options=[*old.options], notes=[*old.notes], lacking=[*old.lacking])
        self.out.lines.append(copy)
        return end

    def _rest(self, at: int) -> int:
        """The token after `les autres`, `والباقي`: what of a dish was not told apart yet; `une autre`: one like it."""
        whole = self.whole
        if whole is None or self.counted(at + 1):
            return 0
        if whole.shared and self._form(at) in REST:
            self.out.lines.remove(whole)
            self.out.lines.append(whole)
            self.pending = None
            return self._past_normal(at + 1)
        if self._form(at) not in OTHER or not (self.pending or self._opens(at)) or not self._tells(at + 1):
            return 0
        self._another(at, self.pending or 1)
        return self._past_normal(at + 1)

    def _opens(self, at: int) -> bool:
        """Whether `and` stands before a word, or in it."""
        before = at - 1
        while before > 0 and self._form(before) in ARTICLES:
            before -= 1
        return self._form(before) in _AND or self._form(at).startswith("و")

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
        other = self._form(follow) in OTHER
        told = self._tells(follow + other) or other
        if not told or (self.counted(follow + other) and not self._with(follow + other)):
            return 0
        more = whole.counted >= 0 and self._opens(at) and self._tells(self._past_of_them(whole.counted + 1))
        within = whole.said and (value <= whole.qty if whole.shared else value < whole.qty and not other)
        if within and not more:
            self.out.lines.append(whole.part(at, follow, value))
        elif (
            more
            or other
            or (whole.options and not whole.said and self._opens(at))
            or (whole.said and whole.qty == value == 1 and self._opens(at))
        ):
            self._another(at, value)
        else:
            return 0
        return self._past_normal(follow + other)

    def _with(self, at: int) -> bool:
        """Whether `with` follows: what is behind it is not what is counted."""
        found = self.spotted[at] if at < len(self.tokens) else None
        return self._form(at) in WITH or (found is not None and found.prefix.startswith(("ب", "b")))

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
        if found is None or after in self.starts:
            return frozenset()
        names = self.grammar.names
        heads = {ids[0] for n in line.dishes for ids in names[n] if len(ids) > 1}
        like = self.grammar.holders.get(found.id, frozenset()) - line.dishes
        return frozenset(n for n in like if any(ids[0] in heads for ids in names[n]))

    def _past_of_them(self, at: int) -> int:
        while self._form(at) in OF_THEM or self._form(at) in ONLY:
            self.out.explained.append((at, at + 1))
            at += 1
        return at

    def _past_normal(self, at: int) -> int:
        if self._form(at) not in NORMAL:
            return at
        self.out.explained.append((at, at + 1))
        return at + 1

    def _tells(self, at: int) -> bool:
        """Whether a word says how some pieces are to be: without, with, extra, as usual, or an option of the dish."""
        if at >= len(self.tokens):
            return False
        if self._form(at) in _TELLS or at in self.setting.leaves:
            return True
        found = self.spotted[at]
        if found is None or self.line is None:
            return False
        glued = found.prefix.startswith(("ب", "b"))
        mine = bool(self.named([found.id], "extra", self.line.dishes))
        return (mine and (at not in self.starts or bool(found.prefix))) or (glued and at not in self.starts)

    def counted(self, at: int) -> bool:
        """Whether a dish follows that a number before this token counts."""
        after = self.content(at)
        while after < len(self.tokens) and self.tokens[after].form in UNITS and self.tokens[after].value is None:
            after = self.content(after + 1)
        return after in self.starts or (after < len(self.tokens) and self.tokens[after].form in self.grammar.code_of)

    def twice(self, at: int, value: int, end: int) -> int:
        """The token after two of what an option gives twice (`avec deux steaks`); 0 where there is none."""
        if self.line is None or value != 2:
            return 0
        while self._form(end) in GLUE or self._form(end) in UNITS:
            end += 1
        codes = self._doubling(end)
        if not codes:
            return 0
        self.attach(codes, "", (at, end + 1))
        return end + 1

    def _doubling(self, at: int) -> list[str]:
        found = self.spotted[at] if at < len(self.tokens) else None
        if found is None or self.line is None:
            return []
        return [code for code in self.named([found.id], "extra", self.line.dishes) if code in self.grammar.doubling]
