"""The outbox: notices written in the transaction of their event, taken under a lease, gone when they have arrived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orgraph.domain.event import Event
from orgraph.domain.notice import DueNotice, Waiting
from orgraph.domain.said import Said, again, as_text
from orgraph.graph.store import Store, Transaction, statement

DUE = statement("notices/due")
BEFORE = statement("notices/before")
BEHIND = statement("notices/behind")
NEXT = statement("notices/next")
CLAIM = statement("notices/claim")
SENT = statement("notices/sent")
POSTPONED = statement("notices/postponed")
RETRY = statement("notices/retry")
WAITING = statement("notices/waiting")


@dataclass(frozen=True, slots=True)
class TakenNotice:
    """A notice that this worker holds until its lease ends, having failed `attempts` times; `number` is its task's."""

    id: str
    fence: int
    attempts: int
    event: Event
    number: str | None


async def due_notices(store: Store, *, target: str, now: int, limit: int) -> tuple[DueNotice, ...]:
    """Notices to a target that are due and free, the earliest first, at most `limit`; times in epoch milliseconds."""
    (rows,) = await store.read(DUE, target=target, now=now, limit=limit)
    return tuple(DueNotice(*row) for row in rows)


async def still_waiting(store: Store, ids: Sequence[str]) -> dict[str, int]:
    """Of these notices those that are still to be sent, and when each is due."""
    if not ids:
        return {}
    row = await store.read(BEFORE, ids=ids)
    return dict(row[0]) if row else {}


async def next_notice(store: Store, *, target: str, now: int, by: int) -> int | None:
    """When the next notice to a target is due or free again, None if that is not before `by`."""
    row = await store.read(NEXT, target=target, now=now, by=by)
    return min((at for at in row if at is not None), default=None)


async def claim_notices(
    transaction: Transaction, notices: Sequence[DueNotice], *, now: int, until: int, me: str
) -> tuple[TakenNotice, ...]:
    """Take notices that are due and free, those of one task in their order; others may have been quicker."""
    row = await transaction.run(CLAIM, ids=[one.id for one in notices], now=now, until=until, me=me)
    rows = row[0] if row else []
    return tuple(
        TakenNotice(identifier, fence, attempts, Event(*event), next(iter(numbers), None))
        for identifier, fence, attempts, event, numbers in rows
    )


async def put_behind(transaction: Transaction, rows: Iterable[tuple[str, int, int]], me: str) -> None:
    """Let notices (identifier, fence) wait until an instant, since an earlier one of their task does."""
    given = [{"id": identifier, "fence": fence, "at": at} for identifier, fence, at in rows]
    if given:
        await transaction.run(BEHIND, rows=given, me=me)


async def notice_sent(transaction: Transaction, notice: TakenNotice, me: str) -> bool:
    """Take a notice out of the outbox; False if somebody else holds it by now."""
    return await transaction.run(SENT, id=notice.id, fence=notice.fence, me=me) is not None


async def notice_postponed(
    transaction: Transaction, notice: TakenNotice, at: int | None, why: Said | str, me: str
) -> bool:
    """Try a notice again `at`, or never; False if somebody else holds it by now."""
    found = await transaction.run(POSTPONED, id=notice.id, fence=notice.fence, at=at, why=as_text(why), me=me)
    return found is not None


async def retry_notices(transaction: Transaction, *, target: str, now: int, limit: int) -> int:
    """Let at most `limit` notices to a target be due now that were given up or wait for a later try."""
    row = await transaction.run(RETRY, target=target, now=now, limit=limit)
    return int(row[0]) if row else 0


async def notices_waiting(store: Store) -> tuple[Waiting, ...]:
    """How it stands with each target."""
    (rows,) = await store.read(WAITING)
    return tuple(Waiting(row[0], row[1], row[2], again(row[3] or "")) for row in rows)
