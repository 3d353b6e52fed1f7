"""Calendars and limits: which days are worked, and how long each stage of a task may take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import IDENTIFIER, Entry
from orgraph.definitions.tasks.asked import Asked, read_asked, wrong_asked
from orgraph.definitions.tasks.kinds import KINDS
from orgraph.definitions.tasks.lifecycle_reader import LIFECYCLES
from orgraph.definitions.tasks.stages import never_started, stages_of
from orgraph.definitions.titles import Title, read_source, read_title
from orgraph.domain.deadline import Span, Unit, span_of
from orgraph.domain.said import Said, said
from orgraph.domain.typed import Mistyped, day_typed

_HOURS = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)\Z")
_DAY = 24 * 60
_SATURDAY = 5

_REST = 31
"""Days on end without work that may still be meant."""

_YEARS = range(1970, 2200)
"""Years that working days are told of."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hours of a working day in minutes from midnight, half open; days that go before the published tables."""

    key: str
    title: Title
    hours: tuple[tuple[int, int], ...]
    days_off: frozenset[date]
    workdays: frozenset[date]
    source: Title
    under: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """
    How long a stage may take, for tasks of these kinds and categories (empty: any) from a severity on, that have one of
    these values in each of some fields.
    """

    limit: Span
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    severity_from: int = 1
    fields: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Limits by stage, in the order in which they are tried; `yellow` and `red` in percent; the calendar's key."""

    key: str
    title: Title
    calendar: str
    yellow: int
    red: int
    stages: dict[str, tuple[Limit, ...]]
    source: Title
    under: str = ""


def read_calendar(entry: Entry) -> Calendar:
    """One entry of calendars.yaml; faults for hours that overlap and days that are none."""
    calendar = Calendar(
        key=entry.key,
        title=read_title(entry),
        hours=_hours(entry),
        days_off=_days(entry, "days_off"),
        workdays=_days(entry, "workdays"),
        source=read_source(entry),
        under=entry.text("under"),
    )
    entry.done()
    for day in sorted(calendar.days_off & calendar.workdays):
        entry.fault(said("worked-and-off", day=day), said("mend-keep-one"), "workdays")
    for first, last in _long_rests(calendar):
        entry.fault(said("no-day-worked", first=first, last=last), said("mend-days-off"), "days_off")
    return calendar


def _long_rests(calendar: Calendar) -> Iterator[tuple[date, date]]:
    """Days off, with the weekends between them, that leave no working day for longer than is ever meant."""
    days = sorted(calendar.days_off)
    stretch = [days[0] + timedelta(days=number) for number in range((days[-1] - days[0]).days + 1)] if days else []
    rest: list[date] = []
    for day in stretch:
        worked = day in calendar.workdays or (day.weekday() < _SATURDAY and day not in calendar.days_off)
        rest += [] if worked else [day]
        if (worked or day == days[-1]) and len(rest) > _REST:
            yield rest[0], rest[-1]
        rest = [] if worked else rest


def read_deadlines(entry: Entry) -> Deadlines:
    """One entry of deadlines.yaml; faults for limits that are none, and stages without a limit that always fits."""
    stages: dict[str, tuple[Limit, ...]] = {}
    below = entry.mapping("stages", required=True)
    for stage in below.names() if below else ():
        assert below is not None
        if not IDENTIFIER.match(stage):
            below.fault(said("bad-key", name=stage), said("mend-as-key"), line=below.line_of(stage))
        limits = tuple(_limit(one) for one in below.mappings(stage, required=True))
        stages[stage] = limits
        if limits and limits[-1] != Limit(limits[-1].limit):
            below.fault(said("limit-not-for-all"), said("mend-limit-for-all"), stage)
    deadlines = Deadlines(
        key=entry.key,
        title=read_title(entry),
        calendar=entry.refers("calendar", "calendars", required=True),
        yellow=entry.whole("yellow", 50, low=1, high=100),
        red=entry.whole("red", 80, low=1, high=100),
        stages=stages,
        source=read_source(entry),
        under=entry.text("under"),
    )
    entry.done()
    if deadlines.yellow > deadlines.red:
        entry.fault(said("yellow-after-red"), said("mend-yellow"), "yellow")
    return deadlines


def _limit(entry: Entry) -> Limit:
    typed = entry.text("limit", required=True)
    span = span_of(typed)
    if typed and span is None:
        entry.fault(said("no-limit", value=typed), said("mend-limit", units=tuple(Unit)), "limit")
    limit = Limit(
        span or Span(1, Unit.DAYS),
        entry.refers_all("kinds", "tasks"),
        entry.refers_all("categories", "categories"),
        entry.whole("severity_from", 1, low=1, high=5),
        tuple(read_asked(entry, ("limit", "kinds", "categories", "severity_from"))),
    )
    entry.done()
    return limit


def _hours(entry: Entry) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    texts = entry.texts("hours", required=True)
    if not texts and entry.has("hours"):
        entry.fault(said("no-hour-worked"), said("mend-write-as", form="[08:30-11:30, 13:30-17:30]"), "hours")
    for typed in texts:
        match = _HOURS.match(typed)
        start, end = (int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])) if match else (0, 0)
        before = found[-1][1] if found else 0
        if not before <= start < end <= _DAY:
            entry.fault(said("no-hours", value=typed), said("mend-write-as", form="08:30-11:30"), "hours")
        found.append((start, end))
    return tuple(found)


def _days(entry: Entry, name: str) -> frozenset[date]:
    days = set()
    for typed in entry.texts(name):
        try:
            day = day_typed(typed)
        except Mistyped:
            day = None
        if day and day.year in _YEARS:
            days.add(day)
        else:
            entry.fault(
                said("mistyped", text=typed, problem=said("typed-no-day")),
                said("mend-write-as", form="'2026-02-17'"),
                name,
            )
    return frozenset(days)


CALENDARS = Section("calendars", read_calendar, rooted=True)


def check_deadlines(deadlines: Sequence[Deadlines], whole: Whole) -> Iterator[tuple[Deadlines, Said, Said]]:
    """
    Each stage whose clock starts in the life of a kind that has these limits has one, and none is for a stage that
    there is not; limits that hold everywhere count in a calendar that does.
    """
    stages = stages_of(whole)
    general = {one.key for one in whole.of(CALENDARS) if not one.under}
    rooted = {one.key: one.under for one in whole.of(CALENDARS) if one.under}
    for one in deadlines:
        for stage in sorted(_stages_of_kinds(one.key, whole) - set(one.stages)):
            yield one, said("stage-without-limit", stage=stage), said("mend-add-below", name=stage, below="stages")
        for stage in sorted(set(one.stages) - stages):
            yield one, *never_started(stage, stages)
        asked = (asked for limits in one.stages.values() for limit in limits for asked in limit.fields)
        kinds = [kind for kind in whole.of(KINDS) if kind.limits == one.key]
        yield from ((one, *wrong) for wrong in wrong_asked(asked, kinds, whole, said("a-limit")))
        if not one.under and one.calendar in rooted and one.calendar not in general:
            under = rooted[one.calendar]
            yield one, said("calendar-elsewhere", calendar=one.calendar, under=under), said("mend-calendar")


def _stages_of_kinds(limits: str, whole: Whole) -> set[str]:
    """Every stage whose clock may start for a kind that has these limits; what is none is told in its lifecycle."""
    lives = {kind.lifecycle for kind in whole.of(KINDS) if kind.limits == limits}
    return {stage for one in whole.of(LIFECYCLES) if one.key in lives for stage in one.started() if stage in one.stages}


DEADLINES = Section("deadlines", read_deadlines, rooted=True, check=check_deadlines)
