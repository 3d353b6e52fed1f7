"""
What was left behind where a place has ended: four audits find it, each until it is moved or ended.

Where tasks were opened the world stays: a task without its place would be broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.cli.render.lists import tasks_lines
from orgraph.cli.render.whistle import task_lines
from orgraph.cli.speech import Speech
from orgraph.domain.action import ActionRequest
from orgraph.domain.audit import AuditReport
from orgraph.domain.whistle import Whistle

from ..clock import FixedClock
from ..packs import Desk
from ..small_world import TESTER

BEFORE, ON = date(2023, 8, 31), date(2023, 9, 1)
AREA = "change,code,name,level,parent,kind,until\n"
STREET, VILLAGE = "{p}0101001000", "{p}0101001001"
SECRETARY = "{k}:three,county-political-legal-secretary,{p}0101000000,2021-01-01,,true,"
VILLAGE_POSTS = [f"POSTED_TO:{{k}}:{who}:political-legal-officer:{VILLAGE}:2021-01-01" for who in ("one", "two")]


@pytest.fixture
def desk(services: Services, tmp_path: Path) -> Desk:
    """A pack with a secretary of 东区."""
    desk = Desk(services, tmp_path)
    desk.add("postings", SECRETARY)
    return desk


async def found(desk: Desk, key: str, on: date = ON, area: str = "{p}0000000000") -> AuditReport:
    return await desk.services.audits.run(TESTER, key, desk.said(area), on)


def subjects(report: AuditReport) -> list[str]:
    return [one.subject for one in report.findings.items]


async def ended(desk: Desk, *areas: str, hanging: int) -> None:
    """Areas end on 2023-09-01, and what hangs on them stays."""
    desk.changes("2023-09-01", areas=AREA + "".join(f"end,{area},,,,,\n" for area in areas))
    await desk.load(accept_hanging=hanging)


async def test_postings_at_an_ended_village_are_told_with_its_last_way_and_who_can_mend_them(desk: Desk) -> None:
    await desk.load()
    await ended(desk, VILLAGE, hanging=3)
    assert subjects(await found(desk, "ended-area-postings", BEFORE)) == []
    report = await found(desk, "ended-area-postings")
    assert subjects(report) == [desk.said(one) for one in VILLAGE_POSTS]
    for gap in report.findings.items:
        assert (gap.since, gap.path) == (ON, desk.said("{n}省/{n}市/{n}东区/{n}一街道/{n}里社区居委会"))
        assert gap.mender and (gap.mender.area.code, gap.mender.holder) == (desk.said("{p}0101000000"), "文三")
    assert {one.area.code: one.gaps for one in report.by_area if one.gaps} == {desk.said("{p}0101000000"): 2}
    ends = "".join(f"end,{{k}}:{who},political-legal-officer,{VILLAGE},,2023-09-01\n" for who in ("one", "two"))
    desk.changes("2023-09-01", postings="change,officer,role,at,since,until\n" + ends)
    await desk.load()
    assert subjects(await found(desk, "ended-area-postings")) == []
    await desk.vanish()


async def test_postings_at_a_village_that_lives_below_a_street_that_ended_are_found_until_it_moves(desk: Desk) -> None:
    """Those at the street itself, and at each level below it: all that was left there."""
    grid, building = VILLAGE + "001", VILLAGE + "00101"
    desk.add("areas", f"{grid},第1网格,grid,{VILLAGE},grid,")
    desk.add("areas", f"{building},1号楼,building,{grid},building,")
    desk.add("postings", f"{{k}}:one,grid-lead,{grid},2021-01-01,,,")
    desk.add("postings", f"{{k}}:one,building-head,{building},2021-01-01,,,")
    await desk.load()
    await ended(desk, STREET, hanging=2)
    report = await found(desk, "ended-area-postings")
    told = {one.subject: one for one in report.findings.items}
    assert set(told) == {
        desk.said(one)
        for one in (
            f"POSTED_TO:{{k}}:three:township-secretary:{STREET}:2021-01-01",
            *VILLAGE_POSTS,
            f"POSTED_TO:{{k}}:one:grid-lead:{grid}:2021-01-01",
            f"POSTED_TO:{{k}}:one:building-head:{building}:2021-01-01",
        )
    }
    assert {one.since for one in told.values()} == {ON}
    assert {one.mender and one.mender.holder for one in told.values()} == {"文三"}
    below = told[desk.said(f"POSTED_TO:{{k}}:one:building-head:{building}:2021-01-01")]
    assert below.path == desk.said("{n}省/{n}市/{n}东区/{n}一街道/{n}里社区居委会/第1网格/1号楼")
    desk.changes("2023-09-01", areas=AREA + f"change,{VILLAGE},,,{{p}}0102100000,,\n")
    await desk.load()
    moved = await found(desk, "ended-area-postings")
    assert subjects(moved) == [desk.said(f"POSTED_TO:{{k}}:three:township-secretary:{STREET}:2021-01-01")]
    assert moved.audited == report.audited
    await desk.vanish()


async def test_what_ended_one_after_the_other_is_found_on_the_way_that_goes_on(desk: Desk) -> None:
    """The street first, its village a month later: on the village's last day its street was no more."""
    await desk.load()
    await ended(desk, STREET, hanging=2)
    desk.changes("2023-10-01", areas=AREA + f"end,{VILLAGE},,,,,\n")
    await desk.load(accept_hanging=3)
    for day, since in ((date(2023, 9, 30), ON), (date(2023, 10, 1), date(2023, 10, 1))):
        report = await found(desk, "ended-area-postings", day, "{p}0101000000")
        assert {one.subject: one.since for one in report.findings.items if "political" in one.subject} == {
            desk.said(one): since for one in VILLAGE_POSTS
        }
    await desk.vanish()


