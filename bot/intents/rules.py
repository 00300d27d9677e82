"""From concepts to intents: weighted rules that share out the tokens of an utterance."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from bot.intents.data import table

Spans = Mapping[str, Sequence[tuple[int, int]]]
"""Where each concept or shape stands: token ranges."""

CLEAR = 60
"""Rules of this weight or more count also where free text is expected."""
SHOPS = 55
"""From this weight shopping interrupts an address."""
_SECOND = 46
"""A further intent in the same message must weigh at least this much."""
_SHARED = frozenset({"@question", "ask_mark"})
_AFTERWARDS = frozenset({"thanks", "goodbye", "smalltalk_other"})
"""What is said besides: never the message's first intent when there is another."""
_WAYS = frozenset({"choose_dine_in", "choose_pickup", "choose_delivery"})
_TOGETHER = frozenset({"@dish", "@set", "@loose", "@left_out", "@none", "@onto", "@strange", "@set_to"})
_LINE = re.compile(r"(\w+) (\d+)((?: -?@[\w,]+)?)((?: only)?) ?: (.+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of `rules.toml`, one of its alternatives: all of `needs` must stand, none of `lacks`."""

    text: str
    intent: str
    weight: int
    contexts: frozenset[str]
    elsewhere: bool
    only: bool
    needs: tuple[str, ...]
    must: frozenset[str]
    lacks: frozenset[str]

    def holds_in(self, context: str) -> bool:
        return not self.contexts or (context in self.contexts) != self.elsewhere


class Fired(NamedTuple):
    """A rule that matched: the tokens that it took, and its rule for `why`."""

    intent: str
    weight: int
    tokens: tuple[int, ...]
    rule: str
    alone: bool = False
    """Nothing else was said."""


def _parse(line: str) -> list[Rule]:
    """The rule of a line, once for each combination of its alternatives."""
    match = _LINE.fullmatch(line)
    assert match, line
    intent, weight, where, only, conditions = match.groups()
    parts = [part.strip() for part in conditions.split("&")]
    lacks = frozenset(part[1:] for part in parts if part.startswith("!"))
    contexts = frozenset(where.strip().lstrip("-").lstrip("@").split(",")) - {""}
    elsewhere = where.strip().startswith("-")
    ways = product(*(part.split("|") for part in parts if not part.startswith("!")))
    return [
        Rule(line, intent, int(weight), contexts, elsewhere, bool(only), needs, frozenset(needs), lacks)
        for needs in ways
    ]


def read_rules() -> list[Rule]:
    """Every rule, the heaviest first."""
    lines = [line.strip() for line in table("rules")["rules"].splitlines()]
    return sorted((rule for line in lines if line for rule in _parse(line)), key=lambda rule: -rule.weight)


Index = dict[str, list[tuple[int, Rule]]]
"""Rules by their first need, with their rank."""


class Rules:
    """All rules by context, heaviest first; matching never looks at a rule whose first need is absent."""

    def __init__(self) -> None:
        self._all = read_rules()
        self._contexts: dict[str, Index] = {}
        self.drops = {intent: frozenset(by.split()) for intent, by in table("rules")["drops"].items()}

    def _of(self, context: str) -> Index:
        if context not in self._contexts:
            if len(self._contexts) > 64:
                self._contexts.clear()
            index: Index = {}
            drivers, theirs = (table("rules")["driver"][name].split() for name in ("contexts", "intents"))
            for rank, rule in enumerate(self._all):
                if rule.holds_in(context) and (context not in drivers or rule.intent in theirs):
                    index.setdefault(rule.needs[0], []).append((rank, rule))
            self._contexts[context] = index
        return self._contexts[context]

    def possible(self, spans: Spans, context: str) -> list[Rule]:
        """Rules whose concepts all stand, heaviest first."""
        index, names = self._of(context), set(spans)
        ranked = [
            entry
            for name in names
            for entry in index.get(name, ())
            if entry[1].must <= names and entry[1].lacks.isdisjoint(names)
        ]
        return [rule for _, rule in sorted(ranked, key=itemgetter(0))]

    def fire(self, spans: Spans, context: str, content: Collection[int], clauses: Sequence[int]) -> list[Fired]:
        """The intents of an utterance, by position. `content` = tokens that `only` must cover; `clauses` numbers
        the clause of each token."""
        taken: set[int] = set()
        chosen: dict[str, Fired] = {}
        for rule in self.possible(spans, context):
            tokens = _match(rule, spans, taken, content, clauses)
            if tokens is None:
                continue
            taken.update(tokens)
            old = chosen.get(rule.intent)
            if old is None:
                chosen[rule.intent] = Fired(
                    rule.intent, rule.weight, tokens, rule.text, set(tokens).issuperset(content)
                )
            else:
                chosen[rule.intent] = old._replace(tokens=tuple(sorted({*old.tokens, *tokens})))
        return self._prune(list(chosen.values()))

    def interrupting(self, fired: list[Fired], placed: bool) -> list[Fired]:
        """What counts where an address is awaited. `placed` = the message also names a place or a phone."""
        free = table("rules")["address"]
        clear = frozenset(free["always" if placed else "interrupts"].split())
        shops = frozenset() if placed else frozenset(free["shopping"].split())
        kept = [
            one
            for one in fired
            if (one.intent in clear and one.weight >= CLEAR)
            or (one.intent in shops and one.weight >= SHOPS)
            or (one.alone and not placed)
        ]
        return kept or [one for one in fired if one.intent == "give_address"]

    def _prune(self, fired: list[Fired]) -> list[Fired]:
        if len(fired) < 2:
            return fired
        best = max(fired, key=lambda one: one.weight)
        names = {one.intent for one in fired if one is best or one.weight >= _SECOND}
        kept = [one for one in fired if one.intent in names and not (self.drops.get(one.intent, frozenset()) & names)]
        return _in_order(sorted(kept or [best], key=lambda one: (_rank(one.intent), one.tokens[:1])))


def _rank(intent: str) -> int:
    """A time comes after what it is for, and thanks last."""
    return 2 * (intent in _AFTERWARDS) or int(intent == "give_slot")


def _in_order(fired: list[Fired]) -> list[Fired]:
    """Dishes before the way in which they are had."""
    way = next((at for at, one in enumerate(fired) if one.intent in _WAYS), len(fired))
    dishes = [one for one in fired[way:] if one.intent == "add_item"]
    return [*fired[:way], *dishes, *(one for one in fired[way:] if one not in dishes)]


def _match(
    rule: Rule, spans: Spans, taken: set[int], content: Collection[int], clauses: Sequence[int]
) -> tuple[int, ...] | None:
    """The tokens that a rule would take; None when heavier rules took them or the message says more."""
    if rule.only and not _covers(rule, spans, content):
        return None
    tokens: set[int] = set()
    for name in rule.needs:
        span = _free(name, spans[name], taken, tokens, clauses)
        if span is None:
            return None
        tokens.update(span)
    return tuple(sorted(tokens))


def _free(
    name: str, ranges: Sequence[tuple[int, int]], taken: set[int], mine: set[int], clauses: Sequence[int]
) -> Sequence[int] | None:
    """Tokens for one need that no heavier rule took; dishes of the same clause go together."""
    if name in _SHARED:
        return ()
    free = [range(*one) for one in ranges if taken.isdisjoint(range(*one))]
    if free and name in _TOGETHER:
        same = [one for one in free if any(clauses[one.start] == clauses[at] for at in mine)]
        return [at for one in same or free for at in one]
    return free[0] if free else None


def _covers(rule: Rule, spans: Spans, content: Collection[int]) -> bool:
    covered = {at for name in rule.needs for one in spans[name] for at in range(*one)}
    return covered.issuperset(content)
