"""Whether the areas of a pack make a tree with what is there already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orgraph.analysis.faulting import Checking, KnownArea, by_titles
from orgraph.analysis.overlaps import overlapping
from orgraph.definitions.words.levels import Level
from orgraph.domain.rows import AreaRow, Origin, RelationRow
from orgraph.domain.said import Term, said
from orgraph.domain.time import Period
from orgraph.rules.places.naming import code_fault


@dataclass(frozen=True, slots=True)
class Belonging:
    """An area is part of another for a period."""

    child: str
    parent: str
    period: Period
    origin: Origin


def check_areas(checking: Checking, areas: Sequence[AreaRow], relations: Iterable[RelationRow]) -> None:
    """Note duplicates, wrong codes, orphans, cycles, wrong level order, two parents at one moment."""
    own = {row.code: row for row in areas}
    _check_duplicates(checking, areas)
    belongings = _belongings(areas, relations)
    _check_orphans(checking, areas, own, belongings)
    cyclic = _check_cycles(checking, belongings)
    _check_two_parents(checking, belongings)
    for row in areas:
        _check_level(checking, row, own)
        if row.code not in cyclic and not _held(checking, row):
            _check_code(checking, row, own)


def _belongings(areas: Sequence[AreaRow], relations: Iterable[RelationRow]) -> list[Belonging]:
    found = [Belonging(row.code, row.parent, Period(row.since, row.until), row.origin) for row in areas if row.parent]
    found.extend(
        Belonging(row.source, row.target, Period(row.since, row.until), row.origin)
        for row in relations
        if row.type == "PART_OF"
    )
    return found


def _check_duplicates(checking: Checking, areas: Sequence[AreaRow]) -> None:
    first: dict[str, AreaRow] = {}
    for row in areas:
        earlier = first.setdefault(row.code, row)
        if earlier is not row:
            problem = said("duplicate-code", column="code", first=earlier.origin.told)
            checking.add(row.origin, "code", row.code, problem, said("mend-remove-one-row"))
        foreign = checking.known.areas.get(row.code)
        if foreign is not None and foreign.pack != checking.pack:
            problem = said("of-another-pack", pack=foreign.pack)
            checking.add(row.origin, "code", row.code, problem, said("mend-remove-row-refer"))


def _check_orphans(
    checking: Checking, areas: Sequence[AreaRow], own: dict[str, AreaRow], belongings: Sequence[Belonging]
) -> None:
    with_parent = {one.child for one in belongings}
    top = {level.key for level in checking.definitions.levels.values() if not level.within}
    for row in areas:
        if row.code not in with_parent and row.level not in top:
            checking.add(row.origin, "parent", "", said("part-of-nothing"), said("mend-name-parent"))
    for one in belongings:
        if one.parent not in own and one.parent not in checking.known.areas:
            checking.add(one.origin, "parent", one.parent, said("no-such-area"), said("mend-add-or-load"))


def _check_cycles(checking: Checking, belongings: Sequence[Belonging]) -> set[str]:
    import networkx as nx  # here, so that commands which import nothing start without it

    graph: nx.DiGraph[str] = nx.DiGraph((one.child, one.parent) for one in belongings)
    origins = {one.child: one.origin for one in belongings}
    cyclic: set[str] = set()
    for component in nx.strongly_connected_components(graph):
        start = min(component)
        if len(component) == 1 and not graph.has_edge(start, start):
            continue
        cyclic |= component
        edges = nx.find_cycle(graph.subgraph(component), start)
        way = " → ".join([*(source for source, _ in edges), edges[0][0]])
        checking.add(origins[start], "parent", start, said("parents-in-circle", way=way), said("mend-another-parent"))
    return cyclic


def _check_two_parents(checking: Checking, belongings: Sequence[Belonging]) -> None:
    by_child: dict[str, list[Belonging]] = {}
    for one in belongings:
        by_child.setdefault(one.child, []).append(one)
    for child, several in by_child.items():
        ordered = sorted(several, key=lambda one: (one.period.since, one.origin.line))
        for earlier, later in overlapping(ordered, lambda one: (one.period.since, one.period.until)):
            if earlier.origin != later.origin:
                first, at = earlier.parent, earlier.origin.told
                problem = said("two-parents", first=first, at=at, second=later.parent)
                checking.add(later.origin, "parent", child, problem, said("mend-end-before"))


def _check_level(checking: Checking, row: AreaRow, own: dict[str, AreaRow]) -> None:
    level = checking.definitions.levels.get(row.level)
    if level is None:
        levels = checking.definitions.levels
        problem = said("no-such-word", column=Term("property", "level"))
        remedy = said("mend-use-one-of", known=by_titles(levels, levels))
        checking.add(row.origin, "level", row.level, problem, remedy)
        return
    parent = own.get(row.parent) or checking.known.areas.get(row.parent)
    if parent is not None and parent.level not in level.within:
        misplaced(checking, row.origin, "parent", row.parent, level, parent.level)


def misplaced(checking: Checking, origin: Origin, column: str, value: str, level: Level, parent: str) -> None:
    """Note that an area of `level` is no part of one of the level `parent`."""
    own, allowed = checking.level(level.key), by_titles(checking.definitions.levels, level.within)
    problem = said("wrong-level-order", own=own, parent=checking.level(parent))
    remedy = said("mend-part-of", own=own, allowed=allowed) if allowed else said("mend-part-of-nothing", own=own)
    checking.add(origin, column, value, problem, remedy)


def _held(checking: Checking, row: AreaRow) -> bool:
    """Whether an earlier import of this pack brought the area: it keeps its code after a move."""
    known = checking.known.areas.get(row.code)
    return known is not None and known.pack == checking.pack


def _found(checking: Checking, code: str, own: dict[str, AreaRow]) -> AreaRow | KnownArea | None:
    return own.get(code) or checking.known.areas.get(code)


def _check_code(checking: Checking, row: AreaRow, own: dict[str, AreaRow]) -> None:
    """Codes are checked when they first appear."""
    level = checking.definitions.levels.get(row.level)
    if level is None:
        return
    parent = _found(checking, row.parent, own)
    above: AreaRow | KnownArea | None = row
    seen: set[str] = set()
    while above is not None and level.code.prefix and above.level != level.code.prefix:
        if above.code in seen:
            return  # what lies below a cycle, noted already
        seen.add(above.code)
        above = _found(checking, above.parent, own)
    if above is None:
        return  # an orphan, noted already
    parent_level = checking.definitions.levels.get(parent.level) if parent else None
    leading = row.parent[: parent_level.code.significant] if parent_level else ""
    problem = code_fault(row.code, level, leading, above.code if level.code.prefix else "")
    if problem is not None:
        checking.add(row.origin, "code", row.code, problem, said("mend-code-or-parent"))
