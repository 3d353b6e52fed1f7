"""Writing what an import has planned, and the records of imports."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from orgraph.definitions.graph_model import GraphModel
from orgraph.domain.canonical import canonical
from orgraph.domain.dated import held_values
from orgraph.domain.imports import ImportRecord, Mode
from orgraph.domain.records import Change, Record, Value
from orgraph.domain.time import from_epoch_milliseconds
from orgraph.graph import catalogue
from orgraph.graph.store import Statement, Store, Transaction, statement

BEGIN = statement("importing/begin")
OPEN = statement("importing/open")
RENEW = statement("importing/renew")
SUPERSEDE = statement("importing/supersede")
RECORD_CHANGES = statement("importing/record_changes")
LAST = statement("importing/last")
PACKS = statement("importing/packs")
INCOMPLETE = statement("importing/incomplete")
UNFINISHED = statement("importing/unfinished")
STORE_ID = "orgraph"


@dataclass(frozen=True, slots=True)
class Running:
    """An import that is under way, or whose process died: alive while `lease` (epoch ms) lies ahead."""

    id: str
    pack: str
    digest: str
    lease: int


@dataclass(frozen=True, slots=True)
class Addition:
    """A statement that writes new nodes or relationships of one table, and its rows."""

    asked: Statement
    rows: list[list[Value]]


async def running_imports(transaction: Transaction, me: str) -> tuple[Running, ...]:
    """Imports under way or abandoned, seen under the store's lock."""
    row = await transaction.run(BEGIN, store=STORE_ID, me=me)
    assert row is not None  # collect always gives a row
    return tuple(Running(one[0], one[1], one[2] or "", one[3] or 0) for one in row[0])


async def newest_import(reading: Store | Transaction, pack: str) -> str:
    """How far the newest import of a pack is: its id, state and last batch; empty if there is none."""
    ask = reading.read if isinstance(reading, Store) else reading.run
    row = await ask(LAST, pack=pack, limit=1)
    return "".join(f"{one['id']} {one['state']} {one.get('batch', 0)}" for one in row[0]) if row else ""


async def write_import(transaction: Transaction, identifier: str, values: Mapping[str, Value]) -> str:
    """Create or update the record of an import; the state that it had before, empty if it is new."""
    row = await transaction.run(OPEN, id=identifier, row=dict(values))
    return str(row[0] or "") if row else ""


async def begin_batch(transaction: Transaction, identifier: str, lease: int, batch: int) -> bool:
    """Keep an import alive until `lease` (epoch ms); whether `batch` (from 1) still has to be written."""
    row = await transaction.run(RENEW, id=identifier, lease=lease, batch=batch)
    return row is not None and row[0] < batch


async def supersede(transaction: Transaction, pack: str, identifier: str) -> None:
    """Close the records of earlier imports of `pack` that died half way."""
    await transaction.run(SUPERSEDE, pack=pack, id=identifier)


def additions(records: Sequence[Record], model: GraphModel) -> tuple[Addition, ...]:
    """What writes new nodes or relationships of one table; the costly half, which can be done ahead of the writing."""
    return tuple(_addition(group, ends, model) for ends, group in _by_ends(records).items())


def _addition(records: Sequence[Record], ends: tuple[str, str], model: GraphModel) -> Addition:
    table = records[0].table
    if records[0].is_node:
        asked = statement("importing/new_nodes", shape=table)
        names = catalogue.columns(model.nodes[table].properties)
        return Addition(asked, [_values(record, names) for record in records])
    asked = statement("importing/new_relationships", type=table, source=ends[0], target=ends[1])
    names = catalogue.columns(model.relationships[table].properties)
    return Addition(asked, [[record.start, record.end, *_values(record, names)] for record in records])


def _values(record: Record, names: Sequence[str]) -> list[Value]:
    """The values of a record in the order of `names`; what it does not say is null."""
    said = dict(record.values)
    said["digest"] = record.digest()
    return list(map(said.get, names))


async def add(transaction: Transaction, addition: Addition, stamp: Mapping[str, str]) -> None:
    """Write new nodes or relationships; `stamp` gives pack and import."""
    await transaction.run(addition.asked, rows=addition.rows, **stamp)


def _by_ends(records: Sequence[Record]) -> dict[tuple[str, str], list[Record]]:
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        groups.setdefault((record.start_label, record.end_label), []).append(record)
    return groups


