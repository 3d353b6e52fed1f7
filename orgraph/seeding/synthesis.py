"""The one generator: a pack's steps, carried out one after the other over its rows and the base areas."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.domain.rows import AreaRow, CountRow, OfficerRow, OrganisationRow, PostingRow, RelationRow, Row, ServiceRow
from orgraph.seeding.make_areas import make_areas
from orgraph.seeding.make_offers import make_offers, make_rotations
from orgraph.seeding.make_organisations import make_organisations
from orgraph.seeding.make_posts import make_officers
from orgraph.seeding.make_relations import make_absences, make_pairings, make_responsibilities, make_visits
from orgraph.seeding.numbers import Where
from orgraph.seeding.pack import Pack
from orgraph.seeding.steps import (
    Absences,
    Areas,
    Offers,
    Officers,
    Organisations,
    Pairings,
    PhoneRange,
    Responsibilities,
    Rotations,
    Step,
    Visits,
)
from orgraph.seeding.world import AreaLike, World


def generate(pack: Pack, base_areas: Iterable[AreaLike], definitions: Definitions) -> Iterator[Row]:
    """
    The rows that the pack's synthesis makes; not the rows of its tables, which `pack.rows` has.

    `base_areas`: all areas under the pack's root, the root included, with kinds as keys, in any order; those of the
    pack's own tables are added. Rows come as they are made, each after those it refers to, except UNDER a code of
    another pack. Raises DefinitionsFaulty where a step cannot be carried out.
    """
    if pack.synthesis is None:
        return
    own = (row for row in pack.rows if isinstance(row, AreaRow))
    world = World(pack.manifest.key, pack.manifest.root, definitions, (*base_areas, *own))
    world.add_table_rows(pack.rows)
    for step in pack.synthesis.steps:
        where = Where(pack.synthesis.file, step.line, type(step).__name__.lower())
        yield from _carry_out(world, where, step, pack.synthesis.phones)


def _carry_out(world: World, where: Where, step: Step, phones: PhoneRange) -> Iterator[Row]:
    match step:
        case Areas():
            return make_areas(world, where, step)
        case Officers():
            return make_officers(world, where, step)
        case Organisations():
            return make_organisations(world, where, step, phones)
        case Pairings():
            return make_pairings(world, where, step)
        case Responsibilities():
            return make_responsibilities(world, where, step)
        case Absences():
            return make_absences(world, where, step)
        case Visits():
            return make_visits(world, where, step)
        case Offers():
            return make_offers(world, where, step)
        case Rotations():
            return make_rotations(world, where, step)


def rows_digest(rows: Iterable[Row]) -> str:
    """
    SHA-256 over the rows in their order; where one came from and who dated it do not count; no unit has aliases, and
    what one is best at, and on which days something is offered, counts where it says so: a pack of before makes what it
    promised.
    """
    types = (AreaRow, OrganisationRow, OfficerRow, PostingRow, RelationRow, ServiceRow, CountRow)
    values = {type_: _values(type_) for type_ in types}
    digest = hashlib.sha256()
    for row in rows:
        digest.update(
            "\x1f".join(map(str, (type(row).__name__, *values[type(row)](row), *_besides(row), "\n"))).encode()
        )
    return digest.hexdigest()


_APART = (
    (OrganisationRow, "aliases"),
    (OrganisationRow, "specialty"),
    (RelationRow, "weekdays"),
    (RelationRow, "weeks"),
)


def _besides(row: Row) -> tuple[str, ...]:
    """What a row says in columns that there were not always."""
    match row:
        case OrganisationRow():
            return row.specialty
        case RelationRow(weekdays=weekdays, weeks=weeks) if weekdays or weeks:
            return (*weekdays, "of", *weeks)
        case _:
            return ()


def _values(type_: type[Any]) -> Callable[[Row], tuple[object, ...]]:
    return attrgetter(
        *(
            field.name
            for field in fields(type_)
            if field.name not in ("origin", "dated") and (type_, field.name) not in _APART
        )
    )
