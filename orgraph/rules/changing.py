"""What a folder of changes has to write: rows to add, to change, to end; a pure rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.domain.imports import Action, RowFault
from orgraph.domain.rows import AreaRow, ChangedRow, OfficerRow, OrganisationRow, PostingRow, RelationRow, Row
from orgraph.domain.text import spelled
from orgraph.domain.time import OPEN_END
from orgraph.rules.naming import short_name
from orgraph.rules.planning import Change, Held, Work, ending
from orgraph.rules.records import AREA, PART_OF, POSTED_TO, Recording, Value, part_of

CHANGEABLE: dict[type[Row], tuple[str, ...]] = {
    AreaRow: ("name", "kind", "mca", "aliases", "households", "flag", "until"),
    OrganisationRow: ("name", "tier", "duty_phone", "external_ids", "until"),
    OfficerRow: ("name", "profession", "tier", "external_ids"),
    PostingRow: ("employment", "principal", "until"),
    RelationRow: ("categories", "severity_from", "part", "reason", "until"),
}
"""Columns that a `change` may set; whatever else differs makes another row: end the one, add the other."""


class Changing:
    """Plans the rows of one folder of changes against what the pack holds."""

    def __init__(self, held: Mapping[str, Held], as_of: date, recording: Recording, definitions: Definitions) -> None:
        self._held = held
        self._as_of = as_of
        self._recording = recording
        self._definitions = definitions
        self._open = _open_relationships(held, as_of)
        self._postings = _postings(held)
        self.work = Work()
        self.faults: list[RowFault] = []

    def plan(self, wanted: Iterable[ChangedRow], levels: Mapping[str, str]) -> None:
        """Fill `work` and `faults`; `levels` gives the level of each area that is changed."""
        for one in wanted:
            if one.action is Action.ADD:
                self._add(one)
                continue
            found = self._there(one.row)
            there = found[0] if found else None
            if there is None:
                self._fault(one, "the pack holds no such row", "check its key, or add it instead")
            elif len(found) > 1:
                self._fault(
                    one, f"the pack holds {len(found)} rows that fit", "give the part or the key of one of them"
                )
            elif one.action is Action.END:
                self._end(one, there)
            else:
                self._change(one, there, levels)

    def _add(self, one: ChangedRow) -> None:
        for record in self._recording.records([one.row]):
            if record.id in self._held or (not record.is_node and self._overlapping(record.table, one.row)):
                self._fault(one, "the pack holds this row already", "change or end that one instead")
            else:
                self.work.add(record)

    def _overlapping(self, table: str, row: Row) -> bool:
        """Whether the pack holds an identical posting for some day of this one."""
        if table != POSTED_TO or not isinstance(row, PostingRow):
            return False
        since, until = row.since.isoformat(), row.until.isoformat()
        return any(
            max(one.since, since) < min(one.until, until)
            for one in self._postings.get((row.officer, row.at, row.role), ())
        )

    def _end(self, one: ChangedRow, there: Held) -> None:
        until = getattr(one.row, "until", OPEN_END)
        day = self._as_of if until == OPEN_END else until
        if not there.until:
            self._fault(one, "an officer has no end", "end the officer's postings")
            return
        self.work.change(ending(there, day))
        if there.table == AREA:
            for parent in self._open.get((PART_OF, there.id, ""), ()):
                self.work.change(ending(parent, day))

    def _change(self, one: ChangedRow, there: Held, levels: Mapping[str, str]) -> None:
        row = one.row
        values = {name: _value(row, name) for name in CHANGEABLE[type(row)] if name in one.given}
        if not isinstance(row, OfficerRow) and "until" in values and row.until.isoformat() < there.since:
            self._fault(one, f"until before since ({there.since})", "give a later day, or until = since to retract")
            return
        if isinstance(row, AreaRow) and "parent" in one.given:
            self._move(one, row)
        if "name" in values and not isinstance(row, OfficerRow):
            level = self._definitions.levels.get(levels.get(there.id, ""))
            values["short"] = short_name(str(values["name"]), level) if level else spelled(str(values["name"]))
        if "aliases" in values:
            values["aliased"] = True if values["aliases"] else None
        if values:
            self.work.change(Change(there, values, "", day=self._as_of.isoformat()))

    def _move(self, one: ChangedRow, row: AreaRow) -> None:
        olds = self._open.get((PART_OF, row.code, ""), ())
        if not olds:
            self._fault(one, "the area is part of nothing of this pack on that day", "add a PART_OF in relations.csv")
        elif [old.end for old in olds] != [row.parent]:
            for old in olds:
                self.work.change(ending(old, self._as_of))
            self.work.add(part_of(row.code, row.parent, self._as_of, OPEN_END))

    def _there(self, row: Row) -> Sequence[Held]:
        """The row as held: by its key, else those in force between the same ends, in the role or part that is given."""
        match row:
            case AreaRow() | OrganisationRow():
                return self._keyed(row.code)
            case OfficerRow():
                return self._keyed(row.id)
            case PostingRow():
                named = self._keyed(f"{POSTED_TO}:{row.key}") if row.key else ()
                return named or self._between(POSTED_TO, row.officer, row.at, row.role)
            case RelationRow():
                named = self._keyed(f"{row.type}:{row.key}") if row.key else ()
                return named or self._between(row.type, row.source, row.target, row.part)

    def _keyed(self, key: str) -> Sequence[Held]:
        return [self._held[key]] if key in self._held else []

    def _between(self, table: str, start: str, end: str, role: str) -> Sequence[Held]:
        return [one for one in self._open.get((table, start, end), ()) if not role or one.role == role]

    def _fault(self, one: ChangedRow, problem: str, remedy: str) -> None:
        origin = one.row.origin
        key = getattr(one.row, "code", "") or getattr(one.row, "id", "") or getattr(one.row, "officer", "")
        self.faults.append(RowFault(origin.file, origin.line, "change", f"{one.action} {key}", problem, remedy))


def _postings(held: Mapping[str, Held]) -> dict[tuple[str, str, str], list[Held]]:
    """All postings, in force or not, by officer, place and role."""
    found: dict[tuple[str, str, str], list[Held]] = {}
    for one in held.values():
        if one.table == POSTED_TO:
            found.setdefault((one.start, one.end, one.role), []).append(one)
    return found


def _open_relationships(held: Mapping[str, Held], day: date) -> dict[tuple[str, str, str], list[Held]]:
    """Relationships in force on `day` or later, by type and ends; a PART_OF by its child alone."""
    found: dict[tuple[str, str, str], list[Held]] = {}
    for one in held.values():
        if one.start and one.ends_after(day):
            found.setdefault((one.table, one.start, "" if one.table == PART_OF else one.end), []).append(one)
    return found


def _value(row: Row, name: str) -> Value:
    value: Any = getattr(row, name)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value) or None
    return value or None if not isinstance(value, bool) else value
