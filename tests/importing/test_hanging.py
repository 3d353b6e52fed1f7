"""An area or a unit ends with all that hangs on it, or not at all; and nothing new is put where nothing lives."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.cli.render.plan import hanging_lines
from orgraph.cli.speech import Speech
from orgraph.domain.imports import ImportRefused
from tests.said import advised, in_english

from ..clock import FixedClock
from ..ledger import raw
from ..packs import TABLES, Desk
from ..small_world import TESTER

pytestmark = pytest.mark.xdist_group("embedded")

AREA = "change,code,name,level,parent,kind,until\n"
POSTING = "change,officer,role,at,since,until\n"
RELATION = "change,type,source,target,since,until\n"
END_VILLAGE = AREA + "end,{p}0101001001,,,,,\n"
ENDS = {
    "postings": POSTING
    + "end,{k}:one,political-legal-officer,{p}0101001001,,\nend,{k}:two,political-legal-officer,{p}0101001001,,\n",
    "relations": RELATION + "end,PAIRED_WITH,{k}:branch,{p}0101001001,,\n",
}


@pytest.fixture
async def loaded(desk: Desk) -> Desk:
    """A pack that is in the store."""
    await desk.load()
    return desk


async def test_what_hangs_on_an_area_that_ends_is_counted_and_named(loaded: Desk) -> None:
    loaded.changes("2023-09-01", areas=END_VILLAGE)
    plan = (await loaded.prepare()).plan
    assert Counter(one.table for one in plan.hanging) == {"POSTED_TO": 2, "PAIRED_WITH": 1}
    assert {one.path for one in plan.hanging} == {loaded.said("{n}省/{n}市/{n}东区/{n}一街道/{n}里社区居委会")}
    assert {one.name for one in plan.hanging} == {"文一", "文二", loaded.said("{n}公安党支部")}
    for accepted in (0, 2, 4, 99):  # one number only: whoever gives another has not seen what hangs
        with pytest.raises(ImportRefused) as refused:
            await loaded.services.importing.apply(TESTER, await loaded.prepare(), accept_hanging=accepted)
        assert "2 postings" in in_english(refused.value.message) and "--accept-hanging 3" in advised(refused.value)


async def test_what_is_ended_with_the_area_does_not_hang(loaded: Desk) -> None:
    loaded.changes("2023-09-01", areas=END_VILLAGE, **ENDS)
    assert (await loaded.prepare()).plan.hanging == ()
    await loaded.load()


async def test_what_ends_after_the_area_still_hangs(loaded: Desk) -> None:
    late = {name: rows.replace(",,\n", ",,2023-09-02\n") for name, rows in ENDS.items()}
    loaded.changes("2023-09-01", areas=END_VILLAGE, **late)
    assert len((await loaded.prepare()).plan.hanging) == 3


async def test_what_is_left_there_in_words_is_recorded(loaded: Desk) -> None:
    loaded.changes("2023-09-01", areas=END_VILLAGE)
    done = await loaded.services.importing.apply(TESTER, await loaded.prepare(), accept_hanging=3)
    kept = await raw(loaded.services.store, "MATCH (i:Import {id: $id}) RETURN i.hanging", id=done.id)
    assert kept == [[3]]


async def test_what_stays_deeper_below_an_area_that_ends_is_counted(desk: Desk) -> None:
    """Grid and building lie two and three levels below the street; the village's own are deeper, too."""
    village = "{p}0101001001"
    desk.add("areas", f"{village}001,第1网格,grid,{village},grid,")
    desk.add("areas", f"{village}00101,1号楼,building,{village}001,building,")
    desk.add("postings", f"{{k}}:one,grid-lead,{village}001,2021-01-01,,,")
    desk.add("postings", f"{{k}}:two,building-head,{village}00101,2021-01-01,,,")
    await desk.load()
    end = AREA + "end,{p}0101001000,,,,,\n"
    desk.changes("2023-08-25", areas=end)
    plan = (await desk.prepare()).plan
    assert [(one.table, one.name) for one in plan.hanging] == [
        ("PART_OF", desk.said("{n}里社区居委会")),
        ("POSTED_TO", "文三"),
    ]
    whole = {"PART_OF": 2, "POSTED_TO": 4, "PAIRED_WITH": 1, "AWAY": 1}
    assert {one.table: one.count for one in plan.deeper} == whole
    lines = hanging_lines(plan, Speech(desk.services.definitions, "en"))
    assert lines[-1] == "Deeper below these stay: absences 1, paired with 1, part of 2, postings 4"
    with pytest.raises(ImportRefused) as refused:
        await desk.load()
    assert "deeper below stay 1 absences, 2 areas below, 4 postings, 1 relations" in in_english(refused.value.message)

    settled = POSTING + f"end,{{k}}:two,building-head,{village}00101,,\n"
    desk.changes("2023-08-25", areas=end, postings=settled)
    assert {one.table: one.count for one in (await desk.prepare()).plan.deeper} == whole | {"POSTED_TO": 3}
    desk.changes("2023-08-25", areas=end + f"end,{village}001,,,,,\n")
    found = (await desk.prepare()).plan
    assert {one.table: one.count for one in found.deeper} == {"POSTED_TO": 3, "PAIRED_WITH": 1, "AWAY": 1}
    desk.changes("2023-08-25", areas=end + f"change,{village},,,{{p}}0102100000,,\n")
    assert (await desk.prepare()).plan.deeper == ()
    await desk.vanish()


