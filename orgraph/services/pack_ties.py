"""What can only be seen once it is known how a pack will stand in the store: circles, and relations others brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from orgraph.analysis.circles import CIRCULAR, Tie, circles, ties_after
from orgraph.definitions.definitions import Definitions
from orgraph.domain.imports import RowFault
from orgraph.domain.records import POSTED_TO, Held, Record
from orgraph.domain.rows import Origin, PostingRow, RelationRow, Row
from orgraph.graph.holdings import brought_by_others, keys_of_others, ties_of
from orgraph.graph.store import Store
from orgraph.rules.packs.rows import relationship_id
from orgraph.rules.packs.snapshot import Work
from orgraph.seeding.manifest import Manifest


async def tie_faults(
    store: Store,
    definitions: Definitions,
    manifest: Manifest,
    rows: Sequence[Row],
    work: Work,
    held: Mapping[str, Held],
) -> tuple[RowFault, ...]:
    """Circles that `work` would close, also through what other packs brought, and relations that these have already."""
    found: list[RowFault] = []
    for type_ in CIRCULAR:
        ties = ties_after(work, held, type_)
        if ties:
            others = await _beyond(store, manifest.key, type_, ties, work)
            found += _circle_faults(manifest, type_, rows, circles([*ties, *others]))
    return tuple(sorted([*found, *await taken_faults(store, definitions, manifest, rows, work)]))


async def taken_faults(
    store: Store, definitions: Definitions, manifest: Manifest, rows: Sequence[Row], work: Work
) -> tuple[RowFault, ...]:
    """New relations and postings that other packs have under the same id: it could not be written twice."""
    new = _new_nodes(work)
    joins = [
        record
        for records in work.adds.values()
        for record in records
        if not record.is_node and record.start not in new and record.end not in new
    ]
    found = [
        _taken(manifest, rows, record, pack)
        for record, pack in await brought_by_others(store, joins, definitions.graph)
    ]
    return tuple(sorted([*found, *await _key_faults(store, definitions, manifest, rows, work)]))


async def _key_faults(
    store: Store, definitions: Definitions, manifest: Manifest, rows: Sequence[Row], work: Work
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
        taken = await keys_of_others(store, type_, ids, manifest.key, definitions.graph) if ids else {}
        for identity, pack in taken.items():
            row = by_id[identity]
            problem = f"the pack {pack} has given this key already"
            found.append(RowFault(row.origin.file, row.origin.line, "key", row.key, problem, "give it another key"))
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


def _circle_faults(
    manifest: Manifest, type_: str, rows: Iterable[Row], found: Iterable[tuple[Tie, ...]]
) -> Iterator[RowFault]:
    origins = {
        (row.source, row.target): row.origin for row in rows if isinstance(row, RelationRow) and row.type == type_
    }
    for circle in found:
        ours = [tie for tie in circle if tie.ours]
        if not ours:
            continue  # it was there before, and this import has no part in it
        written = next((tie for tie in reversed(ours) if (tie.start, tie.end) in origins), ours[-1])
        origin = origins.get((written.start, written.end), Origin(manifest.shown, 0))
        way = " → ".join([*(tie.start for tie in circle), circle[0].start])
        remedy = "end one of these before the other begins, or name another target"
        yield RowFault(origin.file, origin.line, "target", written.end, f"circle of {type_}: {way}", remedy)


def _taken(manifest: Manifest, rows: Iterable[Row], record: Record, pack: str) -> RowFault:
    wanted = (record.table, record.start, record.end)
    origin = next((row.origin for row in rows if _ends(row) == wanted), Origin(manifest.shown, 0))
    problem = f"the pack {pack} has this row already"
    return RowFault(origin.file, origin.line, "since", str(record.values["since"]), problem, "remove the row")


def _ends(row: Row) -> tuple[str, str, str] | None:
    match row:
        case PostingRow():
            return POSTED_TO, row.officer, row.at
        case RelationRow():
            return row.type, row.source, row.target
    return None
