"""Rows that do not say since when: what is held keeps its beginning, what is new begins on the day of its list."""

from __future__ import annotations

from datetime import date

import pytest

from orgraph.cli.render.plan import plan_lines
from orgraph.cli.speech import Speech
from orgraph.definitions.definitions import Definitions
from orgraph.domain.imports import Group, RowAction
from tests.said import in_english

from ..ledger import raw
from ..packs import AREAS, POSTINGS, RELATIONS, Desk

pytestmark = pytest.mark.xdist_group("embedded")

BARE_POSTINGS = POSTINGS.replace("2021-01-01", "")
BARE_RELATIONS = RELATIONS.replace("2021-01-01", "")

_SINCE = """
MATCH (a)-[r]->(b) WHERE r.pack = $pack AND r.since < r.until
RETURN type(r), coalesce(a.code, a.id), coalesce(b.code, b.id), r.since, r.until ORDER BY r.id
"""


async def periods(desk: Desk, type_: str) -> list[list[str]]:
    return [row[1:] for row in await raw(desk.services.store, _SINCE, pack=desk.key) if row[0] == type_]


@pytest.fixture
def bare(desk: Desk) -> Desk:
    """A pack that says of no row since when."""
    desk.write("postings", BARE_POSTINGS)
    desk.write("relations", BARE_RELATIONS)
    undated(desk, "2019-10-31")
    return desk


def undated(desk: Desk, as_of: str) -> None:
    desk.write_manifest(as_of=as_of)
    path = desk.folder / "pack.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("since: 2021-01-01\n", ""), encoding="utf-8")


async def test_a_list_of_a_later_day_that_says_the_same_changes_nothing(bare: Desk) -> None:
    await bare.load()
    before = await bare.state("2019-12-31")
    assert before
    undated(bare, "2020-06-30")
    assert (await bare.prepare()).plan.changes == 0
    await bare.load()
    assert await bare.state("2019-12-31") == before and await bare.state("2019-10-30") == [
        row
        for row in before
        if row[0].endswith((":one", ":two", ":three"))  # persons have no period
    ]


async def test_what_is_new_begins_with_its_list_and_what_is_gone_ends_with_it(bare: Desk) -> None:
    await bare.load()
    first = await bare.state("2019-12-31")
    undated(bare, "2020-06-30")
    bare.remove("postings", "{k}:two,")
    bare.add("postings", "{k}:three,political-legal-officer,{p}0101001001,,,,")
    bare.add("areas", "{p}0102100201,{n}水村村委会,village,{p}0102100000,villagers-committee,")
    await bare.load(allow_ending=1)
    assert await bare.state("2020-06-29") == first
    posted = [row for row in await periods(bare, "POSTED_TO") if row[1] == bare.said("{p}0101001001")]
    assert [row[0] + row[2] for row in posted] == [
        bare.said("{k}:one2019-10-31"),
        bare.said("{k}:three2020-06-30"),
        bare.said("{k}:two2019-10-31"),
    ]
    village = bare.said("{p}0102100201")
    assert [row[2:] for row in await periods(bare, "PART_OF") if row[0] == village] == [["2020-06-30", "9999-12-31"]]


async def test_the_day_of_the_pack_is_that_of_what_it_brings_first(bare: Desk) -> None:
    """`since` of pack.yaml is not said again of what a later list adds."""
    bare.write_manifest(as_of="2023-08-22")  # since: 2021-01-01
    await bare.load()
    bare.write_manifest(as_of="2023-09-01")
    bare.add("postings", "{k}:three,duty-contact,{k}:police,,,,")
    await bare.load()
    at_police = [row for row in await periods(bare, "POSTED_TO") if row[1] == bare.said("{k}:police")]
    assert [row[2] for row in at_police] == ["2021-01-01", "2023-09-01"]


async def test_an_area_that_moves_begins_at_its_new_place_with_the_list(bare: Desk) -> None:
    await bare.load()
    undated(bare, "2020-06-30")
    bare.replace("areas", "village,{p}0102100000", "village,{p}0101001000")
    await bare.load(allow_ending=1)
    undated(bare, "2021-06-30")
    assert (await bare.prepare()).plan.changes == 0
    village = bare.said("{p}0102100200")
    assert [row[1:] for row in await periods(bare, "PART_OF") if row[0] == village] == [
        [bare.said("{p}0101001000"), "2020-06-30", "9999-12-31"],
        [bare.said("{p}0102100000"), "2019-10-31", "2020-06-30"],
    ]


async def test_an_end_that_is_said_needs_no_beginning(bare: Desk) -> None:
    await bare.load()
    said = "{k}:two,political-legal-officer,{p}0101001001,,"
    bare.replace("postings", said, said + "2020-03-01")
    for day, changes in (("2020-06-30", 1), ("2021-06-30", 0)):
        undated(bare, day)
        assert (await bare.prepare()).plan.changes == changes
        await bare.load()
    (row,) = [row for row in await periods(bare, "POSTED_TO") if row[0] == bare.said("{k}:two")]
    assert row[2:] == ["2019-10-31", "2020-03-01"]


