"""What the end of a task adds to the track record of who led it: pure rules."""

from __future__ import annotations

from collections.abc import Iterable

from orgraph.domain.journal import Projected
from orgraph.domain.supervision import FAILED
from orgraph.domain.time import business_day, from_epoch_milliseconds
from orgraph.domain.track_record import MonthRecord
from orgraph.rules.tasks.summaries import read_tally

Sums = dict[tuple[str, str, str, str], MonthRecord]
"""Records by their keys."""


def earned(book: str, category: str, ended_at: int | None, tally: str | None) -> MonthRecord | None:
    """What a task counts for, `tally` as its summary keeps it; None while it is open, and of what is in no rate."""
    if ended_at is None or not tally:
        return None
    told = read_tally(tally)
    if not told.counts or not told.lead:
        return None
    one, month = told.outcome, business_day(from_epoch_milliseconds(ended_at)).isoformat()[: len("2026-01")]
    tried = one is not None and (one.agreed or one.stands == FAILED)
    succeeded = one is not None and one.agreed
    return MonthRecord(book, told.lead, category, month, 1, int(tried), int(succeeded))


def difference(book: str, category: str, before: Projected, then: Projected) -> tuple[MonthRecord, ...]:
    """
    What is to be added to the records as a task becomes what it is `then`: a task that ends counts, one that is opened
    again counts no more, and one whose end means something else now, counts for that.
    """
    if (before.ended_at, before.summary) == (then.ended_at, then.summary):
        return ()
    was, now = (
        earned(book, category, one.ended_at, one.summary.tally if one.summary else None) for one in (before, then)
    )
    if was == now:
        return ()
    return summed([*([was.times(-1)] if was else []), *([now] if now else [])])


def summed(records: Iterable[MonthRecord]) -> tuple[MonthRecord, ...]:
    """One of each key, in the order of keys."""
    found: Sums = {}
    for one in records:
        add(found, one)
    return in_order(found)


def add(found: Sums, one: MonthRecord) -> None:
    """Add a record to what was found of its key."""
    found[one.key] = found[one.key].plus(one) if one.key in found else one


def in_order(found: Sums) -> tuple[MonthRecord, ...]:
    """What was found, in the order of keys."""
    return tuple(found[key] for key in sorted(found))
