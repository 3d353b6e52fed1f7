"""A bell in the folder of a store: who writes rings it, and who waits for something to do hears it without asking."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path


class Bell:
    """
    Rung by each transaction that was committed.

    With a file, all processes of this machine that use it hear one another; without, each hears itself only. To listen
    costs a look at the file's time. It is a hint: a process that dies between writing and ringing leaves it silent, so
    whoever waits also looks by itself now and then.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._rung = 0

    @property
    def reaches_others(self) -> bool:
        """Whether other processes are heard."""
        return self._file is not None

    def ring(self) -> None:
        """Something was written."""
        self._rung += 1
        if self._file is None:
            return
        now = time.time_ns()  # the machine's own stamp has the same value for some milliseconds
        with suppress(OSError):  # a hint: what was written stands without it
            try:
                os.utime(self._file, ns=(now, now))
            except FileNotFoundError:
                self._file.touch(mode=0o600)

    def heard(self) -> tuple[int, int]:
        """A value that is another one after each ring."""
        if self._file is None:
            return self._rung, 0
        try:
            return self._rung, self._file.stat().st_mtime_ns
        except OSError:
            return self._rung, 0
