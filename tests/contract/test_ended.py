"""What has ended and what hangs on it: who leads, who may act, whom the ladder tells, who has a task now. On every engine."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.errors import ActionRefused, NotFound
from orgraph.domain.listing import Order, Wanted
from orgraph.domain.task import Called, CalledTask, Task
from orgraph.domain.whistle import Whistle
from tests.said import fails

from ..clock import FixedClock
from ..ended import ended
from ..small_world import TESTER

VILLAGE, STREET, DISTRICT = "990102001001", "990102001000", "990102000000"
WHISTLER = f"township-head@{STREET}"
HOUSING, BUREAU, URBAN = "qingshi:housing-hedong", "qingshi:housing", "qingshi:urban-hedong"
CENTRES = ("qingshi:centre-nanhe", "qingshi:centre-hedong", "qingshi:centre", "wanghai:centre")
_KEYS = count(1)


async def blown(services: Services, kind: str = "emergency", place: str = VILLAGE, **said: Any) -> CalledTask:
    whistle = Whistle(place, WHISTLER, kind, "路面塌陷", f"ended-{next(_KEYS)}", "桥头塌了", again=True, **said)
    return await services.dispatch.blow(TESTER, whistle)


async def act(services: Services, task: Task, action: str, by: str, **said: Any) -> Task:
    now = (await services.tasks.task(TESTER, task.id)).task
    request = ActionRequest(task.id, action, by, f"ended-act-{next(_KEYS)}", now.version, **said)
    return (await services.actions.act(TESTER, request)).task


async def until_quiet(services: Services) -> None:
    for _ in range(100):
        if not await services.escalation.turn():
            return
    raise AssertionError("timers never end")


def codes(called: Sequence[Called]) -> list[str]:
    return [one.organisation.code for one in called]


async def told(services: Services, task: Task) -> list[dict[str, Any]]:
    events = (await services.tasks.task(TESTER, task.id)).task.events
    return [said for event in events if event.type == "escalated" for said in [json.loads(event.payload)]]


@asynccontextmanager
async def without_the_village(services: Services) -> AsyncIterator[None]:
    """南河社区 is no more from Friday on, and part of nothing; 南河街道 and its centre are there."""
    async with ended(services.store, "2023-08-25", areas=[VILLAGE], cut=[VILLAGE]):
        yield


async def test_a_unit_that_has_ended_neither_leads_nor_helps_whatever_its_relations_say(
    services: Services, clock: FixedClock
) -> None:
    async with ended(services.store, "2023-08-01", organisations=[HOUSING, "qingshi:branch-police"]):
        found = await blown(services)
        assert found.lead.organisation.code == BUREAU
        units = {verdict.candidate.organisation.code for verdict in found.decision.proof}
        assert not units & {HOUSING, "qingshi:branch-police"}
        await act(services, found.task, "void", CENTRES[1], text="练习")


async def test_a_centre_that_has_ended_takes_nothing_up_and_may_not_act(services: Services, clock: FixedClock) -> None:
    opened = (await blown(services)).task
    async with ended(services.store, "2023-08-22", organisations=[CENTRES[0]]):
        found = await blown(services)
        assert CENTRES[0] not in [one.organisation.code for one in found.following]
        with pytest.raises(ActionRefused):
            await act(services, opened, "void", CENTRES[0], text="误报")
    for one in (opened, found.task):
        await act(services, one, "void", CENTRES[1], text="练习")


async def test_what_is_open_where_a_village_ended_is_carried_on_by_every_centre_of_its_last_day(
    services: Services, clock: FixedClock
) -> None:
    tasks = [(await blown(services)).task for _ in CENTRES]
    clock.move_to("2023-08-26")
    async with without_the_village(services):
        for centre, task in zip(CENTRES, tasks, strict=True):
            possible = {one.action for one in await services.actions.available(TESTER, task.id, centre) if one.possible}
            assert {"void", "merge", "urge"} <= possible, centre
            assert (await act(services, task, "void", centre, text="村已撤销")).state == "void"


async def test_a_task_at_a_village_that_ended_goes_its_whole_way(services: Services, clock: FixedClock) -> None:
    task = (await blown(services)).task
    clock.move_to("2023-08-26")
    async with without_the_village(services):
        await act(services, task, "sign-in", HOUSING)
        await act(services, task, "assign", CENTRES[1], unit=URBAN, text="清理")
        child = (await services.tasks.task(TESTER, task.id)).task.linked[0]
        await act(services, task, "add-helper", CENTRES[1], unit=URBAN)
        await act(services, task, "submit", HOUSING, text="已修复")
        await act(services, task, "verify", CENTRES[3], passed=True)
        await act(services, (await services.tasks.task(TESTER, child.id)).task, "void", CENTRES[2], text="不需要了")
        assert (await act(services, task, "close", CENTRES[3], text="已办")).state == "closed"


@pytest.mark.parametrize(
    ("areas", "cut"),
    [
        ([STREET], [STREET]),  # the street ended, its village was forgotten
        ([STREET], []),  # and all relations were
        ([VILLAGE, STREET], [VILLAGE, STREET]),
        ([VILLAGE, STREET, DISTRICT], [VILLAGE, STREET, DISTRICT]),
    ],
)
async def test_every_task_can_be_ended_by_somebody_whatever_has_ended_above_it(
    services: Services, clock: FixedClock, areas: list[str], cut: list[str]
) -> None:
    task = (await blown(services)).task
    clock.move_to("2023-08-26")
    async with ended(services.store, "2023-08-25", areas=areas, cut=cut):
        below = [centre for centre, area in zip(CENTRES, (STREET, DISTRICT), strict=False) if area in areas]
        for centre in below:  # what it served is no more
            with pytest.raises(ActionRefused):
                await act(services, task, "void", centre, text="撤销")
        assert (await act(services, task, "void", CENTRES[len(below)], text="撤销")).state == "void"


async def test_the_ladder_tells_who_is_there_and_says_truly_why_others_are_not(
    services: Services, clock: FixedClock
) -> None:
    await until_quiet(services)
    task = (await blown(services)).task
    async with ended(services.store, "2023-08-22", areas=[VILLAGE, STREET, DISTRICT], cut=[VILLAGE, STREET, DISTRICT]):
        clock.move_by(timedelta(days=9))
        await until_quiet(services)
        first = (await told(services, task))[0]
        assert first["unit"] == HOUSING  # it lives, and its contact is called
        for _ in range(6):
            clock.move_by(timedelta(days=2))
            await until_quiet(services)
        steps = [one for one in await told(services, task) if one["stage"] == first["stage"]]
        assert [one["reason"] for said in steps for one in said["skipped"] if one["step"] in (2, 3)] == [
            "ended",
            "ended",
        ]
        assert (steps[-1]["unit"], steps[-1]["next"]) == ("qingshi:centre", None)
        await act(services, task, "void", CENTRES[2], text="撤销")


async def test_the_top_of_the_ladder_is_the_highest_centre_where_its_own_is_no_more(
    services: Services, clock: FixedClock
) -> None:
    await until_quiet(services)
    task = (await blown(services)).task
    gone = [HOUSING, *CENTRES[:3]]
    async with ended(services.store, "2023-08-22", areas=[VILLAGE], cut=[VILLAGE], organisations=gone):
        for _ in range(8):
            clock.move_by(timedelta(days=2))
            await until_quiet(services)
        steps = await told(services, task)
        assert {one["reason"] for said in steps for one in said["skipped"] if one["step"] in (0, 1)} == {"ended"}
        assert {one["unit"] for one in steps if one["next"] is None} == {"wanghai:centre"}
        await act(services, task, "void", CENTRES[3], text="撤销")


async def test_after_a_ruling_to_a_unit_of_another_area_its_own_contacts_are_told(
    services: Services, clock: FixedClock
) -> None:
    """The housing bureau of the next county stands to no area above the place, and can be reached all the same."""
    await until_quiet(services)
    task = (await blown(services, kind="daily-work")).task
    await act(services, task, "decline", HOUSING, text="非我职责")
    task = await act(services, task, "transfer", CENTRES[1], unit="qingshi:justice-hedong", text="请办")
    await act(services, task, "decline", "qingshi:justice-hedong", text="亦非")
    task = await act(services, task, "rule", CENTRES[1], unit="qingshi:centre-shimen", text="请办")
    clock.move_to("2023-09-20")
    await until_quiet(services)
    steps = await told(services, task)
    assert (steps[0]["step"], steps[0]["unit"], steps[0]["officer"]) == (0, "qingshi:centre-shimen", "qingshi:u-2")
    await act(services, task, "exclude", CENTRES[2], text="练习", review=clock.today() + timedelta(days=9))


async def test_a_task_is_headed_by_who_has_it_now(services: Services, clock: FixedClock) -> None:
    police = "qingshi:police-hedong"
    first = await blown(services, kind="daily-work")
    assert (first.lead.organisation.code, police in codes(first.helpers)) == (HOUSING, True)
    await act(services, first.task, "decline", HOUSING, text="非我职责")
    await act(services, first.task, "transfer", CENTRES[1], unit=URBAN, text="请办")
    found = await services.tasks.task(TESTER, first.task.id)
    assert (found.lead.organisation.code, HOUSING in codes((*found.helpers, *found.following))) == (URBAN, False)
    assert (found.decision.lead.organisation.code, found.decisions[0].chosen) == (HOUSING, HOUSING)

    await act(services, first.task, "decline", URBAN, text="亦非")
    await act(services, first.task, "rule", CENTRES[1], unit=police, text="属公安")
    ruled = await services.tasks.task(TESTER, first.task.id)
    assert ruled.lead.organisation.code == police and ruled.lead.person
    assert not {police, URBAN, HOUSING} & set(codes(ruled.helpers)) and not {URBAN, HOUSING} & set(
        codes(ruled.following)
    )
    await act(services, first.task, "exclude", CENTRES[2], text="练习", review=clock.today() + timedelta(days=9))
    ended_now = await services.tasks.task(TESTER, first.task.id)
    assert (ended_now.lead.organisation.code, ended_now.following) == (police, ())


async def test_whom_to_call_is_looked_up_today(services: Services, clock: FixedClock) -> None:
    task = (await blown(services, place="990102001002")).task
    police = next(
        one for one in (await services.tasks.task(TESTER, task.id)).helpers if "police" in one.organisation.code
    )
    assert police.person and police.person.away
    clock.move_to("2023-09-02")  # the contact is back
    back = (await services.tasks.task(TESTER, task.id)).helpers
    assert all(one.person and not one.person.away for one in back if one.organisation == police.organisation)
    async with ended(services.store, "2023-09-01", organisations=[police.organisation.code]):
        gone = (await services.tasks.task(TESTER, task.id)).helpers
        assert [(one.person, one.ended) for one in gone if one.organisation == police.organisation] == [(None, True)]
    await act(services, task, "void", CENTRES[1], text="练习")


async def test_an_ended_task_keeps_who_had_it_and_gives_it_back_when_it_is_reopened(
    services: Services, clock: FixedClock
) -> None:
    task = (await blown(services)).task
    await act(services, task, "sign-in", HOUSING)
    await act(services, task, "submit", HOUSING, text="已修复")
    await act(services, task, "verify", CENTRES[1], passed=True)
    closed = await act(services, task, "close", WHISTLER)
    assert (closed.parts, closed.lead and closed.lead.code) == ((), HOUSING)
    assert {one.part for one in closed.handled} == {"lead", "helper"}
    that_day = Wanted(since=clock.today(), until=clock.today(), ended=True)
    page = await services.tasks.tasks(TESTER, VILLAGE, 100, wanted=that_day, order=Order.ENDED)
    (listed,) = [one for one in page.items if one.id == task.id]
    assert (listed.parts, listed.lead and listed.lead.code) == ((), HOUSING)
    inbox = await services.tasks.inbox(TESTER, HOUSING, 100)
    assert task.id not in [one.id for one in inbox.items]
    await act(services, task, "contest", HOUSING, unit=URBAN, text="属城管")
    settled = await act(services, task, "settle", CENTRES[1], unit=URBAN, text="属城管")
    assert (settled.lead and settled.lead.code, settled.parts) == (URBAN, ())
    again = await act(services, task, "reopen", WHISTLER, text="又塌了")
    assert (again.lead and again.lead.code, again.handled) == (URBAN, ())
    assert (await services.ledger.verify(TESTER)).broken == ()
    await act(services, task, "exclude", CENTRES[2], text="练习", review=clock.today() + timedelta(days=9))
    assert (await services.ledger.verify(TESTER)).broken == ()


async def test_a_village_that_moved_is_counted_where_it_lay_when_it_was_called(
    services: Services, clock: FixedClock
) -> None:
    """大石湖村 went from 石门镇 to 柳沟满族乡 on 2023-05-01."""
    village, before, after = "990121102202", "990121102000", "990121101000"
    clock.move_to("2023-04-30")
    first = await services.dispatch.blow(
        TESTER,
        Whistle(
            village, f"township-head@{before}", "emergency", "路面塌陷", f"ended-{next(_KEYS)}", "塌了", again=True
        ),
    )
    clock.move_to("2023-05-01")
    by = f"township-deputy@{after}"
    second = await services.dispatch.blow(
        TESTER, Whistle(village, by, "emergency", "路面塌陷", f"ended-{next(_KEYS)}", "塌了", again=True)
    )
    county = "990121000000"
    for area, expected in ((before, {first.task.id}), (after, {second.task.id})):
        listed = {one.id for one in (await services.tasks.tasks(TESTER, area, 100)).items}
        assert listed & {first.task.id, second.task.id} == expected
        period = (date(2023, 4, 30), date(2023, 5, 2))
        assert (await services.supervisor.supervision(TESTER, area, *period)).found == 1
    assert (await services.supervisor.supervision(TESTER, county, date(2023, 4, 30), date(2023, 5, 2))).found == 2
    for one in (first, second):
        await act(services, one.task, "void", "qingshi:centre", text="练习")


LOWER, BUILDING = "990102001002", "99010200100200001"


@pytest.mark.parametrize(
    ("areas", "cut"),
    [([LOWER], [LOWER]), ([STREET], [STREET]), ([LOWER, STREET], [STREET]), ([], [LOWER])],
)
async def test_open_tasks_below_what_has_ended_are_counted_above_it_by_its_last_way(
    services: Services, clock: FixedClock, areas: list[str], cut: list[str]
) -> None:
    """Opened at 滨江社区1号楼 on the day of its end before that was entered, and, while its street has posts, after it."""
    day = clock.today()
    above = (BUILDING, STREET, DISTRICT, "990100000000", "990000000000")
    before = [await supervised(services, area, day) for area in above]
    tasks = [await left(services)]
    async with ended(services.store, day.isoformat(), areas=areas, cut=cut):
        if STREET not in areas:
            tasks.append(await left(services))
            clock.move_to("2023-08-24")
            tasks.append(await left(services))
        opened = {one.id for one in tasks}
        for area in above:
            assert opened <= await listed(services, area), area
            if area in areas:
                continue  # what has ended is not audited itself
            gaps = (await services.audits.run(TESTER, "backstop-tasks", area, day, 1000)).findings.items
            assert opened <= {one.subject for one in gaps}, area
        for area in ("990102002000", "990121000000"):
            assert not opened & await listed(services, area)
        assert [await supervised(services, area, day) for area in above] == [number + len(tasks) for number in before]
    for task in tasks:
        await act(services, task, "void", CENTRES[2], text="练习")


async def left(services: Services) -> Task:
    """A task that nobody is responsible for."""
    whistle = Whistle(BUILDING, WHISTLER, "daily-work", "环境污染纠纷", f"ended-{next(_KEYS)}", "有异味", again=True)
    return (await services.dispatch.blow(TESTER, whistle)).task


async def listed(services: Services, area: str) -> set[str]:
    return {one.id for one in (await services.tasks.tasks(TESTER, area, 100)).items}


async def supervised(services: Services, area: str, day: date) -> int:
    return (await services.supervisor.supervision(TESTER, area, day, day + timedelta(days=3))).found


async def test_who_covers_is_never_shorter_without_saying_what_has_ended(services: Services, clock: FixedClock) -> None:
    day = date(2023, 8, 26)
    whole = [level.area.code for level in (await services.coverage.who_covers(TESTER, VILLAGE, day)).levels]
    for cut in ([STREET], [], [VILLAGE]):
        gone = [] if cut == [VILLAGE] else [STREET]
        async with ended(services.store, "2023-08-25", areas=gone, cut=cut):
            levels = (await services.coverage.who_covers(TESTER, VILLAGE, day)).levels
            assert [level.area.code for level in levels] == whole
            said = {level.area.code: (level.ended, level.left) for level in levels if level.ended or level.left}
            since = date(2023, 8, 25)
            assert said == ({STREET: (since, None)} if gone else {VILLAGE: (None, since)})
            street = next(level for level in levels if level.area.code == STREET)
            assert bool(street.posts or street.organisations) == (not gone)


async def test_what_has_ended_is_counted_by_no_audit_and_shown_by_nothing(
    services: Services, clock: FixedClock
) -> None:
    """The unit is no more, its relations, its line and its postings were left open."""
    on = date(2023, 8, 22)
    async with ended(services.store, "2023-08-01", organisations=[HOUSING, "qingshi:party-nanhe"]):
        levels = (await services.coverage.who_covers(TESTER, VILLAGE, on)).levels
        assert HOUSING not in {one.organisation.code for level in levels for one in level.organisations}
        with fails(NotFound, match=rf"{HOUSING}.* ended on "):
            await services.coverage.covered_by(TESTER, HOUSING, on)
        chain = await services.audits.run(TESTER, "five-level-chain", "青石市", on, 100)
        assert (STREET, "township-party-committee") in {(one.area.code, one.what) for one in chain.findings.items}
        lead = await services.audits.run(TESTER, "category-lead", "青石市", on, 100)
        assert any(one.what == "road-collapse" or HOUSING in str(one) for one in lead.findings.items) or lead.gaps
