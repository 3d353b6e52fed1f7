"""A task from sign-in to closing: every action, who may, what it leaves in the ledger, on every engine."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.prevailing import prevailing
from orgraph.domain.action import Action, ActionRequest, Obstacle, Rating
from orgraph.domain.errors import ActionRefused, IdempotencyConflict, InvalidInput, NotEntitled, NotFound, TaskConflict
from orgraph.domain.task import Event, Task
from orgraph.domain.whistle import Whistle
from orgraph.rules.clocks.deadlines import terms_of
from orgraph.rules.tasks.lifecycle import Circumstances, Outcome, Party, Refusal, decide
from orgraph.rules.tasks.past import Folded, fold
from orgraph.rules.whistles.arbitration import arbiters

from ..clock import FixedClock
from ..ledger import faults_of
from ..small_world import TESTER

WHISTLER = "township-head@990102001000"
SECRETARY = "township-secretary@990102001000"
HOUSING, POLICE = "qingshi:housing-hedong", "qingshi:police-hedong"
STREET, DISTRICT, CITY = "qingshi:centre-nanhe", "qingshi:centre-hedong", "qingshi:centre"
BUREAU = "qingshi:housing"
_KEYS = count(1)


class Case:
    """A whistle's task on which one acts in few words."""

    def __init__(self, services: Services, task: Task) -> None:
        self.services = services
        self.task = task

    async def do(self, action: str, by: str, **said: object) -> Task:
        """Act at the version that was seen last."""
        version = said.pop("version", self.task.version)
        key = said.pop("key", f"action-{next(_KEYS)}")
        request = ActionRequest(self.task.id, Action(action), by, str(key), int(str(version)), **said)  # type: ignore[arg-type]
        self.task = (await self.services.actions.act(TESTER, request)).task
        return self.task

    async def refused(self, action: str, by: str, **said: object) -> ActionRefused:
        """Act, and be refused."""
        with pytest.raises(ActionRefused) as refusal:
            await self.do(action, by, **said)
        return refusal.value

    def hands(self) -> dict[str, str]:
        """Who has the task in hand, with what part."""
        return {part.organisation.code: part.part for part in self.task.parts}


def minute(instant: datetime | None) -> datetime:
    """An instant to the minute."""
    assert instant is not None
    return instant.replace(second=0, microsecond=0)


@pytest.fixture
async def case(services: Services, clock: FixedClock) -> Case:
    """A collapsed road in 南河街道, called by its head, dispatched to the housing bureau of the district."""
    whistle = Whistle(
        place="990102001001",
        by="township-head@990102001000",
        kind="emergency",
        category="路面塌陷",
        key=f"case-{next(_KEYS)}",
        text="桥头塌了",
        again=True,
    )
    return Case(services, (await services.dispatch.blow(TESTER, whistle)).task)


