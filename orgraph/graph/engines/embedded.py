"""The embedded engine: one child process for all processes that use a folder.

Whoever enters takes a shared lock on users.lock first. Then either the exclusive lock on orgraph.lock is free, and a
child is started that inherits it, or a child lives, and endpoint.json says where. The child ends itself when it can
have users.lock exclusively. No process owns the child, so none takes it from the others by ending.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

from orgraph.domain.said import said
from orgraph.graph.engines.driver import signs_in
from orgraph.graph.engines.endpoint import Endpoint, read_endpoint
from orgraph.graph.engines.errors import EngineUnavailable
from orgraph.graph.engines.folder import StoreFolder, explained, open_lock, try_lock
from orgraph.graph.engines.launch import Child, ChildSettings, check_installed, launch_if_free, too_late

_POLL = 0.03


class EmbeddedEngine:
    """A store folder in use by this process; made by `embedded_engine`."""

    def __init__(self, folder: StoreFolder, settings: ChildSettings) -> None:
        self._folder = folder
        self._settings = settings

    @property
    def folder(self) -> Path:
        """Where the store's files are."""
        return self._folder.path

    @property
    def bell(self) -> Path:
        """Rung by whoever writes to the folder's store."""
        return self._folder.bell

    def endpoint(self) -> Endpoint:
        """The child as it stands in endpoint.json now. Raises EngineUnavailable when there is none: then `recover`."""
        endpoint = read_endpoint(self._folder.endpoint_file)
        if endpoint is None:
            raise EngineUnavailable(said("engine-between-lives", folder=str(self.folder)), said("mend-try-again"))
        return endpoint

    async def recover(self) -> Endpoint:
        """Join the living child or start a new one. Returns a server that has just answered a sign-in.

        For the store to call when a statement met AuthError (a child that stops refuses sign-ins) or
        ServiceUnavailable. Many tasks may call at once. Raises EngineUnavailable after `start_timeout` seconds.
        """
        deadline = monotonic() + self._settings.start_timeout
        child: Child | None = None
        while True:
            child = child or launch_if_free(self._folder, self._settings)
            endpoint = read_endpoint(self._folder.endpoint_file)
            if endpoint is not None and await signs_in(endpoint):
                return endpoint
            self._give_up(child, deadline)
            await asyncio.sleep(_POLL)

    def _give_up(self, child: Child | None, deadline: float) -> None:
        late = monotonic() > deadline
        if child is None:
            if late:
                raise too_late(self._folder, self._settings.start_timeout)
        elif late or child.ended():
            raise child.failure()


@asynccontextmanager
async def embedded_engine(
    folder: Path,
    *,
    heap: str = "512m",
    linger: float = 15.0,
    statement_timeout: float = 30.0,
    start_timeout: float = 60.0,
) -> AsyncIterator[EmbeddedEngine]:
    """Use the store in `folder`, which is made if missing; the engine answers sign-ins on entry.

    `linger` is how many seconds the child stays after its last user, `statement_timeout` how many a statement may
    take; with `heap` they are the child's, so those of the process that happened to start it hold for all.
    Raises EngineUnavailable with a remedy: not installed, folder or disk refuse, no answer within `start_timeout`.
    """
    check_installed()
    settings = ChildSettings(heap, linger, statement_timeout, start_timeout)
    place = StoreFolder.at(folder)
    place.prepare()
    with explained(place.path):
        users = open_lock(place.users_lock)
    try:
        await _take_part(users, place, start_timeout)
        engine = EmbeddedEngine(place, settings)
        await engine.recover()
        yield engine
    finally:
        os.close(users)


async def _take_part(users: int, place: StoreFolder, patience: float) -> None:
    """Share users.lock. Only a child on its way out holds it against us, and it takes a moment."""
    deadline = monotonic() + patience
    with explained(place.path):
        while not try_lock(users, shared=True):
            if monotonic() > deadline:
                raise too_late(place, patience)
            await asyncio.sleep(_POLL)
        os.utime(users)  # a visit shorter than the child's look-out counts as well
