"""Whether more processes on one store answer more: the same question to one worker, then to several."""

from __future__ import annotations

import asyncio
import os
import time
from itertools import count
from typing import Any

from benchmarks.children import serving
from benchmarks.client import GraphQLClient
from benchmarks.engines import Running
from benchmarks.floor import floor_on
from benchmarks.queries import WHO_COVERS
from benchmarks.world import DAY, world_of

AT_ONCE = 32
SECONDS = 6.0
WARMING = 2.0


async def growth(engine: Running) -> dict[str, Any]:
    """Who-covers a second with one worker, and with as many as there are processors, on an engine that is loaded."""
    async with floor_on(engine.engine.endpoint()) as floor:
        world = await world_of(floor, 320)
    rates = {}
    for number in (1, max(2, os.cpu_count() or 1)):
        async with serving(engine.settings, number) as served, GraphQLClient(served.host, served.port) as client:
            await _rate(client, world.buildings, WARMING)
            rates[number] = await _rate(client, world.buildings, SECONDS)
    one, many = rates.values()
    return {
        "processors": os.cpu_count(),
        "per_second": {str(n): round(r) for n, r in rates.items()},
        "growth": many / one,
    }


async def _rate(client: GraphQLClient, places: list[str] | tuple[str, ...], seconds: float) -> float:
    turns, begun = count(), time.monotonic()

    async def caller() -> int:
        answered = 0
        while time.monotonic() - begun < seconds:
            place = places[next(turns) % len(places)]
            await client.ask(WHO_COVERS, {"place": place, "on": DAY}, "PlaceCoverage")
            answered += 1
        return answered

    answered = await asyncio.gather(*(caller() for _ in range(AT_ONCE)))
    return sum(answered) / (time.monotonic() - begun)
