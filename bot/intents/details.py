"""Further slots of an intent: when, how much, how many people, what about, by which means."""

from collections.abc import Sequence
from functools import cache

from bot.intents.amounts import DINAR, MILLIARD, MILLION, THOUSAND, Amount, amounts
from bot.intents.data import entries, table
from bot.intents.guards import PEOPLE, TABLES, TO
from bot.intents.lexicon import ARTICLES
from bot.intents.moments import moment
from bot.intents.normalise import fold, key, stems
from bot.intents.numbers import number
from bot.intents.quantities import number_at
from bot.intents.tokens import Token
from bot.intents.utterance import Slots, Utterance

_LONGEST = 4
_KEYED = 5
_PARTY = 100
_DIGITS = 3
_UNITS = DINAR | THOUSAND | MILLION | MILLIARD


def when(said: Utterance) -> Slots:
    """`time` and `day` as `moments.Moment` has them."""
    told = said.shapes.has("@moment", "later_word", "now_word")
    told = told or any(token.value is not None or token.kind == "clock" for token in said.tokens)
    return at_once(said.tokens) if told else {}


def at_once(tokens: Sequence[Token]) -> Slots:
    """`time` and `day` of these words alone."""
    found = moment(tokens)
    return ({"time": found.time} if found.time else {}) | ({"day": found.day} if found.day else {})


def paid(said: Utterance) -> Slots:
    """`amount_da`, its other reading, and the `method` of a deposit."""
    return _sum(said, "amount_da") | _about(said.tokens, "method", "method")


def given(said: Utterance) -> Slots:
    """`cash_given`: the note for which change is wanted, in dinars."""
    return _sum(said, "cash_given")


def asked_sum(said: Utterance) -> Slots:
    """`budget_da`: what somebody has to spend, or `amount_da`: the price he names; only a sum said as one."""
    has = any(token.form in _HAS for token in said.tokens)
    return _sum(said, "budget_da" if has else "amount_da", surely=True)


def _sum(said: Utterance, name: str, *, surely: bool = False) -> Slots:
    found = [one for one in amounts(said.tokens) if not surely or _with_unit(said.tokens, one)]
    if not found:
        return {}
    return {name: found[0].dinars} | ({"or_else_da": list(found[0].or_else)} if found[0].or_else else {})


def _with_unit(tokens: Sequence[Token], one: Amount) -> bool:
    last = tokens[one.end - 1]
    return last.kind == "money" or any(token.form in _UNITS for token in tokens[one.start : one.end])


def people(said: Utterance) -> Slots:
    """`people`: how many eat, beside a word for people or behind a table; `table` where only that was asked for."""
    for at in range(len(said.tokens)):
        counted = number_at(said.tokens, at)
        if counted and 0 < counted[0] < _PARTY and _counts_people(said.tokens, at, counted[1]):
            return {"people": counted[0]}
        alone = _PAIRS.get(said.tokens[at].form) or _joined(said.tokens, at)
        if alone:
            return {"people": alone}
    return _at_table(said) if said.context.name == "table" else {}


def _at_table(said: Utterance) -> Slots:
    """`on est à la 12`: the only number in an answer to which table it is."""
    numbers = [token for token in said.tokens if token.value is not None]
    behind = numbers and any(
        token is numbers[0] and at and said.tokens[at - 1].form in _AT for at, token in enumerate(said.tokens)
    )
    alone = behind and len(numbers) == 1 and numbers[0].kind == "number" and len(numbers[0].form) <= _DIGITS
    return {"table": str(numbers[0].value)} if alone else {}


def _counts_people(tokens: Sequence[Token], at: int, end: int) -> bool:
    if end < len(tokens) and tokens[end].form in PEOPLE:
        return True
    before = [token.form for token in tokens[max(0, at - 2) : at]]
    return before[-1:] == ["rana"] or (len(before) == 2 and before[0] in TABLES and before[1] in _FOR)


def _joined(tokens: Sequence[Token], at: int) -> int | None:
    """`لأربعة أشخاص`, `طابلة لخمسة`: a number behind a glued preposition."""
    beside = (at and tokens[at - 1].form in TABLES) or (at + 1 < len(tokens) and tokens[at + 1].form in PEOPLE)
    if not beside or not tokens[at].form.startswith("ل"):
        return None
    return next((value for prefix, rest in stems(tokens[at].form) if prefix == "ل" and (value := number(rest))), None)


def topics(said: Utterance) -> Slots:
    """`allergen` or `topic` of a question about food."""
    found = _about(said.tokens, "allergen", "allergen")
    return found or _about(said.tokens, "about", "topic")


def house_topic(said: Utterance) -> Slots:
    """`topic` of a question about the house."""
    return _about(said.tokens, "house", "topic")


def _about(tokens: Sequence[Token], name: str, slot: str) -> Slots:
    """The subject of the longest listed words in a message."""
    listed = _listed(name)
    for size in range(_LONGEST, 0, -1):
        for at in range(len(tokens) - size + 1):
            words = " ".join(token.form.replace("'", "") for token in tokens[at : at + size])
            value = listed.get(words) or (_alone(listed, words) if size == 1 else None)
            if value:
                return {slot: value}
    return {}


def _alone(listed: dict[str, str], word: str) -> str | None:
    stem = next((listed[rest] for _, rest in stems(word) if rest in listed), None)
    return stem or (listed.get(f"~{key(word)}") if len(word) >= _KEYED else None)


@cache
def _listed(name: str) -> dict[str, str]:
    """What each entry of a list is about; single words also by their spelling key, behind a `~`."""
    found: dict[str, str] = {}
    for value, listed in table("topics")[name].items():
        for entry in entries(listed):
            words = " ".join(fold(word) for word in entry.replace("'", " ").split())
            found[words] = value
            if " " not in words and len(words) >= _KEYED:
                found.setdefault(f"~{key(words)}", value)
    return found


_AT = ARTICLES | TO
_FOR = frozenset(fold(word) for word in table("topics")["people"]["before"].split())
_HAS = frozenset(fold(word) for word in table("topics")["budget"]["words"].split())
_PAIRS = {fold(word): 2 for word in ("لشخصين", "شخصين", "شخصان")}
