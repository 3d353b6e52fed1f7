"""Single points of failure: who or what leaves a place or a category without cover when it is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from orgraph.domain.area import Area
from orgraph.domain.page import Page


class WeakPointKind(StrEnum):
    """What a single point of failure is."""

    OFFICER = "officer"
    UNIT = "unit"
    BRANCH = "branch"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Uncovered:
    """
    What would be left alone: an area or organisation by code and name, where nobody would be posted or paired any
    longer; with `category` the category that nobody would be responsible for there.
    """

    code: str
    name: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class WeakPoint:
    """
    An officer, a unit, a branch, or a line between two organisations (`key` and `name` of the lower, `above` it), and
    what hangs on it alone; `buildings` counts the different buildings below all of that.
    """

    kind: WeakPointKind
    key: str
    name: str
    synthetic: bool
    leaves: tuple[Uncovered, ...]
    buildings: int
    above: str = ""


@dataclass(frozen=True, slots=True)
class WeakPoints:
    """Single points of failure of an area on a day, those on which most buildings hang first; the page asked for."""

    area: Area
    on: date
    points: Page[WeakPoint]
    incomplete: tuple[str, ...] = ()
