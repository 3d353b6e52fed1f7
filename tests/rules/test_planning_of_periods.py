"""
Postings as lists of any shape say them: by a name or without, with the day they begin or without, over by then or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from orgraph.analysis.faulting import Known
from orgraph.analysis.living import past_faults
from orgraph.analysis.row_checks import check_rows
from orgraph.definitions.definitions import Definitions
from orgraph.domain.rows import PostingRow, Row
from orgraph.domain.time import OPEN_END
from orgraph.rules.packs.dating import Dating
from orgraph.rules.packs.held_rows import key_faults
from orgraph.rules.packs.rows import Recording

from .test_planning import (
    BEFORE,
    FIRST,
    HERE,
    LATER,
    LONG_AGO,
    SECOND,
    THIRD,
    Fact,
    Model,
    assert_once_a_day,
    bare,
)

SUMMER = date(2022, 6, 1)
BETWEEN = date(2023, 8, 25)
AUTUMN = date(2023, 9, 15)
LISTS = (FIRST, SECOND, THIRD)
WATCHED = sorted({LONG_AGO, SUMMER, BEFORE, FIRST, BETWEEN, SECOND, AUTUMN, THIRD, LATER})
DAYS = sorted({*WATCHED, *(day - timedelta(days=1) for day in WATCHED), *(day + timedelta(days=1) for day in WATCHED)})

beginnings = st.sampled_from([None, None, LONG_AGO, BEFORE, BETWEEN, LATER])
ends = st.sampled_from([OPEN_END, OPEN_END, SUMMER, BEFORE, BETWEEN, AUTUMN, LATER])


@st.composite
def postings(draw: st.DrawFn) -> list[PostingRow]:
    """Up to two postings of a list."""
    rows = []
    for at in range(draw(st.integers(0, 2))):
        since = draw(beginnings)
        row = PostingRow(
            replace(HERE, line=at + 2),
            draw(st.sampled_from(["x:one", "x:one", "x:two"])),
            "unit-leader",
            "x:police",
            since or LONG_AGO,
            draw(ends),
            draw(st.sampled_from(["", "full-time", "part-time"])),
            key=draw(st.sampled_from(["", "", "k", "j"])),
            dated=since is not None,
        )
        rows.append(replace(row, until=max(since, row.until)) if since else row)
    return rows


def refused(model: Model, rows: Sequence[Row], day: date, definitions: Definitions) -> bool:
    """Whether an import would say that a posting is at fault."""
    held = model.held()
    dated = list(Dating(held, day, first=not held).rows(rows))
    faults = [*check_rows("x", dated, Known(), definitions), *key_faults(rows, held)]
    recording = Recording(definitions, ("x:police",), ("x:one", "x:two"), ())
    faults += past_faults(dated, recording, held, day)
    return any(fault.line > HERE.line for fault in faults)


def of(model: Model, day: date, who: str) -> list[Fact]:
    return sorted((one for one in model.on(day) if one[0] == "POSTED_TO" and one[1] == who), key=str)


@given(data=st.data())
def test_whatever_lists_say_a_second_plan_is_empty_and_days_of_before_stay(
    data: st.DataObject, definitions: Definitions
) -> None:
    model = Model()
    for day in LISTS[: data.draw(st.integers(1, 3))]:
        said = data.draw(postings(), label=str(day))
        rows = bare(*said)
        if refused(model, rows, day, definitions):
            continue
        before = {(when, who): of(model, when, who) for when in DAYS for who in ("x:one", "x:two")}
        first = not model.rows
        model.load(rows, day, definitions)
        for again in (day, day + timedelta(days=1)):
            assert model.plan(rows, again, definitions).size == 0, (day, again)
        assert_once_a_day(model)
        for (when, who), facts in before.items():
            own = [row for row in said if row.officer == who]
            if when < day and not first and not any(row.dated or row.until <= day for row in own):
                assert of(model, when, who) == facts, (day, when)
        for row in said:
            if row.until > day and (not row.dated or row.since <= day):
                assert [fact[-1] or "" for fact in of(model, day, row.officer)] == [row.employment]
