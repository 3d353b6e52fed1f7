"""The organisation as one looks it up: where an officer is posted, and what a name finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orgraph.domain.area import Area, AreaPath
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
class Found:
    """What a name finds: areas with their paths and organisations, the best first; `truncated` when there are more."""

    areas: tuple[AreaPath, ...]
    organisations: tuple[Organisation, ...]
    truncated: bool
