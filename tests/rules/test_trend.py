"""A trend: many days at once must come to what each day alone would say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.demands.requirements import MustMeasure, OrganisationCount, PostCount, Requirement, Subject
from orgraph.domain.audit import Every, Score
from orgraph.domain.trend import Period, Spell, Watched, lasting
from orgraph.rules.audits.trend import days_of, trend

START = date(2023, 1, 1)
DAYS = tuple(START + timedelta(days=3 * number) for number in range(10))
dates = st.integers(-5, 35).map(lambda number: (START + timedelta(days=number)).isoformat())
periods = st.tuples(dates, dates | st.just("9999-12-31"))
some_periods = st.lists(periods, max_size=2).map(tuple)
deputies = st.lists(st.tuples(periods, some_periods), max_size=2).map(tuple)
spells = st.lists(
    st.builds(Spell, who=st.sampled_from("abc"), period=periods, absences=some_periods, deputies=deputies), max_size=5
).map(tuple)


def holds(period: Period, day: str) -> bool:
    return period[0] <= day < period[1]


def there(spell: Spell, on: date) -> bool:
    day = on.isoformat()
    away = any(holds(one, day) for one in spell.absences)
    stood_in = any(
        holds(one, day) and not any(holds(absent, day) for absent in absences) for one, absences in spell.deputies
    )
    return holds(spell.period, day) and (not away or stood_in)


@given(periods, st.integers(1, 9), st.sampled_from(DAYS))
def test_a_period_that_lasts_longer_holds_on_later_days_too(period: Period, longer: int, day: date) -> None:
    days = [(day - timedelta(days=number)).isoformat() for number in range(longer + 1)]
    assert holds(lasting(period, longer), day.isoformat()) == any(holds(period, one) for one in days)


@given(spells, periods, st.integers(0, 3))
def test_many_days_at_once_say_what_each_day_alone_would(
    found: tuple[Spell, ...], standing: Period, least: int
) -> None:
    asked = Requirement(PostCount(), at_least=least)
    subject = Watched("a", standing, 0, ((found, ()),))
    scores = trend(MustMeasure(Subject("grid"), (asked,)), [subject], DAYS)
    for day, score in zip(DAYS, scores, strict=True):
        looked_at = holds(standing, day.isoformat())
        number = len({one.who for one in found if there(one, day)})
        assert score == Score(day, int(looked_at), int(looked_at and number >= least))


def test_a_deputy_who_is_away_does_not_stand_in() -> None:
    year = ("2023-01-01", "2024-01-01")
    asked = Requirement(PostCount(on_duty=True), at_least=1)
    for absences, met in (((), 1), ((year,), 0)):
        spell = Spell("a", year, (year,), ((year, absences),))
        subject = Watched("a", year, 0, (((spell,), ()),))
        assert trend(MustMeasure(Subject("grid"), (asked,)), [subject], [START]) == (Score(START, 1, met),)


@given(spells, spells)
def test_only_what_has_one_thing_and_not_another_is_looked_at(one: tuple[Spell, ...], other: tuple[Spell, ...]) -> None:
    any_unit = Requirement(OrganisationCount("SERVES"), at_least=1)
    measure = MustMeasure(Subject("grid", having=(any_unit,), without=(any_unit,)), (any_unit,))
    subject = Watched("a", ("2000-01-01", "9999-12-31"), 0, ((one, ()), (one, ()), (other, ())))
    for day, score in zip(DAYS, trend(measure, [subject], DAYS), strict=True):
        has = any(there(spell, day) for spell in one)
        assert score.audited == score.met == int(has and not any(there(spell, day) for spell in other))


@pytest.mark.parametrize(
    ("start", "end", "every", "days"),
    [
        ("2023-08-31", "2023-12-31", Every.MONTH, ["08-31", "09-30", "10-31", "11-30", "12-31"]),
        ("2023-08-22", "2023-08-24", Every.DAY, ["08-22", "08-23", "08-24"]),
        ("2023-08-22", "2023-09-04", Every.WEEK, ["08-22", "08-29"]),
        ("2023-01-31", "2023-12-01", Every.QUARTER, ["01-31", "04-30", "07-31", "10-31"]),
        ("2023-01-31", "2023-12-01", Every.YEAR, ["01-31"]),
        ("2023-02-01", "2023-01-01", Every.DAY, []),
    ],
)
def test_days_are_a_step_apart(start: str, end: str, every: Every, days: Sequence[str]) -> None:
    found = days_of(date.fromisoformat(start), date.fromisoformat(end), every, 400)
    assert [day.isoformat() for day in found] == [f"2023-{day}" for day in days]


def test_more_days_than_asked_for_are_told_by_one() -> None:
    assert len(days_of(date(2000, 1, 1), date(2023, 1, 1), Every.DAY, 400)) == 401
    assert len(days_of(date(9999, 11, 30), date(9999, 12, 31), Every.MONTH, 400)) == 2


def test_the_29th_of_february_comes_back_every_fourth_year() -> None:
    found = days_of(date(2024, 2, 29), date(2028, 3, 1), Every.YEAR, 400)
    assert [day.isoformat() for day in found] == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]
