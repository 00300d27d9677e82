"""Rules that matter and that no linter knows."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(p for folder in ("bot", "storage") for p in (ROOT / folder).rglob("*.py"))
PURE = ("bot/machines", "bot/intents", "bot/locales", "bot/services", "bot/channels", "bot/engine", "bot/handlers")
WORLD = re.compile(
    r"\b(datetime\.now|datetime\.utcnow|time\.time|time\.monotonic|uuid[1-8]\(|random\.|secrets\.|date\.today)"
)
MAY_READ_THE_WORLD = {"bot/clock.py", "bot/settings.py", "bot/cli/serve.py", "bot/workers/outbox.py"}
TRANSACTION = re.compile(r"""["'](BEGIN|COMMIT|ROLLBACK)\b|\.commit\(|\.begin\(""")
LOCKING = re.compile(r"FOR (NO KEY )?UPDATE|SKIP LOCKED", re.I)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_files_and_functions_stay_small(path: Path) -> None:
    length = len(path.read_text("utf-8").splitlines())
    assert length <= 300
    for function in _functions(path):
        assert (function.end_lineno or 0) - function.lineno < 40, f"{function.name} is too long"


def test_only_the_unit_of_work_begins_and_commits() -> None:
    found = {_name(p) for p in SOURCES if TRANSACTION.search(p.read_text("utf-8"))}
    assert found <= {"storage/unit.py"}


def test_time_ids_and_chance_are_injected() -> None:
    found = {_name(p) for p in SOURCES if _name(p).startswith(PURE) and WORLD.search(p.read_text("utf-8"))}
    assert not found
    others = {_name(p) for p in SOURCES if WORLD.search(p.read_text("utf-8"))}
    assert others <= MAY_READ_THE_WORLD | {n for n in others if n.startswith("storage/embedded")}


def _statements() -> Iterator[tuple[str, str]]:
    """Every finished statement of the storage's modules, f-strings put together."""
    for path in sorted((ROOT / "storage").glob("*.py")):
        module = importlib.import_module(f"storage.{path.stem}")
        for name, value in vars(module).items():
            if isinstance(value, str) and not name.startswith("__") and _locks(value):
                yield f"{path.stem}.{name}", value


def _locks(text: str) -> bool:
    return bool(LOCKING.search(text) and re.search(r"\b(FROM|UPDATE)\b", text))


def test_every_locking_statement_names_one_tenant() -> None:
    found = dict(_statements())
    assert len(found) >= 4
    for name, statement in found.items():
        assert "tenant_id = $1" in statement, f"{name} locks across tenants"


def test_errors_are_our_own() -> None:
    builtin = {"Exception", "ValueError", "RuntimeError", "KeyError", "TypeError"}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
                assert node.exc.func.id not in builtin, f"{_name(path)}:{node.lineno}"


def test_the_engine_names_nothing_of_a_restaurant() -> None:
    words = re.compile(r"(?i)\b(restaurant|menu|dish|order_|basket|kitchen|customer)\b")
    for path in sorted((ROOT / "bot/engine").glob("*.py")):
        code = re.sub(r'""".*?"""', "", path.read_text("utf-8"), flags=re.S)
        assert not words.search(code), f"{_name(path)}: {words.search(code)}"
