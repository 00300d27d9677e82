"""One recogniser and the demo menu for all tests of the intents: both are immutable and cost time to build."""

import pytest

from bot.intents import MenuGrammar, Recogniser
from tests.intents.demo_menu import demo_menu


@pytest.fixture(scope="session")
def recogniser() -> Recogniser:
    made = Recogniser()
    made.warm()
    return made


@pytest.fixture(scope="session")
def grammar() -> MenuGrammar:
    return MenuGrammar(demo_menu())
