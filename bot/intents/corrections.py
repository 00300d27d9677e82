"""How people correct themselves: `la` as a no, a quantity taken back, one quantity for another."""

from collections.abc import Sequence
from itertools import pairwise

from bot.intents.foods import AGREES, GLUE, IDLE, MEANS, MENDS, PIECES, RATHER, UNITS
from bot.intents.guards import INSTEAD, NO_AFTER_LA, ONLY, REPAIRS, THANKS_BEFORE_LA
from bot.intents.lexicon import ARTICLES
from bot.intents.lines import OrderLine
from bot.intents.note_reader import NoteReader
from bot.intents.tokens import BREAKS, FORM, Token

BACK = REPAIRS | MENDS
PAUSES = frozenset((",", ";", ".", "\n"))
_IN_A_LINE = PAUSES - {"\n"}
_NEAR = 3
_FREE = (GLUE | UNITS | ARTICLES | IDLE) - BACK
_PORTIONS = UNITS - PIECES
_LA = frozenset({"la", "lla"})


def counts(token: Token) -> bool:
    """Whether a token can be a quantity of dishes."""
    return token.value is not None and token.kind in ("number", "times", "word") and 0 < token.value <= 999


def la_as_no(tokens: Sequence[Token]) -> list[int]:
    """Where `la` is a no: neither an article nor the middle of `zouj la la tlata`."""
    if _LA.isdisjoint(map(FORM, tokens)):
        return []
    words = [at for at, token in enumerate(tokens) if token.kind != "emoji" and token.form not in BREAKS]
    spots = [at for at in words if tokens[at].form in _LA]
    if len(spots) == len(words):
        return spots
    return [at for at in spots if not takes_back(tokens, at) and _stands_alone(tokens, at)]


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    follow = tokens[at + 1].form if at + 1 < len(tokens) else ""
    before = tokens[at - 1].form if at else ""
    if follow in NO_AFTER_LA or follow in BREAKS or follow in _LA or before in _LA:
        return True
    return not follow and before in THANKS_BEFORE_LA


def takes_back(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word stands between two quantities and takes the first one back."""
    start = at
    while start > 0 and tokens[start - 1].form in REPAIRS:
        start -= 1
    end = at
    while end + 1 < len(tokens) and tokens[end + 1].form in REPAIRS:
        end += 1
    return start > 0 and end + 1 < len(tokens) and counts(tokens[start - 1]) and counts(tokens[end + 1])


def swap(tokens: Sequence[Token], numbers: Sequence[int]) -> tuple[int, int] | None:
    """`3 pas 2`, `machi zouj, wahda`, `3 au lieu de 2`: from the first number or denial to the last."""
    for no in (at for at, token in enumerate(tokens) if token.form in INSTEAD):
        denied = next((at for at in numbers if no < at <= no + 3), None)
        if denied is not None and len({tokens[at].value for at in numbers}) > 1:
            return min(no, *numbers), max(numbers) + 1
    return None


class MendingReader(NoteReader):
    """The part of `LineReader` that knows what is said again, or otherwise than before."""

    before_repair: Sequence[OrderLine] = ()
    """The lines before the dish that was said anew last."""
    recount = False
    """A quantity was denied: the next one is meant instead of that of the dish before."""

    def mended(self, line: OrderLine, at: int) -> bool:
        """Whether a quantity comes for the one that a dish has: behind a no, or in portions (`4 boureks, donc 2
        portions`)."""
        near = self.tokens[max(line.end, at - _NEAR) : at]
        last = next((token for token in reversed(near) if token.form in BACK or token.value is not None), None)
        if self.recount or (last is not None and last.form in BACK):
            return True
        means = any(token.form in MEANS for token in self.tokens[max(line.end, at - 1) : at])
        return means and self.form(at + 1) in _PORTIONS

    def take_back(self, line: OrderLine) -> None:
        """The same dish again behind `non pardon`: it comes for the one before (`2 chorba, non 3 chorba`), even with
        others between (`un hamoud et une thon, non deux hamoud`)."""
        last = self.line
        between = self.tokens[last.end : line.start] if last else ()
        old = self._before_repair(line)
        if old and old in self.out.lines:
            self.out.lines.remove(old)
        if old or last is None:
            return
        in_fact = ("en", "fait") in pairwise(map(FORM, between))
        free = [token for token in between if token.kind != "sign" and token.form not in _FREE]
        if not all(token.form in BACK or token.form in ONLY or token.value is not None for token in free):
            return
        same = next((one for one in reversed(self.out.lines) if one.dishes & line.dishes), None)
        old = same or (last if self._one_kind(last, line) else None)
        back = BACK if same and line.said else RATHER
        if old and (in_fact or any(token.form in back for token in free)):
            self.before_repair = [one for one in self.out.lines if one is not old]
            self.out.lines.remove(old)

    def _before_repair(self, line: OrderLine) -> OrderLine | None:
        """The line of the same dish before a no, where others were said anew behind it (`non 1 tacos et 2 burgers`)."""
        return next((one for one in self.before_repair if line.said and one.dishes == line.dishes), None)

    def _one_kind(self, old: OrderLine, line: OrderLine) -> bool:
        """Whether one dish can come for another: both are one of a kind."""
        dishes = self.grammar.menu.dishes
        alike = len({dishes[n].category for n in old.dishes | line.dishes}) == 1
        return alike and old.qty == line.qty and not old.options

    def say_again(self, line: OrderLine) -> None:
        """A dish is only said again, once it is clear what is meant: `2 thon, non attends, oui 2 thon`."""
        qty = self.pending or 1
        old = next((one for one in reversed(self.out.lines) if one.dishes == line.dishes and one.qty == qty), None)
        last = self.line
        if old is None or last is None or not any(one.form in BACK for one in self.tokens[: line.start]):
            return
        if any(token.form in AGREES for token in self.tokens[last.end : line.start]):
            self.out.lines.remove(old)
            line.options, line.notes, line.lacking = old.options, old.notes, old.lacking

    def is_more_exactly(self, line: OrderLine, before: int) -> bool:
        """Whether a dish is only named otherwise (`une soupe, la chorba`), or as the only one of those named before
        (`juste la chorba`)."""
        old = next((one for one in self.out.lines if one.dishes == line.dishes), None)
        if old is None or line.said:
            return False
        paused = old is self.line and old.end + 1 == before and self.form(old.end) in _IN_A_LINE
        if not (paused and old.text != line.text) and self.form(before - 1) not in ONLY:
            return False
        self.out.explained.append((line.start, line.end))
        return True

    def heads(self, line: OrderLine) -> bool:
        """Whether a word for many things may only lead to those that follow."""
        found = self.spotted[line.start]
        before = self.form(line.start - 1)
        the = before in ARTICLES or before == "des" or bool(found and found.prefix in ("l", "el", "ال"))
        return len(line.dishes) > 1 and self.pending is None and (the or self.form(line.end) == ":")
