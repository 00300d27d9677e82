"""`understand --misses`: what nobody understood lately, alike messages together, to be learned from."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from bot.cli.output import migrated
from bot.intents.normalise import clean, key
from bot.intents.tokens import tokens
from storage import ops
from storage.wire import Row

MOST = 5000
"""Sentences that are looked at."""
SHOWN = 3
"""Wordings shown of each group."""
Group = dict[str, Any]


async def missed(days: int) -> list[Group]:
    """The groups of the last days, the largest first: count, people, texts, contexts, locales, last (ISO time)."""
    async with migrated() as desk, desk.storage.read() as reader:
        since = desk.world.now() - timedelta(days=days)
        return grouped(await ops.misses(reader.raw, since, MOST))


def grouped(rows: Sequence[Row]) -> list[Group]:
    """Rows of `ops.misses`, newest first, those with the same words in any spelling together."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(_alike(row["text"]) or row["text"], []).append(row)
    return sorted(map(_group, groups.values()), key=lambda group: -group["count"])


def _alike(text: str) -> str:
    """The keys of the words, in any order: what the spellings of a message share."""
    return " ".join(sorted({key(token.form) or token.form for token in tokens(clean(text)) if token.kind == "word"}))


def _group(rows: Sequence[Row]) -> Group:
    return {
        "count": len(rows),
        "people": len({row["session_id"] for row in rows}),
        "texts": [text for text, _ in Counter(row["text"] for row in rows).most_common(SHOWN)],
        "contexts": _frequent(row["context"] for row in rows),
        "locales": _frequent(row["locale"] for row in rows),
        "last": rows[0]["at"].isoformat(),
    }


def _frequent(values: Iterator[str]) -> list[str]:
    return [value for value, _ in Counter(values).most_common()]


def lines(groups: Sequence[Group]) -> Iterator[str]:
    """The groups for a person."""
    for group in groups:
        yield f"{group['count']:4} × «{'» «'.join(group['texts'])}»"
        where = f"in {', '.join(group['contexts'])}; answered in {', '.join(group['locales'])}"
        yield f"       {where}; last {group['last'][:16]}"
    if not groups:
        yield "nothing was missed"
