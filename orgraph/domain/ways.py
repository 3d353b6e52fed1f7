"""The way up from a place on a day, also where something on it has ended: a pure rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """That `area` is part of the one `above`, from `since` up to, not including, `until`."""

    area: str
    above: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Passed:
    """
    An area on a way up. `ended`: since when it is no more; `left`: since when it, though it is there, is part of
    nothing and its way goes on as it went before. None where that is not so.
    """

    code: str
    ended: date | None = None
    left: date | None = None


def way_up(place: str, on: date, ends: Mapping[str, date], steps: Sequence[Step]) -> tuple[Passed, ...]:
    """
    The areas from `place` upward on the day `on`, `place` itself first; `ends` says of each area its first day after.

    The way of what has ended is that of its last day, and so for everything above it. An area that is there and part of
    nothing goes on as it last went.
    """
    way: list[Passed] = []
    code, day = place, on
    while True:
        ended = ends[code] if ends[code] <= on else None
        day = min(day, ends[code] - _ONE_DAY)
        held = [one for one in steps if one.area == code and one.since <= day and one.since < one.until]
        step = max(held, key=lambda one: (one.until, one.since, one.above), default=None)
        stray = step is not None and step.until <= day
        way.append(Passed(code, ended, step.until if step and stray and not ended else None))
        if step is None or any(one.code == step.above for one in way):
            return tuple(way)
        code, day = step.above, min(day, step.until - _ONE_DAY)
