"""Who sits where, and on which days something is there."""

from __future__ import annotations

from datetime import date

import strawberry

from orgraph.api.schema.fields import computed, plain
from orgraph.api.schema.registry import Organisation
from orgraph.domain import offers as domain
from orgraph.domain import weekly


def _weekdays(parent: strawberry.Parent[weekly.Weekly]) -> list[int]:
    return [int(day) for day in parent.weekdays]


def _weeks(parent: strawberry.Parent[weekly.Weekly]) -> list[int]:
    return [int(week) for week in parent.weeks]


@strawberry.type(description="Weekdays (星期几), and of a month the first, second … of them (每月第几个).")
class Weekly:
    """Shows the domain's Weekly."""

    weekdays: list[int] = computed(_weekdays, "1, Monday, to 7 (星期几); none: every working day.")
    weeks: list[int] = computed(_weeks, "1 to 5 (每月第几个); none: all.")


def _resident(parent: strawberry.Parent[domain.Timetable]) -> bool:
    return parent.resident


@strawberry.type(description="On which days something is there (何时).")
class Timetable:
    """Shows the domain's Timetable."""

    weekly: list[Weekly] = plain("All of these at once (均须符合); none: every working day.")
    resident: bool = computed(
        _resident, "Whether it is there on every working day (常驻), and does not come on some (轮驻)."
    )
    there: bool = plain("Whether it is there on the day asked about (当日在).")
    next: date | None = plain("The first day from that day on (下次); null where there is none within a year.")


@strawberry.type(description="An organisation that sits at another (驻点): resident, or on certain days.")
class Sitting:
    """Shows the domain's Sitting."""

    at: Organisation = plain("Where it sits (驻点).")
    organisation: Organisation = plain("Who sits there (单位).")
    timetable: Timetable = plain("On which days (何时).")
