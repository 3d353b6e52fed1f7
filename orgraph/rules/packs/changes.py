"""What a folder of changes has to write: rows to add, to change, to correct, to end; a pure rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.domain.imports import RowAction, RowFault
from orgraph.domain.records import AREA, OBSERVATION, PART_OF, VISITED, Change, Held, Record, Value
from orgraph.domain.rows import (
    AreaRow,
    ChangedRow,
    CountRow,
    DatedRow,
    OfficerRow,
    OrganisationRow,
    Origin,
    PostingRow,
    RelationRow,
    Row,
    ServiceRow,
)
from orgraph.domain.said import Said, said
from orgraph.domain.text import spelled
from orgraph.domain.time import OPEN_END
from orgraph.rules.packs.held import ending, revised, writable
from orgraph.rules.packs.held_rows import HeldRows, key_fault, named_otherwise
from orgraph.rules.packs.rows import Recording, joint_id, looked_up, one_text, part_of
from orgraph.rules.packs.snapshot import Work
from orgraph.rules.places.naming import short_name

CHANGEABLE: dict[type[Row], tuple[str, ...]] = {
    AreaRow: ("name", "kind", "mca", "aliases", "households", "flag", "until"),
    OrganisationRow: ("name", "aliases", "tier", "specialty", "duty_phone", "external_ids", "until"),
    OfficerRow: ("name", "profession", "tier", "external_ids"),
    PostingRow: ("employment", "principal", "until"),
    ServiceRow: ("name", "group", "synthetic"),
    RelationRow: ("categories", "severity_from", "part", "reason", "weekdays", "weeks", "until"),
    CountRow: ("value", "source", "synthetic", "until"),
}
"""Columns that a `change` may set; whatever else differs makes another row: end the one, add the other."""

_ONCE = (AREA, "Unit", "PartyOrganisation")
"""What has one period: once it has ended it does not begin anew."""

_ORDER = {RowAction.END: 0, RowAction.CORRECT: 1, RowAction.CHANGE: 2, RowAction.ADD: 3}
"""Rows of one folder see each other: what ends makes room for what is added from that day on."""


class Changing:
    """Plans the rows of one folder of changes against what the pack holds."""

    def __init__(self, held: Mapping[str, Held], as_of: date, recording: Recording, definitions: Definitions) -> None:
        self._held = held
        self._as_of = as_of
        self._recording = recording
        self._definitions = definitions
        self._rows = HeldRows(held, as_of)
        self._meant: dict[str, ChangedRow] = {}
        self._periods: dict[str, tuple[str, str]] = {}
        self._moves: dict[str, list[tuple[str, str]]] = {}
        self._origin: Origin | None = None
        self._owners: Mapping[str, str] = {}
        self.work = Work()
        self.faults: list[RowFault] = []
        self.origins: dict[str, Origin] = {}
        """By id of what is written, the row that says so."""

    def plan(
        self, wanted: Iterable[ChangedRow], levels: Mapping[str, str], owners: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """
        Fill `work` and `faults`; `levels` gives the level of each area that is changed, `owners` the packs that have
        what other packs brought, by key.
        """
        self._owners = owners
        for one in sorted(wanted, key=lambda one: _ORDER[one.action]):
            self._origin = one.row.origin
            if one.action is RowAction.ADD:
                for record in self._recording.records([one.row]):
                    self._add(one, record)
                continue
            there = self._the_one(one)
            if there is None:
                continue
            if one.action is RowAction.END:
                self._end(one, there)
            else:
                self._change(one, there, levels)

    def _the_one(self, one: ChangedRow) -> Held | None:
        """What is held and meant by a row; None, with a fault, if that cannot be said."""
        found = self._rows.meant_by(one.row)
        if not found:
            owner = self._owners.get(getattr(one.row, "code", "") or getattr(one.row, "id", ""))
            if owner is None:
                self._fault(one, said("no-such-row"), said("mend-key-or-add"))
            else:
                self._fault(one, said("row-of-pack", pack=owner), said("mend-in-its-pack", pack=owner))
        elif len(found) > 1:
            self._fault(one, said("several-rows-fit", count=len(found)), said("mend-part-or-key"))
        elif self._otherwise(one, found[0]):
            pass
        elif (first := self._meant.setdefault(found[0].id, one)) is not one:
            self._fault(one, said("same-row-meant", first=first.row.origin.told), said("mend-say-in-one"))
        else:
            return found[0]
        return None

    def _add(self, one: ChangedRow, record: Record) -> None:
        there = self._held.get(record.id)
        if record.table == OBSERVATION and (
            there is None or there.since == there.until
        ):  # what was taken back may return
            self._write(record)
            return
        if there is not None and record.table in _ONCE and there.ended_before(self._as_of):
            self._fault(one, said("row-held-ended", day=there.until), said("mend-end-or-other-code"))
        elif (there is not None and record.is_node) or self._meets(record):
            self._fault(one, said("row-held"), said("mend-change-or-end"))
        elif there is None or record.table == PART_OF:
            self._write(record)
        elif not self._otherwise(one, there):
            since, until = self._periods.get(there.id, (there.since, there.until))
            if since < until:  # written there, it would take the days from it that it was in force
                self._fault(one, said("row-held-ended", day=until), said("mend-end-or-other-key"))
            else:
                self._write(record)

    def _otherwise(self, one: ChangedRow, there: Held) -> bool:
        """Whether a row means `there` by its key and says that it joins others, which is a fault."""
        row = one.row
        other = named_otherwise(row, there)
        if other and isinstance(row, (PostingRow, RelationRow)):
            self.faults.append(key_fault(row, other))
        return bool(other)

    def _meets(self, record: Record) -> bool:
        """Whether the pack holds the same relationship, or an area another place, for some day of this one."""
        if record.is_node or record.table == VISITED:
            return False  # of visits there may be several
        since, until = str(record.values["since"]), str(record.values["until"])
        periods = [self._periods.get(one.id, (one.since, one.until)) for one in self._rows.alike(record)]
        periods += self._moves.get(record.start, []) if record.table == PART_OF else []
        return any(max(begun, since) < min(ended, until) for begun, ended in periods)

    def _write(self, one: Record | Change) -> None:
        """Write a change, or a record, which may have been there and have been taken back."""
        if self._origin is not None:
            self.origins[one.id if isinstance(one, Record) else one.held.id] = self._origin
        if isinstance(one, Record):
            there = self._held.get(one.id)
            if there is None:
                self.work.add(one)
                return
            one = Change(there, writable(one), one.digest())
        since, until = one.values.get("since", one.held.since), one.values.get("until", one.held.until)
        self._periods[one.held.id] = (str(since), str(until))
        self.work.change(one)

    def _end(self, one: ChangedRow, there: Held) -> None:
        """End what goes on, and the places of an area with it; what has ended, or ends sooner, does not end later."""
        until = getattr(one.row, "until", OPEN_END)
        day = self._as_of if until == OPEN_END else until
        last = max(there.since, day.isoformat())
        if not there.until:
            self._fault(one, said("officer-has-no-end"), said("mend-end-postings"))
        elif there.until == last:
            self.work.keep(there.table)
        elif there.ended_before(self._as_of) or there.until == self._as_of.isoformat():
            self._fault(one, said("row-has-ended", day=there.until), said("mend-leave-or-correct-end"))
        elif there.until < last:
            self._fault(one, said("row-ends-before", day=there.until, last=last), said("mend-leave-or-correct-end"))
        else:
            self._write(ending(there, day))
            if there.table == AREA:
                self._place(there, {"until": last})

    def _change(self, one: ChangedRow, there: Held, levels: Mapping[str, str]) -> None:
        row = one.row
        values = {name: _value(row, name) for name in settable(one) if name in one.given}
        since, until = str(values.get("since", there.since)), str(values.get("until", there.until))
        if until < since:
            self._fault(one, said("ends-before-it-begins", since=since), said("mend-later-or-retract"))
            return
        if one.action is RowAction.CHANGE and there.ended_before(self._as_of) and until != there.until:
            again = said("there-on-days-since", day=there.until)
            problem = again if until > there.until else said("row-has-ended", day=there.until)
            self._fault(one, problem, said("mend-end-or-add") if there.start else said("mend-end-or-other-code"))
            return
        if there.start:
            self._revise(one, there, values)
            return
        if "name" in values and not isinstance(row, (OfficerRow, ServiceRow)):
            level = self._definitions.levels.get(levels.get(there.id, ""))
            values["short"] = short_name(str(values["name"]), level) if level else spelled(str(values["name"]))
        if "aliases" in values:
            values["aliases"] = looked_up(getattr(row, "aliases", ())) or None
            values["aliased"] = True if values["aliases"] else None
        if "specialty" in values:
            values["specialty"] = one_text(getattr(row, "specialty", ()))
        if isinstance(row, AreaRow):
            moved = self._move(one, row, there, values) if "parent" in one.given else ()
            self._place(there, values, moved)
        if values:
            day = self._as_of.isoformat() if one.action is RowAction.CHANGE else ""
            self._write(Change(there, values, "", day=day))

    def _revise(self, one: ChangedRow, there: Held, values: Mapping[str, Value]) -> None:
        """A relationship says something else from the day of the folder on, or has always done so."""
        after = {"id": there.id, **there.said, "since": there.since, "until": there.until, **values}
        record = self._recording.relationship(there.table, there.start, there.end, after)
        over = min(there.until, str(after["until"]))
        others = [name for name, value in there.said.items() if record.values.get(name) != value]
        if one.action is RowAction.CHANGE and others and there.since < self._as_of.isoformat() >= over:
            problem = said("over-by", day=over, columns=others)
            self._fault(one, problem, said("mend-empty-or-correct"))
        elif one.action is RowAction.CHANGE:
            for each in revised(there, record, self._as_of):
                if isinstance(each, Record) or each.values:
                    self._write(each)
        else:
            self._correct(there, record)

    def _correct(self, there: Held, record: Record) -> None:
        """Another beginning makes another row, unless a name stands for it: the wrong one is taken back."""
        since = str(record.values["since"])
        if since == there.since or there.id != joint_id(there.joint, there.since):
            self._write(Change(there, writable(record), record.digest()))
            return
        self._write(Change(there, {"until": there.since}, "", ending=True))
        identity = joint_id(record.joint, since)
        values = {**record.values, "id": identity}
        self._write(self._recording.relationship(record.table, record.start, record.end, values))

    def _place(self, there: Held, values: Mapping[str, Value], moved: Collection[Held] = ()) -> None:
        """What an area is part of begins and ends with it, and is there again when the area is."""
        places = [one for one in self._rows.all_places(there.id) if one.since < one.until]
        for at, one in enumerate(places):
            if one not in moved:
                self._fit(one, *_fitting(there, values, one, first=at == 0, last=at == len(places) - 1))

    def _fit(self, place: Held, since: str, until: str) -> None:
        """Give a place this period; one of no day is taken back."""
        if since >= until:
            self._write(Change(place, {"until": place.since}, "", ending=True))
        elif since != place.since:
            self._correct(place, self._placed(place, since, until))
        elif until != place.until:
            self._write(Change(place, {"until": until}, "", ending=until < place.until))

    def _placed(self, place: Held, since: str, until: str) -> Record:
        return part_of(place.start, place.end, date.fromisoformat(since), date.fromisoformat(until))

    def _move(self, one: ChangedRow, row: AreaRow, there: Held, values: Mapping[str, Value]) -> Sequence[Held]:
        """Put an area under another parent. Returns the places that it leaves."""
        olds = self._rows.places(row.code)
        if not olds and one.action is RowAction.CORRECT and "until" in one.given:  # it ended where it never was
            olds = [place for place in self._rows.all_places(row.code) if place.since < place.until][-1:]
        if not olds:
            if there.ended_before(self._as_of) or there.until == self._as_of.isoformat():
                problem = said("nowhere-since-ended", day=self._as_of, ended=there.until)
                self._fault(one, problem, said("mend-back"))
            else:
                self._fault(one, said("nowhere-in-pack", day=self._as_of), said("mend-add-place"))
            return ()
        if [old.end for old in olds] == [row.parent]:
            return ()
        first = olds[0] is next(iter(self._rows.all_places(row.code)), None)
        begun = _fitting(there, values, olds[0], first=first)[0]
        wrong = one.action is RowAction.CORRECT
        since = begun if wrong else max(begun, self._as_of.isoformat())
        until = _fitting(there, values, olds[-1], last=True)[1]
        for old in olds:
            self._write(ending(old, date.min if wrong else date.fromisoformat(since)))
        if since < until:
            self._write(part_of(row.code, row.parent, date.fromisoformat(since), date.fromisoformat(until)))
            self._moves[row.code] = [(since, until)]
        return olds

    def _fault(self, one: ChangedRow, problem: Said, remedy: Said) -> None:
        origin = one.row.origin
        key = getattr(one.row, "code", "") or getattr(one.row, "id", "") or getattr(one.row, "officer", "")
        key = key or getattr(one.row, "at", "")
        self.faults.append(RowFault(origin.file, origin.line, "change", f"{one.action} {key}", problem, remedy))


def _fitting(
    there: Held, values: Mapping[str, Value], place: Held, *, first: bool = False, last: bool = False
) -> tuple[str, str]:
    """The period of a place of the area `there` once this has the period that `values` give."""
    since, until = place.since, place.until
    if "since" in values:
        begun = str(values["since"])
        since = begun if first and since == there.since else max(since, begun)
    if "until" in values:
        ends = str(values["until"])
        until = ends if last and ends > there.until else min(until, ends)
    return since, until


def settable(one: ChangedRow) -> tuple[str, ...]:
    """The columns that a changed row may set; when something began can only be corrected."""
    columns = CHANGEABLE[type(one.row)]
    dated = one.action is RowAction.CORRECT and isinstance(one.row, DatedRow)
    return (*columns, "since") if dated else columns


def _value(row: Row, name: str) -> Value:
    value: Any = getattr(row, name)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value) or None
    return value if isinstance(value, int) else value or None
