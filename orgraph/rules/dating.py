"""Since when rows hold that do not say so themselves: a pure rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from orgraph.domain.rows import AreaRow, DatedRow, OfficerRow, OrganisationRow, PostingRow, RelationRow, Row
from orgraph.rules.planning import Held
from orgraph.rules.records import POSTED_TO, told_apart

Joint = tuple[str, str, str, str]
"""A relationship without its period: type, ends, and what tells it apart from others between them."""

Ending = tuple[str, str, str, str, str]
"""A joint and the day it ended; none if it is in force."""


class Dating:
    """
    Dates the rows of a snapshot that do not say when they begin.

    What is held on `as_of` keeps its beginning, so that a list of a later day moves nothing. What is new begins on
    `as_of`, since the list before did not have it; with the first list of a pack, on the day that its rows name or the
    pack's own.
    """

    def __init__(self, held: Mapping[str, Held], as_of: date, first: bool) -> None:
        self._held = held
        self._as_of = as_of
        self._first = first
        self._joints = _by_joint(held, as_of)

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows of tables, in their order, each with the day it begins."""
        for row in rows:
            yield row if isinstance(row, OfficerRow) or row.dated else self._dated(row)

    def generated(self, rows: Iterable[Row], default: date) -> Iterator[Row]:
        """Rows that were generated, where `default` is the beginning of those whose step names none."""
        for row in rows:
            yield row if isinstance(row, OfficerRow) or row.since != default or _visit(row) else self._dated(row)

    def _dated(self, row: DatedRow) -> Row:
        match row:
            case AreaRow() | OrganisationRow():
                return self._begun(row, self._held.get(row.code))
            case PostingRow():
                return self._joined(row, (POSTED_TO, row.officer, row.at, row.role))
            case RelationRow():
                return self._joined(row, (row.type, row.source, row.target, told_apart(row)))

    def _joined(self, row: PostingRow | RelationRow, joint: Joint) -> Row:
        if row.key:
            return self._begun(row, self._held.get(f"{joint[0]}:{row.key}"))
        over = self._joints.get((*joint, row.until.isoformat())) if row.until <= self._as_of else None
        there = over or self._joints.get((*joint, ""))
        # the held one's own identity: it may tell another day, or the name that a row once had
        named = row if there is None else replace(row, key=there.id.removeprefix(f"{joint[0]}:"))
        return self._begun(named, there)

    def _begun(self, row: DatedRow, there: Held | None) -> Row:
        """The row with the day it begins, which is that of what is there, if anything is."""
        if there is not None:
            since = min(date.fromisoformat(there.since), self._as_of)
        else:
            since = row.since if self._first else self._as_of
        return row if since == row.since else replace(row, since=since)


def _visit(row: DatedRow) -> bool:
    return isinstance(row, RelationRow) and row.type == "VISITED"  # a step draws its days, and one may be the default


def _by_joint(held: Mapping[str, Held], as_of: date) -> dict[Ending, Held]:
    """The relationships in force on `as_of` or over by then; of several that are alike the one that began first."""
    found: dict[Ending, Held] = {}
    day = as_of.isoformat()
    for one in held.values():
        if one.start and one.since <= day:
            ending = (one.table, one.start, one.end, one.apart, one.until if one.until <= day else "")
            if ending not in found or one.since < found[ending].since:
                found[ending] = one
    return found
