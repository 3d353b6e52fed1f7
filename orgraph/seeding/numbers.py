"""How many a step makes at each place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from orgraph.domain.said import said
from orgraph.seeding.choices import Drawn, Fixed, Number, Shared
from orgraph.seeding.draw import Unshareable, distribute, draw_between
from orgraph.seeding.world import World, refuse


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a step makes something at: an area, or an organisation at home in the area `home`."""

    code: str
    kind: str
    home: str


@dataclass(frozen=True, slots=True)
class Where:
    """The step at work, for faults and for draws: two steps at one place draw different numbers."""

    file: str
    line: int
    what: str


def check_codes(world: World, where: Where, *named: Iterable[str]) -> None:
    """Refuse a step that names places which are not there: a listed exception must not be passed over in silence."""
    missing = {code for codes in named for code in codes} - world.areas.keys() - world.bodies.keys()
    if missing:
        problem = said("step-names-nothing", step=where.what, codes=sorted(missing)[:5])
        refuse(where.file, where.line, problem, said("mend-code-or-make-place"))


def numbers(world: World, where: Where, number: Number, spots: Sequence[Spot]) -> Iterator[int]:
    """How many for each of `spots`, in their order. Raises DefinitionsFaulty where a total cannot be shared out."""
    if isinstance(number, Fixed):
        return iter([number.number] * len(spots))
    if isinstance(number, Drawn):
        return (draw_between(f"{where.what} {spot.code}", number.low, number.high) for spot in spots)
    return _shared(world, where, number, spots)


def _shared(world: World, where: Where, number: Shared, spots: Sequence[Spot]) -> Iterator[int]:
    total = number.total - sum(world.groups[group] for group in number.less)
    try:
        shares = distribute(total, _weights(world, where, number, spots), number.at_least)
    except Unshareable as error:
        refuse(where.file, where.line, said("step", step=where.what, problem=error.why), said("mend-total"))
    return (shares[spot.code] for spot in spots)


def _weights(world: World, where: Where, number: Shared, spots: Sequence[Spot]) -> dict[str, int]:
    weights = {spot.code: number.weights.get(spot.kind, 0) if number.weights else 1 for spot in spots}
    if number.proportional_to is not None:
        inside = _counts(world, number)
        weights = {spot.code: weights[spot.code] * inside.get(spot.home, 0) for spot in spots}
    if number.spread:
        low, high = 100 - number.spread, 100 + number.spread
        weights = {code: weight * draw_between(f"{where.what} {code}", low, high) for code, weight in weights.items()}
    return weights


def _counts(world: World, number: Shared) -> dict[str, int]:
    """How many of the areas that a total is proportional to lie in each area above them, or are it."""
    counts: dict[str, int] = {}
    for area in world.choose(number.proportional_to) if number.proportional_to else ():
        for one in (area, *world.above(area.code)):
            counts[one.code] = counts.get(one.code, 0) + 1
    return counts
