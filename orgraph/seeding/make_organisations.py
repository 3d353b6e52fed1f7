"""Organisations with their place in both trees, their duty numbers and their posts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orgraph.definitions.titles import by_title
from orgraph.domain.rows import OrganisationRow, Origin, RelationRow, Row
from orgraph.domain.said import said
from orgraph.seeding.choices import AreaChoice
from orgraph.seeding.draw import draw
from orgraph.seeding.make_posts import make_organisation_posts
from orgraph.seeding.numbers import Spot, Where, check_codes, numbers
from orgraph.seeding.steps import Organisations, PhoneRange
from orgraph.seeding.world import AreaLike, Body, World, refuse


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an organisation comes to be: its home area and, for a part, the organisation it is OF."""

    home: AreaLike
    whole: Body | None = None

    @property
    def spot(self) -> Spot:
        """The seat as a place that numbers are given to."""
        whole = self.whole
        return (
            Spot(whole.code, whole.kind, whole.home) if whole else Spot(self.home.code, self.home.kind, self.home.code)
        )


def make_organisations(world: World, where: Where, step: Organisations, phones: PhoneRange) -> Iterator[Row]:
    """The organisations of a step, kind by kind, each kind with its relations, then its posts."""
    seats = _seats(world, where, step)
    spots = [seat.spot for seat in seats]
    made = 0
    for kind, template in step.kinds.items():
        bodies: list[Body] = []
        for seat, number in zip(seats, numbers(world, where, step.number, spots), strict=True):
            for n in range(1, number + 1):
                made += 1
                origin = Origin(f"{where.file}:{where.line} {where.what}", made)
                body = _body(world, where, step, seat, kind, template, n)
                bodies.append(body)
                yield _row(world, step, phones, origin, body)
                yield from _relations(world, where, step, origin, body, seat)
        for post in step.posts:
            yield from make_organisation_posts(world, where, post, bodies)
    check_codes(world, where, *(post.vacant for post in step.posts))


def _seats(world: World, where: Where, step: Organisations) -> list[Seat]:
    check_codes(world, where, step.each.codes, step.each.left_out)
    if isinstance(step.each, AreaChoice):
        seats = [Seat(area) for area in world.choose(step.each)]
    else:
        bodies = [body for body in world.choose_bodies(step.each) if body.home in world.areas]
        seats = [Seat(world.areas[body.home], body) for body in bodies]
    return seats or refuse(where.file, where.line, said("no-place-for-organisation"), said("mend-choice"))


def _body(world: World, where: Where, step: Organisations, seat: Seat, kind: str, template: str, n: int) -> Body:
    home, whole = seat.home, seat.whole
    above = next(world.above(home.code), None)
    name = template.format(
        name=home.name,
        short=world.short_name(home),
        above=above.name if above else "",
        of=whole.name if whole else "",
        n=n,
    )
    key = step.code.format(kind=kind, area=world.short_code(home.code), of=whole.key if whole else "", n=n)
    body = Body(f"{world.pack}:{key}", name, kind, home.code)
    if body.code in world.bodies:
        refuse(where.file, where.line, said("made-twice", code=body.code), said("mend-code-with-n"))
    world.add_body(body)
    return body


def _row(world: World, step: Organisations, phones: PhoneRange, origin: Origin, body: Body) -> OrganisationRow:
    return OrganisationRow(
        origin=origin,
        code=body.code,
        name=body.name,
        kind=body.kind,
        since=step.since,
        tier=step.tier,
        specialty=step.specialty,
        duty_phone=_phone(world, phones, body.code) if step.duty_phone else "",
        synthetic=True,
    )


def _phone(world: World, phones: PhoneRange, code: str) -> str:
    """A number of its own that nobody can have: 0 dials out of the area, so no subscriber's number begins with it."""
    most = 10 ** (phones.digits - 1)
    chance = draw(code)
    while (phone := f"{phones.area_code}-0{chance % most:0{phones.digits - 1}d}") in world.phones:
        chance += 1
    world.phones.add(phone)
    return phone


def _relations(
    world: World, where: Where, step: Organisations, origin: Origin, body: Body, seat: Seat
) -> Iterator[RelationRow]:
    if seat.whole:
        yield RelationRow(origin, "OF", body.code, seat.whole.code, step.since)
    if step.relation:
        yield RelationRow(origin, step.relation, body.code, body.home, step.since)
    if kind := body.kind if step.under.same_kind else step.under.kind:
        above = world.body_above(kind, body.home)
        if above is None:
            called = by_title(kind, world.definitions.organisation_kinds[kind].title)
            problem = said("none-above", kind=called, code=body.code)
            refuse(where.file, where.line, problem, said("mend-make-earlier"))
        yield RelationRow(origin, "UNDER", body.code, above, step.since)
    elif step.under.code:
        yield RelationRow(origin, "UNDER", body.code, step.under.code, step.since)
