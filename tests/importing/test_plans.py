"""A plan tells what it does in groups, by name and path, and all of it when asked."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from orgraph.cli.files import to_write_plan
from orgraph.cli.render.plan import plan_lines
from orgraph.cli.render.plan_file import PlanFile
from orgraph.cli.speech import Speech
from orgraph.cli.usage import Unusable
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.domain.imports import Group, PlannedChange
from orgraph.services.pack_planning import Prepared
from tests.said import fails, in_english

from ..packs import TABLES, Desk

pytestmark = pytest.mark.xdist_group("embedded")


@pytest.fixture
def english(definitions: Definitions) -> Speech:
    """Words for a reader of English."""
    return Speech(definitions, "en")


async def rows_of(prepared: Prepared) -> list[PlannedChange]:
    assert prepared.telling is not None
    return [row async for row in prepared.telling.rows()]


@pytest.fixture
async def later(desk: Desk) -> Desk:
    """A list of a later day: a street is renamed, a village moves, one ends, one begins, a street has another code."""
    desk.add("areas", "{p}0101004000,{n}四街道,township,{p}0101000000,street,")
    desk.add("areas", "{p}0101001002,{n}外社区居委会,village,{p}0101001000,residents-committee,")
    await desk.load()
    desk.write_manifest(as_of="2023-09-01")
    desk.replace("areas", "{n}一街道", "{n}壹街道")
    desk.replace("areas", "{n}山村村委会,village,{p}0102100000", "{n}山村村委会,village,{p}0101001000")
    desk.replace("areas", "{p}0101004000,{n}四街道", "{p}0101005000,{n}四街道")
    desk.remove("areas", "{p}0101001002,")
    desk.add("areas", "{p}0101001003,{n}新社区居委会,village,{p}0101001000,residents-committee,")
    desk.remove("postings", "{k}:two,")
    return desk


async def test_rows_are_grouped_and_named_with_their_paths(later: Desk) -> None:
    prepared = await later.prepare()
    told = {
        (row.group, later_name(later, row.name), row.path)
        for row in await rows_of(prepared)
        if row.table != "POSTED_TO"
    }
    said = later.said
    assert told == {
        (Group.RECODED, "四街道", said("{n}省/{n}市/{n}东区/{n}四街道")),
        (Group.ENDED, "外社区居委会", said("{n}省/{n}市/{n}东区/{n}一街道/{n}外社区居委会")),
        (Group.MOVED, "山村村委会", said("{n}省/{n}市/{n}西县/{n}二镇/{n}山村村委会")),
        (Group.RENAMED, "一街道", said("{n}省/{n}市/{n}东区/{n}一街道")),
        (Group.BEGUN, "新社区居委会", said("{n}省/{n}市/{n}东区/{n}一街道/{n}新社区居委会")),
    }
    (posting,) = [row for row in await rows_of(prepared) if row.table == "POSTED_TO"]
    assert (posting.name, posting.detail, posting.path) == (
        "文二",
        "political-legal-officer",
        said("{n}省/{n}市/{n}东区/{n}一街道/{n}里社区居委会"),
    )
    (moved,) = [row for row in await rows_of(prepared) if row.group is Group.MOVED]
    assert said("{n}东区/{n}一街道") in moved.after
    pair = {row.key: row.other for row in await rows_of(prepared) if row.group is Group.RECODED}
    assert pair == {said("{p}0101004000"): said("{p}0101005000"), said("{p}0101005000"): said("{p}0101004000")}


def later_name(desk: Desk, name: str) -> str:
    return name.removeprefix(desk.words["n"])


async def test_counts_are_by_group_and_level(later: Desk, english: Speech) -> None:
    plan = (await later.prepare()).plan
    counts = {(count.group, count.table, count.level): count.count for count in plan.groups}
    assert counts == {
        (Group.RECODED, "Area", "township"): 2,
        (Group.ENDED, "Area", "village"): 1,
        (Group.ENDED, "POSTED_TO", ""): 1,
        (Group.MOVED, "PART_OF", ""): 1,
        (Group.RENAMED, "Area", "township"): 1,
        (Group.BEGUN, "Area", "village"): 1,
    }
    text = "\n".join(plan_lines(plan, (), english))
    assert "POSTED_TO:" not in text and "PART_OF:" not in text
    assert later.said("{n}省/{n}市/{n}西县/{n}二镇/{n}山村村委会") in text


async def test_a_code_that_is_given_to_another_area_is_suspicious(desk: Desk) -> None:
    desk.add("areas", "{p}0101004000,{n}女儿河街道,township,{p}0101000000,street,")
    await desk.load()
    desk.write_manifest(as_of="2023-09-01")
    desk.replace("areas", "{p}0101004000,{n}女儿河街道", "{p}0101004000,{n}大薛街道")
    line = desk.add("areas", "{p}0101005000,{n}女儿河街道,township,{p}0101000000,street,")
    (undecided,) = await desk.faults()
    assert (undecided.field, undecided.value, undecided.line) == ("name", desk.said("{n}大薛街道"), line - 1)
    assert desk.said("{n}女儿河街道") in in_english(undecided.problem) and desk.said("{p}0101005000") in in_english(
        undecided.problem
    )
    manifest = desk.folder / "pack.yaml"
    said = manifest.read_text(encoding="utf-8")
    manifest.write_text(f'{said}recoded: {{"{desk.said("{p}0101004000")}": maybe}}\n', encoding="utf-8")
    with fails(DefinitionsFaulty, match="one of rename, replace"):
        await desk.prepare()
    manifest.write_text(f'{said}recoded: {{"{desk.said("{p}0101004000")}": replace}}\n', encoding="utf-8")
    rows = [row for row in await rows_of(await desk.prepare()) if row.table == "Area"]
    assert {(row.group, row.key, row.other) for row in rows} == {
        (Group.SUSPICIOUS, desk.said("{p}0101004000"), desk.said("{p}0101005000")),
        (Group.SUSPICIOUS, desk.said("{p}0101005000"), desk.said("{p}0101004000")),
    }


async def test_what_has_ended_is_told_by_the_path_of_its_last_day(desk: Desk) -> None:
    await desk.load()
    first = (desk.folder / "areas.csv").read_text(encoding="utf-8")
    desk.changes("2023-09-01", areas="change,code\nend,{p}0102100200\n")
    await desk.load()
    path = desk.said("{n}省/{n}市/{n}西县/{n}二镇/{n}山村村委会")
    desk.changes("2023-10-01", areas="change,code,until\ncorrect,{p}0102100200,-\n")
    assert [row.path for row in await desk.told() if row.table == "Area"] == [path]
    for table, rows in TABLES.items():
        desk.write(table, rows)
    desk.write("areas", first)
    desk.write_manifest()
    assert {row.path for row in await desk.told() if row.key == desk.said("{p}0102100200")} == {path}


async def test_a_name_is_told_as_it_is_on_the_day_of_the_change(desk: Desk) -> None:
    await desk.load()
    for day, name in (("2023-09-01", "九月"), ("2023-08-25", "八月")):
        desk.changes(day, areas=f"change,code,name\nchange,{{p}}0102100200,{{n}}{name}村委会\n")
        (row,) = await desk.told()
        assert desk.said("{n}山村村委会") in row.before and row.name == desk.said("{n}山村村委会")
        assert row.group is Group.RENAMED
        await desk.load()


async def test_undoing_what_gave_codes_to_others_is_not_asked_about(desk: Desk) -> None:
    one, two = "{p}0101004000", "{p}0101005000"
    for code, name in ((one, "四"), (two, "五")):
        desk.add("areas", f"{code},{{n}}{name}街道,township,{{p}}0101000000,street,")
    await desk.load()
    first = await desk.state("2023-09-01")
    for code, old, new in ((one, "四", "五"), (two, "五", "四")):
        desk.replace("areas", f"{code},{{n}}{old}街道", f"{code},{{n}}{new}街道")
    desk.write_manifest(as_of="2023-09-01")
    assert {fault.field for fault in await desk.faults()} == {"name"}
    manifest = desk.folder / "pack.yaml"
    recoded = desk.said(f'recoded: {{{{"{one}": rename, "{two}": rename}}}}\n')
    manifest.write_text(manifest.read_text(encoding="utf-8") + recoded, encoding="utf-8")
    await desk.load()
    assert await desk.state("2023-09-01") != first
    for code, old, new in ((one, "四", "五"), (two, "五", "四")):
        desk.replace("areas", f"{code},{{n}}{new}街道", f"{code},{{n}}{old}街道")
    desk.write_manifest()
    await desk.load()
    assert await desk.state("2023-09-01") == first


async def test_what_is_taken_out_is_said_in_words(desk: Desk, english: Speech) -> None:
    await desk.load()
    desk.changes("2023-08-25", organisations="change,code,duty_phone\nchange,{k}:police,-\n")
    text = "\n".join(plan_lines((await desk.prepare()).plan, (), english))
    assert "duty phone: 0997-0000001 → none" in text and "None" not in text


@pytest.mark.parametrize("ending", ["csv", "xlsx", "CSV"])
async def test_the_whole_plan_is_written_to_a_file(later: Desk, english: Speech, tmp_path: Path, ending: str) -> None:
    prepared = await later.prepare()
    assert prepared.telling is not None
    path = tmp_path / f"plan.{ending}"
    file = PlanFile(path, english)
    await file.add(prepared.plan, prepared.telling.rows())
    file.close()
    if ending == "xlsx":
        table = sheet(path)
    else:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            table = list(csv.reader(opened))
    assert table[0][:4] == ["pack", "group", "table", "level"] and len(table) - 1 == file.rows == 7
    assert Counter(row[1] for row in table[1:]) == {
        "probably re-coded": 2,
        "ended": 2,
        "moved": 1,
        "renamed": 1,
        "begun": 1,
    }


def sheet(path: Path) -> list[list[str]]:
    """The cells of a workbook's first sheet, all of which are texts; empty ones are left out."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with ZipFile(path) as book:
        rows = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{space}row")
    return [["".join(text.text or "" for text in cell.iter(f"{space}t")) for cell in row] for row in rows]


def test_a_plan_is_written_as_a_table_only(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="usage-plan-ending"):
        to_write_plan(str(tmp_path / "plan.pdf"))


async def test_the_first_rows_of_a_long_plan_are_those_to_look_at(desk: Desk, english: Speech) -> None:
    for number in range(10, 60):
        desk.add("areas", f"{{p}}01010010{number},{{n}}{number}社区居委会,village,{{p}}0101001000,residents-committee,")
    await desk.load()
    desk.write_manifest(as_of="2023-09-01")
    text = (desk.folder / "areas.csv").read_text(encoding="utf-8")
    desk.write(
        "areas",
        "\n".join(
            line for line in text.splitlines() if "01010010" not in line[2:10] or "社区" not in line or "里社区" in line
        )
        + "\n",
    )
    plan = (await desk.prepare()).plan
    assert {(count.group, count.level, count.count) for count in plan.groups} == {(Group.ENDED, "village", 50)}
    lines = plan_lines(plan, (), english)
    assert len(plan.shown) == 20 and any("30 more" in line and "--all" in line for line in lines)
