"""Imports on each engine: in one transaction and in batches, as a snapshot and as changes, stopped and completed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.imports import ImportRefused, Mode
from orgraph.graph.importing import incomplete_packs
from orgraph.services import importing
from tests.said import fails, in_english

from ..clock import FixedClock
from ..ledger import raw
from ..packs import Desk
from ..small_world import TESTER


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports of more than five rows are written seven at a time."""
    monkeypatch.setattr(importing, "ONE_TRANSACTION", 5)
    monkeypatch.setattr(importing, "BATCH", 7)


async def test_batches_write_the_same_as_one_transaction(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parts = Desk(services, tmp_path), Desk(services, tmp_path)
    await whole.load()
    monkeypatch.setattr(importing, "ONE_TRANSACTION", 5)
    monkeypatch.setattr(importing, "BATCH", 7)
    await parts.load()

    def plain(desk: Desk, state: list[list[object]]) -> str:
        text = json.dumps(state, ensure_ascii=False)
        return text.replace(desk.words["n"], "n").replace(desk.key, "k").replace(f'"{desk.words["p"]}0', '"p')

    assert plain(parts, await parts.state("2023-08-22")) == plain(whole, await whole.state("2023-08-22"))
    (record,) = await services.importing.history(TESTER, parts.key)
    assert (record.state, record.mode, record.added, record.changed, record.ended) == ("done", Mode.SNAPSHOT, 34, 0, 0)
    assert record.finished and record.finished >= record.started
    assert (await services.importing.loaded(TESTER))[parts.key] == record


async def test_an_import_that_stops_half_way_says_so_and_is_completed_by_the_next(
    services: Services, tmp_path: Path, small_batches: None
) -> None:
    desk = Desk(services, tmp_path)

    def stop(done: int, of: int) -> None:
        if done > of // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await services.importing.apply(TESTER, await desk.prepare(), progress=stop)
    assert await incomplete_packs(services.store) == (desk.key,)
    (left,) = await services.importing.unfinished(TESTER)
    assert (left.pack, left.state) == (desk.key, "stopped")
    assert [one.state for one in await services.importing.history(TESTER, desk.key)] == ["stopped"]
    meanwhile = await services.coverage.who_covers(TESTER, desk.said("{p}0101001001"))
    assert meanwhile.incomplete == (desk.key,)
    assert len(meanwhile.levels) == 5  # every prefix is consistent: what is there hangs where it belongs

    await desk.load()
    assert await incomplete_packs(services.store) == ()
    assert [one.state for one in await services.importing.history(TESTER, desk.key)] == ["done", "superseded"]
    assert (await desk.load()).written == 0


async def test_a_second_snapshot_changes_ends_and_moves_and_keeps_what_stood_before(
    services: Services, tmp_path: Path
) -> None:
    desk = Desk(services, tmp_path)
    await desk.load()
    before = await desk.state("2023-08-31")
    desk.write_manifest(as_of="2023-09-01")
    desk.replace("areas", "{n}山村村委会,village,{p}0102100000", "{n}岭村村委会,village,{p}0101001000")
    desk.replace("organisations", "police,second", "police,third")
    desk.replace("officers", "文三,cadre", "文三,lawyer")
    desk.replace("postings", "2021-01-01,,true,", "2021-01-01,,true,full-time")
    desk.remove("postings", "{k}:two,")
    done = await desk.load(allow_ending=2)
    assert (
        done.written == 8
    )  # an area, its PART_OF twice, a unit, an officer, a posting ended and begun anew, one ended

    moved = desk.said("{p}0102100200")
    chain = await services.coverage.who_covers(TESTER, moved, date.fromisoformat("2023-09-01"))
    assert [level.area.code for level in chain.levels][1] == desk.said("{p}0101001000")
    chain = await services.coverage.who_covers(TESTER, moved, date.fromisoformat("2023-08-31"))
    assert [level.area.code for level in chain.levels][1] == desk.said("{p}0102100000")
    kept = [row for row in before if row not in await desk.state("2023-08-31")]
    assert [row[0] for row in kept] == [
        moved,
        desk.said("{k}:police"),
        desk.said("{k}:three"),
    ]  # no posting: it holds from then on

    history = await raw(
        services.store,
        "MATCH (c:Change {import: $import}) RETURN c.row, c.action, c.before, c.after ORDER BY c.row",
        **{"import": done.id},
    )
    told = {row[0]: (row[1], json.loads(row[2]), json.loads(row[3])) for row in history}
    action, was, now = told[desk.said("{k}:police")]
    assert (action, was["tier"], now["tier"], was["name"]) == ("change", "second", "third", now["name"])
    ended = told[desk.said("POSTED_TO:{k}:two:political-legal-officer:{p}0101001001:2021-01-01")]
    assert (ended[0], ended[1]["until"], ended[2]["until"]) == ("end", "9999-12-31", "2023-09-01")


async def test_imports_are_told_in_their_order_when_the_clock_stands_still_or_steps_back(
    services: Services, tmp_path: Path, clock: FixedClock
) -> None:
    clock.stand_still()
    desk = Desk(services, tmp_path)
    done = [(await desk.load()).id]
    for number, back in enumerate((0, 0, 3), start=1):
        clock.move_by(timedelta(hours=-back))
        desk.replace("officers", "文三" if number == 1 else f"文三{number - 1}", f"文三{number}")
        done.append((await desk.load()).id)

    assert [one.id for one in await services.importing.history(TESTER, desk.key)] == done[::-1]
    assert (await services.importing.loaded(TESTER))[desk.key].id == done[-1]


async def test_a_folder_of_changes_adds_changes_and_ends(services: Services, tmp_path: Path) -> None:
    desk = Desk(services, tmp_path)
    await desk.load()
    desk.changes(
        "2023-09-01",
        areas="change,code,name,level,parent,kind,aliases\n"
        "change,{p}0101001001,{n}新里社区居委会,,,,\n"
        "add,{p}0101001002,{n}外社区居委会,village,{p}0101001000,residents-committee,\n",
        officers="change,id,name,profession\nadd,{k}:four,文四,judge\n",
        postings="change,officer,role,at,since,until\n"
        "add,{k}:four,political-legal-officer,{p}0101001002,2023-09-01,\n"
        "end,{k}:two,political-legal-officer,{p}0101001001,,\n",
    )
    done = await desk.load(allow_ending=5)
    assert done.written == 6
    answer = await services.coverage.who_covers(TESTER, desk.said("{p}0101001002"), date.fromisoformat("2023-09-01"))
    assert [post.officer.name for post in answer.levels[0].posts] == ["文四"]
    answer = await services.coverage.who_covers(TESTER, desk.said("{n}新里社区"), date.fromisoformat("2023-09-01"))
    assert [post.officer.name for post in answer.levels[0].posts] == ["文一"]
    newest = (await services.importing.history(TESTER, desk.key))[0]
    assert (newest.mode, newest.added, newest.changed, newest.ended) == (Mode.CHANGES, 4, 1, 1)


async def test_a_pack_knows_what_others_brought(services: Services, tmp_path: Path) -> None:
    desk = Desk(services, tmp_path)
    desk.clear()
    desk.write_manifest(requires="wanghai, qingshi")
    text = (desk.folder / "pack.yaml").read_text().replace(desk.said("{p}0000000000"), "990102001000")
    (desk.folder / "pack.yaml").write_text(text)
    desk.write("areas", "code,name,level,parent,kind\n990102001001009,南河社区第9网格,grid,990102001001,grid\n")
    desk.write("relations", "type,source,target\nUNDER,qingshi:talk-nanhe,qingshi:centre-nanhe\n")
    desk.write(
        "postings", "officer,role,at,since,until\nqingshi:p-3,grid-worker,990102001001009,2030-01-01,2030-02-01\n"
    )
    assert (await desk.prepare()).plan.changes == 4  # the grid, its PART_OF, one relation, one posting
    desk.add("postings", "qingshi:p-3,grid-worker,990102001001008,,")
    assert [(fault.field, fault.value) for fault in await desk.faults()] == [("at", "990102001001008")]


async def test_relations_are_held_against_those_of_other_packs(services: Services, tmp_path: Path) -> None:
    one, other = Desk(services, tmp_path), Desk(services, tmp_path)
    one.add("relations", "UNDER,{k}:centre,{k}:police,2020-01-01,2021-01-01,,,,")  # they change places: no circle
    await one.load()
    await other.load()
    postings = "change,officer,role,at,since,key\nadd,{k}:two,duty-contact,{k}:police,2023-09-01,mine\n"
    relations = "change,type,source,target,since\n"
    one.changes("2023-09-01", postings=postings, relations=f"{relations}add,UNDER,{{k}}:centre,{other.key}:police,\n")
    await one.load()
    other.changes(
        "2023-09-02",
        postings=postings,
        relations=f"{relations}add,UNDER,{{k}}:centre,{one.key}:police,\n"
        + one.said("add,SERVES,{k}:police,{p}0101000000,2021-01-01\nadd,PART_OF,{p}0102100200,{p}0101001000,\n"),
    )
    problems = {(fault.file.split("/")[1], fault.line): in_english(fault.problem) for fault in await other.faults()}
    assert problems.pop(("relations.csv", 2)).startswith("circle of UNDER: ")
    assert problems.pop(("relations.csv", 4)).startswith("two parents at one moment: ")
    assert problems == {
        ("relations.csv", 3): f"the pack {one.key} has this row already",
        ("postings.csv", 2): f"the pack {one.key} has given this key already",
    }


async def test_what_another_import_took_since_the_plan_was_made_is_said(services: Services, tmp_path: Path) -> None:
    one, other = Desk(services, tmp_path), Desk(services, tmp_path)
    await one.load()
    await other.load()
    row = one.said("add,SERVES,{k}:police,{p}0102000000,2023-09-01\n")
    for desk in (one, other):
        desk.changes("2023-09-01", relations="change,type,source,target,since\n" + row)
    first, second = await one.prepare(), await other.prepare()
    await services.importing.apply(TESTER, first)
    with fails(ImportRefused, match="since this plan was made"):
        await services.importing.apply(TESTER, second)


async def test_what_hangs_on_an_area_that_ends_is_found_in_all_packs(services: Services, tmp_path: Path) -> None:
    one, other = Desk(services, tmp_path), Desk(services, tmp_path)
    await one.load()
    village = one.said("{p}0101001001")
    other.write_manifest(requires=one.key)
    other.add("relations", f"SERVES,{{k}}:police,{village},2021-01-01,,,,,")
    await other.load()
    one.changes("2023-09-01", areas=f"change,code\nend,{village}\n")
    plan = (await one.prepare()).plan
    assert [(hanging.table, hanging.key, hanging.pack) for hanging in plan.hanging] == [
        ("PAIRED_WITH", one.said("{k}:branch"), one.key),
        ("POSTED_TO", one.said("{k}:one"), one.key),
        ("POSTED_TO", one.said("{k}:two"), one.key),
        ("SERVES", other.said("{k}:police"), other.key),
    ]
    assert {hanging.path for hanging in plan.hanging} == {one.said("{n}省/{n}市/{n}东区/{n}一街道/{n}里社区居委会")}


async def test_what_hangs_on_a_unit_that_ends_is_found_in_all_packs(services: Services, tmp_path: Path) -> None:
    one, other = Desk(services, tmp_path), Desk(services, tmp_path)
    await one.load()
    centre = one.said("{k}:centre")
    other.write_manifest(requires=one.key)
    other.add("relations", f"UNDER,{{k}}:centre,{centre},2021-01-01,,,,,")
    other.add("postings", f"{{k}}:one,duty-contact,{centre},2021-01-01,,,")
    await other.load()
    one.changes("2023-09-01", organisations=f"change,code\nend,{centre}\n")
    plan = (await one.prepare()).plan
    assert [(hanging.table, hanging.key, hanging.pack) for hanging in plan.hanging] == [
        ("POSTED_TO", other.said("{k}:one"), other.key),
        ("SERVES", one.said("{p}0100000000"), one.key),
        ("UNDER", one.said("{k}:police"), one.key),
        ("UNDER", other.said("{k}:centre"), other.key),
    ]
    assert {(hanging.ended, hanging.path) for hanging in plan.hanging} == {(centre, one.said("{n}综治中心"))}
