"""What a soak found: memory, times and errors of each phase, and whether they are as they ought to be."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import table
from benchmarks.soak_load import REFUSED, UNAVAILABLE, Histogram, Tally

GROWTH = 1.15
GROWTH_MEGABYTES = 20
SLOWER = 2.0
BACK_WITHIN = 60.0

_EVERY = 1.0
_ROW = "{:<10}{:<13}{:>9}{:>9}{:>9}{:>9}"
_HEAD = ("phase", "kind", "requests", "p50 ms", "p99 ms", "req/s")


@dataclass(frozen=True, slots=True)
class Held:
    """The memory that server and engine held at one time, in MB."""

    second: float
    server: float
    engine: float


class Memory:
    """Looks every second at what the two processes hold."""

    def __init__(self, server: int, engine: Callable[[], int]) -> None:
        self._server = server
        self._engine = engine
        self._begun = time.monotonic()
        self._marked = 0
        self.samples: list[Held] = []

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Look meanwhile, and once more at the end."""
        looking = asyncio.create_task(self._look_on())
        try:
            yield
            self._look()
        finally:
            looking.cancel()

    def mark(self) -> None:
        """The first phase has ended."""
        self._marked = len(self.samples)

    @property
    def base(self) -> Held:
        """What they held after a fifth of the first phase."""
        return self.samples[self._marked // 5]

    async def _look_on(self) -> None:
        while True:
            self._look()
            await asyncio.sleep(_EVERY)

    def _look(self) -> None:
        second = round(time.monotonic() - self._begun, 1)
        self.samples.append(Held(second, _megabytes(self._server), _megabytes(self._engine())))


@dataclass(frozen=True, slots=True)
class Killed:
    """
    What came of killing the engine: seconds until the first success, whistles looked up, and those of them not found.

    None for the seconds: it did not come back, and nothing was looked up.
    """

    seconds: float | None
    sought: int
    lost: list[str]


@dataclass(frozen=True, slots=True)
class Run:
    """A whole soak; `killed` is None where no engine may be killed."""

    taken: str
    engine: dict[str, str]
    plan: dict[str, Any]
    phases: dict[str, Tally]
    memory: Memory
    killed: Killed | None


def recorded(run: Run) -> dict[str, Any]:
    """The run as the JSON has it."""
    return {
        "taken": run.taken,
        "engine": run.engine,
        **run.plan,
        "phases": {name: _phase(tally) for name, tally in run.phases.items()},
        "killed": asdict(run.killed) if run.killed else None,
        "memory": [[held.second, held.server, held.engine] for held in run.memory.samples],
        "targets": list(_targets(run)),
    }


def printed(result: dict[str, Any]) -> str:
    """The record as people read it."""
    lines = [_ROW.format(*_HEAD)]
    for name, phase in result["phases"].items():
        for row in phase["rows"]:
            times = f"{row['p50_ms']:.1f}", f"{row['p99_ms']:.1f}", f"{row['per_second']:.1f}"
            lines.append(_ROW.format(name, row["kind"], row["requests"], *times))
        lines += [f"{name}: {number} × {text}" for text, number in phase["failures"].items()]
    (_, *first), (_, *last) = result["memory"][0], result["memory"][-1]
    for who, begun, ended, most in zip(("server", "engine"), first, last, _most(result["memory"]), strict=True):
        lines.append(f"memory of the {who}: {begun:.0f} MB, at the end {ended:.0f} MB, at most {most:.0f} MB")
    if result["killed"] is None:
        lines.append("not tried: killing the engine, which is for the embedded one only")
    return "\n".join([*lines, table.printed({"engines": {}, "targets": result["targets"]})])


def _most(samples: list[list[float]]) -> tuple[float, float]:
    return max(server for _, server, _ in samples), max(engine for _, _, engine in samples)


def _phase(tally: Tally) -> dict[str, Any]:
    named = {**dict(sorted(tally.served.items())), "all served": tally.all_served(), **tally.turned_away}
    rows = [_row(name, times, tally.seconds) for name, times in named.items()]
    return {"seconds": round(tally.seconds, 1), "rows": rows, "failures": dict(tally.failures)}


def _row(kind: str, times: Histogram, seconds: float) -> dict[str, Any]:
    p50, p99 = (round(times.quantile(part) * 1000, 1) for part in (0.5, 0.99))
    per_second = round(times.count / seconds, 1)
    return {"kind": kind, "requests": times.count, "p50_ms": p50, "p99_ms": p99, "per_second": per_second}


def _targets(run: Run) -> Iterator[dict[str, Any]]:
    normal, overload, again = (run.phases[name] for name in ("normal", "overload", "again"))
    base, last = run.memory.base.server, run.memory.samples[-1].server
    most = round(base * GROWTH + GROWTH_MEGABYTES)
    yield _target("memory is flat, MB of the server at the end", round(last), f"≤ {most}", last <= most)
    yield _without_errors("normal: errors", normal)
    yield _without_errors("overload: errors that are no refusals", overload, REFUSED)
    refused = overload.count(REFUSED)
    yield _target("overload: refusals", refused, "≥ 1", refused > 0)
    yield _without_errors("settling: errors that are no refusals", run.phases["settling"], REFUSED)
    yield _without_errors("again: errors", again)
    slower = round(again.all_served().quantile(0.99) / max(normal.all_served().quantile(0.99), 1e-6), 2)
    yield _target("again: p99 by that of the first phase", slower, f"≤ {SLOWER}", slower <= SLOWER)
    if run.killed is not None:
        yield from _of_kill(run.phases["killed"], run.killed)


def _of_kill(tally: Tally, killed: Killed) -> Iterator[dict[str, Any]]:
    yield _without_errors("killed: errors that do not say that the store is unavailable", tally, UNAVAILABLE)
    seconds = "never" if killed.seconds is None else round(killed.seconds, 1)
    back = killed.seconds is not None and killed.seconds <= BACK_WITHIN
    yield _target("killed: seconds until the first success", seconds, f"≤ {BACK_WITHIN:.0f}", back)
    lost = len(killed.lost)
    yield _target(f"killed: acknowledged whistles lost of {killed.sought}", lost, "0", not lost and killed.sought > 0)


def _without_errors(what: str, tally: Tally, allowed: str = "") -> dict[str, Any]:
    """Of errors counts whatever was not served, but for the one way of being turned away that is allowed."""
    others = sum(tally.count(outcome) for outcome in (REFUSED, UNAVAILABLE) if outcome != allowed)
    errors = tally.failures.total() + others
    return _target(what, errors, "0", errors == 0 and tally.all_served().count > 0)


def _target(what: str, measured: object, wanted: str, held: bool) -> dict[str, Any]:
    return {"target": what, "measured": measured, "wanted": wanted, "held": held}


def _megabytes(pid: int) -> float:
    """Memory that a process holds now; 0 if it is gone or there is no /proc to tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)
