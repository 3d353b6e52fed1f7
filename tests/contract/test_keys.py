"""One rule for all idempotency keys, whoever takes one: a key that is none, and one that stands for something else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import count

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.errors import IdempotencyConflict, InvalidInput
from orgraph.domain.whistle import Whistle
from tests.said import in_english

from ..clock import FixedClock
from ..ledger import open_tasks
from ..small_world import TESTER

PLACE, WHISTLER, LEAD = "990102002002", "township-deputy@990102002000", "qingshi:justice-hedong"
_KEYS = count(1)

Asked = Callable[[Services, str, str], Awaitable[object]]
"""Asks for something on a task under a key."""


async def blows(services: Services, task: str, key: str) -> object:
    return await services.dispatch.blow(TESTER, Whistle(PLACE, WHISTLER, "daily-work", "邻里纠纷", key, "吵架"))


async def reports(services: Services, task: str, key: str) -> object:
    matter = Whistle(PLACE, "township-deputy@990102002000", "", "邻里纠纷", key, "吵架")
    return await services.dispatch.report(TESTER, matter)


async def notes(services: Services, task: str, key: str) -> object:
    version = (await services.tasks.task(TESTER, task)).task.version
    request = ActionRequest(task, "note", WHISTLER, key, version, text="还在吵")
    return await services.actions.act(TESTER, request)


async def urges(services: Services, task: str, key: str) -> object:
    version = (await services.tasks.task(TESTER, task)).task.version
    return await services.actions.act(TESTER, ActionRequest(task, "urge", WHISTLER, key, version, text="请快"))


async def redacts(services: Services, task: str, key: str) -> object:
    return await services.ledger.redact(TESTER, task, 1, "当事人要求", key)


ALL: tuple[Asked, ...] = (blows, reports, notes, urges, redacts)


@pytest.fixture
async def task(services: Services, clock: FixedClock) -> str:
    """A task of this test's own."""
    whistle = Whistle(PLACE, WHISTLER, "daily-work", "邻里纠纷", f"key-task-{next(_KEYS)}", "吵架")
    return (await services.dispatch.blow(TESTER, whistle)).task.id


@pytest.mark.parametrize("asked", ALL, ids=lambda one: one.__name__)
async def test_what_is_no_key_does_nothing(services: Services, task: str, asked: Asked) -> None:
    """blowWhistle(key: "") opened a task, and gave it again to the next empty key."""
    tasks, before = await open_tasks(services.store), (await services.tasks.task(TESTER, task)).task
    for key in ("", " ", "\u3000\u200b", "x" * 201, "a\nb"):
        with pytest.raises(InvalidInput) as refused:
            await asked(services, task, key)
        assert "idempotency key" in in_english(refused.value.message)
    assert await open_tasks(services.store) == tasks
    assert (await services.tasks.task(TESTER, task)).task == before


@pytest.mark.parametrize(
    ("first", "then"),
    [(blows, notes), (notes, blows), (reports, blows), (blows, redacts), (redacts, urges), (urges, notes)],
    ids=lambda one: one.__name__,
)
async def test_a_key_stands_for_one_kind_of_request(services: Services, task: str, first: Asked, then: Asked) -> None:
    """A whistle's key used for an action did it once, and its own retry was a conflict."""
    key = f"key-{next(_KEYS)}"
    await first(services, task, key)
    tasks, before = await open_tasks(services.store), (await services.tasks.task(TESTER, task)).task
    for _ in range(2):
        with pytest.raises(IdempotencyConflict):
            await then(services, task, key)
    assert await open_tasks(services.store) == tasks
    assert (await services.tasks.task(TESTER, task)).task == before
