"""Word lists of the intent layer: one TOML per list, read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The list called `name`, as TOML gives it."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def entries(text: str) -> list[str]:
    """The entries of a list: separated by commas or line ends."""
    return [entry.strip() for line in text.splitlines() for entry in line.split(",") if entry.strip()]
