"""Figures, amounts, times and days as each language shows them, by Babel; digits are Western everywhere.

Algerians write figures the French way in every language. Darija, which CLDR does not know, counts and dates as French.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale as BabelLocale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from bot.messages import Locale

CLDR: Mapping[Locale, BabelLocale] = {
    "fr": BabelLocale("fr", "DZ"),
    "ar": BabelLocale("ar", "DZ"),
    "arq": BabelLocale("fr", "DZ"),
}
CURRENCY: Mapping[Locale, str] = {"fr": "DA", "ar": "دج", "arq": "DA"}
GROUPED_FROM = 10_000


@lru_cache(maxsize=8192)
def money(cents: int, locale: Locale) -> str:
    """Centimes as dinars: thousands are parted from 10 000 on, decimals appear only when there are some."""
    amount = Decimal(cents) / 100
    pattern = "#,##0.00" if cents % 100 else "#,##0"
    grouped = abs(amount) >= GROUPED_FROM
    return f"{format_decimal(amount, pattern, locale=CLDR['fr'], group_separator=grouped)} {CURRENCY[locale]}"


@lru_cache(maxsize=1024)
def plural(count: int, locale: Locale) -> str:
    """CLDR's name of the form that this many takes."""
    return CLDR[locale].plural_form(abs(count))


def clock(at: datetime, locale: Locale) -> str:
    """Hours and minutes, 24 of them."""
    return format_time(at.timetz().replace(tzinfo=None), "HH:mm", locale=CLDR[locale])


@lru_cache(maxsize=1024)
def day(on: date, locale: Locale) -> str:
    """A day of the week and the month: "mardi 24 novembre", "الثلاثاء 24 نوفمبر"."""
    return format_date(on, "EEEE d MMMM", locale=CLDR[locale])
