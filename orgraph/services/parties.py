"""Finds the party that a person means: a post as role@area, or an organisation, each by code or by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from orgraph.definitions.definitions import Definitions, words_of
from orgraph.domain.area import Area, AreaPath
from orgraph.domain.errors import AmbiguousPlace, InvalidInput, NotFound, UnknownPlace
from orgraph.domain.nearest import NEAR, nearest
from orgraph.domain.organisation import Organisation
from orgraph.domain.records import OFFICER
from orgraph.domain.said import Said, said
from orgraph.domain.text import spelled
from orgraph.graph import registry
from orgraph.graph.places import chain_of
from orgraph.graph.store import Store
from orgraph.graph.tasks import names
from orgraph.rules.places.searching import organisations_called, organisations_searched
from orgraph.rules.tasks.parties import post_among, role_meant
from orgraph.rules.tasks.wanted import unknown
from orgraph.services.places import Places

SHOWN = 5
"""Candidates that a refusal names."""

LONGEST, CONSIDERED = 40, 50
"""Characters of a code that are looked at where it is not known, and codes that begin so."""


class Parties:
    """Turns what a person typed into the party that acts, or is meant, on a day."""

    def __init__(self, store: Store, definitions: Definitions, places: Places) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places

    def settled(self, party: str) -> bool:
        """Whether a party is written by its codes, so that it needs no look-up."""
        role, post, area = party.partition("@")
        if post:
            return role in self._definitions.roles and self._places.code_of(area) == area
        return ":" in party

    async def party(self, text: str, on: date, chain: Sequence[Area] = (), *, ever: bool = False) -> str:
        """
        A party by its codes: `role@code` or the code of an organisation.

        `chain` is a place that it is about and the areas above: a role alone is that of the nearest area of its level,
        and of areas of one name those on the chain come first. `ever`: as for an organisation.

        Raises NotFound and InvalidInput.
        """
        role = role_meant(text, self._definitions)
        if role is None and "@" not in text:
            return await self.organisation(text, on, ever=ever)
        if role is None:
            word = text.partition("@")[0].strip()
            raise unknown("role", word, words_of(self._definitions.roles.values()))
        if found := post_among(text, chain, self._definitions):
            return str(found)
        where = text.partition("@")[2].strip()
        if not where:
            raise InvalidInput(said("party-no-area", party=text), said("mend-party-with-area", role=role.key))
        return f"{role.key}@{await self._area(where, on, role.levels)}"

    async def by(self, text: str, place: str, on: date) -> str:
        """The party `text` as one means it who speaks of a place (its code). Raises NotFound and InvalidInput."""
        return text if self.settled(text) else await self.party(text, on, await chain_of(self._store, place, on))

    async def check_known(self, party: str, on: date) -> None:
        """Raises NotFound where a party, given by codes, is nobody that ever was here."""
        _, post, area = party.partition("@")
        known = await names(self._store, [area] if post else [], [] if post else [party], [], on)
        if not known.areas and not known.organisations:
            if not post:
                raise await self.unknown(said("not-known", what=said("noun-organisation"), word=party), party)
            raise NotFound(said("not-known", what=said("noun-area"), word=area), said("mend-search", word=area))

    async def unknown(self, message: Said, code: str) -> NotFound:
        """That nobody has a code, with the codes that come nearest to it."""
        for end in range(min(len(code), LONGEST) - 1, code.find(":") + 1, -1) if ":" in code else ():
            for shape in ("Unit", OFFICER):  # the first label of both kinds of organisation
                found = await registry.keys_beginning(self._store, shape, code[:end], CONSIDERED)
                if near := nearest(code, dict.fromkeys(found, ())) or found[:NEAR]:
                    return NotFound(message, said("mend-nearest-or-list", near=tuple(near), lists=_search(code)))
        return NotFound(message, _search(code))

    async def organisation(self, text: str, on: date, *, ever: bool = False) -> str:
        """
        The code of an organisation, by its code, its name or an alias; with `ever` that of one that is there on another
        day only.

        Raises NotFound, and InvalidInput for several.
        """
        text = spelled(text)
        if ":" in text:
            return text
        found = organisations_called(text, await registry.organisations_named(self._store, text, on, SHOWN + 1))
        if len(found) == 1:
            return found[0].code
        if found:
            raise InvalidInput(
                said("organisation-ambiguous", name=text), said("mend-give-code-of", known=_shown(found))
            )
        if ever and (gone := await registry.organisations_ever(self._store, text, "", on, 1)):
            return gone[0][0].code
        await self._check_there(text, "", on)
        near = await self._near(text, on)
        nearest_ = said("mend-nearest", near=_shown(near)) if near else _search(text)
        raise NotFound(said("organisation-unknown", name=text, day=on), nearest_)

    async def check_there(self, code: str, on: date) -> None:
        """Raise NotFound for an organisation that has ended by a day, or is known from a later one on only."""
        await self._check_there("", code, on)

    async def _check_there(self, name: str, code: str, on: date) -> None:
        found = await registry.organisations_ever(self._store, name, code, on, 1)
        for one, since, until in found:
            if until <= on:
                raise NotFound(
                    said("organisation-ended", name=one.name, code=one.code, day=until),
                    said("mend-organisation-ended", code=one.code, day=until - timedelta(days=1)),
                )
            raise NotFound(
                said("organisation-not-yet", name=one.name, code=one.code, day=since),
                said("mend-organisation-not-yet", code=one.code, day=since),
            )

    async def _near(self, text: str, on: date) -> tuple[Organisation, ...]:
        """Organisations whose names begin as `text` does, as far as any does."""
        for end in range(len(text), 1, -1):
            found = await registry.organisations_beginning(self._store, text[:end], on, SHOWN)
            if there := [one for one in found if one.there(on)]:
                return organisations_searched(text[:end], there, on).organisations
        return ()

    async def _area(self, where: str, on: date, levels: Sequence[str]) -> str:
        """The code of the area where a post is; of several of one name the one where there can be such a post."""
        try:
            return (await self._places.find_last(where, on)).area.code
        except AmbiguousPlace as several:
            fitting = [one for one in several.candidates if one.area.level in levels]
            if len(fitting) == 1 and not several.more:
                return fitting[0].area.code
            raise InvalidInput(
                several.message, said("mend-give-code-of", known=_paths(fitting or several.candidates))
            ) from None
        except UnknownPlace as unknown:
            remedy = unknown.remedy
            if remedy and unknown.nearest:
                remedy = said("mend-with-nearest", remedy=remedy, near=_paths(unknown.nearest))
            raise NotFound(unknown.message, remedy) from None


def _search(word: str) -> Said:
    return said("mend-search", word=word)


def _shown(found: Sequence[Organisation]) -> tuple[Said, ...]:
    return tuple(said("code-and-name", code=one.code, name=one.name) for one in found[:SHOWN])


def _paths(found: Sequence[AreaPath]) -> tuple[Said, ...]:
    return tuple(said("code-and-name", code=one.area.code, name=one.path) for one in found[:SHOWN])
