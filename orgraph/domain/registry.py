"""The organisation as one looks it up: where an officer is posted, and what a name finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orgraph.domain.area import Area, AreaPath, NameSpan, OtherName
from orgraph.domain.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Posting:
    """A post of an officer as seen from the officer: the role, where, and since when."""

    role: str
    at: Area | Organisation
    employment: str
    principal: bool
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class NamedOrganisation:
    """An organisation as on a day; `names` are all that it was ever called, the first first."""

    organisation: Organisation
    names: tuple[NameSpan, ...]


@dataclass(frozen=True, slots=True)
class FoundOtherwise:
    """The name of another day by which the organisation `code` was found."""

    code: str
    told: OtherName


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a name finds: areas with their paths and organisations, the best first; `truncated` when there are more.

    `otherwise` are the names of other days by which some of the organisations were found; areas say theirs themselves.
    """

    areas: tuple[AreaPath, ...]
    organisations: tuple[Organisation, ...]
    truncated: bool
    otherwise: tuple[FoundOtherwise, ...] = ()
