"""Starting workers and looking at processes from outside, with every wait bounded. Not a test."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40.0


class Worker:
    """A process that runs worker.py; killed at the end of the `with` if it has not ended."""

    def __init__(
        self, folder: Path, name: str = "", *, linger: float = 0.5, statement_timeout: float = 30.0, locale: str = ""
    ) -> None:
        self._out = folder.parent / f"worker-{time.monotonic_ns()}.out"
        environment = {**os.environ, "PYTHONPATH": str(ROOT)} | ({"LC_ALL": locale} if locale else {})
        given = [f"--name={name}", f"--linger={linger}", f"--statement-timeout={statement_timeout}"]
        with self._out.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("worker.py")), str(folder), *given],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=out,
                env=environment,
            )
        self.pid = self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def lines(self) -> list[str]:
        """What it has printed, complete lines only."""
        return self._out.read_text().split("\n")[:-1]

    def engine_pid(self) -> int:
        """Wait until it uses the store; the process id of the engine it found there."""
        until(lambda: self._process.poll() is not None or any(line.startswith("ready") for line in self.lines()))
        ready = [line for line in self.lines() if line.startswith("ready")]
        assert ready, f"the worker did not get ready: {self._out.read_text()[-2000:]}"
        return int(ready[0].split()[1])

    def written(self) -> list[str]:
        """The codes whose writing was acknowledged to it so far."""
        return [line for line in self.lines() if "-" in line and " " not in line]

    def writes_on(self, more: int = 30) -> None:
        """Wait until so many further writes were acknowledged."""
        before = len(self.written())
        until(lambda: self._process.poll() is not None or len(self.written()) >= before + more)
        assert len(self.written()) >= before + more, f"it stopped writing: {self._out.read_text()[-2000:]}"

    def end(self) -> int:
        """Let it end in order. Returns how often it had to recover."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.wait(PATIENCE) == 0, self._out.read_text()[-2000:]
        return int(self.lines()[-1].split()[1])

    def kill(self) -> None:
        """End it with kill -9."""
        self._process.kill()
        self._process.wait(PATIENCE)
        if self._process.stdin is not None:
            self._process.stdin.close()


def until(condition: Callable[[], bool], within: float = PATIENCE) -> float:
    """Wait for it. Returns the seconds it took; fails when it takes longer than `within`."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < within, f"waited {within} s in vain"
        time.sleep(0.02)
    return time.monotonic() - start


def alive(pid: int) -> bool:
    """Whether this process still does anything; one that only waits to be collected does not."""
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat")
        # It may go at any moment between the look for its file and the reading of it: both say that it has gone.
        return not Path("/proc/self/stat").exists() or status.read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (ProcessLookupError, FileNotFoundError):
        return False
