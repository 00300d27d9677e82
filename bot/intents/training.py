"""Make the n-gram model from our own words: `python -m bot.intents.training FILE.jsonl …`.

Sentences are lines of `{"text", "intent", "context"}`; the phrases of `concepts.toml` count half. Run it after every
change of the word lists; the tests compare the stored model with a fresh one.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.intents.data import entries, table
from bot.intents.model import FILE, features
from bot.intents.normalise import clean
from bot.intents.rules import read_rules
from bot.intents.tokens import tokens

PHRASE = 0.5
RARE = 1.0
"""Features counted less than this in all are left out."""


def phrases() -> list[tuple[str, str]]:
    """Phrases and the intent that they alone stand for."""
    meant: dict[str, str] = {}
    for rule in read_rules():
        if len(rule.needs) == 1:
            meant.setdefault(rule.needs[0], rule.intent)
    concepts = table("concepts")
    return [(entry, meant[name]) for name in concepts if name in meant for entry in entries(concepts[name])]


def model(rows: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """The model's counts, tenfold and whole, as they are stored."""
    counts: dict[str, Counter[str]] = {}
    contexts: dict[str, set[str]] = {}
    weighted = [(row["text"], row["intent"], 1.0) for row in rows]
    for row in rows:
        contexts.setdefault(row["context"], set()).add(row["intent"])
    for text, intent, weight in [*weighted, *((text, intent, PHRASE) for text, intent in phrases())]:
        for name in features(tokens(clean(text))):
            counts.setdefault(name, Counter())[intent] += weight  # type: ignore[assignment]
    return _stored(counts, contexts)


def _stored(counts: Mapping[str, Counter[str]], contexts: Mapping[str, set[str]]) -> dict[str, Any]:
    totals: Counter[str] = Counter()
    for row in counts.values():
        totals.update(row)
    intents = sorted(totals)
    place = {intent: at for at, intent in enumerate(intents)}
    kept = {name: row for name, row in sorted(counts.items()) if row.total() >= RARE}
    return {
        "intents": intents,
        "totals": [round(totals[intent], 1) for intent in intents],
        "size": len(counts),
        "contexts": {name: sorted(contexts[name]) for name in sorted(contexts)},
        "features": {
            name: [part for intent, count in sorted(row.items()) for part in (place[intent], round(count * 10))]
            for name, row in kept.items()
        },
    }


def sentences(file: Path) -> list[dict[str, Any]]:
    """The sentences of a file, one JSON object a line."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    stored = model([row for name in sys.argv[1:] for row in sentences(Path(name))])
    FILE.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
