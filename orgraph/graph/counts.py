"""What was counted at places and organisations."""

from __future__ import annotations

from collections.abc import Iterable

from orgraph.domain.counts import CountedElsewhere
from orgraph.domain.records import observed
from orgraph.graph.store import Store, statement

OF_OTHERS = statement("counts/of_others")

PAGE = 2_000
"""Places that are asked for at once."""


async def observations_of_others(store: Store, counted: Iterable[tuple[str, str]], pack: str) -> list[CountedElsewhere]:
    """What other packs than `pack` have counted of these places and measures, but for what was taken back."""
    asked = set(counted)
    places = sorted({at for at, _ in asked})
    found: list[CountedElsewhere] = []
    for start in range(0, len(places), PAGE):
        (rows,) = await store.read(OF_OTHERS, places=places[start : start + PAGE], pack=pack)
        found += [CountedElsewhere(*row) for row in rows]
    return [one for one in found if observed(one.id)[:2] in asked]
