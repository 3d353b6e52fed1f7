"""Lists of tasks without their events, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from orgraph.domain.deadline import FAR
from orgraph.domain.listing import Number, Order, TaskCounts
from orgraph.domain.page import Page
from orgraph.domain.task import Task
from orgraph.domain.time import DAY
from orgraph.graph import unpack
from orgraph.graph.sortable import sortable
from orgraph.graph.store import Statement, Store, statement
from orgraph.graph.tasks import listed

PAGE = statement("tasks/page")
BELOW = {open_only: statement("tasks/below", at="OPEN_AT" if open_only else "AT") for open_only in (True, False)}
BELOW_COUNTS = {
    open_only: statement("tasks/below_counts", at="OPEN_AT" if open_only else "AT") for open_only in (True, False)
}
AREAS_BELOW = statement("tasks/areas_below")
INBOX_OF_ORGANISATION = statement("tasks/inbox_of_organisation")
INBOX_OF_ORGANISATION_COUNTS = statement("tasks/inbox_of_organisation_counts")
INBOX_OF_POST = statement("tasks/inbox_of_post")
INBOX_OF_POST_COUNTS = statement("tasks/inbox_of_post_counts")

CARRIED = statement("tasks/carried")

EARLIEST, LATEST = 10**12, 10**13 - 1
"""
Before and after any task, in epoch milliseconds. All between have 13 digits: the embedded engine finds a range of
numbers by an index, too, but as it compares texts.
"""

SMALL = 3_000
"""Areas below one of which all tasks are looked at; the last tasks of larger ones are found among the last of all."""

LAST_DAYS = (1, 10)
"""Days among the tasks of which the last called of a large area are looked for, before all tasks below it are."""

BEFORE_ALL = -(10**17)
"""A rank before that of any task."""


@dataclass(frozen=True, slots=True)
class Filter:
    """
    Which tasks: by keys, each list empty for any; called from `since` to before `until`, at `now` for lights. `tags`
    are of `tagged` fields, of each of which a task has one.
    """

    now: int
    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tagged: int = 0
    unit: str = ""
    since: int = EARLIEST
    until: int = LATEST
    ended: bool | None = None

    def parameters(self) -> dict[str, Any]:
        """As every statement of lists takes it."""
        return {
            "now": self.now,
            "far": FAR,
            "states": list(self.states),
            "kinds": list(self.kinds),
            "categories": list(self.categories),
            "lights": list(self.lights),
            "tags": list(self.tags),
            "tagged": self.tagged,
            "unit": self.unit,
            "since": max(self.since, EARLIEST),
            "until": min(self.until, LATEST),
            "ended": self.ended,
        }


@dataclass(frozen=True, slots=True)
class Slice:
    """A page: at most `first` tasks in an order, behind the one with this rank and id."""

    order: Order
    first: int
    rank: int = BEFORE_ALL
    after: str = ""

    def parameters(self) -> dict[str, Any]:
        """As every statement of pages takes it."""
        return {"order": self.order.value, "rank": self.rank, "after": self.after, "limit": self.first + 1}


async def tasks_in(store: Store, area: str, on: date, wanted: Filter, page: Slice) -> Page[Task]:
    """
    Tasks at places that lay in `area` when they were called, or last had, with names of the day `on`.

    They are looked for from the area down, open ones alone where only these are wanted; the last called of a large area
    first among the last called of all.
    """
    if page.order is Order.CALLED and wanted.ended is not False and not await _small(store, area):
        rows = await _last_called(store, area, on, wanted, page)
        if len(rows) > page.first:
            return _page(rows, page, wanted.now)
    given = {**wanted.parameters(), **page.parameters(), "area": area, "on": on.isoformat()}
    (rows,) = await store.read(BELOW[wanted.ended is False], **given)
    return _page(rows, page, wanted.now)


async def _last_called(store: Store, area: str, on: date, wanted: Filter, page: Slice) -> list[unpack.Row]:
    """The last called of a large area among all tasks of some days; fewer than a page where these are too few."""
    before = -page.rank if page.rank > BEFORE_ALL else LATEST
    asked = {**wanted.parameters(), "area": area, "on": on.isoformat(), "before": before, "after": page.after}
    asked |= {"limit": page.first + 1, "until": min(asked["until"], before + 1)}
    rows: list[unpack.Row] = []
    for days in LAST_DAYS:
        since = min(before, asked["until"], wanted.now) - days * DAY
        (rows,) = await store.read(PAGE, **{**asked, "since": max(asked["since"], since)})
        if len(rows) > page.first:
            break
    return rows


async def counts_in(store: Store, area: str, wanted: Filter) -> TaskCounts:
    """How many tasks of `tasks_in` are wanted."""
    return await _counted(store, BELOW_COUNTS[wanted.ended is False], {**wanted.parameters(), "area": area})


async def inbox_of_organisation(
    store: Store, organisation: str, on: date, wanted: Filter, page: Slice
) -> Page[Task] | None:
    """Open tasks that an organisation has in hand, with names of the day `on`; None if there is none."""
    known, rows = await store.read(
        INBOX_OF_ORGANISATION,
        **wanted.parameters(),
        **page.parameters(),
        organisation=organisation,
        on=on.isoformat(),
    )
    return _page(rows, page, wanted.now) if known else None


async def inbox_of_post(store: Store, post: str, on: date, wanted: Filter, page: Slice) -> Page[Task]:
    """Open tasks that a post (role@area) has called for, with names of the day `on`."""
    due = max(page.rank, 0) if page.order is Order.DUE else 0
    (rows,) = await store.read(
        INBOX_OF_POST,
        **{"from": f"{post}|{sortable(due)}", "to": f"{post}|~"},
        **wanted.parameters(),
        **page.parameters(),
        on=on.isoformat(),
    )
    return _page(rows, page, wanted.now)


async def inbox_counts(store: Store, party: str, wanted: Filter) -> TaskCounts:
    """How many open tasks an organisation has in hand, or a post has called for, are wanted."""
    if "@" in party:
        ends = {"from": f"{party}|", "to": f"{party}|~"}
        return await _counted(store, INBOX_OF_POST_COUNTS, {**wanted.parameters(), **ends})
    return await _counted(store, INBOX_OF_ORGANISATION_COUNTS, {**wanted.parameters(), "organisation": party})


async def carried(store: Store, what: str, key: str) -> bool:
    """Whether a task has the state, kind, category or tag, which `what` says, whatever is defined."""
    of = dict.fromkeys(("state", "kind", "category", "tag"), "") | {what: key}
    (found,) = await store.read(CARRIED, **of)
    return bool(found)


async def _small(store: Store, area: str) -> bool:
    (areas,) = await store.read(AREAS_BELOW, area=area, most=SMALL)
    return bool(areas < SMALL)


async def _counted(store: Store, asked: Statement, given: dict[str, Any]) -> TaskCounts:
    (rows,) = await store.read(asked, **given)
    states: Counter[str] = Counter()
    lights: Counter[str] = Counter()
    for state, light, number in rows:
        states[state] += number
        lights[light or ""] += number
    ended = lights.pop("", 0)
    return TaskCounts(states.total(), ended, _numbers(states), _numbers(lights))


def _numbers(found: Counter[str]) -> tuple[Number, ...]:
    return tuple(Number(key, number) for key, number in sorted(found.items()))


def _page(rows: Sequence[unpack.Row], page: Slice, now: int) -> Page[Task]:
    """A page of at most `first` tasks; its cursors are order, rank and id."""
    shown = rows[: page.first]
    tasks = tuple(listed(row[1:], now) for row in shown)
    return Page(tasks, tuple(f"{page.order}:{row[0]}|{row[1]}" for row in shown), has_next=len(rows) > page.first)
