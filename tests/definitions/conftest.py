"""A schema that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .spoiling import SCHEMA


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """A copy of the shipped schema that a test may spoil."""
    return Path(shutil.copytree(SCHEMA, tmp_path / "schema"))
