"""A store that is made anew for each run of a demonstration, and is used by one process at a time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from orgraph.domain.errors import InvalidInput, StoreBusy
from orgraph.domain.said import said
from orgraph.graph.engines.folder import StoreFolder, explained, open_lock, try_lock

_LOCK = "demo.lock"
"""In the folder of a demonstration, beside its store; where there is one, the store is ours to remove."""
_STORE = "store"
_PATIENCE = 20.0
"""Seconds: longer than an engine outlives its last user as shipped."""
_POLL = 0.05


@contextmanager
def renewed_store(folder: Path) -> Iterator[Path]:
    """
    The folder of an empty store in `folder`, for this process alone until it is left; its engine lives as long.

    Raises StoreBusy while another process has it, InvalidInput for a folder with something else in it,
    EngineUnavailable where it cannot be written.
    """
    folder = folder.expanduser().absolute()
    with explained(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()) and not (folder / _LOCK).is_file():
            raise InvalidInput(said("demo-folder-anothers", folder=str(folder)), said("mend-demo-folder"))
        ours = open_lock(folder / _LOCK)
    try:
        with explained(folder):
            if not try_lock(ours, shared=False):
                raise _busy(folder)
        place = StoreFolder.at(folder / _STORE)
        _remove(place)
        place.prepare()
        users = open_lock(place.users_lock)
        try:
            try_lock(users, shared=True)  # between two commands the engine has a user: us
            yield place.path
        finally:
            os.close(users)
    finally:
        os.close(ours)


def _remove(place: StoreFolder) -> None:
    """Remove a store, once the engine of the run before has ended."""
    if not place.path.is_dir():
        return
    deadline = monotonic() + _PATIENCE
    with explained(place.path):
        engine = open_lock(place.engine_lock)
        try:
            while not try_lock(engine, shared=False):
                if monotonic() > deadline:
                    raise _busy(place.path)
                sleep(_POLL)
            shutil.rmtree(place.path)
        finally:
            os.close(engine)


def _busy(folder: Path) -> StoreBusy:
    return StoreBusy(said("demo-in-use", folder=str(folder)), said("mend-demo-in-use"))
