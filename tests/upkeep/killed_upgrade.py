"""
Upgrades the store in a folder and is killed in the middle of a step, as kill -9 would.

`python -m … FOLDER FORMAT` dies in the migration to that format.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from orgraph.definitions.load import load_definitions
from orgraph.domain.sealing import sealed
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.store import Store
from orgraph.rules.tasks.projecting import projected
from orgraph.services import migrations, projecting

from ..small_world import PACKS, ROOT

P = ParamSpec("P")
R = TypeVar("R")


def dying(real: Callable[P, R], calls: int) -> Callable[P, R]:
    """A function that does not come back from so many calls."""
    left = [calls]

    def die(*said: P.args, **named: P.kwargs) -> R:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*said, **named)

    return die


async def main(folder: Path, to: int) -> None:
    """Die while the third page of requests, or of tasks, is made ready."""
    definitions = load_definitions(ROOT / "schema", PACKS)
    if to == 2:
        migrations.PAGE = 10
        migrations.sealed = dying(sealed, 25)  # type: ignore[attr-defined]  # a name that it only borrows
    else:
        migrations.PAGE = 2
        projecting.projected = dying(projected, 6)  # type: ignore[attr-defined]  # as above
    async with embedded_engine(folder, linger=60) as engine, Store(engine, definitions) as store:
        await migrations.migrate(store, definitions)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
