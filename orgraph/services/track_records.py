"""Counts track records anew: for stores of before they were kept, and when ends are found to count otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import uuid4

from orgraph.domain.track_record import MonthRecord
from orgraph.graph.ledger import book_ends
from orgraph.graph.store import Store
from orgraph.graph.track_records import ended_tasks, kept_records, recount_book
from orgraph.graph.unpack import Row
from orgraph.rules.tasks.track_records import Sums, add, earned, in_order, summed


async def count_track_records(store: Store) -> int:
    """
    Count what every task that has ended counts for, book by book; run again it keeps the same.

    Tasks may end meanwhile. Returns how many counts are kept.
    """
    ends = {end.book: end.position for end in await book_ends(store)}
    found: dict[str, Sums] = defaultdict(dict)
    async for row in ended_tasks(store):
        for one in _counted([row]):
            add(found[one.book], one)
    me = str(uuid4())
    for book, position in ends.items():
        await recount_book(store, book, position, in_order(found[book]), _counted, me)
    return sum(len(one) for one in found.values())


async def lacks_track_records(store: Store) -> bool:
    """Whether nothing is counted yet; so it is in a store of before."""
    return not await kept_records(store)


def _counted(rows: Sequence[Row]) -> tuple[MonthRecord, ...]:
    records = (earned(book, category, ended_at, tally) for _, book, category, ended_at, tally in rows)
    return summed(one for one in records if one)
