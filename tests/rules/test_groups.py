"""What an import does, in the words of those who look at it."""

from __future__ import annotations

from datetime import date

from orgraph.domain.imports import Group, TableCount
from orgraph.domain.records import PART_OF, Held, Record
from orgraph.domain.time import OPEN_END
from orgraph.rules.packs.groups import group_areas, group_counts
from orgraph.rules.packs.rows import part_of
from orgraph.rules.packs.snapshot import plan_snapshot

TOWN, OTHER, VILLAGE = "980101100000", "980101101000", "980101100200"


def held(parent: str, since: str) -> Held:
    return Held(PART_OF, f"PART_OF:{VILLAGE}:{parent}:{since}", "x", since, OPEN_END.isoformat(), VILLAGE, parent)


def planned(there: Held, row: Record, as_of: date) -> tuple[list[tuple[Group, int]], tuple[TableCount, ...]]:
    work = plan_snapshot([row], {there.id: there}, as_of)
    return [(one.group, one.count) for one in group_counts(work, group_areas(work, {}))], work.counts()


def test_a_part_that_only_begins_earlier_is_not_moved() -> None:
    row = part_of(VILLAGE, TOWN, date(2019, 10, 31), OPEN_END)
    groups, counts = planned(held(TOWN, "2020-06-30"), row, date(2019, 10, 31))
    assert groups == [(Group.EARLIER, 1)]
    assert counts == (TableCount(PART_OF, 0, 1, 0, 0),)


def test_a_part_of_another_area_is_moved_and_counted_once() -> None:
    row = part_of(VILLAGE, OTHER, date(2023, 1, 1), OPEN_END)
    groups, counts = planned(held(TOWN, "2020-06-30"), row, date(2023, 1, 1))
    assert groups == [(Group.MOVED, 1)]
    assert counts == (TableCount(PART_OF, 1, 0, 1, 0),)
