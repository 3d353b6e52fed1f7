"""Rounds: each way of asking in turn, so that what else the machine does falls on all of them alike."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import cycle, islice
from statistics import median, quantiles
from typing import Any

from benchmarks.processes import cpu_seconds

Ask = Callable[[Any], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Arm:
    """
    One way of asking: `engine` is the process that answers, `ours` the one that counts as ours, None for this.

    `within` is entered for each round.
    """

    name: str
    engine: int
    ask: Ask
    items: Callable[[int], Sequence[Any]]
    ours: int | None = None
    within: Callable[[], AbstractContextManager[None]] = nullcontext


@dataclass(frozen=True, slots=True)
class Round:
    """What one round took: CPU in microseconds a request."""

    ours: float
    engine: float
    per_second: float

    @property
    def total(self) -> float:
        """Our process and the engine together."""
        return self.ours + self.engine


@dataclass
class Cell:
    """An arm at a concurrency, over all rounds."""

    arm: str
    concurrency: int
    rounds: list[Round] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """The cell as the table and the JSON show it; of CPU the round with the least, and the median."""
        cuts = quantiles(self.seconds, n=100, method="inclusive")
        least = min(self.rounds, key=lambda one: one.total)
        return {
            "arm": self.arm,
            "concurrency": self.concurrency,
            "rounds": len(self.rounds),
            "requests": len(self.seconds),
            "p50_ms": round(cuts[49] * 1000, 2),
            "p99_ms": round(cuts[98] * 1000, 2),
            "per_second": round(median(one.per_second for one in self.rounds)),
            "cpu_us": {"ours": round(least.ours), "engine": round(least.engine), "total": round(least.total)},
            "cpu_us_median": round(median(one.total for one in self.rounds)),
        }


@dataclass(frozen=True, slots=True)
class Effort:
    """
    How much is asked: requests a round by concurrency, rounds at least and at most, seconds for one question.

    A slow question is asked less often, so that the least number of rounds fits into the time; 8 times at least.
    """

    requests: dict[int, int]
    least: int
    most: int
    seconds: float

    def fitting(self, concurrency: int, arms: int, each: float) -> int:
        """Requests of a round, if one takes `each` seconds of the engine's time."""
        room = self.seconds / (self.least * arms * len(self.requests))
        return max(concurrency, 8, min(self.requests[concurrency], int(room / each)))


FULL = Effort({1: 120, 16: 320}, least=3, most=7, seconds=18)
QUICK = Effort({1: 40, 16: 160}, least=3, most=4, seconds=6)


def in_turn(items: Sequence[Any]) -> Callable[[int], Sequence[Any]]:
    """Items for the next round: every arm goes through all of them in the same order, round by round."""
    turn = cycle(items)
    return lambda number: list(islice(turn, number))


async def measured(arms: Sequence[Arm], effort: Effort) -> list[Cell]:
    """Rounds of all arms at all concurrencies, in another order each time, until time is up."""
    cells = {(arm.name, number): Cell(arm.name, number) for arm in arms for number in effort.requests}
    # So that no arm is the one that warms things up; and to see how long each takes.
    each = {arm.name: 1 / (await _round(arm, 4, 24, [])).per_second for arm in arms}
    turns, until = random.Random(1), time.monotonic() + effort.seconds
    for done in range(effort.most):
        if done >= effort.least and time.monotonic() > until:
            break
        order = [(arm, number) for arm in arms for number in effort.requests]
        turns.shuffle(order)
        for arm, number in order:
            cell = cells[arm.name, number]
            requests = effort.fitting(number, len(arms), each[arm.name])
            cell.rounds.append(await _round(arm, number, requests, cell.seconds))
    return list(cells.values())


async def _round(arm: Arm, concurrency: int, requests: int, seconds: list[float]) -> Round:
    waiting = iter(arm.items(requests))

    async def worker() -> None:
        for item in waiting:
            begun = time.perf_counter()
            await arm.ask(item)
            seconds.append(time.perf_counter() - begun)

    with arm.within():
        before, begun = _used(arm), time.monotonic()
        await asyncio.gather(*(worker() for _ in range(concurrency)))
        took, after = time.monotonic() - begun, _used(arm)
    ours, engine = ((now - then) / requests * 1e6 for now, then in zip(after, before, strict=True))
    return Round(ours, engine, requests / took)


def _used(arm: Arm) -> tuple[float, float]:
    return time.process_time() if arm.ours is None else cpu_seconds(arm.ours), cpu_seconds(arm.engine)
