"""
`python -m benchmarks.soak`: mixed load for minutes, then twice the callers, then as many as before, then a dead engine.

Prints a table and what held, writes benchmarks/results/soak-<time>.json; the exit code is 1 if something did not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from benchmarks.children import serving
from benchmarks.engines import NAMES, Missing, Running, running
from benchmarks.floor import floor_on
from benchmarks.imports import imported
from benchmarks.processes import busy
from benchmarks.soak_findings import Killed, Memory, Run, printed, recorded
from benchmarks.soak_load import PATIENCE, Load, StatusClient, Tally, mixture
from benchmarks.world import BASE, CITY, World, world_of

RESULTS = Path(__file__).resolve().parent / "results"
SHORT = 10.0
"""Seconds that the phases after the first take at least."""

SETTLE = 3.0
"""Seconds after an overload in which there may be refusals still."""

PLACES = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """On which engine, for how long, and how many callers at once."""

    engine: str
    minutes: float
    connections: int

    @property
    def first(self) -> float:
        """Seconds of the first phase."""
        return self.minutes * 60

    @property
    def short(self) -> float:
        """Seconds of each other phase."""
        return max(SHORT, self.first / 10)


def plan_of(arguments: Sequence[str]) -> Plan:
    """The plan that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="of the first phase (default: 10)")
    parser.add_argument("--connections", type=int, default=32, help="callers at once (default: 32)")
    parser.add_argument("--engine", choices=NAMES, default="embedded", help="default: embedded")
    asked = parser.parse_args(arguments)
    if asked.minutes <= 0 or asked.connections < 1:
        parser.error("--minutes and --connections are to be more than 0")
    return Plan(asked.engine, asked.minutes, asked.connections)


async def soak(plan: Plan, folder: Path) -> Run:
    """All phases on a new engine. Raises Missing."""
    begun, before = datetime.now(UTC), busy()
    async with running(plan.engine, folder / "engine") as engine:
        _say(f"{plan.engine}: {engine.version}; importing")
        world = await _loaded(engine)
        limited = engine.settings | {"ORGRAPH_LIMIT_REQUESTS": str(plan.connections)}
        async with serving(limited) as served:
            _say(f"serving on port {served.port}")
            memory = Memory(served.pid, lambda: _pid_of(engine))
            client = StatusClient(served.host, served.port)
            async with client, memory.watched():
                phases, killed = await _phases(plan, engine, Load(client, mixture(world)), memory)
    return Run(
        taken=begun.isoformat(timespec="seconds"),
        engine={"name": plan.engine, "version": engine.version},
        plan={"minutes": plan.minutes, "connections": plan.connections, "busy": [before, busy()]},
        phases=phases,
        memory=memory,
        killed=killed,
    )


async def _loaded(engine: Running) -> World:
    await imported(engine, [BASE, CITY])
    async with floor_on(engine.engine.endpoint()) as floor:
        return await world_of(floor, PLACES)


async def _phases(plan: Plan, engine: Running, load: Load, memory: Memory) -> tuple[dict[str, Tally], Killed | None]:
    phases: dict[str, Tally] = {}

    async def phase(name: str, callers: int, seconds: float) -> None:
        _say(f"{name}: {callers} callers, {seconds:.0f} s")
        phases[name] = await load.stretch(callers, Tally(), _after(seconds))

    await phase("normal", plan.connections, plan.first)
    memory.mark()
    await phase("overload", plan.connections * 2, plan.short)
    await phase("settling", plan.connections, SETTLE)
    await phase("again", plan.connections, plan.short - SETTLE)
    if plan.engine != "embedded":
        return phases, None
    _say(f"killed: {plan.connections} callers, {plan.short:.0f} s and until the engine is back")
    phases["killed"], killed = await _killed(plan, engine, load)
    return phases, killed


async def _killed(plan: Plan, engine: Running, load: Load) -> tuple[Tally, Killed]:
    """Load in the middle of which the engine is killed; afterwards every whistle that was remembered is looked up."""
    tally, over = Tally(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(load.stretch(plan.connections, tally, over.is_set))
        await asyncio.sleep(plan.short / 3)
        os.kill(_pid_of(engine), signal.SIGKILL)
        acknowledged = list(load.acknowledged)
        back = await _back(tally)
        await asyncio.sleep(plan.short * 2 / 3)
        over.set()
    sought = list(dict.fromkeys([*acknowledged, *load.acknowledged])) if back is not None else []
    return tally, Killed(back, len(sought), await load.missing(sought))


async def _back(tally: Tally) -> float | None:
    """Seconds until a request that is sent from now on has been served; None if none is."""
    tally.since = time.monotonic()
    try:
        async with asyncio.timeout(PATIENCE):
            await tally.back.wait()
    except TimeoutError:
        return None
    return time.monotonic() - tally.since


def _pid_of(engine: Running) -> int:
    """The process of the engine as it is now; an embedded one that was killed has a successor. 0 if there is none."""
    folder = engine.settings.get("ORGRAPH_FOLDER")
    if folder is None:
        return engine.pid
    return int((Path(folder) / "orgraph.lock").read_text(encoding="ascii").strip() or 0)


def _after(seconds: float) -> Callable[[], bool]:
    until = time.monotonic() + seconds
    return lambda: time.monotonic() >= until


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Do what the command line asks for."""
    plan = plan_of(sys.argv[1:])
    try:
        with tempfile.TemporaryDirectory(prefix="orgraph-soak-", ignore_cleanup_errors=True) as folder:
            run = asyncio.run(soak(plan, Path(folder)))
    except Missing as missing:
        _say(f"{plan.engine}: skipped: {missing}")
        return 1
    except KeyboardInterrupt:
        _say("stopped")
        return 130
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"soak-{run.taken.replace(':', '').replace('+0000', 'Z')}.json"
    result = recorded(run)
    file.write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2))
    print(printed(result))
    print(f"benchmarks/results/{file.name}")
    return 0 if all(one["held"] for one in result["targets"]) else 1


if __name__ == "__main__":
    sys.exit(main())
