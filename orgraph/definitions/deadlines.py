"""Calendars and limits: which days are worked, and how long each stage of a task may take."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from orgraph.definitions.source import IDENTIFIER, Entry
from orgraph.definitions.titles import Title, read_title
from orgraph.domain.deadline import Span, Unit, span_of

_HOURS = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)\Z")
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hours of a working day in minutes from midnight, half open; days that go before the published tables."""

    key: str
    title: Title
    hours: tuple[tuple[int, int], ...]
    days_off: frozenset[date]
    workdays: frozenset[date]
    source: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a stage may take, for tasks of these kinds and categories (empty: any) from a severity on."""

    limit: Span
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    severity_from: int = 1


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Limits by stage, in the order in which they are tried; `yellow` and `red` in percent; the calendar's key."""

    key: str
    title: Title
    calendar: str
    yellow: int
    red: int
    stages: dict[str, tuple[Limit, ...]]
    source: str
    under: str = ""


def read_calendar(entry: Entry) -> Calendar:
    """One entry of calendars.yaml; faults for hours that overlap and days that are none."""
    calendar = Calendar(
        key=entry.key,
        title=read_title(entry),
        hours=_hours(entry),
        days_off=_days(entry, "days_off"),
        workdays=_days(entry, "workdays"),
        source=entry.text("source", required=True),
        under=entry.text("under"),
    )
    entry.done()
    for day in sorted(calendar.days_off & calendar.workdays):
        entry.fault(f"{entry.key}: {day} is both worked and off", "keep one of the two", entry.line_of("workdays"))
    return calendar


def read_deadlines(entry: Entry) -> Deadlines:
    """One entry of deadlines.yaml; faults for limits that are none, and stages without a limit that always fits."""
    stages: dict[str, tuple[Limit, ...]] = {}
    below = entry.mapping("stages", required=True)
    for stage in below.names() if below else ():
        assert below is not None
        if not IDENTIFIER.match(stage):
            below.fault(f"{entry.key}: bad name of a stage {stage!r}", "use lower case and -", below.line_of(stage))
        limits = tuple(_limit(one) for one in below.mappings(stage, required=True))
        stages[stage] = limits
        if limits and limits[-1] != Limit(limits[-1].limit):
            below.fault(
                f"{entry.key}.{stage}: not every task has a limit",
                "add one without conditions last",
                below.line_of(stage),
            )
    deadlines = Deadlines(
        key=entry.key,
        title=read_title(entry),
        calendar=entry.refers("calendar", "calendars", required=True),
        yellow=entry.whole("yellow", 50, low=1, high=100),
        red=entry.whole("red", 80, low=1, high=100),
        stages=stages,
        source=entry.text("source", required=True),
        under=entry.text("under"),
    )
    entry.done()
    if deadlines.yellow > deadlines.red:
        entry.fault(f"{entry.key}: yellow comes after red", "give yellow the lower percent", entry.line_of("yellow"))
    return deadlines


def _limit(entry: Entry) -> Limit:
    said = entry.text("limit", required=True)
    span = span_of(said)
    if said and span is None:
        entry.fault(f"{said!r} is no limit", "write a number and minutes, hours, days, working-hours or working-days")
    limit = Limit(
        span or Span(1, Unit.DAYS),
        entry.refers_all("kinds", "whistles"),
        entry.refers_all("categories", "categories"),
        entry.whole("severity_from", 1, low=1, high=5),
    )
    entry.done()
    return limit


def _hours(entry: Entry) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for said in entry.texts("hours", required=True):
        match = _HOURS.match(said)
        start, end = (int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])) if match else (0, 0)
        before = found[-1][1] if found else 0
        if not before <= start < end <= _DAY:
            entry.fault(f"{entry.key}.hours: {said!r} is no time after those before it", "write as 08:30-11:30")
        found.append((start, end))
    return tuple(found)


def _days(entry: Entry, name: str) -> frozenset[date]:
    days = set()
    for said in entry.texts(name):
        try:
            days.add(date.fromisoformat(said))
        except ValueError:
            entry.fault(f"{entry.key}.{name}: {said!r} is no day", "write it as '2026-02-17'", entry.line_of(name))
    return frozenset(days)
