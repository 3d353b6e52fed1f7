"""Whether who-covers stays as it is while city after city is loaded: two stores, asked in turn."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.engines import Running, running
from benchmarks.floor import Floor
from benchmarks.imports import imported
from benchmarks.measuring import Arm, Effort, measured
from benchmarks.questions import in_turn, services_on
from benchmarks.questions import ACTOR, ON
from benchmarks.world import BASE, CITY, world_of
from orgraph.graph.engines.driver import driver_for

_CITIES = """
MATCH (a:Area) WHERE a.level = 'city' WITH a.code AS code ORDER BY code RETURN collect(code) AS codes
"""
_MANIFEST = """pack: extra-{code}
title: {{zh: 合成城市, en: A city made up for measuring}}
root: "{code}"
mode: snapshot
as_of: 2023-08-22
reference_date: 2023-08-22
since: 2023-01-01
requires: [liaoning]
synthetic: true
sources:
  - {{title: none, place: benchmarks, licence: facts only, as_of: 2023-08-22, note: all made up}}
"""
_SYNTHESIS = """steps:
  - areas:
      in: {level: village}
      level: grid
      kind: grid
      number: 2
      name: "{short}第{n}网格"
  - areas:
      in: {level: grid}
      level: building
      kind: building
      number: 2
      name: "{short}{n}号楼"
  - officers: {at: {level: grid}, role: grid-lead, number: 1, professions: {grid-staff: 1}}
"""


@asynccontextmanager
async def _loaded(name: str, folder: Path, *, all_cities: bool) -> AsyncIterator[Running]:
    async with running(name, folder / "engine") as engine:
        await imported(engine, [BASE, CITY])
        if all_cities:
            await imported(engine, await _made_up(engine, folder))
        yield engine


async def _made_up(engine: Running, folder: Path) -> list[Path]:
    """Packs of grids, buildings and grid leads for all cities that have none."""
    async with driver_for(engine.engine.endpoint()) as driver:
        (codes,) = await Floor(driver, engine.engine.endpoint().database).values(_CITIES)
    folders = []
    for code in codes:
        if code not in (CITY / "pack.yaml").read_text(encoding="utf-8"):
            made = folder / f"extra-{code}"
            made.mkdir()
            (made / "pack.yaml").write_text(_MANIFEST.format(code=code), encoding="utf-8")
            (made / "synthesis.yaml").write_text(_SYNTHESIS, encoding="utf-8")
            folders.append(made)
    return folders


async def flatness(name: str, folder: Path, effort: Effort) -> dict[str, Any]:
    """Who-covers of the same buildings in a store with one city and in one with fourteen. Raises Missing."""
    for part in ("one", "all"):
        (folder / part).mkdir()
    async with (
        _loaded(name, folder / "one", all_cities=False) as one,
        _loaded(name, folder / "all", all_cities=True) as every,
        services_on(one) as services_of_one,
        services_on(every) as services_of_all,
    ):
        return {}
