"""A restaurant's own language flags, as JSON has them; what cannot be one leaves the usual."""

from typing import Any

import pytest

from bot.handlers.speaking import locale_rules
from bot.settings import Settings


@pytest.mark.parametrize(
    ("value", "meant"), [(False, False), (True, True), ("false", False), ("TRUE", True), ("no", True), (None, True)]
)
def test_a_flag(settings: Settings, value: Any, meant: bool) -> None:
    assert locale_rules(settings, {"STRICT_AR_OUT": value}).strict_ar_out is meant


@pytest.mark.parametrize(("value", "meant"), [(3, 3), ("4", 4), ("two", 2), (-1, 2), (0, 2), (None, 2), (2.5, 2)])
def test_a_count(settings: Settings, value: Any, meant: int) -> None:
    assert locale_rules(settings, {"L10N_STICKY_AR_THRESHOLD": value}).sticky_threshold == meant


@pytest.fixture
def settings() -> Settings:
    return Settings()
