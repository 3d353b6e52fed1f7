"""What the store holds before an import: of the pack itself, of other packs, and what hangs on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from orgraph.definitions.graph_model import GraphModel
from orgraph.domain.imports import Hanging
from orgraph.domain.records import NOTHING, Held, Record
from orgraph.domain.rows import AreaRow, Origin
from orgraph.graph import catalogue, unpack
from orgraph.graph.store import Store, statement

BASE_AREAS = statement("importing/base_areas")
AREAS_ABOVE = statement("importing/areas_above")
PLACES_OF_OTHERS = statement("importing/places_of_others")
HANGING = statement("importing/hanging")
HANGING_ON_UNITS = statement("importing/hanging_on_units")
HANGING_PAGE = 500
"""Areas or organisations whose hangers are asked for at once."""
PAGE = 20_000
"""Rows a reading statement of an import returns at once."""
_NODES = ("Area", "Unit", "Officer", "Service", "Observation")
"""One shape for each first label: units and party organisations share theirs."""
_STORE_ROW = Origin("store", 0)


@dataclass(frozen=True, slots=True)
class KnownNode:
    """A node by key: its kind or level, its pack, whether it is a unit, its period (empty: none)."""

    key: str
    kind: str
    pack: str
    unit: bool
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class BaseArea:
    """An area of another pack as a row, and that pack."""

    row: AreaRow
    pack: str


async def held_by(store: Store, pack: str, model: GraphModel) -> dict[str, Held]:
    """Every node and relationship that `pack` brought, by id."""
    found: dict[str, Held] = {}
    for shape in _NODES:
        async for row in _nodes(store, pack, shape):
            table = _shape_of(row[4], model)
            found[row[0]] = Held(table, row[0], row[1] or "", row[2] or "", row[3] or "")
    for relationship in model.dated_relationships():
        names = catalogue.said(relationship.properties)
        for start in {model.nodes[shape].labels[0]: shape for shape in relationship.starts}.values():
            chosen = {"type": relationship.type, "start": start}  # by label: a look through all other nodes is saved
            async for row in _pages(store, "importing/current_relationships", pack=pack, **chosen):
                found[row[0]] = _held_relationship(relationship.type, row, names)
    return found


def _held_relationship(type_: str, row: unpack.Row, names: Sequence[str]) -> Held:
    id_, digest, since, until, source, target, values = row
    said = dict(zip(names, values, strict=True)) if names else NOTHING
    return Held(type_, id_, digest or "", since, until, source, target, said)


def _shape_of(labels: Sequence[str], model: GraphModel) -> str:
    return next(name for name, shape in model.nodes.items() if set(shape.labels) == set(labels))


async def _nodes(store: Store, pack: str, shape: str) -> AsyncIterator[unpack.Row]:
    """The nodes of a shape in pages between two keys: to sort them all for each page took an engine the longest."""
    (keys,) = await store.read(statement("importing/current_keys", shape=shape), pack=pack)
    keys.sort()
    for start in range(0, len(keys), PAGE):
        page = keys[start : start + PAGE]
        ends = {"first": page[0], "last": page[-1]}
        (rows,) = await store.read(statement("importing/current_nodes", shape=shape), pack=pack, **ends)
        for row in rows:
            yield row


async def _pages(store: Store, name: str, *, pack: str, **chosen: str) -> Any:
    after = ""
    while True:
        (rows,) = await store.read(statement(name, **chosen), pack=pack, after=after, limit=PAGE)
        for row in rows:
            yield row
        if len(rows) < PAGE:
            return
        after = rows[-1][0]


async def base_areas(store: Store, root: str, pack: str) -> tuple[BaseArea, ...]:
    """The areas under `root` that other packs brought, and those above it; nothing if the root is not there."""
    (above,) = await store.read(AREAS_ABOVE, code=root)
    rows, after = list(above), ""
    while True:
        (page,) = await store.read(BASE_AREAS, root=root, pack=pack, after=after, limit=PAGE)
        rows.extend(page)
        if len(page) < PAGE:
            break
        after = page[-1][0]
    foreign = {row[0]: row for row in rows if row[8] != pack}
    return tuple(BaseArea(_area_row(row), row[8]) for row in foreign.values())


def _area_row(row: unpack.Row) -> AreaRow:
    return AreaRow(
        origin=_STORE_ROW,
        code=row[0],
        name=row[1],
        level=row[2],
        kind=row[3] or "",
        since=unpack.day(row[4]),
        until=unpack.day(row[5]),
        households=row[6],
        flag=row[7] or "",
        parent=row[9][0] if row[9] else "",
    )


async def known_nodes(store: Store, shape: str, keys: Sequence[str]) -> dict[str, KnownNode]:
    """Which of `keys` exist as nodes of a shape, whatever their pack."""
    found: dict[str, KnownNode] = {}
    for batch in _batches(keys, PAGE):
        (rows,) = await store.read(statement("importing/known_keys", shape=shape), keys=batch)
        for key, kind, pack, unit, since, until in rows:
            found[key] = KnownNode(key, kind, pack or "", bool(unit), since or "", until or "")
    return found


async def ties_of(store: Store, type_: str, keys: Sequence[str], pack: str) -> list[tuple[str, str, str, str, str]]:
    """Id, ends, first day and first day after of what other packs brought, by the organisations that it starts at."""
    found: list[tuple[str, str, str, str, str]] = []
    for batch in _batches(keys, PAGE):
        (rows,) = await store.read(statement("importing/ties_of", type=type_), keys=batch, pack=pack)
        found.extend((row[0], row[1], row[2], row[3], row[4]) for row in rows)
    return found


async def places_of_others(store: Store, keys: Sequence[str], pack: str) -> list[tuple[str, str, str, str, str, str]]:
    """Id, area, parent, first day, first day after, and pack of what areas are or were part of by other packs."""
    found: list[tuple[str, str, str, str, str, str]] = []
    for batch in _batches(keys, PAGE):
        (rows,) = await store.read(PLACES_OF_OTHERS, keys=batch, pack=pack)
        found.extend((row[0], row[1], row[2], row[3], row[4], row[5]) for row in rows)
    return found


async def brought_by_others(
    store: Store, records: Sequence[Record], model: GraphModel
) -> tuple[tuple[Record, str], ...]:
    """Which of some new relationships are in the store under their id, and the pack that brought each."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        groups.setdefault((record.table, record.start_label), []).append(record)
    found: list[tuple[Record, str]] = []
    for (table, label), several in groups.items():
        asked = statement("importing/full_relationships", type=table, source=label)
        by_id = {record.id: record for record in several}
        for batch in _batches(several, PAGE):
            given = [{"id": record.id, "from_key": record.start} for record in batch]
            (rows,) = await store.read(asked, rows=given)
            found += [(by_id[row[0]], row[1].get("pack", "")) for row in rows]
    return tuple(found)


