"""Hard matters (疑难): asked for, admitted by a centre, and an interim reply again and again. On every engine."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import Obstacle
from orgraph.domain.deadline import Deadline, Light
from orgraph.domain.event import CLOCK
from tests.said import in_english

from ..clock import FixedClock
from ..ledger import faults_of
from ..oracle.supervision import supervised, told
from ..small_world import TESTER
from .cases import DISTRICT, STREET, WHISTLER, Case, minute, reported

JUSTICE, TOWNSHIP = "qingshi:justice-nanhe", "990102001000"
CONTENT = {"contacted": True, "solved": True, "satisfaction": 5}
UNSOLVED = {"contacted": True, "solved": False, "satisfaction": 2}


async def in_hand(services: Services) -> Case:
    """A matter that the street's station of justice has signed for, its resident contacted."""
    case = await reported(services, "dispute")
    for action, by in (("accept", STREET), ("dispatch", STREET), ("sign-in", JUSTICE)):
        await case.do(action, by)
    await case.do("contact-resident", JUSTICE, text="已电话联系")
    return case


async def hard(services: Services) -> Case:
    """The same as a hard matter."""
    case = await in_hand(services)
    await case.do("ask-hard", JUSTICE, text="产权历史遗留", extension="60 days")
    await case.do("admit-hard", DISTRICT)
    return case


async def clock_of(case: Case, stage: str = "interim") -> Deadline | None:
    """The clock of a stage, None where it never ran."""
    found = (await case.services.tasks.task(TESTER, case.task.id)).deadlines
    return next((one for one in found if one.stage == stage), None)


async def light(case: Case) -> Light | None:
    found = await clock_of(case)
    return found.light if found else None


async def due(case: Case, stage: str = "interim") -> datetime:
    found = await clock_of(case, stage)
    return minute(found.due if found else None)


async def until_quiet(services: Services) -> None:
    for _ in range(100):
        if not await services.escalation.turn():
            return
    raise AssertionError("timers never end")


async def steps(case: Case) -> list[int]:
    """The steps of the ladder that were taken because of interim replies."""
    events = (await case.services.tasks.task(TESTER, case.task.id)).task.events
    said = [json.loads(event.payload) for event in events if event.type == "escalated" and event.by == CLOCK]
    return [one["step"] for one in said if one["stage"] == "interim"]


async def test_a_hard_matter_is_asked_for_by_who_leads_and_admitted_by_another_centre(
    services: Services, clock: FixedClock
) -> None:
    clock.move_to("2025-06-10")
    case = await in_hand(services)
    before = await due(case, "report")
    early = await case.refused("admit-hard", DISTRICT)
    assert (
        in_english(early.message) == "admit as a hard matter was not done: nobody has applied for it as a hard matter"
    )
    assert (await case.refused("interim-reply", JUSTICE, text="正在核实")).obstacle == Obstacle.UNMET
    assert (await case.refused("ask-hard", WHISTLER, text="难", extension="60 days")).needed == ("lead",)
    assert (await case.refused("ask-hard", JUSTICE, text="难")).needed == ("extension",)
    await case.do("ask-hard", JUSTICE, text="难", extension="30 days")
    assert (await case.refused("admit-hard", JUSTICE)).obstacle == Obstacle.NOT_ENTITLED
    assert (await case.refused("refuse-hard", DISTRICT)).needed == ("text",)
    await case.do("refuse-hard", DISTRICT, text="先会商再申请")
    assert (await case.refused("admit-hard", DISTRICT)).obstacle == Obstacle.UNMET  # that request is answered
    assert await due(case, "report") == before and await light(case) is None

    await case.do("ask-hard", JUSTICE, text="已会商，产权历史遗留", extension="60 days")
    task = await case.do("admit-hard", DISTRICT, text="属实")
    assert task.state == "in-hand"
    assert await due(case, "report") == before + timedelta(days=60)
    assert await due(case) == minute(clock.now()) + timedelta(days=7)
    again = await case.refused("ask-hard", JUSTICE, text="更难", extension="90 days")
    assert in_english(again.message) == "apply as a hard matter was not done: it is a hard matter already"
    assert (await case.refused("interim-reply", DISTRICT, text="正在核实")).needed == ("lead",)
    await case.do("interim-reply", JUSTICE, text="已召集权利人", proof=("笔录-1",))
    assert await faults_of(services.store) == []


