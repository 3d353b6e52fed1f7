"""What is counted in an area and a period, up the tree, beside another period, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from orgraph.definitions.definitions import Definitions, named, words_of
from orgraph.definitions.titles import by_title
from orgraph.definitions.words.measures import Measure
from orgraph.domain.actor import Actor
from orgraph.domain.area import AreaPath
from orgraph.domain.counts import (
    LISTED,
    Counted,
    CountedPlace,
    Days,
    MeasureCount,
    Missing,
    Observed,
    PartCount,
    PartlyCounted,
    ShortPlace,
    Total,
)
from orgraph.domain.errors import InvalidInput, NotFound, UnknownPlace
from orgraph.domain.organisation import Organisation
from orgraph.domain.said import said
from orgraph.domain.time import Clock, business_day
from orgraph.graph.counts import (
    ObservedOf,
    PlaceLife,
    UnitLife,
    areas_ever_above,
    areas_ever_below,
    observed_at,
    unit_by_code,
    units_of_kinds,
)
from orgraph.graph.store import Store
from orgraph.rules.counts.counting import Counting, Sum, compared
from orgraph.rules.counts.periods import against, checked
from orgraph.rules.counts.ways import Way, Ways
from orgraph.rules.tasks.wanted import unknown
from orgraph.services.parties import Parties
from orgraph.services.places import Places

LONGEST = 400
"""Areas that are counted beside each other."""

SOURCES = 5
"""Sources that are told of one measure."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Meant:
    """What was asked about: an area, or an organisation, with the first day after where it has ended."""

    code: str
    path: str
    area: AreaPath | None = None
    unit: UnitLife | None = None
    ended: date | None = None

    @property
    def name(self) -> str:
        return self.area.area.name if self.area else self.path

    @property
    def organisation(self) -> Organisation | None:
        return self.unit.organisation if self.unit else None


@dataclass(frozen=True, slots=True)
class _Ground:
    """All that counting needs to know of places: areas and organisations of whatever day, and the ways between them."""

    areas: Mapping[str, PlaceLife]
    units: Mapping[str, UnitLife]
    ways: Ways
    counting: Counting

    def place(self, code: str, way: Way) -> CountedPlace:
        """A place with the names down to it."""
        return CountedPlace(code, self._name(code), "/".join(self._name(each) for each in reversed(way)))

    def _name(self, code: str) -> str:
        return self.units[code].organisation.name if code in self.units else self.areas[code].area.name


