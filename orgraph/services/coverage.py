"""Who is responsible for a place, and for what somebody is responsible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from orgraph.definitions.definitions import Definitions, named
from orgraph.definitions.prevailing import Prevailing, prevailing
from orgraph.domain.actor import Actor
from orgraph.domain.coverage import CoverageOf, CoveredLevel, PlaceCoverage
from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import said
from orgraph.domain.time import Clock, business_day
from orgraph.graph.coverage import covered_by_officer, covered_by_organisation, levels_above
from orgraph.graph.store import Store
from orgraph.rules.audits.quotas import Quotas, vacancies
from orgraph.rules.tasks.wanted import categories_known, unknown
from orgraph.services.parties import Parties
from orgraph.services.places import Places

MOST = 1000
"""Areas that one answer lists at most."""


class Coverage:
    """Answers who covers a place, at every level, and what an officer or organisation covers."""

    def __init__(self, store: Store, definitions: Definitions, places: Places, parties: Parties, clock: Clock) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._parties = parties
        self._clock = clock
        self._quotas = Quotas(definitions)

    async def who_covers(self, actor: Actor, place: str, on: date | None = None, category: str = "") -> PlaceCoverage:
        """
        Every level above `place`, nearest first, with its holders, organisations and vacancies.

        With a category, organisations that act on it come first in their level. A code takes one statement, a name one
        more. Raises UnknownPlace, AmbiguousPlace, and InvalidInput for an unknown category.
        """
        day = on or business_day(self._clock.now())
        typed = self._places.code_of(place)
        found = None if typed else await self._places.find(place, day)
        code = found.area.code if found else typed or place
        levels, incomplete = await levels_above(self._store, code, day)
        if not levels:
            await self._places.find(place, day)  # raises, with what comes nearest
        chain = tuple(level.area.code for level in levels)
        lineage = self._lineage(category, chain)
        rules = (prevailing(self._definitions, chain[number:], day) for number in range(len(levels)))
        answered = tuple(self._answered(level, held, lineage) for level, held in zip(levels, rules, strict=True))
        return PlaceCoverage(
            levels[0].area,
            day,
            answered,
            incomplete,
            lineage[0] if lineage else "",
            found.otherwise if found else (),
        )

    def _answered(self, level: CoveredLevel, rules: Prevailing, lineage: tuple[str, ...]) -> CoveredLevel:
        missing = () if level.ended else vacancies(level, self._quotas.at(level.area, rules))
        acting = level.organisations
        if lineage:
            acting = tuple(sorted(acting, key=lambda one: not set(one.categories) & set(lineage)))
        return replace(level, organisations=acting, vacancies=missing)

    def _lineage(self, category: str, chain: tuple[str, ...]) -> tuple[str, ...]:
        if not category:
            return ()
        found = named({one.key: one for one in self._definitions.categories.in_force(chain)}, category)
        if found is None:
            raise unknown("category", category, categories_known(self._definitions))
        return found.lineage

    async def covered_by(self, actor: Actor, who: str, on: date | None = None, limit: int = 50) -> CoverageOf:
        """
        What an officer (by id) or an organisation (by code or name) covers, as areas and as a count of buildings.

        `areas` lists at most `limit` (1 to 1000). Raises NotFound when neither has this identifier, InvalidInput.
        """
        if not 1 <= limit <= MOST:
            raise InvalidInput(said("limit-out-of-bounds", limit=limit), said("mend-one-to", most=MOST))
        day, leaves = on or business_day(self._clock.now()), self._definitions.leaf_levels
        who = await self._parties.organisation(who, day)
        found = await covered_by_officer(self._store, who, day, leaves, limit)
        if found is None:
            found = await covered_by_organisation(self._store, who, day, leaves, limit)
        if found is None:
            raise await self._parties.unknown(said("no-such", what=said("noun-officer-or-organisation"), word=who), who)
        if not found.areas:
            await self._parties.check_there(who, day)
        return found
