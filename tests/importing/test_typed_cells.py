"""Cells of tables as clerks and table programs write days and numbers."""

from __future__ import annotations

from datetime import date

import pytest

from orgraph.seeding.cells import Cells
from tests.said import in_english

COLUMNS = {"since": 0, "households": 1}


def cells(since: str = "", households: str = "") -> Cells:
    made = Cells("areas.csv", COLUMNS, None, date.min)  # type: ignore[arg-type]  # no cell here is of a closed list
    made.turn_to(2, (since, households))
    return made


@pytest.mark.parametrize(
    "said", ["2023/8/22", "2023年8月22日", "20230822", "２０２３－８－２２", "2023-08-22 00:00:00"]
)
def test_a_day_is_read_as_it_is_written(said: str) -> None:
    row = cells(since=said)
    assert (row.day("since", date.min), row.faults) == (date(2023, 8, 22), [])


@pytest.mark.parametrize(("said", "problem"), [("8/22/2023", "which is the month"), ("23/8/22", "year of two digits")])
def test_a_day_of_which_one_must_guess_is_a_fault(said: str, problem: str) -> None:
    row = cells(since=said)
    assert row.day("since", date.min) == date.min
    (fault,) = row.faults
    assert (fault.line, fault.field, fault.value) == (2, "since", said)
    assert problem in in_english(fault.problem) and "2023-08-22" in in_english(fault.remedy)


@pytest.mark.parametrize("said", ["1,234", "１２３４", "１，２３４"])
def test_a_number_of_any_width_with_thousands_or_without(said: str) -> None:
    row = cells(households=said)
    assert (row.whole("households", 0, 10_000), row.faults) == (1234, [])


@pytest.mark.parametrize("said", ["12,34", "1234.0", "10,001"])
def test_what_is_no_such_number_is_a_fault(said: str) -> None:
    row = cells(households=said)
    assert row.whole("households", 0, 10_000) is None
    assert [in_english(one.problem) for one in row.faults] == ["is no such number"]
