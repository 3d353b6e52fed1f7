"""The small world on an engine: definitions, import, services."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from uuid import uuid4

from orgraph.bootstrap import Services, assemble
from orgraph.definitions.definitions import Definitions
from orgraph.domain.actor import Actor
from orgraph.domain.time import Clock
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.engines.endpoint import Engine
from orgraph.graph.engines.external import external_engine
from orgraph.graph.store import Store
from orgraph.settings import Settings

from .engines.neo4j_jars import Neo4jServer

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "seeds" / "worlds" / "small"
PACKS = (SMALL / "wanghai", SMALL / "qingshi")
TESTER = Actor("tester")


def neo4j_engine(server: Neo4jServer) -> AbstractAsyncContextManager[Engine]:
    """A Neo4j of the harness as an engine of ours."""
    at = server.endpoint
    return external_engine(at.url, user=at.user, password=at.password, database=at.database)


async def import_packs(services: Services, folders: Sequence[Path], actor: Actor = TESTER) -> int:
    """Import packs in their order. Returns how many rows were written."""
    written = 0
    for manifest in services.importing.ordered(folders):
        prepared = await services.importing.prepare(actor, manifest)
        written += (await services.importing.apply(actor, prepared)).written
    return written


@asynccontextmanager
async def services_on(
    engine: AbstractAsyncContextManager[Engine],
    definitions: Definitions,
    clock: Clock,
    folders: Sequence[Path] = PACKS,
    **settings: object,
) -> AsyncIterator[Services]:
    """Services over a new store on `engine`, with some packs in it."""
    given = Settings(**({"seeds_dir": SMALL, "actor": TESTER.id} | settings))  # type: ignore[arg-type]
    async with engine as entered, Store(entered, definitions) as store:
        services = assemble(given, definitions, store, clock, lambda: str(uuid4()))
        await services.upkeep.prepare()
        await import_packs(services, folders)
        yield services


def copied_world(
    prepared: Path, folder: Path, definitions: Definitions, clock: Clock
) -> AbstractAsyncContextManager[Services]:
    """Services over a copy, in a new `folder`, of the store that the fixture `small_store` has prepared."""
    shutil.copytree(prepared, folder)
    return services_on(embedded_engine(folder, linger=0), definitions, clock, (), folder=folder)


def under(services: Services, definitions: Definitions) -> Services:
    """The same store under other definitions."""
    return assemble(services.settings, definitions, services.store, services.clock, lambda: f"later-{uuid4()}")
