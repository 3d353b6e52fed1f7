"""抚顺: an opinion is a volunteer service, a council's discussion or a major matter; who takes it, by when and who is told follow."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.load import load_definitions
from orgraph.domain.action import Acted, ActionRequest, Obstacle
from orgraph.domain.deadline import Deadline, Unit
from orgraph.domain.errors import TaskConflict
from orgraph.domain.field import FieldValue, Said
from orgraph.domain.standing import Subject
from orgraph.domain.whistle import Reason, Source, Whistle
from orgraph.rules.tasks.resolving import Routed
from tests.said import in_chinese

from ..clock import FixedClock
from ..ledger import faults_of
from ..opinions import bring
from ..packs import Desk
from ..small_world import ROOT, TESTER, under
from .cases import KEYS, Case


@pytest.fixture(scope="module")
async def desk(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A community with a talk point, a volunteer station, a council and a centre; the street above has its own."""
    desk = Desk(services, tmp_path_factory.mktemp("opinions"))
    bring(desk)
    desk.services = under(services, load_definitions(ROOT / "schema", [desk.folder]))
    await desk.load()
    return desk


async def heard(desk: Desk) -> Case:
    """An opinion from the online channel: the community's talk point takes it in."""
    by = desk.said("township-secretary@{p}0101001000")
    place, key = desk.said("{p}0101001001"), f"opinion-{next(KEYS)}"
    asked = Whistle(place, by, "opinion", "neighbour-dispute", key, "楼道堆物", channel="网上反映", again=True)
    case = Case(desk.services, (await desk.services.dispatch.open(TESTER, asked)).task)
    assert (case.task.state, case.hands()) == ("heard", {desk.said("{k}:talk"): "lead"})
    return case


async def classed(desk: Desk, which: str) -> Case:
    case = await heard(desk)
    await case.do("triage", desk.said("{k}:talk"), fields=(Said("class", which),))
    return case


async def handling(case: Case) -> Deadline:
    """The clock of its handling."""
    found = (await case.services.tasks.task(TESTER, case.task.id)).deadlines
    (one,) = [one for one in found if one.stage == "handling"]
    return one


async def days(case: Case) -> int:
    """How long its handling may take."""
    (span,) = (await handling(case)).limits
    assert span.unit is Unit.DAYS
    return span.count


async def told(case: Case, clock: FixedClock) -> list[tuple[str, list[int]]]:
    """Whom its ladder tells when the limit has passed, and the steps that it skips."""
    due = (await handling(case)).due
    assert due is not None
    clock.move_by(due - clock.now() + timedelta(minutes=1))
    while await case.services.escalation.turn():
        pass
    events = (await case.services.tasks.task(TESTER, case.task.id)).task.events
    said = [event.said for event in events if event.type == "escalated"]
    return [(one.get("post") or one["unit"], [each["step"] for each in one["skipped"]]) for one in said]


async def test_the_class_says_who_takes_it_and_how_long_it_may_take(desk: Desk, clock: FixedClock) -> None:
    """The nearer of two volunteer stations; the council; of two centres not the nearer, but the street's."""
    service, discussion, major = [await classed(desk, one) for one in ("service", "discussion", "重大事项")]
    assert [one.hands() for one in (service, discussion, major)] == [
        {desk.said(f"{{k}}:{unit}"): "lead"} for unit in ("red", "council", "street")
    ]
    assert [await days(one) for one in (service, discussion, major)] == [3, 10, 30]
    decision = (await desk.services.tasks.task(TESTER, service.task.id)).decision
    proof = [
        (one.candidate.organisation.code, one.candidate.source, one.reason)
        for one in decision.proof
        if one.candidate.source is Source.SERVING
    ]
    near, far = desk.said("{k}:red"), desk.said("{k}:street-red")
    assert proof == [(near, Source.SERVING, Reason.LEADS), (far, Source.SERVING, Reason.NEXT)]
    assert (await desk.services.ledger.replay(TESTER, date(2023, 8, 1))).differences == ()
    assert await faults_of(desk.services.store) == []


