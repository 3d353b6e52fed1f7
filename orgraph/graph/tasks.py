"""Tasks as they stand, with their events; and the names for the codes of a recorded decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from orgraph.domain.acting import ActingParty, ActingPost
from orgraph.domain.area import Area
from orgraph.domain.canonical import canonical
from orgraph.domain.content import TEXT, contents_of
from orgraph.domain.deadline import FAR, Turns
from orgraph.domain.decision import Precedent
from orgraph.domain.event import Event
from orgraph.domain.organisation import Officer, Organisation, Staffed
from orgraph.domain.task import LinkedTask, LinkKind, Task, TaskPart
from orgraph.domain.time import business_day, from_epoch_milliseconds
from orgraph.graph import unpack
from orgraph.graph.store import Store, statement

ONE = statement("tasks/one")
BY_KEY = statement("tasks/by_key")
BY_NUMBER = statement("tasks/by_number")
BY_SERIAL = statement("tasks/by_serial")
NAMES = statement("tasks/names")
EVENTS_OF = statement("tasks/events_of")
PARTIES = statement("tasks/parties")

LINKS = {
    ("CHILD_OF", True): LinkKind.PARENT,
    ("CHILD_OF", False): LinkKind.CHILD,
    ("MERGED_INTO", True): LinkKind.MERGED_INTO,
    ("MERGED_INTO", False): LinkKind.DUPLICATE,
}
"""What a relation, and whether it leads away from the task, says of the other."""

IN_HAND = "IN_HAND_OF"
"""The relation of a task to who has it in hand; another to who had it when it ended."""


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


async def task_by_id(store: Store, task: str, now: int) -> Task | None:
    """
    A task with its text and events, as it stands at `now` (epoch milliseconds), its place and units under their names
    of that day; None if there is none.
    """
    row = await store.read(ONE, id=task, on=business_day(from_epoch_milliseconds(now)).isoformat())
    if not row:
        return None
    fields, place, parts, texts, rows, linked = row
    kept = {identifier: (text or "", redacted) for identifier, text, redacted in texts}
    events = tuple(replace(event, contents=contents_of(event, kept)) for event in (Event(*row) for row in rows))
    found = _task(fields, place, parts, now)
    text, redacted = (events[0].text, _redacted(events[0])) if events else ("", False)
    return replace(found, text=text, redacted=redacted, events=events, linked=tuple(_linked(*one) for one in linked))


def listed(row: unpack.Row, now: int) -> Task:
    """A task of a list: its fields, then lists of its place, of who has or had it and of its text."""
    *fields, (place,), parts, texts = row
    text, redacted = next(iter(texts), ("", False))
    return replace(_task(fields, place, parts, now), text=text or "", redacted=redacted)


async def task_of_key(store: Store, actor: str, key: str) -> str | None:
    """The identifier of the task that an idempotency key of `actor` stands for, None if it stands for none."""
    row = await store.read(BY_KEY, request=canonical([actor, key]))
    return row[0] if row else None


async def tasks_of_numbers(store: Store, numbers: Sequence[str], now: int) -> tuple[Task, ...]:
    """Tasks that have one of these numbers, as lists show them; more than one where two counties bear one name."""
    on = business_day(from_epoch_milliseconds(now)).isoformat()
    (rows,) = await store.read(BY_NUMBER, numbers=list(numbers), on=on)
    return tuple(listed(row, now) for row in rows)


async def tasks_of_serial(store: Store, serial: int, ending: str, limit: int, now: int) -> tuple[Task, ...]:
    """Tasks of a serial whose number has this `ending`, the last called first, at most `limit`."""
    on = business_day(from_epoch_milliseconds(now)).isoformat()
    (rows,) = await store.read(BY_SERIAL, serial=serial, ending=ending, limit=limit, on=on)
    return tuple(listed(row, now) for row in rows)


async def events_of(store: Store, tasks: Sequence[str]) -> dict[str, tuple[Event, ...]]:
    """The events of some tasks in order, by the task's id, without what was typed; of an unknown one nothing."""
    (rows,) = await store.read(EVENTS_OF, tasks=list(dict.fromkeys(tasks)))
    return {task: tuple(Event(*event) for event in events) for task, events in rows}


async def acting_parties(
    store: Store, asked: Sequence[tuple[str, date]], on: date
) -> dict[tuple[str, date], ActingParty]:
    """Parties that acted on a day: posts with who held them then, names as they are `on`; the unknown are not there."""
    keys = dict.fromkeys(asked)
    posts = [(party, day) for party, day in keys if "@" in party]
    rows, units = await store.read(
        PARTIES,
        posts=[
            {"role": party.partition("@")[0], "area": party.partition("@")[2], "day": day.isoformat()}
            for party, day in posts
        ],
        organisations=list(dict.fromkeys(party for party, _ in keys if "@" not in party)),
        on=on.isoformat(),
    )
    known = {row[0]: unpack.organisation(row) for row in units}
    found: dict[tuple[str, date], ActingParty] = {
        (f"{role}@{code}", unpack.day(day)): ActingPost(role, unpack.area(area), tuple(map(unpack.officer, officers)))
        for code, role, day, area, officers in rows
    }
    return found | {(party, day): known[party] for party, day in keys if party in known}


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
    relation: str,
    away: bool,
    task: str,
    state: str,
    ended: bool,
    called_by: str,
    number: str | None,
    place: unpack.Row,
    leads: list[unpack.Row],
) -> LinkedTask:
    lead = unpack.organisation(leads[0]) if leads else None
    return LinkedTask(LINKS[relation, away], task, state, unpack.area(place), called_by, lead, ended, number)


def _redacted(event: Event) -> bool:
    return any(one.field == TEXT and one.redacted for one in event.contents)


def _precedent(
    task: str, sequence: int, at: int, text: str | None, by: unpack.Row, unit: unpack.Row, area: unpack.Row
) -> Precedent:
    instant = from_epoch_milliseconds(at)
    return Precedent(
        task, sequence, instant, unpack.organisation(by), unpack.organisation(unit), unpack.area(area), text or ""
    )


def _part(row: unpack.Row) -> TaskPart:
    return TaskPart(unpack.organisation(row[1:]), row[0])


def _task(row: unpack.Row, place: unpack.Row, parts: list[unpack.Row], now: int) -> Task:
    turns = Turns(*row[11:14])
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
        due=_instant(turns.due),
        parts=tuple(_part(part) for part in parts if part[-1] == IN_HAND),
        handled=tuple(_part(part) for part in parts if part[-1] != IN_HAND),
        place_ended=unpack.day(place[-1]) if place[-1] else None,
        ended_at=_instant(row[10]),
        yellow=_instant(turns.yellow),
        red=_instant(turns.red),
        light=turns.light(now),
        number=row[14],
        tags=tuple(row[15] or ()),
    )


def _instant(at: int | None) -> datetime | None:
    return None if at is None or at == FAR else from_epoch_milliseconds(at)
