"""The diagrams in the documentation are those of the code: `resto-bot machines draw NAME > docs/machines/NAME.mmd`."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.machines import PLANS

FOLDER = Path(__file__).parents[2] / "docs" / "machines"


@pytest.mark.parametrize("name", PLANS)
def test_the_diagram_is_fresh(name: str) -> None:
    drawn = CliRunner().invoke(app, ["machines", "draw", name])
    assert drawn.exit_code == 0
    assert (FOLDER / f"{name}.mmd").read_text("utf-8") == drawn.stdout, f"draw {name} anew"


@pytest.mark.parametrize("name", PLANS)
def test_the_diagram_shows_every_state_and_every_event(name: str) -> None:
    text = (FOLDER / f"{name}.mmd").read_text("utf-8")
    words = set(re.findall(r"\w+", text))
    assert PLANS[name].states <= words
    assert set(PLANS[name].order) <= words
