"""The answer to "who covers this place", and its reverse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orgraph.domain.area import Area, OtherName
from orgraph.domain.offers import Sitting
from orgraph.domain.organisation import Officer, Organisation, PostHolder


@dataclass(frozen=True, slots=True)
class RelatedOrganisation:
    """An organisation with its relation to an area; `categories` and `part` for RESPONSIBLE_FOR, empty otherwise."""

    organisation: Organisation
    relation: str
    categories: tuple[str, ...] = ()
    part: str = ""
    severity_from: int = 1


@dataclass(frozen=True, slots=True)
class Vacancy:
    """
    A requirement that an area does not meet: `missing` more of `what` (a role, or a kind of organisation; of several
    that would do, with | between).

    `employment` is the one that counts, where the requirement names one. `professions` are those that count, where
    somebody stands in the role who is of none of them: else the answer would call vacant what is filled.
    """

    quota: str
    what: str
    required: int
    present: int
    employment: str = ""
    professions: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """How many are missing, at least one."""
        return self.required - self.present


@dataclass(frozen=True, slots=True)
class CoveredLevel:
    """
    One area on the way up, who is posted to it and which organisations stand to it, and what is vacant.

    `ended`: since when it is no more; `left`: since when it is part of nothing, so that the way goes on as it went.
    """

    area: Area
    distance: int
    posts: tuple[PostHolder, ...] = ()
    organisations: tuple[RelatedOrganisation, ...] = ()
    vacancies: tuple[Vacancy, ...] = ()
    ended: date | None = None
    left: date | None = None


@dataclass(frozen=True, slots=True)
class PlaceCoverage:
    """
    Who covers a place on a day, nearest level first; `incomplete` names packs whose import is not done, `otherwise` the
    names of another day by which the place was found, `sitting` who sits at those that serve it, where that was asked.
    """

    place: Area
    on: date
    levels: tuple[CoveredLevel, ...]
    incomplete: tuple[str, ...] = ()
    category: str = ""
    otherwise: tuple[OtherName, ...] = ()
    sitting: tuple[Sitting, ...] = ()


@dataclass(frozen=True, slots=True)
class CoveredArea:
    """An area that somebody covers, how (a role or a relation), and how many buildings lie in it."""

    area: Area
    path: str
    by: str
    since: date
    until: date
    buildings: int


@dataclass(frozen=True, slots=True)
class CoverageOf:
    """What an officer or organisation covers on a day; `areas` is cut at a limit, `total` counts all."""

    who: Officer | Organisation
    on: date
    areas: tuple[CoveredArea, ...]
    total: int
    buildings: int

    @property
    def truncated(self) -> bool:
        """Whether `areas` leaves some out."""
        return self.total > len(self.areas)
