"""The sum up the tree is that of every number whose place leads to the area by a way of its day: networkx is the judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.titles import Title
from orgraph.definitions.words.measures import LAST, SUM, Measure
from orgraph.domain.counts import Days, Life, Observed
from orgraph.domain.errors import InvalidInput
from orgraph.domain.time import OPEN_END
from orgraph.rules.counts.counting import Counting, Sum, compared, per_mille
from orgraph.rules.counts.periods import against
from orgraph.rules.counts.ways import Ways

LONG_AGO, BEGIN = date(2020, 1, 1), date(2023, 1, 1)
WORD = Title("", "")
TOWNS = ("t1", "t2", "t3")


def measure(adds: str) -> Measure:
    return Measure("m", WORD, WORD, adds, ("village", "town", "city"), (), (), WORD)


def on(number: int) -> date:
    return BEGIN + timedelta(days=number)


@dataclass
class Land:
    """A city with three towns, villages that move between them on some day, and what was counted there."""

    lives: dict[str, Life]
    observed: dict[str, list[Observed]]

    def count(self, adds: str, days: Days, root: str = "city", level: str = "") -> Sum:
        counting = Counting(Ways(root, self.lives, {}), self.lives, {}, level)
        return counting.count(measure(adds), self.observed, days, ("village",), OPEN_END)

    def lies_in(self, code: str, root: str, day: date) -> bool:
        """By networkx: whether a way leads from a place to the root on a day."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_node(code)
        for one in self.lives.values():
            graph.add_edges_from((one.code, above) for above, since, until in one.steps if since <= day < until)
        return root in graph and nx.has_path(graph, code, root)


@st.composite
def lands(draw: st.DrawFn) -> Land:
    lives = {"city": Life("city", "city", "", LONG_AGO, OPEN_END)}
    for town in TOWNS:
        lives[town] = Life(town, "town", "", LONG_AGO, OPEN_END, (("city", LONG_AGO, OPEN_END),))
    observed: dict[str, list[Observed]] = {}
    for number in range(draw(st.integers(1, 6))):
        first, then = draw(st.sampled_from(TOWNS)), draw(st.sampled_from(TOWNS))
        moved = on(draw(st.integers(1, 60)))
        steps = ((first, LONG_AGO, moved), (then, moved, OPEN_END))
        lives[f"v{number}"] = Life(f"v{number}", "village", "", LONG_AGO, OPEN_END, steps)
    for code in lives:
        bounds = sorted(draw(st.sets(st.integers(0, 60), max_size=5)))
        chosen = bounds if code.startswith("v") or draw(st.booleans()) else []
        pairs = list(pairwise(chosen))
        observed[code] = [Observed(on(a), on(b), draw(st.integers(0, 9))) for a, b in pairs]
    return Land(lives, observed)


periods = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda two: Days(on(min(two)), on(max(two))))


@given(lands(), periods, st.sampled_from(["city", *TOWNS]))
def test_a_sum_is_of_every_whole_number_that_lies_there_and_under_no_other(land: Land, days: Days, root: str) -> None:
    found = land.count(SUM, days, root)
    whole = {
        (code, one)
        for code, several in land.observed.items()
        for one in several
        if days.first <= one.since and one.until <= days.last + timedelta(days=1)
        if land.lies_in(code, root, one.until - timedelta(days=1))
    }
    kept: set[tuple[str, Observed]] = set()
    for level in ("city", "town", "village"):
        for code, one in whole:
            if land.lives[code].level == level and not any(
                land.lies_in(code, other, one.until - timedelta(days=1))
                and one.since < above.until
                and above.since < one.until
                for other, above in kept
                if other != code
            ):
                kept.add((code, one))
    assert found.value == (sum(one.value for _, one in kept) if kept else None)
    assert (found.observations, found.below_number) == (len(kept), len(whole) - len(kept))
    assert found.below_value == sum(one.value for _, one in whole - kept)
    assert found.only == (next(iter(kept))[1] if len(kept) == 1 else None)


@given(lands(), periods, st.sampled_from([SUM, LAST]))
def test_parts_and_what_is_above_them_make_the_whole(land: Land, days: Days, adds: str) -> None:
    found = land.count(adds, days, level="town")
    assert sum(found.parts.values()) == (found.value or 0)
    assert sum(found.missing_in.values()) == len(found.missing)
    assert set(found.parts) <= {"", *TOWNS}


