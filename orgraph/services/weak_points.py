"""Who or what an area hangs on alone."""

from __future__ import annotations

import re
from datetime import date

from orgraph.analysis.weak_points import weak_points
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.audits import LeadMeasure
from orgraph.definitions.prevailing import prevailing
from orgraph.domain.actor import Actor
from orgraph.domain.errors import InvalidInput
from orgraph.domain.page import Page
from orgraph.domain.said import said
from orgraph.domain.time import Clock, business_day
from orgraph.domain.weak_point import WeakPointKind, WeakPoints
from orgraph.graph.cover import cover_of
from orgraph.graph.importing import incomplete_packs
from orgraph.graph.places import chain_of
from orgraph.graph.store import Store
from orgraph.services.places import Places

LARGEST_PAGE = 1000

_CURSOR = re.compile(r"[0-9]{0,9}")


class WeakPointFinder:
    """Finds single points of failure."""

    def __init__(self, store: Store, definitions: Definitions, places: Places, clock: Clock) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._clock = clock

    async def of(
        self,
        actor: Actor,
        area: str,
        on: date | None = None,
        first: int = 20,
        after: str = "",
        only: WeakPointKind | None = None,
    ) -> WeakPoints:
        """
        Single points of failure of an area on a day (default: today), lines of reporting last, else those on which most
        buildings hang first; or `only` one sort.

        `first` of them (1 to 1000) behind the cursor `after`, the number of the last one seen. Categories are looked at
        where the audits of leads look at them. Raises InvalidInput, UnknownPlace and AmbiguousPlace.
        """
        if not 1 <= first <= LARGEST_PAGE or not _CURSOR.fullmatch(after):
            raise InvalidInput(
                said("page-or-cursor-wrong", first=first, after=after),
                said("mend-one-to-and-cursor", most=LARGEST_PAGE),
            )
        day = on or business_day(self._clock.now())
        root = (await self._places.find(area, day)).area
        codes = [one.code for one in await chain_of(self._store, root.code, day)]
        rules = prevailing(self._definitions, codes, day)
        measures = (audit.measure for audit in rules.audits)
        level = next((one.level for one in measures if isinstance(one, LeadMeasure)), "")
        cover = await cover_of(self._store, root.code, codes[1:], day)
        found = weak_points(cover, codes[1:], rules.categories, level, self._definitions.leaf_levels, only)
        begin = int(after or 0)
        shown = found[begin : begin + first]
        cursors = tuple(str(begin + number + 1) for number in range(len(shown)))
        page = Page(shown, cursors, has_next=len(found) > begin + first, total=len(found))
        return WeakPoints(root, day, page, await incomplete_packs(self._store))
