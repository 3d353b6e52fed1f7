"""What a task that has ended keeps of how it was handled: the same words for the same handling, and by what it was measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.titles import Title
from orgraph.definitions.variants import Variants
from orgraph.domain.event import Event
from orgraph.domain.supervision import CalledBack, Outcome
from orgraph.rules.tasks.measures import measures_at
from orgraph.rules.tasks.past import past_of
from orgraph.rules.tasks.summaries import agree, findings_of, read_findings, read_tally, summary_of, tally_of
from orgraph.rules.tasks.supervision import handled

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
TUESDAY = 1_692_669_600_000  # 2023-08-22T10:00+08:00
TERMS = {"profile": "standard", "calendar": "standard", "yellow": 50, "red": 80}
CALLED = {"by": "township-head@t", "place": "p", "kind": "daily-work", "category": "road-collapse", "severity": 3}
DISPATCHED = {
    "state": "dispatched",
    "final": False,
    "counts_as": "",
    "input": {"candidates": [], "chain": ["p", "c"]},
    "result": {"lead": {"organisation": "housing"}, "helpers": []},
    "clocks": {"starts": ["sign-in", "report"]},
    "terms": {**TERMS, "limits": {"sign-in": "1 working-hours", "report": "5 working-days"}},
}
Happened = tuple[str, int, Mapping[str, object]]


def told(
    *happened: Happened, task: str = "t", at: int = TUESDAY, routed: Mapping[str, object] = DISPATCHED
) -> list[Event]:
    """The events of a task that was called at an instant; what happened comes so many milliseconds after it."""
    first: list[Happened] = [("called", 0, CALLED), ("dispatched", 0, routed)]
    return [
        Event(task, number, "", 0, at + after, "a", type_, json.dumps(said), "", "")
        for number, (type_, after, said) in enumerate([*first, *happened], start=1)
    ]


def closed(after: int = 30 * MINUTE) -> tuple[Happened, ...]:
    """Signed for so much later, and closed an hour after that."""
    return (
        (
            "sign-in",
            after,
            {"by": "housing", "state": "in-hand", "final": False, "counts_as": "", "clocks": {"stops": ["sign-in"]}},
        ),
        (
            "verify",
            after + 40 * MINUTE,
            {"by": "township-head@t", "passed": True, "state": "verified", "clocks": {"stops": ["report"]}},
        ),
        (
            "close",
            after + 60 * MINUTE,
            {"by": "township-head@t", "state": "closed", "final": True, "counts_as": "resolved"},
        ),
    )


def rated(mark: int, after: int = 4 * 60 * MINUTE) -> Happened:
    marks = {"arrival": mark, "attitude": mark, "result": mark}
    return ("rate", after, {"by": "township-head@t", "unit": "housing", "rating": marks})


def test_a_task_that_is_open_keeps_none_and_one_that_was_reopened_no_more(definitions: Definitions) -> None:
    reopened = ("reopen", DAY, {"by": "township-head@t", "state": "in-hand", "final": False, "counts_as": ""})
    assert summary_of(definitions, told()) is None
    assert summary_of(definitions, told(*closed())) is not None
    assert summary_of(definitions, told(*closed(), reopened)) is None


def test_tasks_that_were_handled_alike_have_the_same_tally_whatever_their_ids_and_days(
    definitions: Definitions,
) -> None:
    one = summary_of(definitions, told(*closed(3 * 60 * MINUTE), rated(5, DAY)))
    other = summary_of(definitions, told(*closed(3 * 60 * MINUTE), rated(4, DAY), task="u", at=TUESDAY + 7 * DAY))
    assert one is not None and other is not None
    assert one.tally == other.tally and one.findings != other.findings
    assert json.loads(one.tally) == {
        "as": "resolved",
        "counts": True,
        "lead": "housing",
        "answered": False,
        "ratings": [["housing", True]],
        "findings": [["nothing-done", "housing"], ["slow", "housing"]],
    }
    end = TUESDAY + 60 * MINUTE  # of the working hour in which it should have signed
    assert json.loads(one.findings or "") == [["nothing-done", "housing", end, False], ["slow", "housing", end, False]]
    assert (one.found_at, other.found_at) == (end, end + 7 * DAY)


def test_what_happens_after_the_end_is_in_it(definitions: Definitions) -> None:
    before = summary_of(definitions, told(*closed()))
    bad = summary_of(definitions, told(*closed(), rated(1)))
    replied = summary_of(definitions, told(*closed(2 * DAY), rated(1, 3 * DAY), ("reply", 3 * DAY, {"by": "housing"})))
    assert before is not None and bad is not None and replied is not None
    assert json.loads(before.tally)["ratings"] == [] and before.findings is None and before.found_at is None
    assert json.loads(bad.tally)["ratings"] == [["housing", False]]
    assert {one[3] for one in json.loads(replied.findings or "")} == {True}


CALLED_BACK = (
    [{"mark": "reached", "unit": "housing", "value": [1, 0, 5]}],
    [{"mark": "reached", "unit": "police", "value": [0, 1, 3]}],
    [{"mark": "unreached", "unit": "housing"}],
)


@pytest.mark.parametrize(
    ("marks", "kept"),
    [
        (CALLED_BACK[:1], ["housing", True, True, False, True]),
        (CALLED_BACK[:2], ["police", True, False, True, False]),  # what was said last
        (CALLED_BACK[1::-1], ["housing", True, True, False, True]),
        (
            CALLED_BACK[1:],
            ["police", True, False, True, False],
        ),  # nobody was reached afterwards: it was said all the same
        (CALLED_BACK[2:], ["housing", False, False, False, False]),
    ],
)
def test_what_the_resident_said_last_is_in_it(definitions: Definitions, marks: Any, kept: list[object]) -> None:
    calls = [("acted", 2 * DAY, {"by": "c", "action": "call", "does": {"marks": one}}) for one in marks]
    without, found = summary_of(definitions, told(*closed())), summary_of(definitions, told(*closed(), *calls))
    assert without is not None and found is not None and without.counted_as != found.counted_as
    assert "called back" not in json.loads(without.tally)  # so what ended before there were call-backs keeps its tally
    assert json.loads(found.tally)["called back"] == kept
    assert read_tally(found.tally).called_back == CalledBack(*kept)  # type: ignore[arg-type]
    assert not agree(read_tally(found.tally), read_tally(without.tally))


@pytest.mark.parametrize(
    ("accepting", "stands", "kept"),
    [("", "", [False, ""]), ("housing", "", [True, ""]), ("police", "", [False, ""]), ("", "agreed", [True, "agreed"])],
)
def test_the_outcome_of_what_is_rated_by_it_is_in_it(
    definitions: Definitions, accepting: str, stands: str, kept: list[object]
) -> None:
    """Accepted by who leads it; what is not rated by its outcome keeps the tally that it had."""
    routed = {**DISPATCHED, "does": {"by_outcome": True, "lead": "housing", "state": "applied"}}
    marks = [{"mark": "answered", "unit": accepting}] if accepting else []
    state = {"state": "x", "final": True, "counts_as": "unresolved"} | ({"outcome": stands} if stands else {})
    ended = ("acted", DAY, {"by": "housing", "action": "end", "does": {**state, "marks": marks}})
    without, found = summary_of(definitions, told(*closed())), summary_of(definitions, told(ended, routed=routed))
    assert without is not None and found is not None
    assert "outcome" not in json.loads(without.tally) and json.loads(found.tally)["outcome"] == kept
    assert read_tally(found.tally).outcome == Outcome(*kept)  # type: ignore[arg-type]
    assert not agree(read_tally(found.tally), replace(read_tally(found.tally), outcome=Outcome(True, "settled")))


def test_what_counts_in_no_rate_is_held_against_nobody(definitions: Definitions) -> None:
    void = ("void", 2 * DAY, {"by": "township-head@t", "state": "void", "final": True, "counts_as": "void"})
    found = summary_of(definitions, told(void))
    assert found is not None and found.findings is None
    assert json.loads(found.tally) == {
        "as": "void",
        "counts": False,
        "lead": "housing",
        "answered": None,
        "ratings": [],
        "findings": [],
    }


def test_a_clock_that_nothing_stops_ends_with_its_task(definitions: Definitions) -> None:
    """A lifecycle need not stop every clock; what ended in time is not late a year after."""
    signed, verified, closing = closed()
    running = (signed, ("verify", verified[1], {**verified[2], "clocks": {}}), closing)
    events = told(*running)
    past = past_of(events)
    found = [
        handled(past, measures_at(definitions, past, TUESDAY + days * DAY), TUESDAY + days * DAY) for days in (1, 365)
    ]
    assert found[0] == found[1] and found[0].findings == ()


Edit = Callable[[Definitions], Definitions]


def _findings(**changed: object) -> Edit:
    def edit(one: Definitions) -> Definitions:
        slow = [replace(each, **changed) if each.key == "slow" else each for each in one.findings]  # type: ignore[arg-type]
        return replace(one, findings=Variants(tuple(slow)))

    return edit


def _calendar(**changed: object) -> Edit:
    return lambda one: replace(one, calendars=Variants(tuple(replace(each, **changed) for each in one.calendars)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("edit", "another"),
    [
        (_findings(title=Title("慢", "late")), False),
        (_findings(source="somewhere else"), False),
        (_findings(stages=("report",)), True),
        (_findings(counts="idle"), True),
        (_findings(key="late"), True),
        (_calendar(days_off=frozenset({date(2023, 8, 22)})), True),
        (_calendar(days_off=frozenset({date(2023, 9, 22)})), False),
        (_calendar(workdays=frozenset({date(2023, 8, 22)})), False),  # it is one anyway
        (_calendar(hours=((0, 24 * 60),)), True),
        (_calendar(key="offices"), False),  # the limits name none of this key: the one that there is counts
    ],
)
def test_by_what_it_was_measured_is_another_only_if_that_could_have_mattered(
    definitions: Definitions, edit: Edit, another: bool
) -> None:
    small = replace(
        definitions,
        findings=Variants(tuple(one for one in definitions.findings if not one.under)),
        calendars=Variants(tuple(one for one in definitions.calendars if one.key == "standard" and not one.under)),
    )
    events = told(*closed())
    before, after = summary_of(small, events), summary_of(edit(small), events)
    assert before is not None and after is not None
    assert (before.measured_by != after.measured_by) is another


def test_no_calendar_is_in_what_ran_in_natural_time(definitions: Definitions) -> None:
    routed = {**DISPATCHED, "terms": {**TERMS, "limits": {"sign-in": "30 minutes", "report": "3 days"}}}
    events = told(*closed(), routed=routed)
    before, after = summary_of(definitions, events), summary_of(_calendar(hours=((0, 24 * 60),))(definitions), events)
    assert before == after


STEPS = st.lists(
    st.sampled_from(
        [
            ("sign-in", {"by": "housing", "state": "in-hand", "clocks": {"stops": ["sign-in"]}}),
            ("note", {"by": "housing"}),
            ("verify", {"by": "c", "passed": False, "state": "in-hand"}),
            (
                "reopen",
                {
                    "by": "c",
                    "state": "in-hand",
                    "final": False,
                    "counts_as": "",
                    "clocks": {"starts": ["report"]},
                    "terms": DISPATCHED["terms"],
                },
            ),
            ("rate", {"by": "c", "unit": "housing", "rating": {"arrival": 3, "attitude": 5, "result": 5}}),
            ("rate", {"by": "c", "unit": "police", "rating": {"arrival": 1, "attitude": 2, "result": 3}}),
            ("reply", {"by": "housing"}),
            *(("acted", {"by": "c", "action": "call", "does": {"marks": marks}}) for marks in CALLED_BACK),
            ("decline", {"by": "housing", "state": "declined"}),
            ("transfer", {"by": "c", "unit": "police", "lead": "police", "state": "dispatched"}),
            ("decline", {"by": "police", "state": "declined"}),
            (
                "close",
                {"by": "c", "state": "closed", "final": True, "counts_as": "resolved", "clocks": {"stops": ["report"]}},
            ),
            ("exclude", {"by": "c", "state": "excluded", "final": True, "counts_as": "excluded"}),
        ]
    ),
    max_size=12,
)


@given(STEPS, st.lists(st.integers(0, 3 * DAY), min_size=12, max_size=12))
def test_what_it_keeps_is_what_folding_it_again_gives(
    definitions: Definitions, steps: list[tuple[str, dict[str, Any]]], waits: list[int]
) -> None:
    happened = [(type_, sum(waits[: number + 1]), said) for number, (type_, said) in enumerate(steps)]
    events = told(*happened)
    past, late = past_of(events), TUESDAY + 400 * DAY
    found = handled(past, measures_at(definitions, past, late), late)
    kept = summary_of(definitions, events)
    assert (kept is None) is not past.folded.final
    if kept is not None:
        assert read_tally(kept.tally) == tally_of(found)
        assert (read_findings("t", kept.findings) if kept.findings else []) == findings_of("t", found)
        assert kept.found_at == max((one.at for one in found.findings), default=None)
