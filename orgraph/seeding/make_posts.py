"""Officers with their postings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orgraph.domain.rows import OfficerRow, Origin, PostingRow
from orgraph.seeding.choices import Post
from orgraph.seeding.draw import draw
from orgraph.seeding.names import Mix, name_of
from orgraph.seeding.numbers import Spot, Where, check_codes, numbers
from orgraph.seeding.steps import Officers
from orgraph.seeding.world import Body, World


def make_officers(world: World, where: Where, step: Officers) -> Iterator[OfficerRow | PostingRow]:
    """The officers of a step, posted to the chosen areas."""
    check_codes(world, where, step.at.codes, step.at.left_out, step.post.vacant)
    return fill(world, where, step.post, [Spot(area.code, area.kind, area.code) for area in world.choose(step.at)])


def make_organisation_posts(
    world: World, where: Where, post: Post, bodies: Sequence[Body]
) -> Iterator[OfficerRow | PostingRow]:
    """Officers for a post, posted to organisations."""
    return fill(world, where, post, [Spot(body.code, body.kind, body.home) for body in bodies])


def fill(world: World, where: Where, post: Post, spots: Sequence[Spot]) -> Iterator[OfficerRow | PostingRow]:
    """Persons for a post at each spot that is not left vacant, counted under the post's group."""
    mix = Mix(post.professions)
    origin = f"{where.file}:{where.line} {post.role}"
    open_spots = [spot for spot in spots if spot.code not in post.vacant]
    made = 0
    for spot, number in zip(open_spots, numbers(world, where, post.number, open_spots), strict=True):
        for _ in range(number):
            made += 1
            officer = _officer(world, Origin(origin, made), post, mix, spot)
            yield officer
            yield from _postings(world, post, officer, spot)
    world.groups[post.group] += made


def _officer(world: World, origin: Origin, post: Post, mix: Mix, spot: Spot) -> OfficerRow:
    """A new person, named after the place made for: other places can change without renaming anybody."""
    world.persons[spot.code] += 1
    id_ = f"{world.pack}:o-{spot.code.rpartition(':')[2]}-{world.persons[spot.code]}"
    chance = draw(id_)
    return OfficerRow(origin, id_, name_of(chance), mix.of(chance), post.tier, (), True)


def _postings(world: World, post: Post, officer: OfficerRow, spot: Spot) -> Iterator[PostingRow]:
    origin, id_, since, until = officer.origin, officer.id, post.since, post.until
    yield PostingRow(origin, id_, post.role, spot.code, since, until, post.employment, post.principal)
    world.holders[spot.code, post.role].append(id_)
    for also in post.also:
        at = spot.home if also.home else spot.code
        yield PostingRow(origin, id_, also.role, at, since, until, also.employment, also.principal)
        world.holders[at, also.role].append(id_)
