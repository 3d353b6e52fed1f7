"""Fifty actions a second for a minute, while limits pass: whether they are done, and who must be told is so in time."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from math import inf
from statistics import median, quantiles
from typing import Any

from benchmarks.children import serving
from benchmarks.client import GraphQLClient
from benchmarks.engines import Running
from benchmarks.floor import floor_on
from benchmarks.queries import ACTION
from benchmarks.questions import ACTOR, noted, notes, opened, services_on
from benchmarks.world import world_of
from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.event import ESCALATED
from orgraph.domain.task import Task
from orgraph.domain.whistle import Whistle

A_SECOND = 50
SECONDS = 60
WARMING = 30
"""Actions before it counts, one after the other: an engine that has just started plans each statement first."""
BUSY = 300
"""Tasks that are acted on in turn."""
LIMITS = 60
"""Emergencies whose time to sign in ends within the minute, one a second."""
SIGN_IN = timedelta(minutes=30)
"""That of an emergency, as schema/deadlines.yaml has it."""


async def pace(engine: Running) -> dict[str, Any]:
    """How long actions took at that pace, what failed, and how late the ladder told the first one of each emergency."""
    async with floor_on(engine.engine.endpoint()) as floor, services_on(engine) as services:
        world = await world_of(floor, 200)
        busy = await opened(services, world, BUSY)
        started = datetime.now(UTC)
        late = [await _emergency(services, number, started, world.villages) for number in range(LIMITS)]
        async with (
            serving(engine.settings | {"ORGRAPH_WORKER": "true"}) as served,
            GraphQLClient(served.host, served.port) as client,
        ):
            seconds, failed = await _act(client, busy)
            await asyncio.sleep(5)
        lags = [lag for task in late for lag in await _lag(services, task)]
    cuts = quantiles(seconds, n=100, method="inclusive")
    return {
        "actions": len(seconds),
        "failed": failed,
        "p50_ms": round(cuts[49] * 1000, 1),
        "p99_ms": round(cuts[98] * 1000, 1),
        "limits": LIMITS,
        "told": len(lags),
        "lag_p50_s": round(median(lags or [inf]), 2),
        "lag_most_s": round(max(lags, default=inf), 2),
    }


async def _emergency(services: Services, number: int, started: datetime, places: Sequence[str]) -> Task:
    """One that is entered afterwards, so that its time to sign in ends within the minute that is measured."""
    blown = started - SIGN_IN + timedelta(seconds=10 + number * (SECONDS - 10) / LIMITS)
    place = places[number % len(places)]
    whistle = Whistle(
        place, "township-head", "emergency", "road-collapse", f"pace-{number}", "塌陷", blown_at=blown, again=True
    )
    return (await services.dispatch.blow(ACTOR, whistle)).task


async def _act(client: GraphQLClient, tasks: Sequence[Task]) -> tuple[list[float], int]:
    """Notes at the pace, whether the ones before are done or not. Returns how long each took, and how many failed."""
    seconds: list[float] = []
    failed = 0

    async def act(one: ActionRequest) -> None:
        nonlocal failed
        begun = time.perf_counter()
        try:
            await client.ask(ACTION, noted(one), "Acted")
        except RuntimeError:
            failed += 1
        seconds.append(time.perf_counter() - begun)

    asked = notes(tasks)
    for one in islice(asked, WARMING):
        await act(one)
    seconds.clear()
    begun, going = time.monotonic(), []
    for number, one in enumerate(islice(asked, A_SECOND * SECONDS)):
        await asyncio.sleep(max(0.0, begun + number / A_SECOND - time.monotonic()))
        going.append(asyncio.create_task(act(one)))
    await asyncio.gather(*going)
    return seconds, failed


async def _lag(services: Services, task: Task) -> list[float]:
    """Seconds from the end of the limit to the event of the ladder's first step; nothing if it was not taken."""
    events = (await services.tasks.task(ACTOR, task.id)).task.events
    told = [event for event in events if event.type == ESCALATED]
    return [(told[0].at - json.loads(told[0].payload)["due"]) / 1000] if told else []
