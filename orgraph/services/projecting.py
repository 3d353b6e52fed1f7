"""Writes anew what tasks keep of their folds: by a migration, and when calendars may have changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.domain.errors import StoreMismatch
from orgraph.domain.event import Event
from orgraph.domain.journal import Projected
from orgraph.domain.said import said
from orgraph.domain.time import business_day, from_epoch_milliseconds
from orgraph.graph.ledger import stored_tasks
from orgraph.graph.projected import kept
from orgraph.graph.store import Store, Transaction, statement
from orgraph.rules.clocks.deadlines import calendars_of
from orgraph.rules.tasks.matter import chain_of, matter_at
from orgraph.rules.tasks.past import fold
from orgraph.rules.tasks.projecting import projected

PROJECT = statement("upkeep/project_tasks")

BATCH = 500
"""Tasks that are written in one transaction."""

_Found = tuple[str, tuple[Event, ...], Projected]
"""A task by its id, its events, and what it keeps of their fold."""


async def project(
    store: Store, definitions: Definitions, tasks: AsyncIterator[tuple[str, tuple[Event, ...]]], batch: int = BATCH
) -> None:
    """
    Write what tasks, given with their events in order, keep of their folds: as after their last events, by the
    calendars of `definitions`. Run again it writes the same.

    Raises StoreMismatch for a task whose events say what none can say.
    """
    found = ((task, events, _projected(definitions, task, events)) async for task, events in tasks)
    await _keep(store, found, batch)


async def recount(store: Store, definitions: Definitions) -> tuple[int, int]:
    """
    Find anew, by `definitions`, how each task that has ended was handled.

    Returns how many there are, and of how many something else is kept than before. Raises StoreMismatch as `project`.
    """
    ended = changed = 0

    async def otherwise() -> AsyncIterator[_Found]:
        nonlocal ended, changed
        async for task in stored_tasks(store):
            then = _projected(definitions, task.id, task.events)
            before, now = task.now.summary, then.summary
            if now is None:
                continue
            ended += 1
            if now != before:
                changed += before is None or (now.tally, now.findings) != (before.tally, before.findings)
                yield task.id, task.events, then

    await _keep(store, otherwise(), BATCH)
    return ended, changed


def _projected(definitions: Definitions, task: str, events: Sequence[Event]) -> Projected:
    edited = StoreMismatch(
        said("events-edited", task=task),
        said("mend-older-backup"),
    )
    if not events or not all(event.said for event in events):
        raise edited
    try:
        folded = fold(events)
        rules = matter_at(definitions, chain_of(events), business_day(from_epoch_milliseconds(events[-1].at)), folded)
        return projected(definitions, events, folded, calendars_of(rules))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise edited from error


async def _keep(store: Store, found: AsyncIterator[_Found], batch: int) -> None:
    rows: list[dict[str, Any]] = []
    async for task, events, then in found:
        rows.append({"id": task, "version": events[-1].sequence, **kept(then)})
        if len(rows) == batch:
            await _write(store, rows)
            rows = []
    if rows:
        await _write(store, rows)


async def _write(store: Store, rows: Sequence[dict[str, Any]]) -> None:
    async def work(transaction: Transaction) -> None:
        await transaction.run(PROJECT, rows=list(rows))

    await store.write(work)
