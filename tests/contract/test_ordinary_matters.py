"""Ordinary matters: reported to the lowest centre, admitted or not, sent where they belong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import Obstacle
from orgraph.domain.errors import InvalidInput, NotEntitled
from orgraph.domain.field import Said
from orgraph.domain.time import CHINA
from orgraph.domain.whistle import Whistle
from tests.said import fails, in_english

from ..clock import FixedClock
from ..ledger import faults_of
from ..oracle.supervision import supervised, told
from ..small_world import TESTER
from .cases import (
    DISTRICT,
    HOUSING,
    KEYS,
    STREET,
    WHISTLER,
    Case,
    minute,
    reported,
)

WINDOW = "window-clerk@990102001000"
JUSTICE = "qingshi:justice-nanhe"
CONTENT = {"contacted": True, "solved": True, "satisfaction": 5}
UNSOLVED = {"contacted": True, "solved": False, "satisfaction": 2}


async def test_an_ordinary_matter_goes_to_the_lowest_centre_which_admits_it_and_sends_it_on(
    services: Services, clock: FixedClock
) -> None:
    """A core duty: the street's own station of justice keeps it, although the bureau of the district answers for it too."""
    case = await reported(services, "dispute")
    start = minute(case.task.called_at)
    assert (case.task.state, case.hands(), case.task.kind) == ("reported", {STREET: "lead"}, "matter")
    assert not case.task.backstop
    assert (await case.refused("dispatch", STREET)).obstacle == Obstacle.WRONG_STATE
    assert (await case.refused("accept", HOUSING)).needed == ("lead", "centre")
    await case.do("accept", STREET)
    task = await case.do("dispatch", STREET)
    assert (task.state, [event.type for event in task.events][-1]) == ("dispatched", "dispatch")
    found = await services.tasks.task(TESTER, task.id)
    assert found.task.lead == found.lead.organisation == found.decision.lead.organisation
    assert found.decision.lead.distance <= 1 and [one.kind.value for one in found.decisions] == ["routing", "routing"]
    (report,) = [one for one in found.deadlines if one.stage == "report"]
    assert (str(report.limits[0]), minute(report.due)) == ("7 days", start + timedelta(days=7))
    assert await faults_of(services.store) == []
    assert (await services.ledger.replay(TESTER, date(2023, 8, 1))).differences == ()


async def test_who_comes_to_the_window_is_registered_there_in_persons_and_without_a_contact(
    services: Services, clock: FixedClock
) -> None:
    """三人到南河街道综治中心窗口反映一事：登记一件、三人次；走的路与其他普通事项相同。"""
    brought = Whistle(
        *("990102001001", WINDOW, "matter", "合同纠纷", f"window-{next(KEYS)}", "三人到窗口反映拖欠货款"),
        channel="来访",
        fields=(Said("visitors", "3"),),
    )
    case = Case(services, (await services.dispatch.report(TESTER, brought)).task)
    assert (case.task.state, case.hands(), case.task.called_by) == ("reported", {STREET: "lead"}, WINDOW)
    shown = await services.tasks.task(TESTER, case.task.id)
    assert [(one.name, one.title.zh, one.texts) for one in shown.fields] == [("visitors", "来访人次", ("3",))]
    await case.do("accept", STREET)
    await case.do("dispatch", STREET)
    assert case.hands()[JUSTICE] == "lead"
    with fails(InvalidInput, match="visitors .* is 0; give at least 1"):
        nobody = replace(brought, key=f"window-{next(KEYS)}", fields=(Said("visitors", "0"),))
        await services.dispatch.report(TESTER, nobody)
    with fails(InvalidInput, match="no field 'visitors'"):
        whistle = replace(brought, kind="emergency", by="township-secretary@990102001000", key=f"window-{next(KEYS)}")
        await services.dispatch.blow(TESTER, whistle)
    with pytest.raises(NotEntitled):
        await services.dispatch.blow(TESTER, replace(brought, kind="emergency", fields=(), key=f"window-{next(KEYS)}"))
    assert await faults_of(services.store) == []


