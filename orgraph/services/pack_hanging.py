"""What an import would leave hanging on areas and organisations that it ends; and what it ends at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from orgraph.analysis.living import Ended
from orgraph.domain.imports import DeeperCount, Hanging, RowAction
from orgraph.domain.records import AREA, Held
from orgraph.domain.rows import AreaRow, ChangedRow, OrganisationRow, PostingRow, RelationRow, Row
from orgraph.domain.time import OPEN_END
from orgraph.graph.holdings import hanging_on, names_of
from orgraph.graph.registry import chains
from orgraph.graph.store import Store
from orgraph.rules.packs.snapshot import Work

ORGANISATIONS = ("Unit", "PartyOrganisation")
"""Tables of organisations."""


def ended_by_list(rows: Iterable[Row], ended: Mapping[str, date], held: Mapping[str, Held], as_of: date) -> Ended:
    """What has ended once a snapshot is written: by its own rows, by a row that is missing, or before."""
    own = {row.code: row.until for row in rows if isinstance(row, (AreaRow, OrganisationRow))}
    days = {key: day for key, day in ended.items() if own.get(key) != OPEN_END}
    days |= {key: until for key, until in own.items() if until != OPEN_END}
    now = set[str]()
    for one in _nodes(held):
        if one.id not in own:
            last = max(one.since, as_of.isoformat())
            days[one.id] = date.fromisoformat(min(one.until, last))
        if one.id in days and days[one.id].isoformat() < one.until:
            now.add(one.id)
    return Ended(days, frozenset(now))


def ended_by_changes(changes: Iterable[ChangedRow], ended: Mapping[str, date], held: Mapping[str, Held]) -> Ended:
    """What has ended once a folder of changes is written."""
    days = dict(ended)
    days |= {one.id: date.fromisoformat(one.until) for one in _nodes(held) if one.until != OPEN_END.isoformat()}
    now = set[str]()
    for one in changes:
        row = one.row
        if isinstance(row, (AreaRow, OrganisationRow)) and (one.action is RowAction.END or "until" in one.given):
            there = held.get(row.code)
            days[row.code] = row.until
            if there is not None and row.until.isoformat() < there.until:
                now.add(row.code)
    return Ended({key: day for key, day in days.items() if day != OPEN_END}, frozenset(now))


def going_on(changes: Iterable[ChangedRow]) -> list[Row]:
    """The rows of a folder of changes that say for how long something goes on there."""
    return [
        one.row
        for one in changes
        if one.action is RowAction.ADD
        or (
            one.action is not RowAction.END
            and ("until" in one.given or not isinstance(one.row, (PostingRow, RelationRow)))
        )
    ]


def _nodes(held: Mapping[str, Held]) -> Iterable[Held]:
    return (one for one in held.values() if not one.start and one.until)


async def left_hanging(
    store: Store, work: Work, pack: str, replaced: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[Hanging, ...], tuple[DeeperCount, ...]]:
    """
    What hangs on the areas and organisations that `work` ends and goes on after, whatever pack brought it, with paths.

    With it what other packs have at the areas whose codes stand for others from a day on (`replaced`). What joins two
    that end is told once, at the area if one is. Below the areas that stay there the open tasks are told, and all else
    is counted.
    """
    areas = {**_ends(work, AREA), **replaced}
    units = {code: day for table in ORGANISATIONS for code, day in _ends(work, table).items()}
    settled = _settled(work)
    found: dict[tuple[str, str], Hanging] = {}
    for ends, of_units in ((areas, False), (units, True)):
        async for one in hanging_on(store, ends, units=of_units):
            code = one.hanging.ended
            if one.until and settled.get(one.id, one.until) <= ends[code]:
                continue
            if of_units or code not in replaced or one.hanging.pack != pack:
                found.setdefault((one.id, "" if one.until else code), one.hanging)
    paths = await _paths(store, found.values(), areas) | await names_of(store, "Unit", sorted(units))
    near = [replace(one, path=paths.get(one.ended, "")) for one in found.values()]
    tasks, deeper = await _deeper(store, near, _ends(work, AREA), settled)
    return tuple(sorted([*near, *tasks])), deeper


async def _deeper(
    store: Store, near: Iterable[Hanging], ends: Mapping[str, str], settled: Mapping[str, str]
) -> tuple[list[Hanging], tuple[DeeperCount, ...]]:
    """The open tasks below areas that end, with the paths of their places, and how much else is there, by table."""
    tops = {one.key: one.ended for one in near if one.table == "PART_OF" and one.ended in ends}
    days: dict[str, str] = {}
    level = set(tops) - ends.keys()
    tasks: list[Hanging] = []
    counts = Counter[str]()
    while level:
        days |= {code: ends[tops[code]] for code in level}
        beneath = set[str]()
        async for one in hanging_on(store, {code: days[code] for code in level}):
            hung = one.hanging
            if hung.table == "Task":
                tasks.append(hung)
            elif settled.get(one.id, one.until) > days[hung.ended]:
                counts[hung.table] += 1
                if hung.table == "PART_OF" and hung.key not in days and hung.key not in ends:
                    beneath.add(hung.key)
                    tops[hung.key] = tops[hung.ended]
        level = beneath
    paths = await _paths(store, tasks, days)
    told = [replace(one, ended=tops[one.ended], path=paths.get(one.ended, "")) for one in tasks]
    return told, tuple(sorted(DeeperCount(table, count) for table, count in counts.items()))


def _ends(work: Work, table: str) -> dict[str, str]:
    """The first day after of the areas or organisations of a table that `work` ends, or ends sooner."""
    return {
        change.held.id: str(change.values["until"])
        for change in work.changes.get(table, ())
        if "until" in change.values and str(change.values["until"]) < change.held.until
    }


def _settled(work: Work) -> dict[str, str]:
    """The first day after of the relationships that `work` ends, by id."""
    return {
        change.held.id: str(change.values["until"])
        for changes in work.changes.values()
        for change in changes
        if change.held.start and "until" in change.values
    }


async def _paths(store: Store, found: Iterable[Hanging], ends: Mapping[str, str]) -> dict[str, str]:
    """The paths of areas on their last day."""
    days: dict[str, list[str]] = {}
    for code in {one.ended for one in found} & ends.keys():
        days.setdefault(ends[code], []).append(code)
    paths: dict[str, str] = {}
    for day, codes in days.items():
        last = date.fromisoformat(day) - timedelta(days=1)
        for code, chain in (await chains(store, sorted(codes), last)).items():
            paths[code] = "/".join(area.name for area in reversed(chain))
    return paths
