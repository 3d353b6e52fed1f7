"""Starts a pack of one's own: empty tables for an area, with the list of its real places."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from orgraph.definitions.definitions import Definitions
from orgraph.domain.actor import Actor
from orgraph.domain.area import Area
from orgraph.domain.rows import AreaRow
from orgraph.domain.time import Clock, business_day
from orgraph.graph.holdings import BaseArea, base_areas
from orgraph.graph.store import Store
from orgraph.seeding.skeleton import write_skeleton
from orgraph.services.places import Places


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What was written: the area, how many places lie in it, and the files."""

    area: Area
    places: int
    files: tuple[Path, ...]


class Skeletons:
    """Writes the skeletons of packs."""

    def __init__(self, store: Store, definitions: Definitions, places: Places, clock: Clock) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._clock = clock

    async def write(self, actor: Actor, under: str, target: Path) -> Skeleton:
        """
        Write a pack about the area `under` into the new folder `target`, which names it.

        Its places are those of the pack that holds the area: what other packs have invented below is not offered to be
        filled. Raises UnknownPlace, AmbiguousPlace, and InvalidInput for a folder that is not empty.
        """
        day = business_day(self._clock.now())
        area = (await self._places.find(under, day)).area
        base = await base_areas(self._store, area.code, pack="")
        root = next(one for one in base if one.row.code == area.code)
        below = _below(root, base)
        files = await asyncio.to_thread(
            write_skeleton, target, root.row, below, self._definitions, day, requires=(root.pack,)
        )
        return Skeleton(area, len(below), files)


def _below(root: BaseArea, base: Sequence[BaseArea]) -> list[AreaRow]:
    """The rows below `root` that its own pack holds, whatever their order."""
    children: dict[str, list[AreaRow]] = {}
    for one in base:
        if one.pack == root.pack:
            children.setdefault(one.row.parent, []).append(one.row)
    found, waiting = list[AreaRow](), [root.row.code]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += [row.code for row in below]
    return found
