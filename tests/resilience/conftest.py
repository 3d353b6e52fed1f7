"""A small world in a folder of its own, which processes share and may be killed over."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from orgraph.bootstrap import Services

from ..engines.processes import alive
from .helper import opened


@pytest.fixture
def folder(small_store: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the small world; whatever engine still serves it at the end is ended."""
    yield Path(shutil.copytree(small_store, tmp_path / "store"))
    end_engine(tmp_path / "store")


@pytest.fixture
def empty_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder without a store yet."""
    yield tmp_path / "store"
    end_engine(tmp_path / "store")


def end_engine(folder: Path) -> None:
    """End the engine of a folder with kill -9."""
    if (pid := engine_of(folder)) and alive(pid):
        os.kill(pid, signal.SIGKILL)


def engine_of(folder: Path) -> int:
    """The process id of the engine that serves a folder, 0 if none does."""
    lock = folder / "orgraph.lock"
    return int(lock.read_text() or 0) if lock.exists() else 0


@pytest.fixture
async def afterwards(folder: Path) -> AsyncIterator[Services]:
    """Services over the folder, to look what is there. Used by tests that open it themselves, too."""
    async with opened(folder) as services:
        yield services
