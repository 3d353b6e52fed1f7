"""One process that uses a store folder, for the tests to start, end and kill. Not a test.

Prints `ready PID-OF-THE-ENGINE`, then, when it writes, one line for every write that was acknowledged, and at its end
`done RECOVERIES`. It ends when its standard input is closed, leaving the store in order.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from neo4j import AsyncDriver
from neo4j.exceptions import AuthError, ServiceUnavailable, SessionExpired, TransientError

from orgraph.graph.engines.driver import driver_for
from orgraph.graph.engines.embedded import EmbeddedEngine, embedded_engine

WRITE = "MERGE (n:Written {code: $code}) ON CREATE SET n.by = $by"
LOST = (AuthError, ServiceUnavailable, SessionExpired)


async def work(folder: Path, name: str, linger: float, statement_timeout: float) -> None:
    """Use the folder until standard input is closed; write one node after another if named."""
    async with embedded_engine(folder, linger=linger, statement_timeout=statement_timeout) as engine:
        print("ready", (folder / "orgraph.lock").read_text().strip(), flush=True)
        closed = Event()
        Thread(target=wait_for_end, args=(closed,), daemon=True).start()
        recoveries = await write(engine, name, closed) if name else 0
        await asyncio.to_thread(closed.wait)
    print("done", recoveries, flush=True)


def wait_for_end(closed: Event) -> None:
    """Say when standard input is closed. In a thread that, unlike asyncio's, does not hold up a failing process."""
    sys.stdin.read()
    closed.set()


async def write(engine: EmbeddedEngine, name: str, closed: Event) -> int:
    """Write until told to end; start over with `recover` whenever the engine is lost. Returns how often it was."""
    endpoint, recoveries, number = engine.endpoint(), 0, 0
    while True:
        async with driver_for(endpoint, connection_timeout=2, retry_time=0) as driver:
            with suppress(*LOST):
                while not closed.is_set():
                    await acknowledged(driver, f"{name}-{number}", name)
                    number += 1
                return recoveries
        endpoint = await engine.recover()
        recoveries += 1


async def acknowledged(driver: AsyncDriver, code: str, name: str) -> None:
    """Write one node and say so once the server has. Two writers conflict at times; that is no loss of the engine."""
    while True:
        with suppress(TransientError):
            await driver.execute_query(WRITE, code=code, by=name, database_="orgraph")
            print(code, flush=True)
            return


def main() -> None:
    """Read the arguments and work."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default="")
    parser.add_argument("--linger", type=float, default=0.5)
    parser.add_argument("--statement-timeout", type=float, default=30.0)
    given = parser.parse_args()
    asyncio.run(work(given.folder, given.name, given.linger, given.statement_timeout))


if __name__ == "__main__":
    main()
