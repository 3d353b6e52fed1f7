"""
A process that works on a store folder, for tests to start and to kill. Not a test.

    import PACK... --batch N --die-after ROWS    import, N rows at a time; kill -9 once so many are written
    blow KEY=TEXT=COUNT...                       blow whistles; prints `called KEY TASK` for each that was acknowledged
    act KEY=COUNT...                             carry tasks on; prints `acted TASK VERSION ACTION` for each acknowledged

`--race` waits for a line on standard input after `ready`, so that several begin at the same moment.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from orgraph.bootstrap import Services, open_services
from orgraph.domain.action import ActionRequest
from orgraph.domain.errors import IdempotencyConflict, StoreBusy, StoreUnavailable
from orgraph.domain.whistle import Whistle
from orgraph.services import importing
from orgraph.settings import Settings
from tests.clock import FixedClock
from tests.small_world import SMALL, TESTER

Answer = TypeVar("Answer")

PLACES = ("南河社区居民委员会", "滨江社区", "北塔社区", "光明社区", "东村")


def opened(folder: Path) -> AbstractAsyncContextManager[Services]:
    """Services of the small world in this folder. Whoever looks what is left finds the engine that was there last."""
    return open_services(Settings(folder=folder, seeds_dir=SMALL, linger=5, actor=TESTER.id), clock=FixedClock())


async def load(given: argparse.Namespace) -> None:
    """Import, and die as told."""
    importing.ONE_TRANSACTION = given.batch
    importing.BATCH = given.batch

    def watch(done: int, of: int) -> None:
        print("rows", done, of, flush=True)
        if given.die_after and done >= given.die_after:
            os.kill(os.getpid(), signal.SIGKILL)

    async with opened(given.folder) as services:
        await start(given)
        for manifest in services.importing.ordered([SMALL / name for name in given.words]):
            prepared = await services.importing.prepare(TESTER, manifest)
            done = await services.importing.apply(TESTER, prepared, progress=watch)
            print("imported", manifest.key, done.written, flush=True)


async def blow(given: argparse.Namespace) -> None:
    """Blow whistles one after the other; what was not acknowledged is blown again under the same key."""
    async with opened(given.folder) as services:
        await start(given)
        for key, text, count in (word.split("=") for word in given.words):
            for number in range(int(count)):
                place, one = PLACES[number % len(PLACES)], f"{key}-{number}"
                print("called", one, await acknowledged(services, place, one, text), flush=True)


async def acknowledged(services: Services, place: str, key: str, text: str) -> str:
    """The task of a whistle, once the store has it; `conflict` where the key stands for another body."""
    whistle = Whistle(f"河东区/{place}", "township-deputy", "daily-work", "邻里纠纷", key, text)
    while True:
        try:
            return (await services.dispatch.blow(TESTER, whistle)).task.id
        except IdempotencyConflict as conflict:
            return f"conflict:{conflict.task}"
        except StoreUnavailable:
            await asyncio.sleep(0.1)


LEAD = "qingshi:housing-hedong"
TURNS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("sign-in", LEAD, {}),
    ("note", LEAD, {"text": "在路上"}),
    ("submit", LEAD, {"text": "已修复"}),
    ("verify", "township-head@990102001000", {"passed": False}),
    ("note", LEAD, {"text": "返工"}),
    ("submit", LEAD, {"text": "再次提交"}),
    ("verify", "township-head@990102001000", {"passed": True}),
    ("close", "township-head@990102001000", {}),
)
"""What becomes of each task."""


async def act(given: argparse.Namespace) -> None:
    """Carry tasks from their call to their end; what was not acknowledged is done again under the same key."""
    async with opened(given.folder) as services:
        await start(given)
        for key, count in (word.split("=") for word in given.words):
            for number in range(int(count)):
                whistle = Whistle(
                    "990102001001",
                    "township-head@990102001000",
                    "emergency",
                    "路面塌陷",
                    f"{key}-{number}",
                    "桥头塌了",
                    again=True,
                )
                task = (await patiently(partial(services.dispatch.blow, TESTER, whistle))).task.id
                for version, (action, by, said) in enumerate(TURNS, 2):
                    one = f"{key}-{number}-{version}"
                    request = ActionRequest(task, action, by, one, version, **said)
                    done = await patiently(partial(services.actions.act, TESTER, request))
                    print("acted", task, done.task.version, action, flush=True)


async def patiently(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """The answer, once the store is there to give it."""
    while True:
        try:
            return await ask()
        except (StoreUnavailable, StoreBusy):
            await asyncio.sleep(0.1)


async def start(given: argparse.Namespace) -> None:
    """Say that all is ready, and wait for the others."""
    print("ready", flush=True)
    if given.race:
        await asyncio.to_thread(sys.stdin.readline)


def main() -> None:
    """Read the arguments and work."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("what", choices=["import", "blow", "act"])
    parser.add_argument("words", nargs="+")
    parser.add_argument("--batch", type=int, default=20_000)
    parser.add_argument("--die-after", type=int, default=0)
    parser.add_argument("--race", action="store_true")
    given = parser.parse_args()
    asyncio.run({"import": load, "blow": blow, "act": act}[given.what](given))


if __name__ == "__main__":
    main()
