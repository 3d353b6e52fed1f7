"""The engines to measure, each new and in a folder of its own."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from orgraph.graph.engines.driver import driver_for
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.engines.endpoint import Engine
from orgraph.graph.engines.errors import EngineUnavailable
from orgraph.graph.engines.external import external_engine
from tests.engines.neo4j_jars import CURRENT, LTS, MissingTool, Neo4jServer, Release

NAMES = ("embedded", "neo4j-5", "neo4j-2026")
_RELEASES = {"neo4j-5": LTS, "neo4j-2026": CURRENT}


class Missing(Exception):
    """This machine cannot run an engine; the message says what it lacks."""


@dataclass(frozen=True, slots=True)
class Running:
    """An engine that runs: how this process reaches it, and the settings by which another one does."""

    name: str
    version: str
    pid: int
    engine: Engine
    settings: dict[str, str]


class _Server(Neo4jServer):
    """A Neo4j as people run it: the harness tunes its own for a life of seconds."""

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _machine_options(self) -> list[str]:
        return ["-Xmx1g", "-cp", self._jars]


@asynccontextmanager
async def running(name: str, folder: Path) -> AsyncIterator[Running]:
    """A new, empty engine of this name that keeps its files in `folder`. Raises Missing."""
    entered = _embedded(folder) if name == "embedded" else _neo4j(name, _RELEASES[name], folder)
    async with entered as found:
        yield found


@asynccontextmanager
async def _embedded(folder: Path) -> AsyncIterator[Running]:
    try:
        async with embedded_engine(folder, linger=0) as engine:
            pid = int((folder / "orgraph.lock").read_text(encoding="ascii"))
            settings = {"ORGRAPH_STORE": "embedded", "ORGRAPH_FOLDER": str(folder)}
            yield Running("embedded", await _version(engine), pid, engine, settings)
    except EngineUnavailable as unavailable:
        if importlib.util.find_spec("arcadedb_embedded") is None:
            raise Missing(str(unavailable)) from unavailable
        raise


@asynccontextmanager
async def _neo4j(name: str, release: Release, folder: Path) -> AsyncIterator[Running]:
    try:
        server = _Server(release, folder)
    except MissingTool as missing:
        raise Missing(str(missing)) from missing
    with server:
        at = server.endpoint
        settings = {
            "ORGRAPH_STORE": at.url,
            "ORGRAPH_STORE_USER": at.user,
            "ORGRAPH_STORE_PASSWORD": at.password,
            "ORGRAPH_STORE_DATABASE": at.database,
        }
        async with external_engine(at.url, user=at.user, password=at.password, database=at.database) as engine:
            yield Running(name, await _version(engine), server.pid, engine, settings)


async def _version(engine: Engine) -> str:
    async with driver_for(engine.endpoint(), pool_size=1) as driver:
        return (await driver.get_server_info()).agent
