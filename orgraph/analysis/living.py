"""Whether rows name what lives on their days: nothing new is put below, posted at or tied to what has ended by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from orgraph.domain.imports import RowFault
from orgraph.domain.records import PART_OF, POSTED_TO, Held, Value
from orgraph.domain.rows import AreaRow, OfficerRow, OrganisationRow, PostingRow, RelationRow, Row, ServiceRow
from orgraph.domain.said import said
from orgraph.rules.packs.rows import Recording

Joint = tuple[str, str, str]
"""Type and ends of a relationship."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What has ended or ends with this import: the first day after, by key; `now` are those that end with it."""

    days: Mapping[str, date]
    now: frozenset[str] = field(default_factory=frozenset)


def living_faults(rows: Iterable[Row], ended: Ended, held: Mapping[str, Held]) -> tuple[RowFault, ...]:
    """
    A fault for each row that goes on after what it names has ended.

    What the pack held so before stays: it is told by audits, and no list must be refused for an old fault. What ends
    with this import is another matter: a list that leaves out a street and keeps its villages is wrong.
    """
    if not ended.days:
        return ()
    found = [one for row in rows for one in _named(row) if _outlives(row, one[1], ended)]
    old = [joint for _, key, joint, _ in found if key not in ended.now]
    standing = _standing(held, set(old)) if old else set[Joint]()
    return tuple(
        _fault(row, name, key, ended) for row, key, joint, name in found if key in ended.now or joint not in standing
    )


def gap_faults(rows: Iterable[Row], held: Mapping[str, Held], as_of: date) -> tuple[RowFault, ...]:
    """
    A fault for each area or organisation of a list that had ended before and does not say since when it is there.

    It has one period: begun again without a word, it would have been there on the days between.
    """
    return tuple(
        RowFault(
            row.origin.file,
            row.origin.line,
            "code",
            row.code,
            said("there-on-days-since", day=there.until),
            said("mend-say-since-held", day=there.since),
        )
        for row in rows
        if isinstance(row, (AreaRow, OrganisationRow)) and not row.dated and row.until > as_of
        if (there := held.get(row.code)) is not None and there.ended_before(as_of)
    )


def past_faults(
    rows: Iterable[Row], recording: Recording, held: Mapping[str, Held], as_of: date
) -> tuple[RowFault, ...]:
    """
    A fault for each posting or relation of a list that was over by its day, does not say since when it was there, and
    says other values than are held: they hold on no day to come, and what was so in the past is not said anew by that.
    """
    found = []
    for row in rows:
        if not isinstance(row, (PostingRow, RelationRow)) or row.dated or row.until > as_of:
            continue
        (record,) = recording.records([row])
        there = held.get(record.id)
        for name, value in there.said.items() if there is not None else ():
            if record.values.get(name) != value:
                found.append(_over(row, name, record.values.get(name), value))
    return tuple(found)


def _over(row: PostingRow | RelationRow, name: str, wanted: Value, value: Value) -> RowFault:
    problem = said("over-already", day=row.until, held=_cell(value))
    remedy = said("mend-leave-or-say-since", day=row.since)
    return RowFault(row.origin.file, row.origin.line, name, _cell(wanted), problem, remedy)


def _cell(value: Value) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "")


def _named(row: Row) -> Iterator[tuple[Row, str, Joint, str]]:
    """What a row needs to live: the row, its key, the relationship, and the column that names it."""
    match row:
        case AreaRow():
            yield row, row.parent, (PART_OF, row.code, row.parent), "parent"
        case PostingRow():
            yield row, row.at, (POSTED_TO, row.officer, row.at), "at"
        case RelationRow():
            joint = (row.type, row.source, row.target)
            yield row, row.source, joint, "source"
            yield row, row.target, joint, "target"


def _outlives(row: Row, key: str, ended: Ended) -> bool:
    assert not isinstance(row, (OfficerRow, OrganisationRow, ServiceRow))  # these name nothing
    if isinstance(row, RelationRow) and row.type == "VISITED":
        return key in ended.days and row.since >= ended.days[key]  # of a visit nothing goes on after its day
    return key in ended.days and row.until > max(ended.days[key], row.since)


def _standing(held: Mapping[str, Held], wanted: set[Joint]) -> set[Joint]:
    return {joint for one in held.values() if (joint := (one.table, one.start, one.end)) in wanted}


def _fault(row: Row, name: str, key: str, ended: Ended) -> RowFault:
    day = ended.days[key]
    if key in ended.now:
        problem, remedy = said("ended-by-import", key=key, day=day), said("mend-keep-row")
    else:
        problem, remedy = said("key-has-ended", key=key, day=day), said("mend-name-living")
    return RowFault(row.origin.file, row.origin.line, name, key, problem, remedy)
