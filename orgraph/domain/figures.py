"""Published figures and how the graph's count stands to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from orgraph.domain.counts import Observed
from orgraph.domain.worded import Worded


class Comparator(StrEnum):
    """How a published number is meant: exactly so many, "2600余" at least, "近" nearly (within 2 per cent)."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    NEARLY = "nearly"


@dataclass(frozen=True, slots=True)
class Count:
    """
    How a figure is counted in the graph, in the pack's root area on its reference date.

    `of`: areas | officers (distinct persons posted) | postings | organisations (distinct, related to or posted in the
    area, or of the pack) | covered (areas of `levels` that an organisation of `kinds` stands in `relations` to) |
    visited (areas of `levels` where a holder of `roles` has been) | services (that somebody offers who serves or leads
    an area there) | classes (of these services) | counts (what is counted of `measure` from the day
    `first` to the day `last`, both included, in `area` where that is another than the root).
    `area_kinds` narrows to areas of these kinds: what is counted, or what it is posted or related to. Of officers and
    postings `kinds` asks for posts in organisations of these kinds that stand in `relations` to areas, in place of
    posts at areas. `tiers` are those of organisations, or of the officers posted.
    """

    of: str
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    employments: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    scope: str = ""
    area_kinds: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    measure: str = ""
    area: str = ""
    first: date = date.min
    last: date = date.min


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as published: value, comparator, unit, period, the source's words; `note` states a known difference."""

    key: str
    title: Worded
    value: float
    comparator: Comparator
    unit: Worded
    period: Worded
    words: Worded
    source: Worded
    count: Count | None
    note: Worded | None = None


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """
    A figure beside the graph's count; `counted` is None where the graph does not hold it (the note says why).

    `only`: the one reported number on which the count rests, where it was added up from no several ones.
    """

    figure: Figure
    counted: int | None
    only: Observed | None = None

    @property
    def as_published(self) -> bool:
        """
        Whether the count is the published number itself (据报道), which proves nothing: one number was reported of the
        whole, nobody else than the figure's source is named for it, and it fits.
        """
        return self.only is not None and self._fits() and _of_one_source(self.only.source, self.figure.source)

    @property
    def holds(self) -> bool | None:
        """Whether the count fits the figure under its comparator; None where nothing is counted, or as published."""
        return None if self.counted is None or self.as_published else self._fits()

    def _fits(self) -> bool:
        if self.counted is None:
            return False
        if self.figure.comparator is Comparator.EXACT:
            return self.counted == self.figure.value
        if self.figure.comparator is Comparator.AT_LEAST:
            return self.counted >= self.figure.value
        return abs(self.counted - self.figure.value) <= 0.02 * self.figure.value


def _of_one_source(reported: str, source: Worded) -> bool:
    """Whether a row names the source of a figure, be it more shortly or at more length, or none."""
    return any(reported in one or one in reported for one in (source.zh, source.en))
