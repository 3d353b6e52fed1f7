"""Counts for published figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from orgraph.domain.figures import Count
from orgraph.graph.store import Store, statement

AREAS = statement("figures/areas")
POSTINGS = statement("figures/postings")
POSTINGS_IN_UNITS = statement("figures/postings_in_units")
ORGANISATIONS = statement("figures/organisations")
VISITED = statement("figures/visited")
SERVICES = statement("figures/services")


async def counted(store: Store, count: Count, area: str, on: date, left_out: Sequence[str]) -> int:
    """What `count` asks for, in `area` on `on`, without the areas `left_out`."""
    around: dict[str, Any] = {
        "area": area,
        "on": on.isoformat(),
        "levels": list(count.levels),
        "area_kinds": list(count.area_kinds),
        "left_out": list(left_out),
    }
    if count.of == "areas":
        return int((await store.read(AREAS, **around))[0])
    if count.of in ("services", "classes"):
        row = await store.read(SERVICES, area=area, on=on.isoformat())
        return int(row[1] if count.of == "classes" else row[0])
    if count.of == "visited":
        return int((await store.read(VISITED, **around, roles=list(count.roles)))[0])
    around["tiers"] = list(count.tiers)
    units = {"kinds": list(count.kinds), "relations": list(count.relations)}
    if count.of in ("officers", "postings"):
        posts = {"roles": list(count.roles), "employments": list(count.employments)}
        row = await (
            store.read(POSTINGS_IN_UNITS, **around, **posts, **units)
            if count.kinds
            else store.read(POSTINGS, **around, **posts)
        )
        return int(row[1] if count.of == "officers" else row[0])
    row = await store.read(ORGANISATIONS, **around, **units)
    return int(row[1] if count.of == "covered" else row[0])
