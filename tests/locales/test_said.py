"""Every place in the code that says a key gives it all its variables, each of its kind.

What an expression gives is told from how it is written; what cannot be told (a local name) is checked when it is said,
in every walk of the machines and every conversation.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bot.locales.catalogue import Catalogue
from bot.locales.kinds import KINDS, Kind

ROOT = Path(__file__).parents[2] / "bot"
SOURCES = sorted([*(ROOT / "machines").glob("*.py"), *(ROOT / "handlers").rglob("*.py"), ROOT / "engine" / "step.py"])
METHODS = frozenset(("say", "show", "tell", "word", "_noted"))
FUNCTIONS = frozenset(("told", "Say"))
NO_VALUES = frozenset(("lists", "opener", "ask_location"))
TEXTS, NUMBERS, AMOUNTS = {Kind.TEXT, Kind.WORDS, Kind.NUMBER}, {Kind.COUNT, Kind.NUMBER}, {Kind.MONEY}
WORDS, LINES = {Kind.WORDS, Kind.LINES}, {Kind.LINES}
GIVES = {
    "Money": AMOUNTS, "total": AMOUNTS, "Lines": LINES, "lines": LINES, "order_lines": LINES, "option_lines": LINES,
    "int": NUMBERS, "len": NUMBERS, "min": NUMBERS, "str": TEXTS, "tag": TEXTS, "national": TEXTS, "join": TEXTS,
    "Names": TEXTS, "naming": TEXTS, "naming_all": TEXTS, "word": WORDS, "Say": WORDS, "how": WORDS,
}  # fmt: skip


@cache
def catalogue() -> Catalogue:
    return Catalogue.bundled()


@dataclass(frozen=True)
class Said:
    """A key said in the code with these values; `open` = there may be more of them."""

    where: str
    key: str
    values: dict[str, ast.expr]
    open: bool


def _keys(node: ast.expr) -> list[str]:
    """The keys that an expression may be."""
    if isinstance(node, ast.IfExp):
        return [*_keys(node.body), *_keys(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _prefix(path: Path) -> str:
    return "staff" if path.stem == "staff" else "customer"


def _given(call: ast.Call, method: bool) -> tuple[dict[str, ast.expr], bool]:
    given = {k.arg: k.value for k in call.keywords if k.arg and k.arg not in NO_VALUES}
    if method or len(call.args) < 2 or _called(call) != "Say":
        return given, any(k.arg is None for k in call.keywords)
    table = call.args[1]
    if not isinstance(table, ast.Dict):
        return {}, True
    pairs = zip(table.keys, table.values, strict=True)
    return {str(k.value): v for k, v in pairs if isinstance(k, ast.Constant)}, None in table.keys


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _said() -> Iterator[Said]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or _called(node) not in METHODS | FUNCTIONS:
                continue
            method = isinstance(node.func, ast.Attribute)
            if method and not (isinstance(node.func.value, ast.Name) and node.func.value.id == "self"):  # type: ignore[attr-defined]
                continue
            for key in _keys(node.args[0]):
                whole = key if not method or key.startswith("common.") else f"{_prefix(path)}.{key}"
                yield Said(f"{path.name}:{node.lineno}", whole, *_given(node, method))


def _gives(node: ast.expr) -> set[Kind] | None:
    """The kinds that a value written like this can be; None when that cannot be told."""
    if isinstance(node, ast.Call):
        return GIVES.get(_called(node))
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return TEXTS
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return NUMBERS
    return TEXTS if isinstance(node, ast.Attribute) and node.attr == "names" else None


ALL = list(_said())


def test_most_of_what_is_said_is_seen_here() -> None:
    assert len(ALL) > 120
    values = [node for said in ALL for node in said.values.values()]
    assert sum(_gives(node) is not None for node in values) > len(values) / 2


@pytest.mark.parametrize("said", ALL, ids=lambda said: f"{said.where}-{said.key}")
def test_a_key_is_said_with_all_its_values(said: Said) -> None:
    assert said.key in catalogue().texts, f"{said.where} says {said.key}, which no file of bot/locales has"
    kinds = catalogue().leaves[said.key].kinds
    missing = set(kinds) - set(said.values)
    assert said.open or not missing, f"{said.where} says {said.key} without {', '.join(sorted(missing))}"
    for name, node in said.values.items():
        gives = _gives(node)
        if name in kinds and gives is not None:
            assert kinds[name] in gives, f"{said.where} gives {said.key} no {kinds[name]} for {name!r}"


def test_every_declared_name_is_said_somewhere() -> None:
    texts = Catalogue.bundled().texts.values()
    assert set(KINDS) <= {name for locales in texts for text in locales.values() for name in text.names}
