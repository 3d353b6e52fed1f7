"""Track records: read for decisions, and counted anew of tasks that have ended; services/journal.py writes them on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import asdict

from orgraph.domain.canonical import canonical
from orgraph.domain.track_record import MonthRecord, TrackRecord
from orgraph.graph.store import Store, Transaction, statement
from orgraph.graph.unpack import Row

OF_ORGANISATIONS = statement("track_records/of_organisations")
ENDED = statement("upkeep/ended_tasks")
KEPT = statement("upkeep/track_records")
LOCK = statement("upkeep/lock_book")
FORGET = statement("upkeep/forget_track_records")
KEEP = statement("upkeep/keep_track_records")

PAGE = 5_000
"""Tasks read at once."""

NOTHING_DONE = TrackRecord()


async def track_records(
    store: Store, organisations: Collection[str], months: Sequence[str], categories: Collection[str] | None
) -> dict[str, TrackRecord]:
    """What organisations, by code, have brought to their ends in some months, in `categories` or, if None, in all."""
    if not organisations:
        return {}
    (rows,) = await store.read(
        OF_ORGANISATIONS,
        organisations=sorted(organisations),
        months=list(months),
        categories=None if categories is None else sorted(categories),
    )
    return dict.fromkeys(organisations, NOTHING_DONE) | {code: TrackRecord(*counted) for code, *counted in rows}


async def kept_records(store: Store) -> tuple[MonthRecord, ...]:
    """Every count that is kept."""
    return tuple(MonthRecord(*row) for row in await store.rows(KEPT))


async def ended_tasks(store: Store) -> AsyncIterator[Row]:
    """Every task that has ended: id, book, category, when (epoch milliseconds) and what its end counts as."""
    after = ""
    while True:
        (rows,) = await store.read(ENDED, book="", after=after, limit=PAGE)
        for row in rows:
            yield row
        if len(rows) < PAGE:
            return
        after = rows[-1][0]


async def recount_book(
    store: Store,
    book: str,
    position: int,
    counted: Sequence[MonthRecord],
    count: Callable[[Sequence[Row]], Sequence[MonthRecord]],
    me: str,
) -> None:
    """
    Keep what was `counted` of a book that ended at `position` then; of one that has moved on, what is counted anew.
    """

    async def work(transaction: Transaction) -> None:
        row = await transaction.run(LOCK, book=book, me=me)
        moved = row is None or row[0] != position
        records = count(await _ended_in(transaction, book)) if moved else counted
        await transaction.run(FORGET, book=book)
        if records:
            await transaction.run(KEEP, rows=[properties(one) for one in records])

    await store.write(work)


async def _ended_in(transaction: Transaction, book: str) -> Sequence[Row]:
    found: list[Row] = []
    while True:
        row = await transaction.run(ENDED, book=book, after=found[-1][0] if found else "", limit=PAGE)
        rows = row[0] if row else []
        found += rows
        if len(rows) < PAGE:
            return found


def properties(one: MonthRecord) -> dict[str, str | int]:
    """It as a node of the store keeps it."""
    return {"id": canonical(list(one.key)), **asdict(one)}