async def test_what_is_over_by_its_list_says_nothing_new_of_the_days_before_without_a_day(bare: Desk) -> None:
    await bare.load()
    said = "{k}:one,duty-contact,{k}:police,,,,full-time"
    over = "{k}:one,duty-contact,{k}:police,,2020-03-01,,part-time"
    undated(bare, "2020-06-30")
    bare.replace("postings", said, over)
    (fault,) = await bare.faults()
    assert (fault.field, fault.value) == ("employment", "part-time")
    assert "over by 2020-03-01" in in_english(fault.problem) and "held is 'full-time'" in in_english(fault.problem)
    assert "say since 2019-10-31" in in_english(fault.remedy)
    bare.replace("postings", over, over.replace("police,,", "police,2019-10-31,"))
    await bare.load()
    (posting,) = [row for row in await bare.state("2019-12-31") if row[3] == "duty-contact"]
    assert posting[4] == "part-time"
    undated(bare, "2021-06-30")
    assert (await bare.prepare()).plan.changes == 0


async def test_what_was_over_before_it_is_held_to_begin_is_refused_and_then_said_with_its_day(bare: Desk) -> None:
    """Its values changed on the way, so that it is held in two periods; it ended before the second of them."""
    said = "{k}:one,duty-contact,{k}:police,,,,full-time"
    await bare.load()
    undated(bare, "2020-06-30")
    bare.replace("postings", said, said.replace("full-time", "part-time"))
    await bare.load()
    undated(bare, "2021-06-30")
    over = "{k}:one,duty-contact,{k}:police,,2020-03-01,,part-time"
    bare.replace("postings", said.replace("full-time", "part-time"), over)
    (fault,) = await bare.faults()
    assert (fault.field, in_english(fault.problem)) == ("until", "is before since 2020-06-30")
    assert "say in the row since when" in in_english(fault.remedy)
    bare.replace("postings", over, over.replace("police,,", "police,2019-10-31,").replace("part", "full"))
    await bare.load()
    at_police = [row for row in await periods(bare, "POSTED_TO") if row[1] == bare.said("{k}:police")]
    assert [row[2:] for row in at_police] == [["2019-10-31", "2020-03-01"]]
    undated(bare, "2022-06-30")
    assert (await bare.prepare()).plan.changes == 0


async def test_a_named_posting_that_comes_back_begins_with_its_list(bare: Desk) -> None:
    header, row = "officer,role,at,key,until\n", "{k}:three,township-secretary,{p}0101001000,head,"
    bare.write("postings", f"{header}{row}2019-12-01")
    await bare.load()
    for day in ("2020-06-30", "2021-06-30"):
        undated(bare, day)
        bare.write("postings", f"{header}{row}")
        await bare.load()
    assert [found[2:] for found in await periods(bare, "POSTED_TO")] == [
        ["2019-10-31", "2019-12-01"],
        ["2020-06-30", "9999-12-31"],
    ]


async def test_a_name_of_a_row_that_is_left_out_again_changes_nothing(bare: Desk) -> None:
    header, row = "officer,role,at,key\n", "{k}:three,township-secretary,{p}0101001000"
    bare.write("postings", f"{header}{row},head")
    await bare.load()
    undated(bare, "2020-06-30")
    bare.write("postings", f"{header}{row},")
    assert (await bare.prepare()).plan.changes == 0


async def test_a_list_of_an_earlier_day_says_so_and_has_what_it_says_from_its_day_on(
    bare: Desk, definitions: Definitions
) -> None:
    undated(bare, "2023-06-30")
    await bare.load()
    last = await bare.state("2023-06-30")
    undated(bare, "2020-06-30")
    plan = (await bare.prepare()).plan
    assert plan.older_than == date(2023, 6, 30)
    lines = plan_lines(plan, (), Speech(definitions, "en"))
    assert any("2020-06-30 is before 2023-06-30, the day of the last import" in line for line in lines)
    assert {count.group for count in plan.groups} == {Group.EARLIER}
    assert {count.table: (count.add, count.end) for count in plan.counts} == {
        count.table: (0, 0) for count in plan.counts
    }
    groups = [(count.table, count.level, count.count) for count in plan.groups]
    assert [row for row in groups if row[0] == "Area"] == [
        ("Area", level, count)
        for level, count in (("city", 1), ("county", 2), ("province", 1), ("township", 2), ("village", 2))
    ]
    assert ("POSTED_TO", "", 4) in groups and not [row for row in groups if row[0] == "PART_OF"]
    telling = (await bare.prepare()).telling
    assert telling is not None
    told = [row async for row in telling.rows()]
    assert all((row.action, row.group) == (RowAction.CHANGE, Group.EARLIER) for row in told)
    assert {(row.before, row.after) for row in told} == {('{"since":"2023-06-30"}', '{"since":"2020-06-30"}')}
    assert {row.detail for row in told if row.table == "POSTED_TO"} >= {"township-secretary", "duty-contact"}
    await bare.load(allow_ending=100)
    assert await bare.state("2020-06-30") == last == await bare.state("2023-06-30")
    undated(bare, "2023-06-30")
    assert (await bare.prepare()).plan.changes == 0


