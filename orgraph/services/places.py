"""Finds the area that a person means: by code, path, name or alias."""

from __future__ import annotations

from datetime import date

from orgraph.definitions.definitions import Definitions
from orgraph.domain.area import AreaPath
from orgraph.domain.errors import AmbiguousPlace, UnknownPlace
from orgraph.domain.text import spelled
from orgraph.graph.places import areas_beneath, areas_by_alias, areas_by_code, areas_by_mca, areas_by_short
from orgraph.graph.store import Store
from orgraph.rules.naming import answers_to, forms, keys_typed

SHOWN = 20
"""Candidates that an ambiguous name lists."""

CONSIDERED = 500
"""Areas of one name that are looked at; 856 village names repeat within a city, none so often."""


class Places:
    """Turns what a person typed into one area on a day."""

    def __init__(self, store: Store, definitions: Definitions) -> None:
        self._store = store
        self._levels = definitions.levels

    def code_of(self, place: str) -> str | None:
        """`place` if it has the form of a code, so that it needs no look-up; None otherwise."""
        text = spelled(place)
        like_a_code = text[:1].isdigit() and text.isascii() and text.isalnum() and len(text) >= 6
        return text if like_a_code else None

    async def find(self, place: str, on: date) -> AreaPath:
        """
        The one area that `place` names on `on`, with its path.

        `place` is a code, `mca:` and a civil-affairs code, a path (本溪市/平山区/南地街道, levels may be left out), a
        name with or without its official ending, or an alias. Raises UnknownPlace and AmbiguousPlace.
        """
        text = place.replace("／", "/").strip().strip("/")
        found = await self._candidates(text, on)
        if len(found) == 1:
            return found[0]
        if not found:
            raise await self._unknown(text, on)
        raise AmbiguousPlace(
            place,
            f"{place!r} may be any of {len(found)} places",
            "give the code or the path of one of them",
            found[:SHOWN],
            more=max(0, len(found) - SHOWN),
        )

    async def _candidates(self, text: str, on: date) -> tuple[AreaPath, ...]:
        if (civil := spelled(text)).startswith("mca:"):
            return await areas_by_mca(self._store, civil.removeprefix("mca:"), on)
        if code := self.code_of(text):
            return await areas_by_code(self._store, code, on)
        if "/" in text:
            return await self._along_path(text, on)
        return await self._by_name(text, on)

    async def _by_name(self, name: str, on: date) -> tuple[AreaPath, ...]:
        found = await areas_by_short(self._store, keys_typed(name, self._levels), on, CONSIDERED)
        if meant := self._meant(name, found):
            return meant
        by_alias = await areas_by_alias(self._store, name, on, CONSIDERED)
        other = spelled(name)
        return by_alias if by_alias or other == name else await areas_by_alias(self._store, other, on, CONSIDERED)

    def _meant(self, name: str, found: tuple[AreaPath, ...]) -> tuple[AreaPath, ...]:
        """Of areas with a fitting short name those that answer to `name`; those called exactly so before others."""
        answering = tuple(one for one in found if answers_to(name, one.area.name, self._levels[one.area.level]))
        return tuple(one for one in answering if spelled(one.area.name) == spelled(name)) or answering

    async def _along_path(self, path: str, on: date) -> tuple[AreaPath, ...]:
        """Go down segment by segment; several areas may fit on the way, the end decides."""
        first, *rest = [segment.strip() for segment in path.split("/") if segment.strip()]
        found = await self._by_name(first, on)
        for segment in rest:
            found = await self._beneath(found, segment, on)
        return found

    async def _beneath(self, above: tuple[AreaPath, ...], segment: str, on: date) -> tuple[AreaPath, ...]:
        """Areas below some others by a name, which may leave out theirs: 南地社区/3号楼 finds 南地社区3号楼."""
        prefixes = {form for one in above for form in forms(one.area.name, self._levels[one.area.level])}
        names = (segment, *(prefix + segment for prefix in sorted(prefixes)))
        shorts = {key for name in names for key in keys_typed(name, self._levels)}
        codes = [one.area.code for one in above]
        below = await areas_beneath(self._store, codes, sorted(shorts), on, CONSIDERED)
        return next((meant for name in names if (meant := self._meant(name, below))), ())

    async def _above_code(self, code: str, on: date) -> tuple[AreaPath, ...]:
        """The lowest area whose code this one begins with: where a mistyped code still points to."""
        for end in (12, 9, 6, 4, 2):
            found = await areas_by_code(self._store, code[:end].ljust(12, "0"), on)
            if found and found[0].area.code != code:
                return found
        return ()

    async def _unknown(self, text: str, on: date) -> UnknownPlace:
        """Say which part is unknown and what comes nearest to it."""
        parent, _, last = text.rpartition("/")
        near: tuple[AreaPath, ...] = ()
        if self.code_of(text):
            near = await self._above_code(text, on)
        elif not text.startswith("mca:"):
            shorts = keys_typed(last, self._levels)
            near = (await areas_by_short(self._store, shorts, on, SHOWN))[:5]
        remedy = "check the code or name" if not near else "did you mean one of the nearest"
        where = f" in {parent}" if parent else ""
        return UnknownPlace(text, f"no area {last!r}{where} on {on.isoformat()}", remedy, near)