async def keys_of_others(store: Store, type_: str, ids: Sequence[str], pack: str, model: GraphModel) -> dict[str, str]:
    """Which of `ids` relationships of other packs have, with the pack; goes through all of the type."""
    found: dict[str, str] = {}
    for source in {model.nodes[shape].labels[0]: shape for shape in model.relationships[type_].starts}.values():
        asked = statement("importing/keys_of_others", type=type_, source=source)
        (rows,) = await store.read(asked, ids=dict.fromkeys(ids, True), pack=pack)
        found |= {row[0]: row[1] for row in rows}
    return found


@dataclass(frozen=True, slots=True)
class Hanger:
    """Something that hangs on what ends, with the id and the first day after of the relationship; tasks have none."""

    id: str
    until: str
    hanging: Hanging


async def hanging_on(store: Store, ends: Mapping[str, str], *, units: bool = False) -> AsyncIterator[Hanger]:
    """What hangs on areas, or `units`, after the day that `ends` gives for each (ISO, the first day after)."""
    asked = HANGING_ON_UNITS if units else HANGING
    for batch in _batches(sorted(ends), HANGING_PAGE):
        (rows,) = await store.read(asked, rows=[{"key": code, "day": ends[code]} for code in batch])
        for code, *lists in rows:
            for table, id_, key, name, pack, until, detail in (one for several in lists for one in several):
                yield Hanger(id_, until, Hanging(code, table, key, name or "", detail or "", pack or ""))


async def names_of(store: Store, shape: str, keys: Sequence[str]) -> dict[str, str]:
    """The names of nodes of a shape, of those that are there."""
    found: dict[str, str] = {}
    for batch in _batches(keys, PAGE):
        (rows,) = await store.read(statement("importing/full_nodes", shape=shape), keys=batch)
        found |= {row[0]: row[1].get("name", "") for row in rows}
    return found


def _batches(items: Sequence[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
