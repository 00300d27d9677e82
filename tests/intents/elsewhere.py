"""How often talk that orders nothing is taken for an order: `python -m tests.intents.elsewhere FILE.txt …`.

The files hold text of other sources, a message a line, for example corpora of social media or of a bank's customers.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bot.intents import Context, MenuGrammar, Recogniser
from tests.intents.demo_menu import demo_menu

CONTEXTS = ("any", "start", "browse", "cart", "payment", "confirm_order")
DONE = frozenset(("add_item", "checkout", "reorder", "confirm", "cancel", "clear_cart"))
DONE |= {"pay_cash", "pay_deposit", "payment_done"}
"""What orders, pays, confirms or gives up."""


def done(texts: Iterable[str], context: str, recogniser: Recogniser, grammar: MenuGrammar) -> Counter[str]:
    """What would be done for these texts without asking, by intent; a dish must be known and a yes not weak."""
    found: Counter[str] = Counter()
    for text in texts:
        for event in recogniser.read(text, Context(context), grammar).events:
            named = event.name != "add_item" or bool(event.slots.get("items"))
            found[event.name] += event.name in DONE and named and not event.slots.get("weak")
    return +found


def main() -> None:
    recogniser, grammar = Recogniser(), MenuGrammar(demo_menu())
    for name in sys.argv[1:]:
        texts = [line for line in Path(name).read_text(encoding="utf-8").splitlines() if line.strip()]
        for context in CONTEXTS:
            counts = done(texts, context, recogniser, grammar)
            kinds = ", ".join(f"{intent} {count}" for intent, count in counts.most_common())
            sys.stdout.write(f"{Path(name).stem} · {context}: {counts.total()} of {len(texts)} ({kinds})\n")


if __name__ == "__main__":
    main()
