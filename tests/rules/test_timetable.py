"""Weekdays as people type them, and the days on which something is there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.tasks.limits import Calendar
from orgraph.definitions.titles import Title
from orgraph.domain.weekly import WEEKDAYS, WEEKS, Weekly, weekdays_typed, weeks_typed
from orgraph.rules.places.timetable import holds_on, timetable

OFF = date(2023, 8, 22)
CALENDAR = Calendar("c", Title("", ""), (), frozenset({OFF}), frozenset(), Title("", ""))
SETS = st.sets(st.sampled_from(WEEKDAYS)).map(lambda days: tuple(sorted(days)))
WEEKLY = st.builds(Weekly, SETS, st.sets(st.sampled_from(WEEKS)).map(lambda weeks: tuple(sorted(weeks))))
DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周二、四", "24"),
        ("每周一至周五", "12345"),
        ("星期日", "7"),
        ("礼拜天", "7"),
        ("周六日", "67"),
        ("2;4", "24"),
        ("4,2", "24"),
        ("1-5", "12345"),
        ("Tue, Thursday", "24"),
        ("mon-wed", "123"),
        ("１；３", "13"),
        ("每天", "1234567"),
        ("", ""),
    ],
)
def test_weekdays_are_read_as_people_write_them(text: str, days: str) -> None:
    assert weekdays_typed(text) == tuple(days)


@pytest.mark.parametrize("text", ["8", "0", "周八", "5-1", "工作日", "2023-08-22", "x", "1.5"])
def test_what_is_no_weekday_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(ValueError):
        weekdays_typed(text)


def test_weeks_of_a_month_are_five() -> None:
    assert weeks_typed("第一、三周") == ("1", "3") and weeks_typed("每月第5个") == ("5",)
    for text in ("6", "0", "最后"):
        with pytest.raises(ValueError):
            weeks_typed(text)


@given(SETS)
def test_what_is_written_out_is_read_again(days: tuple[str, ...]) -> None:
    assert weekdays_typed(";".join(days)) == days == weekdays_typed("、".join("周" + day for day in days))


@given(WEEKLY, DAYS)
def test_the_nth_weekday_is_counted_from_the_first_of_the_month(weekly: Weekly, day: date) -> None:
    before = [day - timedelta(days=7 * number) for number in range(5)]
    nth = sum(one.month == day.month and one.year == day.year for one in before)
    if weekly.weeks and str(nth) not in weekly.weeks:
        assert not holds_on(weekly, day, CALENDAR)
    elif day.isoweekday() > 5 and weekly.weekdays:
        assert holds_on(weekly, day, CALENDAR) == (str(day.isoweekday()) in weekly.weekdays)


@given(st.lists(WEEKLY, min_size=1, max_size=3), DAYS)
def test_the_next_day_is_the_first_on_which_all_hold(several: list[Weekly], on: date) -> None:
    found = timetable(several, on, CALENDAR)
    days = (on + timedelta(days=number) for number in range(367))
    assert found.next == next((day for day in days if all(holds_on(one, day, CALENDAR) for one in several)), None)
    assert found.there == (found.next == on)
    if found.next:  # what is told says the same as what was asked
        assert timetable(found.weekly or [Weekly()], on, CALENDAR).next in (found.next, on) or not found.weekly


def test_a_holiday_is_none_of_the_weekdays_and_a_weekend_that_is_worked_is_none_either() -> None:
    tuesday, saturday = Weekly(("2",)), Weekly(("6",))
    assert not holds_on(tuesday, OFF, CALENDAR) and holds_on(tuesday, OFF + timedelta(days=7), CALENDAR)
    worked = date(2023, 10, 7)  # a Saturday that is worked
    assert holds_on(Weekly(), worked, CALENDAR) and holds_on(saturday, worked, CALENDAR)
    assert not holds_on(Weekly(("1",)), worked, CALENDAR)
    assert holds_on(saturday, date(2023, 10, 14), CALENDAR) and not holds_on(Weekly(), date(2023, 10, 14), CALENDAR)


def test_what_goes_without_saying_is_not_told() -> None:
    both = timetable([Weekly(("2",)), Weekly(("2", "4"))], OFF, CALENDAR)
    assert both.weekly == (Weekly(("2",)),) and not both.resident
    assert timetable([Weekly(), Weekly()], OFF, CALENDAR).resident
    apart = timetable([Weekly(("1", "3")), Weekly(("3", "5"))], OFF, CALENDAR)
    assert len(apart.weekly) == 2 and apart.next == date(2023, 8, 23)


def test_at_the_end_of_the_calendar_it_is_never() -> None:
    assert timetable([Weekly(("1",), ("5",))], date(9999, 12, 30), CALENDAR).next is None