async def change_records(
    transaction: Transaction, changes: Sequence[Change], model: GraphModel, stamp: Mapping[str, str]
) -> None:
    """Write new values for nodes or relationships of one table, and what stood before and after."""
    table = changes[0].held.table
    before = await _before(transaction.run, changes, model)
    told = [_dated(change, before.get(change.held.id, {})) for change in changes]
    await transaction.run(
        _on_table("importing/change", table, model), rows=[_changed_row(change, stamp) for change in told]
    )
    await transaction.run(
        RECORD_CHANGES, rows=[_history(change, before.get(change.held.id, {}), stamp["import"]) for change in told]
    )


def _dated(change: Change, before: Mapping[str, Any]) -> Change:
    """The change with what its values leave to the days before it."""
    values = held_values(change.held.table, before, change.values, change.day, stands=change.stands)
    return replace(change, values=values)


async def values_before(store: Store, changes: Sequence[Change], model: GraphModel) -> dict[str, dict[str, Any]]:
    """All properties, as they stand now, of what `changes` speak of, by id."""
    tables: dict[str, list[Change]] = {}
    for change in changes:
        tables.setdefault(change.held.table, []).append(change)
    found: dict[str, dict[str, Any]] = {}
    for several in tables.values():
        found |= await _before(store.read, several, model)
    return found


Ask = Callable[..., Awaitable[list[Any] | None]]
"""A statement's single record, asked of a store or within a transaction."""


async def _before(ask: Ask, changes: Sequence[Change], model: GraphModel) -> dict[str, dict[str, Any]]:
    table = changes[0].held.table
    asked = _on_table("importing/full", table, model)
    if table in model.nodes:
        found = await ask(asked, keys=[change.held.id for change in changes])
    else:
        rows = [{"id": change.held.id, "from_key": change.held.start} for change in changes]
        found = await ask(asked, rows=rows)
    return {row[0]: row[1] for row in (found[0] if found else [])}


def _on_table(prefix: str, table: str, model: GraphModel) -> Any:
    if table in model.nodes:
        return statement(f"{prefix}_nodes", shape=table)
    start = model.relationships[table].starts[0]
    return statement(f"{prefix}_relationships", type=table, source=start)


def _changed_row(change: Change, stamp: Mapping[str, str]) -> dict[str, Any]:
    values = {**change.values, "digest": change.digest, "import": stamp["import"]}
    if change.held.start:
        return {"id": change.held.id, "from_key": change.held.start, "values": values}
    return {"key": change.held.id, "values": values}


def _history(change: Change, before: Mapping[str, Any], identifier: str) -> dict[str, str]:
    after = {**before, **change.values}
    return {
        "id": f"{identifier}#{change.held.id}",
        "import": identifier,
        "row": change.held.id,
        "action": "end" if change.ending else "change",
        "before": canonical(dict(before)),
        "after": canonical({name: value for name, value in after.items() if value is not None}),
    }


async def imports_of(store: Store, pack: str, limit: int = 20) -> tuple[ImportRecord, ...]:
    """The imports of a pack, the last first."""
    (rows,) = await store.read(LAST, pack=pack, limit=limit)
    return tuple(_import_record(row) for row in rows)


async def loaded_packs(store: Store) -> dict[str, ImportRecord]:
    """The last finished import of every pack, by pack."""
    (rows,) = await store.read(PACKS)
    return {row["pack"]: _import_record(row) for row in rows}


async def unfinished_imports(store: Store) -> tuple[ImportRecord, ...]:
    """Imports that are under way or died half way."""
    (rows,) = await store.read(UNFINISHED)
    return tuple(sorted((_import_record(row) for row in rows), key=lambda one: (one.pack, one.started)))


def _import_record(row: Mapping[str, Any]) -> ImportRecord:
    return ImportRecord(
        id=row["id"],
        pack=row["pack"],
        title_zh=row.get("title_zh", ""),
        title_en=row.get("title_en", ""),
        root=row.get("root", ""),
        digest=row.get("digest", ""),
        state=row["state"],
        mode=Mode(row["mode"]),
        as_of=date.fromisoformat(row["as_of"]),
        reference_date=date.fromisoformat(row["reference_date"]),
        started=from_epoch_milliseconds(row["started"]),
        finished=_instant(row.get("finished")),
        added=row.get("added", 0),
        changed=row.get("changed", 0),
        ended=row.get("ended", 0),
        lease=_instant(row.get("lease") or None),
    )


def _instant(value: int | None) -> datetime | None:
    return None if value is None else from_epoch_milliseconds(value)


async def incomplete_packs(store: Store) -> tuple[str, ...]:
    """Packs whose import is under way or died half way."""
    (packs,) = await store.read(INCOMPLETE)
    return tuple(sorted(packs))
