"""Timers of tasks: claimed under a lease, with a fence that tells who holds it now from who held it before."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.graph.sortable import instant, sortable
from orgraph.graph.store import Transaction, statement

DUE = statement("timers/due")
CLAIM = statement("timers/claim")
RELEASE = statement("timers/release")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A timer that this worker holds until its lease ends; `fence` grows with each claim, `at` is when it was due."""

    task: str
    fence: int
    at: int


async def claim_timers(transaction: Transaction, *, now: int, until: int, me: str, limit: int) -> tuple[Claimed, ...]:
    """Take at most `limit` timers that are due and free, the earliest first; times in epoch milliseconds."""
    row = await transaction.run(DUE, due=sortable(now), now=now, limit=limit)
    if not row or not row[0]:
        return ()
    row = await transaction.run(CLAIM, tasks=row[0], due=sortable(now), now=now, until=until, me=me)
    return tuple(Claimed(task, fence, instant(at)) for task, fence, at in row[0]) if row else ()


async def release_timer(transaction: Transaction, claimed: Claimed, at: int | None, me: str) -> bool:
    """
    Give a timer back, due again `at` (None: never); what an action has set since it was claimed stands.

    False if somebody else has taken it since.
    """
    due = None if at is None else sortable(at)
    given = {"task": claimed.task, "fence": claimed.fence, "seen": sortable(claimed.at), "at": due, "me": me}
    return await transaction.run(RELEASE, **given) is not None
