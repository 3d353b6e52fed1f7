"""Periods that share a day, among several of one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeVar

One = TypeVar("One")
Day = TypeVar("Day", str, date)
"""A day, or one in ISO form."""


def overlapping(several: Iterable[One], period: Callable[[One], tuple[Day, Day]]) -> Iterator[tuple[One, One]]:
    """
    Each that begins before the one that lasts the longest so far is over, behind that one.

    They come in the order of their beginnings; `period` gives the first day and the first day after, of one that covers
    no day the same, which overlaps nothing.
    """
    longest: One | None = None
    for later in several:
        if longest is None:
            longest = later
            continue
        (first, over), (since, until) = period(longest), period(later)
        if max(first, since) < min(over, until):
            yield longest, later
        longest = longest if over >= until else later
