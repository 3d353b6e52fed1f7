"""Since when rows hold that do not say so themselves, and which of what is held they continue: a pure rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from orgraph.domain.records import PART_OF, VISITED, Held, Joint
from orgraph.domain.rows import (
    AreaRow,
    DatedRow,
    OrganisationRow,
    PostingRow,
    RelationRow,
    Row,
)
from orgraph.rules.packs.held import named
from orgraph.rules.packs.rows import joint_of


class Dating:
    """
    Dates the rows of a snapshot that do not say when they begin.

    What is held on `as_of` keeps its beginning, so that a list of a later day moves nothing. What is new begins on
    `as_of`, since the list before did not have it; with the first list of a pack, on the day that its rows name or the
    pack's own. A posting or relation whose values changed on the way is held in several periods, one after the other:
    a row that names the beginning of the first, or of another on the way, means the one of today.
    """

    def __init__(self, held: Mapping[str, Held], as_of: date, first: bool) -> None:
        self._held = held
        self._as_of = as_of
        self._first = first
        self._by_joint, self._by_name = _periods(held)

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows of tables, in their order, each with the day it begins."""
        for row in rows:
            yield self._dated(row) if isinstance(row, DatedRow) else row

    def generated(self, rows: Iterable[Row], default: date) -> Iterator[Row]:
        """Rows that were generated, where `default` is the beginning of those whose step names none."""
        for row in rows:
            if not isinstance(row, DatedRow) or row.since != default or _visit(row):
                yield row
            else:
                yield self._dated(row, default)

    def _dated(self, row: DatedRow, default: date | None = None) -> Row:
        said = row.dated and default is None
        row = row if said or not row.dated else replace(row, dated=False)
        match row:
            case AreaRow() | OrganisationRow():
                return row if said else self._begun(row, self._held.get(row.code))
            case PostingRow() | RelationRow():
                return self._joined(row, said)

    def _joined(self, row: PostingRow | RelationRow, said: bool) -> Row:
        joint = joint_of(row)
        if joint[0] == PART_OF:
            return row if said else self._begun(row, None)
        periods = self._by_name.get(f"{joint[0]}:{row.key}", ()) if row.key else self._by_joint.get(joint, ())
        at = self._meant(periods, row)
        there = None if at is None else periods[at]
        if said and (there is None or at is None or row.since.isoformat() not in _beginnings(periods, at)):
            return row
        if said and there is not None and row.until.isoformat() <= there.since < there.until:
            return row  # it was over before what is held today began
        if there is None:
            return self._begun(row, None)
        if not said and row.key and there.ended_before(self._as_of) and row.until > self._as_of:
            return self._begun(replace(row, key=f"{row.key}@{self._as_of.isoformat()}"), None)  # it is there again
        own = replace(row, key=there.id.removeprefix(f"{joint[0]}:"))  # it may tell another day, or a name
        return replace(own, since=date.fromisoformat(there.since)) if said else self._begun(own, there)

    def _meant(self, periods: Sequence[Held], row: PostingRow | RelationRow) -> int | None:
        """
        Which of the periods of a relationship a row means: one that ended when the row does, by its name one to come
        that begins when the row does, or today's.
        """
        day, until = self._as_of.isoformat(), row.until.isoformat()
        over = [at for at, one in enumerate(periods) if one.until == until <= day]
        since = row.since.isoformat() if row.key and row.dated else ""
        own = [at for at, one in enumerate(periods) if day < one.since == since]
        now = [at for at, one in enumerate(periods) if one.since <= day < one.until]
        last = [len(periods) - 1] if row.key and periods else []
        return next(iter([*over, *own, *now, *last]), None)

    def _begun(self, row: DatedRow, there: Held | None) -> Row:
        """The row with the day it begins, which is that of what is there, if anything is."""
        if there is not None and there.since < there.until:  # what was taken back never was
            since = min(date.fromisoformat(there.since), self._as_of)
        else:
            since = row.since if self._first else self._as_of
        return row if since == row.since else replace(row, since=since)


def _visit(row: DatedRow) -> bool:
    return isinstance(row, RelationRow) and row.type == VISITED  # a step draws its days, and one may be the default


def _periods(held: Mapping[str, Held]) -> tuple[dict[Joint, list[Held]], dict[str, list[Held]]]:
    """The periods of each relationship but PART_OF in their order, by what it joins and by its name."""
    by_joint: dict[Joint, list[Held]] = {}
    by_name: dict[str, list[Held]] = {}
    for one in sorted((one for one in held.values() if one.start and one.table != PART_OF), key=_since):
        if one.since < one.until:
            by_joint.setdefault(one.joint, []).append(one)
        by_name.setdefault(named(one.id), []).append(one)
    return by_joint, by_name


def _since(one: Held) -> str:
    return one.since


def _beginnings(periods: Sequence[Held], at: int) -> Iterator[str]:
    """When what is held in the period `at` began to be what it is, and before that to be there, whatever was said."""
    yield periods[at].since
    while at and periods[at - 1].until == periods[at].since:
        at -= 1
        yield periods[at].since
