"""Tasks whose lives are told, from the call to the end."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest, Obstacle
from orgraph.domain.deadline import Light
from orgraph.domain.errors import ActionRefused
from orgraph.domain.task import CalledTask
from orgraph.domain.time import CHINA
from orgraph.domain.whistle import Whistle

from ..clock import FixedClock
from ..small_world import TESTER

HOUSING, URBAN, POLICE = "qingshi:housing-hedong", "qingshi:urban-hedong", "qingshi:police-hedong"
STREET, DISTRICT = "qingshi:centre-nanhe", "qingshi:centre-hedong"
HEAD = "township-head@990102001000"
KEYS = count(1)


@dataclass
class Life:
    """A task whose life is told."""

    services: Services
    clock: FixedClock
    task: str

    async def now(self) -> CalledTask:
        """The task as it stands."""
        return await self.services.tasks.task(TESTER, self.task)

    async def does(self, who: str, action: str, **said: Any) -> None:
        """Somebody acts, having seen the task as it stands."""
        version = (await self.now()).task.version
        request = ActionRequest(self.task, action, who, f"life-{next(KEYS)}", version, **said)
        await self.services.actions.act(TESTER, request)

    async def refuses(self, who: str, action: str, **said: Any) -> Obstacle:
        """Somebody may not."""
        with pytest.raises(ActionRefused) as refused:
            await self.does(who, action, **said)
        return Obstacle(refused.value.obstacle)

    async def comes(self, text: str) -> None:
        """The clock goes on to an instant such as 06-25T09:00, and who must be told meanwhile is told."""
        until = datetime.fromisoformat(f"2023-{text}:00").replace(tzinfo=CHINA)
        while (left := until - self.clock.now()) > timedelta(0):
            self.clock.move_by(min(max(timedelta(minutes=10), left / 3), left))
            while await self.services.escalation.turn():
                pass

    async def told(self, stage: str) -> list[dict[str, Any]]:
        """Whom the ladder has told because of a stage."""
        events = (await self.now()).task.events
        said = [json.loads(event.payload) for event in events if event.type == "escalated"]
        return [one for one in said if one["stage"] == stage]

    async def presence(self) -> dict[str, str]:
        """Who was called by name, and whether they have come."""
        told = (URBAN, POLICE, "qingshi:urban-yuling", "qingshi:cityscape-yuling")
        found = (await self.now()).attendance
        return {one.organisation.code: one.presence.value for one in found if one.organisation.code in told}

    async def light(self, stage: str) -> tuple[Light, bool]:
        """How the clock of a stage stands, and whether it is late."""
        (found,) = [one for one in (await self.now()).deadlines if one.stage == stage]
        return found.light, found.late

    async def dues(self) -> dict[str, str]:
        """When the limit of each stage is due, to the minute."""
        found = (await self.now()).deadlines
        return {one.stage: f"{one.due.astimezone(CHINA):%Y-%m-%dT%H:%M}" for one in found if one.due}


async def whistle(services: Services, clock: FixedClock, at: str, place: str, kind: str, category: str) -> Life:
    clock.reset()
    clock.move_by(datetime.fromisoformat(f"2023-{at}:00").replace(tzinfo=CHINA) - clock.now())
    while await services.escalation.turn():
        pass
    blown = Whistle(place, HEAD, kind, category, f"life-{next(KEYS)}", "请到场处置")
    return Life(services, clock, (await services.dispatch.blow(TESTER, blown)).task.id)
