"""Every shipped audit over one city: each, all together, a trend by one day of it, some by those written by hand."""

from __future__ import annotations

import time
from datetime import date
from statistics import median
from typing import Any

from benchmarks.by_hand import by_hand
from benchmarks.engines import Running
from benchmarks.questions import ACTOR, services_on
from benchmarks.world import CITY_ROOT, DAY
from orgraph.bootstrap import Services

TRENDS = ("grid-lead", "paired-branch", "unit-superior", "village-grid")
TIMES = 7
"""Runs of each audit that count, after two that warm it up."""


async def audits(engine: Running) -> dict[str, Any]:
    """Median milliseconds of each audit that holds in the city, for a page of 100 gaps; slowest first."""
    day = date.fromisoformat(DAY)
    async with services_on(engine) as services:
        keys = [line.key for line in (await services.audits.scorecard(ACTOR, CITY_ROOT, day)).lines]
        found = {}
        for key in keys:
            seconds = []
            for _ in range(TIMES + 2):
                begun = time.perf_counter()
                await services.audits.run(ACTOR, key, CITY_ROOT, day)
                seconds.append(time.perf_counter() - begun)
            found[key] = round(median(seconds[2:]) * 1000, 1)
        begun = time.perf_counter()
        await services.audits.scorecard(ACTOR, CITY_ROOT, day)
        together = time.perf_counter() - begun
        hand = await by_hand(services)
        trends = {key: await _trend(services, key, found[key]) for key in TRENDS if key in found}
    ordered = sorted(found.items(), key=lambda one: -one[1])
    return {"p50_ms": dict(ordered), "scorecard_s": round(together, 2), "trend_by_one_day": trends, "by_hand": hand}


async def _trend(services: Services, key: str, one_day: float) -> float:
    """The median of a trend over 36 months as a multiple of one day's audit."""
    seconds = []
    for _ in range(TIMES + 2):
        begun = time.perf_counter()
        told = await services.audits.trend(ACTOR, key, date(2021, 1, 1), date(2023, 12, 31), area=CITY_ROOT)
        seconds.append(time.perf_counter() - begun)
        assert len(told.scores) == 36
    return round(median(seconds[2:]) * 1000 / one_day, 2)
