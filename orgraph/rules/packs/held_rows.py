"""Which of what a pack holds the rows of a folder of changes mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from orgraph.domain.imports import RowFault
from orgraph.domain.records import PART_OF, POSTED_TO, Held, Record
from orgraph.domain.rows import AreaRow, CountRow, OfficerRow, OrganisationRow, PostingRow, RelationRow, Row, ServiceRow
from orgraph.domain.said import said
from orgraph.rules.packs.held import named
from orgraph.rules.packs.rows import joint_of


def named_otherwise(row: Row, there: Held, *, role: bool = True) -> tuple[str, ...]:
    """What `there` joins, if a row that means it by its key says other ends, or another role; else empty."""
    match row:
        case PostingRow():
            told = (row.officer, row.at, row.role if role else "")
        case RelationRow():
            told = (row.source, row.target, "")
        case _:
            return ()
    held = (there.start, there.end, str(there.said.get("role") or ""))
    if all(one in ("", other) for one, other in zip(told, held, strict=True)):
        return ()
    return tuple(filter(None, (there.start, held[2], there.end)))


def key_faults(rows: Iterable[Row], held: Mapping[str, Held]) -> Iterator[RowFault]:
    """Rows of a list whose key stands for what joins others: who is posted, and where, stays the same under it."""
    names = {named(one.id): one for one in held.values() if one.start and one.table != PART_OF}
    for row in rows:
        if isinstance(row, (PostingRow, RelationRow)) and row.key:
            there = names.get(f"{joint_of(row)[0]}:{row.key}")
            if there is not None and (other := named_otherwise(row, there, role=False)):
                yield key_fault(row, other)


def key_fault(row: PostingRow | RelationRow, other: tuple[str, ...]) -> RowFault:
    """That a key stands for another row, of which `other` says what it joins."""
    origin = row.origin
    problem = said("key-of-another-row", other=other)
    return RowFault(origin.file, origin.line, "key", row.key, problem, said("mend-own-key"))


class HeldRows:
    """What a pack holds, by what rows name it by."""

    def __init__(self, held: Mapping[str, Held], as_of: date) -> None:
        self._held = held
        self._as_of = as_of
        self._between: dict[tuple[str, str, str], list[Held]] = {}
        self._by_name: dict[str, list[Held]] = {}
        for one in sorted((one for one in held.values() if one.start), key=lambda one: one.since):
            end = "" if one.table == PART_OF else one.end
            self._between.setdefault((one.table, one.start, end), []).append(one)
            if named(one.id) != one.id:
                self._by_name.setdefault(named(one.id), []).append(one)

    def meant_by(self, row: Row) -> Sequence[Held]:
        """The row as held: by its key, else those in force between the same ends, in the role or part that is given."""
        match row:
            case AreaRow() | OrganisationRow() | ServiceRow():
                return self._keyed(row.code)
            case OfficerRow():
                return self._keyed(row.id)
            case CountRow():
                return self._keyed(row.id)
            case PostingRow():
                return self._joining(POSTED_TO, row.key, row.officer, row.at, row.role)
            case RelationRow():
                return self._joining(row.type, row.key, row.source, row.target, row.part)

    def places(self, child: str) -> Sequence[Held]:
        """What an area is part of, on the day of the folder or later."""
        return [one for one in self.all_places(child) if one.ends_after(self._as_of)]

    def all_places(self, child: str) -> Sequence[Held]:
        """What an area is or was part of, the first first."""
        return self._between.get((PART_OF, child, ""), ())

    def alike(self, record: Record) -> Iterator[Held]:
        """All periods of a relationship; those of an area's place, whatever it is part of."""
        if record.table == PART_OF:
            yield from self.all_places(record.start)
            return
        for one in self._between.get((record.table, record.start, record.end), ()):
            if one.joint == record.joint:
                yield one

    def _keyed(self, key: str) -> Sequence[Held]:
        return [self._held[key]] if key in self._held else []

    def _joining(self, table: str, key: str, start: str, end: str, apart: str) -> Sequence[Held]:
        periods = [*self._keyed(f"{table}:{key}"), *self._by_name.get(f"{table}:{key}", ())] if key else []
        if periods:
            return [one for one in periods if one.ends_after(self._as_of)][:1] or periods[-1:]
        found = self._between.get((table, start, "" if table == PART_OF else end), ())
        return [
            one
            for one in found
            if one.end == end
            and one.ends_after(self._as_of)
            and (not apart or apart in (one.said.get("role"), one.said.get("part")))
        ]
