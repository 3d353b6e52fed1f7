"""Work that goes on by itself: each part on its own, begun again when it failed, asleep while nothing is to be done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from orgraph.domain.errors import OrgraphError, StoreUnavailable
from orgraph.domain.said import Said, said
from orgraph.graph.bell import Bell

LISTEN = 1.0
"""Seconds between two listens for the bell: so late may be noticed what this machine's processes have entered."""

LOOK = 30.0
"""Seconds after which a part looks by itself although the bell was silent."""

LOOK_ALONE = 5.0
"""The same where other processes are not heard: so late may be noticed what they have entered."""

LEAST = 1.0
"""Seconds that a part rests at least when it found nothing, and that it waits after its first failure."""

MOST = 60.0
"""Seconds that a part waits at most after failures in a row, each time twice as long as before."""

MOST_AWAY = 5.0
"""The same while the store does not answer, so that work goes on soon after it is back."""

TOLERATED = 3
"""Failures in a row after which the process no longer says that it is ready."""

_log = logging.getLogger("orgraph")


class Work(Protocol):
    """One kind of work. `failures` counts what went wrong with single things while the rest went on."""

    failures: int

    @property
    def part(self) -> str:
        """What it is: escalation, notices."""
        ...

    @property
    def target(self) -> str:
        """For whom, where there are several of a part; else nothing."""
        ...

    async def turn(self) -> int:
        """Do some of what is due. Returns how much was taken on."""
        ...

    async def rest(self) -> float:
        """Seconds until something will be due as far as is known now, if it is less than LOOK."""
        ...

    async def close(self) -> None:
        """Let go of what it holds; it may be begun again afterwards."""
        ...


@dataclass(frozen=True, slots=True)
class PartState:
    """How it stands with a part: failures so far, how many of them in a row until now, and why the last one."""

    part: str
    target: str
    failures: int
    in_a_row: int
    why: Said | str

    @property
    def name(self) -> str:
        """The part by name."""
        return f"{self.part} to {self.target}" if self.target else self.part

    @property
    def keeps_failing(self) -> bool:
        """Whether it failed so often in a row that somebody should look."""
        return self.in_a_row >= TOLERATED


@dataclass
class _Kept:
    """A part and what became of it."""

    work: Work
    rung: asyncio.Event = field(default_factory=asyncio.Event)
    failures: int = 0
    in_a_row: int = 0
    why: Said | str = ""

    def state(self) -> PartState:
        return PartState(self.work.part, self.work.target, self.failures + self.work.failures, self.in_a_row, self.why)


class Background:
    """Runs parts beside one another. None waits for another, and the failure of one is its own."""

    def __init__(self, works: Sequence[Work], bell: Bell) -> None:
        self._works = tuple(works)
        self._bell = bell
        self._kept: tuple[_Kept, ...] = ()
        self._look = LOOK if bell.reaches_others else LOOK_ALONE

    def states(self) -> tuple[PartState, ...]:
        """How it stands with each part that runs; nothing where none does."""
        return tuple(kept.state() for kept in self._kept)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. Nothing that goes wrong ends it."""
        self._kept = tuple(_Kept(work) for work in self._works)
        for kept in self._kept:
            if kept.work.target:
                _log.info("%s begins: what was entered while it was not set is not told", kept.state().name)
        listening = asyncio.create_task(self._listen())
        running = [asyncio.create_task(self._keep(kept, stop)) for kept in self._kept]
        try:
            await stop.wait()
            for kept in self._kept:
                kept.rung.set()
            await asyncio.gather(*running)
        finally:
            for task in (listening, *running):
                task.cancel()
            await asyncio.gather(listening, *running, return_exceptions=True)
            self._kept = ()

    async def once(self, part: str) -> int:
        """Do all that is due now of a part. Returns how much was taken on. Raises what goes wrong with it."""
        taken = 0
        for work in (work for work in self._works if work.part == part):
            try:
                while some := await work.turn():
                    taken += some
            finally:
                await _closed(work)
        return taken

    async def _listen(self) -> None:
        """One listener for all parts: when nothing happens, it is all that this process does."""
        heard = self._bell.heard()
        while True:
            await asyncio.sleep(LISTEN)
            now = self._bell.heard()
            if now != heard:
                heard = now
                for kept in self._kept:
                    kept.rung.set()

    async def _keep(self, kept: _Kept, stop: asyncio.Event) -> None:
        while not stop.is_set():
            kept.rung.clear()  # before the look: what is entered from here on is looked for again
            try:
                rest = await self._work_off(kept.work, stop)
                kept.in_a_row, kept.why = 0, ""
                await _waited(kept.rung, rest)
            except Exception as error:
                await self._failed(kept, error, stop)
        await _closed(kept.work)

    async def _work_off(self, work: Work, stop: asyncio.Event) -> float:
        """Do what is due. Returns the seconds to rest then; while nothing is due, that is one question to the store."""
        while (rest := await work.rest()) <= 0:
            done = 0
            while not stop.is_set() and (some := await work.turn()):
                done += some
            if not done:  # it is due, but others have it in hand
                return LEAST
        return min(rest, self._look)

    async def _failed(self, kept: _Kept, error: Exception, stop: asyncio.Event) -> None:
        """Say so, let go of what it held, and wait: longer each time, whatever the bell says."""
        kept.failures += 1
        kept.in_a_row += 1
        kept.why = reason(error)
        most = MOST_AWAY if isinstance(error, StoreUnavailable) else MOST
        pause = min(LEAST * 2 ** min(kept.in_a_row - 1, 20), most)
        report(f"{kept.state().name} failed and begins again in {pause:g} s", error)
        await _closed(kept.work)
        await _waited(stop, pause)


def reason(error: BaseException) -> Said | str:
    """Why something failed, in a line."""
    if isinstance(error, OrgraphError):
        return error.message
    return said("unforeseen", why=f"{type(error).__name__}: {error}".partition("\n")[0].rstrip(": "))


def report(what: str, error: BaseException) -> None:
    """What an operator reads: what can be expected in a line, anything unforeseen with its trace."""
    if isinstance(error, OrgraphError):
        _log.warning("%s: %s", what, error.message, extra={"fields": {"code": error.code}})
    else:
        _log.error("%s: %s", what, reason(error), exc_info=error)


async def _waited(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


async def _closed(work: Work) -> None:
    try:
        await work.close()
    except Exception as error:
        report(f"{work.part}: it did not close", error)
