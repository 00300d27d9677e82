"""What words do to the dish beside them: denied (`pas le tacos`), kept (`garde le tacos`), not to come, told of."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.intents.foods import GLUE, UNITS
from bot.intents.guards import (
    CHOSEN,
    DENIES,
    DENY_AFTER,
    EXCEPT,
    IFS,
    JOINS,
    KEEPS,
    LIKED,
    NO_AFTER_LA,
    OWN,
    PAST,
    POLITE_IFS,
    PREFERS,
    REPAIRS,
    WAS,
)
from bot.intents.leaving import ALL_BUT
from bot.intents.lexicon import ARTICLES, INDEFINITE, Hit
from bot.intents.menu import word_id
from bot.intents.tokens import BREAKS, FORM, Token

DENIED, NONE, KEPT, UNWANTED, TOLD = "@denied", "@none_of", "@kept", "@unwanted", "@told"
REMINDED = "@reminded"
"""Not to be forgotten: kept where it is in the basket, else to come."""
DENIALS = frozenset((DENIED, NONE))
"""Dishes that are said not to be meant, or not to be there."""
_SMALL = (ARTICLES | INDEFINITE | GLUE | OWN) | {"moi", "nous", "li", "lia", "liya", "لي", "ليا", "-"}
_NONE_OF = frozenset(("de", "d"))
_NO = REPAIRS - {"euh", "wela", "wla", "walla", "ولا"}
_ONCE = frozenset(("la",))
"""Alone between two dishes this is an article."""
_THAN = frozenset(("que", "qu"))
_WORDS = DENIES | KEEPS | EXCEPT | IFS | LIKED | CHOSEN | WAS | _NO | {"plus", "pour", "que", "qu"}
_TURNING = _WORDS | {f"و{form}" for form in _WORDS}
_TURNED = frozenset((UNWANTED, REMINDED, "no"))
"""Without any of these words and concepts nothing is done to a dish by the words beside it."""
_PAUSES = frozenset(("euh", ",", ".", "!", "بل", "plutot"))
_IDLE = frozenset(("filler", "want", "want_more", "greet", "thanks", "no", "wait", "only_word", "but"))
_OPPOSING = frozenset(("est", "etait", "cest", "mais", "plutot", "surtout", "c"))
_SKIPPED = frozenset(("want", "want_more", "wait", "filler"))
_TOGETHER = JOINS - {",", ";", "."}
_POLITE_WITHIN = 3


class Governed(NamedTuple):
    """A dish, and the word that governs it: from `start` to the end of the dish."""

    name: str
    start: int
    dish: int
    end: int


def governed(tokens: Sequence[Token], hits: Sequence[Hit], dishes: Mapping[int, int]) -> list[Governed]:
    """The dishes that words beside them take back, each with its mark. `dishes` = where each begins and ends."""
    turned = not _TURNING.isdisjoint(map(FORM, tokens)) or any(hit.concept in _TURNED for hit in hits)
    turned = turned and not any(hit.concept == ALL_BUT for hit in hits)
    return _Scope(tokens, hits, dishes).marks() if dishes and turned else []


class _Scope:
    """One message; where its concepts begin and end."""

    def __init__(self, tokens: Sequence[Token], hits: Sequence[Hit], dishes: Mapping[int, int]) -> None:
        self.tokens, self.dishes = tokens, dishes
        self.unwanted = {hit.end: hit.start for hit in hits if hit.concept == UNWANTED}
        self.reminded = {hit.end: hit.start for hit in hits if hit.concept == REMINDED}
        self.wants = {hit.end: hit.start for hit in hits if hit.concept == "want"}
        self.noes = {hit.start: hit.end for hit in hits if hit.concept == "no"}
        idle = (hit for hit in hits if hit.concept in _SKIPPED and tokens[hit.start].form not in JOINS)
        self.skipped = {hit.start: hit.end for hit in idle}
        whole = [hit for hit in hits if hit.end - hit.start > 1 or hit.concept == REMINDED]
        self.bound = {at for hit in whole for at in range(hit.start, hit.end)}
        self.agreed = {hit.end for hit in hits if hit.concept == "yes"}
        self.ends = set(dishes.values())
        self.idle = {at for hit in hits if hit.concept in _IDLE for at in range(hit.start, hit.end)}
        self.buts = [hit.start for hit in hits if hit.concept == "but"]
        self.told = any(hit.concept == TOLD for hit in hits)
        self.all = any(hit.concept == "all_things" for hit in hits)

    def marks(self) -> list[Governed]:
        found: list[Governed] = []
        for start in sorted(self.dishes):
            mark = self._before(start)
            if mark is None and found and self._joined(found[-1], start):
                mark = found[-1].name, found[-1].end
            if mark is None and self._was_wanted(start):
                mark = DENIED, start
            if mark is None and self._taken_back(self.dishes[start]):
                mark = DENIED, start
            if mark and not (self.told and mark[0] == TOLD):
                found.append(Governed(*mark, start, self.dishes[start]))
        return found

    def _before(self, start: int) -> tuple[str, int] | None:
        """The mark that the word before a dish puts on it, and where that begins."""
        at = start - 1
        while at >= 0 and at + 1 not in self.unwanted and at + 1 not in self.reminded and _is_small(self.tokens[at]):
            at -= 1
        if at >= 0 and at + 1 in self.unwanted:
            was = any(one.form in WAS for one in self.tokens[self.unwanted[at + 1] : at + 1])
            return DENIED if was and self._but_another(start) else UNWANTED, self.unwanted[at + 1]
        if at + 1 in self.reminded:
            return REMINDED, self.reminded[at + 1]
        return (self._by(at) if at >= 0 else None) or self._supposed(start)

    def _by(self, at: int) -> tuple[str, int] | None:
        """The mark of the word right before a dish."""
        form = self.tokens[at].form.removeprefix("و")
        before = self.tokens[at - 1].form if at else ""
        if form in DENIES and at not in self.bound:
            name = NONE if self.tokens[at + 1].form in _NONE_OF else DENIED if self._opposes(at) else TOLD
            return name, at - (before in _NO)
        if form == "plus" and at not in self.bound and self.tokens[at + 1].form in _NONE_OF and not self.wants:
            return TOLD, at
        if (form == "non" and before in ("et", "mais")) or (form in _THAN and self._compares(at)):
            return DENIED, at
        if form in KEEPS or (form in EXCEPT and self.all) or (form == "pour" and at in self.agreed):
            return KEPT, self.wants.get(at, at)
        return (TOLD, at) if form in LIKED or self._is_told(at) else None

    def _opposes(self, at: int) -> bool:
        """Whether a no belongs to the dish after it, not to a verb before it (`touche pas au tacos`)."""
        before = self.tokens[at - 1] if at else None
        if before is None or at in self.ends or at in self.agreed or before.form in _OPPOSING or before.form in WAS:
            return True
        return before.form in BREAKS or before.form in JOINS or before.form in _NO or at - 1 in self.idle

    def _compares(self, at: int) -> bool:
        """Whether another dish is preferred: `plutôt un tacos que la pizza`."""
        return any(one.form in PREFERS or one.form == "plutot" for one in self.tokens[:at])

    def _is_told(self, at: int) -> bool:
        """Whether somebody tells what he had: `j'ai déjà mangé un tacos`."""
        return self.tokens[at].form in CHOSEN and any(one.form in PAST for one in self.tokens[max(0, at - 2) : at])

    def _supposed(self, start: int) -> tuple[str, int] | None:
        """Whether a dish is only supposed to be had: `ila chrit 3 pizzas`."""
        for at in range(start - 1, -1, -1):
            form = self.tokens[at].form
            if form in BREAKS:
                break
            near = self.tokens[at + 1 : at + 1 + _POLITE_WITHIN]
            if form in IFS and at not in self.bound and all(one.form not in POLITE_IFS for one in near):
                return TOLD, at
        return None

    def _was_wanted(self, start: int) -> bool:
        """Whether a dish was wanted before another: `kount hab tacos bessah nheb burger`."""
        was = any(one.form in WAS for one in self.tokens[max(0, start - 4) : start])
        return was and self._but_another(start)

    def _but_another(self, start: int) -> bool:
        """Whether `but` and another dish follow."""
        return any(start < at < other for at in self.buts for other in self.dishes)

    def _joined(self, before: Governed, start: int) -> bool:
        """Whether a dish goes on with the one before: `ma tzidch frites w tacos`."""
        between = self.tokens[before.end : start]
        joins = JOINS if before.name in (KEPT, UNWANTED) else _TOGETHER
        binding = [one for one in between if one.form in joins]
        return bool(binding) and all(one in binding or _is_small(one) for one in between)

    def _taken_back(self, end: int) -> bool:
        """Whether a no and another dish follow (`un tacos non un burger`), or a no that ends what is said of it."""
        at, noes = self._noes(end)
        if not noes or noes == list(_ONCE) or (at < len(self.tokens) and self.tokens[at].form in NO_AFTER_LA):
            return False
        while at < len(self.tokens) and (at in self.skipped or _is_small(self.tokens[at]) or self._pauses(at)):
            at = self.skipped.get(at, at + 1)
        if self._recounted(end, at) or self._repeats(end, at):
            return False
        return at in self.dishes or self.tokens[end].form in DENY_AFTER

    def _recounted(self, end: int, at: int) -> bool:
        """Whether another quantity of the same dish ends what is said after a no (`un tacos non attendez deux`)."""
        return at not in self.dishes and at > end and self.tokens[at - 1].value is not None

    def _repeats(self, end: int, at: int) -> bool:
        """Whether the dish at a token is said before, but for the one that ends here: that one is meant."""
        mine = self._name(at) if at in self.dishes else frozenset[str]()
        before = [start for start, stop in self.dishes.items() if stop < end]
        return bool(mine) and any(mine <= self._name(start) for start in before)

    def _name(self, start: int) -> frozenset[str]:
        return frozenset(word_id(token.form) for token in self.tokens[start : self.dishes[start]]) - GLUE

    def _noes(self, at: int) -> tuple[int, list[str]]:
        """The token after a run of noes and pauses, and the noes."""
        noes = list[str]()
        while at < len(self.tokens):
            form = self.tokens[at].form
            if form in _NO or at in self.noes:
                noes.append(form)
            elif not self._pauses(at):
                break
            at = max(at + 1, self.noes.get(at, 0))
        return at, noes

    def _pauses(self, at: int) -> bool:
        return self.tokens[at].form in _PAUSES


def _is_small(token: Token) -> bool:
    return token.form in _SMALL or token.value is not None or token.form in UNITS
