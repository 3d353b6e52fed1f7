"""What an import does, in the groups that people think in: begun, ended, renamed, moved; a pure rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from orgraph.domain.imports import Group, GroupCount
from orgraph.domain.records import AREA, PART_OF, Change, Record
from orgraph.rules.packs.snapshot import Work

COUNTY = 6
"""Digits of a code that two areas share within a county: the same name farther away is another's."""

Called = tuple[str, str]
"""Level and name of an area."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """
    The groups of areas that are changed, or begun under suspicious circumstances; everything else shows by itself.

    `called`: level and name that a changed area has had so far; `others`: the area that has, or had, the same name.
    `recycled`: codes that stood for another area until now, by the signs, with the name that they have from now on,
    which was never theirs. `earlier`: relationships that only begin earlier; `replaced`: what is taken back for these;
    `sooner`: areas that begin earlier, whatever else becomes of them.
    """

    areas: Mapping[str, Group] = field(default_factory=dict)
    called: Mapping[str, Called] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    begun: frozenset[str] = frozenset()
    recycled: Mapping[str, str] = field(default_factory=dict)
    earlier: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()
    sooner: frozenset[str] = frozenset()

    def of(self, one: Record | Change) -> Group | None:
        """
        The group of a row; None for a PART_OF that only begins or ends with its area, or is the end of a move, and for
        what is taken back since it begins earlier.
        """
        if isinstance(one, Record):
            if one.table == PART_OF and one.start in (self.sooner if one.id in self.earlier else self.begun):
                return None
            if one.id in self.earlier:
                return Group.EARLIER
            return Group.MOVED if one.table == PART_OF else self.areas.get(one.id, Group.BEGUN)
        if one.held.table == AREA:
            return self.areas.get(one.held.id, Group.CHANGED)
        if one.held.table == PART_OF or one.held.id in self.replaced:
            return None
        if one.held.id in self.earlier:
            return Group.EARLIER
        return Group.ENDED if one.ending else Group.CHANGED


NONE: Mapping[str, frozenset[str]] = {}


def begins_earlier(one: Change) -> bool:
    """Whether something that was there is there from an earlier day on."""
    return not one.ending and "since" in one.values and str(one.values["since"]) < one.held.since < one.held.until


def group_areas(
    work: Work,
    called: Mapping[str, Called],
    had: Mapping[str, frozenset[str]] = NONE,
    earlier: Collection[str] = (),
) -> Grouping:
    """
    The groups of areas, given level and name so far of those that `work` changes, and the names that they `had` before;
    `earlier` are the keys of what is changed in nothing but that it begins earlier.

    A code that gets back a name of its own was not given to another area now: what was done before is taken back.
    """
    added = {record.id: record for record in work.adds.get(AREA, ())}
    new = {code: (str(one.values["level"]), str(one.values["name"])) for code, one in added.items()}
    groups: dict[str, Group] = {}
    renamed: dict[str, str] = {}
    for change in work.changes.get(AREA, ()):
        code, name = change.held.id, str(change.values.get("name") or "")
        if _ends(change):
            groups[code] = Group.ENDED
        elif name and name != called.get(code, ("", name))[1]:
            groups[code], renamed[code] = Group.RENAMED, name
        else:
            groups.setdefault(code, Group.EARLIER if code in earlier else Group.CHANGED)
    others = _recoded(work, groups, called, new)
    groups |= dict.fromkeys(others, Group.RECODED)
    ended = [code for code, group in groups.items() if group is Group.ENDED]
    strange = _strange(renamed, ended, called, new)
    groups |= dict.fromkeys(strange, Group.SUSPICIOUS)
    recycled = {
        code: name for code, name in renamed.items() if code in strange and name not in had.get(code, frozenset())
    }
    return Grouping(
        groups,
        dict(called),
        others | strange,
        frozenset(added),
        recycled,
        frozenset({*earlier, *work.earlier}),
        frozenset(held.id for held in work.earlier.values()),
        frozenset(one.held.id for one in work.changes.get(AREA, ()) if begins_earlier(one)),
    )


def _ends(change: Change) -> bool:
    return change.ending or ("until" in change.values and str(change.values["until"]) < change.held.until)


def _recoded(
    work: Work, groups: Mapping[str, Group], called: Mapping[str, Called], new: Mapping[str, Called]
) -> dict[str, str]:
    """Areas that end while one of their name and level begins in the same place, or in its successor; both ways."""
    if not new:
        return {}
    was = {change.held.start: change.held.end for change in work.changes.get(PART_OF, ())}
    becomes = {record.start: record.end for record in work.adds.get(PART_OF, ()) if record.start in new}
    by_place: dict[tuple[str, Called], list[str]] = {}
    for code, one in new.items():
        by_place.setdefault((becomes.get(code, ""), one), []).append(code)
    found: dict[str, str] = {}
    ended = [code for code, group in groups.items() if group is Group.ENDED and code in called]
    for code in sorted(ended, key=lambda code: (len(code), len(code.rstrip("0")), code)):  # from the top down
        parent = was.get(code, "")
        for place in dict.fromkeys((parent, found.get(parent, parent))):
            there = by_place.get((place, called[code]), [])
            if len(there) == 1:
                found[code], found[there[0]] = there[0], code
    return found


def _strange(
    renamed: Mapping[str, str], ended: Iterable[str], called: Mapping[str, Called], new: Mapping[str, Called]
) -> dict[str, str]:
    """
    Areas that are renamed while another of the county takes the name they had, or has lost the one they get: a code was
    given to another area.
    """
    takes: dict[tuple[str, Called], str] = {}
    for code, name in renamed.items():
        takes[code[:COUNTY], (called[code][0], name)] = code
    for code, one in new.items():
        takes[code[:COUNTY], one] = code
    found: dict[str, str] = {}
    for code in (*renamed, *(one for one in ended if one in called)):
        other = takes.get((code[:COUNTY], called[code]))
        if other is not None and other != code and (code in renamed or other in renamed):
            found[code] = other
            found.setdefault(other, code)
    return found


def rows_of(work: Work, grouping: Grouping, group: Group) -> Iterator[Record | Change]:
    """The rows of a group: changes first, areas before what stands on them."""
    for table in sorted(work.changes, key=_first):
        yield from (one for one in work.changes[table] if grouping.of(one) is group)
    for table in sorted(work.adds, key=_first):
        yield from (one for one in work.adds[table] if grouping.of(one) is group)


def _first(table: str) -> tuple[bool, str]:
    return table not in (AREA, PART_OF), table


def level_of(one: Record | Change, grouping: Grouping) -> str:
    """The level of an area, empty for anything else."""
    if isinstance(one, Record):
        return str(one.values["level"]) if one.table == AREA else ""
    return grouping.called.get(one.held.id, ("", ""))[0] if one.held.table == AREA else ""


def group_counts(work: Work, grouping: Grouping) -> tuple[GroupCount, ...]:
    """How many rows each group has by table, areas by level."""
    counts: Counter[tuple[Group, str, str]] = Counter()
    rows: Iterator[Record | Change] = chain(*work.adds.values(), *work.changes.values())
    for one in rows:
        group = grouping.of(one)
        if group is not None:
            table = one.table if isinstance(one, Record) else one.held.table
            counts[group, table, level_of(one, grouping)] += 1
    order = {group: at for at, group in enumerate(Group)}
    return tuple(
        GroupCount(*key, count) for key, count in sorted(counts.items(), key=lambda one: (order[one[0][0]], one))
    )
