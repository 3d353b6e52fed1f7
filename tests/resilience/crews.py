"""Starting helpers and looking after them, with every wait bounded. Not a test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Self

from ..engines.processes import PATIENCE, until
from ..small_world import ROOT


class Helper:
    """A process that runs helper.py; killed at the end of the `with` if it has not ended."""

    def __init__(self, folder: Path, *words: str) -> None:
        self._out = folder.parent / f"{'-'.join(words).replace('/', '-')[:60]}-{os.urandom(3).hex()}.out"
        with self._out.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.resilience.helper", str(folder), *words],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=out,
                cwd=ROOT,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def lines(self, beginning: str) -> list[list[str]]:
        """What it has printed so far after a word, complete lines only."""
        lines = self._out.read_text(encoding="utf-8").split("\n")[:-1]
        return [line.split()[1:] for line in lines if line.startswith(beginning)]

    def told(self, beginning: str, times: int = 1) -> None:
        """Wait until it has printed so many lines of a kind."""
        until(lambda: self.ended() or len(self.lines(beginning)) >= times)
        assert len(self.lines(beginning)) >= times, self._out.read_text(encoding="utf-8")[-2000:]

    def go(self) -> None:
        """Let it begin."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()

    def ended(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        return self._process.wait(PATIENCE)

    def finish(self) -> None:
        """Wait for its end, which must be an orderly one."""
        assert self.wait() == 0, self._out.read_text(encoding="utf-8")[-2000:]

    def kill(self) -> None:
        """End it with kill -9."""
        self._process.kill()
        self._process.wait(PATIENCE)
        if self._process.stdin is not None:
            self._process.stdin.close()
