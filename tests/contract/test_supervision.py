"""How tasks were handled is counted from the ledger: rates with their counts, findings on units."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest, Rating
from orgraph.domain.errors import InvalidInput, UnknownPlace
from orgraph.domain.supervision import Share, Supervision
from orgraph.domain.task import Task
from orgraph.domain.whistle import Whistle

from ..clock import FixedClock
from ..oracle.supervision import supervised, told
from ..small_world import TESTER

HOUSING, POLICE, CENTRE = "qingshi:housing-hedong", "qingshi:police-hedong", "qingshi:centre-hedong"
WHISTLER = "township-head@990102001000"
_KEYS = count(1)
_DAYS = count()


class Month:
    """A month of its own in which only the tasks of one test were called."""

    def __init__(self, services: Services, clock: FixedClock) -> None:
        self.services = services
        self.clock = clock
        self.day = date(2025, 3, 3) + timedelta(weeks=8 * next(_DAYS))
        clock.move_to(self.day)

    async def call(self, kind: str = "emergency") -> Task:
        whistle = Whistle("990102001001", WHISTLER, kind, "路面塌陷", f"month-{next(_KEYS)}", "桥头塌了", again=True)
        return (await self.services.dispatch.blow(TESTER, whistle)).task

    async def act(self, task: Task, action: str, by: str, **said: Any) -> None:
        version = (await self.services.tasks.task(TESTER, task.id)).task.version
        request = ActionRequest(task.id, action, by, f"month-act-{next(_KEYS)}", version, **said)
        await self.services.actions.act(TESTER, request)

    async def close(self, task: Task) -> None:
        await self.act(task, "sign-in", HOUSING)
        await self.act(task, "submit", HOUSING, text="已修复")
        await self.act(task, "verify", WHISTLER, passed=True)
        await self.act(task, "close", WHISTLER)

    async def looked_at(self, area: str = "河东区") -> Supervision:
        """What is said of the week, which is what comes of folding all of it again."""
        found = await self.supervised(area)
        assert told(found) == await supervised(self.services, found.area.code, found.first, found.last)
        return found

    async def supervised(self, area: str = "河东区") -> Supervision:
        last = self.day + timedelta(days=6)
        return await self.services.supervisor.supervision(TESTER, area, self.day, last)


@pytest.fixture
def month(services: Services, clock: FixedClock) -> Month:
    return Month(services, clock)


def findings(found: Supervision) -> list[tuple[str, str]]:
    return sorted((one.key, one.unit) for one in found.findings)


async def test_counts_and_rates_with_what_they_are_of(month: Month) -> None:
    closed, excluded, void, waiting, open_ = [await month.call() for _ in range(5)]
    await month.close(closed)
    await month.act(closed, "rate", WHISTLER, unit=HOUSING, rating=Rating(5, 4, 3))
    later = month.day + timedelta(days=90)
    for task in (excluded, waiting):
        await month.act(task, "sign-in", HOUSING)
    await month.act(excluded, "exclude", CENTRE, text="历史遗留", review=later)
    await month.act(waiting, "carry-over", CENTRE, text="待雨停", review=later)
    await month.act(void, "void", WHISTLER, text="误吹")
    found = await month.looked_at()

    assert (found.found, found.excluded, found.void, found.carried_over, found.open) == (5, 1, 1, 1, 2)
    assert found.rates.completion == Share(1, 3) and found.rates.completion.rate == 1 / 3
    (unit,) = found.units
    assert (unit.organisation.code, unit.tasks) == (HOUSING, 5)
    assert unit.rates.signing == Share(2, 2)  # of those that count, the fifth may still be signed for in time
    assert (unit.rates.completion, unit.rates.ratings) == (Share(1, 3), Share(1, 1))
    assert found.findings == () and found.overdue == 0
    assert (await month.looked_at("榆岭满族自治县")).found == 0
    assert open_.id != closed.id


async def test_who_does_nothing_is_late_and_idle_who_comes_late_only_late(month: Month) -> None:
    idle, late = await month.call(), await month.call()
    month.clock.move_by(timedelta(minutes=20))
    await month.act(late, "note", HOUSING, text="在路上")
    month.clock.move_by(timedelta(minutes=20))
    await month.act(late, "sign-in", HOUSING)
    found = await month.looked_at()
    assert findings(found) == [("nothing-done", HOUSING), ("slow", HOUSING), ("slow", HOUSING)]
    assert {one.task for one in found.findings if one.key == "nothing-done"} == {idle.id}
    (unit,) = found.units
    assert unit.rates.signing == Share(0, 2) and dict(unit.findings) == {"nothing-done": 1, "slow": 2}
    assert found.overdue == 1  # the other one's running limits have not passed


async def test_who_passes_a_task_around_is_named_from_the_second_time_on(month: Month) -> None:
    task = await month.call("daily-work")
    await month.act(task, "decline", HOUSING, text="非我职责")
    assert findings(await month.looked_at()) == []
    await month.act(task, "transfer", CENTRE, unit="qingshi:urban-hedong", text="请城管办")
    await month.act(task, "decline", "qingshi:urban-hedong", text="非我职责")
    assert findings(await month.looked_at()) == [
        ("passed-around", HOUSING),
        ("passed-around", "qingshi:urban-hedong"),
    ]


async def test_what_comes_back_is_badly_done_and_the_unit_may_answer(month: Month) -> None:
    task = await month.call()
    await month.act(task, "sign-in", HOUSING)
    await month.act(task, "submit", HOUSING, text="已修复")
    await month.act(task, "verify", WHISTLER, passed=False)
    (finding,) = (await month.looked_at()).findings
    assert (finding.key, finding.unit, finding.replied) == ("badly-done", HOUSING, False)
    await month.act(task, "submit", HOUSING, text="已修复")
    await month.act(task, "verify", WHISTLER, passed=True)
    await month.act(task, "close", WHISTLER)
    await month.act(task, "rate", WHISTLER, unit=HOUSING, rating=Rating(1, 1, 1))
    await month.act(task, "reply", HOUSING, text="材料短缺")
    await month.act(task, "reopen", WHISTLER, text="又塌了")
    found = await month.looked_at()
    (finding,) = found.findings
    assert finding.replied and found.units[0].rates.ratings == Share(0, 1)
    assert found.rates.completion == Share(0, 1)


async def test_what_counts_in_no_rate_is_held_against_nobody(month: Month) -> None:
    """A duplicate that was merged, what was excluded after a bad rating, what was void: each had its findings."""
    first, merged, void = [await month.call() for _ in range(3)]
    await month.close(first)
    await month.act(first, "rate", WHISTLER, unit=HOUSING, rating=Rating(1, 1, 1))
    await month.act(first, "reopen", WHISTLER, text="又塌了")
    month.clock.move_by(timedelta(minutes=40))  # nobody has signed for the others within their half hour
    one = [("nothing-done", HOUSING), ("slow", HOUSING)]
    before = await month.looked_at()
    assert findings(before) == sorted([("badly-done", HOUSING), *one, *one])
    assert before.units[0].rates.ratings == Share(0, 1)
    await month.act(merged, "merge", WHISTLER, into=first.id, text="同一处")
    assert findings(await month.looked_at()) == sorted([("badly-done", HOUSING), *one])
    await month.act(void, "void", WHISTLER, text="误吹")
    assert findings(await month.looked_at()) == [("badly-done", HOUSING)]
    later = month.day + timedelta(days=90)
    await month.act(first, "exclude", CENTRE, text="历史遗留", review=later)
    found = await month.looked_at()
    assert findings(found) == [] and found.units[0].findings == ()
    assert (found.merged, found.void, found.excluded) == (1, 1, 1)
    assert found.units[0].rates.ratings == Share(0, 0)  # the mark is out of the rate like the task


async def test_of_many_findings_the_last_ones_are_listed(month: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the first by the ids of their tasks, which said nothing; open tasks and those that have ended stand together."""
    monkeypatch.setattr("orgraph.services.supervision.MOST", 3)
    first = await month.call()
    month.clock.move_by(timedelta(minutes=40))
    await month.close(first)  # late, and ended
    second = await month.call()
    month.clock.move_by(timedelta(minutes=40))
    third = await month.call()
    month.clock.move_by(timedelta(minutes=40))
    await month.close(third)
    found = await month.supervised()
    assert [(one.key, one.task) for one in found.findings] == [
        ("nothing-done", third.id),
        ("slow", third.id),
        ("nothing-done", second.id),
    ]
    assert found.findings_in_all == 6 and found.truncated
    assert found.units[0].findings == (("nothing-done", 3), ("slow", 3))


async def test_a_period_that_is_none_and_a_place_that_is_none(month: Month) -> None:
    with pytest.raises(InvalidInput):
        await month.services.supervisor.supervision(TESTER, "河东区", month.day, month.day - timedelta(days=1))
    with pytest.raises(UnknownPlace):
        await month.services.supervisor.supervision(TESTER, "乌有区", month.day, date(2999, 1, 1))
