"""`menu import`: a restaurant of one's own gets something to sell."""

from pathlib import Path

import pytest

from bot.handlers.provision import DEMO
from tests.cli.conftest import Run, told

SMALL = """
[[category]]
code = "plats"
fr = "Plats"
ar = "أطباق"
arq = "Plats"

[[dish]]
code = "P01"
category = "plats"
fr = "Couscous"
ar = "كسكسي"
arq = "Couscous"
price = 800
"""


@pytest.fixture
def restaurant(run: Run) -> Run:
    told(run("tenants", "create", "lamia", "--json"))
    told(run("restaurants", "create", "Chez Lamia", "--tenant", "lamia", "--json"))
    return run


def test_a_menu_goes_in_and_is_replaced(restaurant: Run, elsewhere: Path) -> None:
    first = told(restaurant("menu", "import", str(DEMO), "--restaurant", "Chez Lamia", "--json"))
    assert (first["category"], first["dish"], first["option"]) == (5, 13, 8)
    (elsewhere / "small.toml").write_text(SMALL, "utf-8")
    second = told(restaurant("menu", "import", "small.toml", "--restaurant", "Chez Lamia", "--json"))
    assert second["dish"] == 1
    read = restaurant("understand", "--json", says="2 couscous\n")
    assert '"P01"' in read.stdout


def test_what_is_no_menu_is_said(restaurant: Run, elsewhere: Path) -> None:
    (elsewhere / "bad.toml").write_text("[[dish]]\ncode = 'X'\n", "utf-8")
    assert restaurant("menu", "import", "bad.toml", "--restaurant", "Chez Lamia").exit_code == 1
    assert restaurant("menu", "import", "nowhere.toml", "--restaurant", "Chez Lamia").exit_code == 1
    assert restaurant("menu", "import", str(DEMO), "--restaurant", "Nobody").exit_code == 1