async def test_each_interim_reply_starts_its_clock_its_light_and_its_ladder_anew(
    services: Services, clock: FixedClock
) -> None:
    clock.move_to("2025-07-08")
    case = await hard(services)
    await until_quiet(services)  # what others left behind
    first = await due(case)
    clock.move_by(timedelta(days=6))
    assert await light(case) is Light.RED
    await case.do("interim-reply", JUSTICE, text="已召集权利人")
    assert await light(case) is Light.GREEN
    assert await due(case) == first + timedelta(days=6)
    clock.move_by(timedelta(days=6, hours=23))  # the first limit has passed long since
    await until_quiet(services)
    assert await steps(case) == []
    clock.move_by(timedelta(hours=1, minutes=1))
    await until_quiet(services)
    assert await steps(case) == [0] and await light(case) is Light.OVERDUE
    clock.move_by(timedelta(hours=2))
    await until_quiet(services)
    climbed = await steps(case)
    assert len(climbed) > 1
    page = await services.tasks.inbox(TESTER, JUSTICE)
    row = next(one for one in page.items if one.id == case.task.id)
    assert row.light is Light.OVERDUE

    seen = (await services.tasks.task(TESTER, case.task.id)).task.version
    await case.do("interim-reply", JUSTICE, text="鉴定机构已受理", version=seen)
    assert await light(case) is Light.GREEN
    clock.move_by(timedelta(days=3))
    await until_quiet(services)
    assert await steps(case) == climbed
    clock.move_by(timedelta(days=4, minutes=1))
    await until_quiet(services)
    assert await steps(case) == [*climbed, 0]  # from its first step again
    assert await faults_of(services.store) == [] and (await services.ledger.verify(TESTER)).broken == ()


async def test_a_late_interim_reply_stays_found_when_the_next_comes_in_time(
    services: Services, clock: FixedClock
) -> None:
    clock.move_to("2025-08-12")
    day = date(2025, 8, 12)
    late, good = await hard(services), await hard(services)
    clock.move_by(timedelta(days=5))
    await good.do("interim-reply", JUSTICE, text="已约谈")
    clock.move_by(timedelta(days=3))
    found = await services.supervisor.supervision(TESTER, TOWNSHIP, day, day)
    assert (found.overdue, [(one.key, one.task) for one in found.findings]) == (1, [("slow", late.task.id)])
    await late.do("interim-reply", JUSTICE, text="已约谈")
    found = await services.supervisor.supervision(TESTER, TOWNSHIP, day, day)
    assert (found.overdue, [(one.key, one.task) for one in found.findings]) == (0, [("slow", late.task.id)])
    for case in (late, good):
        await ended(case)
    found = await services.supervisor.supervision(TESTER, TOWNSHIP, day, day)
    assert [(one.key, one.task, one.unit) for one in found.findings] == [("slow", late.task.id, JUSTICE)]
    assert told(found) == await supervised(services, TOWNSHIP, day, day)
    assert await faults_of(services.store) == [] and (await services.ledger.verify(TESTER)).broken == ()


async def ended(case: Case) -> None:
    await submitted(case)
    await case.do("verify", DISTRICT, passed=True)
    await case.do("call-resident-back", DISTRICT, passed=True, text="满意", **CONTENT)
    await case.do("close", WHISTLER)


async def submitted(case: Case) -> None:
    await case.do("answer-resident", JUSTICE, text="答复意见")
    await case.do("submit", JUSTICE, text="已办")


async def test_while_it_is_checked_or_carried_over_no_interim_reply_is_due_and_afterwards_it_is(
    services: Services, clock: FixedClock
) -> None:
    clock.move_to("2025-09-09")
    case = await hard(services)
    start = await due(case)
    clock.move_by(timedelta(days=2))
    await submitted(case)
    clock.move_by(timedelta(days=20))
    assert await light(case) is Light.PAUSED
    wrong = await case.refused("interim-reply", JUSTICE, text="正在核查")
    assert (wrong.obstacle, wrong.needed) == (Obstacle.WRONG_STATE, ("in-hand",))
    await case.do("verify", DISTRICT, passed=False)
    assert await due(case) == start + timedelta(days=20)  # what was left is left
    await case.do("carry-over", DISTRICT, text="待拆迁", review=date(2026, 2, 2))
    clock.move_by(timedelta(days=40))
    assert await light(case) is Light.PAUSED
    await case.do("resume", JUSTICE)
    assert await due(case) == start + timedelta(days=60)

    await case.do("submit", JUSTICE, text="已办")
    await case.do("verify", DISTRICT, passed=True)
    assert await light(case) is Light.STOPPED
    await case.do("call-resident-back", DISTRICT, passed=False, text="仍未解决", **UNSOLVED)
    assert await due(case) == minute(clock.now()) + timedelta(days=7)  # it is a hard matter as before
    await ended(case)
    assert await light(case) is Light.STOPPED and case.task.due is None
    await case.do("reopen", WHISTLER, text="又来电")
    assert await due(case) == minute(clock.now()) + timedelta(days=7)
    await case.do("interim-reply", JUSTICE, text="重新调查")

    ordinary = await in_hand(services)
    await ended(ordinary)
    await ordinary.do("reopen", WHISTLER, text="又来电")
    assert await light(ordinary) is None and await due(ordinary, "report")
    assert await faults_of(services.store) == []


@pytest.mark.parametrize("action", ["exclude", "merge"])
async def test_where_it_ends_otherwise_its_interim_replies_end(
    services: Services, clock: FixedClock, action: str
) -> None:
    clock.move_to("2025-12-09")
    earlier, case = await in_hand(services), await hard(services)
    if action == "exclude":
        await case.do(action, DISTRICT, text="涉诉", review=date(2026, 2, 2))
    else:
        await case.do(action, DISTRICT, into=earlier.task.id, text="同一事项")
    assert await light(case) is Light.STOPPED and case.task.due is None
    clock.move_by(timedelta(days=30))
    await until_quiet(services)
    assert await steps(case) == []
    assert await faults_of(services.store) == []
