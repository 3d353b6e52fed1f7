"""
What an import has to write, on a model of the store: a plan carried out gives what was wanted, and a second plan nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from orgraph.definitions.definitions import Definitions
from orgraph.domain.imports import TableCount
from orgraph.domain.records import PART_OF, Held, Record
from orgraph.domain.rows import AreaRow, DatedRow, OfficerRow, OrganisationRow, Origin, PostingRow, RelationRow, Row
from orgraph.domain.time import OPEN_END, Period
from orgraph.rules.packs.dating import Dating
from orgraph.rules.packs.order import batches
from orgraph.rules.packs.rows import Recording
from orgraph.rules.packs.snapshot import Work, plan_snapshot

HERE = Origin("test", 1)
LONG_AGO, BEFORE = date(2021, 1, 1), date(2023, 1, 1)
FIRST, SECOND, THIRD = date(2023, 8, 22), date(2023, 9, 1), date(2023, 10, 1)
LATER = date(2024, 1, 1)

SAID = ("role", "employment", "principal", "categories", "severity_from", "part", "reason")
Fact = tuple[Any, ...]


@dataclass
class Model:
    """A store of one pack: rows by their id, as the store would hold them."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def held(self) -> dict[str, Held]:
        return {
            key: Held(
                row["table"],
                key,
                row["digest"],
                str(row.get("since") or ""),
                str(row.get("until") or ""),
                row["start"],
                row["end"],
                {name: row[name] for name in SAID if name in row} if row["start"] else {},
            )
            for key, row in self.rows.items()
        }

    def apply(self, work: Work) -> None:
        for records in work.adds.values():
            for record in records:
                assert record.id not in self.rows, "a key is unique"
                joins = {"table": record.table, "start": record.start, "end": record.end}
                self.rows[record.id] = {**record.values, **joins, "digest": record.digest()}
        for changes in work.changes.values():
            for change in changes:
                self.rows[change.held.id] |= {**change.values, "digest": change.digest}
        for key, row in self.rows.items():
            assert not row.get("until") or row["since"] <= row["until"], f"{key} ends before it begins"

    def load(self, rows: Sequence[Row], as_of: date, definitions: Definitions) -> Work:
        work = self.plan(rows, as_of, definitions)
        self.apply(work)
        return work

    def plan(self, rows: Sequence[Row], as_of: date, definitions: Definitions) -> Work:
        held = self.held()
        dated = list(Dating(held, as_of, first=not held).rows(rows))
        return plan_snapshot(records_of(dated, definitions), held, as_of)

    def load_list(self, rows: Sequence[Row], as_of: date, definitions: Definitions) -> Work:
        """Load rows that do not say since when, as the list of a day."""
        bare = [replace(row, since=as_of, dated=False) if isinstance(row, DatedRow) else row for row in rows]
        return self.load(bare, as_of, definitions)

    def on(self, day: date) -> set[Fact]:
        """What holds on a day, without the identity of relationships and without since when."""
        return {_fact(row) for row in self.rows.values() if _in_force(row, day)}

    def parents(self, day: date) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self.rows.values():
            if row["table"] == PART_OF and _in_force(row, day):
                found.setdefault(row["start"], []).append(row["end"])
        return found


def _in_force(row: dict[str, Any], day: date) -> bool:
    if not row.get("until"):
        return True  # an officer has no period
    return Period(date.fromisoformat(row["since"]), date.fromisoformat(row["until"])).covers(day)


def _fact(row: dict[str, Any]) -> Fact:
    what = (row["table"], row["start"], row["end"], row.get("code"), row.get("role"), row.get("name"), row.get("kind"))
    return (*what, row.get("part"), tuple(row.get("categories") or ()), row.get("principal"), row.get("employment"))


def records_of(rows: Sequence[Row], definitions: Definitions) -> list[Record]:
    organisations = [row.code for row in rows if isinstance(row, OrganisationRow)]
    officers = [row.id for row in rows if isinstance(row, OfficerRow)]
    return list(Recording(definitions, organisations, officers, ()).records(rows))


def wanted(rows: Sequence[Row], day: date, definitions: Definitions) -> set[Fact]:
    """What rows say of a day, whatever stood before."""
    fresh = Model()
    fresh.load(rows, LONG_AGO, definitions)
    return fresh.on(day)


def joined(facts: set[Fact]) -> set[Fact]:
    """Who is joined to what, and which nodes there are, without what is said of them."""
    return {(*fact[:5], *fact[7:9]) for fact in without_people(facts)}


