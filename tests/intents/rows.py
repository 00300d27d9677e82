"""Sentences as rows of a table: `context | basket | what is said`, and below, behind an arrow, what is meant."""

from typing import Any

import pytest


def cases(rows: str) -> list[Any]:
    """Each row's context, basket, text and meaning, named by where it is said and what."""
    found = []
    for row in rows.replace("\n→", "|").strip().splitlines():
        if row and not row.startswith("#"):
            context, basket, text, meant = (part.strip() for part in row.split("|"))
            found.append(pytest.param(context, basket, text, meant, id=f"{context}: {text}"))
    return found
