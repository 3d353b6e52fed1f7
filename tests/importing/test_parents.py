"""An area is part of one other at a time, whatever pack, table or word says so; its place ends and is back with it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.said import in_english

from ..packs import Desk
from ..small_world import TESTER

pytestmark = pytest.mark.xdist_group("embedded")

VILLAGE, TOWN, STREET = "{p}0102100200", "{p}0102100000", "{p}0101001000"
PLACE = "change,type,source,target,since,until\n"
AREA = "change,code,name,parent,since,until\n"


async def parents(desk: Desk, day: str) -> list[str]:
    """What the village is part of on a day."""
    village = desk.said(VILLAGE)
    return [row[2] for row in await desk.state(day) if row[:2] == ["PART_OF", village]]


async def load(desk: Desk, as_of: str, row: str, table: str = "areas") -> None:
    desk.changes(as_of, **{table: (AREA if table == "areas" else PLACE) + row + "\n"})
    await desk.load()


async def refused(desk: Desk, as_of: str, row: str, table: str = "areas") -> str:
    """What is said of the one row of a folder, which is refused."""
    desk.changes(as_of, **{table: (AREA if table == "areas" else PLACE) + row + "\n"})
    (fault,) = await desk.faults()
    assert (fault.file, fault.line) == (f"{desk.key}/{table}.csv", 2)
    return in_english(fault.problem)


@pytest.mark.parametrize("target", [STREET, TOWN])
async def test_another_packs_area_is_given_no_second_parent(desk: Desk, other: Desk, target: str) -> None:
    row = desk.said(f"add,PART_OF,{VILLAGE},{target},,")
    said = await refused(other, "2023-09-01", row, "relations")
    assert desk.said(f"{VILLAGE} is part of {TOWN} from 2021-01-01, by the pack {{k}}") in said
    answer = await desk.services.coverage.who_covers(TESTER, desk.said(VILLAGE), date(2023, 9, 1))
    assert [level.area.code for level in answer.levels][1] == desk.said(TOWN) and len(answer.levels) == 5
    await load(desk, "2023-09-02", f"change,{VILLAGE},,{STREET},,")  # only its own pack moves it
    assert await parents(desk, "2023-09-02") == [desk.said(STREET)]


async def test_a_list_gives_another_packs_area_no_second_parent(desk: Desk, other: Desk) -> None:
    line = other.add("relations", desk.said(f"PART_OF,{VILLAGE},{STREET},,,,,,"))
    other.write_manifest(as_of="2023-09-01", requires=desk.key)
    (fault,) = await other.faults()
    assert (fault.line, fault.field) == (line, "target") and "two parents at one moment" in in_english(fault.problem)


async def test_what_another_pack_has_placed_is_moved_by_that_one_only(desk: Desk, other: Desk) -> None:
    desk.changes("2023-08-23", relations=f"{PLACE}end,PART_OF,{VILLAGE},{TOWN},,\n")
    await desk.load()
    await load(other, "2023-08-23", desk.said(f"add,PART_OF,{VILLAGE},{STREET},,"), "relations")
    said = await refused(desk, "2023-09-01", f"add,PART_OF,{VILLAGE},{TOWN},,", "relations")
    assert f"by the pack {other.key}" in said
    desk.changes("2023-09-01", areas=f"{AREA}change,{VILLAGE},,{TOWN},,\n")
    (fault,) = await desk.faults()
    assert (fault.file, fault.line) == (f"{desk.key}/areas.csv", 2) and "part of nothing of this pack" in in_english(
        fault.problem
    )


@pytest.mark.parametrize("row", ["correct,PART_OF,{v},{s},2022-01-01,", "change,PART_OF,{v},{t},,-"])
async def test_a_place_that_is_lengthened_meets_no_other(desk: Desk, row: str) -> None:
    await desk.load()
    await load(desk, "2023-09-01", f"change,{VILLAGE},,{STREET},,")
    row = row.format(v=VILLAGE, s=STREET, t=TOWN)
    said = await refused(desk, "2023-08-31", row, "relations")
    assert "two parents at one moment" in said


async def test_of_two_places_the_one_is_meant_that_is_named(desk: Desk) -> None:
    await desk.load()
    row = f"end,PART_OF,{VILLAGE},{STREET},,"
    assert await refused(desk, "2023-09-01", row, "relations") == "the pack holds no such row"


async def test_a_list_that_moves_an_area_and_says_so_twice_is_refused(desk: Desk) -> None:
    await desk.load()
    desk.write_manifest(as_of="2023-09-01")
    line = desk.add("relations", f"PART_OF,{VILLAGE},{STREET},2023-09-01,,,,,")
    (fault,) = await desk.faults()
    assert fault.line == line and "two parents at one moment" in in_english(fault.problem)


async def test_what_has_ended_is_not_ended_later(desk: Desk) -> None:
    await desk.load()
    await load(desk, "2023-01-01", f"end,{VILLAGE},,,,")
    for row in (f"end,{VILLAGE},,,,2023-05-01", f"end,{VILLAGE},,,,"):
        assert "has ended on 2023-01-01" in await refused(desk, "2023-09-01", row)
    for day in ("2023-05-01", "2022-05-01"):
        assert "ended on 2023-01-01" in await refused(desk, "2023-09-01", f"change,{VILLAGE},,,,{day}")
    assert "has ended on 2023-01-01" in await refused(desk, "2023-09-01", f"end,{VILLAGE},,,,2022-05-01")
    desk.changes("2023-09-01", areas=f"{AREA}end,{VILLAGE},,,,2023-01-01\n")
    assert (await desk.prepare()).plan.changes == 0
    await load(desk, "2023-09-01", f"correct,{VILLAGE},,,,2023-05-01")
    days = {day: await parents(desk, day) for day in ("2023-04-30", "2023-05-01")}
    assert days == {"2023-04-30": [desk.said(TOWN)], "2023-05-01": []}


async def test_an_end_that_lies_ahead_comes_sooner_and_not_later(desk: Desk) -> None:
    await desk.load()
    await load(desk, "2023-09-01", f"end,{VILLAGE},,,,2023-12-01")
    assert "ends on 2023-12-01, before 2024-01-01" in await refused(desk, "2023-09-01", f"end,{VILLAGE},,,,2024-01-01")
    desk.changes("2023-09-01", areas=f"{AREA}end,{VILLAGE},,,,2023-10-01\n")
    plan = (await desk.prepare()).plan
    assert {one.before for one in plan.shown} == {'{"until":"2023-12-01"}'}
    await desk.load()
    assert [await parents(desk, day) for day in ("2023-09-30", "2023-10-01")] == [[desk.said(TOWN)], []]
    await load(desk, "2023-09-01", f"correct,{VILLAGE},,,,-")
    assert await parents(desk, "2024-06-01") == [desk.said(TOWN)]


async def test_a_place_that_was_left_is_not_lengthened_by_the_end_of_its_area(desk: Desk) -> None:
    await desk.load()
    await load(desk, "2023-09-01", f"change,{VILLAGE},,{STREET},,")
    await load(desk, "2023-08-25", f"end,{VILLAGE},,,,2023-10-01")
    days = [await parents(desk, day) for day in ("2023-08-31", "2023-09-01", "2023-10-01")]
    assert days == [[desk.said(TOWN)], [desk.said(STREET)], []]
    await load(desk, "2023-11-01", f"correct,{VILLAGE},,,,2023-08-20")  # before it moved
    assert [await parents(desk, day) for day in ("2023-08-19", "2023-08-20", "2023-09-01")] == [
        [desk.said(TOWN)],
        [],
        [],
    ]
    await load(desk, "2023-11-01", f"correct,{VILLAGE},,,,-")
    assert await parents(desk, "2024-06-01") == [desk.said(TOWN)]


async def test_a_place_that_was_lost_before_its_area_ended_is_back_with_it(desk: Desk) -> None:
    await desk.load()
    await load(desk, "2023-01-01", f"end,PART_OF,{VILLAGE},{TOWN},,", "relations")
    await load(desk, "2023-05-01", f"end,{VILLAGE},,,,")
    await load(desk, "2023-09-01", f"correct,{VILLAGE},,,,-")
    assert await parents(desk, "2023-09-01") == [desk.said(TOWN)]


async def test_both_ends_of_a_period_and_the_parent_are_corrected_in_one_row(desk: Desk) -> None:
    await desk.load()
    await load(desk, "2023-09-01", f"end,{VILLAGE},,,,")
    await load(desk, "2023-09-01", f"correct,{VILLAGE},,,2019-05-01,-")
    assert [await parents(desk, day) for day in ("2019-05-01", "2024-01-01")] == [[desk.said(TOWN)]] * 2
    await load(desk, "2023-09-01", f"change,{VILLAGE},,{STREET},,2023-12-01")
    days = [await parents(desk, day) for day in ("2023-08-31", "2023-09-01", "2023-12-01")]
    assert days == [[desk.said(TOWN)], [desk.said(STREET)], []]


async def test_an_area_that_is_back_is_where_the_row_says(desk: Desk) -> None:
    await desk.load()
    await load(desk, "2023-03-01", f"end,{VILLAGE},,,,")
    await load(desk, "2023-09-01", f"correct,{VILLAGE},,{STREET},,-")
    days = {day: await parents(desk, day) for day in ("2021-01-01", "2023-02-28", "2023-03-01", "2023-10-01")}
    assert days == {day: [desk.said(STREET)] for day in days}


async def test_an_area_that_ended_is_moved_as_the_refusal_says(desk: Desk) -> None:
    await desk.load()
    await load(desk, "2023-03-01", f"end,{VILLAGE},,,,")
    for action in ("change", "correct"):
        desk.changes("2023-09-01", areas=f"{AREA}{action},{VILLAGE},,{STREET},,\n")
        (fault,) = await desk.faults()
        assert (fault.file, fault.line) == (f"{desk.key}/areas.csv", 2)
        assert (fault.value, in_english(fault.problem)) == (
            desk.said(f"{action} {VILLAGE}"),
            "the area is part of nothing of this pack on 2023-09-01: it ended on 2023-03-01",
        )
        assert "correct its until in this folder and change its parent in a second one" in in_english(fault.remedy)
    assert "ended on 2023-03-01" in await refused(desk, "2023-09-01", f"change,{VILLAGE},,{STREET},,-")
    await load(desk, "2023-09-01", f"correct,{VILLAGE},,,,-")
    await load(desk, "2023-09-02", f"change,{VILLAGE},,{STREET},,")
    days = {day: await parents(desk, day) for day in ("2023-03-01", "2023-09-01", "2023-09-02")}
    town, street = desk.said(TOWN), desk.said(STREET)
    assert days == {"2023-03-01": [town], "2023-09-01": [town], "2023-09-02": [street]}


async def test_what_ended_is_not_begun_again_under_its_code(desk: Desk) -> None:
    await desk.load()
    await load(desk, "2023-03-01", f"end,{VILLAGE},,,,")
    for row in (f"change,{VILLAGE},,,,-", f"add,{VILLAGE},{{n}}新村,{TOWN},2023-09-01,"):
        head = "change,code,name,level,kind,parent,since,until\n"
        action, code, name, parent, since, until = row.split(",")
        level = "village,villagers-committee" if action == "add" else ","
        desk.changes("2023-09-01", areas=f"{head}{action},{code},{name},{level},{parent},{since},{until}\n")
        (fault,) = await desk.faults()
        assert (fault.file, fault.line) == (f"{desk.key}/areas.csv", 2) and "ended on 2023-03-01" in in_english(
            fault.problem
        )
        assert "correct its until" in in_english(fault.remedy) and "needs another code" in in_english(fault.remedy)
