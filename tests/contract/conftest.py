"""The second opinion that every answer of the catalogue is held against."""

from __future__ import annotations

import pytest

from ..oracle import Oracle
from ..small_world import PACKS, ROOT

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
