"""What was counted comes in by a table as everything else does: planned, refused by row, changed, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from orgraph.bootstrap import Services

from ..ledger import raw
from ..packs import AREAS, Desk
from ..said import in_chinese, in_english

HEAD = "measure,at,since,until,value,source,synthetic"
HALF = "accidents,{p}0101001001,2023-01-01,2023-07-01"
STANDS = """
MATCH (o:Observation) WHERE o.pack = $pack AND o.since < o.until
RETURN o.at, o.measure, o.since, o.until, o.value, o.source ORDER BY o.id
"""


@pytest.fixture
async def desk(services: Services, tmp_path: Path) -> AsyncIterator[Desk]:
    """A pack without counts, loaded."""
    made = Desk(services, tmp_path)
    await made.load()
    yield made
    await made.vanish()


def counts(desk: Desk, *rows: str) -> None:
    """Write counts.csv anew."""
    desk.write("counts", "\n".join((HEAD, *rows)))


async def stands(desk: Desk) -> list[list[Any]]:
    """What the store has, without what was taken back."""
    return await raw(desk.services.store, STANDS, pack=desk.key)


async def faulty(desk: Desk, *rows: str) -> list[str]:
    """What is wrong with a list of these rows, in English, by line and column."""
    counts(desk, *rows)
    return [
        f"{one.line} {one.field}: {in_english(one.problem)}; {in_english(one.remedy)}" for one in await desk.faults()
    ]


async def test_a_row_is_written_as_it_was_typed_and_the_same_again_is_nothing(desk: Desk) -> None:
    counts(
        desk,
        "事故,{p}0101001001,2023年1月1日,2023/7/1,3,社区月报,是",
        'disputes,{p}0102100200,20230101,2023.7.1,"1,204",,',
    )
    prepared = await desk.prepare()
    told = {one.table: one.add for one in prepared.plan.counts}
    assert told["Observation"] == 2 and prepared.plan.synthetic == 1
    await desk.load()
    p = desk.words["p"]
    assert await stands(desk) == [
        [f"{p}0101001001", "accidents", "2023-01-01", "2023-07-01", 3, "社区月报"],
        [f"{p}0102100200", "disputes", "2023-01-01", "2023-07-01", 1204, None],
    ]
    assert (await desk.prepare()).plan.changes == 0


async def test_rows_that_cannot_be_are_refused_each_by_its_line(desk: Desk) -> None:
    found = await faulty(
        desk,
        "accident,{p}0101001001,2023-01-01,2023-07-01,3,,",
        "accidents,{p}0101001000,2023-01-01,2023-07-01,3,,",
        "accidents,{k}:police,2023-01-01,2023-07-01,3,,",
        "accidents,{p}0109009009,2023-01-01,2023-07-01,3,,",
        "cases,{p}0101001001,2023-01-01,,3,,",
        "cases,{p}0101001001,2023-01-01,2023-01-01,3,,",
        "cases,{p}0101001001,2023-09-01,2023-10-01,3,,",
    )
    assert [one.split(";")[0] for one in found] == [
        "2 measure: unknown measure",
        "3 at: accidents is not counted at a township",
        "4 at: accidents is not counted at a police",
        "5 at: no area or organisation has this code",
        "6 until: cases is summed up over time and needs an end",
        "7 until: the period has no day",
        "8 since: the period begins after 2023-08-22, the day of this list",
    ]
    assert "accidents" in found[0].split(";")[1] and "village" in found[1].split(";")[1]
    cells = await faulty(
        desk,
        "accidents,{p}0101001001,2023-01-01,2023-07-01,-3,,",
        "accidents,{p}0101001001,2023-01-01,2023-07-01,1.5,,",
        "accidents,{p}0101001001,2023-07-01,2023-01-01,3,,",
        "accidents,{p}0101001001,,2023-01-01,3,,",
        "accidents,{p}0101001001,2023-01-01,2023-07-01,,,",
        "accidents,{p}0101001001,1.7.2023,2023-07-01,3,,",
    )
    assert [one.split(":")[0] for one in cells] == ["2 value", "3 value", "4 until", "5 since", "6 value", "7 since"]


async def test_no_day_is_counted_twice_in_a_list_in_lists_or_in_packs(desk: Desk, tmp_path: Path) -> None:
    [twice] = await faulty(desk, HALF + ",3,,", "accidents,{p}0101001001,2023-06-30,2023-08-01,1,,")
    assert twice.startswith("3 since: overlaps the row at ") and "counts.csv:2" in twice
    [same] = await faulty(desk, HALF + ",3,,", HALF + ",4,,")
    assert same.startswith("3 since: overlaps the row at ")
    counts(desk, HALF + ",3,,")
    await desk.load()
    [later] = await faulty(desk, "accidents,{p}0101001001,2023-06-01,2023-08-01,1,,")
    assert later.startswith("2 since: overlaps what was counted from 2023-01-01 up to 2023-07-01")
    counts(desk, "accidents,{p}0101001001,2023-07-01,2023-08-01,1,,")
    await desk.load()
    assert [row[2:5] for row in await stands(desk)] == [
        ["2023-01-01", "2023-07-01", 3],
        ["2023-07-01", "2023-08-01", 1],
    ]

    other = Desk(desk.services, tmp_path)
    other.clear()
    other.write("counts", f"{HEAD}\naccidents,{desk.words['p']}0101001001,2023-02-01,2023-03-01,1,,")
    [elsewhere] = await other.faults()
    assert in_english(elsewhere.problem).startswith(f"overlaps what the pack {desk.key} has counted from 2023-01-01")
    assert desk.key in in_chinese(elsewhere.problem)
    await other.vanish()


async def test_a_later_list_puts_right_what_it_names_and_leaves_what_is_over(desk: Desk) -> None:
    counts(desk, HALF + ",3,,", "cases,{p}0101001001,2023-01-01,2023-07-01,5,,")
    await desk.load()
    counts(desk, HALF + ",0,更正,")
    desk.write_manifest(as_of="2023-09-01")
    [row] = [one for one in await desk.told() if one.table == "Observation"]
    assert row.name.endswith("里社区居委会") and row.path.count("/") == 4 and row.detail == "accidents"
    await desk.load()
    assert [[row[1], *row[4:]] for row in await stands(desk)] == [["accidents", 0, "更正"], ["cases", 5, None]]


async def test_what_goes_on_ends_where_the_next_begins(desk: Desk) -> None:
    city = "volunteers,{p}0100000000"
    counts(desk, f"{city},2022-01-01,,500,,")
    await desk.load()
    counts(desk, f"{city},2023-08-01,,516,,")
    desk.write_manifest(as_of="2023-09-01")
    await desk.load(allow_ending=1)
    assert [row[2:5] for row in await stands(desk)] == [
        ["2022-01-01", "2023-08-01", 500],
        ["2023-08-01", "9999-12-31", 516],
    ]


async def test_the_earlier_list_undoes_the_later_one(desk: Desk) -> None:
    counts(desk, HALF + ",3,,")
    await desk.load()
    before = await stands(desk)
    counts(desk, HALF + ",4,,", "accidents,{p}0101001001,2023-09-01,2023-10-01,1,,")
    desk.write_manifest(as_of="2023-10-01")
    await desk.load()
    assert len(await stands(desk)) == 2
    counts(desk, HALF + ",3,,")
    desk.write_manifest()
    await desk.load(allow_ending=1)
    assert await stands(desk) == before


async def test_a_folder_of_changes_adds_puts_right_and_takes_back(desk: Desk) -> None:
    counts(desk, HALF + ",3,,", "cases,{p}0101001001,2023-01-01,2023-07-01,5,,")
    await desk.load()
    head = "change,measure,at,since,until,value,source"
    rows = (
        "change,accidents,{p}0101001001,2023-01-01,,0,更正",
        "correct,cases,{p}0101001001,2023-01-01,2023-01-01,,",
        "add,disputes,{p}0101001001,2023-01-01,2023-07-01,7,",
    )
    desk.changes("2023-09-01", counts="\n".join((head, *rows)))
    await desk.load()
    assert [[row[1], *row[4:]] for row in await stands(desk)] == [["accidents", 0, "更正"], ["disputes", 7, None]]
    again = "add,cases,{p}0101001001,2023-01-01,2023-04-01,2,"
    desk.changes("2023-09-02", counts=f"{head}\n{again}")
    await desk.load()
    assert ["cases", 2] in [[row[1], row[4]] for row in await stands(desk)]

    wrong = (
        "add,accidents,{p}0101001001,2023-01-01,2023-07-01,1,",
        "change,accidents,{p}0101001001,2022-01-01,,1,",
        "change,disputes,{p}0101001001,2023-01-01,,-,",
    )
    desk.changes("2023-09-03", counts="\n".join((head, *wrong)))
    assert [one.line for one in await desk.faults()] == [2, 3, 4]


async def test_nothing_is_counted_where_nothing_is_any_more(desk: Desk) -> None:
    rows = [f"{row}," for row in AREAS.strip().splitlines()]
    rows[0] += "until"
    rows[-1] += "2023-05-01"
    desk.write("areas", "\n".join(rows))
    counts(desk, "accidents,{p}0102100200,2023-01-01,2023-07-01,3,,")
    [fault] = await desk.faults()
    assert in_english(fault.problem) == f"orphan: this import ends {desk.words['p']}0102100200 on 2023-05-01"
    assert in_english(fault.remedy).startswith("end the period on 2023-05-01")
    counts(desk, "accidents,{p}0102100200,2023-01-01,2023-05-01,3,,")
    await desk.load(allow_ending=9)
    assert [row[3:5] for row in await stands(desk)] == [["2023-05-01", 3]]


async def test_an_empty_table_is_a_table(desk: Desk) -> None:
    counts(desk)
    assert (await desk.prepare()).plan.changes == 0