class Counts:
    """Adds up what places have reported, never what tasks say."""

    def __init__(self, store: Store, definitions: Definitions, places: Places, parties: Parties, clock: Clock) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._parties = parties
        self._clock = clock

    async def counts(
        self,
        actor: Actor,
        place: str,
        measures: Sequence[str] = (),
        first: date | None = None,
        last: date | None = None,
        by: str = "",
        beside: str = "",
    ) -> Counted:
        """
        What is counted of `measures` (by key or title; none: of all) in an area, or at an organisation, from `first` to
        `last`, both included; without days from the first of the year to today.

        `by`: a level below, of which each area is counted, too. `beside`: another period, as rules/counts/periods.py
        reads it.

        Raises UnknownPlace, AmbiguousPlace, NotFound (no such organisation) and InvalidInput: unknown measures and
        levels, a level that is not below, a period that ends before it begins or lies ahead, more than 400 areas.
        """
        today = business_day(self._clock.now())
        days = self._days(first, last, today)
        other = against(beside, days) if beside else None
        asked = self._measures(measures)
        meant = await self._meant(place, today)
        level = self._level(by, meant, asked) if by else ""
        ground = await self._ground(meant, asked, level, days.last)
        parts = self._parts(ground, meant, level, days) if level else None
        found = await self._count(ground, asked, days, other, parts, today)
        shown = [one for one in found if measures or one.observations or one.missing.partly_number or _then(one)]
        listed = {one.measure for one in shown}
        return Counted(
            area=meant.area.area if meant.area else None,
            organisation=meant.organisation,
            path=meant.path,
            ended=meant.ended,
            known=_known(ground, meant, days),
            days=days,
            against=other,
            level=level,
            measures=tuple(shown),
            unobserved=tuple(
                one.key for one in asked if one.key not in listed and self._observable(one, meant, ground)
            ),
        )

    async def total(self, measure: Measure, area: str, days: Days) -> Total:
        """What is counted of one measure in an area (its code)."""
        meant = _Meant(area, area)
        ground = await self._ground(meant, [measure], "", days.last)
        observed = await self._observed(ground, [measure], days)
        found = ground.counting.count(measure, _by_place(observed, measure), days, (), days.last)
        return Total(found.value, found.only)

    def _days(self, first: date | None, last: date | None, today: date) -> Days:
        until = last or max(today, first or today)
        days = checked(Days(first or until.replace(month=1, day=1), until))
        if days.first > today:
            raise InvalidInput(said("period-ahead", first=days.first, today=today), said("mend-period-ahead"))
        return days

    def _measures(self, words: Sequence[str]) -> list[Measure]:
        known = self._definitions.measures
        found: dict[str, Measure] = {}
        for word in words:
            one = named(known, word)
            if one is None:
                raise unknown("measure", word, words_of(known.values()))
            found[one.key] = one
        return list(found.values()) if words else list(known.values())

    async def _meant(self, place: str, today: date) -> _Meant:
        """The area, of today or the last of that name, or the organisation."""
        if ":" in place and not place.startswith("mca:"):
            return await self._unit(await self._parties.organisation(place, today), today)
        try:
            found = await self._places.find_last(place, today)
        except UnknownPlace as error:
            if ":" in place:  # a code of the ministry, which no organisation has
                raise
            try:
                code = await self._parties.organisation(place, today, ever=True)
            except NotFound:
                raise error from None
            return await self._unit(code, today)
        return _Meant(found.area.code, found.path, found, ended=found.until)

    async def _unit(self, code: str, today: date) -> _Meant:
        found = await unit_by_code(self._store, code, today)
        if found is None:
            what = said("noun-organisation")
            raise await self._parties.unknown(said("not-known", what=what, word=code), code)
        ended = found.life.until if found.life.until <= today else None
        return _Meant(code, found.organisation.name, unit=found, ended=ended)

    def _level(self, word: str, meant: _Meant, asked: Iterable[Measure]) -> str:
        levels = self._definitions.levels
        found = named(levels, word)
        if found is None:
            raise unknown("level", word, words_of(levels.values()))
        if meant.area is None or found.rank <= levels[meant.area.area.level].rank:
            raise InvalidInput(
                said("level-not-below", level=by_title(found.key, found.title), place=meant.name),
                said("mend-part-level"),
            )
        lowest = max((levels[key].rank for one in asked for key in one.levels), default=0)
        if found.rank > lowest and not all(one.organisations for one in asked):
            raise InvalidInput(said("level-too-low", level=by_title(found.key, found.title)), said("mend-higher-level"))
        return found.key

    async def _ground(self, meant: _Meant, asked: Sequence[Measure], level: str, on: date) -> _Ground:
        if meant.unit is not None:
            units = {meant.code: meant.unit}
            return self._grounded(meant.code, {}, units, level)
        levels = self._definitions.levels
        asked_of = [level] if level else []
        lowest = max(
            (levels[key].rank for key in (*asked_of, *(key for one in asked for key in one.levels))), default=0
        )
        above = [one.key for one in levels.values() if one.rank < lowest]
        last = [one.key for one in levels.values() if one.rank == lowest]
        areas = await areas_ever_below(self._store, meant.code, above, last, on)
        kinds = sorted({kind for one in asked for kind in one.organisations})
        units = await units_of_kinds(self._store, kinds, on) if kinds else {}
        served = {code for one in units.values() for code, _, _ in one.life.steps} - areas.keys()
        around = await areas_ever_above(self._store, sorted(served), on) if served else {}
        return self._grounded(meant.code, {**around, **areas}, units, level)

    def _grounded(
        self, root: str, areas: Mapping[str, PlaceLife], units: Mapping[str, UnitLife], level: str
    ) -> _Ground:
        lives = {code: one.life for code, one in areas.items()}
        organisations = {code: one.life for code, one in units.items()}
        ways = Ways(root, lives, organisations)
        return _Ground(areas, units, ways, Counting(ways, lives, organisations, level))

    def _parts(self, ground: _Ground, meant: _Meant, level: str, days: Days) -> tuple[str, ...]:
        """The areas of a level that lay below in the period, by code."""
        found = sorted(
            code
            for code, one in ground.areas.items()
            if one.area.level == level and one.life.since <= days.last and days.first < one.life.until
            if ground.ways.up(code, min(one.life.until - _ONE_DAY, days.last)) is not None
        )
        if len(found) > LONGEST:
            raise InvalidInput(said("too-many-areas", place=meant.name, most=LONGEST), said("mend-smaller-area"))
        return tuple(found)

    async def _count(
        self,
        ground: _Ground,
        asked: Sequence[Measure],
        days: Days,
        other: Days | None,
        parts: Sequence[str] | None,
        today: date,
    ) -> list[MeasureCount]:
        now = await self._observed(ground, asked, days)
        then = await self._observed(ground, asked, other) if other else {}
        found = []
        for measure in asked:
            one = self._sum(ground, measure, now, days, today)
            before = self._sum(ground, measure, then, other, today) if other else None
            found.append(_told(ground, measure, one, before, parts, now.get(measure.key)))
        return found

    async def _observed(self, ground: _Ground, asked: Sequence[Measure], days: Days) -> dict[str, ObservedOf]:
        places = sorted([*ground.areas, *ground.units])
        keys = [one.key for one in asked]
        return await observed_at(self._store, places, keys, days.first, days.last + _ONE_DAY)

    def _sum(
        self, ground: _Ground, measure: Measure, observed: Mapping[str, ObservedOf], days: Days, today: date
    ) -> Sum:
        levels = self._definitions.levels
        lowest = max((levels[key].rank for key in measure.levels), default=0)
        due = [key for key in measure.levels if levels[key].rank == lowest]
        return ground.counting.count(measure, _by_place(observed, measure), days, due, today)

    def _observable(self, measure: Measure, meant: _Meant, ground: _Ground) -> bool:
        """Whether a measure could be observed there at all."""
        if meant.unit is not None:
            return meant.unit.life.kind in measure.organisations
        return any(one.area.level in measure.levels for one in ground.areas.values()) or bool(measure.organisations)


