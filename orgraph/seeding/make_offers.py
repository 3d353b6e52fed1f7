"""Who offers which services, and who sits where in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orgraph.domain.nearest import nearest
from orgraph.domain.rows import Origin, RelationRow
from orgraph.domain.said import said
from orgraph.seeding.numbers import Where, check_codes
from orgraph.seeding.steps import Offers, Rotations
from orgraph.seeding.world import Body, World, refuse

DAYS, WEEKS = 5, 4
"""Monday to Friday, in the four weeks that every month has."""


def make_offers(world: World, where: Where, step: Offers) -> Iterator[RelationRow]:
    """OFFERS from each chosen organisation to all services of the classes that are named."""
    check_codes(world, where, step.of.codes, step.of.left_out)
    for group in step.groups:
        if group not in world.services:
            near = nearest(group, dict.fromkeys(world.services, ())) or tuple(world.services)
            refuse(where.file, where.line, said("no-such-class", group=group), said("mend-use", these=near))
    services = [code for group in step.groups for code in world.services[group]]
    made = 0
    for body in _chosen(world, where, world.choose_bodies(step.of)):
        for service in services:
            made += 1
            yield RelationRow(
                origin=_origin(where, made),
                type="OFFERS",
                source=body.code,
                target=service,
                since=step.since,
                weekdays=step.weekly.weekdays,
                weeks=step.weekly.weeks,
            )


def make_rotations(world: World, where: Where, step: Rotations) -> Iterator[RelationRow]:
    """SITS_AT at each seat, by turns: no organisation is at two seats on one day of a month."""
    check_codes(world, where, step.of.codes, step.of.left_out, step.at.codes, step.at.left_out)
    bodies = _chosen(world, where, world.choose_bodies(step.of))
    seats = _chosen(world, where, _seats(world, step))
    turns, most = len(seats) * step.number, len(bodies) * DAYS * WEEKS
    if turns > most or step.number > len(bodies):
        refuse(where.file, where.line, said("too-many-turns", turns=turns, most=most), said("mend-turns"))
    for turn in range(turns):
        week, day = divmod(turn // len(bodies), DAYS)
        yield RelationRow(
            origin=_origin(where, turn + 1),
            type="SITS_AT",
            source=bodies[turn % len(bodies)].code,
            target=seats[turn // step.number].code,
            since=step.since,
            weekdays=(str(day + 1),),
            weeks=(str(week + 1),),
        )


def _seats(world: World, step: Rotations) -> list[Body]:
    """The seats by code; with `one_in` the first in each area of that level."""
    seats = world.choose_bodies(step.at)
    if not step.one_in:
        return seats
    first: dict[str, Body] = {}
    for body in seats:
        home = world.areas.get(body.home)
        around = [home, *world.above(body.home)] if home else []
        for area in around:
            if area.level == step.one_in:
                first.setdefault(area.code, body)
    return [first[code] for code in sorted(first)]


def _chosen(world: World, where: Where, bodies: Sequence[Body]) -> Sequence[Body]:
    return bodies or refuse(where.file, where.line, said("no-organisation-chosen"), said("mend-choice"))


def _origin(where: Where, made: int) -> Origin:
    return Origin(f"{where.file}:{where.line} {where.what}", made)
