"""Processes of ours that are measured from outside."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMPORT_WITHIN = 900.0
START_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Serving:
    """`orgraph serve`: its process and where it listens."""

    pid: int
    host: str
    port: int


async def run_python(module: str, arguments: Sequence[str], settings: Mapping[str, str]) -> str:
    """What a module run as a program printed. Raises RuntimeError with its complaint if it failed."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        cwd=ROOT,
        env=_environment(settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        printed, complaint = await asyncio.wait_for(child.communicate(), IMPORT_WITHIN)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        raise RuntimeError(f"{module} failed: {complaint.decode()[-2000:]}")
    return printed.decode()


@asynccontextmanager
async def serving(settings: Mapping[str, str], workers: int = 1) -> AsyncIterator[Serving]:
    """The service as people run it, on a free port; its log goes nowhere, writing it is part of what it takes."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "orgraph.cli.main", "serve", "--port", "0", "--workers", str(workers)),
        cwd=ROOT,
        env=_environment(settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        host, port = await asyncio.wait_for(_address(child), START_WITHIN)
        yield Serving(child.pid, host, port)
    finally:
        if child.returncode is None:
            child.terminate()
            await child.wait()


async def _address(child: asyncio.subprocess.Process) -> tuple[str, int]:
    assert child.stdout is not None
    async for line in child.stdout:
        if found := re.search(r"http://([0-9.]+):(\d+)", line.decode()):
            return found[1], int(found[2])
    raise RuntimeError("orgraph serve ended before it answered")


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "ORGRAPH_LINGER": "0", **settings}
