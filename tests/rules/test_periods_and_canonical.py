"""Half-open days, the business day of Asia/Shanghai, and one text for one value."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.domain.canonical import canonical, digest
from orgraph.domain.time import CHINA, OPEN_END, Period, business_day, epoch_milliseconds, from_epoch_milliseconds

days = st.dates(date(2020, 1, 1), date(2020, 1, 8))
periods = st.builds(Period, days, st.one_of(days, st.just(OPEN_END)))
instants = st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


def every_day(period: Period) -> set[date]:
    week = [date(2019, 12, 31) + timedelta(number) for number in range(12)]
    return {day for day in week if period.covers(day)}


@given(periods, periods)
def test_two_periods_overlap_when_some_day_lies_in_both(one: Period, other: Period) -> None:
    assert one.overlaps(other) == bool(every_day(one) & every_day(other))
    assert one.overlaps(other) == other.overlaps(one)


@given(days)
def test_a_retracted_row_covers_no_day_and_overlaps_nothing(day: date) -> None:
    retracted = Period(day, day)
    assert not every_day(retracted) and not retracted.overlaps(Period(date(2019, 1, 1))) and not retracted.is_open


@given(days)
def test_the_first_day_counts_and_the_last_does_not(day: date) -> None:
    period = Period(day, day + timedelta(2))
    assert [period.covers(day + timedelta(number)) for number in (-1, 0, 1, 2)] == [False, True, True, False]


@given(instants)
def test_an_instant_comes_back_from_the_store_to_the_millisecond(at: datetime) -> None:
    back = from_epoch_milliseconds(epoch_milliseconds(at))
    assert timedelta(0) <= at - back < timedelta(milliseconds=1)
    assert back.utcoffset() == timedelta(hours=8)
    assert epoch_milliseconds(back) == epoch_milliseconds(at)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2023-08-22T15:59:59+00:00", date(2023, 8, 22)),
        ("2023-08-22T16:00:00+00:00", date(2023, 8, 23)),
        ("2023-12-31T11:00:00-05:00", date(2024, 1, 1)),
    ],
)
def test_a_business_day_is_a_day_in_shanghai(instant: str, day: date) -> None:
    assert business_day(datetime.fromisoformat(instant)) == day
    assert CHINA.utcoffset(None) == timedelta(hours=8)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_a_canonical_text_says_the_value_and_no_more(value: object) -> None:
    text = canonical(value)  # type: ignore[arg-type]
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(st.text(max_size=3), values, max_size=4), st.randoms())
def test_the_order_of_keys_does_not_matter(value: dict[str, object], chance: object) -> None:
    items = list(value.items())
    chance.shuffle(items)  # type: ignore[attr-defined]
    assert digest(dict(items)) == digest(value)  # type: ignore[arg-type]


@given(values, values)
def test_other_values_have_other_texts(one: object, other: object) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical(one) == canonical(other)) == same  # type: ignore[arg-type]


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError):
        canonical(float("nan"))
