"""Postings that have a name: what a list with another beginning, another end and other values makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from orgraph.definitions.definitions import Definitions
from orgraph.domain.time import OPEN_END

from .test_planning import (
    BEFORE,
    FIRST,
    LATER,
    LONG_AGO,
    SECOND,
    THIRD,
    Model,
    assert_once_a_day,
    bare,
    ends,
    posting,
    starts,
    wanted,
)

NAMED = [
    (LONG_AGO, [(LONG_AGO, OPEN_END, "full-time")]),
    (BEFORE, [(BEFORE, SECOND, ""), (SECOND, OPEN_END, "full-time")]),
    (FIRST, [(BEFORE, FIRST, ""), (FIRST, OPEN_END, "full-time")]),
    (LATER, [(BEFORE, SECOND, ""), (LATER, OPEN_END, "full-time")]),
]


@pytest.mark.parametrize(("since", "periods"), NAMED)
def test_a_named_posting_of_other_values_begins_when_its_row_says(
    since: date, periods: list[tuple[date, date, str]], definitions: Definitions
) -> None:
    model = Model()
    model.load(bare(replace(posting(BEFORE), key="k")), FIRST, definitions)
    then = bare(replace(posting(since, employment="full-time"), key="k"))
    model.load(then, SECOND, definitions)
    held = [row for row in model.rows.values() if row["table"] == "POSTED_TO"]
    assert sorted((row["since"], row["until"], row["employment"] or "") for row in held) == [
        (str(one), str(other), employment) for one, other, employment in periods
    ]
    assert model.plan(then, THIRD, definitions).size == 0


said = st.tuples(starts | st.sampled_from([FIRST, LATER]), ends, st.sampled_from(["", "full-time", "part-time"]))


@given(lists=st.lists(said, min_size=2, max_size=3))
@example(lists=[(LONG_AGO, OPEN_END, ""), (BEFORE, OPEN_END, "full-time"), (BEFORE, OPEN_END, "")])
@example(lists=[(LONG_AGO, OPEN_END, ""), (LONG_AGO, OPEN_END, "full-time"), (BEFORE, OPEN_END, "")])
@example(lists=[(LONG_AGO, OPEN_END, ""), (LATER, OPEN_END, "full-time"), (LONG_AGO, OPEN_END, "")])
@example(lists=[(BEFORE, OPEN_END, ""), (BEFORE, OPEN_END, "full-time"), (BEFORE, BEFORE, "")])
def test_a_named_posting_is_held_once_as_each_list_says(
    lists: list[tuple[date, date, str]], definitions: Definitions
) -> None:
    model = Model()
    for (since, until, employment), day in zip(lists, (FIRST, SECOND, THIRD), strict=False):
        rows = bare(replace(posting(since, max(since, until), employment), key="k"))
        model.load(rows, day, definitions)
        assert model.plan(rows, day + timedelta(days=1), definitions).size == 0
        assert_once_a_day(model)
        for when in (day, LATER):
            assert model.on(when) == wanted(rows, when, definitions)
