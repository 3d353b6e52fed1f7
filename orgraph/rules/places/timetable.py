"""On which days something that holds on weekdays is there: pure rules over a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from orgraph.definitions.tasks.limits import Calendar
from orgraph.domain.offers import Timetable
from orgraph.domain.time import LAST_DAY
from orgraph.domain.weekly import Weekly
from orgraph.rules.clocks.calendar import worked

AHEAD = 366
"""Days ahead in which the next one is looked for."""

_WEEKEND = ("6", "7")


def holds_on(weekly: Weekly, day: date, calendar: Calendar) -> bool:
    """
    Whether something is there on a day: on each day that is worked, or on the weekdays that are named, of which the
    first of a month lies on one of its days 1 to 7.

    Monday to Friday it is not there on a holiday; a Saturday or Sunday that is named is meant whatever the calendar
    says, and a weekend that is worked instead of another day stands for no weekday.
    """
    if weekly.weeks and str((day.day - 1) // 7 + 1) not in weekly.weeks:
        return False
    named = str(day.isoweekday())
    if not weekly.weekdays:
        return worked(calendar, day)
    return named in weekly.weekdays and (named in _WEEKEND or worked(calendar, day))


def timetable(weekly: Sequence[Weekly], on: date, calendar: Calendar) -> Timetable:
    """When something is there for which all of `weekly` must hold, seen from a day."""
    ahead = min(AHEAD, (LAST_DAY - on).days)
    days = (on + timedelta(days=number) for number in range(ahead + 1))
    first = next((day for day in days if all(holds_on(one, day, calendar) for one in weekly)), None)
    return Timetable(_needed(weekly), first == on, first)


def _needed(weekly: Sequence[Weekly]) -> tuple[Weekly, ...]:
    """What must be told: each once, and nothing that goes without saying by another."""
    said = list(dict.fromkeys(one for one in weekly if one.weekdays or one.weeks))
    return tuple(one for one in said if not any(_within(other, one) for other in said if other != one))


def _within(one: Weekly, other: Weekly) -> bool:
    """Whether each day of `one` is one of `other`."""
    return set(one.weekdays) <= set(other.weekdays) and (not other.weeks or one.weeks == other.weeks)
