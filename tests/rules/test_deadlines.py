"""Limits in natural and working time: held against a count minute by minute, and against what pauses may not do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from time import perf_counter

import pytest
from chinese_calendar import is_workday
from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import prevailing
from orgraph.definitions.tasks.limits import Calendar
from orgraph.definitions.titles import Title
from orgraph.domain.deadline import ENDED, FAR, Light, Span, Turns, Unit, span_of
from orgraph.domain.time import epoch_milliseconds, from_epoch_milliseconds
from orgraph.rules.clocks.calendar import advance, spent, worked
from orgraph.rules.clocks.deadlines import Running, clocks, deadline, due, earliest_turns, missed, runs, terms_of, turns
from orgraph.rules.clocks.marks import EXTEND, PAUSE, RESUME, START, STOP, Mark

CALENDAR = Calendar(
    "standard",
    Title("日历", "calendar"),
    ((8 * 60 + 30, 11 * 60 + 30), (13 * 60 + 30, 17 * 60 + 30)),
    frozenset({date(2023, 8, 23)}),
    frozenset({date(2023, 8, 26)}),
    Title("自编", "made up"),
)
CALENDARS = {"standard": CALENDAR}
MINUTE = 60_000
units = st.sampled_from(list(Unit))


def at(text: str) -> int:
    return epoch_milliseconds(datetime.fromisoformat(f"{text}:00+08:00"))


def when(value: int | None) -> str:
    return "" if value is None else from_epoch_milliseconds(value).isoformat(timespec="minutes")[:16]


def counts(unit: Unit, moment: datetime) -> bool:
    """Whether a minute counts, said again and plainly."""
    day = moment.date()
    working = day == date(2023, 8, 26) or (day != date(2023, 8, 23) and is_workday(day))
    if unit in (Unit.MINUTES, Unit.HOURS, Unit.DAYS):
        return True
    if unit is Unit.WORKING_DAYS:
        return working
    clock = moment.strftime("%H:%M")
    return working and ("08:30" <= clock < "11:30" or "13:30" <= clock < "17:30")


@given(units, st.integers(0, 20 * 24 * 60), st.integers(0, 6 * 24 * 60))
def test_what_passes_is_what_a_count_minute_by_minute_finds(unit: Unit, offset: int, length: int) -> None:
    start = at("2023-08-18T00:00") + offset * MINUTE
    moments = (from_epoch_milliseconds(start + minute * MINUTE) for minute in range(length))
    assert spent(CALENDAR, unit, start, start + length * MINUTE) == sum(counts(unit, one) for one in moments) * MINUTE


@given(units, st.integers(0, 60 * 24 * 60), st.integers(1, 90 * 24 * 60))
def test_a_limit_ends_when_it_has_passed_and_not_before(unit: Unit, offset: int, amount: int) -> None:
    start = at("2023-09-01T00:00") + offset * MINUTE
    end = advance(CALENDAR, unit, start, amount * MINUTE)
    assert spent(CALENDAR, unit, start, end) == amount * MINUTE
    assert spent(CALENDAR, unit, start, end - 1) < amount * MINUTE


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2023-08-18T10:00", "24 hours", "2023-08-19T10:00"),
        ("2023-08-18T16:30", "3 working hours", "2023-08-21T10:30"),  # Friday; Monday
        ("2023-08-17T10:00", "3 working days", "2023-08-22T10:00"),
        ("2023-08-22T10:00", "1 working-days", "2023-08-24T10:00"),  # the 23rd is off, says the calendar
        ("2023-08-25T10:00", "1 working day", "2023-08-26T10:00"),  # a Saturday that is worked, says the calendar
        ("2023-09-28T10:00", "1 working day", "2023-10-07T10:00"),  # National Day; Saturday the 7th is made up
        ("2023-10-06T10:00", "1 working day", "2023-10-08T00:00"),  # from the first minute that is worked
        ("2023-08-19T09:00", "30 minutes", "2023-08-19T09:30"),
    ],
)
def test_ends_that_can_be_looked_up_in_a_calendar(start: str, limit: str, end: str) -> None:
    span = span_of(limit)
    assert span is not None
    assert when(advance(CALENDAR, span.unit, at(start), span.milliseconds)) == end


def test_a_year_without_a_published_table_counts_monday_to_friday_and_says_so() -> None:
    assert not worked(CALENDAR, date(2051, 8, 19)) and worked(CALENDAR, date(2051, 8, 21))
    mark = Mark("report", START, at("2051-08-18T10:00"), "3 working-days", "standard", "standard", 50, 80)
    (clock,) = clocks([mark])
    assert deadline(clock, {}, CALENDARS, mark.at).unpublished == (2051,)
    natural = clocks([Mark("report", START, mark.at, "3 days", "standard", "standard", 50, 80)])[0]
    assert deadline(natural, {}, CALENDARS, mark.at).unpublished == ()


gaps = st.lists(st.tuples(st.integers(0, 4 * 24 * 60), st.integers(0, 4 * 24 * 60)), max_size=5)
"""Minutes that it runs, then that it is paused."""


@given(units, st.integers(1, 12), gaps, st.lists(st.integers(1, 5), max_size=3))
def test_no_pauses_and_extensions_gain_or_lose_time(
    unit: Unit, count: int, pauses: list[tuple[int, int]], extensions: list[int]
) -> None:
    """At the end exactly the limit and what was granted have passed while the clock ran."""
    now = at("2023-09-25T09:00")
    marks = [Mark("report", START, now, str(Span(count, unit)), "standard", "standard", 50, 80)]
    ran: list[tuple[int, int]] = []
    for run, rests in pauses:
        ran.append((now, now + run * MINUTE))
        now += run * MINUTE
        marks.append(Mark("report", PAUSE, now))
        now += rests * MINUTE
        marks.append(Mark("report", RESUME, now))
    marks += [Mark("report", EXTEND, now, str(Span(more, unit))) for more in extensions]
    end = due(clocks(marks)[0], CALENDAR)
    assert end is not None
    ran = [(start, min(stop, end)) for start, stop in [*ran, (now, FAR // 100 * 2)] if start < end]
    total = sum(spent(CALENDAR, unit, start, stop) for start, stop in ran)
    assert total == Span(count + sum(extensions), unit).milliseconds


@given(units, st.integers(1, 5), st.integers(1, 3 * 24 * 60), st.integers(0, 9 * 24 * 60))
def test_while_it_is_paused_what_is_left_stands_still(unit: Unit, count: int, runs: int, rests: int) -> None:
    start = at("2023-08-21T09:00")
    pause = start + runs * MINUTE
    marks = [
        Mark("report", START, start, str(Span(count, unit)), "p", "standard", 50, 80),
        Mark("report", PAUSE, pause),
    ]
    (clock,) = clocks(marks)
    before = deadline(clock, {}, CALENDARS, pause)
    after = deadline(clock, {}, CALENDARS, pause + rests * MINUTE)
    assert (before.due, before.remaining) == (after.due, after.remaining)
    if before.due is None:
        assert before.light is Light.PAUSED and turns(marks, CALENDARS) == Turns(FAR, FAR, FAR)
        resumed = due(clocks([*marks, Mark("report", RESUME, pause)])[0], CALENDAR)
        assert resumed == due(clocks(marks[:1])[0], CALENDAR)


def stood(*marks: Mark, now: str) -> tuple[Light, float, bool]:
    (clock,) = clocks(marks)
    found = deadline(clock, {}, CALENDARS, at(now))
    return found.light, found.remaining, found.late


def test_lights_change_at_their_percent_and_after_the_end_it_counts_on_below_zero() -> None:
    start = Mark("report", START, at("2023-08-15T10:00"), "4 days", "p", "standard", 50, 75)
    assert stood(start, now="2023-08-16T10:00") == (Light.GREEN, 3.0, False)
    assert stood(start, now="2023-08-17T10:01")[0] is Light.YELLOW
    assert stood(start, now="2023-08-18T10:01")[0] is Light.RED
    assert stood(start, now="2023-08-19T10:00") == (Light.RED, 0.0, False)
    assert stood(start, now="2023-08-20T10:00") == (Light.OVERDUE, -1.0, True)
    stop = Mark("report", STOP, at("2023-08-18T10:00"))
    assert stood(start, stop, now="2023-09-20T10:00") == (Light.STOPPED, 1.0, False)
    late = Mark("report", STOP, at("2023-08-21T10:00"))
    assert stood(start, late, now="2023-09-20T10:00") == (Light.STOPPED, -2.0, True)


def test_a_clock_that_starts_again_has_its_whole_limit() -> None:
    first = Mark("report", START, at("2023-08-15T10:00"), "2 days", "p", "standard", 50, 80)
    stop = Mark("report", STOP, at("2023-08-16T10:00"))
    again = Mark("report", START, at("2023-08-20T10:00"), "2 days", "p", "standard", 50, 80)
    (clock,) = clocks([first, stop, again])
    assert when(due(clock, CALENDAR)) == "2023-08-22T10:00"
    assert isinstance(clock, Running)


@pytest.mark.parametrize("text", ["", "0 days", "days", "3 fortnights", "-1 days", "3.5 hours", "12345 days"])
def test_what_is_no_span(text: str) -> None:
    assert span_of(text) is None


def test_the_first_limit_that_fits_holds(definitions: Definitions) -> None:
    def limits(kind: str, severity: int) -> dict[str, str]:
        terms = terms_of(
            prevailing(definitions, ["210502001000"], date(2023, 8, 22), kind),
            kind,
            ("road-collapse", "sudden-event"),
            severity,
        )
        return {stage: str(span) for stage, span in terms.limits if stage != "admission"}

    assert limits("emergency", 5) == {"sign-in": "30 minutes", "contact": "2 hours", "report": "3 days"}
    assert limits("daily-work", 2) == {"sign-in": "1 working-hours", "contact": "24 hours", "report": "5 working-days"}
    assert limits("daily-work", 4)["report"] == "3 working-days"
    assert limits("hard-problem", 4)["report"] == "10 working-days"


@pytest.mark.parametrize("unit", [Unit.WORKING_HOURS, Unit.WORKING_DAYS])
def test_counting_ends_though_nothing_is_ever_worked(unit: Unit) -> None:
    """No such calendar passes the check; if one came all the same, a whistle took 48 seconds and died."""
    days = frozenset(date(2023, 1, 1) + timedelta(days=number) for number in range(2000))
    idle = replace(
        CALENDAR, hours=() if unit is Unit.WORKING_HOURS else CALENDAR.hours, days_off=days, workdays=frozenset()
    )
    started = perf_counter()
    end = advance(idle, unit, at("2023-08-22T10:00"), 3 * 24 * 60 * MINUTE)
    assert spent(idle, unit, at("2023-08-22T10:00"), end) == 3 * 24 * 60 * MINUTE
    assert when(end) == "2024-08-26T00:00"  # a year has gone by, then all counts
    assert perf_counter() - started < 1


def test_counting_ends_at_the_end_of_days() -> None:
    assert advance(CALENDAR, Unit.WORKING_DAYS, at("9999-12-30T10:00"), 5 * 24 * 60 * MINUTE) > at("9999-12-31T00:00")


@given(units, units, st.integers(1, 5), st.integers(1, 3 * 24 * 60), st.integers(0, 9 * 24 * 60))
def test_a_task_stands_as_the_worst_of_its_clocks_that_run(
    unit: Unit, other: Unit, count: int, runs: int, seen: int
) -> None:
    start = at("2023-08-21T09:00")
    marks = [
        Mark("report", START, start, str(Span(count, unit)), "p", "standard", 50, 80),
        Mark("contact", START, start, str(Span(1, other)), "p", "standard", 50, 80),
        Mark("contact", PAUSE, start + runs * MINUTE),
    ]
    now = max(start + seen * MINUTE, start + runs * MINUTE)
    found = turns(marks, CALENDARS)
    lights = [deadline(clock, {}, CALENDARS, now).light for clock in clocks(marks)]
    order = (Light.OVERDUE, Light.RED, Light.YELLOW, Light.GREEN, Light.PAUSED)
    assert found.light(now) == min(lights, key=order.index)
    least, exact = earliest_turns(marks)
    assert exact == ({unit, other} <= {Unit.MINUTES, Unit.HOURS, Unit.DAYS})
    for one, natural in ((found.due, least.due), (found.yellow, least.yellow), (found.red, least.red)):
        assert one is not None and natural is not None
        assert one == natural if exact else one >= natural


def test_a_task_whose_clocks_are_all_stopped_has_no_light_that_turns_and_one_that_has_ended_none() -> None:
    marks = [
        Mark("report", START, at("2023-08-21T09:00"), "1 days", "p", "standard", 50, 80),
        Mark("report", STOP, at("2023-08-21T10:00")),
    ]
    assert turns(marks, CALENDARS) == Turns(FAR, None, None)
    assert turns(marks, CALENDARS).light(at("2023-09-01T10:00")) is Light.STOPPED
    assert ENDED.light(0) is None


def test_a_clock_that_is_started_anew_while_it_runs_counts_from_then_and_was_late_before() -> None:
    marks = [
        Mark("a", START, at("2023-08-01T09:00"), "7 days", "p", "standard", 50, 80),
        Mark("a", EXTEND, at("2023-08-02T09:00"), "1 days"),
        Mark("a", START, at("2023-08-10T09:00"), "7 days", "p", "standard", 50, 80),  # a day too late
        Mark("a", PAUSE, at("2023-08-12T09:00")),
        Mark("a", START, at("2023-08-30T09:00"), "7 days", "p", "standard", 50, 80),
    ]
    now = at("2023-09-01T09:00")
    (clock,) = clocks(marks)
    assert when(due(clock, CALENDAR)) == "2023-09-06T09:00" and not clock.paused
    assert [when(missed(one, CALENDARS, now)) for one in runs(marks)] == ["2023-08-09T09:00", "", ""]
    assert clocks([*marks, Mark("a", START, now)]) == ()  # now it has no limit, but it was late all the same
    assert (
        next(when(missed(one, CALENDARS, now)) for one in runs([*marks, Mark("a", START, now)])) == "2023-08-09T09:00"
    )


@given(
    st.lists(
        st.builds(
            Mark,
            st.sampled_from("ab"),
            st.sampled_from((START, START, STOP, PAUSE, RESUME, EXTEND)),
            st.integers(0, 40).map(lambda day: at("2023-08-01T09:00") + day * 24 * 60 * MINUTE),
            st.sampled_from(("3 days", "2 working-days", "")),
        ),
        max_size=12,
    ).map(lambda marks: sorted(marks, key=lambda mark: mark.at))
)
def test_what_runs_now_is_the_last_run_of_each_stage(marks: list[Mark]) -> None:
    every, now = runs(marks), clocks(marks)
    started = {mark.stage: mark.span for mark in marks if mark.change == START}
    assert {one.stage for one in now} == {stage for stage, span in started.items() if span}
    for one in now:
        assert one == [each for each in every if each.stage == one.stage][-1]
    assert len(every) == sum(mark.change == START and bool(mark.span) for mark in marks)
    for one in every:
        assert one in now or one.stopped is not None
