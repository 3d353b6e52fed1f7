"""Which areas a place lay in on a day, up to one above it: as domain/ways.py has it, for many places at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from orgraph.domain.counts import Life

_ONE_DAY = timedelta(days=1)
Way = tuple[str, ...]
"""Codes from a place up to the area that was asked about, both included."""


class Ways:
    """
    The ways up to `root` of the areas below it, and of organisations that serve some.

    The way of what has ended is that of its last day, and so for all above it; what lies in no area goes on as it last
    went, and what was counted on days before a place is known counts where it first lay: many lists begin late. An
    organisation is counted at the lowest area in which all lies that it serves.
    """

    def __init__(self, root: str, areas: Mapping[str, Life], organisations: Mapping[str, Life]) -> None:
        self._root = root
        self._areas = areas
        self._organisations = organisations
        self._known: dict[tuple[str, date], Way | None] = {}

    def up(self, code: str, day: date) -> Way | None:
        """The way from a place or organisation to the root on a day; None if it did not lie there."""
        key = (code, day)
        if key not in self._known:
            self._known[key] = None  # a circle leads nowhere
            self._known[key] = self._found(code, day)
        return self._known[key]

    def _found(self, code: str, day: date) -> Way | None:
        if code == self._root:
            return (code,)
        if (unit := self._organisations.get(code)) is not None:
            return self._served(unit, min(day, unit.until - _ONE_DAY))
        area = self._areas.get(code)
        if area is None:
            return None
        day = min(day, area.until - _ONE_DAY)
        steps = [step for step in area.steps if step[1] < step[2]]
        if not steps:
            return None
        first = min(step[1] for step in steps)
        begun = [step for step in steps if step[1] <= max(day, first)]
        above, _, until = max(begun, key=lambda step: (step[2], step[1], step[0]))
        rest = self.up(above, min(day, until - _ONE_DAY))
        return rest and (code, *rest)

    def _served(self, unit: Life, day: date) -> Way | None:
        steps = [step for step in unit.steps if step[1] < step[2]]
        there = [step for step in steps if step[1] <= day < step[2]]
        if steps and not there:
            ended = [step[2] for step in steps if step[2] <= day]
            day = max(ended) - _ONE_DAY if ended else min(step[1] for step in steps)
            there = [step for step in steps if step[1] <= day < step[2]]
        ways = [self.up(area, day) for area, _, _ in there]
        first = ways[0] if ways else None
        if first is None:
            return None
        common = set(first)
        for way in ways[1:]:
            if way is None:
                return None
            common &= set(way)
        return (unit.code, *(code for code in first if code in common))