@given(lands(), periods)
def test_a_place_is_missing_or_short_or_counted_day_by_day(land: Land, days: Days) -> None:
    """Of every village each day is counted or not; the days that lack are those of the rule."""
    found = land.count(SUM, days)
    lacking = {one.code: (days_of, of) for one, days_of, of in found.short}
    missing = {one.code for one in found.missing}
    assert not missing & lacking.keys()
    after = days.last + timedelta(days=1)
    for code, life in land.lives.items():
        if life.level != "village":
            continue
        around = [code, *(town for town in TOWNS if land.lies_in(code, town, days.last)), "city"]
        whole = [
            one
            for each in around
            for one in land.observed.get(each, ())
            if days.first <= one.since and one.until <= after and _kept(land, each, one, days)
        ]
        covered = {day for one in whole for day in range(one.since.toordinal(), one.until.toordinal())}
        of = (after - days.first).days
        if not covered:
            assert code in missing
        else:
            assert lacking.get(code, (0, of)) == (of - len(covered), of)


def _kept(land: Land, code: str, one: Observed, days: Days) -> bool:
    """Whether a number is in no other above it for the same days."""
    day, after = one.until - timedelta(days=1), days.last + timedelta(days=1)
    return not any(
        other != code
        and land.lies_in(code, other, day)
        and one.since < above.until
        and above.since < one.until
        and days.first <= above.since
        and above.until <= after
        and _kept(land, other, above, days)
        for other, several in land.observed.items()
        for above in several
    )


@given(lands(), st.integers(0, 60))
def test_of_what_goes_on_each_place_gives_its_last_number_unless_one_above_does(land: Land, number: int) -> None:
    days = Days(on(0), on(number))
    found = land.count(LAST, days)
    last = {
        code: max((one for one in several if one.since <= days.last), key=lambda one: one.since)
        for code, several in land.observed.items()
        if any(one.since <= days.last for one in several)
    }
    ends = {code: min(one.until - timedelta(days=1), days.last) for code, one in last.items()}
    alone = [
        one.value
        for code, one in last.items()
        if not any(other != code and land.lies_in(code, other, ends[code]) for other in last)
    ]
    assert found.value == (sum(alone) if alone else None)


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**12))
def test_a_change_is_the_nearest_whole_per_mille(difference: int, base: int) -> None:
    told = per_mille(difference, base)
    if base == 0:
        assert told is None
    else:
        assert told is not None and abs(told * base - 1000 * difference) * 2 <= base


def test_beside_nothing_there_is_no_difference() -> None:
    assert compared(None, 3, 1).difference is None
    assert compared(3, None, 1).difference is None
    beside = compared(3, 0, 0)
    assert (beside.difference, beside.per_mille) == (3, None)


@pytest.mark.parametrize(
    ("text", "first", "last", "then"),
    [
        ("同比", "2024-02-01", "2024-02-29", ("2023-02-01", "2023-02-28")),
        ("year-before", "2023-02-01", "2023-02-28", ("2022-02-01", "2022-02-28")),
        ("环比", "2023-04-01", "2023-06-30", ("2023-01-01", "2023-03-31")),
        ("before", "2023-03-01", "2023-03-31", ("2023-02-01", "2023-02-28")),
        ("before", "2023-03-02", "2023-03-04", ("2023-02-27", "2023-03-01")),
        (" 2022/1/1 至 2022年6月30日 ", "2023-01-01", "2023-06-30", ("2022-01-01", "2022-06-30")),
        ("2022-01-01…2022-01-01", "2023-01-01", "2023-06-30", ("2022-01-01", "2022-01-01")),
    ],
)
def test_the_other_period(text: str, first: str, last: str, then: tuple[str, str]) -> None:
    found = against(text, Days(date.fromisoformat(first), date.fromisoformat(last)))
    assert (found.first.isoformat(), found.last.isoformat()) == then


@pytest.mark.parametrize(
    "text", ["昨天", "2022-01-01", "2022-01-01..", "2022-06-30..2022-01-01", "2022-02-30..2022-03-01"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        against(text, Days(BEGIN, on(30)))
