"""Empties the outbox: each target on its own, so that a slow or dead one holds up nobody else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from orgraph.domain.actor import Actor
from orgraph.domain.errors import InvalidInput, NotSent, OrgraphError
from orgraph.domain.nearest import instead_of, themselves
from orgraph.domain.notice import Target, Waiting
from orgraph.domain.said import Said, said
from orgraph.domain.time import Clock, epoch_milliseconds
from orgraph.graph.notices import (
    TakenNotice,
    claim_notices,
    due_notices,
    next_notice,
    notice_postponed,
    notice_sent,
    notices_waiting,
    put_behind,
    retry_notices,
    still_waiting,
)
from orgraph.graph.store import Store, Transaction
from orgraph.rules.tasks.notices import DOWN, GONE, Order, earlier_of, in_order, message, next_try, pause_of, signed
from orgraph.sending.networks import Network
from orgraph.services.background import LOOK, reason, report

if TYPE_CHECKING:
    from orgraph.sending.client import Client, Reply

LEASE = 60_000
"""Milliseconds that a worker may hold a notice."""

AT_ONCE = 8
"""Notices that are taken at once for one target; those of different tasks are under way at the same time."""

LOOKED_AT = 64
"""Notices that are looked at to find those: of one task only the first may go."""

TRIES = 3
"""How often what is due is looked up again when others were quicker."""

BATCH = 1000
"""Notices that are made due again in one transaction."""

_log = logging.getLogger("orgraph")


class Posts(Protocol):
    """What sends: a client, or what makes one when it is needed."""

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Send a body and wait for the status. Raises NotSent."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """
    What came of one turn: notices taken, how many arrived and failed, what was said by a target that is down, and what
    is wrong with ourselves, if something is.
    """

    taken: int
    arrived: int = 0
    failed: int = 0
    down: tuple[Mapping[str, str], ...] = ()
    broken: Exception | None = None


class Notifier:
    """Sends notices at least once, each time under the same id, those of one task in their order."""

    def __init__(
        self,
        store: Store,
        targets: Sequence[Target],
        allowed: Sequence[Network],
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._targets = targets
        self._allowed = allowed
        self._clock = clock
        self._new_id = new_id

    @property
    def targets(self) -> tuple[str, ...]:
        """Who is told, by key."""
        return tuple(target.key for target in self._targets)

    def works(self) -> tuple[TargetWork, ...]:
        """The work for each target."""
        return tuple(TargetWork(self, target) for target in self._targets)

    def client(self) -> Client:
        """What sends. One for each target: connections that a slow one holds are its own."""
        from orgraph.sending.client import Client  # what reads a graph need not load what speaks HTTP

        return Client(self._allowed)

    async def turn(self, target: Target, client: Posts, limit: int = AT_ONCE) -> Turn:
        """Send some of what is due for a target. Raises StoreUnavailable."""
        for _ in range(TRIES):
            me = self._new_id()
            try:
                taken = await self._take(target, limit, me)
            except _Taken:
                continue
            lines = [list(ones) for _, ones in groupby(taken, key=lambda one: one.event.task)]
            ended = await asyncio.gather(*(self._send_line(line, target, client, me) for line in lines))
            done = [one for line in ended for one in line]
            arrived = sum(one.arrived for one in done)
            down = tuple(one.headers for one in done if one.down)
            broken = next((one.broken for one in done if one.broken is not None), None)
            return Turn(len(taken), arrived, len(done) - arrived, down, broken)
        return Turn(0)

    async def next(self, target: Target) -> float:
        """Seconds until the next notice to a target is due, at most LOOK. Raises StoreUnavailable."""
        now = self.now()
        at = await next_notice(self._store, target=target.key, now=now, by=now + int(LOOK * 1000))
        return LOOK if at is None else (at - now) / 1000

    def now(self) -> int:
        """The present in epoch milliseconds."""
        return epoch_milliseconds(self._clock.now())

    async def waiting(self, actor: Actor) -> tuple[Waiting, ...]:
        """How it stands with each target that something waits for. Raises StoreUnavailable."""
        return await notices_waiting(self._store)

    async def retry(self, actor: Actor, target: str) -> int:
        """
        Let what was given up, or waits for a later try, be due now. Returns how many.

        Raises InvalidInput for a target that is not set and for which nothing waits, and StoreUnavailable.
        """
        now, put = self.now(), 0
        if target not in self.targets and target not in {one.target for one in await self.waiting(actor)}:
            known = themselves({*self.targets, *(one.target for one in await self.waiting(actor))})
            remedy = instead_of(target, known, said("mend-see-outbox")) if known else said("mend-no-target")
            raise InvalidInput(said("target-unknown", target=target), remedy)

        async def work(transaction: Transaction) -> int:
            return await retry_notices(transaction, target=target, now=now, limit=BATCH)

        while some := await self._store.write(work):
            put += some
        return put

    async def _take(self, target: Target, limit: int, me: str) -> tuple[TakenNotice, ...]:
        """Take what may be sent now, all of it or nothing: of a task the second must not go without the first."""
        now = self.now()
        due = await due_notices(self._store, target=target.key, now=now, limit=LOOKED_AT)
        if not due:
            return ()
        waiting = await still_waiting(self._store, earlier_of(due, target.key))
        order = in_order(due, waiting, target.key, now, limit)
        if not (order.now or order.behind):
            return ()

        async def take(transaction: Transaction) -> tuple[TakenNotice, ...]:
            await put_behind(transaction, _rows(order), me)
            taken = await claim_notices(transaction, order.now, now=now, until=now + LEASE, me=me)
            if len(taken) < len(order.now):
                raise _Taken(said("taken-by-another"))
            return taken

        return await self._store.write(take)

    async def _send_line(
        self, line: Sequence[TakenNotice], target: Target, client: Posts, me: str
    ) -> tuple[_Ended, ...]:
        """Send the notices of one task, one after the other, as far as each arrives or is given up."""
        done: list[_Ended] = []
        for place, notice in enumerate(line):
            try:
                ended = await self._send(notice, target, client)
                await self._settle(notice, ended, line[place + 1 :], me)
            except Exception as error:
                report(f"notice {notice.event.id} to {target.key} waits until its lease ends", error)
                done.append(_Ended(False, None, reason(error)))
                break
            done.append(ended)
            if not ended.arrived and ended.again is not None:
                break
        return tuple(done)

    async def _send(self, notice: TakenNotice, target: Target, client: Posts) -> _Ended:
        """Whatever goes wrong here is a reason that stays with the notice."""
        now = self.now()
        body, identifier = message(notice.event, notice.number), notice.event.id
        try:
            reply = await client.post(target.url, signed(identifier, body, target.secret, now // 1000), body)
        except NotSent as error:
            ended = _Ended(False, next_try(notice.attempts, now, {}), error.message, down=True)
        except Exception as error:
            ended = _Ended(False, next_try(notice.attempts, now, {}), reason(error), broken=error)
        else:
            arrived = 200 <= reply.status < 300
            again = None if arrived or reply.status == GONE else next_try(notice.attempts, now, reply.headers)
            ended = _Ended(
                arrived, again, said("http-status", status=str(reply.status)), reply.headers, reply.status in DOWN
            )
        if not ended.arrived:
            _log.warning("notice %s to %s: %s", identifier, target.key, ended.why)
        return ended

    async def _settle(self, notice: TakenNotice, ended: _Ended, after: Sequence[TakenNotice], me: str) -> None:
        async def settle(transaction: Transaction) -> None:
            if ended.arrived:
                await notice_sent(transaction, notice, me)
                return
            if await notice_postponed(transaction, notice, ended.again, ended.why, me) and ended.again is not None:
                again = ended.again
                await put_behind(transaction, [(one.id, one.fence, again) for one in after], me)

        await self._store.write(settle)


class TargetWork:
    """Background work for one target: if it takes nothing, it is left alone for a while, then tried with one notice."""

    def __init__(self, notifier: Notifier, target: Target) -> None:
        self._notifier = notifier
        self._target = target
        self._client: Client | None = None
        self._down = 0
        self._paused_until = 0
        self.failures = 0

    @property
    def part(self) -> str:
        """What it is."""
        return "notices"

    @property
    def target(self) -> str:
        """For whom."""
        return self._target.key

    async def turn(self) -> int:
        """Send some of what is due, unless the target is left alone. Raises StoreUnavailable."""
        if self._pause() > 0:
            return 0
        done = await self._notifier.turn(self._target, self, 1 if self._down else AT_ONCE)
        self.failures += done.failed
        if done.broken is not None:
            self._down = max(self._down, 1)
            raise done.broken
        if done.arrived or (done.taken and not done.down):
            self._down = 0
        elif done.down:
            self._down += 1
            now = self._notifier.now()
            pause = pause_of(self._down, now, done.down)
            self._paused_until = now + pause * 1000
            _log.warning("%s takes nothing: it is left alone for %d s", self._target.key, pause)
        return done.taken

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Send by a client of its own. Raises NotSent, and whatever is wrong with ourselves."""
        if self._client is None:
            self._client = self._notifier.client()
        return await self._client.post(url, headers, body)

    async def rest(self) -> float:
        """Seconds until something is due, or until the target is tried again. Raises StoreUnavailable."""
        pause = self._pause()
        return pause if pause > 0 else await self._notifier.next(self._target)

    async def close(self) -> None:
        """Close its connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    def _pause(self) -> float:
        return (self._paused_until - self._notifier.now()) / 1000 if self._down else 0.0


@dataclass(frozen=True, slots=True)
class _Ended:
    """What came of a notice: arrived, or why not and when it is tried again (None: never), and whose fault it is."""

    arrived: bool
    again: int | None
    why: Said | str
    headers: Mapping[str, str] = field(default_factory=dict)
    down: bool = False
    broken: Exception | None = None


class _Taken(OrgraphError):
    """Another worker was quicker: what was about to be taken is given back."""

    code = "taken"


def _rows(order: Order) -> list[tuple[str, int, int]]:
    return [(one.id, one.fence, at) for one, at in order.behind]
