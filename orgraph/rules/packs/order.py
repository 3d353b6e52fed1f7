"""The order in which an import is written: what refers to something comes after it, at every step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from orgraph.definitions.definitions import Definitions
from orgraph.domain.records import AREA, OFFICER, PART_OF, POSTED_TO, Change, Record
from orgraph.rules.packs.snapshot import Work

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows written in one transaction: lists of one table each."""

    adds: tuple[Sequence[Record], ...] = ()
    changes: tuple[Sequence[Change], ...] = ()

    @property
    def size(self) -> int:
        """How many rows it has."""
        return sum(map(len, self.adds)) + sum(map(len, self.changes))


def batches(work: Work, size: int, definitions: Definitions) -> Iterator[Batch]:
    """
    Everything in `work`, in batches of about `size` rows.

    Ends and changes first; then areas from the top down, each together with its PART_OF, so that no area is ever
    without its place; then organisations, officers, and all that joins them.
    """
    for changes in work.changes.values():
        for changed in _parts(changes, size):
            yield Batch(changes=(changed,))
    yield from _area_batches(work, size, definitions)
    nodes = [table for table in work.adds if table in definitions.graph.nodes and table != AREA]
    joins = [table for table in work.adds if table not in definitions.graph.nodes and table not in (PART_OF, POSTED_TO)]
    for table in (*sorted(nodes, key=lambda table: (table == OFFICER, table)), POSTED_TO, *sorted(joins)):
        for part in _parts(work.adds.get(table, ()), size):
            yield Batch(adds=(part,))


def _area_batches(work: Work, size: int, definitions: Definitions) -> Iterator[Batch]:
    ranks = {key: level.rank for key, level in definitions.levels.items()}
    areas = sorted(work.adds.get(AREA, ()), key=lambda record: ranks[str(record.values["level"])])
    places: dict[str, list[Record]] = {}
    for record in work.adds.get(PART_OF, ()):
        places.setdefault(record.start, []).append(record)
    for part in _parts(areas, size // 2):
        yield Batch(adds=(part, *_filled([place for area in part for place in places.pop(area.id, ())])))
    for rest in _parts([place for several in places.values() for place in several], size):
        yield Batch(adds=(rest,))  # moves of areas that are there already


def _filled(records: Sequence[Record]) -> tuple[Sequence[Record], ...]:
    return (records,) if records else ()


def _parts(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
