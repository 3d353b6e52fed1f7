"""How fast a pack is read, checked and written, and what that takes of memory: in a process of its own."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.children import run_python
from benchmarks.engines import Running
from benchmarks.processes import cpu_seconds, own_peak_megabytes
from orgraph.bootstrap import Services, open_services
from orgraph.cli.common import read_settings
from orgraph.domain.actor import Actor
from orgraph.domain.records import PART_OF
from orgraph.services.pack_planning import Prepared

Figures = dict[str, Any]


async def imported(engine: Running, folders: Sequence[Path]) -> list[Figures]:
    """Import packs in one child process. Returns for each what it took, our CPU and the engine's apart."""
    asked = [str(folder) for folder in folders]
    printed = await run_python("benchmarks.imports", [str(engine.pid), *asked], engine.settings)
    return [json.loads(line) for line in printed.splitlines() if line.startswith("{")]


async def _import_all(engine_pid: int, folders: Sequence[Path]) -> None:
    async with open_services(read_settings({})) as services:
        for manifest in services.importing.ordered(folders):
            clock = _Clock(engine_pid)
            prepared = await services.importing.prepare(Actor("bench"), manifest)
            figures = {"pack": manifest.key, **_rows(prepared), **clock.lap("prepare")}
            await services.importing.apply(Actor("bench"), prepared)
            figures |= clock.lap("apply")
            seconds = figures["prepare_seconds"] + figures["apply_seconds"]
            figures["rows_a_second"] = round(figures["rows"] / seconds) if seconds else 0
            figures["peak_megabytes"] = own_peak_megabytes()
            print(json.dumps(figures | await _size(services)), flush=True)


def _rows(prepared: Prepared) -> Figures:
    """Rows read and generated, and what they become: an area's row is a node and its PART_OF."""
    adds = {count.table: count.add for count in prepared.plan.counts}
    written = sum(adds.values())
    return {"rows": written - adds.get(PART_OF, 0), "written": written}


async def _size(services: Services) -> Figures:
    return {"statements": services.store.statements}


class _Clock:
    """Wall time and CPU of this process and the engine since the lap before."""

    def __init__(self, engine_pid: int) -> None:
        self._engine = engine_pid
        self._at = self._now()

    def _now(self) -> tuple[float, float, float]:
        return time.monotonic(), time.process_time(), cpu_seconds(self._engine)

    def lap(self, name: str) -> Figures:
        before, self._at = self._at, self._now()
        wall, ours, engine = (now - then for now, then in zip(self._at, before, strict=True))
        return {
            f"{name}_seconds": round(wall, 2),
            f"{name}_cpu_ours": round(ours, 2),
            f"{name}_cpu_engine": round(engine, 2),
        }


if __name__ == "__main__":
    asyncio.run(_import_all(int(sys.argv[1]), [Path(folder) for folder in sys.argv[2:]]))
