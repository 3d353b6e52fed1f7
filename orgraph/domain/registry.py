"""The organisation as one looks it up: where an officer is posted, and what a name finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orgraph.domain.area import Area, AreaPath, NameSpan, OtherName
from orgraph.domain.organisation import Organisation
from orgraph.domain.task import Task


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
    """
    An organisation as on a day, there then or not; `names` are all that it was ever called, the first first, `aliases`
    what it is called besides.
    """

    organisation: Organisation
    since: date
    until: date
    names: tuple[NameSpan, ...]
    aliases: tuple[str, ...] = ()

    def there(self, on: date) -> bool:
        """Whether it is there on `on`."""
        return self.since <= on < self.until


@dataclass(frozen=True, slots=True)
class FoundOtherwise:
    """The name of another day by which the organisation `code` was found."""

    code: str
    told: OtherName


@dataclass(frozen=True, slots=True)
class FoundBesides:
    """The alias by which the organisation `code` was found."""

    code: str
    alias: str


@dataclass(frozen=True, slots=True)
class FoundElsewhen:
    """The organisation `code` is not there on the day: it has ended on `until`, or is known from `since` on only."""

    code: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a name finds: areas with their paths and organisations, the best first, those that are not there on the day
    last; `truncated` when there are more.

    `otherwise` are the names of other days by which some of the organisations were found, `besides` the aliases,
    `elsewhen` which of them are not there; areas say all this themselves. `tasks` are those whose number it is, or ends
    so.
    """

    areas: tuple[AreaPath, ...]
    organisations: tuple[Organisation, ...]
    truncated: bool
    otherwise: tuple[FoundOtherwise, ...] = ()
    elsewhen: tuple[FoundElsewhen, ...] = ()
    tasks: tuple[Task, ...] = ()
    besides: tuple[FoundBesides, ...] = ()