async def test_a_posting_in_a_unit_that_ended_is_found_where_the_unit_stood(desk: Desk) -> None:
    await desk.load()
    desk.changes("2023-09-01", organisations="change,code,name,kind,until\nend,{k}:police,,,\n")
    await desk.load(accept_hanging=6)
    assert subjects(await found(desk, "ended-area-postings", BEFORE)) == []
    (gap,) = (await found(desk, "ended-area-postings")).findings.items
    assert gap.subject == desk.said("POSTED_TO:{k}:one:duty-contact:{k}:police:2021-01-01")
    assert (gap.since, gap.area.code) == (ON, desk.said("{p}0101000000"))
    await desk.vanish()


RELATIONS = "change,type,source,target,since,until\n"
PAIRED = f"PAIRED_WITH:{{k}}:branch:{VILLAGE}:2021-01-01"


@pytest.mark.parametrize(("gone", "hanging"), [(VILLAGE, 3), (STREET, 2)])
async def test_a_branch_paired_with_what_has_ended_is_found_until_it_is_paired_with_another(
    desk: Desk, gone: str, hanging: int
) -> None:
    await desk.load()
    await ended(desk, gone, hanging=hanging)
    assert subjects(await found(desk, "ended-area-relations", BEFORE)) == []
    report = await found(desk, "ended-area-relations")
    (gap,) = report.findings.items
    assert (gap.subject, gap.area.code, gap.since) == (desk.said(PAIRED), desk.said(VILLAGE), ON)
    assert (gap.what, gap.detail) == ("PAIRED_WITH", (desk.said("{n}公安党支部"),))
    assert gap.path == desk.said("{n}省/{n}市/{n}东区/{n}一街道/{n}里社区居委会")
    assert gap.mender and gap.mender.holder == "文三"
    assert report.audited == 5
    rows = f"end,PAIRED_WITH,{{k}}:branch,{VILLAGE},,\nadd,PAIRED_WITH,{{k}}:branch,{{p}}0102100200,2023-09-01,\n"
    desk.changes("2023-09-01", relations=RELATIONS + rows)
    await desk.load()
    assert subjects(await found(desk, "ended-area-relations")) == []
    await desk.vanish()


