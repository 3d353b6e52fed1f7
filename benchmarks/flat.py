"""Whether who-covers stays as it is while city after city is loaded: two stores, asked in turn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks import made_up
from benchmarks.engines import Running, running
from benchmarks.floor import Floor, floor_on
from benchmarks.imports import imported
from benchmarks.measuring import Arm, Effort, in_turn, measured
from benchmarks.questions import ACTOR, ON, services_on
from benchmarks.world import BASE, CITY, CITY_ROOT, World, world_of
from orgraph.bootstrap import Services

ONE, ALL = "one city", "all cities"

_CITIES = """
MATCH (a:Area) WHERE a.level = 'city' WITH a.code AS code ORDER BY code RETURN collect(code) AS codes
"""
_SIZE = "MATCH (a:Area) RETURN count(a) AS areas"

_SYNTHESIS = """steps:
  - areas: {in: {level: village}, level: grid, kind: grid, number: 2, name: "{short}第{n}网格"}
  - areas: {in: {level: grid}, level: building, kind: building, number: 2, name: "{short}{n}号楼"}
  - officers: {at: {level: grid}, role: grid-lead, number: 1, professions: {grid-staff: 1}}
"""


async def flatness(name: str, folder: Path, effort: Effort) -> dict[str, Any]:
    """Who-covers of the same buildings, in a store with one city and in one with every city. Raises Missing."""
    one_folder, all_folder = _made(folder, "one"), _made(folder, "all")
    async with (
        _loaded(name, one_folder, every_city=False) as (one, world, size),
        _loaded(name, all_folder, every_city=True) as (every, _, greater),
        services_on(one) as with_one,
        services_on(every) as with_all,
    ):
        arms = [_arm(ONE, one, with_one, world), _arm(ALL, every, with_all, world)]
        cells = [cell.figures() for cell in await measured(arms, effort)]
    return {"engine": name, "areas": {ONE: size, ALL: greater}, "cells": cells, **_ratios(cells)}


def _arm(name: str, engine: Running, services: Services, world: World) -> Arm:
    async def ask(place: str) -> object:
        return await services.coverage.who_covers(ACTOR, place, ON)

    return Arm(name, engine.pid, ask, in_turn(world.buildings))


def _ratios(cells: list[dict[str, Any]]) -> dict[str, float]:
    """How much more the greater store takes: of CPU with many callers, of time with one."""
    by = {(cell["arm"], cell["concurrency"]): cell for cell in cells}
    many = max(number for _, number in by)
    return {
        "cpu_ratio": round(by[ALL, many]["cpu_us"]["total"] / by[ONE, many]["cpu_us"]["total"], 2),
        "p50_ratio": round(by[ALL, 1]["p50_ms"] / by[ONE, 1]["p50_ms"], 2),
    }


@asynccontextmanager
async def _loaded(name: str, folder: Path, *, every_city: bool) -> AsyncIterator[tuple[Running, World, int]]:
    """An engine with one city or all, the world of that one, and how many areas there are."""
    async with running(name, folder / "engine") as engine, floor_on(engine.engine.endpoint()) as floor:
        await imported(engine, [BASE, CITY])
        if every_city:
            await imported(engine, await _made_up(floor, folder))
        (size,) = await floor.values(_SIZE)
        yield engine, await world_of(floor, 500), size


async def _made_up(floor: Floor, folder: Path) -> list[Path]:
    """Packs of grids, buildings and grid leads for all cities but the one that has its own."""
    (codes,) = await floor.values(_CITIES)
    return [made_up.pack(folder, f"extra-{code}", code, _SYNTHESIS) for code in codes if code != CITY_ROOT]


def _made(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made
