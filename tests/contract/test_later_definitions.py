"""What was recorded holds under definitions that have lost its words; taking such definitions over names who needs them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions
from orgraph.definitions.variants import Variants
from orgraph.domain.action import ActionRequest, Rating
from orgraph.domain.errors import StoreMismatch
from orgraph.domain.task import CalledTask
from orgraph.domain.whistle import Whistle
from orgraph.services.adoption import losses_by
from tests.said import advised, in_english

from ..clock import FixedClock
from ..ledger import faults_of
from ..small_world import PACKS, ROOT, TESTER, under

HOUSING, BUREAU, CENTRE = "qingshi:housing-hedong", "qingshi:housing", "qingshi:centre-hedong"
WHISTLER = "township-head@990102001000"
_KEYS = count(1)


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Definitions:
    """The definitions with the calendar under another name."""
    schema = Path(shutil.copytree(ROOT / "schema", tmp_path_factory.mktemp("renamed") / "schema"))
    for file, old, new in (
        ("calendars.yaml", "\nstandard:", "\noffices:"),
        ("deadlines.yaml", "calendar: standard", "calendar: offices"),
    ):
        text = (schema / file).read_text(encoding="utf-8")
        assert old in text
        (schema / file).write_text(text.replace(old, new), encoding="utf-8")
    return load_definitions(schema, PACKS)


async def opened(services: Services, kind: str = "daily-work") -> CalledTask:
    whistle = Whistle("990102001001", WHISTLER, kind, "路面塌陷", f"later-{next(_KEYS)}", "桥头塌了")
    return await services.dispatch.blow(TESTER, whistle)


async def does(services: Services, task: str, action: str, by: str, **said: Any) -> CalledTask:
    version = (await services.tasks.task(TESTER, task)).task.version
    await services.actions.act(TESTER, ActionRequest(task, action, by, f"later-act-{next(_KEYS)}", version, **said))
    return await services.tasks.task(TESTER, task)


async def test_a_calendar_that_is_gone_stops_no_action_no_worker_and_no_supervision(
    services: Services, clock: FixedClock, renamed: Definitions
) -> None:
    """KeyError at every action there, in the worker, and in the supervision of the whole county."""
    before = await opened(services)
    task, later = before.task.id, under(services, renamed)
    now = await later.tasks.task(TESTER, task)
    assert [(one.stage, one.due) for one in now.deadlines] == [(one.stage, one.due) for one in before.deadlines]
    assert {one.stage: one.lost_calendar for one in now.deadlines} == {
        "sign-in": "standard",
        "contact": "",  # natural time counts in no calendar
        "report": "standard",
    }
    assert {one.lost_calendar for one in before.deadlines} == {""}
    clock.move_by(timedelta(hours=2))  # an hour of work has passed, and nobody has signed
    while await later.escalation.turn():
        pass
    events = (await later.tasks.task(TESTER, task)).task.events
    assert [event.type for event in events] == ["called", "dispatched", "escalated"]
    assert any(one.possible for one in await later.actions.available(TESTER, task, HOUSING))
    await does(later, task, "sign-in", HOUSING)
    await does(later, task, "arrive", WHISTLER, unit=HOUSING)
    await does(later, task, "ask-extension", HOUSING, text="雨天", extension="2 working days")
    await does(later, task, "grant-extension", BUREAU)
    await does(later, task, "carry-over", BUREAU, text="待雨停", review=date(2023, 9, 30))
    await does(later, task, "resume", HOUSING)
    await does(later, task, "submit", HOUSING, text="已修复")
    await does(later, task, "verify", WHISTLER, passed=True)
    await does(later, task, "close", WHISTLER)
    await does(later, task, "rate", WHISTLER, unit=HOUSING, rating=Rating(5, 5, 5))
    reopened = await does(later, task, "reopen", WHISTLER, text="又塌了")
    assert {one.stage: one.lost_calendar for one in reopened.deadlines}["report"] == ""  # it began by the new one
    await later.supervisor.supervision(TESTER, "990102000000", date(2023, 8, 1), date(2023, 9, 1))
    assert (await opened(later)).deadlines[0].lost_calendar == ""
    assert await faults_of(services.store) == [] and (await services.ledger.verify(TESTER)).broken == ()


async def test_without_any_limits_and_calendars_what_runs_runs_on(services: Services, clock: FixedClock) -> None:
    """Only what starts a clock needs a limit."""
    task = (await opened(services)).task.id
    bare = under(services, replace(services.definitions, calendars=Variants(), deadlines=Variants()))
    now = await does(bare, task, "sign-in", HOUSING)
    assert {one.lost_calendar for one in now.deadlines} == {"standard", ""}
    now = await does(bare, task, "submit", HOUSING, text="已修复")
    assert now.task.state == "submitted"
    await bare.supervisor.supervision(TESTER, "990102000000", date(2023, 8, 1), date(2023, 9, 1))


async def test_what_open_tasks_would_lose_is_told_with_their_names(
    services: Services, clock: FixedClock, renamed: Definitions
) -> None:
    open_, ended = (await opened(services)).task.id, (await opened(services)).task.id
    await does(services, ended, "void", WHISTLER, text="误吹")
    assert not [
        one for one in await losses_by(services.store, services.definitions, date(2023, 8, 22)) if open_ in one.tasks
    ]
    (lost,) = [
        one for one in await losses_by(services.store, renamed, date(2023, 8, 22)) if {open_, ended} & set(one.tasks)
    ]
    assert (lost.section, lost.key) == ("calendars", "standard")
    assert open_ in lost.tasks and ended not in lost.tasks


@pytest.mark.parametrize(
    ("lose", "words"),
    [
        (lambda one: replace(one, tasks=_without(one.tasks, "daily-work")), [("tasks", "daily-work")]),
        (
            lambda one: replace(one, categories=_without(one.categories, "road-collapse")),
            [("categories", "road-collapse")],
        ),
        (lambda one: replace(one, roles=_but(one.roles, "township-head")), [("roles", "township-head")]),
        (lambda one: replace(one, lifecycles=_lifecycle(one, "dispatched")), [("states", "dispatched")]),
        (
            lambda one: replace(one, lifecycles=Variants()),
            [("stages", "contact"), ("stages", "report"), ("stages", "sign-in"), ("states", "dispatched")],
        ),
    ],
    ids=["kind", "category", "role", "state", "stages"],
)
async def test_every_word_that_an_open_task_speaks_is_looked_for(
    services: Services,
    clock: FixedClock,
    lose: Callable[[Definitions], Definitions],
    words: list[tuple[str, str]],
) -> None:
    task = (await opened(services)).task.id
    found = await losses_by(services.store, lose(services.definitions), date(2023, 8, 22))
    assert [(one.section, one.key) for one in found if task in one.tasks] == words


async def test_they_are_taken_over_only_if_it_is_accepted(
    services: Services, clock: FixedClock, renamed: Definitions
) -> None:
    task, later = (await opened(services)).task.id, under(services, renamed)
    with pytest.raises(StoreMismatch) as refused:
        await later.upkeep.upgrade(TESTER, adopt_definitions=True)
    assert "calendars standard: " in in_english(refused.value.message) and "open, " in in_english(refused.value.message)
    assert advised(refused.value) == "orgraph upgrade --adopt-definitions --accept-losses"
    await services.upkeep.check()  # nothing was taken over
    try:
        done = [
            in_english(one) for one in await later.upkeep.upgrade(TESTER, adopt_definitions=True, accept_losses=True)
        ]
        assert "open tasks go on without:" in done and any("calendars standard" in line for line in done)
        await later.upkeep.check()
    finally:
        await services.upkeep.adopt()
    assert (await does(later, task, "sign-in", HOUSING)).task.state == "in-hand"


def _without(some: Variants[Any], key: str) -> Variants[Any]:
    return Variants(tuple(one for one in some if one.key != key))


def _but(some: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: one for name, one in some.items() if name != key}


def _lifecycle(definitions: Definitions, state: str) -> Variants[Any]:
    found = definitions.lifecycles.find("standard")
    assert found is not None
    return Variants((replace(found, states=_but(found.states, state)),))
