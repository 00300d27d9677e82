"""Ways between which somebody wavers, a yes that answers nothing, dishes that are counted or priced, not ordered."""

from collections.abc import Sequence

from bot.intents.guards import DENIED_BEHIND, DENIES, DENIES_PAYING, NEVERS, OR
from bot.intents.rules import Fired
from bot.intents.tokens import breaks_between
from bot.intents.utterance import Utterance

_EITHER = (
    frozenset(("choose_pickup", "choose_delivery", "choose_dine_in")),
    frozenset(("pay_cash", "pay_deposit")),
)
_NOT = DENIES | NEVERS | DENIES_PAYING
_WAYS = ("cash", "deposit", "card", "kach")
_CLOSE = 3
"""Words before a way to pay that can deny it."""
_PAYS = ("pay_cash", "pay_deposit")
_COURTESIES = frozenset(("greet", "thanks", "goodbye", "smalltalk_other", "confirm", "give_slot", "checkout"))
_BEGINS = frozenset(("start", "browse"))
"""Where there may be no basket yet, in which nothing has a quantity to change."""


def undecided(said: Utterance, fired: Sequence[Fired]) -> list[Fired]:
    """Without the ways of getting or paying it between which somebody wavers: `livraison ou à emporter ?`."""
    wavers = any(token.form in OR or token.form == "ou" for token in said.tokens)
    if wavers and said.shapes.has("yes", "checkout_verb") and any(one.intent == "cancel" for one in fired):
        return []
    if wavers and said.shapes.has("card", "menu_word") and all(one.intent in _PAYS for one in fired):
        return []
    fired = [one for one in fired if one.intent not in _PAYS or not _is_denied(said, one)]
    if len(fired) < 2:
        return fired
    fired = _paid_one_way(said, _naming(said, _answering(said, fired)))
    if not wavers:
        return fired
    doubled = {name for names in _EITHER if sum(one.intent in names for one in fired) > 1 for name in names}
    return [one for one in fired if one.intent not in doubled or _stands_apart(said, one)]


def _answering(said: Utterance, fired: Sequence[Fired]) -> list[Fired]:
    """Without a yes beside something else where the bot asked nothing."""
    rest = [one for one in fired if one.intent != "confirm"]
    return list(fired) if said.context.name.startswith("confirm") or not rest else rest


def _naming(said: Utterance, fired: Sequence[Fired]) -> list[Fired]:
    """Without an order that names nothing beside something else: `encore` and `2` are said of much."""
    lines = said.lines
    named = lines.lines or lines.unknown or lines.wished_at or said.shapes.has("@replaced", "@another", "@menu_number")
    rest = [one for one in fired if one.intent != "add_item"]
    return list(fired) if named or all(one.intent in _COURTESIES for one in rest) else rest


def _paid_one_way(said: Utterance, fired: Sequence[Fired]) -> list[Fired]:
    """With one way to pay: the deposit, for it comes before the rest."""
    ways = [one for one in fired if one.intent in _PAYS]
    if len(ways) < 2 or any(token.form in OR or token.form == "ou" for token in said.tokens):
        return list(fired)
    return [one for one in fired if one.intent != "pay_cash"]


def _is_denied(said: Utterance, one: Fired) -> bool:
    """Whether a way to pay is denied by a word close before it or right behind it."""
    ways = [at for name in _WAYS for at, _ in said.shapes.spans.get(name, ()) if at in one.tokens]
    before = (said.tokens[at] for way in ways for at in range(max(0, way - _CLOSE), way))
    behind = said.tokens[max(one.tokens) + 1 : max(one.tokens) + 2] if one.tokens else ()
    return any(token.form in _NOT for token in before) or any(token.form in DENIED_BEHIND for token in behind)


def _stands_apart(said: Utterance, one: Fired) -> bool:
    """Whether no `or` is near."""
    near = range(max(0, min(one.tokens) - 3), min(len(said.tokens), max(one.tokens) + 4)) if one.tokens else ()
    return not any(said.tokens[at].form in OR or said.tokens[at].form == "ou" for at in near)


def _once(said: Utterance, fired: Sequence[Fired]) -> Sequence[Fired]:
    """Without an order of dishes whose quantity is set, or without that where there is no basket: they would come
    twice."""
    starts = {line.start for line in said.lines.lines}
    left = starts - {at for one in fired if one.intent == "change_qty" for at in one.tokens}
    twice = bool(starts) and not left and not said.lines.unknown
    if said.context.name in _BEGINS and not said.context.basket and len(starts) > 1:
        return [one for one in fired if one.intent != "change_qty"]
    return [one for one in fired if one.intent != "add_item" or not twice]


def priced(said: Utterance, fired: Sequence[Fired]) -> list[Fired]:
    """Each dish once: ordered or counted anew. One whose price is asked for is only ordered where that was said apart
    (`2 tacos svp. c'est combien ?`)."""
    if len(fired) < 2:
        return list(fired)
    fired = _once(said, fired)
    asked = next((one for one in fired if one.intent == "ask_price"), None)
    order = next((one for one in fired if one.intent == "add_item"), None)
    mine = [line for line in said.lines.lines if asked and line.start in asked.tokens]
    if asked is None or order is None or not mine or any(line.start in order.tokens for line in said.lines.lines):
        return list(fired)
    price = max((start for start, _ in said.shapes.spans.get("price", ())), default=0)
    if not said.shapes.has("want") or not breaks_between(said.tokens, mine[-1].end, max(mine[-1].end, price)):
        return [one for one in fired if one is not order]
    dishes = {line.start for line in mine}
    own = order._replace(tokens=tuple(sorted({*order.tokens, *dishes})))
    left = asked._replace(tokens=tuple(at for at in asked.tokens if at not in dishes))
    return [own if one is order else left if one is asked else one for one in fired]
