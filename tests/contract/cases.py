"""Tasks on which one acts in few words."""

from __future__ import annotations

from datetime import datetime
from itertools import count

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.errors import ActionRefused
from orgraph.domain.task import Task
from orgraph.domain.whistle import Whistle

from ..small_world import TESTER

WHISTLER = "township-head@990102001000"
SECRETARY = "township-secretary@990102001000"
HOUSING, POLICE = "qingshi:housing-hedong", "qingshi:police-hedong"
STREET, DISTRICT, CITY = "qingshi:centre-nanhe", "qingshi:centre-hedong", "qingshi:centre"
BUREAU = "qingshi:housing"
KEYS = count(1)


class Case:
    """A whistle's task on which one acts in few words."""

    def __init__(self, services: Services, task: Task) -> None:
        self.services = services
        self.task = task

    async def do(self, action: str, by: str, **said: object) -> Task:
        """Act at the version that was seen last."""
        version = said.pop("version", self.task.version)
        key = said.pop("key", f"action-{next(KEYS)}")
        request = ActionRequest(self.task.id, action, by, str(key), int(str(version)), **said)  # type: ignore[arg-type]
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


async def blown(case: Case, by: str = WHISTLER, kind: str = "emergency", category: str = "路面塌陷") -> Case:
    """One more whistle for the same place."""
    whistle = Whistle("990102001001", by, kind, category, f"case-{next(KEYS)}", "桥头又塌了", again=True)
    return Case(case.services, (await case.services.dispatch.blow(TESTER, whistle)).task)


async def reported(services: Services, category: str, place: str = "990102001001", by: str = WHISTLER) -> Case:
    """An ordinary matter, reported."""
    matter = Whistle(place, by, "", category, f"case-{next(KEYS)}", "请处理")
    return Case(services, (await services.dispatch.report(TESTER, matter)).task)
