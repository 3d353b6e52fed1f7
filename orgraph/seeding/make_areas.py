"""Areas below the village, by the code scheme of their level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from orgraph.definitions.titles import by_title
from orgraph.definitions.words.levels import CodeScheme
from orgraph.domain.rows import AreaRow, Origin
from orgraph.domain.said import said
from orgraph.seeding.draw import draw_between
from orgraph.seeding.numbers import Spot, Where, check_codes, numbers
from orgraph.seeding.steps import Areas
from orgraph.seeding.world import AreaLike, World, refuse


def make_areas(world: World, where: Where, step: Areas) -> Iterator[AreaRow]:
    """The areas of a step, numbered within the area whose code theirs starts with."""
    scheme = world.definitions.levels[step.level].code
    check_codes(world, where, step.inside.codes, step.inside.left_out)
    parents = world.choose(step.inside)
    if not scheme.prefix or not parents:
        refuse(
            where.file,
            where.line,
            said("no-areas-here", level=by_title(step.level, world.definitions.levels[step.level].title)),
            said("mend-areas-there"),
        )
    last: Counter[str] = Counter()
    origin = f"{where.file}:{where.line} {where.what}"
    spots = [Spot(area.code, area.kind, area.code) for area in parents]
    made = 0
    for parent, number in zip(parents, numbers(world, where, step.number, spots), strict=True):
        prefix = _prefix(world, where, scheme, parent)
        short = world.short_name(prefix)
        for _ in range(number):
            made += 1
            last[prefix.code] += 1
            row = _area(step, Origin(origin, made), scheme, prefix, short, parent, last[prefix.code])
            if len(row.code) != len(prefix.code) + len(scheme.letter) + scheme.digits:
                refuse(
                    where.file,
                    where.line,
                    said("areas-too-many", code=prefix.code, name=prefix.name),
                    said("mend-fewer"),
                )
            world.add_area(row)
            yield row


def _prefix(world: World, where: Where, scheme: CodeScheme, parent: AreaLike) -> AreaLike:
    line = (parent, *world.above(parent.code))
    found = next((area for area in line if area.level == scheme.prefix), None)
    level = by_title(scheme.prefix, world.definitions.levels[scheme.prefix].title)
    problem = said("lies-in-none", code=parent.code, level=level)
    return found or refuse(where.file, where.line, problem, said("mend-other-areas"))


def _area(
    step: Areas, origin: Origin, scheme: CodeScheme, prefix: AreaLike, short: str, parent: AreaLike, n: int
) -> AreaRow:
    code = f"{prefix.code}{scheme.letter}{n:0{scheme.digits}d}"
    households = step.households
    return AreaRow(
        origin=origin,
        code=code,
        name=step.name.format(name=prefix.name, short=short, n=n),
        level=step.level,
        parent=parent.code,
        kind=step.kind,
        since=step.since,
        households=draw_between(code, households.low, households.high) if households else None,
        synthetic=True,
    )
