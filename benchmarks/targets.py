"""What the figures ought to be, held against what they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TIMES_FLOOR = 1.2
ROWS_A_SECOND = 10_000
MEGABYTES = 400
FLAT = 1.2
P50 = 20
"""Milliseconds of an inbox page or a scan for timers."""
EACH_AUDIT = {"embedded": 200, "neo4j": 100}
"""Milliseconds of any audit over a city."""
TREND = 5
BY_HAND = 1.2
EVERY_AUDIT = 10
"""Seconds of all audits together over a city of Anshan's size."""
YEAR = 3
"""Seconds that supervision of a year of a city takes."""
YEAR_MEGABYTES = 60
LAG = 5
"""Seconds from the end of a limit until the first is told: a worker looks every second."""
GROWTH = 1.1
"""On two processors, which client and engine need as well, there is not much more to have."""
TIMES_FLOOR_OVER_HTTP = {"who-covers": 1.3, "audit": 1.1, "nested": 2.0}
"""The whistle's reading part has no field of its own: see READING."""
READING = {"whistle-reading": 1.5, "action": 1.5}
"""Mutations and parts of one, asked of the services alone."""


def targets(engines: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Each target that this run can tell about, with what was measured and whether it held."""
    return [found for name, engine in engines.items() for found in _of_engine(name, engine)]


def _of_engine(name: str, engine: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for asked in engine.get("questions", {}).values():
        many = [cell for cell in asked["cells"] if cell["arm"] == "service"]
        if many:
            cell = max(many, key=lambda one: one["concurrency"])
            yield _target(
                f"{asked['name']} on {name}, CPU of the service by the floor's",
                cell["times_floor"],
                READING.get(asked["name"], TIMES_FLOOR),
            )
        wanted = TIMES_FLOOR_OVER_HTTP.get(asked["name"])
        served = [cell for cell in asked["cells"] if cell["arm"] == "http"]
        if served and wanted:
            cell = max(served, key=lambda one: one["concurrency"])
            yield _target(f"{asked['name']} on {name}, CPU over HTTP by the floor's", cell["times_floor"], wanted)
    for one in engine.get("imports", ())[1:]:
        yield _target(f"import {one['pack']} on {name}, rows a second", one["rows_a_second"], ROWS_A_SECOND, least=True)
        yield _target(f"import {one['pack']} on {name}, MB of our process", one["peak_megabytes"], MEGABYTES)
    if found := engine.get("workers"):
        yield _target(
            f"who-covers on {name}, answers of all workers by those of one", found["growth"], GROWTH, least=True
        )
    yield from _of_audits(name, engine.get("audits", {}))
    if great := engine.get("great_city"):
        yield _target(f"{great['audits']} audits of a great city on {name}, s", great["scorecard_s"], EVERY_AUDIT)
    yield from _of_counts(name, engine.get("counts", {}))
    if found := engine.get("pace"):
        yield _target(f"actions that failed on {name}, 50 a second", found["failed"], 0)
        yield _target(
            f"limits that were told on {name}, 50 actions a second", found["told"], found["limits"], least=True
        )
        yield _target(f"seconds until a limit was told on {name}, at most", found["lag_most_s"], LAG)
    if found := engine.get("backlog"):
        for part in ("inbox_ms", "whistlers_inbox_ms", "timers_ms"):
            yield _target(f"{part} on {name} with {found['open']} open and {found['closed']} closed", found[part], P50)
    yield from _of_lists(name, engine.get("million", {}))
    if found := engine.get("year"):
        yield _target(f"supervision of a year of {found['ended']} ended tasks on {name}, s", found["p50_s"], YEAR)
        grown = found["peak_megabytes"] - found["megabytes_before"]
        yield _target(f"supervision of that year on {name}, MB that our process grew by", grown, YEAR_MEGABYTES)
    if flat := engine.get("flat"):
        yield _target(f"who-covers on {name}, CPU with all cities by that with one", flat["cpu_ratio"], FLAT)


def _of_counts(name: str, found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in found.get("imports", ())[-1:]:
        yield _target(f"import of counts on {name}, rows a second", one["rows_a_second"], ROWS_A_SECOND, least=True)
        yield _target(f"import of counts on {name}, MB of our process", one["peak_megabytes"], MEGABYTES)
        yield _target(f"counts of a province by city on {name}, s", found["province_s"], EVERY_AUDIT)


def _of_lists(name: str, found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in ("town_open_ms", "town_overdue_ms", "town_open_counts_ms"):
        if part in found:
            yield _target(f"{part} on {name} with {found['tasks']} tasks", found[part], P50)


def _of_audits(name: str, found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    most = EACH_AUDIT["embedded" if name == "embedded" else "neo4j"]
    for key, took in found.get("p50_ms", {}).items():
        yield _target(f"audit {key} on {name}, ms", took, most)
    for key, times in found.get("trend_by_one_day", {}).items():
        yield _target(f"trend of 36 months of {key} on {name}, by one day", times, TREND)
    for key, times in found.get("by_hand", {}).items():
        yield _target(f"audit {key} on {name}, compiled by written by hand", times, BY_HAND)


def _target(what: str, measured: float, wanted: float, *, least: bool = False) -> dict[str, Any]:
    measured = round(measured, 2)
    held = measured >= wanted if least else measured <= wanted
    return {"target": what, "measured": measured, "wanted": f"{'≥' if least else '≤'} {wanted}", "held": held}
