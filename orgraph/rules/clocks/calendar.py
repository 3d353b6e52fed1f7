"""
Time as limits count it: natural time, hours that are worked, days that are worked. Pure rules over a calendar.

Each unit has a time line of its own: natural time runs always, working hours within the office hours of working days,
working days all day long on days that are worked. A clock measures how much of its line has passed, so that pauses
neither gain nor lose time. China has had no daylight saving since 1991; a day has 24 hours.

The check of the definitions refuses a calendar in which nothing is worked. Whatever comes, counting ends: after a year
in which nothing was, time runs as if all of it were worked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar import is_workday

from orgraph.definitions.tasks.limits import Calendar
from orgraph.domain.deadline import Unit

_MINUTE = 60_000
_DAY = 24 * 60 * _MINUTE
_OFFSET = 8 * 60 * _MINUTE
_FIRST = date(1970, 1, 1)
_SATURDAY = 5
WORKING = (Unit.WORKING_HOURS, Unit.WORKING_DAYS)
_ALL_DAY = ((0, _DAY),)
_IDLE = 366
"""Days on end in which nothing is worked, after which nothing is expected to be."""
_LAST = (date.max - _FIRST).days


def worked(calendar: Calendar, day: date) -> bool:
    """Whether a day is worked: the calendar's own word, then the published table, then Monday to Friday."""
    if day in calendar.workdays:
        return True
    if day in calendar.days_off:
        return False
    return _as_published(day)


@lru_cache(maxsize=4096)
def _as_published(day: date) -> bool:
    """Asked of the same days again and again: by every task of a year that counts in working time."""
    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def published(year: int) -> bool:
    """Whether the holidays of a year have a published table (State Council notice, as in chinesecalendar)."""
    try:
        is_workday(date(year, 7, 1))
    except NotImplementedError:
        return False
    return True


def spent(calendar: Calendar, unit: Unit, start: int, end: int) -> int:
    """How much of the time line of `unit` lies between two instants; all in epoch milliseconds. 0 if `end` is first."""
    if end <= start:
        return 0
    if unit not in WORKING:
        return end - start
    windows = _windows(calendar, unit, start)
    total = 0
    for opens, closes in windows:
        if opens >= end:
            return total
        total += min(closes, end) - opens
    return total


def advance(calendar: Calendar, unit: Unit, start: int, amount: int) -> int:
    """The first instant at which `amount` of the time line of `unit` has passed since `start`."""
    if unit not in WORKING:
        return start + amount
    if amount <= 0:
        return start
    for opens, closes in _windows(calendar, unit, start):
        if amount <= closes - opens:
            return opens + amount
        amount -= closes - opens
    raise AssertionError("time goes on")


def _windows(calendar: Calendar, unit: Unit, start: int) -> Iterator[tuple[int, int]]:
    """Stretches of the time line from `start` on, without end, the first one cut off at `start`."""
    within = [(opens * _MINUTE, closes * _MINUTE) for opens, closes in calendar.hours]
    windows = within if unit is Unit.WORKING_HOURS else _ALL_DAY
    number = (start + _OFFSET) // _DAY
    last = min(number + _IDLE, _LAST)
    while True:
        expected = number <= last
        if not expected or worked(calendar, _FIRST + timedelta(days=number)):
            midnight = number * _DAY - _OFFSET
            for opens, closes in windows if expected else _ALL_DAY:
                if midnight + closes > start:
                    last = min(number + _IDLE, _LAST) if expected else last
                    yield max(midnight + opens, start), midnight + closes
        number += 1
