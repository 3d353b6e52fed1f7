"""The rows of a plan as people know them: by name and path, in groups, and never all at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, islice

from orgraph.definitions.definitions import Definitions
from orgraph.domain.area import Area
from orgraph.domain.canonical import canonical
from orgraph.domain.dated import values_on
from orgraph.domain.imports import Group, PlannedChange, RowAction
from orgraph.domain.records import AREA, OBSERVATION, OFFICER, PART_OF, SERVICE, Change, Held, Record, Value, observed
from orgraph.graph.holdings import known_nodes, names_of
from orgraph.graph.importing import values_before
from orgraph.graph.registry import chains
from orgraph.graph.store import Store
from orgraph.rules.packs.groups import Called, Grouping, begins_earlier, group_areas, level_of, rows_of
from orgraph.rules.packs.snapshot import Work

AT_ONCE = 500
"""Rows whose names and paths are asked for together."""

KNOWN = 4_000
"""Areas whose level and name so far are asked for together."""


async def grouping_of(store: Store, definitions: Definitions, work: Work) -> Grouping:
    """The groups of what `work` does."""
    called: dict[str, Called] = {}
    had: dict[str, frozenset[str]] = {}
    earlier: set[str] = set()
    others = (one for table, several in work.changes.items() if table != AREA for one in several if begins_earlier(one))
    changes = chain(work.changes.get(AREA, ()), others)
    while batch := list(islice(changes, KNOWN)):
        before = await _values_before(store, batch, definitions)
        earlier |= {one.held.id for one in batch if begins_earlier(one) and _only_earlier(one, before)}
        called |= {code: (str(one.get("level") or ""), str(one.get("name") or "")) for code, one in before.items()}
        had |= {code: frozenset(was) for code, one in before.items() if isinstance(was := one.get("past_name"), list)}
    return group_areas(work, called, had, earlier)


def _only_earlier(one: Change, before: Mapping[str, Mapping[str, Value]]) -> bool:
    return _values(one, before.get(one.held.id, {}))[1].keys() == {"since"}


async def _values_before(
    store: Store, changes: Sequence[Change], definitions: Definitions
) -> dict[str, Mapping[str, Value]]:
    """What `changes` speak of as it stands: where they hold from a day on, as it is on that day."""
    days = {change.held.id: (change.held.table, change.day) for change in changes if change.day and not change.stands}
    return {
        key: values_on(days[key][0], values, days[key][1]) if key in days else values
        for key, values in (await values_before(store, changes, definitions.graph)).items()
    }


class PlanRows:
    """Tells the rows of one plan."""

    def __init__(self, store: Store, definitions: Definitions, work: Work, grouping: Grouping, as_of: date) -> None:
        self._store = store
        self._definitions = definitions
        self._work = work
        self._grouping = grouping
        self._last = as_of - timedelta(days=1) if as_of > date.min else as_of
        self._new: dict[str, str] = {}
        self._names: dict[str, str] = {}

    async def rows(self, *groups: Group) -> AsyncIterator[PlannedChange]:
        """The rows of `groups`, in their order; all without any."""
        self._index()
        wanted = chain.from_iterable(rows_of(self._work, self._grouping, group) for group in groups or tuple(Group))
        while batch := list(islice(wanted, AT_ONCE)):
            for told in await self._told(batch):
                yield told

    def _index(self) -> None:
        """Of what is added: where areas will be, and what is called how."""
        self._new = {
            one.start: one.end for one in self._work.adds.get(PART_OF, ()) if one.start in self._grouping.begun
        }
        self._names = {
            one.id: str(one.values.get("name") or "")
            for rows in self._work.adds.values()
            for one in rows
            if one.is_node
        }

    async def _told(self, batch: Sequence[Record | Change]) -> list[PlannedChange]:
        changes = [one for one in batch if isinstance(one, Change)]
        before = await _values_before(self._store, changes, self._definitions)
        places = await self._places(batch)
        names = await self._called(batch)
        return [self._row(one, before, places, names) for one in batch]

    async def _places(self, batch: Iterable[Record | Change]) -> dict[str, str]:
        """The paths of all areas that some rows speak of, as they were on the day before, or on their last day."""
        codes = {key for one in batch for key in _ends(one) if ":" not in key}
        ways = {code: self._way(code) for code in codes}
        roots = {way[0] for way in ways.values()}
        known = await chains(self._store, sorted(roots), self._last)
        known |= await self._elsewhen(roots - known.keys())
        named = self._names | await names_of(self._store, AREA, sorted(roots - known.keys() - self._names.keys()))
        paths: dict[str, str] = {}
        for code, (root, *below) in ways.items():
            above = [area.name for area in reversed(known.get(root, ()))] or [named.get(root, root)]
            paths[code] = "/".join([*above, *(self._names.get(key, key) for key in below)])
        return paths

    async def _elsewhen(self, codes: Iterable[str]) -> dict[str, tuple[Area, ...]]:
        """The ways up of areas that were not there on the day before: on their last day, or on their first."""
        days: dict[date, list[str]] = {}
        for code, node in (await known_nodes(self._store, AREA, sorted(codes))).items():
            since, until = date.fromisoformat(node.since), date.fromisoformat(node.until)
            days.setdefault(until - timedelta(days=1) if since < until <= self._last else since, []).append(code)
        found: dict[str, tuple[Area, ...]] = {}
        for day, several in days.items():
            found |= await chains(self._store, several, day)
        return found

    def _way(self, code: str) -> list[str]:
        """The way down to a new area from the first that is there; the area itself if it is."""
        way, seen = [code], {code}
        while way[0] in self._new and self._new[way[0]] not in seen:
            way.insert(0, self._new[way[0]])
            seen.add(way[0])
        return way

    async def _called(self, batch: Iterable[Record | Change]) -> Mapping[str, str]:
        """The names of officers and organisations that some relationships join."""
        keys = {key for one in batch for key in _ends(one) if ":" in key} - self._names.keys()
        found: dict[str, str] = {}
        for shape in (OFFICER, "Unit", SERVICE) if keys else ():
            found |= await names_of(self._store, shape, sorted(keys - found.keys()))
        return found

    def _row(
        self,
        one: Record | Change,
        before: Mapping[str, Mapping[str, Value]],
        places: Mapping[str, str],
        names: Mapping[str, str],
    ) -> PlannedChange:
        told = _Told.of(one)
        stands = before.get(told.id, {})
        stood, now = _values(one, stands)
        held = self._work.earlier.get(told.id)
        if held is not None and isinstance(one, Record):
            told, stood, now = replace(told, action=RowAction.CHANGE), {"since": held.since}, {"since": now["since"]}
        key = told.start or told.id
        name = str(stands.get("name") or "") or self._names.get(key) or names.get(key) or _last(places.get(key, key))
        path = places.get(told.end or told.id) or self._names.get(told.end) or names.get(told.end, told.end)
        if told.table == PART_OF and held is None:
            path, now = places.get(told.start, ""), {"to": path}
        return PlannedChange(
            told.action,
            told.table,
            told.id,
            canonical(stood),
            canonical(now),
            self._grouping.of(one) or Group.CHANGED,
            key,
            name,
            _detail(stands) or _detail(one.values),
            path,
            level_of(one, self._grouping),
            self._grouping.others.get(told.id, ""),
        )


def _detail(values: Mapping[str, Value]) -> str:
    return str(values.get("role") or values.get("part") or values.get("measure") or "")


def _last(path: str) -> str:
    return path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class _Told:
    """What additions and changes have in common."""

    action: RowAction
    table: str
    id: str
    start: str
    end: str

    @staticmethod
    def of(one: Record | Change) -> _Told:
        """Of an addition or a change."""
        if isinstance(one, Record):
            return _Told(RowAction.ADD, one.table, one.id, *_joined(one))
        held = one.held
        return _Told(RowAction.END if one.ending else RowAction.CHANGE, held.table, held.id, *_joined(held))


def _joined(one: Record | Held) -> tuple[str, str]:
    """The two keys of nodes that a row joins; of what was counted twice where that was, of any other node none."""
    at = observed(one.id)[0] if one.table == OBSERVATION else ""
    return (at, at) if at else (one.start, one.end)


def _ends(one: Record | Change) -> tuple[str, ...]:
    """The keys of nodes that a row speaks of."""
    told = _Told.of(one)
    return tuple(dict.fromkeys((told.start, told.end))) if told.start else (told.id,)


def _values(one: Record | Change, before: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Value]]:
    """What stood and what will, as far as they differ."""
    if isinstance(one, Record):
        return {}, {name: value for name, value in one.values.items() if value is not None and name not in _PLAIN}
    said = one.instead or one.values
    now = {name: value for name, value in said.items() if before.get(name) != value and name not in _MADE}
    return {name: before.get(name) for name in now if name in before}, now


_MADE = frozenset({"short", "aliased"})
"""What follows from other values."""

_PLAIN = _MADE | {"id", "code", "name"}
"""What a row that is added shows elsewhere."""
