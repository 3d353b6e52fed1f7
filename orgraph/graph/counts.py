"""What was counted at places and organisations, and where these lay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from orgraph.domain.area import Area
from orgraph.domain.counts import CountedElsewhere, Life, Observed
from orgraph.domain.organisation import Organisation
from orgraph.domain.records import observed
from orgraph.graph import unpack
from orgraph.graph.store import Statement, Store, statement

OF_OTHERS = statement("counts/of_others")
ROOT = statement("counts/root")
BELOW = statement("counts/below")
ABOVE = statement("counts/above")
ORGANISATIONS = statement("counts/organisations")
ORGANISATION = statement("counts/organisation")
OBSERVED = statement("counts/observed")

PAGE = 2_000
"""Places that are asked for at once."""


@dataclass(frozen=True, slots=True)
class PlaceLife:
    """An area and the periods of it and of the steps up from it."""

    area: Area
    life: Life


@dataclass(frozen=True, slots=True)
class UnitLife:
    """An organisation, its period and those of its relations to the areas that it serves or leads."""

    organisation: Organisation
    life: Life


@dataclass
class ObservedOf:
    """What was counted of one measure, by place; who says so; whether some of it is invented."""

    by_place: dict[str, list[Observed]] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    synthetic: bool = False


async def observations_of_others(store: Store, counted: Iterable[tuple[str, str]], pack: str) -> list[CountedElsewhere]:
    """What other packs than `pack` have counted of these places and measures, but for what was taken back."""
    asked = set(counted)
    found: list[CountedElsewhere] = []
    for places in _pages(sorted({at for at, _ in asked})):
        (rows,) = await store.read(OF_OTHERS, places=places, pack=pack)
        found += [CountedElsewhere(*row) for row in rows]
    return [one for one in found if observed(one.id)[:2] in asked]


async def areas_ever_below(
    store: Store, root: str, levels: Sequence[str], last: Sequence[str], on: date
) -> dict[str, PlaceLife]:
    """
    An area and all of some levels that ever lay below it, step by step, by code; told by the names of a day.

    From `levels` the way goes on down, with those of the `last` it ends.
    """
    row = await store.read(ROOT, code=root, on=on.isoformat())
    found = {root: _place([*row, []])} if row else {}
    above = [code for code, one in found.items() if one.area.level in levels]
    while above:
        below = await _lives(store, BELOW, above, on, levels=[*levels, *last])
        new = {code: one for code, one in below.items() if code not in found}
        found |= new
        above = [code for code, one in new.items() if one.area.level in levels]
    return found


async def areas_ever_above(store: Store, codes: Sequence[str], on: date) -> dict[str, PlaceLife]:
    """Areas and all in which they ever lay, by code."""
    return await _lives(store, ABOVE, codes, on)


async def _lives(
    store: Store, asked: Statement, codes: Sequence[str], on: date, **chosen: list[str]
) -> dict[str, PlaceLife]:
    found: dict[str, PlaceLife] = {}
    for several in _pages(codes):
        for row in await store.rows(asked, codes=several, on=on.isoformat(), **chosen):
            one = _place(row)
            found[one.life.code] = one
    return found


async def units_of_kinds(store: Store, kinds: Sequence[str], on: date) -> dict[str, UnitLife]:
    """Organisations of some kinds with all that they ever served or led, by code."""
    rows = await store.rows(ORGANISATIONS, kinds=list(kinds), on=on.isoformat())
    return {one.life.code: one for one in map(_unit, rows)}


async def unit_by_code(store: Store, code: str, on: date) -> UnitLife | None:
    """The organisation of a code, there on the day or not; None if there never was one."""
    rows = await store.rows(ORGANISATION, code=code, on=on.isoformat())
    return _unit(rows[0]) if rows else None


async def observed_at(
    store: Store, places: Sequence[str], measures: Sequence[str], since: date, until: date
) -> dict[str, ObservedOf]:
    """What was counted of each of some measures at places on some day from `since` to the day before `until`."""
    found: dict[str, ObservedOf] = {}
    period = {"since": since.isoformat(), "until": until.isoformat()}
    for several in _pages(places):
        for place, measure, rows, synthetic in await store.rows(
            OBSERVED, places=several, measures=list(measures), **period
        ):
            of = found.setdefault(measure, ObservedOf())
            of.by_place[place] = [Observed(unpack.day(row[0]), unpack.day(row[1]), row[2], row[3]) for row in rows]
            of.sources.update(row[3] for row in rows if row[3])
            of.synthetic = of.synthetic or bool(synthetic)
    return found


def _pages(codes: Sequence[str]) -> Iterable[list[str]]:
    for start in range(0, len(codes), PAGE):
        yield list(codes[start : start + PAGE])


def _place(row: unpack.Row) -> PlaceLife:
    area = unpack.area(row[0])
    return PlaceLife(area, _life(row, area.code, area.level, area.kind))


def _unit(row: unpack.Row) -> UnitLife:
    unit = unpack.organisation(row[0])
    return UnitLife(unit, _life(row, unit.code, "", unit.kind))


def _life(row: unpack.Row, code: str, level: str, kind: str) -> Life:
    steps = tuple((above, unpack.day(since), unpack.day(until)) for above, since, until in row[3])
    return Life(code, level, kind, unpack.day(row[1]), unpack.day(row[2]), steps)
