"""Tasks as they stand, with their events; and the names for the codes of a recorded decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from orgraph.domain.area import Area
from orgraph.domain.canonical import canonical
from orgraph.domain.content import contents_of
from orgraph.domain.deadline import FAR
from orgraph.domain.decision import Precedent
from orgraph.domain.event import Event
from orgraph.domain.organisation import Officer, Organisation, Staffed
from orgraph.domain.page import Page
from orgraph.domain.task import LinkedTask, LinkKind, Task, TaskPart
from orgraph.domain.time import from_epoch_milliseconds
from orgraph.graph import unpack
from orgraph.graph.sortable import sortable
from orgraph.graph.store import Store, statement

ONE = statement("tasks/one")
BY_KEY = statement("tasks/by_key")
PAGE = statement("tasks/page")
NAMES = statement("tasks/names")
INBOX_OF_ORGANISATION = statement("tasks/inbox_of_organisation")
INBOX_OF_POST = statement("tasks/inbox_of_post")

LINKS = {
    ("CHILD_OF", True): LinkKind.PARENT,
    ("CHILD_OF", False): LinkKind.CHILD,
    ("MERGED_INTO", True): LinkKind.MERGED_INTO,
    ("MERGED_INTO", False): LinkKind.DUPLICATE,
}
"""What a relation, and whether it leads away from the task, says of the other."""

IN_HAND = "IN_HAND_OF"
"""The relation of a task to who has it in hand; another to who had it when it ended."""

FAR_FUTURE = 10**15
"""Milliseconds after any task: where a first page begins."""


@dataclass(frozen=True, slots=True)
class Names:
    """
    Areas, organisations and officers by their identifiers, as they are called on a day; rulings that came before; whom
    to call in units that were asked for.
    """

    areas: dict[str, Area]
    organisations: dict[str, Organisation]
    officers: dict[str, Officer]
    precedents: tuple[Precedent, ...]
    staffed: dict[str, Staffed]


async def task_by_id(store: Store, task: str, on: date) -> Task | None:
    """A task with its text and events, its place and units under their names on `on`; None if there is none."""
    row = await store.read(ONE, id=task, on=on.isoformat())
    if not row:
        return None
    fields, place, parts, texts, rows, linked = row
    kept = {identifier: (text or "", redacted) for identifier, text, redacted in texts}
    events = tuple(replace(event, contents=contents_of(event, kept)) for event in (Event(*row) for row in rows))
    found = _task(fields, place, parts, events[0].text if events else "", events)
    return replace(found, linked=tuple(_linked(*one) for one in linked))


async def task_of_key(store: Store, actor: str, key: str) -> str | None:
    """The identifier of the task that an idempotency key of `actor` stands for, None if it stands for none."""
    row = await store.read(BY_KEY, request=canonical([actor, key]))
    return row[0] if row else None


async def tasks_in(store: Store, area: str, on: date, first: int, after: str) -> Page[Task]:
    """Tasks at places in `area` without their events, the last called first; `after` is a cursor of the page before."""
    time, _, identifier = after.partition("|")
    (rows,) = await store.read(
        PAGE,
        area=area,
        on=on.isoformat(),
        before=int(time) if time else FAR_FUTURE,
        before_id=identifier,
        limit=first + 1,
    )
    return _page(rows, first, key=7)


async def inbox_of_organisation(store: Store, organisation: str, on: date, first: int, after: str) -> Page[Task] | None:
    """Open tasks that an organisation has in hand, without events, the one due first first; None if there is none."""
    due, _, identifier = after.partition("|")
    known, rows = await store.read(
        INBOX_OF_ORGANISATION,
        organisation=organisation,
        on=on.isoformat(),
        after=int(due) if due else 0,
        after_id=identifier,
        limit=first + 1,
    )
    return _page(rows, first, key=9) if known else None


async def inbox_of_post(store: Store, post: str, on: date, first: int, after: str) -> Page[Task]:
    """Open tasks that a post (role@area) has called for, without events, the one due first first."""
    due, _, identifier = after.partition("|")
    (rows,) = await store.read(
        INBOX_OF_POST,
        **{"from": f"{post}|{sortable(int(due) if due else 0)}", "to": f"{post}|~"},
        on=on.isoformat(),
        after_id=identifier,
        limit=first + 1,
    )
    return _page([[*fields, *place, parts] for *fields, (place,), parts in rows], first, key=9)


def _page(rows: list[unpack.Row], first: int, key: int) -> Page[Task]:
    """A page of at most `first` tasks; its cursors are column `key` and the id."""
    tasks = tuple(_task(row[:11], row[11:17], row[17], "", ()) for row in rows[:first])
    cursors = tuple(f"{row[key]}|{row[0]}" for row in rows[:first])
    return Page(tasks, cursors, has_next=len(rows) > first)


async def names(
    store: Store,
    areas: Iterable[str],
    organisations: Iterable[str],
    officers: Iterable[str],
    on: date,
    *,
    category: str = "",
    task: str = "",
    units: Iterable[str] = (),
    contacts: Iterable[str] = (),
) -> Names:
    """
    Names for identifiers on a day; what is unknown is simply not there.

    With them the last rulings on ownership in a `category` at the same areas, those on `task` itself left out; and of
    some `units` whether they are there on that day, and who holds the roles `contacts` in them then.
    """
    found = await store.read(
        NAMES,
        areas=list(areas),
        organisations=list(organisations),
        officers=list(officers),
        on=on.isoformat(),
        category=category,
        task=task,
        units=list(units),
        contacts=list(contacts),
    )
    return Names(
        {row[0]: unpack.area(row) for row in found[0]},
        {row[0]: unpack.organisation(row) for row in found[1]},
        {row[0]: unpack.officer(row) for row in found[2]},
        tuple(_precedent(*row) for row in found[3]),
        {code: Staffed(there, tuple(unpack.holder(one) for one in held)) for code, there, held in found[4]},
    )


def _linked(
    relation: str, away: bool, task: str, state: str, called_by: str, place: unpack.Row, leads: list[unpack.Row]
) -> LinkedTask:
    lead = unpack.organisation(leads[0]) if leads else None
    ended = not leads or leads[0][-1] != IN_HAND
    return LinkedTask(LINKS[relation, away], task, state, unpack.area(place), called_by, lead, ended)


def _precedent(
    task: str, sequence: int, at: int, text: str | None, by: unpack.Row, unit: unpack.Row, area: unpack.Row
) -> Precedent:
    instant = from_epoch_milliseconds(at)
    return Precedent(
        task, sequence, instant, unpack.organisation(by), unpack.organisation(unit), unpack.area(area), text or ""
    )


def _part(row: unpack.Row) -> TaskPart:
    return TaskPart(unpack.organisation(row[1:]), row[0])


def _task(row: unpack.Row, place: unpack.Row, parts: list[unpack.Row], text: str, events: tuple[Event, ...]) -> Task:
    return Task(
        id=row[0],
        state=row[1],
        version=row[2],
        kind=row[3],
        category=row[4],
        severity=row[5],
        place=unpack.area(place),
        called_by=row[6],
        called_at=from_epoch_milliseconds(row[7]),
        backstop=bool(row[8]),
        due=None if row[9] is None or row[9] == FAR else from_epoch_milliseconds(row[9]),
        parts=tuple(_part(part) for part in parts if part[-1] == IN_HAND),
        handled=tuple(_part(part) for part in parts if part[-1] != IN_HAND),
        text=text,
        events=events,
        place_ended=unpack.day(row[10]) if row[10] else None,
    )