TOWNS = ("990102001000", "990102002000")
VILLAGES = ("990102001001", "990102001002", "990102002001")
UNITS = ("x:police", "x:centre")
PEOPLE = ("x:one", "x:two", "x:three")
starts = st.sampled_from([LONG_AGO, BEFORE])
ends = st.sampled_from([OPEN_END, OPEN_END, OPEN_END, LATER, date(2022, 6, 1)])


def _until(since: date, until: date) -> date:
    return max(since, until)


@st.composite
def snapshots(draw: st.DrawFn, history: bool = True) -> tuple[Row, ...]:
    """A small pack: two towns, up to three villages that may lie in either, two units, three persons."""
    rows: list[Row] = [AreaRow(HERE, town, town, "township", "", "town", LONG_AGO) for town in TOWNS]
    for village in draw(st.lists(st.sampled_from(VILLAGES), unique=True)):
        name = draw(st.sampled_from(["南河村委会", "北河村委会"]))
        if history and draw(st.integers(0, 3)) == 0:  # with its history told
            rows.append(AreaRow(HERE, village, name, "village", "", "villagers-committee", LONG_AGO))
            first, second = draw(st.permutations(TOWNS))
            rows.append(RelationRow(HERE, PART_OF, village, first, LONG_AGO, BEFORE))
            rows.append(RelationRow(HERE, PART_OF, village, second, BEFORE))
        else:
            town = draw(st.sampled_from(TOWNS))
            rows.append(AreaRow(HERE, village, name, "village", town, "villagers-committee", draw(starts)))
    rows += [OrganisationRow(HERE, unit, draw(st.sampled_from("甲乙")), "police", LONG_AGO) for unit in UNITS]
    rows += [OfficerRow(HERE, who, draw(st.sampled_from("丙丁"))) for who in PEOPLE]
    for who, role, at in draw(_unique(PEOPLE, ("unit-leader", "duty-contact"), UNITS)):
        since = draw(starts)
        until = _until(since, draw(ends))
        rows.append(PostingRow(HERE, who, role, at, since, until, draw(st.sampled_from(["", "full-time"]))))
    for unit, part, town in draw(_unique(UNITS, ("lead", "assist"), TOWNS)):
        since = draw(starts)
        until = _until(since, draw(ends))
        rows.append(RelationRow(HERE, "RESPONSIBLE_FOR", unit, town, since, until, ("dispute",), None, part))
    return tuple(rows)


def bare(*rows: Row) -> tuple[Row, ...]:
    """A snapshot of two towns, the units and persons, and of `rows`."""
    towns = [AreaRow(HERE, town, town, "township", "", "town", LONG_AGO) for town in TOWNS]
    units = [OrganisationRow(HERE, unit, "甲", "police", LONG_AGO) for unit in UNITS]
    return (*towns, *units, *(OfficerRow(HERE, who, "丙") for who in PEOPLE), *rows)


def posting(since: date, until: date = OPEN_END, employment: str = "") -> PostingRow:
    return PostingRow(HERE, "x:one", "unit-leader", "x:police", since, until, employment)


def assisting(since: date, until: date = OPEN_END) -> RelationRow:
    return RelationRow(HERE, "RESPONSIBLE_FOR", "x:centre", TOWNS[0], since, until, ("dispute",), None, "assist")


