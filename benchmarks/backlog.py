"""Whether inboxes and timers stay quick with many open tasks, and while closed ones pile up."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from statistics import quantiles
from typing import Any

from benchmarks.engines import Running
from benchmarks.floor import Floor, floor_on
from benchmarks.questions import ACTOR, services_on
from orgraph.bootstrap import Services
from orgraph.graph.sortable import sortable

OPEN, CLOSED, CLOSED_ON_NEO4J = 100_000, 200_000, 1_000_000
BATCH = 5_000
ASKED = 200
FIRST_DUE = 4_000_000_000_000
"""Milliseconds: the due of the first task, long after any clock of this bench."""

_UNITS = """
MATCH (org:Organisation) WHERE org.pack = $pack WITH org.code AS code ORDER BY code RETURN collect(code) AS codes
"""
_PLACES = """
MATCH (a:Area) WHERE a.level = 'village' AND a.pack = $pack WITH a.code AS code ORDER BY code
RETURN collect(code) AS codes
"""
_OPEN = """
UNWIND $rows AS row
MATCH (org:Organisation {code: row[1]})
MATCH (a:Area {code: row[2]})
CREATE (t:Task {id: row[0], state: 'in-hand', version: 2, kind: 'daily-work', category: 'road-collapse', severity: 3,
  place: row[2], book: 'bench', called_by: row[3], called_at: 1, backstop: false, final: false, due: row[4],
  pending: row[3] + '|' + row[5]})
CREATE (t)-[:AT]->(a)
CREATE (t)-[:OPEN_AT]->(a)
CREATE (t)-[:IN_HAND_OF {part: 'lead', since_event: 2}]->(org)
CREATE (x:Timer {id: row[0], at: row[5], lease: 0, fence: 0})
RETURN count(t) AS made
"""
_CLOSED = """
UNWIND $rows AS row
MATCH (a:Area {code: row[2]})
CREATE (t:Task {id: row[0], state: 'closed', version: 9, kind: 'daily-work', category: 'road-collapse', severity: 3,
  place: row[2], book: 'bench', called_by: row[3], called_at: 1, backstop: false, final: true})
CREATE (t)-[:AT]->(a)
CREATE (x:Timer {id: row[0], lease: 0, fence: 0})
RETURN count(t) AS made
"""


async def backlog(engine: Running) -> dict[str, Any]:
    """The p50 of an inbox page and of a scan for timers, with open tasks alone and with closed ones beside them."""
    async with floor_on(engine.engine.endpoint()) as floor, services_on(engine) as services:
        (units,), (places,) = await floor.values(_UNITS, pack="benxi"), await floor.values(_PLACES, pack="liaoning")
        places = [code for code in places if code.startswith("2105")]
        await _fill(floor, _OPEN, "open", OPEN, units, places)
        fresh = await _timed(services, units, places)
        closed = CLOSED if engine.name == "embedded" else CLOSED_ON_NEO4J
        await _fill(floor, _CLOSED, "closed", closed, units, places)
        return {
            "open": OPEN,
            "closed": closed,
            "units": len(units),
            "alone": fresh,
            **await _timed(services, units, places),
        }


async def _fill(floor: Floor, text: str, kind: str, number: int, units: list[str], places: list[str]) -> None:
    print(f"{kind}: {number} tasks", file=sys.stderr, flush=True)
    for begin in range(0, number, BATCH):
        rows = list(_rows(kind, range(begin, min(begin + BATCH, number)), units, places))
        await floor.values(text, rows=rows)


def _rows(kind: str, numbers: range, units: list[str], places: list[str]) -> Iterator[list[Any]]:
    for number in numbers:
        place = places[number % len(places)]
        due = FIRST_DUE + number * 1000
        yield [
            f"{kind}-{number:07}",
            units[number % len(units)],
            place,
            f"township-head@{place[:9]}000",
            due,
            sortable(due),
        ]


async def _timed(services: Services, units: list[str], places: list[str]) -> dict[str, Any]:
    posts = sorted({f"township-head@{place[:9]}000" for place in places})

    async def timers(_number: int) -> object:
        return await services.escalation.turn()

    return {
        "inbox_ms": await p50(lambda number: services.tasks.inbox(ACTOR, units[number % len(units)])),
        "whistlers_inbox_ms": await p50(lambda number: services.tasks.inbox(ACTOR, posts[number % len(posts)])),
        "timers_ms": await p50(timers),
    }


async def p50(ask: Callable[[int], Awaitable[object]], asked: int = ASKED) -> float:
    """Milliseconds that half of the askings take at most, one after the other."""
    seconds = []
    for number in range(asked):
        begun = time.perf_counter()
        await ask(number)
        seconds.append(time.perf_counter() - begun)
        await asyncio.sleep(0)
    return round(quantiles(seconds, n=100, method="inclusive")[49] * 1000, 2)