def _by_place(observed: Mapping[str, ObservedOf], measure: Measure) -> Mapping[str, Sequence[Observed]]:
    found = observed.get(measure.key)
    return found.by_place if found else {}


def _known(ground: _Ground, meant: _Meant, days: Days) -> date | None:
    life = meant.unit.life if meant.unit else ground.areas[meant.code].life
    return life.since if life.since > days.first else None


def _then(one: MeasureCount) -> bool:
    return one.compared is not None and one.compared.value is not None


def _told(
    ground: _Ground,
    measure: Measure,
    found: Sum,
    before: Sum | None,
    parts: Sequence[str] | None,
    observed: ObservedOf | None,
) -> MeasureCount:
    told = MeasureCount(
        measure=measure.key,
        value=found.value,
        observations=found.observations,
        missing=_missing(ground, found),
        below_number=found.below_number,
        below_value=found.below_value,
        synthetic=observed is not None and observed.synthetic,
        sources=_sources(observed) if observed and found.observations else (),
        compared=compared(found.value, before.value, len(before.missing)) if before else None,
    )
    return told if parts is None else replace(told, parts=_part_counts(ground, found, before, parts))


def _sources(observed: ObservedOf) -> tuple[str, ...]:
    return tuple(sorted(observed.sources)[:SOURCES])


def _part_counts(ground: _Ground, found: Sum, before: Sum | None, parts: Sequence[str]) -> tuple[PartCount, ...]:
    codes = sorted({*parts, *found.parts, *(before.parts if before else ())}, key=lambda code: (not code, code))
    return tuple(
        PartCount(
            area=ground.areas[code].area if code else None,
            value=found.parts.get(code),
            missing=found.missing_in[code],
            compared=compared(found.parts.get(code), before.parts.get(code), before.missing_in[code])
            if before
            else None,
        )
        for code in codes
    )


def _missing(ground: _Ground, found: Sum) -> Missing:
    return Missing(
        number=len(found.missing),
        places=tuple(ground.place(one.code, one.way) for one in found.missing[:LISTED]),
        short_number=len(found.short),
        short=tuple(ShortPlace(ground.place(one.code, one.way), days, of) for one, days, of in found.short[:LISTED]),
        partly_number=len(found.partly),
        partly=tuple(
            PartlyCounted(ground.place(code, way), Days(one.since, one.until - _ONE_DAY), one.value)
            for code, way, one in found.partly[:LISTED]
        ),
    )
