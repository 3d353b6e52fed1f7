"""What the steps of a synthesis see: areas and organisations so far, and who was counted where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn, Protocol

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.faults import DefinitionsFaulty, Fault
from orgraph.domain.rows import OrganisationRow, RelationRow, Row, ServiceRow
from orgraph.domain.said import Said
from orgraph.seeding.choices import AreaChoice, OrganisationChoice

HOME_RELATIONS = ("SERVES", "LEADS")


class AreaLike(Protocol):
    """As much of an area as a synthesis needs; `kind` is a key of the definitions."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def name(self) -> str:
        """Its name with the official ending."""

    @property
    def level(self) -> str:
        """The key of its level."""

    @property
    def parent(self) -> str:
        """The code of the area it is part of, empty at the top."""

    @property
    def kind(self) -> str:
        """The key of its kind."""


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation of the pack and the area it is at home in; `key` is its code without the pack's name."""

    code: str
    name: str
    kind: str
    home: str

    @property
    def key(self) -> str:
        """The code without the pack's name."""
        return self.code.partition(":")[2]


class World:
    """
    Grows with each step; `holders` knows who was posted, by (area or organisation, role), first made first; `services`
    are codes by class.
    """

    def __init__(self, pack: str, root: str, definitions: Definitions, areas: Iterable[AreaLike]) -> None:
        self.pack = pack
        self.root = root
        self.definitions = definitions
        self.areas: dict[str, AreaLike] = {}
        self.bodies: dict[str, Body] = {}
        self.persons: Counter[str] = Counter()
        self.groups: Counter[str] = Counter()
        self.holders: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.phones: set[str] = set()
        self.services: defaultdict[str, list[str]] = defaultdict(list)
        self._levels: dict[str, list[str]] = {}
        self._at_home: dict[tuple[str, str], str] = {}
        for area in areas:
            self.add_area(area)

    def add_area(self, area: AreaLike) -> None:
        """Take in an area, once."""
        if area.code not in self.areas:
            self._levels.setdefault(area.level, []).append(area.code)
        self.areas[area.code] = area

    def add_body(self, body: Body) -> None:
        """Take in an organisation; the first of a kind at a home is the one that others stand under."""
        self.bodies[body.code] = body
        self._at_home.setdefault((body.kind, body.home), body.code)

    def add_table_rows(self, rows: Sequence[Row]) -> None:
        """Take in services and organisations of the pack's own tables, these at home where they serve or lead."""
        homes = {row.source: row.target for row in rows if isinstance(row, RelationRow) and row.type in HOME_RELATIONS}
        for row in rows:
            if isinstance(row, OrganisationRow):
                self.add_body(Body(row.code, row.name, row.kind, homes.get(row.code, "")))
            elif isinstance(row, ServiceRow):
                self.services[row.group].append(row.code)

    def above(self, code: str) -> Iterator[AreaLike]:
        """The areas above `code`, nearest first."""
        area = self.areas.get(code)
        while area is not None and area.parent in self.areas:
            area = self.areas[area.parent]
            yield area

    def body_above(self, kind: str, home: str) -> str | None:
        """The organisation of `kind` at the nearest area above `home`."""
        return next((code for area in self.above(home) if (code := self._at_home.get((kind, area.code)))), None)

    def choose(self, choice: AreaChoice) -> list[AreaLike]:
        """The chosen areas, by code."""
        scope = self.definitions.scopes.find(choice.scope, (self.root,)) if choice.scope else None
        left_out = {**choice.left_out, **(scope.left_out if scope else {})}
        kinds, codes = self._kinds(choice), frozenset(choice.codes)
        found = (self.areas[code] for level in choice.levels for code in self._levels.get(level, ()))
        chosen = [
            area
            for area in found
            if area.code not in left_out
            and (kinds is None or area.kind in kinds)
            and (not codes or area.code in codes)
            and (not choice.inside or any(one.kind in choice.inside for one in self.above(area.code)))
        ]
        return sorted(chosen, key=lambda area: area.code)

    def _kinds(self, choice: AreaChoice) -> frozenset[str] | None:
        """The kinds that a choice allows, None for all."""
        if not choice.kinds and not choice.formal:
            return None
        known = self.definitions.area_kinds
        kinds = choice.kinds or tuple(known)
        return frozenset(kind for kind in kinds if not choice.formal or known[kind].formal)

    def choose_bodies(self, choice: OrganisationChoice) -> list[Body]:
        """The chosen organisations, by code."""
        chosen = [
            body
            for body in self.bodies.values()
            if body.code not in choice.left_out
            and (not choice.kinds or body.kind in choice.kinds)
            and (not choice.codes or body.code in choice.codes)
            and (not choice.levels or self._level_of(body.home) in choice.levels)
        ]
        return sorted(chosen, key=lambda body: body.code)

    def _level_of(self, code: str) -> str:
        return self.areas[code].level if code in self.areas else ""

    def short_name(self, area: AreaLike) -> str:
        """The name without its official ending: 边门村 for 边门村委会, and for 边门村村委会, too."""
        level = self.definitions.levels.get(area.level)
        for ending, stays in level.endings if level else ():
            stem = area.name.removesuffix(ending)
            if stem != area.name and len(stem + stays) >= 2:
                return stem if stem.endswith(stays) else stem + stays
        return area.name

    def short_code(self, code: str) -> str:
        """The digits of an area's code that count."""
        level = self.definitions.levels.get(self.areas[code].level) if code in self.areas else None
        return code[: level.code.significant] if level and level.code.significant else code


def refuse(file: str, line: int, problem: Said, remedy: Said) -> NoReturn:
    """A step that cannot be done: raises DefinitionsFaulty."""
    raise DefinitionsFaulty((Fault(file, line, problem, remedy),))