async def test_areas_below_and_rows_of_other_packs_hang_too(
    loaded: Desk, embedded_services: Services, clock: FixedClock, tmp_path: Path
) -> None:
    other = Desk(embedded_services, tmp_path)
    other.write_manifest(requires=loaded.key)
    street = loaded.said("{p}0101001000")
    other.add("postings", f"{{k}}:one,township-head,{street},2021-01-01,,,")
    other.add("relations", f"SERVES,{{k}}:police,{street},2021-01-01,,,,,")
    await other.load()
    loaded.changes("2023-09-01", areas=AREA + "end,{p}0101001000,,,,,\n")
    plan = (await loaded.prepare()).plan
    assert {(one.table, one.key, one.pack) for one in plan.hanging} == {
        ("PART_OF", loaded.said("{p}0101001001"), loaded.key),
        ("POSTED_TO", loaded.said("{k}:three"), loaded.key),
        ("POSTED_TO", other.said("{k}:one"), other.key),
        ("SERVES", other.said("{k}:police"), other.key),
    }
    await other.vanish()


async def test_a_list_without_the_row_of_a_street_is_refused_at_the_rows_that_name_it(loaded: Desk) -> None:
    loaded.write_manifest(as_of="2023-09-01")
    loaded.remove("areas", "{p}0102100000,")
    (fault,) = await loaded.faults()
    assert (fault.file, fault.field, fault.value) == (
        f"{loaded.key}/areas.csv",
        "parent",
        loaded.said("{p}0102100000"),
    )
    assert in_english(fault.problem) == loaded.said("orphan: this import ends {p}0102100000 on 2023-09-01")


async def test_a_list_without_a_place_is_refused_at_its_postings_and_relations(loaded: Desk) -> None:
    loaded.write_manifest(as_of="2023-09-01")
    loaded.remove("areas", "{p}0101001001,")
    found = {(fault.file.split("/")[1], fault.line, fault.field) for fault in await loaded.faults()}
    assert found == {
        ("postings.csv", 2, "at"),
        ("postings.csv", 3, "at"),
        ("relations.csv", 6, "target"),
    }


