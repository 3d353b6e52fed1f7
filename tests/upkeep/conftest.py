"""What a store of format 2 has become, restored once for all who leave it as they found it."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.domain.actor import Actor

from .test_format_1 import HERE, services_in


@pytest.fixture(scope="session")
def format_2_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup that format 2 has written."""
    path = tmp_path_factory.mktemp("format-2") / "saved.ndjson"
    path.write_bytes(gzip.decompress((HERE / "format-2.ndjson.gz").read_bytes()))
    return path


@pytest.fixture(scope="session")
async def brought_up(
    format_2_file: Path, tmp_path_factory: pytest.TempPathFactory, definitions: Definitions, actor: Actor
) -> AsyncIterator[Services]:
    """Services over the store of format 2, as its restore has brought it up."""
    async with services_in(tmp_path_factory.mktemp("brought-up") / "store", definitions) as services:
        await services.upkeep.restore(actor, format_2_file)
        yield services
