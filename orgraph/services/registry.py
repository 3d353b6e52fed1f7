"""Looks up areas, organisations and officers, one or many at once, and searches areas and organisations by name."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date

from orgraph.definitions.definitions import Definitions
from orgraph.domain.actor import Actor
from orgraph.domain.area import Area, AreaPath, Candidate
from orgraph.domain.coverage import RelatedOrganisation
from orgraph.domain.errors import InvalidInput
from orgraph.domain.organisation import PARTY_ORGANISATION, UNIT, Officer, Organisation, PostHolder
from orgraph.domain.page import Page
from orgraph.domain.registry import Found, NamedOrganisation, Posting
from orgraph.domain.said import said
from orgraph.domain.text import beginnings, spelled
from orgraph.domain.time import Clock, business_day
from orgraph.graph import registry
from orgraph.graph.places import areas_by_short
from orgraph.graph.store import Store
from orgraph.rules.places.naming import keys_typed
from orgraph.rules.places.searching import areas_searched, organisations_searched, with_coded
from orgraph.services.numbers import Numbers
from orgraph.services.places import CONSIDERED, Places

MOST = 100
"""Rows that one page may have."""

SHORTEST = 2
"""Characters that a search needs: a single one begins a tenth of all names."""

Codes = Sequence[str]


class Registry:
    """
    The organisation as it stood on a day, by key.

    The methods on many keys take one statement for all of them; what did not exist then is missing from the answer.
    """

    def __init__(self, store: Store, definitions: Definitions, places: Places, numbers: Numbers, clock: Clock) -> None:
        self._store = store
        self._levels = definitions.levels
        self._places = places
        self._numbers = numbers
        self._clock = clock

    def day(self, on: date | None = None) -> date:
        """`on`, or the business day today."""
        return on or business_day(self._clock.now())

    async def area(self, actor: Actor, place: str, on: date | None = None) -> AreaPath:
        """The area that `place` (code, path, name or alias) means. Raises UnknownPlace and AmbiguousPlace."""
        return await self._places.find(place, self.day(on))

    async def areas(self, actor: Actor, codes: Codes, on: date) -> dict[str, Area]:
        """Areas by their codes."""
        return await registry.areas(self._store, codes, on)

    async def chains_of(self, actor: Actor, codes: Codes, on: date) -> dict[str, tuple[Area, ...]]:
        """For each area itself and the areas above it, the top last; the second is its parent."""
        return await registry.chains(self._store, codes, on)

    async def children(
        self, actor: Actor, codes: Codes, on: date, first: int = 50, after: str = ""
    ) -> dict[str, Page[Area]]:
        """For each area a page of those that are part of it, by code, with their number. Raises InvalidInput."""
        return await registry.children(self._store, codes, on, _cut(first, after))

    async def posts_at(
        self, actor: Actor, codes: Codes, on: date, first: int = 50, after: str = ""
    ) -> dict[str, Page[PostHolder]]:
        """For each area a page of who is posted to it, by role. Raises InvalidInput."""
        return await registry.posts_at_areas(self._store, codes, on, _cut(first, after))

    async def organisations_at(
        self, actor: Actor, codes: Codes, on: date, first: int = 50, after: str = ""
    ) -> dict[str, Page[RelatedOrganisation]]:
        """For each area a page of the organisations that stand to it, by relation. Raises InvalidInput."""
        return await registry.related(self._store, codes, on, _cut(first, after))

    async def unit(self, actor: Actor, code: str, on: date | None = None) -> Organisation | None:
        """The unit with this code, None if there was none."""
        return await self._organisation(code, UNIT, on)

    async def party_organisation(self, actor: Actor, code: str, on: date | None = None) -> Organisation | None:
        """The party organisation with this code, None if there was none."""
        return await self._organisation(code, PARTY_ORGANISATION, on)

    async def organisations(self, actor: Actor, codes: Codes, on: date) -> dict[str, Organisation]:
        """Organisations of both kinds by their codes."""
        return await registry.organisations(self._store, codes, on)

    async def superiors(self, actor: Actor, codes: Codes, on: date) -> dict[str, Organisation]:
        """What each organisation is directly under."""
        return await registry.superiors(self._store, codes, on)

    async def units_of(self, actor: Actor, codes: Codes, on: date) -> dict[str, Organisation]:
        """The unit that each party organisation is of."""
        return await registry.units_of(self._store, codes, on)

    async def subordinates(
        self, actor: Actor, codes: Codes, on: date, first: int = 50, after: str = ""
    ) -> dict[str, Page[Organisation]]:
        """For each organisation a page of those directly under it, by code. Raises InvalidInput."""
        return await registry.beneath(self._store, codes, on, _cut(first, after))

    async def posts_in(
        self, actor: Actor, codes: Codes, on: date, first: int = 50, after: str = ""
    ) -> dict[str, Page[PostHolder]]:
        """For each organisation a page of who is posted to it, by role. Raises InvalidInput."""
        return await registry.posts_in_organisations(self._store, codes, on, _cut(first, after))

    async def officer(self, actor: Actor, officer: str) -> Officer | None:
        """The officer with this identifier, None if there is none."""
        return (await registry.officers(self._store, [officer])).get(officer)

    async def officers(self, actor: Actor, ids: Sequence[str]) -> dict[str, Officer]:
        """Officers by their identifiers."""
        return await registry.officers(self._store, ids)

    async def postings(
        self, actor: Actor, ids: Sequence[str], on: date, first: int = 50, after: str = ""
    ) -> dict[str, Page[Posting]]:
        """For each officer a page of the posts held, by role. Raises InvalidInput."""
        return await registry.postings(self._store, ids, on, _cut(first, after))

    async def search(self, actor: Actor, name: str, on: date | None = None, first: int = 20) -> Found:
        """
        Areas called `name` or beginning with it, and organisations beginning with it, by their name or an alias, at
        most `first` of each.

        The number of a building or the like, 1号楼, finds those of every village. Those that an alias finds say so.
        Those that are called so on another day come later and say so, those that are not there on the day come last
        and say so. A code of an area, whole or without the noughts at its end, finds it, that of an organisation also
        its beginning. What no name begins with is looked up as a place: a path, or names written together.
        A number of a matter, or the end of one, 000123 or 2026-123, finds those tasks, whatever the day.
        Names of officers are not searched. Raises InvalidInput for fewer than two characters.
        """
        text, day, (limit, _) = spelled(name), self.day(on), _cut(first, "")
        if len(text) < SHORTEST:
            raise InvalidInput(said("name-too-short", name=name), said("mend-longer-name", least=SHORTEST))
        shorts = [*keys_typed(text, self._levels), *(text[:end] for end in range(SHORTEST, len(text)))]
        called, beginning, named, coded, inside, tasks = await asyncio.gather(
            areas_by_short(self._store, shorts, day, CONSIDERED),
            self._places.beginning(text, day, limit + 1),
            self._organisations_beginning(text, day, limit + 1),
            self._organisations_coded(text, day, limit + 1),
            self._places.inside(text, day, limit + 1),
            self._numbers.found(name, limit + 1),
        )
        then, otherwise, gone = areas_searched(text, [*self._highest_first(called), *beginning], self._levels, day)
        then += [one.found for one in inside if one.found not in then]
        units = with_coded(coded, organisations_searched(text, named, day), day)
        if not (then or otherwise or gone or units.organisations or tasks):
            there, gone = map(list, await self._places.meant(name, day))
            then = [one.found for one in there]
        living = (*then, *otherwise)[:limit]
        areas = (*living, *await self._places.elsewhen(gone[: limit - len(living)], day))
        cut = max(len(then) + len(otherwise) + len(gone), len(units.organisations), len(tasks)) > limit
        shown = units.first(limit)
        return Found(areas, shown.organisations, cut, shown.otherwise, shown.elsewhen, tasks[:limit], shown.besides)

    async def _organisations_beginning(self, text: str, on: date, limit: int) -> list[NamedOrganisation]:
        found = [await registry.organisations_beginning(self._store, begun, on, limit) for begun in beginnings(text)]
        return list({one.organisation.code: one for some in found for one in some}.values())

    async def _organisations_coded(self, text: str, on: date, limit: int) -> list[NamedOrganisation]:
        """Organisations of a code, there on the day or not, and those there whose code begins so."""
        if ":" not in text:
            return []
        keys = await registry.keys_beginning(self._store, UNIT, text, limit)  # the first label of both kinds
        there = await registry.organisations(self._store, keys, on)
        found = [NamedOrganisation(there[key], date.min, date.max, ()) for key in keys if key in there]
        gone = await registry.organisations_ever(self._store, "", text, on, 1)
        return [*found, *(NamedOrganisation(one, since, until, ()) for one, since, until in gone)]

    def _highest_first(self, called: tuple[Candidate, ...]) -> list[Candidate]:
        """Areas with a fitting short name by their level: who types 平山 rather means the district."""
        levels = self._levels
        return sorted(called, key=lambda one: (levels[one.found.area.level].rank, one.found.area.code))

    async def _organisation(self, code: str, label: str, on: date | None) -> Organisation | None:
        found = (await registry.organisations(self._store, [code], self.day(on))).get(code)
        return found if found and found.label == label else None


def _cut(first: int, after: str) -> registry.Cut:
    if not 1 <= first <= MOST:
        raise InvalidInput(said("page-out-of-bounds", first=first), said("mend-one-to", most=MOST))
    return first, after
