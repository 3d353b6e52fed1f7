"""The tasks of an area and a period: what they are counted as, and of some their events or findings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta

from orgraph.domain.area import Area
from orgraph.domain.event import Event
from orgraph.graph import unpack
from orgraph.graph.store import Store, statement

TALLIES = statement("supervision/tallies")
AREAS = statement("supervision/areas")
EVENTS = statement("supervision/events")
FINDINGS = statement("supervision/findings")

PAGE = 200
"""Tasks whose events are read at once."""


async def tallies(store: Store, area: str, since: int, until: int) -> AsyncIterator[tuple[str | None, str | None, int]]:
    """
    How the tasks called at places in `area` in a period (epoch milliseconds, half open) are counted.

    Each row is the tally of some that have ended and their number, or the id of one that keeps none; neither where the
    task that was to tell the tally has just been reopened.
    """
    async for tally, task, number in store.stream(TALLIES, area=area, since=since, until=until):
        yield tally, task, number


async def areas_below(store: Store, area: str, level: str, since: date, until: date, limit: int) -> tuple[Area, ...]:
    """
    Areas of a level that lay below `area` on some day from `since` to the day before `until`, at most `limit`, by the
    names of that last day.
    """
    days = {"since": since, "until": until, "on": until - timedelta(days=1)}
    period = {name: day.isoformat() for name, day in days.items()}
    return tuple(unpack.area(row) for row in await store.rows(AREAS, area=area, level=level, limit=limit, **period))


async def events_of_tasks(store: Store, tasks: Sequence[str]) -> AsyncIterator[tuple[str, tuple[Event, ...]]]:
    """Each of these tasks with its events in order."""
    for start in range(0, len(tasks), PAGE):
        for task, events in await store.rows(EVENTS, tasks=list(tasks[start : start + PAGE])):
            yield task, tuple(Event(*event) for event in events)


async def last_findings(store: Store, area: str, since: int, until: int, limit: int) -> list[tuple[str, str]]:
    """Of the same tasks those that keep findings and their findings, the last found first, at most `limit`."""
    rows = await store.rows(FINDINGS, area=area, since=since, until=until, limit=limit)
    return [(task, findings) for task, findings in rows]
