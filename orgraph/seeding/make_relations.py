"""Pairings, responsibilities, absences and visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from orgraph.definitions.titles import by_title
from orgraph.domain.rows import Origin, RelationRow
from orgraph.domain.said import said
from orgraph.seeding.balance import assign
from orgraph.seeding.draw import draw_between
from orgraph.seeding.numbers import Where, check_codes
from orgraph.seeding.steps import Absences, Pairings, Responsibilities, Visits
from orgraph.seeding.world import Body, World, refuse


def make_pairings(world: World, where: Where, step: Pairings) -> Iterator[RelationRow]:
    """One relation for each chosen area, evenly over the chosen organisations."""
    check_codes(world, where, step.of.codes, step.of.left_out, step.to.codes, step.to.left_out)
    homes = {body.code: body.home for body in world.choose_bodies(step.of)}
    areas = [area.code for area in world.choose(step.to)]
    if not homes:
        refuse(where.file, where.line, said("nothing-to-pair"), said("mend-make-earlier"))
    ways = {code: tuple(above.code for above in world.above(code)) for code in areas}
    for made, (area, body) in enumerate(assign(homes, ways).items(), 1):
        yield RelationRow(_origin(where, made), step.type, body, area, step.since)


def make_responsibilities(world: World, where: Where, step: Responsibilities) -> Iterator[RelationRow]:
    """RESPONSIBLE_FOR from each chosen organisation to its home, where it has categories to answer for."""
    check_codes(world, where, step.of.codes, step.of.left_out)
    leading = _leading(world)
    made = 0
    for body in world.choose_bodies(step.of):
        categories = step.categories or leading.get(body.kind, ())
        if categories and body.home:
            made += 1
            yield RelationRow(
                origin=_origin(where, made),
                type="RESPONSIBLE_FOR",
                source=body.code,
                target=body.home,
                since=step.since,
                categories=categories,
                severity_from=step.severity_from,
                part=step.part,
                key=_key(body, step),
            )


def _key(body: Body, step: Responsibilities) -> str:
    """One unit may both lead and assist in one area: ends and date alone would not tell the two apart."""
    return f"{body.key}-{step.part}" + (f"-from-{step.severity_from}" if step.severity_from else "")


def _leading(world: World) -> dict[str, tuple[str, ...]]:
    """Categories by the kind that leads them; one whose parent is led by the same kind goes without saying."""
    in_force = {category.key: category for category in world.definitions.categories.in_force((world.root,))}
    leading: dict[str, list[str]] = {}
    for key, category in in_force.items():
        parent = in_force.get(category.lineage[1]) if len(category.lineage) > 1 else None
        if category.lead_kinds and (parent is None or parent.lead_kinds[:1] != category.lead_kinds[:1]):
            leading.setdefault(category.lead_kinds[0], []).append(key)
    return {kind: tuple(keys) for kind, keys in leading.items()}


def make_absences(world: World, where: Where, step: Absences) -> Iterator[RelationRow]:
    """AWAY for each named post and, where a deputy is given, DEPUTISES_FOR over the same days."""
    for made, at in enumerate(step.at, 1):
        origin = _origin(where, made)
        holder = _holder(world, where, at, step.role)
        yield RelationRow(origin, "AWAY", holder, at, step.since, step.until, reason=step.reason)
        if step.deputy:
            deputy = _holder(world, where, at, step.deputy)
            yield RelationRow(origin, "DEPUTISES_FOR", deputy, holder, step.since, step.until)


def _holder(world: World, where: Where, at: str, role: str) -> str:
    holders = world.holders.get((at, role))
    if not holders:
        refuse(
            where.file,
            where.line,
            said("nobody-is-at", role=by_title(role, world.definitions.roles[role].title), at=at),
            said("mend-post-made-earlier"),
        )
    return holders[0]


def make_visits(world: World, where: Where, step: Visits) -> Iterator[RelationRow]:
    """VISITED from each holder of the role to the area of the posting; the day depends on the officer alone."""
    check_codes(world, where, step.at.codes, step.at.left_out)
    visits = (
        (officer, area.code)
        for area in world.choose(step.at)
        for officer in world.holders.get((area.code, step.role), ())
    )
    made = 0
    for made, (officer, area) in enumerate(visits, 1):
        days = draw_between(f"visit {officer} {area}", 0, (step.last - step.first).days)
        yield RelationRow(_origin(where, made), "VISITED", officer, area, step.first + timedelta(days=days))
    if not made:
        refuse(
            where.file,
            where.line,
            said("nobody-is-there", role=by_title(step.role, world.definitions.roles[step.role].title)),
            said("mend-post-earlier"),
        )


def _origin(where: Where, made: int) -> Origin:
    return Origin(f"{where.file}:{where.line} {where.what}", made)
