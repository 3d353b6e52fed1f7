"""What an import has to write: what a pack holds now, against what its rows say; a pure rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from orgraph.domain.imports import TableCount
from orgraph.domain.records import OBSERVATION, PART_OF, VISITED, Change, Held, Joint, Record, observed
from orgraph.domain.time import OPEN_END
from orgraph.rules.packs.held import ending, revised, says_the_same, writable
from orgraph.rules.packs.rows import part_of


@dataclass
class Work:
    """
    Everything to be written, by table, and how many rows stay as they are.

    `earlier`: by id the relationships that are written anew in place of what is held, from an earlier day on; nothing
    else about them is new.
    """

    adds: dict[str, list[Record]] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)
    earlier: dict[str, Held] = field(default_factory=dict)

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
        """Adds, changes, ends and rows kept, by table; what begins earlier is one change."""
        tables = sorted({*self.adds, *self.changes, *self.same})
        earlier = Counter(held.table for held in self.earlier.values())
        return tuple(self._count(table, earlier[table]) for table in tables)

    def _count(self, table: str, earlier: int) -> TableCount:
        ends = sum(change.ending for change in self.changes.get(table, ()))
        changed = len(self.changes.get(table, ())) - ends
        return TableCount(table, len(self.adds.get(table, ())) - earlier, changed, ends, self.same.get(table, 0))

    @property
    def size(self) -> int:
        """How many rows are written: two for each of `earlier`, which `counts` tell as one change."""
        return sum(map(len, self.adds.values())) + sum(map(len, self.changes.values()))


def plan_snapshot(records: Iterable[Record], held: Mapping[str, Held], as_of: date) -> Work:
    """
    Make the pack hold exactly `records`: add what is new, change what differs, end on `as_of` what is missing.

    What differs holds from `as_of` on, and what was said before stays true of the days before. An area that moves
    keeps its code: its old PART_OF ends on `as_of`, the new one begins then.
    """
    snapshot = _Snapshot(held, as_of)
    for record in records:
        snapshot.take(record)
    snapshot.end_missing()
    return snapshot.work


class _Snapshot:
    """A snapshot under way: what is to be done so far, and which rows it has."""

    def __init__(self, held: Mapping[str, Held], as_of: date) -> None:
        self.work = Work()
        self._held = held
        self._as_of = as_of
        self._places = _Places(held, as_of)
        self._seen: set[str] = set()
        self._new: dict[Joint, Record] = {}
        self._anew: dict[Joint, list[tuple[str, str]]] = {}  # periods of what is new, or is there with another period
        self._parted: list[Change] = []  # what goes on with other values from its end on
        self._counted: dict[tuple[str, str], list[str]] = {}  # since when the list counts, by place and measure
        self._cut: dict[tuple[Joint, str], str] = {}  # by when what is there ended, when it ends now

    def take(self, record: Record) -> None:
        """A row of the snapshot."""
        if record.table == OBSERVATION and self._held:
            self._counted.setdefault(observed(record.id)[:2], []).append(str(record.values["since"]))
        settled = self._places.settled(record) if record.table == PART_OF else record
        there = self._held.get(settled.id)
        if there is not None and there.table == settled.table:
            for one in revised(there, settled, self._as_of):
                self._write(one)
            self._seen.add(there.id)
        else:  # another label is another node: the import refuses it
            self._write(settled)

    def _write(self, one: Record | Change) -> None:
        """Write a change, or a record, which may have been there and have been taken back."""
        if isinstance(one, Change):
            if one.instead:
                self._parted.append(one)
            elif one.digest or one.values:
                self.work.change(one)
                if one.held.start and "since" in one.values:
                    self._cut[one.held.joint, one.held.until] = str(one.values["until"])
                    period = str(one.values["since"]), str(one.values["until"])
                    self._anew.setdefault(one.held.joint, []).append(period)
            else:
                self.work.keep(one.held.table)
            return
        there = self._held.get(one.id)
        self._seen.add(one.id)
        if there is not None and there.table == one.table:
            self._write(Change(there, writable(one), one.digest()))
        else:
            self.work.add(one)
            if one.start:
                self._new[one.joint] = one
                self._anew.setdefault(one.joint, []).append(_period(one))

    def _over(self, one: Held) -> bool:
        """Whether `one` went on what a row now says was over by then."""
        return one.start != "" and self._cut.get((one.joint, one.since), "9999") <= self._as_of.isoformat()

    def end_missing(self) -> None:
        """End what no row of the snapshot speaks of, and what goes on with other values."""
        for parted in self._parted:
            until = str(parted.values["until"])
            anew = self._instead(replace(parted.held, until=until))
            if anew is not None:
                until = max(parted.held.since, min(until, anew[0]))
            self.work.change(replace(parted, values={"until": until}))
        for one in self._held.values():
            if one.id in self._seen:
                continue
            if one.table != VISITED and (period := self._instead(one)):
                self.work.change(self._replaced(one, *period))
            elif not one.ends_after(self._as_of):
                self.work.keep(one.table)
            elif one.table == OBSERVATION:
                self.work.change(ending(one, self._counted_until(one)))
            elif self._over(one):
                self.work.change(replace(ending(one, date.min), ending=False))
            else:
                self.work.change(ending(one, self._as_of))

    def _counted_until(self, one: Held) -> date:
        """
        Until when what the list does not name any more was counted: what goes on up to the next, if there is one, or to
        the day of the list; a period that is not over by then is taken back, as no part of it was counted by itself.
        """
        if one.until != OPEN_END.isoformat():
            return date.min
        later = (since for since in self._counted.get(observed(one.id)[:2], ()) if since > one.since)
        return min((self._as_of, *map(date.fromisoformat, later)))

    def _instead(self, one: Held) -> tuple[str, str] | None:
        """The first period that the list gives anew to what `one` says of some of its days, be they over."""
        return min((each for each in self._anew.get(one.joint, ()) if one.meets(*each)), default=None)

    def _replaced(self, one: Held, since: str, until: str) -> Change:
        """What the list has with another beginning ends where that begins, so that no day has it twice."""
        new = self._new.get(one.joint)
        sooner = new is not None and _period(new) == (since, until) and since < one.since
        if new and sooner and (one.table == PART_OF or (until == one.until and says_the_same(one, new))):
            self.work.earlier.setdefault(new.id, one)
        return replace(ending(one, min(self._as_of, date.fromisoformat(since))), ending=False)


def _period(record: Record) -> tuple[str, str]:
    return str(record.values["since"]), str(record.values["until"])


class _Places:
    """What areas are part of, as held."""

    def __init__(self, held: Mapping[str, Held], as_of: date) -> None:
        self._as_of = as_of
        self._now: dict[str, Held] = {}
        self._first: dict[str, str] = {}
        self._held = held
        self._last: dict[str, str] = {}
        self._over: dict[tuple[str, str, str], Held] = {}
        for one in held.values():
            if one.table != PART_OF:
                continue
            if one.since < one.until:
                self._first[one.start] = min(one.since, self._first.get(one.start, one.since))
                self._last[one.start] = max(one.until, self._last.get(one.start, one.until))
            if one.ends_after(as_of):
                self._now[one.start] = one
            else:
                self._over[one.start, one.end, one.until] = one

    def _left(self, child: str) -> bool:
        """Whether an area that lives was part of something before, and has been part of nothing since."""
        area = self._held.get(child)
        return (
            area is not None
            and area.ends_after(self._as_of)
            and self._last.get(child, "9999") < self._as_of.isoformat()
        )

    def settled(self, record: Record) -> Record:
        """A PART_OF as the store would hold it: the one held if the parent is the same, else one that begins now."""
        there, day = self._now.get(record.start), self._as_of.isoformat()
        since, until = (date.fromisoformat(str(record.values[name])) for name in ("since", "until"))
        if until <= self._as_of:  # what was over by then has not moved
            over = self._over.get((record.start, record.end, until.isoformat()))
            return part_of(record.start, record.end, date.fromisoformat(over.since), until) if over else record
        if there is None and self._left(record.start):
            since = max(since, self._as_of)  # on the days since then it was part of nothing
            return part_of(record.start, record.end, since, max(since, until))
        if there is None or there.id == record.id:
            return record
        elsewhere = self._first[record.start] < there.since  # before it came here
        if there.end != record.end or (elsewhere and there.since > day):
            since = max(since, self._as_of)
        elif elsewhere or since.isoformat() >= there.since:
            since = date.fromisoformat(there.since)
        return part_of(record.start, record.end, since, max(since, until))
