"""Single points of failure, found in what covers an area: removing one of them for real leaves just that uncovered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from orgraph.definitions.words.categories import Category
from orgraph.domain.weak_point import Uncovered, WeakPoint, WeakPointKind
from orgraph.graph.cover import AreaRelation, Cover, Named


def weak_points(
    cover: Cover,
    above: Sequence[str],
    categories: Sequence[Category],
    level: str,
    leaves: Collection[str],
    only: WeakPointKind | None = None,
) -> tuple[WeakPoint, ...]:
    """
    Officers, units and branches on which something hangs alone, most buildings first, then lines; or `only` one sort.

    `above`: codes of the areas around. Categories are looked at in areas of `level`; areas of the levels `leaves` count
    as buildings.
    """
    below = _Below(cover, leaves)
    found = [*_officers(cover, below), *_units(cover, above, categories, level, below), *_branches(cover, below)]
    found += _lines(cover, below)
    chosen = [one for one in found if only in (None, one.kind)]
    return tuple(sorted(chosen, key=lambda one: (one.kind is WeakPointKind.LINE, -one.buildings, one.key, one.above)))


class _Below:
    """Which buildings lie below an area, or below those that an organisation stands to."""

    def __init__(self, cover: Cover, leaves: Collection[str]) -> None:
        self._parent = {code: parent for code, (_, parent) in cover.areas.items()}
        self._buildings: dict[str, set[str]] = defaultdict(set)
        for code, (area, _) in cover.areas.items():
            if area.level in leaves:
                for above in self.up(code):
                    self._buildings[above].add(code)
        self._stands: dict[str, set[str]] = defaultdict(set)
        for one in cover.standing:
            if one.area in cover.areas:
                self._stands[one.organisation.key].add(one.area)

    def up(self, code: str) -> Iterator[str]:
        """An area and those that it lies in, up to the root."""
        while code:
            yield code
            code = self._parent.get(code, "")

    def count(self, places: Collection[str]) -> int:
        """How many different buildings lie below areas or organisations."""
        areas = {area for place in places for area in self._stands.get(place, {place})}
        return len(set().union(*(self._buildings.get(area, set()) for area in areas)))


def _alone(
    kind: WeakPointKind, there: Iterable[tuple[str, Named]], names: Mapping[str, str], below: _Below
) -> Iterator[WeakPoint]:
    """Each that is the only one at some place; `there` are places with who is there."""
    present: dict[str, set[Named]] = defaultdict(set)
    for place, one in there:
        present[place].add(one)
    alone: dict[Named, list[str]] = defaultdict(list)
    for place in sorted(present):
        if len(present[place]) == 1:
            alone[present[place].pop()].append(place)
    for one, places in alone.items():
        left = tuple(Uncovered(place, names[place]) for place in places)
        yield _point(kind, one, left, below.count(places))


def _officers(cover: Cover, below: _Below) -> Iterator[WeakPoint]:
    names = {code: area.name for code, (area, _) in cover.areas.items()}
    names |= {one.organisation.key: one.organisation.name for one in cover.standing}
    return _alone(WeakPointKind.OFFICER, cover.posts, names, below)


def _branches(cover: Cover, below: _Below) -> Iterator[WeakPoint]:
    names = {code: area.name for code, (area, _) in cover.areas.items()}
    paired = ((one.area, one.organisation) for one in cover.standing if one.relation == "PAIRED_WITH")
    return _alone(WeakPointKind.BRANCH, (one for one in paired if one[0] in names), names, below)


def _units(
    cover: Cover, above: Sequence[str], categories: Sequence[Category], level: str, below: _Below
) -> Iterator[WeakPoint]:
    leads: dict[str, list[AreaRelation]] = defaultdict(list)
    for one in cover.standing:
        if one.relation == "RESPONSIBLE_FOR" and one.part == "lead":
            leads[one.area].append(one)
    left: dict[Named, list[Uncovered]] = defaultdict(list)
    for code, (area, _) in sorted(cover.areas.items()):
        if area.level != level:
            continue
        near = [one for place in (*below.up(code), *above) for one in leads.get(place, ())]
        for category in categories:
            able = {one.organisation for one in near if _able(one, category)}
            if len(able) == 1:
                left[able.pop()].append(Uncovered(code, area.name, category.key))
    for unit, alone in left.items():
        yield _point(WeakPointKind.UNIT, unit, tuple(alone), below.count({one.code for one in alone}))


def _able(one: AreaRelation, category: Category) -> bool:
    return (
        one.kind in category.lead_kinds
        and one.severity_from <= category.severity
        and not set(one.categories).isdisjoint(category.lineage)
    )


def _lines(cover: Cover, below: _Below) -> Iterator[WeakPoint]:
    """Bridges of the lines of reporting: without one, what is under it reaches nobody above any longer."""
    import networkx as nx  # here, so that commands which look for none start without it

    named = {one.key: one for line in cover.lines for one in line}
    lines: nx.Graph[str] = nx.Graph((lower.key, upper.key) for lower, upper in cover.lines)
    down: nx.DiGraph[str] = nx.DiGraph((upper.key, lower.key) for lower, upper in cover.lines)
    bridges: Iterable[tuple[str, str]] = nx.bridges(lines)  # type: ignore[arg-type]
    for one, other in bridges:
        upper, lower = (one, other) if down.has_edge(one, other) else (other, one)
        cut_off = sorted({lower, *nx.descendants(down, lower)})
        buildings = below.count(cut_off)
        if buildings:
            left = tuple(Uncovered(key, named[key].name) for key in cut_off)
            yield _point(WeakPointKind.LINE, named[lower], left, buildings, named[upper].name)


def _point(
    kind: WeakPointKind, named: Named, leaves: tuple[Uncovered, ...], buildings: int, above: str = ""
) -> WeakPoint:
    return WeakPoint(kind, named.key, named.name, named.synthetic, leaves, buildings, above)
