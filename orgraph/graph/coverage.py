"""Who covers a place, and what somebody covers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from orgraph.domain.coverage import CoverageOf, CoveredArea, CoveredLevel
from orgraph.domain.organisation import Officer, Organisation
from orgraph.graph import unpack
from orgraph.graph.store import Store, statement
from orgraph.graph.ways import along, last_way

WHO_COVERS = statement("coverage/who_covers")
ALONG = statement("coverage/who_covers_along")
COVERED_BY_OFFICER = statement("coverage/covered_by_officer")
COVERED_BY_ORGANISATION = statement("coverage/covered_by_organisation")


async def levels_above(store: Store, code: str, on: date) -> tuple[tuple[CoveredLevel, ...], tuple[str, ...]]:
    """
    Areas from `code` upward as they stood on `on`, nearest first, with all posts and organisations; and the packs
    whose import is not done. No levels if the area did not exist then.

    Where something above it has ended the way goes on as on its last day: no answer is shorter without saying so.
    """
    row = await store.read(WHO_COVERS, code=code, on=on.isoformat())
    levels, once_farther, incomplete = row or ((), False, ())  # no row at all where there is no such area
    left: dict[str, date | None] = {}
    if levels and once_farther:
        way = await last_way(store, code, on)
        left = {one.code: one.left for one in way}
        (levels,) = await store.read(ALONG, way=along(way), on=on.isoformat())
    return tuple(_level(row, on, left.get(row[1])) for row in levels), tuple(incomplete)


async def covered_by_officer(
    store: Store, officer: str, on: date, leaves: Sequence[str], limit: int
) -> CoverageOf | None:
    """Areas of an officer's postings on `on`, at most `limit`, with how many `leaves` each holds; None if unknown."""
    row = await store.read(COVERED_BY_OFFICER, id=officer, on=on.isoformat(), leaves=list(leaves), limit=limit)
    return _coverage_of(unpack.officer(row[0]), on, row) if row else None


async def covered_by_organisation(
    store: Store, code: str, on: date, leaves: Sequence[str], limit: int
) -> CoverageOf | None:
    """Areas that a unit or party organisation stands to on `on`, as for an officer; None if unknown."""
    row = await store.read(COVERED_BY_ORGANISATION, code=code, on=on.isoformat(), leaves=list(leaves), limit=limit)
    return _coverage_of(unpack.organisation(row[0]), on, row) if row else None


def _level(row: unpack.Row, on: date, left: date | None) -> CoveredLevel:
    since, until = unpack.day(row[7]), unpack.day(row[8])
    there = since <= on < until
    return CoveredLevel(
        area=unpack.area(row[1:7]),
        distance=row[0],
        posts=tuple([unpack.holder(post) for post in row[9] if there]),
        organisations=tuple([unpack.related(related) for related in row[10] if there]),
        ended=until if until <= on else None,
        left=left,
    )


def _coverage_of(who: Officer | Organisation, on: date, row: unpack.Row) -> CoverageOf:
    areas = tuple(
        CoveredArea(
            area=unpack.area(found),
            path="/".join(found[10]),
            by=found[6],
            since=unpack.day(found[7]),
            until=unpack.day(found[8]),
            buildings=found[9],
        )
        for found in row[3]
    )
    return CoverageOf(who, on, areas, total=row[1], buildings=row[2])