@pytest.mark.parametrize(
    ("table", "rows", "field"),
    [
        ("postings", POSTING + "add,{k}:three,village-secretary,{p}0101001001,,\n", "at"),
        ("relations", RELATION + "add,SERVES,{k}:police,{p}0101001001,,\n", "target"),
        ("areas", AREA + "add,{p}0101001001001,{n}1网格,grid,{p}0101001001,grid,\n", "parent"),
    ],
)
async def test_nothing_is_put_where_nothing_lives(loaded: Desk, table: str, rows: str, field: str) -> None:
    loaded.changes("2023-09-01", areas=END_VILLAGE, **ENDS)
    await loaded.load()
    loaded.changes("2023-10-01", **{table: rows})
    faults = [fault for fault in await loaded.faults() if fault.field == field]
    assert [in_english(fault.problem) for fault in faults] == [loaded.said("{p}0101001001 has ended on 2023-09-01")]


async def test_a_village_does_not_move_into_a_street_that_has_ended(loaded: Desk) -> None:
    loaded.changes("2023-09-01", areas=AREA + "add,{p}0101003000,{n}三街道,township,{p}0101000000,street,2023-09-10\n")
    await loaded.load()
    loaded.changes("2023-10-01", areas=AREA + "change,{p}0102100200,,,{p}0101003000,,\n")
    (fault,) = await loaded.faults()
    assert (fault.field, in_english(fault.problem)) == ("parent", loaded.said("{p}0101003000 has ended on 2023-09-10"))


async def test_what_was_left_there_in_words_does_not_spoil_later_lists(loaded: Desk) -> None:
    loaded.changes("2023-09-01", areas=END_VILLAGE)
    await loaded.services.importing.apply(TESTER, await loaded.prepare(), accept_hanging=3)
    loaded.clear()
    for table in ("areas", "organisations", "officers", "postings", "relations"):
        loaded.write(table, dict(TABLES)[table])
    loaded.replace("areas", "code,name,level,parent,kind,aliases", "code,name,level,parent,kind,aliases,until")
    text = (loaded.folder / "areas.csv").read_text(encoding="utf-8").splitlines()
    rows = [text[0], *(f"{line},{'2023-09-01' if '里社区' in line else ''}" for line in text[1:])]
    loaded.write("areas", "\n".join(rows) + "\n")
    loaded.write_manifest(as_of="2023-10-01")
    assert (await loaded.prepare()).plan.ends == 0


async def test_an_open_task_hangs_on_its_place(loaded: Desk) -> None:
    store = loaded.services.store
    await raw(
        store,
        "MATCH (a:Area {code: $code}) CREATE (t:Task {id: $id, category: 'dispute', kind: 'k'})-[:OPEN_AT]->(a)",
        code=loaded.said("{p}0101001001"),
        id=loaded.said("{k}-task"),
    )
    try:
        loaded.changes("2023-09-01", areas=END_VILLAGE, **ENDS)
        (one,) = (await loaded.prepare()).plan.hanging
        assert (one.table, one.key) == ("Task", loaded.said("{k}-task"))
    finally:
        await raw(store, "MATCH (t:Task {id: $id}) DETACH DELETE t", id=loaded.said("{k}-task"))


END_POLICE = "change,code,name,kind,until\nend,{k}:police,,,\n"
OF_POLICE = {
    "postings": POSTING + "end,{k}:one,duty-contact,{k}:police,,\n",
    "relations": "change,type,source,target,since,until,part\n"
    "end,SERVES,{k}:police,{p}0101000000,,,\n"
    "end,RESPONSIBLE_FOR,{k}:police,{p}0101000000,,,lead\n"
    "end,RESPONSIBLE_FOR,{k}:police,{p}0101000000,,,assist\n"
    "end,OF,{k}:branch,{k}:police,,,\n"
    "end,UNDER,{k}:police,{k}:centre,,,\n",
}


