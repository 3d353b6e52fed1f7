"""Finds the area that a person means: by code, path, name or alias."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from orgraph.definitions.definitions import Definitions
from orgraph.domain.area import AreaPath, Candidate
from orgraph.domain.errors import AmbiguousPlace, PlaceEnded, PlaceNotYet, UnknownPlace
from orgraph.domain.numerals import is_numbered
from orgraph.domain.said import said
from orgraph.domain.text import beginnings, spelled
from orgraph.graph.places import (
    aliases_beneath,
    areas_beneath,
    areas_by_alias,
    areas_by_code,
    areas_by_mca,
    areas_by_short,
    areas_ever_beneath,
    areas_inside,
    chain_of,
)
from orgraph.graph.registry import areas_beginning
from orgraph.graph.store import Store
from orgraph.rules.places.meant import Meant, below, besides, dated_path, meant, nearest_in_time
from orgraph.rules.places.naming import forms, keys_typed
from orgraph.rules.places.searching import areas_searched

SHOWN = 20
"""Candidates that an ambiguous name lists."""

CONSIDERED = 500
"""Areas of one name that are looked at; 856 village names repeat within a city, none so often."""

NEAR = 5
"""Areas that come nearest that an error lists."""

Sorted = tuple[tuple[Candidate, ...], tuple[Candidate, ...]]
"""Areas that are there on the day, and that are there on others."""

Reached = dict[int, tuple[Candidate, ...]]
"""Areas that names written together lead to, by how many characters are left behind them."""

DEEPEST = 6
"""Names that a path written together may have below its first."""

WHOLE = 12
"""Digits of a statistical code."""

LONGEST = 24
"""Characters of a name that are looked at where it is not found as it stands."""


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

        `place` is a code, `mca:` and a civil-affairs code, a path (本溪市/平山区/南地街道, levels may be left out,
        codes may stand for names), a name with or without its official ending, or an alias. Names of the day come
        first, those of other days next: the answer says so. Raises PlaceEnded and PlaceNotYet for what is there on
        another day only, UnknownPlace for what never was, and AmbiguousPlace.
        """
        text = _typed(place)
        there, gone = await self._candidates(text, on)
        if len(there) == 1:
            return there[0].found
        if there:
            raise _ambiguous(place, [one.found for one in there])
        if gone:
            raise await self._elsewhen(place, gone, on)
        raise await self._unknown(text, on)

    async def meant(self, place: str, on: date) -> tuple[Sequence[Candidate], Sequence[Candidate]]:
        """
        All areas that `place` may mean: those that are there on the day, and if there are none those that are there on
        another. A code may lack the noughts at its end.
        """
        text = _typed(place)
        there, gone = await self._candidates(text, on)
        if not there and not gone and (code := self.code_of(text)) and len(code) < WHOLE:
            return await self._candidates(code.ljust(WHOLE, "0"), on)
        return there, nearest_in_time(gone, on)

    async def find_last(self, place: str, on: date) -> AreaPath:
        """The same, or the one area that `place` named last, with its end and the path of its last day."""
        try:
            return await self.find(place, on)
        except PlaceEnded as ended:
            found = [one for one in ended.nearest if one.until]
        if len(found) > 1:
            raise _ambiguous(place, found)
        return found[0]

    async def _candidates(self, text: str, on: date) -> Sorted:
        if "/" in text:
            return await self._along_path(text, on)
        found = await self._called(text, on)
        if found.there or found.gone or self._is_code(text):
            return found.there, found.gone
        return await self._written_together(spelled(text), on, {}), ()

    def _is_code(self, text: str) -> bool:
        return spelled(text).startswith("mca:") or self.code_of(text) is not None

    async def _called(self, text: str, on: date) -> Meant:
        """Areas that a code, a name or an alias means: a whole place, or what a path begins with."""
        if (civil := spelled(text)).startswith("mca:"):
            found = await areas_by_mca(self._store, civil.removeprefix("mca:"), on, CONSIDERED)
        elif code := self.code_of(text):
            found = await areas_by_code(self._store, code, on)
        else:
            return await self._by_name(text, on)
        there, gone = _sorted(found, on)
        return Meant(there, (), gone)

    async def _by_name(self, name: str, on: date) -> Meant:
        found = meant(
            name, await areas_by_short(self._store, keys_typed(name, self._levels), on, CONSIDERED), self._levels, on
        )
        if found.then:
            return found
        there, gone = _sorted(await self._by_alias(name, on), on)
        return Meant(there, found.otherwise, (*found.gone, *gone))

    async def _by_alias(self, name: str, on: date) -> tuple[Candidate, ...]:
        """Areas that carry an alias, as it is written rather than as it is looked up."""
        found = await areas_by_alias(self._store, sorted({name, spelled(name)}), on, CONSIDERED)
        return besides(name, found)

    async def _along_path(self, path: str, on: date) -> Sorted:
        """
        Go down segment by segment; several areas may fit on the way, the end decides. By the names of the day where
        they lead anywhere, else by those of any; what is not there is looked for along ways of other days.
        """
        first, *rest = [segment.strip() for segment in path.split("/") if segment.strip()]
        top = await self._called(first, on)
        for above in (top.there, (*top.then, *top.otherwise)):
            found = above
            for segment in rest:
                found = (await self._beneath(found, segment, on)).there
            if found:
                return found, ()
        found = top.all
        for segment in rest:
            found = (await self._beneath(found, segment, on, ever=True)).all
        return (), tuple(one for one in found if not one.there(on))

    async def _beneath(self, above: Sequence[Candidate], segment: str, on: date, *, ever: bool = False) -> Meant:
        """Areas below some others by a name, which may leave out theirs: 南地社区/3号楼 finds 南地社区3号楼."""
        if code := self.code_of(segment):
            return await self._code_beneath(above, code, on, ever=ever)
        levels = self._levels
        called = {(name.name, one.found.area.level) for one in above for name in one.names}
        prefixes = {form for name, level in called for form in forms(name, levels[level])}
        names = (segment, *(prefix + segment for prefix in sorted(prefixes)))
        shorts = {key for name in names for key in keys_typed(name, levels)}
        codes = [one.found.area.code for one in above]
        aliases = sorted({segment, spelled(segment)})
        if ever:
            lower = await areas_ever_beneath(self._store, codes, sorted(shorts), aliases, on, CONSIDERED)
        else:
            lower = await areas_beneath(self._store, codes, sorted(shorts), on, CONSIDERED)
        found = [meant(name, below(above, lower), levels, on) for name in names]
        asked = [one.all if ever else one.there for one in found]
        if called_so := next((one for one, some in zip(found, asked, strict=True) if some), None):
            return called_so
        by_alias = lower if ever else await aliases_beneath(self._store, codes, aliases, on, CONSIDERED)
        there, gone = _sorted(besides(segment, by_alias), on)
        return Meant(below(above, there), (), gone)

    async def _code_beneath(self, above: Sequence[Candidate], code: str, on: date, *, ever: bool) -> Meant:
        """The area of a code if it lies below some others on the day; with `ever` wherever it lies."""
        there, gone = _sorted(await areas_by_code(self._store, code, on), on)
        way = {area.code for area in await chain_of(self._store, code, on)} if there else set()
        inside = any(one.found.area.code in way for one in above)
        return Meant(there if inside else (), (), gone if ever else ())

    async def _written_together(self, text: str, on: date, reached: Reached) -> tuple[Candidate, ...]:
        """
        A path without anything between its names, as on an envelope: 平山区南地街道南地社区1号楼. The longest name that
        the text begins with comes first, then what is below it. `reached` gets what is passed on the way.
        """
        heads = _heads(text)
        shorts = {key for head in heads for key in keys_typed(head, self._levels)}
        if not heads:
            return ()
        found = await areas_by_short(self._store, sorted(shorts), on, CONSIDERED)
        aliased = await areas_by_alias(self._store, heads, on, CONSIDERED)
        for head in heads:
            above = meant(head, found, self._levels, on).there or _sorted(besides(head, aliased), on)[0]
            if above and (lower := await self._rest_below(above, text[len(head) :], on, DEEPEST, reached)):
                return lower
        return ()

    async def _rest_below(
        self, above: tuple[Candidate, ...], rest: str, on: date, deep: int, reached: Reached
    ) -> tuple[Candidate, ...]:
        """What `rest`, one name or several, means below some areas, at most `deep` names further down."""
        reached.setdefault(len(rest), above)
        if whole := (await self._beneath(above, rest, on)).there:
            return whole
        heads = _heads(rest) if deep else []
        shorts = {key for head in heads for key in keys_typed(head, self._levels)}
        codes = [one.found.area.code for one in above]
        if not heads:
            return ()
        found = await areas_beneath(self._store, codes, sorted(shorts), on, CONSIDERED)
        aliased = await aliases_beneath(self._store, codes, heads, on, CONSIDERED)
        for head in heads:
            between = meant(head, below(above, found), self._levels, on).there or besides(head, aliased)
            if between and (lower := await self._rest_below(between, rest[len(head) :], on, deep - 1, reached)):
                return lower
        return ()

    async def _elsewhen(self, place: str, gone: Sequence[Candidate], on: date) -> UnknownPlace:
        """Say when what is meant ended, or from when on it is known, and where it lay."""
        several = nearest_in_time(gone, on)[:NEAR]
        near = await self.elsewhen(several, on)
        first, day = several[0], _there_on(several[0], on)
        code = first.found.area.code
        if first.until <= on:
            problem = said("place-ended", place=place, day=first.until)
            return PlaceEnded(place, problem, said("mend-place-ended", code=code, day=day), near)
        problem = said("place-not-yet", place=place, day=day)
        return PlaceNotYet(place, problem, said("mend-place-not-yet", code=code, day=day), near)

    async def elsewhen(self, gone: Sequence[Candidate], on: date) -> tuple[AreaPath, ...]:
        """Areas that are not there on a day, with the path of their last or first day and which day that says."""
        paths = await asyncio.gather(
            *(areas_by_code(self._store, one.found.area.code, _there_on(one, on)) for one in gone)
        )
        return tuple(dated_path(one, path[0].found, on) for one, path in zip(gone, paths, strict=True) if path)

    async def _above_code(self, code: str, on: date) -> tuple[AreaPath, ...]:
        """The lowest area whose code this one begins with: where a mistyped code still points to."""
        for end in (12, 9, 6, 4, 2):
            there, _ = _sorted(await areas_by_code(self._store, code[:end].ljust(12, "0"), on), on)
            if there and there[0].found.area.code != code:
                return (there[0].found,)
        return ()

    async def _unknown(self, text: str, on: date) -> UnknownPlace:
        """Say which part is unknown and what comes nearest to it."""
        parent, last, above = await self._first_unknown(text, on)
        near: tuple[AreaPath, ...] = ()
        if code := self.code_of(last):
            near = await self._above_code(code, on)
        elif not spelled(last).startswith("mca:"):
            near = await self._nearest(last, on, not above)
        if not near and above:
            there, gone = _sorted(above[:NEAR], on)
            near = (*(one.found for one in there), *await self.elsewhen(gone, on))
        remedy = said("mend-place-nearest") if near else said("mend-place-nothing-near")
        if parent:
            return UnknownPlace(text, said("place-unknown-in", place=last, parent=parent, day=on), remedy, near)
        return UnknownPlace(text, said("place-unknown", place=last, day=on), remedy, near)

    async def _first_unknown(self, path: str, on: date) -> tuple[str, str, tuple[Candidate, ...]]:
        """The part of a path that something answers to, that behind it, which nothing does, and what answers, last."""
        missing, *rest = [segment.strip() for segment in path.split("/") if segment.strip()] or [path]
        known, above, found = list[str](), tuple[Candidate, ...](), await self._called(missing, on)
        for segment in rest:
            if not (reached := found.there or found.gone):
                break
            known.append(missing)
            ever, above = not found.there, reached
            missing, found = segment, await self._beneath(reached, segment, on, ever=ever)
        return "/".join(known), missing, above

    async def _nearest(self, name: str, on: date, whole: bool) -> tuple[AreaPath, ...]:
        """
        Areas of a fitting short name, else those whose names begin as `name` does, as far as any does; where it is all
        that was typed, names written together, rather what these lead to, if they lead farther.
        """
        there, _ = _sorted(await areas_by_short(self._store, keys_typed(name, self._levels), on, SHOWN), on)
        if there:
            return tuple(one.found for one in there[:NEAR])
        name, reached = spelled(name), Reached()
        if whole:
            await self._written_together(name, on, reached)
        farthest = len(name) - min(reached, default=len(name))
        for end in range(min(len(name), LONGEST), max(1, farthest - 1), -1):
            found = await self.beginning(name[:end], on, NEAR)
            then, otherwise, _ = areas_searched(name[:end], found, self._levels, on)
            if then or otherwise:
                return (*then, *otherwise)[:NEAR]
        if reached:
            return tuple(one.found for one in reached[min(reached)][:NEAR])
        return tuple(one.found for one in await self.inside(name, on, NEAR)) if whole else ()

    async def inside(self, text: str, on: date, limit: int) -> tuple[Candidate, ...]:
        """
        Areas below villages whose name holds `text`, if that is the number of one: 1号楼 of whatever village.

        At most `limit`, fewer where longer numbers, as 11号楼, are many.
        """
        text = spelled(text)
        levels = [level.key for level in self._levels.values() if level.code.prefix]
        if not levels or not is_numbered(text):
            return ()
        number = re.compile(rf"(?<!\d){re.escape(text)}")
        found = await areas_inside(self._store, levels, text, on, CONSIDERED)
        return tuple([one for one in found if number.search(spelled(one.found.area.name))][:limit])

    async def beginning(self, text: str, on: date, limit: int) -> list[Candidate]:
        """Areas whose name or alias begins with what is typed, at most `limit` for each way to write its number."""
        found = [await areas_beginning(self._store, begun, on, limit) for begun in beginnings(text)]
        return [one for some in found for one in some]


def _typed(place: str) -> str:
    return place.replace("／", "/").strip().strip("/")


def _there_on(one: Candidate, on: date) -> date:
    """The last day of an area that has ended by a day, the first of one that begins later."""
    return one.until - timedelta(days=1) if one.until <= on else one.since


def _heads(text: str) -> list[str]:
    """What a text may begin with as a name, the longest first."""
    return [text[:end] for end in range(min(len(text), LONGEST) - 1, 1, -1)]


def _sorted(found: Iterable[Candidate], on: date) -> Sorted:
    """Those that are there on the day, and those that are there on others."""
    every = tuple(found)
    return tuple(one for one in every if one.there(on)), tuple(one for one in every if one.ever and not one.there(on))


def _ambiguous(place: str, found: Sequence[AreaPath]) -> AmbiguousPlace:
    return AmbiguousPlace(
        place,
        said("place-ambiguous", place=place, count=len(found)),
        said("mend-place-ambiguous"),
        tuple(found[:SHOWN]),
        more=max(0, len(found) - SHOWN),
    )
