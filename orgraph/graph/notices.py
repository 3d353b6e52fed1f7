"""The outbox: notices written in the transaction of their event, taken under a lease, gone when they have arrived."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.domain.notice import Waiting
from orgraph.domain.task import Event
from orgraph.graph.store import Store, Transaction, statement

CLAIM = statement("notices/claim")
SENT = statement("notices/sent")
POSTPONED = statement("notices/postponed")
WAITING = statement("notices/waiting")


@dataclass(frozen=True, slots=True)
class TakenNotice:
    """A notice that this worker holds until its lease ends; it failed `attempts` times before."""

    id: str
    fence: int
    attempts: int
    event: Event


async def claim_notices(
    transaction: Transaction, *, target: str, now: int, until: int, me: str, limit: int
) -> tuple[TakenNotice, ...]:
    """Take at most `limit` notices to a target that are due and free; times in epoch milliseconds."""
    row = await transaction.run(CLAIM, target=target, now=now, until=until, me=me, limit=limit)
    rows = row[0] if row else []
    return tuple(TakenNotice(identifier, fence, attempts, Event(*event)) for identifier, fence, attempts, event in rows)


async def notice_sent(transaction: Transaction, notice: TakenNotice, me: str) -> bool:
    """Take a notice out of the outbox; False if somebody else holds it by now."""
    return await transaction.run(SENT, id=notice.id, fence=notice.fence, me=me) is not None


async def notice_postponed(transaction: Transaction, notice: TakenNotice, at: int | None, why: str, me: str) -> bool:
    """Try a notice again `at`, or never; False if somebody else holds it by now."""
    found = await transaction.run(POSTPONED, id=notice.id, fence=notice.fence, at=at, why=why, me=me)
    return found is not None


async def notices_waiting(store: Store) -> tuple[Waiting, ...]:
    """How it stands with each target."""
    (rows,) = await store.read(WAITING)
    return tuple(Waiting(row[0], row[1], row[2], row[3] or "") for row in rows)
