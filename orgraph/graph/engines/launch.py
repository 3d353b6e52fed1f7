"""Starting the child process, and saying why it did not start."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import secrets
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

import orgraph
from orgraph.domain.said import Said, said
from orgraph.graph.engines.errors import USE_NEO4J, EngineUnavailable
from orgraph.graph.engines.folder import StoreFolder, disk_full, explained, open_lock, try_lock

_WHEEL = "arcadedb_embedded"
_PACKAGE = "arcadedb-embedded"
_CHILD = "orgraph.graph.engines.embedded_child"


@dataclass(frozen=True, slots=True)
class ChildSettings:
    """What a child is started with; they hold for everyone who joins it. Times are seconds, `heap` is as for -Xmx."""

    heap: str
    linger: float
    statement_timeout: float
    start_timeout: float


def check_installed() -> None:
    """Raise EngineUnavailable where the embedded engine is not installed or cannot work."""
    if sys.platform == "win32":
        raise EngineUnavailable(said("engine-not-on-windows"), said("mend-wsl", neo4j=USE_NEO4J))
    if importlib.util.find_spec(_WHEEL) is None:
        here = f"{platform.system()} {platform.machine()}"
        raise EngineUnavailable(
            said("engine-not-installed", package=_PACKAGE, system=here),
            said("mend-install-engine", package=_PACKAGE, neo4j=USE_NEO4J),
        )


class Child:
    """A child that this process started. It outlives us when others use it."""

    def __init__(self, process: subprocess.Popen[bytes], folder: StoreFolder, settings: ChildSettings) -> None:
        self._process = process
        self._folder = folder
        self._settings = settings
        # Somebody has to collect the exit status, or a killed child stays behind as a zombie for as long as we live.
        threading.Thread(target=process.wait, name="orgraph-engine-exit", daemon=True).start()

    def ended(self) -> bool:
        """Whether it is gone."""
        return self._process.poll() is not None

    def failure(self) -> EngineUnavailable:
        """Why it is not serving, as far as its exit status and its log tell."""
        status, log = self._process.poll(), self._folder.log
        if self._folder.nearly_full():
            return disk_full(self._folder.path)
        if status is None or status == -signal.SIGALRM:
            return too_late(self._folder, self._settings.start_timeout)
        if status == -signal.SIGKILL:
            return EngineUnavailable(said("engine-killed"), said("mend-look-for-kill"))
        return EngineUnavailable(
            said("engine-did-not-start", log=last_lines(log)), said("mend-whole-log", file=str(log))
        )


def too_late(folder: StoreFolder, seconds: float) -> EngineUnavailable:
    """The failure of an engine that holds its folder and does not answer."""
    holder = _holder(folder)
    who = said("a-process", number=holder) if holder else said("an-engine")
    return EngineUnavailable(
        said("engine-silent", who=who, folder=str(folder.path), seconds=f"{seconds:g}", log=last_lines(folder.log)),
        said("mend-end-process"),
    )


def _holder(folder: StoreFolder) -> str:
    try:
        return folder.engine_lock.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def last_lines(log: Path, count: int = 3) -> str | Said:
    """The end of a log as one line."""
    try:
        text = log.read_bytes()[-8192:].decode("utf-8", "replace")
    except OSError:
        return said("no-log")
    lines = [line.strip()[:300] for line in text.splitlines() if line.strip()]
    return " | ".join(lines[-count:]) or said("empty-log")


def launch_if_free(folder: StoreFolder, settings: ChildSettings) -> Child | None:
    """Start a child unless one lives. The child inherits the descriptor of the lock and holds it as long as it lives.

    Blocks for some milliseconds, on purpose: there is no moment between lock and child at which a Ctrl-C could cut.
    """
    with explained(folder.path):
        lock = open_lock(folder.engine_lock)
        try:
            if not try_lock(lock, shared=False):
                return None
            if folder.nearly_full():
                raise disk_full(folder.path)
            folder.endpoint_file.unlink(missing_ok=True)  # of a child that was killed
            return Child(_spawn(folder, settings, lock), folder, settings)
        finally:
            os.close(lock)


def _spawn(folder: StoreFolder, settings: ChildSettings, lock: int) -> subprocess.Popen[bytes]:
    if folder.log.exists():
        folder.log.replace(folder.log.with_suffix(".log.1"))
    with os.fdopen(os.open(folder.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", _CHILD, str(folder.path)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            pass_fds=(lock,),
            start_new_session=True,  # Ctrl-C in our terminal is not for it
            umask=0o077,
            env=_environment(),
        )
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{process.pid}\n".encode(), 0)
    _tell(process, json.dumps({**asdict(settings), "password": secrets.token_urlsafe(24)}))
    return process


def _tell(process: subprocess.Popen[bytes], line: str) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(line.encode() + b"\n")
        process.stdin.close()
    except BrokenPipeError:  # it has ended already; its log says why
        pass


def _environment() -> dict[str, str]:
    """Ours, with the place we were imported from, as a checkout need not be installed.

    The locale is fixed: under another one Java cannot open a folder with a Chinese name.
    """
    here = str(Path(orgraph.__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH", ""), here]))
    return {**os.environ, "PYTHONPATH": path, "LC_ALL": "C.UTF-8"}
