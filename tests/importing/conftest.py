"""A desk for each test: a pack of its own about a province of its own."""

from __future__ import annotations

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
def desk(embedded_services: Services, clock: FixedClock, tmp_path: Path) -> Desk:
    """A small pack, whole and right."""
    return Desk(embedded_services, tmp_path)
