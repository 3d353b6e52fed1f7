"""
Several processes that answer on one socket, for machines with several cores.

The parent binds the socket and answers nothing itself. Each worker is `python -m orgraph.api.transport.workers` with
the socket handed down; its standard input is one end of a pair that carries all there is to say: a line with what to
do goes down, a line that it answers, or why not, comes up, and the end of either side shows at the other, however it
came about.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

import orgraph
from orgraph.api.transport.logs import LOGGER, log_to_stderr
from orgraph.api.transport.server import GRACE, address_of, listen, new_loop, serve_on, told_to_end
from orgraph.bootstrap import open_services
from orgraph.domain.errors import OrgraphError
from orgraph.domain.said import said
from orgraph.settings import Settings, shipped_words

TRIES = 3
"""Starts in a row that may fail before all is given up."""

BACK_OFF = 0.3
"""Seconds until a worker that has ended is replaced; twice as many after each start that failed."""

LEAVE = 5
"""Seconds that a worker has to close its store, after those for its requests."""

_READY = "ready"
_CHANNEL = 0  # standard input

_log = logging.getLogger(LOGGER)


class WorkersFailed(OrgraphError):
    """Workers do not come up."""

    code = "workers_failed"


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is told: the number of its socket, how rarely to look for garbage, and all settings."""

    listener: int
    garbage: Sequence[int]
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker as its parent sees it."""

    process: subprocess.Popen[bytes]
    channel: socket.socket

    async def says(self) -> str:
        """The line that it has to say, nothing when it has ended."""
        with suppress(OSError):  # it ended before it had read what to do
            return (await asyncio.get_running_loop().sock_recv(self.channel, 4096)).decode().strip()
        return ""

    async def ended(self) -> int:
        """Wait until it has ended. Returns its exit status."""
        while await self.says():
            pass
        return await asyncio.to_thread(self.process.wait)

    async def end(self) -> None:
        """Tell it to end and wait until it has, at most as long as its requests may take; then kill it."""
        self.process.terminate()
        try:
            async with asyncio.timeout(GRACE + LEAVE):
                await self.ended()
        except TimeoutError:
            self.process.kill()
            await self.ended()


class Crew:
    """As many workers as asked for, each replaced when it ends."""

    def __init__(self, settings: Settings, listener: socket.socket, on_ready: Callable[[], None]) -> None:
        self._settings = settings
        self._listener = listener
        self._on_ready = on_ready
        self._living: set[Worker] = set()
        self._told = asyncio.Event()

    def tell(self, number: int) -> None:
        """A signal: end. A second Ctrl-C no longer waits for requests under way, as with a single process."""
        if self._told.is_set() and number == signal.SIGINT:
            for worker in self._living:
                worker.process.kill()
        self._told.set()

    async def serve(self, count: int) -> None:
        """Serve until told to end. Raises WorkersFailed."""
        answering = [asyncio.Event() for _ in range(count)]
        seats = [asyncio.create_task(self._keep(event)) for event in answering]
        others = [asyncio.create_task(self._told.wait()), asyncio.create_task(self._wait_for(answering))]
        try:
            await asyncio.wait([others[0], *seats], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._listener.close()  # once the workers have closed theirs, newcomers are refused and not left waiting
            for task in (*seats, *others):
                task.cancel()
            results = await asyncio.gather(*seats, return_exceptions=True)
            await asyncio.gather(*(worker.end() for worker in self._living))
        for failure in results:
            if isinstance(failure, Exception):
                raise failure

    async def _wait_for(self, answering: Sequence[asyncio.Event]) -> None:
        for event in answering:
            await event.wait()
        self._on_ready()

    async def _keep(self, answering: asyncio.Event) -> None:
        """Keep one worker up until cancelled. Raises WorkersFailed after too many starts in a row that failed."""
        failed = 0
        while True:
            worker = start(self._settings, self._listener)
            self._living.add(worker)
            told = await worker.says()
            if told == _READY:
                failed = 0
                answering.set()
            status = await worker.ended()
            worker.channel.close()
            self._living.discard(worker)
            _log.warning("worker ended", extra={"fields": {"process": worker.process.pid, "exit": status}})
            if told != _READY:
                failed += 1
            if failed == TRIES:
                raise _gave_up(told, status)
            await asyncio.sleep(BACK_OFF * 2**failed)


async def serve_by_workers(settings: Settings, count: int, on_ready: Callable[[str], None]) -> None:
    """
    Serve by `count` processes until SIGINT or SIGTERM, then let requests under way end.

    The store is to be open already, so that what is wrong with it has been told once. `on_ready` is called with the
    address when all workers answer. Raises AddressRefused and WorkersFailed.
    """
    listener = listen(settings.host, settings.port)
    address = address_of(listener)
    log_to_stderr()
    crew = Crew(settings, listener, lambda: on_ready(address))
    with told_to_end(crew.tell):
        await crew.serve(count)


def start(settings: Settings, listener: socket.socket) -> Worker:
    """Start one worker on the socket."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=theirs.fileno(),
            pass_fds=(listener.fileno(),),
            start_new_session=True,  # Ctrl-C in our terminal is told by us, once, also to one that has just begun
            env=_environment(),
        )
    job = Job(listener.fileno(), gc.get_threshold(), settings.model_dump())
    with suppress(BrokenPipeError):  # it has ended already
        ours.sendall(json.dumps(asdict(job), default=_plain).encode() + b"\n")
    ours.setblocking(False)
    return Worker(process, ours)


def _environment() -> dict[str, str]:
    """Ours, with the place we were imported from, as a checkout need not be installed."""
    here = str(Path(orgraph.__file__).resolve().parents[1])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH", ""), here]))}


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def _gave_up(told: str, status: int) -> WorkersFailed:
    why = told or said("exit-status", status=status)
    return WorkersFailed(said("worker-did-not-start", tries=TRIES, why=why), said("mend-look-at-log"))


async def _work(job: Job) -> None:
    """Serve until told to end, or until the parent has gone."""
    settings = Settings(**job.settings)
    asyncio.get_running_loop().add_reader(_CHANNEL, signal.raise_signal, signal.SIGTERM)
    async with open_services(settings) as services:
        await serve_on(socket.socket(fileno=job.listener), services, lambda: _say(_READY))


def _say(line: str) -> None:
    with suppress(OSError):  # the parent has gone, which the reader has noticed as well
        os.write(_CHANNEL, f"{line}\n".encode())


def main() -> None:
    """The program of a worker."""
    line = sys.stdin.readline()
    if not line:  # whoever started us died in that moment
        return
    job = Job(**json.loads(line))
    gc.set_threshold(*job.garbage)
    log_to_stderr()
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(_work(job))
    except OrgraphError as error:
        words = shipped_words(str(job.settings["lang"]))
        told = said("two-clauses", one=error.message, other=error.remedy) if error.remedy else error.message
        _say(words.say(told))
        sys.exit(1)
    except Exception as error:
        _log.exception("worker failed")
        _say(f"{type(error).__name__}: {error}".partition("\n")[0])
        sys.exit(1)


if __name__ == "__main__":
    main()
