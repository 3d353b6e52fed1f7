"""How the tasks of an area and a period were handled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta

from orgraph.definitions.definitions import Definitions, named, words_of
from orgraph.domain.actor import Actor
from orgraph.domain.area import Area
from orgraph.domain.audit import Every
from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import said
from orgraph.domain.supervision import Counts, Supervision, UnitFinding
from orgraph.domain.time import DAY, Clock, business_day, epoch_milliseconds, start_of
from orgraph.graph.store import Store
from orgraph.graph.supervision import areas_below, events_of_tasks, last_findings, tallies
from orgraph.graph.tasks import names
from orgraph.rules.audits.trend import days_of
from orgraph.rules.tasks.counting import Counting
from orgraph.rules.tasks.measures import measures_at
from orgraph.rules.tasks.past import past_of
from orgraph.rules.tasks.summaries import findings_of, read_findings, read_tally, tally_of
from orgraph.rules.tasks.supervision import handled
from orgraph.rules.tasks.wanted import unknown
from orgraph.services.places import Places

MOST = 100
"""Findings that one answer lists."""

LONGEST = 400
"""Areas, or periods, that are counted beside each other."""


class Supervisor:
    """Counts from the ledger, never from what units say of themselves."""

    def __init__(self, store: Store, definitions: Definitions, places: Places, clock: Clock) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._clock = clock

    async def supervision(self, actor: Actor, area: str, first: date, last: date) -> Supervision:
        """
        Tasks called at places in `area` on days from `first` to `last`, both included, and how units handled them.

        What has ended is counted by the tally that it keeps, what is open by its events.
        Raises UnknownPlace, AmbiguousPlace and InvalidInput (a period that ends before it begins).
        """
        place = await self._looked_at(area, first, last)
        since, until = start_of(first), start_of(last) + DAY
        listed, (counts, going) = await asyncio.gather(
            last_findings(self._store, place.code, since, until, MOST), self._ended(place.code, since, until)
        )
        found = [one for task, text in listed for one in read_findings(task, text)]
        found += await self._folded(going, counts)
        known = await names(self._store, [], sorted(counts.units), [], business_day(self._clock.now()))
        return counts.told(place, first, last, self._definitions.declared_fields, known.organisations, _newest(found))

    async def by_area(self, actor: Actor, area: str, level: str, first: date, last: date) -> tuple[Counts, ...]:
        """
        The same counts for each area of a level, by key or title, that lay below `area` on some day of the period.

        Raises as `supervision`, and InvalidInput for what is no level and for more than 400 areas.
        """
        place = await self._looked_at(area, first, last)
        found = named(self._definitions.levels, level)
        if found is None:
            raise unknown("level", level, words_of(self._definitions.levels.values()))
        after = last + timedelta(days=1)
        below = await areas_below(self._store, place.code, found.key, first, after, LONGEST + 1)
        if len(below) > LONGEST:
            raise InvalidInput(said("too-many-areas", place=place.name, most=LONGEST), said("mend-smaller-area"))
        return tuple([await self._counts(one, first, last) for one in below])

    async def by_period(self, actor: Actor, area: str, first: date, last: date, every: Every) -> tuple[Counts, ...]:
        """
        The same counts period by period, each `every` so long from `first` on; the last ends on `last`.

        Raises as `supervision`, and InvalidInput for more than 400 periods.
        """
        place = await self._looked_at(area, first, last)
        days = days_of(first, last, every, LONGEST)
        if len(days) > LONGEST:
            problem = said("too-many-periods", first=first, last=last, most=LONGEST)
            raise InvalidInput(problem, said("mend-earlier-end"))
        ends = [*(day - timedelta(days=1) for day in days[1:]), last]
        return tuple([await self._counts(place, *period) for period in zip(days, ends, strict=True)])

    async def _looked_at(self, area: str, first: date, last: date) -> Area:
        if last < first:
            raise InvalidInput(said("period-backwards", since=first, until=last), said("mend-later-end"))
        return (await self._places.find_last(area, business_day(self._clock.now()))).area

    async def _counts(self, area: Area, first: date, last: date) -> Counts:
        counting, going = await self._ended(area.code, start_of(first), start_of(last) + DAY)
        await self._folded(going, counting)
        return counting.counts(area, first, last, self._definitions.declared_fields)

    async def _ended(self, area: str, since: int, until: int) -> tuple[Counting, list[str]]:
        """What has ended, counted, and the ids of what is open."""
        while True:
            counts = Counting()
            going = await _add(counts, tallies(self._store, area, since, until))
            if going is not None:
                return counts, going

    async def _folded(self, tasks: list[str], counts: Counting) -> list[UnitFinding]:
        """Count tasks that keep no tally by their events. Returns the newest findings on units in them."""
        now, found = epoch_milliseconds(self._clock.now()), []
        async for task, events in events_of_tasks(self._store, tasks):
            past = past_of(events)
            one = handled(past, measures_at(self._definitions, past, now), now)
            counts.add(tally_of(one))
            found += findings_of(task, one)
            found = _newest(found) if len(found) > 10 * MOST else found
        return found


def _newest(found: list[UnitFinding]) -> list[UnitFinding]:
    return sorted(found, key=lambda one: (-epoch_milliseconds(one.at), one.task, one.unit, one.key))[:MOST]


async def _add(counting: Counting, rows: AsyncIterator[tuple[str | None, str | None, int]]) -> list[str] | None:
    """
    Count what keeps a tally. Returns the ids of the tasks that keep none: they are open. None: some of them were just
    moving, so that these have to be counted again.
    """
    going = []
    async for tally, task, number in rows:
        if task is not None:
            going.append(task)
        elif tally is not None:
            counting.add(read_tally(tally), number)
        else:
            return None
    return going