def _unique(*choices: Sequence[str]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    return st.lists(st.tuples(*(st.sampled_from(options) for options in choices)), max_size=4, unique=True)


@given(rows=snapshots())
def test_a_first_import_gives_what_the_rows_say_and_a_second_nothing(
    rows: tuple[Row, ...], definitions: Definitions
) -> None:
    model = Model()
    model.load(rows, FIRST, definitions)
    for day in (LONG_AGO, BEFORE, FIRST, LATER):
        assert model.on(day) == wanted(rows, day, definitions)
    for day in (FIRST, SECOND):
        again = model.plan(rows, day, definitions)
        assert again.size == 0, again


@given(before=snapshots(), after=snapshots())
@example(before=bare(posting(BEFORE)), after=bare(posting(BEFORE, BEFORE, "full-time")))
@example(before=bare(posting(LONG_AGO)), after=bare(posting(LONG_AGO, BEFORE, "full-time")))
def test_a_second_snapshot_gives_what_it_says_from_its_day_on(
    before: tuple[Row, ...], after: tuple[Row, ...], definitions: Definitions
) -> None:
    model = Model()
    model.load(before, FIRST, definitions)
    model.load(after, SECOND, definitions)
    for day in (SECOND, LATER):
        assert without_people(model.on(day)) == without_people(wanted(after, day, definitions))
    again = model.plan(after, THIRD, definitions)
    assert again.size == 0, again


def without_people(facts: set[Fact]) -> set[Fact]:
    """Persons have no period: one who is in no post any more is still known."""
    return {fact for fact in facts if fact[0] != "Officer"}


@given(before=snapshots(), after=snapshots(history=False))  # another history told later would speak against the first
def test_nothing_is_ever_part_of_two_and_nothing_that_was_is_forgotten(
    before: tuple[Row, ...], after: tuple[Row, ...], definitions: Definitions
) -> None:
    model = Model()
    model.load(before, FIRST, definitions)
    known = set(model.rows)
    model.load(after, SECOND, definitions)
    assert known <= set(model.rows)
    for day in (LONG_AGO, BEFORE, FIRST, SECOND, LATER):
        assert all(len(parents) == 1 for parents in model.parents(day).values()), (day, model.parents(day))


@given(before=snapshots(), after=snapshots())
def test_what_ends_was_there_until_the_day(
    before: tuple[Row, ...], after: tuple[Row, ...], definitions: Definitions
) -> None:
    """
    A posting that the second snapshot does not have covers the day before it, and not the day itself.

    One that it has with another beginning gives way to that, so that no day has it twice.
    """
    model = Model()
    model.load(before, FIRST, definitions)
    then = model.on(FIRST)
    work = model.load(after, SECOND, definitions)
    ended = {change.held.id for changes in work.changes.values() for change in changes if change.ending}
    for key in ended:
        row = model.rows[key]
        assert not _in_force(row, SECOND)
        assert _fact(row) not in then or _in_force(row, FIRST)
    assert_once_a_day(model)


def assert_once_a_day(model: Model) -> None:
    """Nothing is held twice on a day."""
    for day in (LONG_AGO, BEFORE, FIRST, SECOND, LATER):
        joints = [one.joint for one in model.held().values() if one.start and _in_force(model.rows[one.id], day)]
        assert len(joints) == len(set(joints)), day


@given(one=snapshots(), other=snapshots())
@example(one=bare(posting(BEFORE, BEFORE)), other=bare(posting(BEFORE, employment="full-time")))
@example(one=bare(posting(LONG_AGO, BEFORE)), other=bare(posting(LONG_AGO, employment="full-time")))
def test_what_stood_before_can_be_brought_back(
    one: tuple[Row, ...], other: tuple[Row, ...], definitions: Definitions
) -> None:
    model = Model()
    for rows, day in ((one, FIRST), (other, SECOND), (one, THIRD)):
        model.load(rows, day, definitions)
    for day in (THIRD, LATER):
        assert without_people(model.on(day)) == without_people(wanted(one, day, definitions))
    assert model.plan(one, THIRD, definitions).size == 0


@given(rows=snapshots(), other=snapshots())
@example(rows=bare(assisting(BEFORE)), other=bare(assisting(LONG_AGO)))
@example(rows=bare(posting(BEFORE)), other=bare(posting(LONG_AGO)))
def test_the_counts_add_up(rows: tuple[Row, ...], other: tuple[Row, ...], definitions: Definitions) -> None:
    """What begins earlier is written anew in place of what is held: two rows, and one change."""
    model = Model()
    model.load(rows, FIRST, definitions)
    held = len(model.rows)
    work = model.load(other, SECOND, definitions)
    counts = work.counts()
    assert sum(count.change + count.end + count.same for count in counts) == held
    assert sum(count.add + count.change + count.end for count in counts) + len(work.earlier) == work.size
    assert len(model.rows) == held + sum(count.add for count in counts) + len(work.earlier)
    assert all(min(count.add, count.change, count.end, count.same) >= 0 for count in counts)


def of_table(work: Work, table: str) -> TableCount:
    (found,) = [count for count in work.counts() if count.table == table]
    return found


@pytest.mark.parametrize(("table", "relation"), [("POSTED_TO", posting), ("RESPONSIBLE_FOR", assisting)])
def test_what_begins_earlier_is_one_change_and_is_held_once(
    table: str, relation: Callable[[date], Row], definitions: Definitions
) -> None:
    model = Model()
    model.load(bare(relation(BEFORE)), FIRST, definitions)
    work = model.load(bare(relation(LONG_AGO)), SECOND, definitions)
    assert (of_table(work, table), work.size) == (TableCount(table, change=1), 2)
    periods = sorted((row["since"], row["until"]) for row in model.rows.values() if row["table"] == table)
    assert periods == [(str(LONG_AGO), str(OPEN_END)), (str(BEFORE), str(BEFORE))]
    assert model.plan(bare(relation(LONG_AGO)), THIRD, definitions).size == 0


@pytest.mark.parametrize("until", [BEFORE, FIRST, SECOND])
def test_a_posting_of_other_values_that_is_over_is_put_right(until: date, definitions: Definitions) -> None:
    """It goes on as nothing from the list's day on: there is one row of it, which says what the list says."""
    model = Model()
    model.load(bare(posting(BEFORE)), FIRST, definitions)
    over = bare(posting(BEFORE, until, "full-time"))
    work = model.load(over, SECOND, definitions)
    assert of_table(work, "POSTED_TO") == TableCount("POSTED_TO", change=1)
    (row,) = [row for row in model.rows.values() if row["table"] == "POSTED_TO"]
    assert (row["since"], row["until"], row["employment"]) == (str(BEFORE), str(until), "full-time")
    assert model.plan(over, THIRD, definitions).size == 0


def test_a_posting_of_other_values_that_ends_later_says_them_from_the_lists_day_on(definitions: Definitions) -> None:
    model = Model()
    model.load(bare(posting(BEFORE)), FIRST, definitions)
    model.load(bare(posting(BEFORE, LATER, "full-time")), SECOND, definitions)
    held = [row for row in model.rows.values() if row["table"] == "POSTED_TO"]
    assert sorted((row["since"], row["until"], row["employment"] or "") for row in held) == [
        (str(BEFORE), str(SECOND), ""),
        (str(SECOND), str(LATER), "full-time"),
    ]


@given(rows=snapshots(), other=snapshots(), size=st.integers(2, 9))
def test_batches_hold_everything_once_and_every_prefix_is_consistent(
    rows: tuple[Row, ...], other: tuple[Row, ...], size: int, definitions: Definitions
) -> None:
    model = Model()
    model.load(rows, FIRST, definitions)
    work = model.plan(other, SECOND, definitions)
    there, written = set(model.rows), 0
    for batch in batches(work, size, definitions):
        written += batch.size
        there |= {record.id for records in batch.adds for record in records if record.is_node}
        for record in (record for records in batch.adds for record in records if not record.is_node):
            assert {record.start, record.end} <= there, record
        placed = {record.start for records in batch.adds for record in records if record.table == PART_OF}
        villages = {r.id for rs in batch.adds for r in rs if r.table == "Area" and r.values["level"] == "village"}
        assert villages <= placed, "an area is never there without its place"
    assert written == work.size


@given(rows=snapshots())
def test_a_posting_that_begins_later_is_retracted_when_it_goes(rows: tuple[Row, ...], definitions: Definitions) -> None:
    units = [row for row in rows if isinstance(row, OrganisationRow | OfficerRow)]
    future = PostingRow(HERE, "x:one", "unit-leader", "x:police", LATER)
    model = Model()
    model.load((*units, future), FIRST, definitions)
    model.load(tuple(units), SECOND, definitions)
    (row,) = [row for row in model.rows.values() if row["table"] == "POSTED_TO" and row["since"] == LATER.isoformat()]
    assert row["until"] == row["since"]
    assert model.plan(tuple(units), THIRD, definitions).size == 0, "it is taken back once"


def _come_back(lists: Sequence[Sequence[Row]]) -> set[str]:
    """Codes that a list lacks though one before and one after it have them."""
    codes = [{row.code for row in rows if isinstance(row, AreaRow)} for rows in lists]
    return {
        code
        for at, there in enumerate(codes)
        for code in set().union(*codes[:at]) & set().union(*codes[at + 1 :]) - there
    }


def open_ended(rows: Sequence[Row]) -> list[Row]:
    return [replace(row, until=OPEN_END) if isinstance(row, DatedRow) else row for row in rows]


@given(lists=st.lists(snapshots(history=False), min_size=2, max_size=4))
def test_lists_without_days_give_each_list_on_its_day_and_on_all_days_between(
    lists: list[tuple[Row, ...]], definitions: Definitions
) -> None:
    """What stays keeps its beginning, what is new begins with its list, and nothing begins anew."""
    assume(not _come_back(lists))
    model, days = Model(), (BEFORE, FIRST, SECOND, THIRD)
    for rows, day in zip(lists, days, strict=False):
        model.load_list(open_ended(rows), day, definitions)
        assert model.load_list(open_ended(rows), day + timedelta(days=9), definitions).size == 0
    assert not without_people(model.on(BEFORE - timedelta(days=1)))
    for at, rows in enumerate(lists):
        said = joined(wanted(open_ended(rows), LATER, definitions))
        last = LATER if rows is lists[-1] else days[at + 1] - timedelta(days=1)
        for day in (days[at], days[at] + timedelta(days=4), last):
            assert joined(model.on(day)) == said, day
