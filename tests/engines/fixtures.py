"""The real servers, one of each for the whole test run; imported by the root conftest."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from .neo4j_jars import CURRENT, LTS, MissingTool, Neo4jServer, Release


def _serve(release: Release, factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    try:
        server = Neo4jServer(release, factory.mktemp(f"neo4j-{release.version}"))
    except MissingTool as missing:
        _without(release, missing)
    with server:
        yield server


def _without(release: Release, missing: MissingTool) -> None:
    """A person without a JDK may go on, and is told; a build server may not."""
    reason = f"Neo4j {release.version} is not tested here: {missing}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    print(f"\nSKIPPED: {reason}", file=sys.__stderr__)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def neo4j_5(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """The long-term release, Neo4j 5.26."""
    yield from _serve(LTS, tmp_path_factory)


@pytest.fixture(scope="session")
def neo4j_2026(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """The current release, Neo4j 2026.x."""
    yield from _serve(CURRENT, tmp_path_factory)
