"""All that covers an area on a day, as it stands in the graph: what single points of failure are found in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orgraph.domain.area import Area
from orgraph.graph import unpack
from orgraph.graph.store import Store, statement

AREAS = statement("cover/areas")
POSTS = statement("cover/posts")
STANDING = statement("cover/standing")
LINES = statement("cover/lines")


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a key and a name, made up or not."""

    key: str
    name: str
    synthetic: bool


@dataclass(frozen=True, slots=True)
class AreaRelation:
    """An organisation that stands to an area; `categories` and `severity_from` where it leads in them."""

    organisation: Named
    kind: str
    area: str
    relation: str
    categories: tuple[str, ...]
    severity_from: int
    part: str


@dataclass(frozen=True, slots=True)
class Cover:
    """Areas with the code that each is part of, who is posted where, what stands to what, who reports to whom."""

    areas: dict[str, tuple[Area, str]]
    posts: tuple[tuple[str, Named], ...]
    standing: tuple[AreaRelation, ...]
    lines: tuple[tuple[Named, Named], ...]


async def cover_of(store: Store, area: str, above: Sequence[str], on: date) -> Cover:
    """The cover of `area` and all below it; `above` are the codes of the areas that it lies in."""
    day = on.isoformat()
    (areas,) = await store.read(AREAS, area=area, on=day)
    (posts,) = await store.read(POSTS, area=area, on=day)
    (standing,) = await store.read(STANDING, area=area, above=list(above), on=day)
    (lines,) = await store.read(LINES, on=day)
    return Cover(
        {row[0]: (unpack.area(row), row[6] or "") for row in areas},
        tuple((row[0], Named(row[1], row[2], bool(row[3]))) for row in posts),
        tuple(_standing(row) for row in standing),
        tuple((Named(row[0], row[1], bool(row[2])), Named(row[3], row[4], bool(row[5]))) for row in lines),
    )


def _standing(row: unpack.Row) -> AreaRelation:
    return AreaRelation(
        Named(row[0], row[1], bool(row[3])), row[2], row[4], row[5], tuple(row[6] or ()), row[7], row[8] or ""
    )