async def test_posts_duties_and_lines_hang_on_a_unit_that_ends(loaded: Desk) -> None:
    loaded.changes("2023-09-01", organisations=END_POLICE)
    plan = (await loaded.prepare()).plan
    assert Counter((one.table, one.name, one.detail) for one in plan.hanging) == {
        ("POSTED_TO", "文一", "duty-contact"): 1,
        ("SERVES", loaded.said("{n}东区"), ""): 1,
        ("RESPONSIBLE_FOR", loaded.said("{n}东区"), "lead"): 1,
        ("RESPONSIBLE_FOR", loaded.said("{n}东区"), "assist"): 1,
        ("OF", loaded.said("{n}公安党支部"), ""): 1,
        ("UNDER", loaded.said("{n}综治中心"), ""): 1,
    }
    assert {(one.ended, one.path) for one in plan.hanging} == {(loaded.said("{k}:police"), loaded.said("{n}公安局"))}
    with pytest.raises(ImportRefused) as refused:
        await loaded.load(accept_hanging=5)
    assert "1 postings, 5 relations" in in_english(refused.value.message) and "--accept-hanging 6" in advised(
        refused.value
    )
    done = await loaded.load(accept_hanging=6)
    kept = await raw(loaded.services.store, "MATCH (i:Import {id: $id}) RETURN i.hanging", id=done.id)
    assert kept == [[6]]


async def test_what_is_ended_with_the_unit_does_not_hang(loaded: Desk) -> None:
    loaded.changes("2023-09-01", organisations=END_POLICE, **OF_POLICE)
    assert (await loaded.prepare()).plan.hanging == ()
    await loaded.load()


async def test_units_below_members_and_absences_hang_on_a_unit_whatever_pack_brought_them(
    loaded: Desk, embedded_services: Services, tmp_path: Path
) -> None:
    other = Desk(embedded_services, tmp_path)
    other.write_manifest(requires=loaded.key)
    police = loaded.said("{k}:police")
    for row in (f"UNDER,{{k}}:centre,{police}", f"MEMBER_OF,{{k}}:police,{police}", f"AWAY,{{k}}:two,{police}"):
        other.add("relations", f"{row},2021-01-01,,,,,{'leave' if 'AWAY' in row else ''}")
    other.add("relations", f"VISITED,{{k}}:three,{police},2023-01-01,,,,,")
    await other.load()
    loaded.changes("2023-09-01", organisations=END_POLICE, **OF_POLICE)
    assert {(one.table, one.key, one.pack) for one in (await loaded.prepare()).plan.hanging} == {
        ("UNDER", other.said("{k}:centre"), other.key),
        ("MEMBER_OF", other.said("{k}:police"), other.key),
        ("AWAY", other.said("{k}:two"), other.key),
    }
    await other.vanish()


@pytest.mark.parametrize("part", ["lead", "helper"])
async def test_a_task_in_its_hands_hangs_on_a_unit(loaded: Desk, part: str) -> None:
    store, id_ = loaded.services.store, loaded.said("{k}-task")
    held = "CREATE (t:Task {id: $id, pending: 'x', category: 'dispute'})-[:IN_HAND_OF {part: $part}]->(u)"
    await raw(
        store, f"MATCH (u:Organisation {{code: $code}}) {held}", code=loaded.said("{k}:police"), id=id_, part=part
    )
    try:
        loaded.changes("2023-09-01", organisations=END_POLICE, **OF_POLICE)
        (one,) = (await loaded.prepare()).plan.hanging
        assert (one.table, one.key, one.detail) == ("Task", id_, part)
    finally:
        await raw(store, "MATCH (t:Task {id: $id}) DETACH DELETE t", id=id_)


async def test_what_joins_an_area_and_a_unit_that_both_end_is_told_once(loaded: Desk) -> None:
    posts = {"postings": ENDS["postings"]}
    branch = "change,code,name,kind,until\nend,{k}:branch,,,\n"
    loaded.changes("2023-09-01", areas=END_VILLAGE, organisations=branch, **posts)
    plan = (await loaded.prepare()).plan
    assert sorted((one.table, one.ended) for one in plan.hanging) == [
        ("OF", loaded.said("{k}:branch")),
        ("PAIRED_WITH", loaded.said("{p}0101001001")),
    ]


