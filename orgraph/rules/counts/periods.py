"""The period that another one is held beside: the same a year before, the one just before, or any."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from orgraph.domain.counts import Days
from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import said
from orgraph.domain.text import spelled
from orgraph.domain.typed import Mistyped, day_typed

YEAR_BEFORE = ("year-before", "同比", "上年同期", "去年同期")
BEFORE = ("before", "环比", "上期")
BETWEEN = re.compile(r"\.\.|…|—|~|～|至")
"""What stands between the two days of a period."""

_ONE_DAY = timedelta(days=1)


def against(text: str, days: Days) -> Days:
    """
    The period that `text` means beside `days`: a word, or two days as people type them, 2022-01-01..2022-06-30.

    Whole months stay whole months: the year before February 2024 has 28 days, what is before a quarter is a quarter.
    Raises InvalidInput.
    """
    word = spelled(text).casefold()
    try:
        if word in YEAR_BEFORE:
            return _months_before(days, 12)
        if word in BEFORE:
            return _just_before(days)
    except (OverflowError, ValueError):
        raise InvalidInput(said("no-days-before", first=days.first), said("mend-later-days")) from None
    parts = [part.strip() for part in BETWEEN.split(text)]
    try:
        first, last = map(day_typed, parts)
    except (Mistyped, ValueError):
        raise InvalidInput(said("no-period", text=text), said("mend-period")) from None
    return checked(Days(first, last))


def checked(days: Days) -> Days:
    """The same period. Raises InvalidInput for one that ends before it begins."""
    if days.last < days.first:
        raise InvalidInput(said("period-backwards", since=days.first, until=days.last), said("mend-swap-days"))
    return days


def _just_before(days: Days) -> Days:
    if days.first.day == 1 and _ends_month(days.last):
        months = 12 * (days.last.year - days.first.year) + days.last.month - days.first.month + 1
        return _months_before(days, months)
    length = days.last - days.first + _ONE_DAY
    return Days(days.first - length, days.first - _ONE_DAY)


def _months_before(days: Days, months: int) -> Days:
    return Days(_earlier(days.first, months), _earlier(days.last, months, to_end=_ends_month(days.last)))


def _earlier(day: date, months: int, *, to_end: bool = False) -> date:
    at = 12 * day.year + day.month - 1 - months
    year, month = at // 12, at % 12 + 1
    longest = monthrange(year, month)[1] if year >= 1 else 0
    return date(year, month, longest if to_end else min(day.day, longest))


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]
