"""Says on a terminal what is under way, once it takes more than two seconds; elsewhere it keeps silent."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import TextIO

PATIENCE = 2.0
"""Seconds that nothing is said; what is done by then needs no bar."""

_EVERY = 0.2
_BAR = 24


class Progress:
    """
    A line on stderr that a thread of its own keeps up, so that it also moves while the work computes.

    `label` gives the words; with `update` the line gets a bar, a count and a rate. Leaving wipes it away.
    """

    def __init__(self, label: Callable[[], str], stream: TextIO | None = None, patience: float = PATIENCE) -> None:
        self._label = label
        self._stream = stream or sys.stderr
        self._patience = patience
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._started = monotonic()
        self._done = 0
        self._of = 0

    def __enter__(self) -> Progress:
        self._started = monotonic()
        if self._stream.isatty():
            self._thread = threading.Thread(target=self._keep_up, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def update(self, done: int, of: int) -> None:
        """So many of so many are done."""
        self._done, self._of = done, of

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return monotonic() - self._started

    def _keep_up(self) -> None:
        if self._ended.wait(self._patience):
            return
        label = self._label()
        while not self._ended.wait(_EVERY):
            self._write(f"\r\x1b[K{label} {self._state()}")
        self._write("\r\x1b[K")

    def _state(self) -> str:
        if not self._done:
            return f"{self.seconds:.0f} s"
        rate = f"{self._done / self.seconds:,.0f}/s"
        if not self._of:
            return f"{self._done:,}  {rate}"
        full = _BAR * self._done // self._of
        return f"[{'#' * full}{'.' * (_BAR - full)}] {self._done:,}/{self._of:,}  {rate}"

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