async def test_a_relation_of_a_unit_that_has_ended_itself_is_not_asked_about(desk: Desk) -> None:
    await desk.load()
    await ended(desk, VILLAGE, hanging=3)
    desk.changes("2023-09-01", organisations="change,code,name,kind,until\nend,{k}:branch,,,\n")
    await desk.load(accept_hanging=2)
    assert subjects(await found(desk, "ended-area-relations")) == []
    await desk.vanish()


POINT = ("{k}:point,{n}评理说事点,talk-point,,", f"SERVES,{{k}}:point,{VILLAGE},2021-01-01,,,,,")


@pytest.mark.parametrize("mended", [[], ["add,SERVES,{k}:point,{p}0102100200,2023-09-01,\n"]])
@pytest.mark.parametrize("cut", [True, False])
async def test_a_unit_whose_only_place_has_ended_is_found_until_it_ends_or_stands_elsewhere(
    desk: Desk, cut: bool, mended: Sequence[str]
) -> None:
    """Whether its relation was ended with the village or left open; the branch is of a unit that stands in 东区."""
    desk.add("organisations", POINT[0])
    desk.add("relations", POINT[1])
    await desk.load()
    await ended(desk, VILLAGE, hanging=4)
    if cut:
        desk.changes("2023-09-01", relations=RELATIONS + f"end,SERVES,{{k}}:point,{VILLAGE},,\n")
        await desk.load()
    assert subjects(await found(desk, "ended-area-units", BEFORE)) == []
    report = await found(desk, "ended-area-units")
    (gap,) = report.findings.items
    assert (gap.subject, gap.area.code, gap.since) == (desk.said("{k}:point"), desk.said(VILLAGE), ON)
    assert (gap.name, gap.what, gap.mender and gap.mender.holder) == (desk.said("{n}评理说事点"), "SERVES", "文三")
    assert report.audited == 4
    if mended:
        desk.changes("2023-09-01", relations=RELATIONS + mended[0])
    else:
        desk.changes("2023-09-01", organisations="change,code,name,kind,until\nend,{k}:point,,,\n")
    await desk.load(accept_hanging=1)
    assert subjects(await found(desk, "ended-area-units")) == []
    if mended:
        old = await found(desk, "ended-area-units", area="{p}0101000000")
        assert desk.said("{k}:point") not in subjects(old) and old.audited == 2  # it is of 西县 now
    await desk.vanish()


async def test_an_open_task_at_an_ended_place_is_found_until_it_is_closed(desk: Desk, clock: FixedClock) -> None:
    services = desk.services
    await desk.load()
    clock.move_to("2023-08-30")
    street = desk.said(STREET)
    by, key = f"township-secretary@{street}", f"{desk.key}-ended-task"
    whistle = Whistle(desk.said(VILLAGE), by, "emergency", "路面塌陷", key, "塌了")
    task = (await services.dispatch.blow(TESTER, whistle)).task
    clock.move_to("2023-09-01")
    desk.changes("2023-09-01", areas=AREA + f"end,{STREET},,,,,\n")
    (open_there,) = [one for one in (await desk.prepare()).plan.hanging if one.table == "Task"]
    assert (open_there.key, open_there.ended) == (task.id, street)
    assert open_there.path == desk.said("{n}省/{n}市/{n}东区/{n}一街道/{n}里社区居委会")
    await ended(desk, STREET, hanging=3)
    assert subjects(await found(desk, "ended-area-tasks", BEFORE)) == []
    report = await found(desk, "ended-area-tasks")
    (gap,) = report.findings.items
    assert (gap.subject, gap.area.code, gap.since) == (task.id, desk.said(VILLAGE), ON)
    assert (gap.what, gap.detail) == ("road-collapse", (desk.said("{n}综治中心"),))
    assert gap.path == desk.said("{n}省/{n}市/{n}东区/{n}一街道/{n}里社区居委会")
    assert gap.mender and gap.mender.holder == "文三"
    centre = desk.said("{k}:centre")
    await says_that_the_place_ended(desk, task.id, f"township-secretary@{street}", None)
    await act(services, task.id, "void", centre)
    assert (report.audited, (await found(desk, "ended-area-tasks")).audited) == (1, 0)