async def test_a_beginning_that_is_said_is_written(bare: Desk) -> None:
    await bare.load()
    undated(bare, "2020-06-30")
    bare.write(
        "areas", AREAS.replace("aliases\n", "aliases,since\n").replace("committee,\n", "committee,,2001-01-01\n")
    )
    text = (bare.folder / "areas.csv").read_text(encoding="utf-8").splitlines()
    bare.write("areas", "\n".join(line if line.count(",") == 6 else line + "," for line in text))
    await bare.load()
    village = bare.said("{p}0102100200")
    (since,) = await raw(bare.services.store, "MATCH (a:Area {code: $code}) RETURN a.since", code=village)
    assert since == ["2001-01-01"]
    assert [row[2:] for row in await periods(bare, "PART_OF") if row[0] == village] == [["2001-01-01", "9999-12-31"]]


VILLAGE = "{p}0102100200"


async def test_an_area_that_comes_back_after_days_without_it_is_refused_until_its_day_is_said(bare: Desk) -> None:
    """It has one period: begun again without a word, it would have been there on the days between."""
    await bare.load()
    before = (bare.folder / "areas.csv").read_text(encoding="utf-8")
    undated(bare, "2020-06-30")
    bare.remove("areas", VILLAGE)
    await bare.load(allow_ending=2)
    gone = await bare.state("2020-07-01")
    bare.write("areas", before)
    assert (await bare.prepare()).plan.ends == 0  # the list of the same day, put right
    undated(bare, "2021-06-30")
    (fault,) = await bare.faults()
    assert (fault.value, in_english(fault.problem).startswith("ended on 2020-06-30")) == (bare.said(VILLAGE), True)
    assert "2019-10-31" in in_english(fault.remedy)
    assert await bare.state("2020-07-01") == gone


async def test_a_unit_that_comes_back_after_days_without_it_is_refused(bare: Desk) -> None:
    await bare.load()
    before = {
        table: (bare.folder / f"{table}.csv").read_text(encoding="utf-8") for table in ("organisations", "relations")
    }
    undated(bare, "2020-06-30")
    bare.remove("organisations", "{k}:branch")
    bare.remove("relations", "PAIRED_WITH,{k}:branch")
    bare.remove("relations", "OF,{k}:branch")
    await bare.load(allow_ending=3)
    undated(bare, "2021-06-30")
    for table, rows in before.items():
        bare.write(table, rows)
    (fault,) = await bare.faults()
    assert (fault.value, "ended on 2020-06-30" in in_english(fault.problem)) == (bare.said("{k}:branch"), True)


async def test_what_was_part_of_nothing_for_a_while_stays_so_on_those_days(bare: Desk) -> None:
    await bare.load()
    tables = {path: path.read_text(encoding="utf-8") for path in bare.folder.glob("*.csv")}
    bare.changes("2020-06-30", relations=f"change,type,source,target\nend,PART_OF,{VILLAGE},{{p}}0102100000\n")
    await bare.load()
    for path, text in tables.items():
        path.write_text(text, encoding="utf-8")
    undated(bare, "2021-06-30")
    await bare.load()
    assert [row[2:] for row in await periods(bare, "PART_OF") if row[0] == bare.said(VILLAGE)] == [
        ["2019-10-31", "2020-06-30"],
        ["2021-06-30", "9999-12-31"],
    ]


async def test_what_was_taken_back_begins_with_the_list_that_has_it(bare: Desk) -> None:
    await bare.load()
    row = "{p}0102100201,{n}水村村委会,village,{p}0102100000,villagers-committee,"
    bare.add("areas", row)
    undated(bare, "2020-06-30")
    await bare.load()
    bare.remove("areas", "{p}0102100201")
    await bare.load(allow_ending=2)  # the list of the same day, put right
    bare.add("areas", row)
    undated(bare, "2021-06-30")
    await bare.load()
    village = bare.said("{p}0102100201")
    (since,) = await raw(bare.services.store, "MATCH (a:Area {code: $code}) RETURN a.since", code=village)
    assert since == ["2021-06-30"]


async def test_what_is_added_without_a_day_begins_on_that_of_the_folder(bare: Desk) -> None:
    await bare.load()
    bare.changes(
        "2020-06-30",  # since: 2021-01-01 in pack.yaml is meant where a pack is loaded the first time
        areas="change,code,name,level,parent,kind\n"
        "add,{p}0102100201,{n}水村村委会,village,{p}0102100000,villagers-committee\n",
        postings="change,officer,role,at\nadd,{k}:three,duty-contact,{k}:police\n",
    )
    await bare.load()
    village = bare.said("{p}0102100201")
    (since,) = await raw(bare.services.store, "MATCH (a:Area {code: $code}) RETURN a.since", code=village)
    (place,) = [row for row in await periods(bare, "PART_OF") if row[0] == village]
    (posted,) = [row for row in await periods(bare, "POSTED_TO") if row[0] == bare.said("{k}:three") and ":" in row[1]]
    assert [*since, place[2], posted[2]] == ["2020-06-30"] * 3
