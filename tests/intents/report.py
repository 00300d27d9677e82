"""Every figure of docs/language.md: `python -m tests.intents.report [FILE.jsonl …]`; the files are held-out sentences.

Rules and lists were written with the development sentences in view, so their figure there is no estimate; the n-gram
model is measured on folds that it has not learned, and the held-out files were written apart, without sight of a list.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter_ns
from tracemalloc import get_traced_memory, start, stop
from typing import Any, NamedTuple

from bot.bootstrap import settle
from bot.cli.understand import main_first, named
from bot.intents import Context, MenuGrammar, Reading, Recogniser, reply_locale
from bot.intents.model import Model
from bot.intents.training import sentences
from bot.services.menu import Dish, Menu, Names
from tests.intents.baseline import Baseline, in_folds
from tests.intents.demo_menu import demo_menu
from tests.intents.dev_menu import dev_menu
from tests.intents.score import REPLY

HERE = Path(__file__).parent
TOLD = HERE / "told"
"""What the model has learned; `held` beside it is what nobody has."""
GROUPS = ("fr", "ar", "arq-Arab", "arq-Latn", "mixed")
COSTLY = frozenset(("confirm", "cancel", "clear_cart", "pay_cash", "pay_deposit", "payment_done"))
ACCEPTS = COSTLY - {"cancel", "clear_cart"} | {"add_item", "checkout"}
Row = Mapping[str, Any]


class Answer(NamedTuple):
    """A sentence, what was understood, and what the baseline says of it."""

    row: Row
    reading: Reading
    plain: str
    informed: str = ""
    """What the baseline says that has learned all that our model has."""

    @property
    def intent(self) -> str:
        """What `understand` answers."""
        return named(main_first(self.reading)[0]).name

    @property
    def wanted(self) -> set[str]:
        return {self.row["intent"], *self.row.get("also", ())}

    @property
    def hit(self) -> bool:
        return self.intent in self.wanted

    @property
    def done(self) -> list[str]:
        """What would be carried out: a weak yes is asked again."""
        return [event.name for event in self.reading.events if not event.slots.get("weak")]

    @property
    def lines(self) -> Counter[tuple[Any, ...]]:
        """Dishes added: code, quantity, options."""
        added = [item for event in self.reading.events if event.name == "add_item" for item in event.slots["items"]]
        return Counter((item["item"], item["qty"], *sorted(item.get("options", ()))) for item in added)


def folded(rows: Sequence[Row]) -> list[Answer]:
    """The development sentences, each read with a model that has not learned its fold."""
    seen = {row["text"] for row in rows}
    own = [row for file in sorted(TOLD.glob("*.jsonl")) for row in sentences(file) if row["text"] not in seen]
    grammar, plain = MenuGrammar(dev_menu()), in_folds(rows)
    answers = []
    for fold in range(5):
        told = [*(row for row in rows if row["fold"] != fold), *own]
        learned = Model([(row["text"], row["intent"], row["context"]) for row in told])
        recogniser = Recogniser(partial(_same, learned))
        answers += [
            Answer(row, recogniser.read(row["text"], Context(row["context"]), grammar), guess)
            for row, guess in zip(rows, plain, strict=True)
            if row["fold"] == fold
        ]
    return answers


def _same(learned: Model) -> Model:
    return learned


def held(rows: Sequence[Row], plain: Baseline, informed: Baseline) -> list[Answer]:
    """Held-out sentences, over the demo's menu, with everything that ships."""
    grammar, recogniser = MenuGrammar(demo_menu()), Recogniser()
    return [
        Answer(
            row,
            recogniser.read(row["text"], Context(row["context"]), grammar),
            plain.guess(row),
            informed.guess(row),
        )
        for row in rows
    ]


def group(row: Row) -> str:
    return "neutral" if "lang_neutral" in row.get("tags", ()) else str(row["lang"])


def share(part: float, whole: float) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def intents(answers: Sequence[Answer]) -> Iterator[str]:
    """Intent and reply locale by language, beside the plain classifier."""
    yield "| language | sentences | intent | plain classifier | the same, told all | reply locale | strictly |"
    yield "|---|---|---|---|---|---|---|"
    for name in (*GROUPS, "all"):
        mine = [one for one in answers if name in (group(one.row), "all")]
        spoken = [one for one in mine if expected_locale(one.row)]
        cells = (
            share(sum(one.hit for one in mine), len(mine)),
            share(sum(one.plain in one.wanted for one in mine), len(mine)),
            share(sum(one.informed in one.wanted for one in mine), len(mine) * any(one.informed for one in mine)),
            share(sum(locale(one) in (expected_locale(one.row), "keep") for one in spoken), len(spoken)),
            share(sum(locale(one) == expected_locale(one.row) for one in spoken), len(spoken)),
        )
        yield f"| {name} | {len(mine)} | {' | '.join(cells)} |"


def expected_locale(row: Row) -> str:
    return str(row.get("reply") or ("" if group(row) == "neutral" else REPLY.get(row["lang"], "")))


def locale(one: Answer) -> str:
    """The decision from the text alone; `keep` where nothing in it speaks for a language."""
    said = one.reading.language
    decided = reply_locale(one.row["text"], said, last=None, default="fr", asks=None).locale
    return "keep" if said == "none" and decided != "ar" else str(decided)


