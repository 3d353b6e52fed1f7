"""A limit passes: who is told, in which order, once, whatever workers and clocks do. On every engine."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.event import CLOCK
from orgraph.domain.task import Task
from orgraph.domain.time import epoch_milliseconds
from orgraph.domain.whistle import Whistle
from orgraph.graph.timers import Claimed, claim_timers
from orgraph.services.escalation import AT_ONCE, LEASE, Escalation
from orgraph.services.journal import Journal

from ..clock import FixedClock
from ..ledger import faults_of
from ..small_world import TESTER

HOUSING, CENTRE, CITY = "qingshi:housing-hedong", "qingshi:centre-hedong", "qingshi:centre"
WHISTLER = "township-head@990102001000"
_KEYS = count(1)


@pytest.fixture
async def task(services: Services, clock: FixedClock) -> Task:
    """An emergency in 南河街道, Tuesday at ten, signed for at once: contact is due at noon, the report on Friday at ten."""
    key = f"escalation-{next(_KEYS)}"
    whistle = Whistle("990102001001", WHISTLER, "emergency", "路面塌陷", key, "桥头塌了", again=True)
    opened = (await services.dispatch.blow(TESTER, whistle)).task
    await until_quiet(services)  # what other tests left behind
    return await act(services, opened, "sign-in", HOUSING)


async def act(services: Services, task: Task, action: str, by: str, **said: Any) -> Task:
    now = (await services.tasks.task(TESTER, task.id)).task
    request = ActionRequest(task.id, action, by, f"escalation-act-{next(_KEYS)}", now.version, **said)
    return (await services.actions.act(TESTER, request)).task


async def until_quiet(services: Services) -> None:
    for _ in range(100):
        if not await services.escalation.turn():
            return
    raise AssertionError("timers never end")


async def steps(services: Services, task: Task, stage: str = "contact") -> list[dict[str, Any]]:
    """What the clock did to a task, in order."""
    events = (await services.tasks.task(TESTER, task.id)).task.events
    said = [json.loads(event.payload) for event in events if event.type == "escalated" and event.by == CLOCK]
    return [one for one in said if one["stage"] == stage]


async def later(services: Services, clock: FixedClock, **span: float) -> None:
    clock.move_by(timedelta(**span))
    await until_quiet(services)


async def test_the_ladder_is_climbed_step_by_step_and_what_is_skipped_is_on_record(
    services: Services, clock: FixedClock, task: Task
) -> None:
    await later(services, clock, hours=1, minutes=59)
    assert await steps(services, task) == []

    await later(services, clock, minutes=2)  # noon has passed
    (first,) = await steps(services, task)
    assert (first["step"], first["unit"], first["role"], first["officer"]) == (
        0,
        HOUSING,
        "duty-contact",
        "qingshi:u-11",
    )

    await later(services, clock, minutes=31)  # the head is away and nobody stands in
    second = (await steps(services, task))[1]
    assert (second["step"], second["unit"], second["officer"]) == (2, CENTRE, "qingshi:u-7")
    assert second["skipped"] == [{"step": 1, "reason": "away"}]

    await later(services, clock, hours=2, minutes=1)  # the secretary is away, a deputy stands in
    third = (await steps(services, task))[2]
    assert (third["step"], third["post"]) == (3, "county-political-legal-secretary@990102000000")
    assert (third["officer"], third["deputy"]) == ("qingshi:o-hedong", "qingshi:o-hedong-deputy")

    await later(services, clock, days=1, minutes=1)
    top = (await steps(services, task))[3]
    assert (top["step"], top["unit"], top["next"]) == (4, CITY, None)
    await later(services, clock, hours=30)
    assert len(await steps(services, task)) == 4
    assert await faults_of(services.store) == []
    assert (await services.ledger.verify(TESTER)).broken == ()


async def test_who_comes_in_time_is_never_reported(services: Services, clock: FixedClock, task: Task) -> None:
    await act(services, task, "arrive", WHISTLER, unit=HOUSING)
    await later(services, clock, hours=70)
    assert await steps(services, task) == []
    await act(services, task, "submit", HOUSING, text="已修复")  # while it is checked the time does not run
    await later(services, clock, days=20)
    assert await steps(services, task, "report") == []
    await act(services, task, "verify", WHISTLER, passed=False)
    await later(services, clock, hours=3)
    assert len(await steps(services, task, "report")) == 1


async def test_time_that_was_granted_moves_the_ladder(services: Services, clock: FixedClock, task: Task) -> None:
    await act(services, task, "ask-extension", HOUSING, text="雨天", extension="３个小时")
    granted = await act(services, task, "grant-extension", "qingshi:housing")
    asked = next(one for one in granted.events if one.type == "ask-extension")
    assert asked.said["extension"] == "3 hours", "what was typed in any form is recorded in one"
    await later(services, clock, hours=2, minutes=1)
    assert len(await steps(services, task)) == 1  # more time for the report is none to come in
    await act(services, task, "arrive", WHISTLER, unit=HOUSING)
    await later(services, clock, days=3, minutes=57)
    assert await steps(services, task, "report") == []
    await later(services, clock, minutes=5)
    assert len(await steps(services, task, "report")) == 1


async def test_what_is_carried_over_before_anybody_came_waits_as_a_whole(
    services: Services, clock: FixedClock, task: Task
) -> None:
    """The clock of who has not come ran on, told the ladder, made the unit slow, and nobody could stop it."""
    day = clock.now().date()
    review = day + timedelta(days=30)
    await act(services, task, "carry-over", CENTRE, text="待雨停", review=review)
    await later(services, clock, days=20)
    assert await steps(services, task) == [] == await steps(services, task, "report")
    found = await services.supervisor.supervision(TESTER, "990102001001", day, day + timedelta(days=1))
    assert [one for one in found.findings if one.task == task.id] == []
    await act(services, task, "resume", HOUSING)
    await later(services, clock, hours=1, minutes=58)
    assert await steps(services, task) == []
    await later(services, clock, minutes=4)
    assert len(await steps(services, task)) == 1  # two hours as ever, less what had passed before
    await act(services, task, "arrive", WHISTLER, unit=HOUSING)
    assert (await services.ledger.verify(TESTER)).broken == ()


async def test_after_three_days_of_downtime_each_step_is_taken_once_and_in_order(
    services: Services, clock: FixedClock, task: Task
) -> None:
    clock.move_by(timedelta(days=3, minutes=5))
    await until_quiet(services)
    assert [one["step"] for one in await steps(services, task)] == [0]
    assert [one["step"] for one in await steps(services, task, "report")] == [0]
    events = (await services.tasks.task(TESTER, task.id)).task.events[-2:]
    assert [json.loads(event.payload)["stage"] for event in events] == ["contact", "report"]  # what was due first first
    await until_quiet(services)
    assert len(await steps(services, task)) == 1
    await later(services, clock, minutes=31)
    assert [one["step"] for one in await steps(services, task)] == [0, 2]


async def test_of_many_workers_one_acts(services: Services, clock: FixedClock, task: Task) -> None:
    clock.move_by(timedelta(hours=2, minutes=1))
    store, definitions, crew = services.store, services.definitions, []
    for n in range(8):
        ids = iter(f"w{n}-{k}" for k in range(99)).__next__
        crew.append(Escalation(store, definitions, Journal(store, definitions, clock, ids, []), clock, ids))
    for _ in range(5):
        await asyncio.gather(*(worker.turn() for worker in crew))
    assert [one["step"] for one in await steps(services, task)] == [0]


async def test_a_worker_that_stalls_past_its_lease_is_fenced(services: Services, clock: FixedClock, task: Task) -> None:
    clock.move_by(timedelta(hours=2, minutes=1))
    mine = await taken(services, clock, task)
    assert await services.escalation.turn() == 0  # it is mine
    clock.move_by(timedelta(milliseconds=LEASE + 1000))
    await until_quiet(services)  # another worker takes it over
    assert len(await steps(services, task)) == 1
    clock.move_by(timedelta(minutes=31))  # the next step is due, and nobody has looked yet
    assert not await services.escalation.wake(mine)
    assert len(await steps(services, task)) == 1
    await until_quiet(services)
    assert len(await steps(services, task)) == 2


async def taken(services: Services, clock: FixedClock, task: Task) -> Claimed:
    """The timer of a task in the hand of a worker that then does nothing; others are worked through."""
    now = epoch_milliseconds(clock.now())
    claimed = await claim_timers(services.store, now=now, until=now + LEASE, me="stalled", limit=AT_ONCE)
    (mine,) = (one for one in claimed if one.task == task.id)
    for other in claimed:
        if other != mine:
            await services.escalation.wake(other)
    return mine


async def test_a_clock_that_steps_back_takes_nothing_twice(services: Services, clock: FixedClock, task: Task) -> None:
    await later(services, clock, hours=2, minutes=1)
    await later(services, clock, hours=-1)
    await later(services, clock, hours=1)
    assert len(await steps(services, task)) == 1
    events = (await services.tasks.task(TESTER, task.id)).task.events
    assert [event.at for event in events] == sorted(event.at for event in events)


async def test_what_happens_between_looking_and_acting_is_seen(
    services: Services, clock: FixedClock, task: Task
) -> None:
    """The unit arrives while a worker holds the timer: nobody is told, and the next limit is not forgotten."""
    clock.move_by(timedelta(hours=2, minutes=1))
    mine = await taken(services, clock, task)
    arrived = await act(services, task, "arrive", WHISTLER, unit=HOUSING)
    assert await services.escalation.wake(mine)
    assert await steps(services, task) == []
    assert arrived.due is not None
    clock.move_by(arrived.due - clock.now() + timedelta(minutes=1))
    await until_quiet(services)
    assert len(await steps(services, task, "report")) == 1
