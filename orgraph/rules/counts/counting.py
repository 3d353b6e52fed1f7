"""Adds up what was counted of one measure in an area and a period, and tells what is not in the sum: a pure rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from orgraph.definitions.words.measures import SUM, Measure
from orgraph.domain.counts import Compared, Days, Life, Observed
from orgraph.rules.counts.ways import Way, Ways

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A place at which the measure is observed: its way, and the days on which it was there, the last excluded."""

    code: str
    way: Way
    since: date
    until: date


@dataclass
class Sum:
    """
    A sum under way. `parts` and `missing_in` go by the code of the area of the level asked for, empty: above all of
    these. `partly` reaches beyond the period, `short` gives the days that are not counted of those a place was there.
    `only` is the one observation that the value rests on, None where it is none or several.
    """

    value: int | None = None
    observations: int = 0
    parts: Counter[str] = field(default_factory=Counter)
    missing: list[Due] = field(default_factory=list)
    missing_in: Counter[str] = field(default_factory=Counter)
    short: list[tuple[Due, int, int]] = field(default_factory=list)
    partly: list[tuple[str, Way, Observed]] = field(default_factory=list)
    below_number: int = 0
    below_value: int = 0
    only: Observed | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    at: str
    way: Way
    one: Observed


class Counting:
    """Counts measures in the area below which `ways` lead, by the areas of a level if one is given."""

    def __init__(self, ways: Ways, areas: Mapping[str, Life], organisations: Mapping[str, Life], level: str) -> None:
        self._ways = ways
        self._areas = areas
        self._organisations = organisations
        self._level = level
        self._parts: dict[Way, str] = {}

    def count(
        self,
        measure: Measure,
        observed: Mapping[str, Sequence[Observed]],
        days: Days,
        levels: Sequence[str],
        today: date,
    ) -> Sum:
        """
        What was counted of a measure, by place, in a period; nothing of today or later is missing.

        `levels` are those at whose places something is due. Of a measure that is summed up only what lies in the period
        as a whole counts; of what goes on what was observed last on one of its days.
        """
        found, after = Sum(), days.last + _ONE_DAY
        taken: list[_Taken] = []
        for at, several in observed.items():
            for one in self._chosen(measure, several, days.first, after):
                way = self._ways.up(at, min(one.until - _ONE_DAY, days.last))
                if way is None:
                    continue
                if measure.adds == SUM and not (days.first <= one.since and one.until <= after):
                    found.partly.append((at, way, one))
                else:
                    taken.append(_Taken(at, way, one))
        counted = self._add(found, taken, going_on=measure.adds != SUM)
        self._look_for_missing(found, measure, counted, days, levels, min(after, today))
        found.partly.sort(key=lambda each: (each[0], each[2].since))
        return found

    def _chosen(self, measure: Measure, several: Sequence[Observed], first: date, after: date) -> list[Observed]:
        met = [one for one in several if one.since < after and first < one.until]
        return met if measure.adds == SUM or not met else [max(met, key=lambda one: one.since)]

    def _add(self, found: Sum, taken: list[_Taken], *, going_on: bool) -> dict[str, list[Observed]]:
        """
        Add what stands under nothing that is counted for the same days; of what goes on, for any. Returns what counts,
        by place.
        """
        places = {one.at for one in taken}
        above: dict[Way, tuple[str, ...]] = {}
        counted: dict[str, list[Observed]] = {}
        for each in sorted(taken, key=lambda each: len(each.way)):
            way, one = each.way, each.one
            if way not in above:
                above[way] = tuple(code for code in way[1:] if code in places)
            if any(going_on or _meet(one, other) for code in above[way] for other in counted.get(code, ())):
                found.below_number += 1
                found.below_value += one.value
                continue
            counted.setdefault(each.at, []).append(one)
            found.value = (found.value or 0) + one.value
            found.observations += 1
            found.only = one if found.observations == 1 else None
            found.parts[self.part(way)] += one.value
        return counted

    def part(self, way: Way) -> str:
        """The area of the level asked for that a way passes, empty if it passes none."""
        if way not in self._parts:
            on_it = (code for code in way if code in self._areas and self._areas[code].level == self._level)
            self._parts[way] = next(on_it, "") if self._level else ""
        return self._parts[way]

    def _look_for_missing(
        self,
        found: Sum,
        measure: Measure,
        counted: Mapping[str, list[Observed]],
        days: Days,
        levels: Sequence[str],
        after: date,
    ) -> None:
        for due in self.due(measure, days.first, after, levels):
            standing = [one for code in due.way for one in counted.get(code, ())]
            if not standing:
                found.missing.append(due)
                found.missing_in[self.part(due.way)] += 1
            elif measure.adds == SUM and (lacking := _lacking(due, standing)):
                found.short.append((due, lacking, (due.until - due.since).days))

    def due(self, measure: Measure, first: date, after: date, levels: Sequence[str]) -> Iterator[Due]:
        """Places at which the measure is observed and that lay in the area in the period, by code."""
        places = [
            one
            for one in self._areas.values()
            if one.level in levels and (not measure.kinds or one.kind in measure.kinds)
        ]
        places += [one for one in self._organisations.values() if one.kind in measure.organisations]
        for one in sorted(places, key=lambda one: one.code):
            since, until = max(one.since, first), min(one.until, after)
            if since < until and (way := self._ways.up(one.code, until - _ONE_DAY)) is not None:
                yield Due(one.code, way, since, until)


def _meet(one: Observed, other: Observed) -> bool:
    return max(one.since, other.since) < min(one.until, other.until)


def _lacking(due: Due, standing: Sequence[Observed]) -> int:
    """How many of the days that a place was there nothing counts."""
    lacking, day = 0, due.since
    for one in sorted(standing, key=lambda one: one.since):
        if one.since > day:
            lacking += (min(one.since, due.until) - day).days
        day = max(day, one.until)
        if day >= due.until:
            return lacking
    return lacking + (due.until - day).days


def compared(value: int | None, then: int | None, missing: int) -> Compared:
    """A number beside that of another period, in which `missing` places were without one."""
    if value is None or then is None:
        return Compared(then, None, None, missing)
    return Compared(then, value - then, per_mille(value - then, then), missing)


def per_mille(difference: int, base: int) -> int | None:
    """A change in whole per mille of its base, half away from nought; None of nought."""
    if base == 0:
        return None
    size = (2000 * abs(difference) + base) // (2 * base)
    return size if difference >= 0 else -size
