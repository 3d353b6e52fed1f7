"""The folder of an embedded store: its files, its locks, and what the operating system may refuse about them."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from orgraph.domain.said import said
from orgraph.domain.system import system_says
from orgraph.graph.engines.errors import USE_NEO4J, EngineUnavailable

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LEAST_FREE = 64 * 1024 * 1024
"""Bytes: with less, the engine may not even write its own log when it fails."""

_ANOTHER = said("mend-another-folder", neo4j=USE_NEO4J)
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT}
_NO_FOLDER = {errno.ENOTDIR, errno.EEXIST}
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """The names of the files where processes meet. Lock files stay for ever: a lock is on the file, not its name."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> StoreFolder:
        """The folder at this path, whichever folder we may work in later."""
        return cls(path.expanduser().absolute())

    @property
    def users_lock(self) -> Path:
        """Shared by every process that uses the store; the child takes it exclusively when nobody is left."""
        return self.path / "users.lock"

    @property
    def engine_lock(self) -> Path:
        """Held exclusively exactly as long as a child lives; its text is the child's process id."""
        return self.path / "orgraph.lock"

    @property
    def endpoint_file(self) -> Path:
        """Where the living child listens, with its password."""
        return self.path / "endpoint.json"

    @property
    def bell(self) -> Path:
        """An empty file; its time is that of the last transaction."""
        return self.path / "written"

    @property
    def log(self) -> Path:
        """What the child and its virtual machine print; the life before is beside it as engine.log.1."""
        return self.path / "log" / "engine.log"

    def prepare(self) -> None:
        """Make the folder, for its owner alone. Raises EngineUnavailable where it cannot be written."""
        with explained(self.path):
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            about = self.path.stat()
            if about.st_mode & 0o077 and about.st_uid == os.geteuid():
                self.path.chmod(0o700)
            self.log.parent.mkdir(mode=0o700, exist_ok=True)

    def nearly_full(self) -> bool:
        """Whether the disk has too little room left for an engine to start."""
        return shutil.disk_usage(self.path).free < LEAST_FREE


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the operating system refuses about this folder into an EngineUnavailable."""
    try:
        yield
    except OSError as error:
        raise _explain(folder, error) from error


def _explain(folder: Path, error: OSError) -> EngineUnavailable:
    if error.errno in _REFUSED:
        return EngineUnavailable(said("folder-not-ours", folder=str(folder)), said("mend-own-folder", another=_ANOTHER))
    if error.errno in _FULL:
        return disk_full(folder)
    if error.errno in _NO_FOLDER:
        return EngineUnavailable(said("folder-is-none", folder=str(folder)), _ANOTHER)
    if error.errno in _NO_LOCKS:
        return EngineUnavailable(said("folder-no-locks", folder=str(folder)), said("mend-local-disk", neo4j=USE_NEO4J))
    return EngineUnavailable(said("folder-unusable", folder=str(folder), why=system_says(error)), _ANOTHER)


def disk_full(folder: Path) -> EngineUnavailable:
    """The failure of a folder whose disk has no room left."""
    return EngineUnavailable(said("disk-full", folder=str(folder)), said("mend-free-disk", another=_ANOTHER))


def open_lock(path: Path) -> int:
    """A descriptor to lock on; close it to let go. It does not pass to programs we start (PEP 446)."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def try_lock(descriptor: int, *, shared: bool) -> bool:
    """Take the lock now or not at all. Raises OSError where the file system has no locks."""
    if fcntl is None:
        raise OSError(errno.ENOSYS, "no flock on this system")
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def unlock(descriptor: int) -> None:
    """Let go of the lock and keep the descriptor."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
