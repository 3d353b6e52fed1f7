"""The ledger as it lies in the store, for those who check it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from orgraph.domain.event import Event
from orgraph.domain.journal import Projected
from orgraph.domain.ledger import BookEnd
from orgraph.graph import unpack
from orgraph.graph.projected import read_projected
from orgraph.graph.sortable import routed, sortable
from orgraph.graph.store import Statement, Store, Transaction, statement
from orgraph.graph.upkeep import STORE_ID

ENDS = statement("ledger/ends")
EVENTS = statement("ledger/events")
TASKS = statement("ledger/tasks")
OPEN = statement("upkeep/open_tasks")
UNPROJECTED = statement("upkeep/unprojected_tasks")
DECISIONS = statement("ledger/decisions")
TYPED_BEFORE = statement("ledger/typed_before")
RETAINED = statement("ledger/retained")
RETAIN = statement("ledger/retain")

PAGE = 500
"""Tasks read at once."""


@dataclass(frozen=True, slots=True)
class StoredText:
    """A content under its id; `redacted` when it was taken out, 0 if it was not."""

    id: str
    salt: str
    text: str
    redacted: int


@dataclass(frozen=True, slots=True)
class StoredTask:
    """
    What the store holds of a task: its projection beside its events.

    `matter` is kind, category, severity, place, who called and when, number and its serial; `open_at` the places where
    lists find it as open; `hands` are (organisation, part, relation).
    """

    id: str
    book: str
    version: int
    matter: tuple[str, str, int, str, str, int, str | None, int | None]
    now: Projected
    open_at: tuple[str, ...]
    hands: tuple[tuple[str, str, str], ...]
    texts: tuple[StoredText, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """A routing or a proposal of the ledger: `payload` is canonical JSON with the rule's whole input and its result."""

    task: str
    sequence: int
    payload: str


async def book_ends(store: Store) -> tuple[BookEnd, ...]:
    """Where every book ends now."""
    (rows,) = await store.read(ENDS)
    return tuple(BookEnd(*row) for row in rows)


async def events_of(store: Store, book: str) -> AsyncIterator[tuple[Event, bool, bool]]:
    """
    Every event of a book in the order of positions, whether the task that it names has it, and whether it is found as a
    routing by its instant if it is one, and never if it is none.
    """
    async for row in store.stream(EVENTS, book=book):
        event = Event(*row[:10])
        yield event, row[10], row[11] == routed(event)


async def stored_tasks(store: Store) -> AsyncIterator[StoredTask]:
    """Every task, by id."""
    first = ""
    while True:
        rows = await store.rows(TASKS, first=first, limit=PAGE)
        for row in rows:
            yield _stored(row)
        if len(rows) < PAGE:
            return
        first = rows[-1][0] + " "  # the first that comes after it


def open_tasks(store: Store) -> AsyncIterator[tuple[str, tuple[Event, ...]]]:
    """Every task that somebody has in hand, by id, with its events in order; in stores of every format."""
    return _with_events(store, OPEN)


async def typed_before(
    store: Store, kinds: Sequence[str], since: int, before: int
) -> AsyncIterator[tuple[str, tuple[Event, ...]]]:
    """
    Tasks of some kinds that ended from `since` to before `before` (epoch milliseconds) and of which something is kept
    that was typed, by id, with their events in order.
    """
    given = {"kinds": list(kinds), "since": since, "before": before}
    async for one in _with_events(store, TYPED_BEFORE, given):
        yield one


async def retained(store: Store) -> str:
    """Up to which end of tasks what is kept no longer was taken out, as it was noted; empty: nothing is noted."""
    row = await store.read(RETAINED, id=STORE_ID)
    return row[0] or "" if row else ""


async def note_retained(store: Store, said: str) -> None:
    """Note that. Raises StoreMismatch where the store has another format by now."""

    async def write(transaction: Transaction) -> None:
        await transaction.run(RETAIN, id=STORE_ID, me=STORE_ID, retained=said)

    await store.write(write)


def unprojected_tasks(store: Store) -> AsyncIterator[tuple[str, tuple[Event, ...]]]:
    """Every task that a format before has written and that keeps nothing of its fold yet, like `open_tasks`."""
    return _with_events(store, UNPROJECTED)


async def _with_events(
    store: Store, pages: Statement, given: Mapping[str, Any] = MappingProxyType({})
) -> AsyncIterator[tuple[str, tuple[Event, ...]]]:
    first = ""
    while True:
        rows = await store.rows(pages, first=first, limit=PAGE, **given)
        for task, events in rows:
            yield task, tuple(Event(*event) for event in events)
        if len(rows) < PAGE:
            return
        first = rows[-1][0] + " "  # the first that comes after it


async def stored_task(store: Store, task: str) -> StoredTask | None:
    """One task, None if there is none."""
    row = await store.read(TASKS, first=task, limit=1)
    return _stored(row) if row and row[0] == task else None


async def decisions_since(store: Store, since: int) -> AsyncIterator[RecordedDecision]:
    """Routings and proposals recorded at `since` (epoch milliseconds) or later, in order of time."""
    async for row in store.stream(DECISIONS, since=sortable(since)):
        yield RecordedDecision(*row)


def _stored(row: unpack.Row) -> StoredTask:
    return StoredTask(
        id=row[0],
        book=row[1],
        version=row[2],
        matter=tuple(row[3]),
        now=read_projected(row[4]),
        open_at=tuple(row[5]),
        hands=tuple((code, part, relation) for code, part, relation in row[6]),
        texts=tuple(StoredText(text[0], text[1] or "", text[2] or "", text[3] or 0) for text in row[7]),
        events=tuple(Event(*event) for event in row[8]),
    )
