"""Writes anew what tasks keep of their folds: by a migration, and when calendars may have changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.domain.errors import StoreMismatch
from orgraph.domain.event import Event
from orgraph.domain.time import business_day, from_epoch_milliseconds
from orgraph.graph.projected import kept
from orgraph.graph.store import Store, Transaction, statement
from orgraph.rules.clocks.deadlines import calendars_of
from orgraph.rules.tasks.matter import chain_of, matter_at
from orgraph.rules.tasks.past import fold
from orgraph.rules.tasks.projecting import projected

PROJECT = statement("upkeep/project_tasks")

BATCH = 500
"""Tasks that are written in one transaction."""


async def project(
    store: Store, definitions: Definitions, tasks: AsyncIterator[tuple[str, tuple[Event, ...]]], batch: int = BATCH
) -> None:
    """
    Write what tasks, given with their events in order, keep of their folds: as after their last events, by the
    calendars of `definitions`. Run again it writes the same.

    Raises StoreMismatch for a task whose events say what none can say.
    """
    rows: list[dict[str, Any]] = []
    async for task, events in tasks:
        rows.append(_row(definitions, task, events))
        if len(rows) == batch:
            await _write(store, rows)
            rows = []
    if rows:
        await _write(store, rows)


def _row(definitions: Definitions, task: str, events: Sequence[Event]) -> dict[str, Any]:
    """What is written of one task."""
    edited = StoreMismatch(
        f"the events of task {task} cannot be read: somebody has edited them",
        "bring back a backup of before that, then upgrade it",
    )
    if not events or not all(event.said for event in events):
        raise edited
    try:
        folded = fold(events)
        rules = matter_at(definitions, chain_of(events), business_day(from_epoch_milliseconds(events[-1].at)), folded)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise edited from error
    return {"id": task, "version": folded.version, **kept(projected(folded, calendars_of(rules)))}


async def _write(store: Store, rows: Sequence[dict[str, Any]]) -> None:
    async def work(transaction: Transaction) -> None:
        await transaction.run(PROJECT, rows=list(rows))

    await store.write(work)