async def test_a_task_goes_from_sign_in_to_a_rating_and_everything_is_on_record(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    await case.do("arrive", WHISTLER, unit=HOUSING)
    await case.do("add-helper", HOUSING, unit="qingshi:urban-hedong")
    await case.do("note", HOUSING, text="围挡已设，联系13900001111")
    await case.do("submit", HOUSING, text="已修复", proof=("photo-1", "photo-2"))
    await case.do("verify", DISTRICT, passed=True)
    await case.do("close", WHISTLER)
    await case.do("rate", WHISTLER, unit=HOUSING, rating=Rating(5, 4, 5))
    task = await case.do("reply", HOUSING, text="谢谢")

    assert [event.type for event in task.events] == [
        *("called", "dispatched", "sign-in", "arrive", "add-helper", "note"),
        *("submit", "verify", "close", "rate", "reply"),
    ]
    assert (task.state, task.version, task.parts) == ("closed", 11, ())
    assert task.events[5].text == "围挡已设，联系139****1111"
    assert "围挡" not in task.events[5].payload
    folded = fold(task.events)
    assert (folded.state, folded.version, folded.lead) == (task.state, task.version, HOUSING)
    assert set(folded.helpers) >= {"qingshi:urban-hedong", POLICE}
    assert await faults_of(case.services.store) == []


async def test_who_may_not_is_told_who_may(case: Case) -> None:
    stranger = await case.refused("sign-in", POLICE)
    assert (stranger.obstacle, stranger.needed) == (Obstacle.NOT_ENTITLED, ("lead",))
    early = await case.refused("submit", HOUSING, text="已修复")
    assert (early.obstacle, early.needed) == (Obstacle.WRONG_STATE, ("in-hand",))
    await case.do("sign-in", HOUSING)
    bare = await case.refused("submit", HOUSING)
    assert (bare.obstacle, bare.needed) == (Obstacle.INCOMPLETE, ("text",))
    assert (await case.refused("add-helper", HOUSING, unit="qingshi:nobody")).obstacle == Obstacle.UNKNOWN_UNIT
    assert (await case.refused("add-helper", HOUSING, unit=POLICE)).obstacle == Obstacle.IN_HAND_ALREADY
    assert (await case.refused("release-helper", DISTRICT, unit=CITY)).obstacle == Obstacle.NO_HELPER
    assert (await case.refused("arrive", WHISTLER, unit=CITY)).obstacle == Obstacle.NEVER_CALLED
    assert (await case.refused("grant-extension", DISTRICT)).obstacle == Obstacle.NOT_ASKED
    assert (await case.refused("decline", HOUSING, text="非我职责")).obstacle == Obstacle.WRONG_STATE
    gone = await case.refused("urge", "township-head@990102002000", text="请快")
    assert gone.obstacle == Obstacle.NOT_ENTITLED


async def test_the_unit_that_handles_never_verifies_or_closes_its_own(services: Services, clock: FixedClock) -> None:
    """The street's centre has it in hand as the backstop: only a centre above it may verify."""
    whistle = Whistle(
        "990102001001", "township-head@990102001000", "daily-work", "环境污染纠纷", f"case-{next(_KEYS)}", "有异味"
    )
    case = Case(services, (await services.dispatch.blow(TESTER, whistle)).task)
    assert case.hands()[STREET] == "lead"
    await case.do("sign-in", STREET)
    await case.do("submit", STREET, text="已处理")
    assert (await case.refused("verify", STREET, passed=True)).obstacle == Obstacle.NOT_ENTITLED
    await case.do("verify", DISTRICT, passed=True)
    assert (await case.refused("close", STREET)).obstacle == Obstacle.NOT_ENTITLED
    assert (await case.do("close", WHISTLER)).state == "closed"


async def test_a_check_that_fails_sends_it_back_and_its_time_runs_on(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    await case.do("submit", HOUSING, text="已修复")
    task = await case.do("verify", WHISTLER, passed=False)
    assert task.state == "in-hand"
    changes = [(mark.stage, mark.change) for mark in fold(task.events).marks]
    assert changes[-2:] == [("report", "pauses"), ("report", "resumes")]


async def test_declined_once_it_is_transferred_declined_twice_the_arbiter_rules(case: Case) -> None:
    case = await blown(case, kind="daily-work")
    await case.do("decline", HOUSING, text="非我职责")
    assert case.task.state == "declined"
    await case.do("transfer", WHISTLER, unit=BUREAU, text="请市局承办")
    assert (case.task.state, case.hands()[BUREAU]) == ("dispatched", "lead")
    await case.do("decline", BUREAU, text="属区里")
    assert case.task.state == "disputed"
    assert (await case.refused("rule", DISTRICT, unit=HOUSING, text="区里定")).obstacle == Obstacle.NOT_ENTITLED
    task = await case.do("rule", CITY, unit=HOUSING, text="区局承办到底")
    assert (task.state, case.hands()[HOUSING]) == ("in-hand", "lead")
    assert (await case.refused("decline", HOUSING, text="还是不办")).obstacle == Obstacle.WRONG_STATE
    assert fold(task.events).declined == (HOUSING, BUREAU)

    whistle = Whistle("990102001002", WHISTLER, "emergency", "路面塌陷", f"case-{next(_KEYS)}", "又塌一处", again=True)
    latest = (await case.services.dispatch.blow(TESTER, whistle)).precedents[0]
    assert (latest.task, latest.sequence, latest.by.code, latest.unit.code) == (task.id, task.version, CITY, HOUSING)
    assert (latest.area.code, latest.text) == ("990100000000", "区局承办到底")


async def test_an_extension_is_asked_for_and_granted_by_one_above(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    await case.do("ask-extension", HOUSING, text="雨天", extension="2 working days")
    assert (await case.refused("grant-extension", HOUSING)).obstacle == Obstacle.NOT_ENTITLED
    task = await case.do("grant-extension", BUREAU)
    granted = [mark for mark in fold(task.events).marks if mark.change == "extends"]
    assert [(mark.stage, mark.span) for mark in granted] == [("report", "2 working days")]  # it comes no later for it
    assert json.loads(task.events[-1].payload)["clocks"] == {"extends": ["report"]}
    assert fold(task.events).asked == ""
    with pytest.raises(InvalidInput):
        await case.do("ask-extension", HOUSING, text="雨天", extension="a fortnight")


async def test_what_is_due_next_stands_on_the_task_and_its_clocks_are_told(case: Case, clock: FixedClock) -> None:
    """Blown on Tuesday 2023-08-22 at ten, an emergency: sign-in in half an hour, contact in two, report in three days."""
    start = minute(case.task.called_at)
    assert minute(case.task.due) == start + timedelta(minutes=30)
    assert minute((await case.do("sign-in", HOUSING)).due) == start + timedelta(hours=2)
    assert minute((await case.do("arrive", WHISTLER, unit=HOUSING)).due) == start + timedelta(days=3)
    clock.move_by(timedelta(hours=30))
    assert (await case.do("submit", HOUSING, text="已修复")).due is None  # while it is checked the time does not run
    clock.move_by(timedelta(days=9))
    await case.do("verify", WHISTLER, passed=False)
    found = (await case.services.tasks.task(TESTER, case.task.id)).deadlines
    assert [(one.stage, one.light.value, one.late) for one in found] == [
        ("sign-in", "stopped", False),
        ("contact", "stopped", False),
        ("report", "green", False),
    ]
    assert found[-1].due == case.task.due and minute(case.task.due) == start + timedelta(days=12)
    assert (found[-1].remaining, found[-1].profile) == (1.75, "standard") and "Gulou" in found[-1].source
    await case.do("submit", HOUSING, text="已修复")
    assert (await case.do("verify", WHISTLER, passed=True)).due is None
    await case.do("close", WHISTLER)
    reopened = await case.do("reopen", WHISTLER, text="又塌了")
    assert minute(reopened.due) == minute(clock.now()) + timedelta(days=3)


async def test_carried_over_and_excluded_only_by_one_above_with_a_day_of_review(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    bare = await case.refused("carry-over", DISTRICT, text="待雨停")
    assert bare.needed == ("review",)
    await case.do("carry-over", DISTRICT, text="待雨停", review=date(2023, 9, 30))
    await case.do("resume", HOUSING)
    task = await case.do("exclude", BUREAU, text="属历史遗留", review=date(2023, 12, 31))
    assert (task.state, task.parts) == ("excluded", ())


@pytest.mark.parametrize(
    ("review", "said"),
    [
        ("2020-01-01", "but today is 2023-08-22"),
        ("2023-08-22", "but today is 2023-08-22"),
        ("9999-12-31", "more than two years"),
        ("2025-08-23", "more than two years"),
    ],
)
async def test_a_review_lies_ahead_and_not_beyond_two_years(case: Case, review: str, said: str) -> None:
    await case.do("sign-in", HOUSING)
    for action in ("carry-over", "exclude"):
        with pytest.raises(InvalidInput) as refused:
            await case.do(action, DISTRICT, text="待雨停", review=date.fromisoformat(review))
        assert said in refused.value.message
    assert (await case.services.tasks.task(TESTER, case.task.id)).task.state == "in-hand"


async def test_what_was_done_is_repeated_when_its_review_has_passed(case: Case, clock: FixedClock) -> None:
    """The retry of an action is asked nothing anew."""
    await case.do("sign-in", HOUSING)
    seen, review = case.task.version, date(2023, 8, 23)
    await case.do("carry-over", DISTRICT, key="review-once", text="待雨停", review=review)
    clock.move_to("2023-09-01")
    again = await case.do("carry-over", DISTRICT, key="review-once", version=seen, text="待雨停", review=review)
    assert (again.state, again.version) == ("carried-over", seen + 1)


async def test_spans_beyond_a_year_are_refused(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    for extension in ("9999 working-days", "367 days", "soon"):
        with pytest.raises(InvalidInput):
            await case.do("ask-extension", HOUSING, text="缺材料", extension=extension)
    await case.do("ask-extension", HOUSING, text="缺材料", extension="366 days")


async def test_a_stale_version_is_told_what_happened_since(case: Case) -> None:
    seen = case.task.version
    await case.do("sign-in", HOUSING)
    with pytest.raises(TaskConflict) as conflict:
        await case.do("note", HOUSING, text="在路上", version=seen)
    assert conflict.value.version == seen + 1
    assert [event.type for event in conflict.value.since] == ["sign-in"]


async def test_one_key_acts_once_and_another_body_is_a_conflict(case: Case) -> None:
    seen = case.task.version
    await case.do("sign-in", HOUSING, key="sign-once")
    again = await case.do("sign-in", HOUSING, key="sign-once", version=seen)
    assert again.version == seen + 1
    with pytest.raises(IdempotencyConflict):
        await case.do("note", HOUSING, text="不一样", key="sign-once")


async def test_of_eight_who_sign_at_once_one_does(case: Case) -> None:
    request = ActionRequest(case.task.id, Action.SIGN_IN, HOUSING, "", case.task.version)
    acts = [case.services.actions.act(TESTER, replace(request, key=f"race-{next(_KEYS)}")) for _ in range(8)]
    results = await asyncio.gather(*acts, return_exceptions=True)
    assert sum(isinstance(one, TaskConflict) for one in results) == 7
    task = (await case.services.tasks.task(TESTER, case.task.id)).task
    assert [event.type for event in task.events].count("sign-in") == 1
    assert await faults_of(case.services.store) == []


async def blown(case: Case, by: str = WHISTLER, kind: str = "emergency", category: str = "路面塌陷") -> Case:
    """One more whistle for the same place."""
    whistle = Whistle("990102001001", by, kind, category, f"case-{next(_KEYS)}", "桥头又塌了", again=True)
    return Case(case.services, (await case.services.dispatch.blow(TESTER, whistle)).task)


async def test_an_emergency_is_worked_on_first_and_argued_over_later(case: Case) -> None:
    assert (await case.refused("decline", HOUSING, text="非我职责")).obstacle == Obstacle.WORK_FIRST
    await case.do("sign-in", HOUSING)
    assert (await case.refused("settle", DISTRICT, unit=BUREAU, text="谁办")).obstacle == Obstacle.NOT_CONTESTED
    assert (await case.refused("contest", HOUSING, unit=HOUSING, text="谁办")).obstacle == Obstacle.IN_HAND_ALREADY
    task = await case.do("contest", HOUSING, unit="qingshi:urban-hedong", text="属城管")
    assert (task.state, case.hands()[HOUSING]) == ("in-hand", "lead")  # it works on
    assert (await case.refused("settle", STREET, unit=HOUSING, text="街道定")).obstacle == Obstacle.NOT_ENTITLED
    task = await case.do("settle", DISTRICT, unit="qingshi:urban-hedong", text="占道属城管")
    assert task.state == "in-hand"
    assert (case.hands()["qingshi:urban-hedong"], case.hands()[HOUSING]) == ("lead", "helper")
    ruling = (await case.services.tasks.task(TESTER, task.id)).decisions[-1]
    assert (ruling.chosen, ruling.declined, ruling.text) == ("qingshi:urban-hedong", (HOUSING,), "占道属城管")
    assert (await case.refused("settle", DISTRICT, unit=HOUSING, text="再定")).obstacle == Obstacle.NOT_CONTESTED
    assert await faults_of(case.services.store) == []


async def test_it_is_declined_within_the_limit_for_signing_or_not_at_all(case: Case, clock: FixedClock) -> None:
    case = await blown(case, kind="daily-work")
    bare = await case.refused("contest", HOUSING, unit=BUREAU, text="谁办")
    assert bare.obstacle == Obstacle.WRONG_STATE
    clock.move_by(timedelta(hours=3))
    late = await case.refused("decline", HOUSING, text="非我职责")
    assert (late.obstacle, late.needed) == (Obstacle.TOO_LATE, ("sign-in",))
    now = {one.action: one for one in await case.services.actions.available(TESTER, case.task.id, HOUSING)}
    assert now[Action.DECLINE].obstacle is Obstacle.TOO_LATE
    await case.do("sign-in", HOUSING)
    assert (await case.refused("contest", HOUSING, unit=BUREAU, text="谁办")).obstacle == Obstacle.NO_EMERGENCY


async def test_what_is_of_another_category_is_merged_by_who_says_so(case: Case, clock: FixedClock) -> None:
    clock.move_by(timedelta(minutes=5))
    again = await blown(case, category="自来水管破裂")
    refused = await again.refused("merge", DISTRICT, into=case.task.id, text="同一处")
    assert (refused.obstacle, refused.needed) == (Obstacle.OTHER_CATEGORY, ("water-main-burst", "road-collapse"))
    assert [one.zh for one in refused.titles if one.key in refused.needed] == ["自来水管破裂", "路面塌陷"]
    bare = await again.refused("merge", DISTRICT, into=case.task.id, across=True)
    assert (bare.obstacle, bare.needed) == (Obstacle.INCOMPLETE, ("text",))
    merged = await again.do("merge", DISTRICT, into=case.task.id, text="水管破裂引起塌陷", across=True)
    assert merged.state == "merged" and json.loads(merged.events[-1].payload)["across"] is True
    assert (await case.services.tasks.task(TESTER, case.task.id)).task.category == "road-collapse"


async def test_a_duplicate_ends_in_the_earlier_task_which_keeps_its_callers(case: Case, clock: FixedClock) -> None:
    clock.move_by(timedelta(minutes=5))
    again = await blown(case, SECRETARY)
    later = await case.refused("merge", WHISTLER, into=again.task.id, text="同一处")
    assert (later.obstacle, later.needed) == (Obstacle.NOT_MERGEABLE, (again.task.id,))
    for into in ("nowhere", again.task.id):
        assert (await again.refused("merge", DISTRICT, into=into, text="同一处")).obstacle == Obstacle.NOT_MERGEABLE
    assert (await again.refused("merge", HOUSING, into=case.task.id, text="同一处")).obstacle == Obstacle.NOT_ENTITLED
    bare = await again.refused("merge", DISTRICT, text="同一处")
    assert (bare.obstacle, bare.needed) == (Obstacle.INCOMPLETE, ("into",))

    merged = await again.do("merge", DISTRICT, into=case.task.id, text="同一处塌陷", key="merge-once")
    assert (merged.state, merged.parts, merged.due) == ("merged", (), None)
    kept = (await case.services.tasks.task(TESTER, case.task.id)).task
    assert (kept.state, kept.version, kept.events[-1].type) == ("dispatched", case.task.version + 1, "joined")
    assert kept.due == case.task.due and kept.parts == case.task.parts
    assert json.loads(kept.events[-1].payload) == {"by": DISTRICT, "callers": [SECRETARY], "task": merged.id}
    (link,) = kept.linked
    assert (link.kind.value, link.id, link.state, link.ended) == ("duplicate", merged.id, "merged", True)
    assert link.lead and link.lead.code == HOUSING
    assert [(one.kind.value, one.id) for one in merged.linked] == [("merged-into", kept.id)]
    repeated = await again.do("merge", DISTRICT, into=case.task.id, text="同一处塌陷", key="merge-once", version=2)
    assert repeated.version == merged.version

    case.task = kept
    assert (await case.refused("void", SECRETARY, text="不是我")).needed == ("whistler", "centre")
    await case.do("urge", SECRETARY, text="请快")  # a caller still
    timeline = [event.type for event in case.task.events]
    assert timeline == ["called", "dispatched", "joined", "urge"]
    assert await faults_of(case.services.store) == []


async def test_a_meeting_assigns_tasks_and_the_parent_ends_after_them(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    assert (await case.refused("assign", HOUSING, unit=BUREAU, text="会商")).obstacle == Obstacle.NOT_ENTITLED
    gone = await case.refused("assign", WHISTLER, unit="qingshi:nobody", text="会商")
    assert gone.obstacle == Obstacle.UNKNOWN_UNIT
    with pytest.raises(NotFound, match="nobody"):
        await case.do("assign", WHISTLER, unit="nobody", text="会商")
    with pytest.raises(InvalidInput, match="urban-yuling stands to"):
        await case.do("assign", WHISTLER, unit="qingshi:urban-yuling", text="会商")
    with pytest.raises(InvalidInput, match="a fortnight"):
        await case.do("assign", WHISTLER, unit=BUREAU, text="会商", limit="a fortnight")
    await case.do("assign", WHISTLER, unit=BUREAU, helpers=(POLICE,), text="会商纪要第一条", limit="2 days", key="once")
    parent = await case.do("assign", WHISTLER, unit=BUREAU, helpers=(POLICE,), text="会商纪要第一条", limit="2 days", key="once", version=3)  # fmt: skip
    (link,) = parent.linked
    assert (link.kind.value, link.state, link.lead and link.lead.code) == ("child", "dispatched", BUREAU)

    found = await case.services.tasks.task(TESTER, link.id)
    child = Case(case.services, found.task)
    assert child.hands() == {BUREAU: "lead", POLICE: "helper"} and found.task.text == "会商纪要第一条"
    assert (found.decision.lead.source.value, found.task.called_by) == ("assigned", WHISTLER)
    assert [(one.kind.value, one.id) for one in found.task.linked] == [("parent", parent.id)]
    (report,) = [one for one in found.deadlines if one.stage == "report"]
    assert (str(report.limits[0]), report.profile) == ("2 days", "")
    assert {event.book for event in found.task.events} == {event.book for event in parent.events}

    await case.do("submit", HOUSING, text="已修复")
    await case.do("verify", WHISTLER, passed=True)
    early = await case.refused("close", WHISTLER)
    assert (early.obstacle, early.needed) == (Obstacle.CHILDREN_OPEN, (link.id,))
    now = {one.action: one for one in await case.services.actions.available(TESTER, parent.id, WHISTLER)}
    assert now[Action.CLOSE].obstacle is Obstacle.CHILDREN_OPEN
    await child.do("sign-in", BUREAU)
    await child.do("submit", BUREAU, text="已修复")
    await child.do("verify", WHISTLER, passed=True)
    await child.do("close", WHISTLER)
    await case.do("close", WHISTLER)
    assert (await child.refused("reopen", WHISTLER, text="又塌了")).obstacle == Obstacle.PARENT_ENDED
    now = {one.action: one for one in await case.services.actions.available(TESTER, child.task.id, WHISTLER)}
    assert now[Action.REOPEN].obstacle is Obstacle.PARENT_ENDED
    await case.do("reopen", WHISTLER, text="又塌了")
    assert (await child.do("reopen", WHISTLER, text="又塌了")).state == "in-hand"
    assert await faults_of(case.services.store) == []


async def reported(services: Services, category: str, place: str = "990102001001", by: str = WHISTLER) -> Case:
    """An ordinary matter, reported."""
    matter = Whistle(place, by, "", category, f"case-{next(_KEYS)}", "请处理")
    return Case(services, (await services.dispatch.report(TESTER, matter)).task)


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
    whistle = Whistle("990102001001", WHISTLER, "matter", "dispute", f"case-{next(_KEYS)}", "请处理")
    with pytest.raises(InvalidInput, match="no kind of whistle"):
        await services.dispatch.blow(TESTER, whistle)
    with pytest.raises(InvalidInput, match="is a kind of whistle"):
        await services.dispatch.report(TESTER, replace(whistle, kind="emergency"))
    with pytest.raises(InvalidInput, match="must carry: text"):
        await services.dispatch.report(TESTER, replace(whistle, text=""))
    with pytest.raises(NotEntitled):
        await services.dispatch.report(TESTER, replace(whistle, by="village-secretary@990102002001"))


async def test_a_centre_closes_with_a_reason_the_whistler_without(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    await case.do("submit", HOUSING, text="已修复")
    await case.do("verify", DISTRICT, passed=True)
    assert (await case.refused("close", DISTRICT)).needed == ("text",)
    now = {one.action: one for one in await case.services.actions.available(TESTER, case.task.id, DISTRICT)}
    assert now[Action.CLOSE].needed == ("text",)
    assert (await case.do("close", DISTRICT, text="吹哨人已调离")).state == "closed"


STANDINGS = {
    WHISTLER: {},
    "township-head@990102002000": {"known": False},
    HOUSING: {},
    POLICE: {},
    BUREAU: {},
    STREET: {"centre": True},
    DISTRICT: {"centre": True},
    CITY: {"centre": True},
    "qingshi:nobody": {"known": False},
}
"""What the small world says of each party on the day, by hand: the model's half of the walk below."""

CENTRES_ABOVE = (
    ("990102001001", ()),
    ("990102001000", (STREET,)),
    ("990102000000", (DISTRICT,)),
    ("990100000000", (CITY,)),
    ("990000000000", ("wanghai:centre",)),
)


def modelled(folded: Folded, by: str) -> Party:
    """A party as the model has it: the bureau stands above the district's housing, each centre above the one below."""
    above = {HOUSING: {BUREAU}, STREET: {DISTRICT, CITY}, DISTRICT: {CITY}}
    return Party(
        by,
        **({"known": True, "superior": by in above.get(folded.lead, set())} | STANDINGS[by]),
        arbiter=by in arbiters(folded, CENTRES_ABOVE),
    )


def children_of(events: Sequence[Event]) -> tuple[str, ...]:
    """Tasks that were assigned at the meeting of one; nobody in the walk ends them."""
    return tuple(sorted(json.loads(event.payload)["child"] for event in events if event.type == "assign"))


ENDING = [Action.VOID, Action.EXCLUDE, Action.MERGE]
LASTING = [action for action in Action if action not in ENDING]


def asked_by_chance(chance: random.Random, task: str, version: int, number: int, into: str) -> ActionRequest:
    """Any action by anybody, mostly with what it must carry, now and then without or with a stale version."""
    return ActionRequest(
        task,
        chance.choice(LASTING * 40 + ENDING),
        chance.choice(list(STANDINGS)),
        f"walk-{task}-{number}",
        version if chance.random() < 0.95 else version - 1,
        text=chance.choice(["", "x", "x"]),
        unit=chance.choice(["", HOUSING, POLICE, BUREAU, DISTRICT, "qingshi:nobody"]),
        extension=chance.choice(["", "2 days"]),
        passed=chance.choice([None, True, False]),
        rating=chance.choice([None, Rating(1, 2, 3)]),
        review=chance.choice([None, date(2023, 9, 1)]),
        into=chance.choice(["", into]),
    )


@pytest.mark.parametrize("seed", range(3))
async def test_a_random_walk_is_answered_by_the_store_as_by_the_model(case: Case, seed: int) -> None:
    """Two walks of a whistle, and one of an ordinary matter from its report on."""
    chance, lifecycle = random.Random(seed), case.services.definitions.lifecycle.find("standard")
    assert lifecycle is not None
    lineage = ("road-collapse", "sudden-event")
    terms = terms_of(
        prevailing(case.services.definitions, [], case.task.called_at.date()),
        case.task.kind,
        lineage,
        case.task.severity,
    )
    earlier, case = (
        case,
        await (
            reported(case.services, "路面塌陷")
            if seed == 2
            else blown(case, kind="emergency" if seed else "daily-work")
        ),
    )
    events, done, kept = list(case.task.events), 0, fold(earlier.task.events)
    for number in range(60):
        folded = fold(events)
        for _ in range(chance.choice([1, 40])):  # now and then something that will be done
            request = asked_by_chance(chance, case.task.id, folded.version, number, earlier.task.id)
            known = request.unit not in ("", "qingshi:nobody")
            circumstances = Circumstances(children_of(events), into=kept if request.into else None)
            expected = decide(
                lifecycle, folded, modelled(folded, request.by), request, known, terms, circumstances=circumstances
            )
            if isinstance(expected, Outcome):
                break
        try:
            task = (await case.services.actions.act(TESTER, request)).task
        except NotFound:
            assert request.by == "qingshi:nobody", request
        except TaskConflict:
            assert request.expected_version == folded.version - 1
        except ActionRefused as refused:
            assert isinstance(expected, Refusal), (request, expected)
            assert (refused.obstacle, refused.needed) == (expected.obstacle, expected.needed), request
        else:
            assert isinstance(expected, Outcome), (request, expected)
            assert task.events[:-1] == tuple(events) and task.state == expected.state
            events, done = list(task.events), done + 1
            assert {part.organisation.code for part in task.parts} == (
                set() if lifecycle.states[task.state].final else set(fold(events).in_hand)
            )
    assert done >= 5
    assert await faults_of(case.services.store) == []


async def test_what_is_possible_now_and_why_not_the_rest(case: Case) -> None:
    now = {one.action: one for one in await case.services.actions.available(TESTER, case.task.id, HOUSING)}
    assert {action for action, one in now.items() if one.possible} == {
        *(Action.SIGN_IN, Action.ADD_HELPER, Action.NOTE)
    }
    assert now[Action.DECLINE].obstacle is Obstacle.WORK_FIRST
    assert now[Action.ADD_HELPER].needed == ("unit",)
    assert now[Action.CLOSE].obstacle is Obstacle.WRONG_STATE
    assert now[Action.URGE].obstacle is Obstacle.NOT_ENTITLED
    for action in (one for one in Action if not now[one].possible):
        with pytest.raises(ActionRefused):
            await case.do(
                action.value, HOUSING, text="x", unit=CITY, extension="1 days", review=date(2023, 9, 1), passed=True,
                rating=Rating(1, 1, 1),
            )  # fmt: skip


async def test_nothing_is_done_to_what_is_not_there_or_badly_marked(case: Case) -> None:
    with pytest.raises(NotFound):
        await case.services.actions.act(TESTER, ActionRequest("none", Action.NOTE, HOUSING, "k", 1, text="x"))
    with pytest.raises(NotFound):
        await case.services.actions.available(TESTER, "none", HOUSING)
    with pytest.raises(InvalidInput):
        await case.do("rate", WHISTLER, unit=HOUSING, rating=Rating(6, 1, 1))


async def test_an_emergency_that_is_entered_afterwards_is_marked_and_its_clocks_began_when_it_was_blown(
    services: Services, clock: FixedClock
) -> None:
    blown = minute(clock.now()) - timedelta(hours=1)

    def entered(key: str, kind: str = "emergency", at: datetime = blown) -> Whistle:
        return Whistle(
            "990102001001", WHISTLER, kind, "路面塌陷", f"{key}-{next(_KEYS)}", "桥头塌了", blown_at=at, again=True
        )

    task = (await services.dispatch.blow(TESTER, entered("after"))).task
    assert task.called_at == blown and task.due == blown + timedelta(minutes=30)
    assert json.loads(task.events[0].payload)["blown_at"] == blown.isoformat()
    assert task.events[0].at > task.called_at.timestamp() * 1000
    (signing, *_) = (await services.tasks.task(TESTER, task.id)).deadlines
    assert signing.light.value == "overdue"
    for wrong in (
        entered("too-old", at=blown - timedelta(days=2)),
        entered("not-yet", at=blown + timedelta(days=2)),
        entered("daily", kind="daily-work"),
    ):
        with pytest.raises(InvalidInput):
            await services.dispatch.blow(TESTER, wrong)
    assert await faults_of(services.store) == []
