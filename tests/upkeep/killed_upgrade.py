"""Upgrades the store in a folder and is killed in the middle of a step, as kill -9 would: `python -m … FOLDER`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from orgraph.definitions.load import load_definitions
from orgraph.domain.sealing import Seal, sealed
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.store import Store
from orgraph.services import migrations

from ..small_world import PACKS, ROOT


async def main(folder: Path) -> None:
    """Die while the third page of requests is made ready."""
    definitions = load_definitions(ROOT / "schema", PACKS)
    real, left = sealed, [25]

    def dying(digest: str, salt: str) -> Seal:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(digest, salt)

    migrations.PAGE = 10
    migrations.sealed = dying  # type: ignore[attr-defined]  # a name that it only borrows
    async with embedded_engine(folder, linger=60) as engine, Store(engine, definitions) as store:
        await migrations.migrate(store, definitions)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