async def test_a_list_without_a_unit_is_refused_at_the_rows_that_name_it(loaded: Desk) -> None:
    loaded.write_manifest(as_of="2023-09-01")
    loaded.remove("organisations", "{k}:police,")
    found = {(fault.file.split("/")[1], fault.line, fault.field) for fault in await loaded.faults()}
    assert found == {
        ("postings.csv", 5, "at"),
        *(("relations.csv", line, "source") for line in (3, 4, 5, 8)),
        ("relations.csv", 7, "target"),
    }


async def test_an_absence_from_a_place_hangs_and_a_visit_of_the_past_does_not(loaded: Desk) -> None:
    loaded.replace("relations", "2023-08-01,2023-09-01,,,,leave", "2023-08-01,,,,,leave")
    loaded.add("relations", "VISITED,{k}:one,{p}0101001001,2023-02-01,,,,,")
    await loaded.load()
    rows = (loaded.folder / "relations.csv").read_text(encoding="utf-8")
    loaded.changes("2023-09-01", areas=END_VILLAGE, **ENDS)
    (one,) = (await loaded.prepare()).plan.hanging
    assert (one.table, one.name) == ("AWAY", "文二")
    loaded.clear()
    for table in ("areas", "organisations", "officers", "postings"):
        loaded.write(table, dict(TABLES)[table])
    loaded.write("relations", rows)
    loaded.write_manifest(as_of="2023-09-01")
    loaded.remove("areas", "{p}0101001001,")
    loaded.remove("postings", "{k}:one,political-legal-officer")
    loaded.remove("postings", "{k}:two,political-legal-officer")
    loaded.remove("relations", "PAIRED_WITH")
    (fault,) = await loaded.faults()
    assert (fault.field, fault.line) == ("target", 8)  # the absence goes on, the visit has been


async def test_nobody_visits_what_has_ended(loaded: Desk) -> None:
    loaded.changes("2023-09-01", areas=END_VILLAGE, **ENDS)
    await loaded.load()
    visit = RELATION + "add,VISITED,{k}:one,{p}0101001001,2023-08-31,\n"
    loaded.changes("2023-10-01", relations=visit.replace("08-31", "09-01"))
    (fault,) = await loaded.faults()
    assert in_english(fault.problem) == loaded.said("{p}0101001001 has ended on 2023-09-01")
    loaded.changes("2023-10-01", relations=visit)
    await loaded.load()


async def test_a_list_that_has_the_area_again_gives_it_back_its_place(loaded: Desk) -> None:
    village, before = "{p}0102100200", (loaded.folder / "areas.csv").read_text(encoding="utf-8")
    loaded.write_manifest(as_of="2023-09-01")
    loaded.remove("areas", village)
    await loaded.load(allow_ending=2)
    loaded.write_manifest(as_of="2023-10-01")
    lines = [line + (",2021-01-01" if number else ",since") for number, line in enumerate(before.splitlines())]
    loaded.write("areas", "\n".join(lines))
    await loaded.load()
    answer = await loaded.services.coverage.who_covers(TESTER, loaded.said(village), date(2023, 10, 2))
    assert [level.area.code for level in answer.levels][:2] == [loaded.said(village), loaded.said("{p}0102100000")]


async def test_an_area_that_is_opened_again_has_its_place_in_the_tree(loaded: Desk) -> None:
    village = "{p}0102100200"
    loaded.changes("2023-09-01", areas=AREA + f"end,{village},,,,,\n")
    await loaded.load()
    loaded.changes("2023-10-01", areas=AREA + f"correct,{village},,,,,-\n")
    await loaded.load()
    answer = await loaded.services.coverage.who_covers(TESTER, loaded.said(village), date(2023, 10, 2))
    assert [level.area.code for level in answer.levels][:2] == [loaded.said(village), loaded.said("{p}0102100000")]
    assert len(answer.levels) == 5
