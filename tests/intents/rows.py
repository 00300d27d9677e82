"""Sentences as rows of a table: `context | basket | what is said`, and below, behind an arrow, what is meant."""

import pytest
from _pytest.mark.structures import ParameterSet


def cases(rows: str) -> list[ParameterSet]:
    """Each row's context, basket, text and meaning, named by where it is said and what."""
    found = []
    for row in rows.replace("\n→", "|").strip().splitlines():
        if row and not row.startswith("#"):
            context, basket, text, meant = (part.strip() for part in row.split("|"))
            found.append(pytest.param(context, basket, text, meant, id=f"{context}: {text}"))
    return found
