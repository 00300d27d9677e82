"""Gather the n-gram model's sentences: `python -m bot.intents.training FILE.jsonl …` writes `data/sentences.jsonl`.

Lines of the files are `{"text", "intent", "context"}`. Run it when they change; the tests compare.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.intents.model import FILE

KEPT = ("text", "intent", "context")


def bundled(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of `data/sentences.jsonl`, each once."""
    said = (json.dumps([row[name] for name in KEPT], ensure_ascii=False, separators=(",", ":")) for row in rows)
    yield from dict.fromkeys(said)


def sentences(file: Path) -> list[dict[str, Any]]:
    """The sentences of a file, one JSON object a line."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    rows = [row for name in sys.argv[1:] for row in sentences(Path(name))]
    FILE.write_text("\n".join(bundled(rows)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
