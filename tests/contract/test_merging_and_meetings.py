"""Tasks that end in another, and those that a meeting assigns."""

from __future__ import annotations

import json
from datetime import timedelta

from orgraph.domain.action import Obstacle
from orgraph.domain.errors import InvalidInput, NotFound
from tests.said import fails, in_chinese

from ..clock import FixedClock
from ..ledger import faults_of
from ..small_world import TESTER
from .cases import (
    BUREAU,
    DISTRICT,
    HOUSING,
    POLICE,
    SECRETARY,
    WHISTLER,
    Case,
    blown,
)


async def test_what_is_of_another_category_is_merged_by_who_says_so(case: Case, clock: FixedClock) -> None:
    clock.move_by(timedelta(minutes=5))
    again = await blown(case, category="自来水管破裂")
    refused = await again.refused("merge", DISTRICT, into=case.task.id, text="同一处")
    assert (refused.obstacle, refused.needed) == (Obstacle.OTHER_CATEGORY, ("water-main-burst", "road-collapse"))
    assert "类别不同：自来水管破裂、路面塌陷" in in_chinese(refused.message)
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
    with fails(NotFound, match="nobody"):
        await case.do("assign", WHISTLER, unit="nobody", text="会商")
    with fails(InvalidInput, match="urban-yuling stands to"):
        await case.do("assign", WHISTLER, unit="qingshi:urban-yuling", text="会商")
    with fails(InvalidInput, match="a fortnight"):
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
    assert now["close"].obstacle is Obstacle.CHILDREN_OPEN
    await child.do("sign-in", BUREAU)
    await child.do("submit", BUREAU, text="已修复")
    await child.do("verify", WHISTLER, passed=True)
    await child.do("close", WHISTLER)
    await case.do("close", WHISTLER)
    assert (await child.refused("reopen", WHISTLER, text="又塌了")).obstacle == Obstacle.PARENT_ENDED
    now = {one.action: one for one in await case.services.actions.available(TESTER, child.task.id, WHISTLER)}
    assert now["reopen"].obstacle is Obstacle.PARENT_ENDED
    await case.do("reopen", WHISTLER, text="又塌了")
    assert (await child.do("reopen", WHISTLER, text="又塌了")).state == "in-hand"
    assert await faults_of(case.services.store) == []
