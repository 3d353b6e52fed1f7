"""What an audit looks at over a time: subjects, and everything that was there, each with its period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from orgraph.domain.time import OPEN_END

Period = tuple[str, str]
"""First day and first day after, in ISO, so that they compare as text."""


@dataclass(frozen=True, slots=True)
class Spell:
    """
    Somebody or something was there for a period, but for absences; a deputy who was away from nothing stood in.

    `deputies`: the period of deputising, and that deputy's own absences. `area`: where, if shares are compared.
    """

    who: str
    period: Period
    absences: tuple[Period, ...] = ()
    deputies: tuple[tuple[Period, tuple[Period, ...]], ...] = ()
    area: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """
    A subject over time: when it was looked at, and for each demand (of `must`, `having`, `without`) what was there and
    what the bounds are of.
    """

    subject: str
    period: Period
    households: int
    demands: tuple[tuple[tuple[Spell, ...], tuple[Spell, ...]], ...]


def lasting(period: Period, days: int) -> Period:
    """A period that counts for so many days longer; one that never was does not."""
    since, until = period
    last = date.fromisoformat(until)
    if since >= until or last > OPEN_END - timedelta(days=days):
        return period
    return since, (last + timedelta(days=days)).isoformat()
