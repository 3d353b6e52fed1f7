"""Tasks of an area in pages, and the ledger below them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.actor import Actor
from orgraph.domain.errors import (
    ActionRefused,
    IdempotencyConflict,
    InvalidInput,
    NotFound,
    TaskConflict,
)
from orgraph.domain.task import Task
from orgraph.domain.whistle import Whistle
from tests.said import fails

from ..clock import FixedClock
from ..ledger import faults_of, open_tasks
from ..small_world import TESTER


def quarrel(
    key: str, place: str = "990102002002", text: str = "两家又吵起来了", by: str = "township-deputy"
) -> Whistle:
    return Whistle(place=place, by=by, kind="daily-work", category="邻里纠纷", key=key, text=text)


async def test_tasks_come_in_pages_the_last_called_first(services: Services, clock: FixedClock) -> None:
    opened = [(await services.dispatch.blow(TESTER, quarrel(f"contract-page-{number}"))).task.id for number in range(7)]
    seen: list[str] = []
    after, pages = "", 0
    while True:
        page = await services.tasks.tasks(TESTER, "光明社区居民委员会", first=3, after=after)
        seen += [task.id for task in page.items]
        pages += 1
        if not page.has_next:
            break
        after = page.cursors[-1]
    assert [task for task in seen if task in opened] == list(reversed(opened))
    assert len(seen) == len(set(seen)) and pages == (len(seen) + 2) // 3
    district = await services.tasks.tasks(TESTER, "河东区", first=100)
    assert set(opened) <= {task.id for task in district.items}
    elsewhere = await services.tasks.tasks(TESTER, "990121000000", first=100)
    assert not set(opened) & {task.id for task in elsewhere.items}


async def test_tasks_of_one_instant_are_all_shown_once(services: Services, clock: FixedClock) -> None:
    """Two in one millisecond: the identifier decides."""
    clock.move_to("2023-08-23")
    clock.stand_still()
    for number in range(5):
        await services.dispatch.blow(TESTER, quarrel(f"contract-instant-{number}", place="990102002200"))
    first = await services.tasks.tasks(TESTER, "990102002200", first=2)
    second = await services.tasks.tasks(TESTER, "990102002200", first=2, after=first.cursors[-1])
    third = await services.tasks.tasks(TESTER, "990102002200", first=2, after=second.cursors[-1])
    instants = {task.called_at for task in (*first.items, *second.items, *third.items)}
    assert len(instants) == 1
    identifiers = [task.id for task in (*first.items, *second.items, *third.items)]
    assert identifiers == sorted(set(identifiers)) and len(identifiers) == 5 and not third.has_next


async def test_one_key_is_one_task_and_another_body_a_conflict(services: Services, clock: FixedClock) -> None:
    first = await services.dispatch.blow(TESTER, quarrel("contract-once"))
    tasks = await open_tasks(services.store)
    clock.move_to("2023-08-24")
    again = await services.dispatch.blow(TESTER, quarrel("contract-once"))
    then = replace(first.task, light=again.task.light)  # it is another day
    assert (again.task, again.repeated, first.repeated) == (then, True, False)
    with pytest.raises(IdempotencyConflict) as conflict:
        await services.dispatch.blow(TESTER, quarrel("contract-once", text="另一件事"))
    assert conflict.value.task == first.task.id
    assert await open_tasks(services.store) == tasks


async def test_bad_pages_and_unknown_tasks_are_refused(services: Services) -> None:
    for first, after in ((0, ""), (101, ""), (5, "yesterday"), (5, "12"), (5, "12|x"), (5, "due:12|x")):
        with pytest.raises(InvalidInput):
            await services.tasks.tasks(TESTER, "河东区", first=first, after=after)
    with pytest.raises(NotFound):
        await services.tasks.task(TESTER, "no-such-task")


async def test_every_task_is_whole_and_every_book_holds(services: Services, clock: FixedClock) -> None:
    await services.dispatch.blow(TESTER, quarrel("contract-whole"))
    await services.dispatch.blow(TESTER, quarrel("contract-whole-2", place="990121102200", by="township-secretary"))
    assert await faults_of(services.store) == []
    assert len(await open_tasks(services.store)) >= 2


async def inbox(services: Services, of: str) -> list[Task]:
    """All pages of an inbox, three rows each."""
    seen: list[Task] = []
    page = await services.tasks.inbox(TESTER, of, first=3)
    while True:
        seen += page.items
        if not page.has_next:
            return seen
        page = await services.tasks.inbox(TESTER, of, first=3, after=page.cursors[-1])


async def test_an_inbox_has_the_least_time_first_and_nothing_that_is_closed(
    services: Services, clock: FixedClock
) -> None:
    post, opened = "township-deputy@990102002000", []
    for number, day in enumerate(("2023-08-24", "2023-08-22", "2023-08-23", "2023-08-22")):
        clock.move_to(day)
        opened.append((await services.dispatch.blow(TESTER, quarrel(f"inbox-{number}"))).task)
    lead = opened[0].lead
    assert lead is not None
    of_lead, of_post = await inbox(services, lead.code), await inbox(services, post)
    for found in (of_lead, of_post):
        dues = [(task.due, task.id) for task in found if task.due]
        assert dues == sorted(dues) and len(dues) == len(set(dues))
        assert {task.id for task in opened} <= {task.id for task in found}
    first = opened[1]
    void = ActionRequest(first.id, "void", post, "inbox-void", first.version, text="误吹")
    await services.actions.act(TESTER, void)
    for of in (lead.code, post):
        assert {task.id for task in await inbox(services, of)} >= {task.id for task in opened if task.id != first.id}
        assert first.id not in {task.id for task in await inbox(services, of)}
    assert {task.id for task in await inbox(services, "乡镇(街道)班子成员@北塔街道")} == {
        task.id for task in await inbox(services, post)
    }


async def test_an_inbox_of_nobody_is_said_to_be_so(services: Services) -> None:
    with pytest.raises(NotFound):
        await services.tasks.inbox(TESTER, "qingshi:nobody")
    with pytest.raises(InvalidInput):
        await services.tasks.inbox(TESTER, "gardener@990102002000")
    with fails(NotFound, match="乌有镇"):
        await services.tasks.inbox(TESTER, "township-deputy@乌有镇")
    with pytest.raises(InvalidInput):
        await services.tasks.inbox(TESTER, "qingshi:centre", first=0)
    assert await inbox(services, "village-secretary@990102002001") == []


async def test_a_task_is_named_by_the_key_that_opened_it_to_whom_the_key_belongs(services: Services) -> None:
    opened = (await services.dispatch.blow(TESTER, quarrel("contract-by-key"))).task
    assert await services.tasks.identified(TESTER, "key:contract-by-key") == opened.id
    assert (await services.tasks.task(TESTER, "key:contract-by-key")).task.id == opened.id
    assert await services.tasks.identified(TESTER, opened.id) == opened.id
    for actor, key in ((TESTER, "key:no-such"), (Actor("another"), "key:contract-by-key")):
        with pytest.raises(NotFound):
            await services.tasks.identified(actor, key)


async def test_of_eight_workers_on_one_inbox_one_signs_each_task(services: Services, clock: FixedClock) -> None:
    post, opened = "township-deputy@990102002000", []
    for number in range(10):
        opened.append((await services.dispatch.blow(TESTER, quarrel(f"eight-{number}"))).task)
    lead = opened[0].lead
    assert lead is not None and {task.lead for task in opened} == {lead}
    wanted, signed = {task.id for task in opened}, []

    async def worker(number: int) -> None:
        for task in [task for task in await inbox(services, lead.code) if task.id in wanted]:
            request = ActionRequest(task.id, "sign-in", lead.code, f"eight-{number}-{task.id}", task.version)
            try:
                signed.append((await services.actions.act(TESTER, request)).task.id)
            except (ActionRefused, TaskConflict):
                continue

    await asyncio.gather(*(worker(number) for number in range(8)))
    assert sorted(signed) == sorted(wanted)
    assert {task.state for task in await inbox(services, post) if task.id in wanted} == {"in-hand"}
