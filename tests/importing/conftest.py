"""A desk for each test: a pack of its own about a province of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from orgraph.bootstrap import Services

from ..clock import FixedClock
from ..packs import Desk

NEVER_WRITTEN = 98


@pytest.fixture
def spoiled(embedded_services: Services, clock: FixedClock, tmp_path: Path) -> Desk:
    """A small pack that a test makes wrong, so that it is never written."""
    return Desk(embedded_services, tmp_path, province=NEVER_WRITTEN)


@pytest.fixture
async def desk(embedded_services: Services, clock: FixedClock, tmp_path: Path) -> AsyncIterator[Desk]:
    """A small pack, whole and right, which is taken away again: there are not that many provinces."""
    desk = Desk(embedded_services, tmp_path)
    yield desk
    await desk.vanish()


@pytest.fixture
async def other(embedded_services: Services, desk: Desk, tmp_path: Path) -> AsyncIterator[Desk]:
    """A second pack, which builds on that of `desk`; both are loaded."""
    await desk.load()
    other = Desk(embedded_services, tmp_path)
    other.write_manifest(requires=desk.key)
    await other.load()
    yield other
    await other.vanish()