async def test_who_came_is_added_up_while_matters_are_open_and_when_they_have_ended(
    services: Services, clock: FixedClock
) -> None:
    """人次：两件来访，三人、两人，合计五人次；一件当场办结，人次照计。"""
    clock.move_to(datetime(2023, 9, 26, 10, tzinfo=CHINA))
    day = date(2023, 9, 26)
    for persons in ("3", "2"):
        brought = Whistle(
            *("990102001001", WINDOW, "matter", "合同纠纷", f"persons-{next(KEYS)}", f"{persons}人到窗口反映拖欠货款"),
            channel="来访",
            fields=(Said("visitors", persons),),
            again=True,
        )
        case = Case(services, (await services.dispatch.report(TESTER, brought)).task)
    for ended in (False, True):
        if ended:
            await case.do("done-on-spot", WINDOW, text="当场调处")
            assert case.task.state == "done-on-spot"
        found = await services.supervisor.supervision(TESTER, "南河街道", day, day)
        assert [(one.name, one.title.zh, one.value) for one in found.sums] == [("visitors", "来访人次", 5)]
        assert told(found) == await supervised(services, found.area.code, day, day)
    counts = await services.supervisor.by_area(TESTER, "河东区", "township", day, day)
    assert {one.area.name: [each.value for each in one.sums] for one in counts}["南河街道"] == [5]
    assert await faults_of(services.store) == []


async def test_what_the_level_only_assists_in_and_what_was_recovered_goes_to_the_superiors_department(
    services: Services, clock: FixedClock
) -> None:
    assisting = await reported(services, "市容环境类")
    assert assisting.hands() == {STREET: "lead"}
    await assisting.do("accept", DISTRICT)
    await assisting.do("dispatch", DISTRICT)
    assert assisting.task.lead is not None
    lead = assisting.task.lead.code
    assert lead in ("qingshi:urban-hedong", DISTRICT) and assisting.hands()[STREET] == "helper"
    found = await services.tasks.task(TESTER, assisting.task.id)
    proof = {one.candidate.organisation.code: one.reason.value for one in found.decision.proof}
    assert proof[STREET] == "helps"


async def test_what_is_not_admitted_ends_unless_a_centre_above_opens_it(services: Services, clock: FixedClock) -> None:
    case = await reported(services, "dispute")
    assert (await case.refused("refuse-admission", STREET)).needed == ("text",)
    task = await case.do("refuse-admission", STREET, text="非本辖区事项")
    assert (task.state, task.parts, task.due) == ("refused", (), None)
    assert (await case.refused("open", STREET, text="再看看")).obstacle == Obstacle.NOT_ENTITLED
    task = await case.do("open", DISTRICT, text="属其职责，责令受理")
    assert (task.state, case.hands()) == ("accepted", {STREET: "lead"}) and task.due is not None
    assert await faults_of(services.store) == []


async def test_a_whistle_is_blown_and_a_matter_reported(services: Services, clock: FixedClock) -> None:
    whistle = Whistle("990102001001", WHISTLER, "matter", "dispute", f"case-{next(KEYS)}", "请处理")
    with fails(InvalidInput, match="no kind of whistle"):
        await services.dispatch.blow(TESTER, whistle)
    with fails(InvalidInput, match="is a kind of whistle"):
        await services.dispatch.report(TESTER, replace(whistle, kind="emergency"))
    with fails(InvalidInput, match="must carry: text"):
        await services.dispatch.report(TESTER, replace(whistle, text=""))
    with pytest.raises(NotEntitled):
        await services.dispatch.report(TESTER, replace(whistle, by="village-secretary@990102002001"))


