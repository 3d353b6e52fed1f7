"""Empties the outbox: each target on its own, so that a slow or dead one holds up nobody else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from orgraph.domain.actor import Actor
from orgraph.domain.errors import NotSent, OrgraphError
from orgraph.domain.notice import Target, Waiting
from orgraph.domain.time import Clock, epoch_milliseconds
from orgraph.graph.notices import TakenNotice, claim_notices, notice_postponed, notice_sent, notices_waiting
from orgraph.graph.store import Store, Transaction
from orgraph.rules.notices import message, next_try, signed
from orgraph.sending.networks import Network

if TYPE_CHECKING:
    from orgraph.sending.client import Client

LEASE = 60_000
"""Milliseconds that a worker may hold a notice."""

AT_ONCE = 8
"""Notices under way to one target."""

PAUSE = 1.0
"""Seconds until the outbox is looked at again when nothing was due."""

GONE = 410
"""What a target says that wants no more of this."""

_log = logging.getLogger("orgraph")


class Notifier:
    """Sends notices at least once, each time under the same id."""

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

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set."""
        if not self._targets:
            return
        from orgraph.sending.client import Client  # what reads a graph need not load what speaks HTTP

        async with Client(self._allowed) as client:
            await asyncio.gather(*(self._serve(target, client, stop) for target in self._targets))

    async def _serve(self, target: Target, client: Client, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                done = await self.turn(target, client)
            except Exception as error:
                said = error.message if isinstance(error, OrgraphError) else ""
                _log.warning("notices to %s wait: %s", target.key, said or repr(error))
                done = 0
            if not done:
                try:
                    await asyncio.wait_for(stop.wait(), PAUSE)
                except TimeoutError:
                    continue

    async def turn(self, target: Target, client: Client) -> int:
        """Send some of what is due for a target. Returns how many notices were taken. Raises StoreUnavailable."""
        now, me = epoch_milliseconds(self._clock.now()), self._new_id()

        async def take(transaction: Transaction) -> tuple[TakenNotice, ...]:
            given = {"now": now, "until": now + LEASE, "limit": AT_ONCE}
            return await claim_notices(transaction, target=target.key, me=me, **given)

        taken = await self._store.write(take)
        done = await asyncio.gather(
            *(self._send(notice, target, client, me) for notice in taken), return_exceptions=True
        )
        for error in (one for one in done if isinstance(one, BaseException)):
            _log.warning("a notice to %s waits until its lease ends: %r", target.key, error)
        return len(taken)

    async def waiting(self, actor: Actor) -> tuple[Waiting, ...]:
        """How it stands with each target that something waits for. Raises StoreUnavailable."""
        return await notices_waiting(self._store)

    async def _send(self, notice: TakenNotice, target: Target, client: Client, me: str) -> None:
        now = epoch_milliseconds(self._clock.now())
        body, identifier = message(notice.event), notice.event.id
        try:
            reply = await client.post(target.url, signed(identifier, body, target.secret, now // 1000), body)
            arrived, why, headers = 200 <= reply.status < 300, f"HTTP {reply.status}", reply.headers
        except NotSent as error:
            arrived, why, headers = False, error.message, {}
        again = None if why == f"HTTP {GONE}" else next_try(notice.attempts, now, headers)

        async def settle(transaction: Transaction) -> bool:
            if arrived:
                return await notice_sent(transaction, notice, me)
            return await notice_postponed(transaction, notice, again, why, me)

        await self._store.write(settle)
        if not arrived:
            _log.warning("notice %s to %s: %s", identifier, target.key, why)
