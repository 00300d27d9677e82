"""What was asked, and what is in the basket, gives words their meaning: a line's name, a lone number, an option."""

from collections.abc import Iterator

from bot.intents.foods import GLUE, INSIDE, WITHOUT
from bot.intents.guards import DENIES
from bot.intents.mentions import Mention
from bot.intents.reading import Choice
from bot.intents.slots import of_basket
from bot.intents.utterance import Utterance
from bot.messages import Event

_OPTIONED = frozenset(("browse", "cart", "confirm_order", "checkout_mode", "table", "qty"))
_UNNUMBERED = frozenset(("browse", "cart", "tracking", "any"))
"""Contexts in which a lone number stands for a choice that is shown, and for nothing where none is."""
_MOST_DIGITS = 3
_BESIDE_A_NAME = ("want_more", "again", "only_word", "want", "@qty")


def answered(said: Utterance) -> Event | None:
    """The event of such an answer; None when words must decide."""
    return _unnumbered(said) or _line(said) or _which(said) or _option(said)


def _unnumbered(said: Utterance) -> Event | None:
    """A lone number where nothing is shown that it could stand for."""
    number = said.tokens[0].form if len(said.tokens) == 1 and said.tokens[0].kind == "number" else ""
    shown = bool(said.context.choices) and said.context.name != "cart"
    if not 0 < len(number) <= _MOST_DIGITS or shown or said.context.name not in _UNNUMBERED:
        return None
    return Event("misfit", {"event": "give_qty"})


def _line(said: Utterance) -> Event | None:
    """A dish's bare name where it is asked which line to change: that line, and not one more."""
    if said.context.awaited != "line":
        return None
    lines = said.lines.lines
    if len(lines) != 1 or said.lines.unknown or said.shapes.has(*_BESIDE_A_NAME):
        return None
    line = lines[0]
    held = [code for n in sorted(line.dishes) if (code := said.grammar.codes[n]) in said.context.basket]
    bare = not (line.said or line.options or line.notes or line.lacking or line.instead)
    covered = {at for span in said.shapes.spans.get("@dish", ()) for at in range(*span)}
    meant = len(held) == 1 and bare and covered.issuperset(said.shapes.content)
    return Event("edit_line", {"item": held[0]}) if meant else None


def _which(said: Utterance) -> Event | None:
    """Options said where it is asked which line of a dish is meant: the line shown that has them."""
    wanted = set(of_basket(said, said.lines.loose)) if said.context.awaited == "which" else set[str]()
    fit = [choice.event for choice in said.context.choices if wanted and wanted <= _shown(choice)]
    return fit[0] if len(fit) == 1 else None


def _shown(choice: Choice) -> set[str]:
    """The options of the line that a choice stands for."""
    items = choice.event.slots.get("items") or ()
    return {code for item in items if item.get("line") for code in item.get("options") or ()}


def _option(said: Utterance) -> Event | None:
    """`enlève les oignons`, `sans double steak`: an option of a dish in the basket, put on or taken off."""
    lines, shape = said.lines, said.shapes
    if not said.context.basket or said.context.name not in _OPTIONED or shape.has("@question"):
        return None
    if not shape.has("remove", "@pas_de") and not any(token.form in WITHOUT for token in said.tokens):
        return None
    extra = len(said.mentions) == 1 and _is_extra(said, said.mentions[0])
    named = said.mentions or lines.left_out or shape.has("@dish")
    ordered = any(not extra or line.start != said.mentions[0].start for line in lines.lines)
    if ordered or lines.loose or shape.has("@keep") or (named and not extra):
        return None
    return next(_named(said), None)


def _is_extra(said: Utterance, mention: Mention) -> bool:
    """Whether a dish's name is said of what goes onto a dish in the basket (`bla frites dedans`)."""
    at = mention.start - 1
    while at > 0 and said.tokens[at].form in GLUE:
        at -= 1
    before = said.tokens[at].form if at >= 0 else ""
    held = {n for n, code in enumerate(said.grammar.codes) if code in said.context.basket}
    after = said.tokens[mention.end].form if mention.end < len(said.tokens) else ""
    by_itself = after not in INSIDE and (before not in WITHOUT or bool(mention.dishes & held))
    turned = before in WITHOUT or before in DENIES or said.shapes.has("remove")
    return turned and not by_itself and bool(said.grammar.options_for(mention.ids, held, "extra"))


def _named(said: Utterance) -> Iterator[Event]:
    """The options that words name, of the dishes in the basket, the last one first."""
    ids = [found.id for found in said.spotted if found]
    codes = said.grammar.codes
    for item in reversed(said.context.basket):
        for option in said.grammar.options_for(ids, (n for n, code in enumerate(codes) if code == item)):
            drop = {} if option.kind == "remove" else {"drop": True}
            other = {"item": item} if item != said.context.basket[-1] else {}
            yield Event("give_options", {"options": [option.code], **drop, **other})
