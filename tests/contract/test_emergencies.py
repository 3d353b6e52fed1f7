"""Emergencies: worked on first, argued over later, entered afterwards."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import Obstacle
from orgraph.domain.errors import InvalidInput
from orgraph.domain.whistle import Whistle

from ..clock import FixedClock
from ..ledger import faults_of
from ..small_world import TESTER
from .cases import (
    BUREAU,
    DISTRICT,
    HOUSING,
    KEYS,
    STREET,
    WHISTLER,
    Case,
    blown,
    minute,
)


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
    assert now["decline"].obstacle is Obstacle.TOO_LATE
    await case.do("sign-in", HOUSING)
    assert (await case.refused("contest", HOUSING, unit=BUREAU, text="谁办")).obstacle == Obstacle.NO_EMERGENCY


async def test_an_emergency_that_is_entered_afterwards_is_marked_and_its_clocks_began_when_it_was_blown(
    services: Services, clock: FixedClock
) -> None:
    blown = minute(clock.now()) - timedelta(hours=1)

    def entered(key: str, kind: str = "emergency", at: datetime = blown) -> Whistle:
        return Whistle(
            "990102001001", WHISTLER, kind, "路面塌陷", f"{key}-{next(KEYS)}", "桥头塌了", blown_at=at, again=True
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
