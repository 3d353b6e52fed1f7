"""What is offered at a place, by whom, and on which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orgraph.domain.area import Area
from orgraph.domain.organisation import Organisation
from orgraph.domain.weekly import Weekly

LISTED = 20
"""Offers elsewhere that an answer lists."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service item; `group` is the class that it belongs to."""

    code: str
    name: str
    group: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Timetable:
    """
    On which days something is there, all of `weekly` holding at once: whether on the day asked about, and the first day
    from it on; None where there is none within a year.
    """

    weekly: tuple[Weekly, ...]
    there: bool
    next: date | None

    @property
    def resident(self) -> bool:
        """Whether it is there on every day that is worked."""
        return not any(one.weekdays or one.weeks for one in self.weekly)


@dataclass(frozen=True, slots=True)
class Sitting:
    """An organisation that sits at another, `at`, on certain days or on all that are worked."""

    at: Organisation
    organisation: Organisation
    timetable: Timetable


@dataclass(frozen=True, slots=True)
class Offer:
    """
    Who offers a service: `by`, at itself or where it sits, `at`; that one serves or leads `area`.

    `timetable`: when it is offered there.
    """

    by: Organisation
    area: Area
    timetable: Timetable
    at: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A service with all who offer it, the nearest first, and of these those who are there on the day."""

    service: Service
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class OfferedWithin:
    """A service, and how many organisations below the place offer it."""

    service: Service
    organisations: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """
    Who offers what was asked for below the place or, where nobody does, in the smallest area around it where somebody
    does, `area`: `number` in all, of which LISTED are told.
    """

    area: Area
    number: int
    services: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class ServicesAt:
    """
    What is offered to a place on a day: by all who serve or lead it or an area above it, and by who sits with them.

    `items` are the services that were asked for, none where all were. `within` counts what is offered below the place;
    `elsewhere` is told where certain ones were asked for. `ended`: the first day after, of a place that is no more: the
    answer is that of its last day. `published`: whether the holidays of the year are known.
    """

    place: Area
    path: str
    on: date
    services: tuple[Offered, ...]
    sitting: tuple[Sitting, ...] = ()
    within: tuple[OfferedWithin, ...] = ()
    items: tuple[Service, ...] = ()
    elsewhere: Elsewhere | None = None
    ended: date | None = None
    published: bool = True
