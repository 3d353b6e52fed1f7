"""Timers of tasks: claimed under a lease, with a fence that tells who holds it now from who held it before."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.graph.sortable import instant, sortable
from orgraph.graph.store import Store, Transaction, statement

DUE = statement("timers/due")
NEXT = statement("timers/next")
CLAIM = statement("timers/claim")
RELEASE = statement("timers/release")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A timer that this worker holds until its lease ends; `fence` grows with each claim, `at` is when it was due."""

    task: str
    fence: int
    at: int


async def claim_timers(store: Store, *, now: int, until: int, me: str, limit: int) -> tuple[Claimed, ...]:
    """Take at most `limit` timers that are due and free, the earliest first; times in epoch milliseconds."""
    (tasks,) = await store.read(DUE, due=sortable(now), now=now, limit=limit)
    if not tasks:
        return ()

    async def take(transaction: Transaction) -> tuple[Claimed, ...]:
        row = await transaction.run(CLAIM, tasks=tasks, due=sortable(now), now=now, until=until, me=me)
        return tuple(Claimed(task, fence, instant(at)) for task, fence, at in row[0]) if row else ()

    return await store.write(take)


async def next_timer(store: Store, *, now: int, by: int) -> int | None:
    """When the next timer is due or free again, None if that is not before `by`."""
    due, free = await store.read(NEXT, now=now, by=sortable(by))
    return min((at for at in (instant(due), free) if at is not None), default=None)


async def release_timer(transaction: Transaction, claimed: Claimed, at: int | None, me: str) -> bool:
    """
    Give a timer back, due again `at` (None: never); what an action has set since it was claimed stands.

    False if somebody else has taken it since.
    """
    given = {"task": claimed.task, "fence": claimed.fence, "seen": sortable(claimed.at), "at": sortable(at), "me": me}
    return await transaction.run(RELEASE, **given) is not None
