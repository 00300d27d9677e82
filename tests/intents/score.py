"""Measure the intents against a file of sentences: `python -m tests.intents.score FILE.jsonl [--menu demo] [--misses]`.

A sentence is a hit when the first intent is the expected one or one of its `also`. Sentences without language
(`lang_neutral`) count for the intent but not in the table per language.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from time import perf_counter_ns
from typing import Any

from bot.cli.understand import main_first, named
from bot.intents import Context, MenuGrammar, Reading, Recogniser, reply_locale
from tests.intents.demo_menu import demo_menu
from tests.intents.dev_menu import dev_menu

REPLY = {"fr": "fr", "ar": "ar", "arq-Arab": "ar", "arq-Latn": "arq"}
Row = Mapping[str, Any]


class Score:
    """Counts of one run."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.hits: Counter[str] = Counter()
        self.locale_seen: Counter[str] = Counter()
        self.locale_hits: Counter[str] = Counter()
        self.kept: Counter[str] = Counter()
        self.confused: Counter[tuple[str, str]] = Counter()
        self.misses: list[str] = []
        self.nanoseconds: list[int] = []

    def add(self, row: Row, reading: Reading) -> None:
        first = named(main_first(reading)[0]).name
        group = "neutral" if "lang_neutral" in row.get("tags", ()) else row["lang"]
        hit = first in {row["intent"], *row.get("also", ())}
        self.seen[group] += 1
        self.hits[group] += hit
        if not hit:
            self.confused[row["intent"], first] += 1
            self.misses.append(f"{row['lang']:9}{row['context']:15}{row['intent']} → {first}: {row['text']}")
        if group in REPLY:
            locale = reply_locale(row["text"], reading.language, last=None, default="fr", asks=None).locale
            self.locale_seen[group] += 1
            self.locale_hits[group] += locale == REPLY[group] and reading.language != "none"
            self.kept[group] += reading.language == "none" and group != "ar"

    def lines(self, misses: bool) -> Iterator[str]:
        """The table, the timing, what was taken for what, and each miss when asked."""
        for group in sorted(self.seen):
            share = self.hits[group] / self.seen[group]
            seen = self.locale_seen[group]
            reply = f"{self.locale_hits[group] / seen:.3f} (kept {self.kept[group] / seen:.3f})" if seen else "–"
            yield (f"{group:10} n={self.seen[group]:5}  intent {share:.3f}  reply locale {reply}")
        yield (f"{'all':10} n={self.seen.total():5}  intent {self.hits.total() / self.seen.total():.3f}")
        ordered = sorted(self.nanoseconds)
        half, most = (ordered[len(ordered) * part // 100] / 1000 for part in (50, 99))
        yield f"µs per message: p50 {half:.0f}, p99 {most:.0f}"
        yield "confused: " + ", ".join(f"{want}→{got} {n}" for (want, got), n in self.confused.most_common(25))
        if misses:
            yield from sorted(self.misses)


def run(rows: Iterable[Row], grammar: MenuGrammar, recogniser: Recogniser) -> Score:
    """Read every sentence in its context and count."""
    score = Score()
    for row in rows:
        start = perf_counter_ns()
        reading = recogniser.read(row["text"], Context(row["context"]), grammar)
        score.nanoseconds.append(perf_counter_ns() - start)
        score.add(row, reading)
    return score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--menu", choices=("dev", "demo"), default="dev")
    parser.add_argument("--folds", default="01234", help="which fifths of the file to read")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if str(row.get("fold", 0)) in args.folds]
    menu = dev_menu() if args.menu == "dev" else demo_menu()
    score = run(rows, MenuGrammar(menu), Recogniser())
    sys.stdout.write("\n".join(score.lines(args.misses)) + "\n")


if __name__ == "__main__":
    main()
