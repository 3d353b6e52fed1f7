"""Whether lists of a small town stay quick in a store of a million tasks; written by statements, not by the journal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

from neo4j import AsyncDriver

from benchmarks.backlog import p50
from benchmarks.engines import Running
from benchmarks.floor import floor_on
from benchmarks.questions import ACTOR, services_on
from benchmarks.world import CITY_ROOT
from orgraph.bootstrap import Services
from orgraph.domain.deadline import Light
from orgraph.domain.listing import Order, Wanted
from orgraph.graph.engines.driver import driver_for
from orgraph.graph.sortable import sortable

TASKS = 1_000_000
OPEN_EVERY = 20
"""Of so many tasks one is open: fifty thousand."""
BATCH = 5_000
MINUTE = 60_000
OPENED_ON = "2023-08-22"
TOWNS = 50
STRIDE = 7_919
"""A prime: whoever calls next is somewhere else."""

_UNITS = """
MATCH (org:Organisation) WHERE org.pack = $pack WITH org.code AS code ORDER BY code RETURN collect(code) AS codes
"""
_PLACES = """
MATCH (a:Area) WHERE a.level = 'village' AND a.pack = $pack WITH a.code AS code ORDER BY code
RETURN collect(code) AS codes
"""
_SMALL_TOWNS = """
MATCH (v:Area)-[:PART_OF]->(t:Area) WHERE v.level = 'village' AND t.code STARTS WITH '2105'
WITH t.code AS code, count(v) AS villages WHERE villages >= 12 AND villages <= 24
WITH code ORDER BY code RETURN collect(code) AS codes
"""
_ENDED = """
UNWIND $rows AS row
MATCH (a:Area {code: row[1]})
CREATE (t:Task {id: row[0], state: 'closed', version: 9, kind: 'daily-work', category: row[2], severity: row[3],
  place: row[1], called_by: row[4], called_at: row[5], opened_on: $opened_on, backstop: false, final: true,
  ended_at: row[5] + 60000})-[:AT]->(a)
RETURN count(t) AS made
"""
_OPEN = """
UNWIND $rows AS row
MATCH (a:Area {code: row[1]})
MATCH (org:Organisation {code: row[6]})
CREATE (t:Task {id: row[0], state: 'in-hand', version: 2, kind: 'daily-work', category: row[2], severity: row[3],
  place: row[1], called_by: row[4], called_at: row[5], opened_on: $opened_on, backstop: false, final: false,
  due: row[7], yellow: row[7] - 120000, red: row[7] - 60000, pending: row[4] + '|' + row[8]})-[:AT]->(a)
CREATE (t)-[:OPEN_AT]->(a)
CREATE (t)-[:IN_HAND_OF {part: 'lead', since_event: 2}]->(org)
CREATE (t)-[:ABOUT]->(c:Content {id: row[0] + '#1#text', salt: 's', text: '路面塌陷，影响通行'})
RETURN count(t) AS made
"""


async def million(engine: Running) -> dict[str, Any]:
    """The p50 of lists of small towns and of their city, and of their counts."""
    endpoint = engine.engine.endpoint()
    async with floor_on(endpoint) as floor, services_on(engine) as services:
        (units,), (places,) = await floor.values(_UNITS, pack="benxi"), await floor.values(_PLACES, pack="liaoning")
        (towns,) = await floor.values(_SMALL_TOWNS)
        begun = time.perf_counter()
        async with driver_for(endpoint, pool_size=1) as driver:  # which tries again when the engine tidies its files
            await _fill(driver, endpoint.database, units, places)
        seconds = round(time.perf_counter() - begun)
        found = await _timed(services, towns[:TOWNS])
        found["nothing_ms"] = await p50(lambda _: floor.values("RETURN 1 AS one"))  # what a busy machine adds to each
    return {"tasks": TASKS, "open": TASKS // OPEN_EVERY, "villages": len(places), "fill_s": seconds, **found}


async def _fill(driver: AsyncDriver, database: str, units: list[str], places: list[str]) -> None:
    print(f"{TASKS} tasks", file=sys.stderr, flush=True)
    first = int(time.time() * 1000) - TASKS * MINUTE  # a task a minute up to now, for nearly two years
    for begin in range(0, TASKS, BATCH):
        rows = list(_rows(first, range(begin, begin + BATCH), units, places))
        for text, columns in ((_ENDED, 6), (_OPEN, 9)):
            some = [row for row in rows if len(row) == columns]
            await driver.execute_query(text, rows=some, opened_on=OPENED_ON, database_=database)


def _rows(first: int, numbers: range, units: list[str], places: list[str]) -> Iterator[list[Any]]:
    for number in numbers:
        place = places[number * STRIDE % len(places)]
        called = first + number * MINUTE
        category = ("road-collapse", "wage-arrears-dispute")[number % 2]
        row = [f"million-{number:07}", place, category, 1 + number % 5, f"township-head@{place[:9]}000", called]
        if number // len(places) % OPEN_EVERY == 0:
            due = called + (number % 7) * 30 * 24 * 60 * MINUTE
            row += [units[number % len(units)], due, sortable(due)]
        yield row


async def _timed(services: Services, towns: list[str]) -> dict[str, Any]:
    tasks, pressing = services.tasks, Wanted(lights=(Light.OVERDUE,), ended=False)
    waiting = Wanted(ended=False)

    def town(number: int) -> str:
        return towns[number % len(towns)]

    few = [(await tasks.counts(ACTOR, one)).total for one in towns[:5]]
    return {
        "in_a_town": few,
        "town_open_ms": await p50(lambda n: tasks.tasks(ACTOR, town(n), 20, "", waiting)),
        "town_overdue_ms": await p50(lambda n: tasks.tasks(ACTOR, town(n), 20, "", pressing, Order.DUE)),
        "town_open_counts_ms": await p50(lambda n: tasks.counts(ACTOR, town(n), waiting)),
        "town_all_ms": await p50(lambda n: tasks.tasks(ACTOR, town(n), 20)),
        "town_all_counts_ms": await p50(lambda n: tasks.counts(ACTOR, town(n))),
        "city_open_ms": await p50(lambda _: tasks.tasks(ACTOR, CITY_ROOT, 20, "", waiting), 10),
        "city_all_ms": await p50(lambda _: tasks.tasks(ACTOR, CITY_ROOT, 20), 10),
        "city_open_counts_ms": await p50(lambda _: tasks.counts(ACTOR, CITY_ROOT, waiting), 10),
    }