async def test_the_class_says_what_must_be_done_before_it_is_answered(desk: Desk, clock: FixedClock) -> None:
    council, red, by = desk.said("{k}:council"), desk.said("{k}:red"), desk.said("township-secretary@{p}0101001000")
    discussion, service = await classed(desk, "discussion"), await classed(desk, "service")
    early = await discussion.refused("answer", council, text="已清理")
    assert early.obstacle == Obstacle.UNMET and "须先议事协商" in in_chinese(early.message)
    assert (await discussion.refused("conclude", council, text="已清理")).obstacle == Obstacle.UNMET
    await discussion.do("discuss", council, text="议定每周清理")
    await discussion.do("conclude", council, text="按议定清理")
    assert (await service.refused("discuss", red, text="议")).obstacle == Obstacle.UNMET
    await service.do("answer", red, text="志愿者已清理")
    for case in (discussion, service):
        await case.do("confirm", by)
        assert case.task.state == "closed"


async def test_who_is_told_when_it_is_late_depends_on_the_class(desk: Desk, clock: FixedClock) -> None:
    centre, secretary = desk.said("{k}:centre"), desk.said("township-secretary@{p}0101001000")
    assert await told(await classed(desk, "service"), clock) == [(centre, [0])]
    assert await told(await classed(desk, "major"), clock) == [(secretary, [])]


async def test_an_opinion_that_is_classed_otherwise_goes_elsewhere_and_its_clock_begins_again(
    desk: Desk, clock: FixedClock
) -> None:
    red, council, street = (desk.said(f"{{k}}:{unit}") for unit in ("red", "council", "street"))
    case = await classed(desk, "service")
    assert (await case.refused("raise", council, fields=(Said("class", "major"),), text="争议大")).obstacle
    await case.do("raise", red, fields=(Said("class", "discussion"),), text="各户意见不一")
    assert (case.hands(), await days(case)) == ({council: "lead"}, 10)
    await case.do("raise", council, fields=(Said("class", "major"),), text="涉及消防通道")
    assert (case.hands(), await days(case)) == ({street: "lead"}, 30)
    fields = (await desk.services.tasks.task(TESTER, case.task.id)).fields
    assert [(one.name, one.texts) for one in fields] == [("class", ("major",))]


async def test_of_two_who_class_it_at_once_one_looks_again_and_who_leads_fits_the_class(
    desk: Desk, clock: FixedClock
) -> None:
    by = desk.said("township-secretary@{p}0101001000")
    case = await classed(desk, "service")
    asked = [
        ActionRequest(case.task.id, "raise", by, f"twice-{next(KEYS)}", None, "改", fields=(Said("class", which),))
        for which in ("discussion", "major")
    ]
    outcomes = await asyncio.gather(*(desk.services.actions.act(TESTER, one) for one in asked), return_exceptions=True)
    assert all(isinstance(one, Acted | TaskConflict) for one in outcomes)
    assert any(isinstance(one, Acted) for one in outcomes)
    now = await desk.services.tasks.task(TESTER, case.task.id)
    leads = {"discussion": desk.said("{k}:council"), "major": desk.said("{k}:street")}
    assert now.lead.organisation.code == leads[now.fields[0].texts[0]]


async def test_who_sends_it_by_a_class_that_has_changed_meanwhile_looks_again(desk: Desk, clock: FixedClock) -> None:
    by, council = desk.said("township-secretary@{p}0101001000"), desk.said("{k}:council")
    case, assignments = await classed(desk, "service"), desk.services.actions._assignments
    sent = assignments.routed

    async def meanwhile(task: Subject, values: Mapping[str, FieldValue]) -> Routed:
        if values["class"] == "service":
            await case.do("raise", by, fields=(Said("class", "discussion"),), text="各户意见不一")
        return await sent(task, values)

    stale = ActionRequest(case.task.id, "resend", by, f"resent-{next(KEYS)}", None)
    with patch.object(assignments, "routed", meanwhile), pytest.raises(TaskConflict):
        await desk.services.actions.act(TESTER, stale)
    assert case.hands() == {council: "lead"}
    await case.do("resend", by)
    assert case.hands() == {council: "lead"}


async def test_where_nobody_serves_for_the_class_it_goes_to_whom_the_routing_knows(
    services: Services, tmp_path: Path, clock: FixedClock
) -> None:
    desk = Desk(services, tmp_path)
    bring(desk)
    desk.remove("relations", "SERVES,{k}:red,")
    desk.remove("relations", "SERVES,{k}:street-red,")
    desk.services = under(services, load_definitions(ROOT / "schema", [desk.folder]))
    await desk.load()
    case = await classed(desk, "service")
    assert case.hands() == {desk.said("{k}:near"): "lead"}
    assert (await desk.services.tasks.task(TESTER, case.task.id)).decision.backstop
