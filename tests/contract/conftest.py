"""The second opinion that every answer of the catalogue is held against."""

from __future__ import annotations

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.whistle import Whistle

from ..clock import FixedClock
from ..oracle import Oracle
from ..small_world import PACKS, ROOT, TESTER
from .cases import KEYS, Case

DAYS = (
    "2020-06-01",
    "2022-12-31",
    "2023-04-30",
    "2023-05-01",
    "2023-06-30",
    "2023-07-01",
    "2023-08-22",
    "2023-10-01",
    "2024-01-01",
)
"""Days on which something in the small world changes, and days before that."""


TODAY = ("2023-05-01", "2023-08-22")
"""The day of a move, and the survey's day."""


@pytest.fixture(scope="session")
def days(engine: str) -> tuple[str, ...]:
    """Days to ask on: all of them on the embedded engine, which is quick, and two on the others: the text is the same."""
    return DAYS if engine == "embedded" else TODAY


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    """The small world as read by the oracle."""
    return Oracle(PACKS, ROOT / "schema")


@pytest.fixture
async def case(services: Services, clock: FixedClock) -> Case:
    """A collapsed road in 南河街道, called by its head, dispatched to the housing bureau of the district."""
    whistle = Whistle(
        place="990102001001",
        by="township-head@990102001000",
        kind="emergency",
        category="路面塌陷",
        key=f"case-{next(KEYS)}",
        text="桥头塌了",
        again=True,
    )
    return Case(services, (await services.dispatch.blow(TESTER, whistle)).task)
