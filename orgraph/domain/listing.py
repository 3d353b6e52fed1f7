"""What a list of tasks is to hold, in which order, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from orgraph.domain.deadline import Light


class Order(StrEnum):
    """What comes first in a list of tasks: the last called, the first due, the gravest, the last ended."""

    CALLED = "called"
    DUE = "due"
    SEVERITY = "severity"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    Which tasks a list is to hold: those for which all holds that is given, of each kind of word one.

    `states`, `kinds` and `categories` are keys or titles; a category holds those below it. `lights` are of open tasks.
    `fields` are values that fields have which are choices, each by key or title, of a field one.
    `unit` (code or name) has the task in hand, or had it at its end. Empty words mean nothing, not all. `since` and
    `until` are the first and the last day on which it was called. `ended`: True for those that have ended, False for
    open ones, None for both.
    """

    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    lights: tuple[Light, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    unit: str | None = None
    since: date | None = None
    until: date | None = None
    ended: bool | None = None


ANY = Wanted()
"""No task is left out."""


@dataclass(frozen=True, slots=True)
class Number:
    """How many tasks share a key."""

    key: str
    number: int


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """
    How many tasks are wanted: all, how many of them have ended, by state and by light, each sorted by its key; what has
    ended has no light.
    """

    total: int
    ended: int
    by_state: tuple[Number, ...] = field(default=())
    by_light: tuple[Number, ...] = field(default=())
