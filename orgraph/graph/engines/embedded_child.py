"""The child process: an ArcadeDB that speaks Bolt on loopback and ends when nobody uses its folder any more.

Started by `launch`, with the folder as its argument and its settings as one line on standard input. It inherits the
locked descriptor of orgraph.lock and does nothing with it: holding it is the point.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from orgraph.graph.engines.endpoint import Endpoint, write_endpoint
from orgraph.graph.engines.folder import StoreFolder, open_lock, try_lock, unlock

_DATABASE = "orgraph"
_LOOK = 0.3
_STOP_WITHIN = 20.0
_LEAVE_WITHIN = 8.0


class Watch:
    """Looks whether anyone still uses the folder."""

    def __init__(self, users: int, linger: float) -> None:
        self._users = users
        self._linger = linger
        self._seen = 0
        self._free_since: float | None = None
        self._leave_at: float | None = None

    def leave_soon(self, *_: object) -> None:
        """A signal: no more lingering. Users that got the same signal are given some seconds to finish first."""
        self._linger = 0.0
        self._leave_at = time.monotonic() + _LEAVE_WITHIN

    def over(self) -> bool:
        """Whether to stop now. If nobody is left, users.lock stays ours, so that newcomers wait until we have gone."""
        now = time.monotonic()
        if self._leave_at is not None and now > self._leave_at:
            return True
        if not try_lock(self._users, shared=False):
            self._free_since = None
            return False
        visit = os.fstat(self._users).st_mtime_ns
        if self._free_since is None or visit != self._seen:
            self._free_since, self._seen = now, visit
        if now - self._free_since >= self._linger:
            return True
        unlock(self._users)
        return False


def start_server(folder: StoreFolder, settings: dict[str, Any]) -> tuple[Any, Endpoint]:
    """Start ArcadeDB and warm it up. Returns its server object and where it listens."""
    arcadedb = importlib.import_module("arcadedb_embedded")
    # The password counts only while no users are stored, and ours is new in every life.
    (folder.path / "config" / "server-users.jsonl").unlink(missing_ok=True)
    server = arcadedb.ArcadeDBServer(
        str(folder.path),
        settings["password"],
        {
            "mode": "production",
            "host": "127.0.0.1",
            "http_port": 0,
            "bolt_port": 0,
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        },
        {"heap_size": settings["heap"], "jvm_args": _machine_options(folder, settings["statement_timeout"])},
    )
    server.start()
    server._java_server.getHttpServer().stopService()  # no setting switches HTTP off
    database = server.create_database(_DATABASE)
    for _ in database.query("opencypher", "MATCH (n) WHERE n.code = $code RETURN count(n)", {"code": ""}):
        pass  # the first query costs half a second, which no user should wait for
    port = next(
        int(plugin.getPort()) for plugin in server._java_server.getPlugins() if str(plugin.getName()) == "Neo4j-Bolt"
    )
    return server, Endpoint(f"bolt://127.0.0.1:{port}", "root", settings["password"], _DATABASE, kind="embedded")


def _machine_options(folder: StoreFolder, statement_timeout: float) -> list[str]:
    return [
        "-Darcadedb.txWalFlush=2",  # fsync every commit; as a server setting it is ignored without a word
        f"-Darcadedb.server.logsDirectory={folder.log.parent}",
        f"-Darcadedb.command.timeout={round(statement_timeout * 1000)}",
        "-Djava.net.preferIPv4Stack=true",
    ]


def serve_until_unused(folder: StoreFolder, linger: float) -> None:
    """Return when nobody has used the folder for `linger` seconds, or soon after a signal to end."""
    watch = Watch(open_lock(folder.users_lock), linger)
    # After the start: the Java machine installs handlers of its own.
    signal.signal(signal.SIGTERM, watch.leave_soon)
    signal.signal(signal.SIGINT, watch.leave_soon)
    while not watch.over():
        bound_log(folder.log, sys.stdout.fileno())
        time.sleep(_LOOK)


def bound_log(log: Path, descriptor: int, limit: int = 10 * 1024 * 1024) -> None:
    """Keep what was printed to `log` under about `limit` bytes; what goes is kept once more beside it."""
    if os.fstat(descriptor).st_size > limit:
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.ftruncate(descriptor, 0)


def _end(status: int) -> NoReturn:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # the interpreter's own way out waits for ever for threads of open connections


def main() -> NoReturn:
    """Serve the folder named on the command line. Does not return."""
    line = sys.stdin.readline()
    if not line:  # whoever started us died in that moment
        _end(0)
    settings: dict[str, Any] = json.loads(line)
    folder = StoreFolder(Path(sys.argv[1]))
    os.chdir(folder.path)
    # The alarm's default action ends the process, so no hang keeps the folder locked for ever.
    signal.setitimer(signal.ITIMER_REAL, settings["start_timeout"])
    try:
        server, endpoint = start_server(folder, settings)
    except BaseException as error:
        print(type(error).__name__, *str(error).split(), file=sys.stderr)
        _end(1)
    write_endpoint(folder.endpoint_file, endpoint)
    signal.setitimer(signal.ITIMER_REAL, 0)
    serve_until_unused(folder, settings["linger"])
    folder.endpoint_file.unlink(missing_ok=True)
    signal.setitimer(signal.ITIMER_REAL, _STOP_WITHIN)
    server.stop()
    _end(0)


if __name__ == "__main__":
    main()
