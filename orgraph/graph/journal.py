"""The statements that write what happens; services/journal.py alone runs them, in one transaction: the first locks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from orgraph.domain.area import Area
from orgraph.domain.canonical import canonical
from orgraph.domain.content import Text
from orgraph.domain.event import Event
from orgraph.domain.journal import Asked, Change, Look, Looked, Opening, Removal
from orgraph.domain.ledger import GENESIS, BookEnd
from orgraph.domain.new_task import NewTask
from orgraph.domain.notice import Notice
from orgraph.domain.numbering import Namesake
from orgraph.domain.sealing import Seal
from orgraph.domain.time import business_day, from_epoch_milliseconds
from orgraph.domain.track_record import MonthRecord
from orgraph.graph import unpack
from orgraph.graph.projected import kept, read_projected
from orgraph.graph.sortable import instant, routed, sortable
from orgraph.graph.store import Transaction, statement
from orgraph.graph.track_records import properties

LOCK = statement("journal/lock")
WRITE = statement("journal/write")
OPEN = statement("journal/open")
REDACT = statement("journal/redact")


@dataclass(frozen=True, slots=True)
class Claimed:
    """
    What an idempotency key stands for, and what was looked at in the book that this transaction holds from now on.

    `version` is what the key led to, None if it is new or has opened a task; `there`: that task exists. `numbered` is
    how many numbers the book gave in each year, as JSON, `area` what it lies with and `above` what that is part of, as
    they are called now; `namesakes` have or had the short name of `area`.
    """

    seal: Seal
    task: str
    version: int | None
    there: bool
    end: BookEnd
    numbered: str
    area: Area | None
    above: Area | None
    namesakes: tuple[Namesake, ...]
    tasks: tuple[Looked, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A change with its event in its place, its texts and its notices; `records` is what it adds to track records."""

    change: Change
    event: Event
    texts: tuple[Text, ...]
    notices: tuple[Notice, ...]
    records: tuple[MonthRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A task that begins, with its events in their places and their notices."""

    opening: Opening
    events: tuple[Event, ...]
    notices: tuple[Notice, ...]


async def lock(
    transaction: Transaction, asked: Asked, look: Look, *, seal: Seal, at: int, me: str, above: Sequence[str]
) -> Claimed:
    """Claim an idempotency key and lock a book, both by writing first, then look; `above`: levels over books."""
    once, on = look.once, business_day(from_epoch_milliseconds(at)).isoformat()
    row = await transaction.run(
        LOCK,
        request=_request(asked),
        actor=asked.actor,
        body=seal.body,
        salt=seal.salt,
        task=asked.task,
        at=at,
        me=me,
        book=look.book,
        genesis=GENESIS,
        tasks=list(look.tasks),
        place=once.place if once else "",
        kind=once.kind if once else "",
        category=once.category if once else "",
        on=on,
        above=list(above),
    )
    assert row is not None  # MERGE always gives its row
    salt, body, task, version, there, position, hash_, numbered, areas, over, named, tasks, same = row
    found = {one.id: one for one in (_looked(*each) for each in tasks)}
    looked = tuple(found[one] for one in look.tasks if one in found)
    end = BookEnd(look.book, position, hash_)
    area, up = (unpack.area(some[0]) if some else None for some in (areas, over))
    return Claimed(
        Seal(salt, body),
        task,
        version,
        there,
        end,
        numbered or "",
        area,
        up,
        tuple(_namesakes(named, on)),
        looked,
        tuple(same),
    )


async def write(
    transaction: Transaction, asked: Asked, end: BookEnd, version: int, rows: Sequence[Written]
) -> dict[str, int]:
    """
    Write what happened to tasks, and move the end of the book; `version` is what the key leads to.

    Returns the fence of each task's timer.
    """
    row = await transaction.run(
        WRITE,
        book=end.book,
        position=end.position,
        hash=end.hash,
        request=_request(asked),
        version=version,
        tasks=[_written(row) for row in rows],
    )
    return dict(row[0]) if row else {}


async def open_tasks(transaction: Transaction, end: BookEnd, numbered: str, rows: Sequence[Opened]) -> None:
    """Write tasks that begin, and move the end of the book and how many numbers it gave."""
    opened = [_opened(row) for row in rows]
    await transaction.run(OPEN, book=end.book, position=end.position, hash=end.hash, numbered=numbered, tasks=opened)


async def redact(transaction: Transaction, removal: Removal) -> None:
    """Take contents out."""
    events = [{"task": task, "sequence": sequence} for task, sequence in removal.events]
    await transaction.run(REDACT, contents=list(removal.contents), at=removal.at, events=events)


def _request(asked: Asked) -> str:
    return canonical([asked.actor, asked.key])


def _namesakes(rows: Iterable[Sequence[Any]], on: str) -> Iterator[Namesake]:
    """Those that had the name up to this day: what is decreed for later is none yet."""
    for called, short, past_shorts, name, past_names, untils, since, parents in rows:
        begins = (since or "", *(untils or ()))
        names = zip(begins, (*(past_shorts or ()), short), (*(past_names or ()), name), strict=True)
        held = [(one, whole) for begin, one, whole in names if begin <= on]
        if called in (one for one, _ in held):
            within = (word for *words, earlier in parents for word in (*words, *(earlier or ())) if word)
            yield Namesake(frozenset(whole for _, whole in held), frozenset(within))


def _looked(
    task: str,
    now: Sequence[Any],
    timers: Sequence[str | None],
    events: Sequence[Sequence[Any]],
    open_children: Sequence[str],
    parent_ended: bool,
) -> Looked:
    timer = instant(timers[0]) if timers else None
    past = tuple(Event(*event) for event in events)
    return Looked(task, read_projected(now), timer, past, tuple(open_children), parent_ended)


def _written(row: Written) -> dict[str, Any]:
    change, ruling = row.change, row.change.ruling
    return {
        "id": row.event.task,
        "version": row.event.sequence,
        **kept(change.then),
        "timer": sortable(change.timer),
        "fence": change.fence,
        "events": [_event(row.event)],
        "notices": [asdict(one) for one in row.notices],
        "contents": [asdict(one) for one in row.texts],
        "records": [properties(one) for one in row.records],
        "rulings": [asdict(ruling)] if ruling else [],
        "seat": ruling.seat if ruling else "",
        "into": change.into,
        "ended": list(change.ended),
        "begun": [_hand(one, ended=False) for one in change.begun] + [_hand(one, ended=True) for one in change.kept],
    }


def _hand(part: tuple[str, str], *, ended: bool) -> dict[str, str | bool]:
    return {"organisation": part[0], "part": part[1], "ended": ended}


def _opened(row: Opened) -> dict[str, Any]:
    new, number = row.opening.new, row.opening.number
    return {
        **_properties(new),
        "number": str(number) if number else None,
        "serial": number.serial if number else None,
        "version": row.events[-1].sequence,
        "pending": sortable(new.turns.due),
        "timer": sortable(row.opening.timer),
        "contents": [asdict(one) for one in new.texts],
        "events": [_event(one) for one in row.events],
        "notices": [asdict(one) for one in row.notices],
        "parent": new.parent,
        "parts": [{"organisation": code, "part": part} for code, part in new.parts],
    }


def _properties(new: NewTask) -> dict[str, Any]:
    return {
        "id": new.task,
        "state": new.state,
        "kind": new.kind,
        "category": new.category,
        "severity": new.severity,
        "place": new.place,
        "called_by": new.called_by,
        "called_at": new.called_at,
        "opened_on": business_day(from_epoch_milliseconds(new.at)).isoformat(),
        "backstop": new.backstop,
        **asdict(new.turns),
        "tags": list(new.tags) or None,
        "definitions": new.definitions,
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "task": event.task,
        "sequence": event.sequence,
        "book": event.book,
        "position": event.position,
        "at": event.at,
        "by": event.by,
        "type": event.recorded_type,
        "payload": event.payload,
        "previous": event.previous,
        "hash": event.hash,
        "routed": routed(event),
    }
