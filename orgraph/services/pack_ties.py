"""What can only be seen once it is known how a pack will stand in the store: circles, and relations others brought."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from orgraph.analysis.circles import CIRCULAR, Tie, circles, ties_after
from orgraph.analysis.parents import gained, two_parents
from orgraph.definitions.definitions import Definitions
from orgraph.domain.imports import RowFault
from orgraph.domain.records import AREA, PART_OF, POSTED_TO, Held, Record
from orgraph.domain.rows import AreaRow, Origin, PostingRow, RelationRow, Row
from orgraph.domain.said import said
from orgraph.domain.time import OPEN_END
from orgraph.graph.holdings import brought_by_others, keys_of_others, places_of_others, ties_of
from orgraph.graph.store import Store
from orgraph.rules.packs.rows import relationship_id
from orgraph.rules.packs.snapshot import Work
from orgraph.seeding.manifest import Manifest


class Origins:
    """Where the rows stand that what is written comes from; `written`: by id, where the rows alone do not tell."""

    def __init__(self, manifest: Manifest, rows: Sequence[Row], written: Mapping[str, Origin] = MappingProxyType({})):
        self._file = f"{manifest.shown}/pack.yaml"
        self._rows = rows
        self._written = written

    @cached_property
    def _by_ends(self) -> dict[tuple[str, str, str], Origin]:
        return {ends: row.origin for row in self._rows if (ends := _ends(row)) is not None}

    def of(self, identity: str, *ends: str) -> Origin:
        """The row that a relationship of this id, or between these ends (type, source, target), comes from."""
        return self._written.get(identity) or self._by_ends.get((ends[0], ends[1], ends[2])) or Origin(self._file, 1)


async def tie_faults(
    store: Store,
    definitions: Definitions,
    pack: str,
    rows: Sequence[Row],
    work: Work,
    held: Mapping[str, Held],
    origins: Origins,
) -> tuple[RowFault, ...]:
    """
    Circles that `work` would close, also through what other packs brought, areas that would be part of two others on
    one day, and relations that other packs have already.
    """
    found: list[RowFault] = []
    for type_ in CIRCULAR:
        ties = ties_after(work, held, type_)
        if ties:
            others = await _beyond(store, pack, type_, ties, work)
            found += _circle_faults(type_, circles([*ties, *others]), origins)
    crowded = await _crowded(store, pack, work, held)
    found += [_two_parents(tie, other, origins) for tie, other in crowded]
    found += await _taken_faults(store, definitions, work, origins, {tie.id for tie, _ in crowded})
    return tuple(sorted([*found, *await _key_faults(store, definitions, pack, rows, work)]))


async def _taken_faults(
    store: Store, definitions: Definitions, work: Work, origins: Origins, told: Collection[str]
) -> list[RowFault]:
    """New relations and postings that other packs have under the same id: it could not be written twice."""
    new = _new_nodes(work)
    joins = [
        record
        for records in work.adds.values()
        for record in records
        if not record.is_node and record.start not in new and record.end not in new and record.id not in told
    ]
    return [_taken(record, pack, origins) for record, pack in await brought_by_others(store, joins, definitions.graph)]


async def _crowded(store: Store, pack: str, work: Work, held: Mapping[str, Held]) -> list[tuple[Tie, Tie]]:
    """Places of areas that meet another of the same area; nothing is asked of areas that are new."""
    new = {record.id for record in work.adds.get(AREA, ())}
    known = sorted(set(gained(work).values()) - new)
    others = [Tie(*row[:5], pack=row[5]) for row in await places_of_others(store, known, pack)]
    return list(two_parents(work, held, others))


async def _key_faults(
    store: Store, definitions: Definitions, pack: str, rows: Sequence[Row], work: Work
) -> list[RowFault]:
    """Keys that people gave and another pack has given, too, to whatever relation of that type."""
    keyed: dict[str, dict[str, PostingRow | RelationRow]] = {}
    for row in rows:
        if isinstance(row, (PostingRow, RelationRow)) and row.key:
            type_ = row.type if isinstance(row, RelationRow) else POSTED_TO
            keyed.setdefault(type_, {})[relationship_id(row)] = row
    found: list[RowFault] = []
    for type_, by_id in keyed.items():
        ids = [record.id for record in work.adds.get(type_, ()) if record.id in by_id]
        taken = await keys_of_others(store, type_, ids, pack, definitions.graph) if ids else {}
        for identity, other in taken.items():
            row = by_id[identity]
            problem = said("key-given-by", pack=other)
            found.append(RowFault(row.origin.file, row.origin.line, "key", row.key, problem, said("mend-other-key")))
    return found


def _new_nodes(work: Work) -> set[str]:
    return {record.id for records in work.adds.values() for record in records if record.is_node}


async def _beyond(store: Store, pack: str, type_: str, ties: Sequence[Tie], work: Work) -> list[Tie]:
    """Ties of other packs on the ways up from ours: step by step, since a way may go through several packs."""
    asked = {key for tie in ties for key in (tie.start, tie.end)} - _new_nodes(work)
    seen, found = set(asked), list[Tie]()
    while asked:
        step = await ties_of(store, type_, sorted(asked), pack)
        found += [Tie(*row) for row in step]
        asked = {tie[2] for tie in step} - seen
        seen |= asked
    return found


def _circle_faults(type_: str, found: Iterable[tuple[Tie, ...]], origins: Origins) -> Iterator[RowFault]:
    for circle in found:
        ours = [tie for tie in circle if tie.ours]
        if not ours:
            continue  # it was there before, and this import has no part in it
        told = [(tie, origins.of(tie.id, type_, tie.start, tie.end)) for tie in ours]
        written, origin = next((one for one in reversed(told) if one[1].line > 1), told[-1])
        way = " → ".join([*(tie.start for tie in circle), circle[0].start])
        problem = said("relations-in-circle", type=type_, way=way)
        yield RowFault(origin.file, origin.line, "target", written.end, problem, said("mend-end-or-other-target"))


def _two_parents(tie: Tie, other: Tie, origins: Origins) -> RowFault:
    """One area twice on the same days; of what another pack has said only that pack can say something else."""
    origin = origins.of(tie.id, PART_OF, tie.start, tie.end)
    open_ = other.until == OPEN_END.isoformat()
    days = said("from", since=other.since) if open_ else said("from-until", since=other.since, until=other.until)
    held = said("part-of", area=tie.start, parent=other.end, days=days)
    problem = said("parent-by-other", held=held, pack=other.pack) if other.pack else said("parent-already", held=held)
    remedy = said("mend-only-pack", pack=other.pack) if other.pack else said("mend-end-before")
    column = "target" if origin.file.endswith("relations.csv") else "parent"
    return RowFault(origin.file, origin.line, column, tie.end, problem, remedy)


def _taken(record: Record, pack: str, origins: Origins) -> RowFault:
    origin = origins.of(record.id, record.table, record.start, record.end)
    since, problem = str(record.values["since"]), said("row-of-pack", pack=pack)
    return RowFault(origin.file, origin.line, "since", since, problem, said("mend-remove-row"))


def _ends(row: Row) -> tuple[str, str, str] | None:
    match row:
        case PostingRow():
            return POSTED_TO, row.officer, row.at
        case RelationRow():
            return row.type, row.source, row.target
        case AreaRow():
            return PART_OF, row.code, row.parent
    return None
