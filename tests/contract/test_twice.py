"""An emergency is not called twice without a word: the second whistle is told of the first. On every engine."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import count

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.errors import AlreadyOpen
from orgraph.domain.task import CalledTask, Task
from orgraph.domain.whistle import Whistle
from tests.said import in_english

from ..clock import FixedClock
from ..ledger import faults_of, open_tasks
from ..small_world import TESTER

PLACE, BY, CENTRE = "990102002200", "township-deputy@990102002000", "qingshi:centre-hedong"
_KEYS = count(1)


def emergency(category: str, by: str = BY) -> Whistle:
    return Whistle(PLACE, by, "emergency", category, f"twice-{next(_KEYS)}", "塌了")


async def ends(services: Services, task: Task) -> None:
    """The task is void: nobody has it in hand any more."""
    now = (await services.tasks.task(TESTER, task.id)).task
    request = ActionRequest(task.id, "void", BY, f"twice-end-{next(_KEYS)}", now.version, text="误吹")
    await services.actions.act(TESTER, request)


async def test_the_second_is_told_of_the_first_until_it_ends(services: Services, clock: FixedClock) -> None:
    first = await services.dispatch.blow(TESTER, emergency("路面塌陷"))
    tasks, second = await open_tasks(services.store), emergency("road-collapse")
    with pytest.raises(AlreadyOpen) as told:
        await services.dispatch.blow(TESTER, second)
    (open_,) = told.value.tasks
    assert (open_.id, open_.lead) == (first.task.id, first.task.lead)
    assert first.task.id in in_english(told.value.message) and first.task.id in in_english(told.value.remedy)
    assert await open_tasks(services.store) == tasks
    assert (await services.dispatch.blow(TESTER, replace(second, place=PLACE[:9] + "001"))).task.state == "dispatched"
    second = replace(second, key=f"twice-{next(_KEYS)}")

    await services.dispatch.blow(TESTER, replace(second, kind="daily-work", key=f"twice-{next(_KEYS)}"))
    await services.dispatch.blow(TESTER, replace(second, category="自来水管破裂", key=f"twice-{next(_KEYS)}"))
    await ends(services, first.task)
    assert (await services.dispatch.blow(TESTER, second)).task.state == "dispatched"
    assert (await services.dispatch.blow(TESTER, second)).repeated  # its own key asks nothing anew
    assert await faults_of(services.store) == []


async def test_who_says_so_opens_another_and_may_merge_it(services: Services, clock: FixedClock) -> None:
    first = await services.dispatch.blow(TESTER, emergency("物业纠纷"))
    second = emergency("物业纠纷")
    with pytest.raises(AlreadyOpen):
        await services.dispatch.blow(TESTER, second)
    again = await services.dispatch.blow(
        TESTER, replace(second, again=True)
    )  # under the same key: nothing was kept of it
    assert '"again":true' in again.task.events[0].payload and '"again"' not in first.task.events[0].payload
    with pytest.raises(AlreadyOpen) as both:
        await services.dispatch.blow(TESTER, emergency("物业纠纷"))
    assert [one.id for one in both.value.tasks] == [first.task.id, again.task.id]
    request = ActionRequest(again.task.id, "merge", BY, f"twice-{next(_KEYS)}", 2, "同一处", into=first.task.id)
    assert (await services.actions.act(TESTER, request)).task.state == "merged"
    with pytest.raises(AlreadyOpen) as one:
        await services.dispatch.blow(TESTER, emergency("物业纠纷"))
    assert [task.id for task in one.value.tasks] == [first.task.id]


@pytest.mark.neo4j_too
async def test_of_eight_at_once_one_is_opened(services: Services, clock: FixedClock) -> None:
    """Eight posts and systems call the same emergency under keys of their own."""
    whistles = [emergency("邻里纠纷") for _ in range(8)]
    answers = await asyncio.gather(*(services.dispatch.blow(TESTER, one) for one in whistles), return_exceptions=True)
    (opened,) = [one for one in answers if isinstance(one, CalledTask)]
    told = [one for one in answers if isinstance(one, AlreadyOpen)]
    assert len(told) == 7 and {one.id for each in told for one in each.tasks} == {opened.task.id}
    assert await faults_of(services.store) == []


async def test_an_ordinary_matter_is_reported_as_often_as_it_is_met(services: Services, clock: FixedClock) -> None:
    """The shipped definitions ask it of emergencies only: a kind may say `once`."""
    for _ in range(2):
        matter = Whistle(PLACE, BY, "", "邻里纠纷", f"twice-{next(_KEYS)}", "吵架")
        assert not (await services.dispatch.report(TESTER, matter)).repeated
