"""Who is answered now and who waits: so many at once, and a line of bounded length behind them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from orgraph.api.transport.http import Refused
from orgraph.domain.said import said

if TYPE_CHECKING:
    from orgraph.settings import Settings

SHARE = 0.5
"""Of its time a request may wait: what got its turn with nothing left would be asked for nothing."""

BODIES = 64
"""Bodies of the greatest size that may be held at once, of those that are read, wait or are answered."""


class Turns:
    """Gives turns in the order of asking."""

    def __init__(self, settings: Settings) -> None:
        self._free = settings.limit_requests
        self._longest = settings.limit_waiting
        self._patience = settings.limit_seconds * SHARE
        self._line: deque[asyncio.Future[None]] = deque()
        self._most_bytes = BODIES * settings.limit_body
        self._bytes = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[bool]:
        """
        Wait for a turn and have it for the time inside; whether it had to wait.

        Raises Refused (429) if the line is full, or if waiting takes more than its share of the request's own time.
        """
        waited = self._free == 0
        if waited:
            await self._wait()
        else:
            self._free -= 1
        try:
            yield waited
        finally:
            self._next()

    @contextmanager
    def held(self) -> Iterator[Held]:
        """Account for a body for the time inside."""
        held = Held(self)
        try:
            yield held
        finally:
            self._bytes -= held.bytes

    def hold(self, count: int) -> None:
        """So many bytes more are held. Raises Refused (503)."""
        if self._bytes + count > self._most_bytes:
            raise Refused(503, said("too-much-sent"), retry_after="1")
        self._bytes += count

    async def _wait(self) -> None:
        if len(self._line) >= self._longest:
            raise _busy()
        mine = asyncio.get_running_loop().create_future()
        self._line.append(mine)
        try:
            async with asyncio.timeout(self._patience):
                await mine
        except BaseException as ended:
            if not mine.cancelled():
                self._next()  # its turn came in this very moment
            elif mine in self._line:
                self._line.remove(mine)
            if isinstance(ended, TimeoutError):
                raise _busy() from None
            raise

    def _next(self) -> None:
        """A turn is over: the first in the line that still waits has it now."""
        while self._line:
            first = self._line.popleft()
            if not first.done():
                first.set_result(None)
                return
        self._free += 1


class Held:
    """The bytes of one body."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self.bytes = 0

    def add(self, count: int) -> None:
        """So many more. Raises Refused (503)."""
        self._turns.hold(count)
        self.bytes += count


def _busy() -> Refused:
    return Refused(429, said("too-many-requests"), retry_after="1")