def lines(answers: Sequence[Answer]) -> Iterator[str]:
    """F1 over order lines, and messages that add a dish that nobody asked for."""
    right = found = wanted = wrong = 0
    for one in answers:
        gold = Counter(dict(gold_lines(one.row)))
        plain = Counter(line[: len(next(iter(gold)))] if gold else line for line in one.lines.elements())
        right += (gold & plain).total()
        found, wanted = found + plain.total(), wanted + gold.total()
        strangers = {line[0] for line in plain} - {line[0] for line in gold}
        wrong += bool(strangers) and "add_item" not in one.row.get("also", ())
    f1 = share(2 * right, found + wanted)
    yield f"Order lines: {wanted} wanted, {found} found, {right} right, F1 {f1}; "
    yield f"messages that add a dish that nobody named: {wrong} of {len(answers)} ({share(wrong, len(answers))})."


def gold_lines(row: Row) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Code and quantity, and the options where the file names them by the menu's codes."""
    ordered = "add_item" in (row["intent"], *row.get("also", ()))
    for item in row.get("items", row.get("slots", {}).get("items", ())) if ordered else ():
        yield (item["item"], item.get("qty", 1), *sorted(item.get("options", ()))), 1


def costly(answers: Sequence[Answer]) -> Iterator[str]:
    """Acts that cost taken wrongly, and out-of-scope messages taken for an order or a payment."""
    wrong = [one for one in answers if (COSTLY & set(one.done)) - one.wanted and not allowed(one)]
    strangers = [one for one in answers if one.row["intent"] == "out_of_scope"]
    taken = [one for one in strangers if ACCEPTS & set(one.done) - one.wanted]
    yield f"Acts that cost, taken wrongly: {len(wrong)} of {len(answers)} ({share(len(wrong), len(answers))}); "
    yield f"out of scope, taken for an order or a payment: {len(taken)} of {len(strangers)}."
    for one in [*wrong, *taken]:
        yield f"- {one.row['context']}: {' '.join(one.row['text'].split())} → {', '.join(one.done)}"


def allowed(one: Answer) -> bool:
    """Where nothing is pending, a yes does nothing."""
    return bool(one.row["context"] == "any") and (COSTLY & set(one.done)) - one.wanted == {"confirm"}


def confusion(answers: Sequence[Answer]) -> Iterator[str]:
    """What was taken for what, the most frequent first."""
    pairs = Counter((one.row["intent"], one.intent) for one in answers if not one.hit)
    yield "| wanted | understood | times |"
    yield "|---|---|---|"
    yield from (f"| {wanted} | {got} | {times} |" for (wanted, got), times in pairs.most_common())


def worst(answers: Sequence[Answer]) -> Iterator[str]:
    """The fifty misses of which the recogniser was surest."""
    missed = sorted((one for one in answers if not one.hit), key=lambda one: -one.reading.score)[:50]
    yield "| sentence | context | wanted | understood | score |"
    yield "|---|---|---|---|---|"
    for one in missed:
        text = one.row["text"].replace("|", "\\|").replace("\n", " ")
        yield f"| {text} | {one.row['context']} | {one.row['intent']} | {one.intent} | {one.reading.score:.2f} |"


def cost(rows: Sequence[Row]) -> Iterator[str]:
    """Microseconds of a message with a menu of 300 dishes, and the memory of lists, model, that menu and what is
    remembered of these messages. To be asked for first: what was read before is remembered, too."""
    start()
    recogniser = Recogniser()
    recogniser.warm()
    grammar = MenuGrammar(large_menu(300))
    for row in rows:
        recogniser.read(row["text"], Context(row["context"]), grammar)
    held_now = get_traced_memory()[0] / 1e6
    stop()
    settle()
    spent = sorted(map(partial(timed, recogniser, grammar), rows))
    half, most = (spent[len(spent) * part // 100] / 1000 for part in (50, 99))
    yield f"p50 {half:.0f} µs, p99 {most:.0f} µs a message; {held_now:.0f} MB."


def timed(recogniser: Recogniser, grammar: MenuGrammar, row: Row) -> int:
    begun = perf_counter_ns()
    recogniser.read(row["text"], Context(row["context"]), grammar)
    return perf_counter_ns() - begun


def large_menu(size: int) -> Menu:
    """The larger menu of the tests, and as many dishes more as are lacking."""
    menu = dev_menu()
    more = [
        Dish(
            f"N{n:03}",
            menu.dishes[0].category,
            Names(f"Plat maison {word(n)}", f"طبق {word(n)}", f"Plat {word(n)}"),
            50_000,
            (),
            (),
        )
        for n in range(size - len(menu.dishes))
    ]
    return Menu(menu.categories, (*menu.dishes, *more))


def word(number: int) -> str:
    """A made-up name, unlike the others."""
    parts = ("ba", "du", "fi", "go", "ki", "lo", "mu", "na", "ri", "zo")
    return "".join(parts[int(digit)] for digit in f"{number:03}")


def section(title: str, answers: Sequence[Answer]) -> Iterator[str]:
    """All tables of one set of sentences."""
    yield from (f"\n## {title}\n", *intents(answers), "", *lines(answers), "", *costly(answers))
    yield from ("\n### Taken for something else\n", *confusion(answers), "\n### The fifty worst\n", *worst(answers))


def main() -> None:
    development = sentences(TOLD / "development.jsonl")
    costs = list(cost(development))
    files = [Path(name) for name in sys.argv[1:]] or sorted((HERE / "held").glob("*.jsonl"))
    out = list(section("Development sentences", folded(development)))
    told = [row for file in sorted(TOLD.glob("*.jsonl")) for row in sentences(file)]
    plain, informed = Baseline(development), Baseline(told)
    for file in files:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        out += section(f"Held out: {file.stem}", held(rows, plain, informed))
    sys.stdout.write("\n".join([*out, "\n## Cost\n", *costs]) + "\n")


if __name__ == "__main__":
    main()
