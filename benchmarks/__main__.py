"""`python -m benchmarks`: measures, prints a table, writes benchmarks/results/<time>.json and latest.json."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from benchmarks import questions
from benchmarks.audits import audits
from benchmarks.backlog import backlog
from benchmarks.children import serving
from benchmarks.counts import counts
from benchmarks.engines import NAMES, Missing, Running, running
from benchmarks.flat import flatness
from benchmarks.great_city import great_city
from benchmarks.imports import imported
from benchmarks.measuring import FULL, QUICK, Effort, measured
from benchmarks.million import million
from benchmarks.pace import pace
from benchmarks.processes import busy
from benchmarks.table import printed
from benchmarks.targets import targets
from benchmarks.workers import growth
from benchmarks.world import BASE, CITY, OTHER_CITY, world_of
from benchmarks.year import year

RESULTS = Path(__file__).resolve().parent / "results"
PARTS = (
    *questions.NAMES,
    "import",
    "audits",
    "workers",
    "pace",
    "backlog",
    "year",
    "million",
    "flat",
    "great-city",
    "counts",
)
STORES = {"flat", "great-city", "counts"}
"""Parts that have stores of their own."""
LONG = ("flat", "great-city", "counts", "audits", "workers", "pace", "backlog", "year", "million")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure, where, and how thoroughly."""

    engines: Sequence[str]
    parts: Collection[str]
    effort: Effort
    quick: bool


def plan_of(arguments: Sequence[str]) -> Plan:
    """The plan that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under 90 s: fewer requests, embedded unless --engine")
    parser.add_argument("--engine", choices=[*NAMES, "all"], help="one engine, or all (which is the default)")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this; may be given several times")
    asked = parser.parse_args(arguments)
    engine = asked.engine or ("embedded" if asked.quick else "all")
    parts = asked.only or [part for part in PARTS if not (asked.quick and part in LONG)]
    return Plan(NAMES if engine == "all" else [engine], parts, QUICK if asked.quick else FULL, asked.quick)


async def measure(plan: Plan) -> dict[str, Any]:
    """The whole result."""
    begun, load = datetime.now(UTC), busy()
    engines: dict[str, dict[str, Any]] = {}
    for name in plan.engines:
        with tempfile.TemporaryDirectory(prefix="orgraph-bench-", ignore_cleanup_errors=True) as folder:
            try:
                engines[name] = await _on_engine(name, plan, Path(folder))
            except Missing as missing:
                engines[name] = {"skipped": str(missing)}
                _say(f"{name}: skipped: {missing}")
    return {
        "taken": begun.isoformat(timespec="seconds"),
        "seconds": round((datetime.now(UTC) - begun).total_seconds()),
        "quick": plan.quick,
        "machine": {
            "processors": os.cpu_count(),
            "system": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(),
            "busy_before": load,
            "busy_after": busy(),
        },
        "engines": engines,
        "targets": targets(engines),
    }


async def _on_engine(name: str, plan: Plan, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    asked = [part for part in plan.parts if part in questions.NAMES]
    if set(plan.parts) - STORES:
        async with running(name, folder / "engine") as engine:
            _say(f"{name}: {engine.version}; importing")
            found["version"] = engine.version
            found["imports"] = await imported(engine, [BASE, CITY])
            if asked:
                found["questions"] = await _questions(engine, asked, plan.effort)
            if "audits" in plan.parts:
                _say(f"{name}: every audit")
                found["audits"] = await audits(engine)
            if "workers" in plan.parts:
                _say(f"{name}: one worker, and several")
                found["workers"] = await growth(engine)
            if "pace" in plan.parts:
                _say(f"{name}: fifty actions a second for a minute")
                found["pace"] = await pace(engine)
            if "backlog" in plan.parts:
                _say(f"{name}: many open tasks")
                found["backlog"] = await backlog(engine)
            if "year" in plan.parts:
                _say(f"{name}: supervision of a year of a city")
                found["year"] = await year(engine)
            if "million" in plan.parts:
                _say(f"{name}: a million tasks")
                found["million"] = await million(engine)
    if "great-city" in plan.parts:
        _say(f"{name}: every audit over half a million nodes")
        found["great_city"] = await great_city(name, folder)
    if "counts" in plan.parts:
        _say(f"{name}: what all villages of a province report")
        found["counts"] = await counts(name, folder)
    if "flat" in plan.parts and (name == plan.engines[0] or plan.parts == ["flat"]):
        _say(f"{name}: loading all cities into a second store")
        found["flat"] = await flatness(name, folder, plan.effort)
    return found


async def _questions(engine: Running, names: Sequence[str], effort: Effort) -> dict[str, Any]:
    if "audit" in names:
        await imported(engine, [OTHER_CITY])
    found = {}
    async with serving(engine.settings) as served, questions.bench_on(engine, served) as bench:
        world = await world_of(bench.floor, max(effort.requests.values()))
        for name in names:
            begun = time.monotonic()
            question = await questions.question(name, bench, world)
            cells = [cell.figures() for cell in await measured(question.arms, effort)]
            found[name] = {"name": name, "statements": question.statements, "cells": _against_floor(cells)}
            _say(f"{engine.name}: {name}, {time.monotonic() - begun:.0f} s")
    return found


def _against_floor(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each cell with its CPU as a multiple of the floor's at the same concurrency."""
    floor = {cell["concurrency"]: cell["cpu_us"]["total"] for cell in cells if cell["arm"] == "floor"}
    return [cell | {"times_floor": round(cell["cpu_us"]["total"] / floor[cell["concurrency"]], 2)} for cell in cells]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Measure what the command line asks for."""
    result = asyncio.run(measure(plan_of(sys.argv[1:])))
    RESULTS.mkdir(exist_ok=True)
    text = orjson.dumps(result, option=orjson.OPT_INDENT_2)
    name = result["taken"].replace(":", "").replace("+0000", "Z")
    for file in (RESULTS / f"{name}.json", RESULTS / "latest.json"):
        file.write_bytes(text)
    print(printed(result))
    print(f"benchmarks/results/{name}.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
