"""What an import has to write: what a pack holds now, against what its rows say; a pure rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from orgraph.domain.imports import TableCount
from orgraph.rules.records import PART_OF, RESPONSIBLE_FOR, Record, Value, part_of


@dataclass(frozen=True, slots=True)
class Held:
    """
    A node or relationship of the pack as the store holds it now; `digest` is empty once an import has ended it.

    `role` tells relationships between the same ends apart: the role of a posting, the part of a responsibility, for
    which `categories` do so, too.
    """

    table: str
    id: str
    digest: str
    since: str = ""
    until: str = ""
    start: str = ""
    end: str = ""
    role: str = ""
    categories: tuple[str, ...] = ()

    @property
    def apart(self) -> str:
        """What tells it apart from other relationships of its type between the same ends."""
        return f"{self.role}:{'+'.join(self.categories)}:" if self.table == RESPONSIBLE_FOR else self.role

    def ends_after(self, day: date) -> bool:
        """Whether it is in force on `day` or later; what has no period never ends."""
        return bool(self.until) and self.until > day.isoformat()


@dataclass(frozen=True, slots=True)
class Change:
    """
    New values for what is there; `ending` when only its end is set.

    What rules/dated.py keeps by day holds from `day` on; without one it puts right what has stood so far.
    """

    held: Held
    values: Mapping[str, Value]
    digest: str
    ending: bool = False
    day: str = ""


@dataclass
class Work:
    """Everything to be written, by table, and how many rows stay as they are."""

    adds: dict[str, list[Record]] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        """Write a new node or relationship."""
        self.adds.setdefault(record.table, []).append(record)

    def change(self, change: Change) -> None:
        """Write new values."""
        self.changes.setdefault(change.held.table, []).append(change)

    def keep(self, table: str) -> None:
        """Leave a row as it is."""
        self.same[table] = self.same.get(table, 0) + 1

    def counts(self) -> tuple[TableCount, ...]:
        """Adds, changes, ends and rows kept, by table."""
        tables = sorted({*self.adds, *self.changes, *self.same})
        return tuple(self._count(table) for table in tables)

    def _count(self, table: str) -> TableCount:
        ends = sum(change.ending for change in self.changes.get(table, ()))
        changed = len(self.changes.get(table, ())) - ends
        return TableCount(table, len(self.adds.get(table, ())), changed, ends, self.same.get(table, 0))

    @property
    def size(self) -> int:
        """How many rows are written."""
        return sum(map(len, self.adds.values())) + sum(map(len, self.changes.values()))


def plan_snapshot(records: Iterable[Record], held: Mapping[str, Held], as_of: date) -> Work:
    """
    Make the pack hold exactly `records`: add what is new, change what differs, end on `as_of` what is missing.

    An area that moves keeps its code: its old PART_OF ends on `as_of`, the new one begins then.
    """
    work, seen = Work(), set[str]()
    places = _Places(held, as_of)
    for record in records:
        settled = places.settled(record) if record.table == PART_OF else record
        seen.add(settled.id)
        there = held.get(settled.id)
        if there is None or there.table != settled.table:  # another label is another node: the import refuses it
            work.add(settled)
        elif there.digest != (digest := settled.digest()):
            work.change(Change(there, _writable(settled), digest, day=as_of.isoformat()))
        else:
            work.keep(settled.table)
    for one in held.values():
        if one.id not in seen:
            _end_missing(work, one, as_of)
    return work


class _Places:
    """What areas are part of, as held."""

    def __init__(self, held: Mapping[str, Held], as_of: date) -> None:
        self._as_of = as_of
        self._now: dict[str, Held] = {}
        self._over: dict[tuple[str, str, str], Held] = {}
        for one in held.values():
            if one.table != PART_OF:
                continue
            if one.ends_after(as_of):
                self._now[one.start] = one
            else:
                self._over[one.start, one.end, one.until] = one

    def settled(self, record: Record) -> Record:
        """A PART_OF as the store would hold it: the one held if the parent is the same, else one that begins now."""
        there, day = self._now.get(record.start), self._as_of.isoformat()
        since, until = (date.fromisoformat(str(record.values[name])) for name in ("since", "until"))
        if until <= self._as_of:  # what was over by then has not moved
            over = self._over.get((record.start, record.end, until.isoformat()))
            return part_of(record.start, record.end, date.fromisoformat(over.since), until) if over else record
        if (
            there is None or there.id == record.id or (there.end == record.end and there.since > day)
        ):  # a list of an earlier day has it already
            return record
        if there.end == record.end:
            return part_of(record.start, record.end, date.fromisoformat(there.since), until)
        since = max(since, self._as_of)
        return part_of(record.start, record.end, since, max(since, until))


def _end_missing(work: Work, one: Held, as_of: date) -> None:
    if one.ends_after(as_of):
        work.change(ending(one, as_of))
    else:
        work.keep(one.table)


def ending(one: Held, day: date) -> Change:
    """End `one` on `day`; one that begins later is retracted: it covers no day and stays on record."""
    return Change(one, {"until": max(one.since, day.isoformat())}, "", ending=True)


def _writable(record: Record) -> dict[str, Value]:
    """New values for a node or relationship that is there: all but its identity."""
    return {name: value for name, value in record.values.items() if name not in ("id", "code")}
