"""Everything that can be wrong with the rows of a pack, found before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from orgraph.analysis.area_tree import check_areas, misplaced
from orgraph.analysis.faulting import Checking, Known, KnownEnd, by_titles
from orgraph.analysis.overlaps import overlapping
from orgraph.analysis.twice import check_twice
from orgraph.definitions.definitions import Definitions, Titled, words_of
from orgraph.definitions.titles import by_title, with_key
from orgraph.domain.imports import RowAction, RowFault
from orgraph.domain.nearest import Words, instead_of, themselves
from orgraph.domain.organisation import UNIT
from orgraph.domain.records import OFFICER, PART_OF, SERVICE
from orgraph.domain.rows import (
    AreaRow,
    ChangedRow,
    CountRow,
    OfficerRow,
    OrganisationRow,
    Origin,
    PostingRow,
    RelationRow,
    Row,
    ServiceRow,
)
from orgraph.domain.said import Said, Term, said
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
        vocabulary(checking, area.origin, "kind", area.kind, definitions.area_kinds, "area-kinds")
        _period(checking, area)
    services = [row for row in rows if isinstance(row, ServiceRow)]
    _check_nodes(checking, organisations, officers, services)
    ends = _ends(areas, organisations, officers, services, known, definitions)
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
    ServiceRow: frozenset({"code"}),
    PostingRow: frozenset({"officer", "role", "at", "key"}),
    RelationRow: frozenset({"type", "source", "target", "part", "key"}),
    CountRow: frozenset({"measure", "at", "since"}),
}
"""Columns that say which row is meant."""


def _check_settable(checking: Checking, one: ChangedRow, levels: Mapping[str, str]) -> None:
    """Note each cell that would have no effect: what is written and not done must not be taken for done."""
    row = one.row
    allowed = {"until", "name"} if one.action is RowAction.END else set(settable(one))
    if isinstance(row, AreaRow) and one.action is not RowAction.END:
        allowed |= {"parent", *(("level",) if row.level == levels.get(row.code) else ())}
    for field in sorted(one.given - allowed - _NAMING[type(row)]):
        problem = said("not-settable", change=one.action.value, column=field)
        checking.add(row.origin, field, getattr(row, field, ""), problem, said("mend-not-settable"))


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
        checking.add(row.origin, field, "-", said("not-clearable"), said("mend-not-clearable"))
    for field in sorted(set(given) & lists.keys()):
        _optional(checking, row.origin, field, str(getattr(row, field, "")), lists[field])
    if isinstance(row, RelationRow):
        _categories(checking, row.origin, "categories", row.categories)
    if isinstance(row, OrganisationRow):
        _categories(checking, row.origin, "specialty", row.specialty)


_ALWAYS: Mapping[str, frozenset[str]] = {
    "RESPONSIBLE_FOR": frozenset({"categories", "part"}),
    "AWAY": frozenset({"reason"}),
}
"""Values that relations of these types cannot do without."""


def _cleared(row: Row, given: Collection[str]) -> list[str]:
    """The cells of a change that say that there is none where there must be one."""
    needed = _ALWAYS.get(row.type, frozenset()) if isinstance(row, RelationRow) else frozenset(_NEEDED[type(row)])
    undated = {"since"} & set(given) if not getattr(row, "dated", True) else set()
    return sorted({field for field in needed & set(given) if getattr(row, field) in ("", None, ())} | undated)


_NEEDED: Mapping[type[Row], tuple[str, ...]] = {
    AreaRow: ("name", "kind", "parent"),
    OrganisationRow: ("name",),
    OfficerRow: ("name",),
    ServiceRow: ("name",),
    PostingRow: (),
    CountRow: ("value",),
}


def _check_move(checking: Checking, row: AreaRow, levels: Mapping[str, str]) -> None:
    own, parent = checking.definitions.levels.get(levels.get(row.code, "")), levels.get(row.parent)
    if parent is None:
        checking.add(row.origin, "parent", row.parent, said("no-such-area"), said("mend-add-or-load"))
    elif own is not None and parent not in own.within:
        misplaced(checking, row.origin, "parent", row.parent, own, parent)


class _Ends:
    """What relationships may join: areas with their level, organisations with kind and label, officers."""

    def __init__(
        self,
        areas: dict[str, str],
        organisations: dict[str, tuple[str, bool]],
        officers: set[str],
        services: set[str],
    ) -> None:
        self.areas = areas
        self.organisations = organisations
        self.officers = officers
        self.services = services

    def shapes(self, key: str) -> set[str]:
        """Names of the node shapes that have this key."""
        found = {"Area"} if key in self.areas else set()
        if key in self.organisations:
            found.add("Unit" if self.organisations[key][1] else "PartyOrganisation")
        if key in self.officers:
            found.add(OFFICER)
        if key in self.services:
            found.add(SERVICE)
        return found


def _ends(
    areas: Sequence[AreaRow],
    organisations: Sequence[OrganisationRow],
    officers: Sequence[OfficerRow],
    services: Sequence[ServiceRow],
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
        set(known.services) | {row.code for row in services},
    )


def _check_nodes(
    checking: Checking,
    organisations: Sequence[OrganisationRow],
    officers: Sequence[OfficerRow],
    services: Sequence[ServiceRow],
) -> None:
    definitions = checking.definitions
    seen: dict[str, Origin] = {}
    for row in organisations:
        _key(checking, row.origin, "code", row.code, seen, checking.known.organisations)
        vocabulary(checking, row.origin, "kind", row.kind, definitions.organisation_kinds, "organisation-kinds")
        _optional(checking, row.origin, "tier", row.tier, definitions.tiers)
        _categories(checking, row.origin, "specialty", row.specialty)
        _period(checking, row)
    seen = {}
    for officer in officers:
        _key(checking, officer.origin, "id", officer.id, seen, checking.known.officers)
        _optional(checking, officer.origin, "profession", officer.profession, definitions.professions)
        _optional(checking, officer.origin, "tier", officer.tier, definitions.tiers)
    seen = {}
    for service in services:
        _key(checking, service.origin, "code", service.code, seen, checking.known.services)


def _key(
    checking: Checking, origin: Origin, field: str, key: str, seen: dict[str, Origin], known: Mapping[str, KnownEnd]
) -> None:
    first = seen.setdefault(key, origin)
    if first is not origin:
        problem = said("duplicate-code", column=field, first=first.told)
        checking.add(origin, field, key, problem, said("mend-remove-one-row"))
    elif key in known and known[key].pack != checking.pack:
        problem = said("of-another-pack", pack=known[key].pack)
        checking.add(origin, field, key, problem, said("mend-remove-row-refer"))
    elif not key.startswith(f"{checking.pack}:") or key.endswith(":"):
        checking.add(origin, field, key, said("foreign-key"), said("mend-foreign-key", pack=checking.pack))


_SECTIONS: Mapping[str, str] = {
    "role": "roles",
    "tier": "tiers",
    "profession": "professions",
    "employment": "employments",
    "reason": "absences",
    "measure": "measures",
    "categories": "categories",
    "specialty": "categories",
}
"""Which list of definitions the words of a column are from; of `kind` there are two."""


def vocabulary(
    checking: Checking, origin: Origin, field: str, value: str, known: Collection[str], section: str = ""
) -> None:
    """Note a fault for a word that a closed list does not have, with what comes nearest."""
    if value in known:
        return
    section = section or _SECTIONS.get(field, "")
    entries: list[Titled] = list(known.values()) if isinstance(known, Mapping) else []
    if section == "categories":
        entries = list(checking.definitions.categories)
    words: Words = words_of(entries) if entries else themselves(known)
    lists = said("mend-see-section", section=section) if section else None
    checking.add(
        origin,
        field,
        value,
        said("no-such-word", column=Term("property", field)),
        instead_of(value, words, lists),
    )


def _categories(checking: Checking, origin: Origin, field: str, named: Iterable[str]) -> None:
    keys = set(checking.definitions.categories.keys())
    for category in named:
        vocabulary(checking, origin, field, category, keys)


def _optional(checking: Checking, origin: Origin, field: str, value: str, known: Collection[str]) -> None:
    if value:
        vocabulary(checking, origin, field, value, known)


def _period(checking: Checking, row: AreaRow | OrganisationRow | PostingRow | RelationRow) -> None:
    if row.until < row.since:
        problem = said("until-before-since", since=row.since)
        remedy = said("mend-swap-or-retract") if row.dated else said("mend-say-since")
        checking.add(row.origin, "until", row.until.isoformat(), problem, remedy)
    elif row.until == row.since and not row.dated:
        problem = said("over-as-it-begins", day=row.since)
        checking.add(row.origin, "until", row.until.isoformat(), problem, said("mend-say-since"))


def _check_posting(checking: Checking, row: PostingRow, ends: _Ends) -> None:
    _period(checking, row)
    _optional(checking, row.origin, "employment", row.employment, checking.definitions.employments)
    if row.officer not in ends.officers:
        checking.add(row.origin, "officer", row.officer, said("no-such-officer"), said("mend-add-officer"))
    level, organisation = ends.areas.get(row.at), ends.organisations.get(row.at)
    if level is None and organisation is None:
        checking.add(row.origin, "at", row.at, said("no-such-place-to-post"), said("mend-add-or-load"))
    role = checking.definitions.roles.get(row.role)
    if role is None:
        vocabulary(checking, row.origin, "role", row.role, checking.definitions.roles)
    elif level is not None and level not in role.levels:
        levels = by_titles(checking.definitions.levels, role.levels)
        remedy = said("mend-post-at", at=levels) if levels else said("mend-post-in-organisation")
        problem = said("no-role-at", role=by_title(role.key, role.title), level=checking.level(level))
        checking.add(row.origin, "role", with_key(role.key, role.title), problem, remedy)
    elif organisation is not None and role.organisations != ("any",) and organisation[0] not in role.organisations:
        kinds = checking.definitions.organisation_kinds
        at = (*by_titles(kinds, role.organisations), *by_titles(checking.definitions.levels, role.levels))
        kind = by_titles(kinds, [organisation[0]])[0]
        problem = said("no-role-in", role=by_title(role.key, role.title), kind=kind)
        checking.add(row.origin, "role", with_key(role.key, role.title), problem, said("mend-post-at", at=at))


def _check_overlaps(checking: Checking, postings: Sequence[PostingRow]) -> None:
    same: dict[tuple[str, str, str], list[PostingRow]] = {}
    for row in postings:
        same.setdefault((row.officer, row.role, row.at), []).append(row)
    for several in same.values():
        ordered = sorted(several, key=lambda row: (row.since, row.until))
        for first, later in overlapping(ordered, lambda row: (row.since, row.until)):
            problem = said("overlaps-same-posting", at=first.origin.told)
            checking.add(later.origin, "since", later.since.isoformat(), problem, said("mend-join-or-end"))


_SHAPES = {
    "Area": said("shape-area"),
    "Unit": said("shape-unit"),
    "PartyOrganisation": said("shape-party-organisation"),
    OFFICER: said("shape-officer"),
    SERVICE: said("shape-service"),
}


def _shapes(names: Iterable[str]) -> tuple[Said | str, ...]:
    """What a relation may join, in words."""
    return tuple(_SHAPES.get(name, name) for name in names)


def _check_relation(checking: Checking, row: RelationRow, ends: _Ends) -> None:
    _period(checking, row)
    shape = checking.definitions.graph.relationships.get(row.type)
    if shape is None or not shape.dated or row.type == "POSTED_TO":
        known = [one.type for one in checking.definitions.graph.dated_relationships() if one.type != "POSTED_TO"]
        checking.add(row.origin, "type", row.type, said("no-such-type"), said("mend-use-one-of", known=known))
        return
    for field, key, allowed in (("source", row.source, shape.starts), ("target", row.target, shape.ends)):
        found = ends.shapes(key)
        if not found:
            checking.add(row.origin, field, key, said("nothing-so-called"), said("mend-add-or-load"))
        elif not found & set(allowed):
            problem = said("does-not-join", type=row.type, found=_shapes(sorted(found)))
            checking.add(row.origin, field, key, problem, said("mend-join", allowed=_shapes(allowed)))
    if row.source == row.target:
        checking.add(row.origin, "target", row.target, said("of-itself", type=row.type), said("mend-another-target"))
    if row.type == PART_OF:
        _check_place(checking, row, ends)
    if row.type == "RESPONSIBLE_FOR":
        _check_responsibility(checking, row)
    for field in _WITHOUT_EFFECT:
        if getattr(row, field) and field not in shape.properties:
            problem = said("not-of-this-type", column=field, type=row.type)
            checking.add(row.origin, field, _cell(getattr(row, field)), problem, said("mend-empty-cell"))
    if row.weeks and not row.weekdays:
        cell = ";".join(row.weeks)
        checking.add(row.origin, "weeks", cell, said("weeks-without-weekdays"), said("mend-weeks-weekdays"))
    if row.type == "AWAY":
        vocabulary(checking, row.origin, "reason", row.reason, checking.definitions.absences)


_WITHOUT_EFFECT = ("categories", "severity_from", "part", "reason", "weekdays", "weeks")
"""Columns that relations of some types have: what is written and has no effect must not be taken for done."""


def _cell(value: object) -> str:
    return ";".join(value) if isinstance(value, tuple) else str(value)


def _check_place(checking: Checking, row: RelationRow, ends: _Ends) -> None:
    own, parent = checking.definitions.levels.get(ends.areas.get(row.source, "")), ends.areas.get(row.target)
    if own is not None and parent is not None and parent not in own.within:
        misplaced(checking, row.origin, "target", row.target, own, parent)


def _check_responsibility(checking: Checking, row: RelationRow) -> None:
    if not row.categories:
        checking.add(row.origin, "categories", "", said("responsible-for-nothing"), said("mend-name-one"))
    _categories(checking, row.origin, "categories", row.categories)
    if row.part not in CATEGORY_PARTS:
        problem, remedy = (
            said("no-such-word", column=Term("property", "part")),
            said("mend-use-one-of", known=CATEGORY_PARTS),
        )
        checking.add(row.origin, "part", row.part, problem, remedy)
    if row.severity_from is not None and not 1 <= row.severity_from <= 5:
        checking.add(row.origin, "severity_from", row.severity_from, said("no-such-severity"), said("mend-severity"))
