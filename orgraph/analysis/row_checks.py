"""Everything that can be wrong with the rows of a pack, found before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from orgraph.analysis.area_tree import check_areas
from orgraph.analysis.faulting import Checking, Known, KnownEnd
from orgraph.analysis.twice import check_twice
from orgraph.definitions.definitions import Definitions, words_of
from orgraph.definitions.words.levels import Level
from orgraph.domain.imports import RowAction, RowFault
from orgraph.domain.nearest import Words, instead_of, themselves
from orgraph.domain.organisation import UNIT
from orgraph.domain.records import PART_OF
from orgraph.domain.rows import AreaRow, ChangedRow, OfficerRow, OrganisationRow, Origin, PostingRow, RelationRow, Row
from orgraph.domain.time import Period
from orgraph.rules.packs.changes import settable

CATEGORY_PARTS = ("lead", "assist")


def check_rows(pack: str, rows: Sequence[Row], known: Known, definitions: Definitions) -> tuple[RowFault, ...]:
    """Every fault of the rows of `pack`, by file and line; `known` is what they refer to in other packs."""
    checking = Checking(pack, definitions, known)
    areas = [row for row in rows if isinstance(row, AreaRow)]
    relations = [row for row in rows if isinstance(row, RelationRow)]
    organisations = [row for row in rows if isinstance(row, OrganisationRow)]
    officers = [row for row in rows if isinstance(row, OfficerRow)]
    postings = [row for row in rows if isinstance(row, PostingRow)]
    check_areas(checking, areas, relations)
    for area in areas:
        _vocabulary(checking, area.origin, "kind", area.kind, definitions.area_kinds, "area-kinds")
        _period(checking, area)
    _check_nodes(checking, organisations, officers)
    ends = _ends(areas, organisations, officers, known, definitions)
    for posting in postings:
        _check_posting(checking, posting, ends)
    twice = check_twice(checking, rows)
    _check_overlaps(checking, [row for row in postings if row.origin not in twice])
    for relation in relations:
        _check_relation(checking, relation, ends)
    return tuple(sorted(set(checking.faults)))


def check_changes(
    pack: str, changes: Sequence[ChangedRow], known: Known, definitions: Definitions
) -> tuple[RowFault, ...]:
    """Every fault in the new values that changed rows of `pack` give, by file and line."""
    checking = Checking(pack, definitions, known)
    levels = {code: area.level for code, area in known.areas.items()}
    levels |= {
        one.row.code: one.row.level for one in changes if isinstance(one.row, AreaRow) and one.action is RowAction.ADD
    }
    for one in changes:
        if one.action is not RowAction.ADD:
            _check_settable(checking, one, levels)
        if one.action in (RowAction.CHANGE, RowAction.CORRECT):
            _check_change(checking, one.row, one.given, levels)
    return tuple(sorted(set(checking.faults)))


_NAMING: Mapping[type[Row], frozenset[str]] = {
    AreaRow: frozenset({"code"}),
    OrganisationRow: frozenset({"code"}),
    OfficerRow: frozenset({"id"}),
    PostingRow: frozenset({"officer", "role", "at", "key"}),
    RelationRow: frozenset({"type", "source", "target", "part", "key"}),
}
"""Columns that say which row is meant."""


def _check_settable(checking: Checking, one: ChangedRow, levels: Mapping[str, str]) -> None:
    """Note each cell that would have no effect: what is written and not done must not be taken for done."""
    row = one.row
    allowed = {"until", "name"} if one.action is RowAction.END else set(settable(one))
    if isinstance(row, AreaRow) and one.action is not RowAction.END:
        allowed |= {"parent", *(("level",) if row.level == levels.get(row.code) else ())}
    for field in sorted(one.given - allowed - _NAMING[type(row)]):
        problem = f"{_article(one.action)} cannot set {field}"
        remedy = "leave the cell empty; what is part of a row's identity changes by end and add"
        checking.add(row.origin, field, getattr(row, field, ""), problem, remedy)


def _article(action: RowAction) -> str:
    return f"an {action}" if action.value[0] in "ae" else f"a {action}"


def _check_change(checking: Checking, row: Row, given: Collection[str], levels: Mapping[str, str]) -> None:
    definitions = checking.definitions
    lists: dict[str, Collection[str]] = {
        "tier": definitions.tiers,
        "profession": definitions.professions,
        "employment": definitions.employments,
        "reason": definitions.absences,
        "part": CATEGORY_PARTS,
    }
    if isinstance(row, AreaRow):
        lists["kind"] = definitions.area_kinds
        if "parent" in given and row.parent:
            _check_move(checking, row, levels)
    for field in _cleared(row, given):
        checking.add(row.origin, field, "-", "cannot be cleared", "give a value, or leave the cell empty to keep it")
    for field in sorted(set(given) & lists.keys()):
        _optional(checking, row.origin, field, str(getattr(row, field, "")), lists[field])
    if isinstance(row, RelationRow):
        for category in row.categories:
            _vocabulary(checking, row.origin, "categories", category, set(definitions.categories.keys()))


_ALWAYS: Mapping[str, frozenset[str]] = {
    "RESPONSIBLE_FOR": frozenset({"categories", "part"}),
    "AWAY": frozenset({"reason"}),
}
"""Values that relations of these types cannot do without."""


def _cleared(row: Row, given: Collection[str]) -> list[str]:
    """The cells of a change that say that there is none where there must be one."""
    needed = _ALWAYS.get(row.type, frozenset()) if isinstance(row, RelationRow) else frozenset(_NEEDED[type(row)])
    undated = {"since"} & set(given) if not getattr(row, "dated", True) else set()
    return sorted({field for field in needed & set(given) if not getattr(row, field)} | undated)


_NEEDED: Mapping[type[Row], tuple[str, ...]] = {
    AreaRow: ("name", "kind", "parent"),
    OrganisationRow: ("name",),
    OfficerRow: ("name",),
    PostingRow: (),
}


def _check_move(checking: Checking, row: AreaRow, levels: Mapping[str, str]) -> None:
    own, parent = checking.definitions.levels.get(levels.get(row.code, "")), levels.get(row.parent)
    if parent is None:
        remedy = "add the area, load the pack that has it first, or mend the code"
        checking.add(row.origin, "parent", row.parent, "orphan: no area has this code", remedy)
    elif own is not None and parent not in own.within:
        _misplaced(checking, row.origin, "parent", row.parent, own, parent)


class _Ends:
    """What relationships may join: areas with their level, organisations with kind and label, officers."""

    def __init__(self, areas: dict[str, str], organisations: dict[str, tuple[str, bool]], officers: set[str]) -> None:
        self.areas = areas
        self.organisations = organisations
        self.officers = officers

    def shapes(self, key: str) -> set[str]:
        """Names of the node shapes that have this key."""
        found = {"Area"} if key in self.areas else set()
        if key in self.organisations:
            found.add("Unit" if self.organisations[key][1] else "PartyOrganisation")
        if key in self.officers:
            found.add("Officer")
        return found


def _ends(
    areas: Sequence[AreaRow],
    organisations: Sequence[OrganisationRow],
    officers: Sequence[OfficerRow],
    known: Known,
    definitions: Definitions,
) -> _Ends:
    kinds = definitions.organisation_kinds
    units = {key for key, kind in kinds.items() if kind.label == UNIT}
    there = {key: (end.kind, end.unit) for key, end in known.organisations.items()}
    return _Ends(
        {code: row.level for code, row in known.areas.items()} | {row.code: row.level for row in areas},
        there | {row.code: (row.kind, row.kind in units) for row in organisations},
        set(known.officers) | {row.id for row in officers},
    )


def _check_nodes(checking: Checking, organisations: Sequence[OrganisationRow], officers: Sequence[OfficerRow]) -> None:
    definitions = checking.definitions
    seen: dict[str, Origin] = {}
    for row in organisations:
        _key(checking, row.origin, "code", row.code, seen, checking.known.organisations)
        _vocabulary(checking, row.origin, "kind", row.kind, definitions.organisation_kinds, "organisation-kinds")
        _optional(checking, row.origin, "tier", row.tier, definitions.tiers)
        _period(checking, row)
    seen = {}
    for officer in officers:
        _key(checking, officer.origin, "id", officer.id, seen, checking.known.officers)
        _optional(checking, officer.origin, "profession", officer.profession, definitions.professions)
        _optional(checking, officer.origin, "tier", officer.tier, definitions.tiers)


def _key(
    checking: Checking, origin: Origin, field: str, key: str, seen: dict[str, Origin], known: Mapping[str, KnownEnd]
) -> None:
    first = seen.setdefault(key, origin)
    if first is not origin:
        checking.add(origin, field, key, f"duplicate {field}, first at {first}", "remove one of the two rows")
    elif key in known and known[key].pack != checking.pack:
        problem = f"redefines a row of the pack {known[key].pack}"
        checking.add(origin, field, key, problem, "remove the row; other rows may refer to it")
    elif not key.startswith(f"{checking.pack}:") or key.endswith(":"):
        checking.add(origin, field, key, "foreign or missing pack in the key", f"write {checking.pack}:<key>")


_SECTIONS: Mapping[str, str] = {
    "role": "roles",
    "tier": "tiers",
    "profession": "professions",
    "employment": "employments",
    "reason": "absences",
    "categories": "categories",
}
"""Which list of definitions the words of a column are from; of `kind` there are two."""


def _vocabulary(
    checking: Checking, origin: Origin, field: str, value: str, known: Collection[str], section: str = ""
) -> None:
    if value in known:
        return
    section = section or _SECTIONS.get(field, "")
    if section == "categories":
        words: Words = words_of(checking.definitions.categories)
    else:
        words = words_of(known.values()) if isinstance(known, Mapping) else themselves(known)
    lists = f"orgraph definitions list {section} lists them" if section else ""
    checking.add(origin, field, value, f"unknown {field}", instead_of(value, words, lists))


def _optional(checking: Checking, origin: Origin, field: str, value: str, known: Collection[str]) -> None:
    if value:
        _vocabulary(checking, origin, field, value, known)


def _period(checking: Checking, row: AreaRow | OrganisationRow | PostingRow | RelationRow) -> None:
    if row.until < row.since:
        problem = f"until before since ({row.since.isoformat()})"
        remedy = "swap the two, or give until = since to retract" if row.dated else _SAY_SINCE
        checking.add(row.origin, "until", row.until.isoformat(), problem, remedy)
    elif row.until == row.since and not row.dated:
        problem = f"over on the day on which it begins ({row.since.isoformat()})"
        checking.add(row.origin, "until", row.until.isoformat(), problem, _SAY_SINCE)


_SAY_SINCE = "say in the row since when it was there; if it never was, remove the row"


def _check_posting(checking: Checking, row: PostingRow, ends: _Ends) -> None:
    _period(checking, row)
    _optional(checking, row.origin, "employment", row.employment, checking.definitions.employments)
    if row.officer not in ends.officers:
        checking.add(row.origin, "officer", row.officer, "no officer has this id", "add the officer, or mend the id")
    level, organisation = ends.areas.get(row.at), ends.organisations.get(row.at)
    if level is None and organisation is None:
        remedy = "add it, load the pack that has it first, or mend the code"
        checking.add(row.origin, "at", row.at, "no area or organisation has this code", remedy)
    role = checking.definitions.roles.get(row.role)
    if role is None:
        _vocabulary(checking, row.origin, "role", row.role, checking.definitions.roles)
    elif level is not None and level not in role.levels:
        at = ", ".join(role.levels) or "organisations only"
        checking.add(row.origin, "role", row.role, f"not a role at a {level}", f"post it at: {at}")
    elif organisation is not None and role.organisations != ("any",) and organisation[0] not in role.organisations:
        at = ", ".join((*role.organisations, *role.levels))
        checking.add(row.origin, "role", row.role, f"not a role in a {organisation[0]}", f"post it at: {at}")


def _check_overlaps(checking: Checking, postings: Sequence[PostingRow]) -> None:
    same: dict[tuple[str, str, str], list[PostingRow]] = {}
    for row in postings:
        same.setdefault((row.officer, row.role, row.at), []).append(row)
    for several in same.values():
        if len(several) == 1:
            continue
        first, *rest = sorted(several, key=lambda row: (row.since, row.until))
        for later in rest:
            if Period(first.since, first.until).overlaps(Period(later.since, later.until)):
                problem = f"overlaps the identical posting at {first.origin}"
                checking.add(later.origin, "since", later.since.isoformat(), problem, "join the two, or end the first")
            first = max(first, later, key=lambda row: row.until)  # the one that lasts longest so far


def _check_relation(checking: Checking, row: RelationRow, ends: _Ends) -> None:
    _period(checking, row)
    shape = checking.definitions.graph.relationships.get(row.type)
    if shape is None or not shape.dated or row.type == "POSTED_TO":
        known = ", ".join(
            one.type for one in checking.definitions.graph.dated_relationships() if one.type != "POSTED_TO"
        )
        checking.add(row.origin, "type", row.type, "unknown relationship", f"use one of {known}")
        return
    for field, key, allowed in (("source", row.source, shape.starts), ("target", row.target, shape.ends)):
        found = ends.shapes(key)
        if not found:
            remedy = "add it, load the pack that has it first, or mend the code"
            checking.add(row.origin, field, key, "nothing has this code", remedy)
        elif not found & set(allowed):
            problem = f"{row.type} does not join a {', '.join(sorted(found))} here"
            checking.add(row.origin, field, key, problem, f"it needs one of {', '.join(allowed)}")
    if row.source == row.target:
        checking.add(
            row.origin, "target", row.target, f"{row.type} of itself", "name another target, or remove the row"
        )
    if row.type == PART_OF:
        _check_place(checking, row, ends)
    if row.type == "RESPONSIBLE_FOR":
        _check_responsibility(checking, row)
    if row.type == "AWAY":
        _vocabulary(checking, row.origin, "reason", row.reason, checking.definitions.absences)


def _check_place(checking: Checking, row: RelationRow, ends: _Ends) -> None:
    own, parent = checking.definitions.levels.get(ends.areas.get(row.source, "")), ends.areas.get(row.target)
    if own is not None and parent is not None and parent not in own.within:
        _misplaced(checking, row.origin, "target", row.target, own, parent)


def _misplaced(checking: Checking, origin: Origin, field: str, value: str, own: Level, parent: str) -> None:
    allowed = ", ".join(own.within) or "nothing"
    problem = f"wrong level order: a {own.key} within a {parent}"
    checking.add(origin, field, value, problem, f"a {own.key} is part of {allowed}")


def _check_responsibility(checking: Checking, row: RelationRow) -> None:
    keys = set(checking.definitions.categories.keys())
    if not row.categories:
        checking.add(row.origin, "categories", "", "responsible for no category", "name at least one")
    for category in row.categories:
        _vocabulary(checking, row.origin, "categories", category, keys)
    if row.part not in CATEGORY_PARTS:
        checking.add(row.origin, "part", row.part, "unknown part", f"use {' or '.join(CATEGORY_PARTS)}")
    if row.severity_from is not None and not 1 <= row.severity_from <= 5:
        checking.add(row.origin, "severity_from", row.severity_from, "out of bounds", "give 1 to 5, 5 gravest")
