"""What the decision of a whistle needs: the graph around its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from orgraph.domain.area import Area
from orgraph.domain.standing import HeldPost, Standing
from orgraph.graph import unpack
from orgraph.graph.store import Store, statement
from orgraph.graph.ways import along, last_way

CANDIDATES = statement("whistle/candidates")
ALONG = statement("whistle/candidates_along")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """
    A place with the areas above it (nearest first), the posts held there, and how organisations stand to them; `ended`
    are the codes of areas among them that are no more.
    """

    chain: tuple[Area, ...]
    held: tuple[HeldPost, ...]
    standings: tuple[Standing, ...]
    ended: Mapping[str, date] = field(default_factory=dict)


async def surroundings(
    store: Store,
    code: str,
    on: date,
    *,
    posts: Sequence[str],
    lineage: Sequence[str],
    backstop: Sequence[str],
    asked: Sequence[str],
    contacts: Sequence[str],
    also_ended: bool = False,
) -> Surroundings:
    """
    Gather what the rules decide on, in one statement; an empty chain if the place did not exist on `on`.

    Where something on the way up has ended, the way is that of its last day, and who stands to it is who stands to it
    on `on`; that of a place that has ended itself is looked for where it may be so (`also_ended`).

    `posts` are roles that may blow a whistle, `lineage` a category with its parents, `backstop` kinds of organisation,
    `asked` codes of units, `contacts` roles to call. Each may be wider than what holds here: the rules look again.
    """
    asked_for = {
        "on": on.isoformat(),
        "posts": list(posts),
        "lineage": list(lineage),
        "backstop": list(backstop),
        "asked": list(asked),
        "contacts": list(contacts),
    }
    ended: dict[str, date] = {}
    levels, once_farther = await store.read(CANDIDATES, code=code, **asked_for) or ((), False)
    if not levels or once_farther:
        way = await last_way(store, code, on)
        if not way or (way[0].ended and not also_ended):
            return Surroundings((), (), ())
        ended = {one.code: one.ended for one in way if one.ended}
        (levels,) = await store.read(ALONG, way=along(way), **asked_for)
    chain = tuple(unpack.area(row[1:7]) for row in levels)
    there = [(number, row) for number, row in enumerate(levels) if row[7]]
    held = tuple(HeldPost(chain[number], unpack.holder(post)) for number, row in there for post in row[8])
    standings = tuple(_standing(number, related) for number, row in there for related in row[9])
    return Surroundings(chain, held, standings, ended)


def _standing(distance: int, row: unpack.Row) -> Standing:
    return Standing(
        organisation=unpack.organisation(row[4:]),
        relation=row[0],
        distance=distance,
        categories=tuple(row[1] or ()),
        part=row[2] or "",
        severity_from=row[3] or 1,
        open_load=row[12],
        contacts=tuple(unpack.holder(contact) for contact in row[13]),
    )
