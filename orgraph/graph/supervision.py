"""The tasks of an area and a period with their events."""

from __future__ import annotations

from collections.abc import AsyncIterator

from orgraph.domain.event import Event
from orgraph.graph.store import Store, statement

TASKS = statement("supervision/tasks")


async def tasks_called(store: Store, area: str, since: int, until: int) -> AsyncIterator[tuple[str, tuple[Event, ...]]]:
    """Each task called at a place in `area` in a period (epoch milliseconds, half open), with its events in order."""
    async for task, events in store.stream(TASKS, area=area, since=since, until=until):
        yield task, tuple(Event(*event) for event in events)