async def test_each_row_of_a_list_says_since_when_its_place_is_no_more(desk: Desk, clock: FixedClock) -> None:
    services = desk.services
    await desk.load()
    clock.move_to("2023-08-30")
    by = desk.said(f"township-secretary@{STREET}")
    whistle = Whistle(desk.said(VILLAGE), by, "emergency", "路面塌陷", f"{desk.key}-row", "塌了")
    task = (await services.dispatch.blow(TESTER, whistle)).task
    await says_that_the_place_ended(desk, task.id, by, None)
    clock.move_to("2023-09-01")
    await ended(desk, VILLAGE, hanging=4)
    before = services.store.statements
    await services.tasks.inbox(TESTER, desk.said("{k}:centre"), 100)
    assert services.store.statements - before <= 2
    await says_that_the_place_ended(desk, task.id, by, ON)
    (row,) = (await services.tasks.inbox(TESTER, desk.said("{k}:centre"), 100)).items
    (line,) = tasks_lines([row], "", Speech(services.definitions, "en"))[:1]
    assert f"{desk.said(VILLAGE)} (ended on 2023-09-01)" in line
    head = task_lines(await services.tasks.task(TESTER, task.id), Speech(services.definitions, "en"))[0]
    assert head.endswith(desk.said("{n}里社区居委会 (ended on 2023-09-01)"))
    await act(services, task.id, "void", desk.said("{k}:centre"))


async def test_what_moves_after_its_village_has_ended_takes_no_task_along(desk: Desk, clock: FixedClock) -> None:
    """The street goes to another county a month after: its village was never there, nor the grid that it left."""
    services, grid = desk.services, VILLAGE + "001"
    desk.add("areas", f"{grid},第1网格,grid,{VILLAGE},grid,")
    await desk.load()
    await ended(desk, VILLAGE, hanging=4)
    desk.changes("2023-10-01", areas="change,code,parent\n" + f"change,{STREET},{{p}}0102000000\n")
    await desk.load()
    clock.move_to("2023-10-05")
    by = desk.said(f"township-secretary@{STREET}")
    whistle = Whistle(desk.said(grid), by, "emergency", "路面塌陷", f"{desk.key}-moved", "塌了")
    task = (await services.dispatch.blow(TESTER, whistle)).task.id
    for area, there in ((STREET, True), ("{p}0101000000", True), ("{p}0102000000", False), ("{p}0100000000", True)):
        items = (await services.tasks.tasks(TESTER, desk.said(area), 100)).items
        assert (task in [one.id for one in items]) is there, area
        period = date(2023, 10, 1), date(2023, 10, 9)
        assert (await services.supervisor.supervision(TESTER, desk.said(area), *period)).found == there, area
    await act(services, task, "void", desk.said("{k}:centre"))


async def says_that_the_place_ended(desk: Desk, task: str, post: str, day: date | None) -> None:
    """In the list of an area, both kinds of inbox, and the task itself."""
    tasks = desk.services.tasks
    rows = [
        *(await tasks.tasks(TESTER, desk.said("{p}0100000000"), 100)).items,
        *(await tasks.inbox(TESTER, desk.said("{k}:centre"), 100)).items,
        *(await tasks.inbox(TESTER, post, 100)).items,
        (await tasks.task(TESTER, task)).task,
    ]
    assert [(one.id, one.place_ended) for one in rows] == [(task, day)] * 4


async def act(services: Services, task: str, action: str, by: str) -> None:
    now = (await services.tasks.task(TESTER, task)).task
    request = ActionRequest(task, action, by, f"{task}-{action}", now.version, text="村已撤销")
    await services.actions.act(TESTER, request)
