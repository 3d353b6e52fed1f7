"""What is offered at or near a place, by whom, and who sits there today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import prevailing
from orgraph.definitions.tasks.limits import Calendar
from orgraph.definitions.titles import Title
from orgraph.domain.actor import Actor
from orgraph.domain.area import Area
from orgraph.domain.coverage import PlaceCoverage
from orgraph.domain.errors import NotFound
from orgraph.domain.nearest import Called, instead_of
from orgraph.domain.offers import LISTED, Elsewhere, Offer, Offered, Service, ServicesAt, Sitting, Timetable
from orgraph.domain.organisation import Organisation
from orgraph.domain.said import said
from orgraph.domain.text import spelled
from orgraph.domain.time import Clock, business_day
from orgraph.domain.weekly import Weekly
from orgraph.domain.worded import Worded
from orgraph.graph.offers import (
    NearOffer,
    all_services,
    offered_by,
    offered_near,
    offered_within,
    sitting_at,
    standing_at,
)
from orgraph.graph.places import chain_of
from orgraph.graph.store import Store
from orgraph.rules.clocks.calendar import published
from orgraph.rules.places.timetable import timetable
from orgraph.services.places import Places

AT_HOME = ("SERVES", "LEADS")
"""How an organisation stands to the area where it is found."""

_ONE_DAY = timedelta(days=1)
_NO_WORDS = Title("", "")
_AS_PUBLISHED = Calendar("", _NO_WORDS, (), frozenset(), frozenset(), _NO_WORDS)
"""What holds where no calendar is defined: the published table, and Monday to Friday."""


class Offers:
    """Tells services by place: those of the organisations that serve it, and of who sits with them on a day."""

    def __init__(self, store: Store, definitions: Definitions, places: Places, clock: Clock) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._clock = clock

    async def services(self, actor: Actor, place: str, item: str = "", on: date | None = None) -> ServicesAt:
        """
        What is offered to `place` on a day, today without one: by all who serve or lead it or an area above it, and by
        who sits with them; and how many organisations below it offer what.

        `item`: only services that are called so, by code, by name or a part of it, or by class; of these it is told
        where else they are offered. Of a place that is no more the answer is that of its last day.

        Raises UnknownPlace, PlaceNotYet, AmbiguousPlace, and NotFound where no service is called so.
        """
        day = on or business_day(self._clock.now())
        found = await self._places.find_last(place, day)
        day = min(day, found.until - _ONE_DAY) if found.until else day
        asked = await self._asked(item) if item.strip() else ()
        chain = await chain_of(self._store, found.area.code, day)
        standing = await standing_at(self._store, [area.code for area in chain], day)
        seats = {one.code: one for several in standing.values() for one in several}
        calendar = self._calendar(chain, day)
        sitting = await self._sitting(list(seats.values()), day, calendar)
        offers = await self._offers(chain, standing, sitting, {one.code for one in asked}, day, calendar)
        within = await offered_within(self._store, found.area.code, day)
        return ServicesAt(
            place=found.area,
            path=found.path,
            on=day,
            services=offers,
            sitting=sitting,
            within=tuple(one for one in within if not asked or one.service in asked),
            items=asked,
            elsewhere=await self._elsewhere(chain, asked, seats, day, calendar) if asked else None,
            ended=found.until,
            published=published(day.year),
        )

    async def sitting(self, found: PlaceCoverage) -> tuple[Sitting, ...]:
        """Who sits at the organisations that serve or lead a place, as its coverage has them, and whether that day."""
        seats = {
            one.organisation.code: one.organisation
            for level in found.levels
            for one in level.organisations
            if one.relation in AT_HOME
        }
        calendar = self._calendar([level.area for level in found.levels], found.on)
        return await self._sitting(list(seats.values()), found.on, calendar)

    async def _asked(self, item: str) -> tuple[Service, ...]:
        known = await all_services(self._store)
        wanted = spelled(item).casefold()
        for fits in (_is_called, _is_called_about):
            if found := tuple(one for one in known if fits(one, wanted)):
                return found
        words = {one.code: _called(one) for one in known}
        raise NotFound(said("no-such", what=said("noun-service"), word=item), instead_of(item, words))

    def _calendar(self, chain: Sequence[Area], on: date) -> Calendar:
        rules = prevailing(self._definitions, tuple(area.code for area in chain), on)
        return next(iter(rules.calendars), _AS_PUBLISHED)

    async def _sitting(self, seats: Sequence[Organisation], on: date, calendar: Calendar) -> tuple[Sitting, ...]:
        """In the order of `seats`, at each the soonest first."""
        order = {one.code: number for number, one in enumerate(seats)}
        found = await sitting_at(self._store, list(order), on) if order else []
        told = [Sitting(seats[order[one.at]], one.organisation, timetable([one.weekly], on, calendar)) for one in found]

        def soonest(one: Sitting) -> tuple[int, date, str]:
            return order[one.at.code], _soonest(one.timetable), one.organisation.code

        return tuple(sorted(told, key=soonest))

    async def _offers(
        self,
        chain: Sequence[Area],
        standing: Mapping[str, Sequence[Organisation]],
        sitting: Sequence[Sitting],
        asked: set[str],
        on: date,
        calendar: Calendar,
    ) -> tuple[Offered, ...]:
        """All offers of who stands to the way up, and of who sits with them; of one organisation the nearest first."""
        codes = {one.code for several in standing.values() for one in several} | {
            one.organisation.code for one in sitting
        }
        offered: dict[str, list[tuple[Service, Weekly]]] = {}
        for one in await offered_by(self._store, sorted(codes), on) if codes else ():
            if not asked or one.service.code in asked:
                offered.setdefault(one.by, []).append((one.service, one.weekly))
        at: dict[str, list[Sitting]] = {}
        for seat in sitting:
            at.setdefault(seat.at.code, []).append(seat)
        found: list[tuple[Service, Offer]] = []
        for area in chain:
            for body in standing.get(area.code, ()):
                for service, weekly in offered.get(body.code, ()):
                    found.append((service, Offer(body, area, timetable([weekly], on, calendar))))
                for seat in at.get(body.code, ()):
                    for service, weekly in offered.get(seat.organisation.code, ()):
                        days = timetable([*seat.timetable.weekly, weekly], on, calendar)
                        found.append((service, Offer(seat.organisation, area, days, body)))
        return _grouped(found, [area.code for area in chain])

    async def _elsewhere(
        self, chain: Sequence[Area], asked: Sequence[Service], known: Iterable[str], on: date, calendar: Calendar
    ) -> Elsewhere | None:
        """Who offers what is asked for below the place, or else in the smallest area around it where somebody does."""
        told = frozenset(known)
        items = [one.code for one in asked]
        for area in chain:
            number, near = await offered_near(self._store, area.code, items, on, LISTED + len(told) * len(items))
            others = [one for one in near if (one.at or one.by).code not in told]
            if others:
                found = [(one.service, _offer(one, on, calendar)) for one in others[:LISTED]]
                return Elsewhere(area, number - (len(near) - len(others)), _grouped(found, []))
        return None


def _offer(one: NearOffer, on: date, calendar: Calendar) -> Offer:
    return Offer(one.by, one.area, timetable(one.weekly, on, calendar), one.at)


def _grouped(found: Iterable[tuple[Service, Offer]], chain: Sequence[str]) -> tuple[Offered, ...]:
    """Offers by service, in the order of codes; each the nearest first, of these who is there on the day or soonest."""
    services: dict[str, Offered] = {}
    for service, offer in found:
        there = services.setdefault(service.code, Offered(service, ()))
        services[service.code] = replace(there, offers=(*there.offers, offer))

    def near(one: Offer) -> tuple[object, ...]:
        distance = chain.index(one.area.code) if one.area.code in chain else 0
        return distance, _soonest(one.timetable), one.area.code, one.by.code, one.at.code if one.at else ""

    return tuple(
        replace(services[code], offers=tuple(sorted(services[code].offers, key=near))) for code in sorted(services)
    )


def _soonest(one: Timetable) -> date:
    return one.next or date.max


def _is_called(one: Service, wanted: str) -> bool:
    return wanted in (one.code.casefold(), spelled(one.name).casefold(), spelled(one.group).casefold())


def _is_called_about(one: Service, wanted: str) -> bool:
    return wanted in spelled(one.name).casefold() or wanted in spelled(one.group).casefold()


def _called(one: Service) -> Called:
    return Called(Worded(one.name, one.name, one.name), frozenset({spelled(one.name), spelled(one.group)}))
