"""Ways up that a statement cannot follow by the day alone: something on them has ended."""

from __future__ import annotations

from datetime import date

from orgraph.domain.ways import Passed, Step, way_up
from orgraph.graph import unpack
from orgraph.graph.store import Store, statement

STEPS_ABOVE = statement("places/steps_above")


async def last_way(store: Store, code: str, on: date) -> tuple[Passed, ...]:
    """
    The way up from an area on `on`; of one that has ended, or lies below such, that of its last day.

    Empty if there is no such area, or not yet on that day.
    """
    row = await store.read(STEPS_ABOVE, code=code)
    if not row:
        return ()
    areas, steps = row
    if next(unpack.day(since) for found, since, _ in areas if found == code) > on:
        return ()
    ends = {found: unpack.day(until) for found, _, until in areas}
    taken = [Step(area, above, unpack.day(since), unpack.day(until)) for area, above, since, until in steps]
    return way_up(code, on, ends, taken)


def along(way: tuple[Passed, ...]) -> list[dict[str, str | int]]:
    """A way as statements take it."""
    return [{"code": one.code, "distance": distance} for distance, one in enumerate(way)]