async def test_what_ends_on_the_spot_is_counted_apart_and_checked_by_another(
    services: Services, clock: FixedClock
) -> None:
    """自办件: who reports it has mended it. A centre that finds it was not lets it go on."""
    clock.move_to("2023-11-07")
    day = date(2023, 11, 7)
    case, other = await reported(services, "市容环境类"), await reported(services, "市容环境类")
    for one in (case, other):
        assert (await one.do("done-on-spot", WHISTLER, text="已当场清理", proof=("照片",))).state == "done-on-spot"
    assert (case.task.parts, case.task.due) == ((), None)
    assert (await case.refused("spot-check", WHISTLER, passed=True, text="好")).obstacle == Obstacle.NOT_ENTITLED
    assert (await case.do("spot-check", DISTRICT, passed=True, text="属实")).state == "done-on-spot"
    assert (await other.do("spot-check", DISTRICT, passed=False, text="垃圾还在")).state == "accepted"
    found = await services.supervisor.supervision(TESTER, "990102001000", day, day)
    assert (found.found, found.on_the_spot, found.open, found.rates.completion.of) == (2, 1, 1, 1)
    assert await faults_of(services.store) == []


async def in_hand(services: Services) -> Case:
    """A matter that the street's station of justice has signed for."""
    case = await reported(services, "dispute")
    await case.do("accept", STREET)
    await case.do("dispatch", STREET)
    await case.do("sign-in", JUSTICE)
    return case


async def test_it_is_closed_after_the_resident_was_answered_and_called_back_by_somebody_else(
    services: Services, clock: FixedClock
) -> None:
    case = await in_hand(services)
    start = minute(case.task.called_at)
    clocks = {one.stage: one for one in (await services.tasks.task(TESTER, case.task.id)).deadlines}
    assert str(clocks["contact"].limits[0]) == "24 hours"
    assert minute(clocks["report"].due) == start + timedelta(days=7)
    await case.do("contact-resident", JUSTICE, text="已电话联系诉求人")
    early = await case.refused("submit", JUSTICE, text="已办")
    assert in_english(early.message) == "submit was not done: the resident has not been answered"
    await case.do("answer-resident", JUSTICE, text="答复意见")
    await case.do("submit", JUSTICE, text="已办")
    await case.do("verify", DISTRICT, passed=True)
    unasked = await case.refused("close", DISTRICT, text="办结")
    assert in_english(unasked.message) == "close was not done: the resident has not been called back"
    own = await case.refused("call-resident-back", JUSTICE, passed=True, text="满意", **CONTENT)
    assert own.obstacle == Obstacle.NOT_ENTITLED
    assert (await case.do("call-resident-back", DISTRICT, passed=False, text="仍未解决", **UNSOLVED)).state == "in-hand"
    assert (await case.refused("submit", JUSTICE, text="又办")).obstacle == Obstacle.UNMET  # another answer first
    await case.do("answer-resident", JUSTICE, text="再答复")
    await case.do("submit", JUSTICE, text="又办")
    await case.do("verify", DISTRICT, passed=True)
    assert (
        await case.refused("close", DISTRICT, text="办结")
    ).obstacle == Obstacle.UNMET  # nor does the first call count
    await case.do("call-resident-back", DISTRICT, passed=True, text="已解决", **CONTENT)
    assert (await case.do("close", WHISTLER)).state == "closed"


async def test_who_cannot_be_reached_in_three_tries_keeps_nothing_open(services: Services, clock: FixedClock) -> None:
    case = await in_hand(services)
    await case.do("answer-resident", JUSTICE, text="答复")
    await case.do("submit", JUSTICE, text="已办")
    await case.do("verify", DISTRICT, passed=True)
    for _ in range(2):
        assert (await case.do("not-reached", DISTRICT, text="无人接听")).state == "verified"
    assert (await case.do("not-reached", DISTRICT, text="停机")).state == "unreachable"
    assert (await case.do("close-unreached", DISTRICT, text="三次未接通")).state == "closed"
