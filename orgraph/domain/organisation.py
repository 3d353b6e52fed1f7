"""Units and party organisations, officers, and how they stand to areas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

UNIT = "Unit"
PARTY_ORGANISATION = "PartyOrganisation"


@dataclass(frozen=True, slots=True)
class Organisation:
    """A unit of the state or a party organisation; `label` says which. `specialty`: categories that it is best at."""

    code: str
    name: str
    kind: str
    label: str = UNIT
    tier: str = ""
    duty_phone: str = ""
    synthetic: bool = False
    specialty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Officer:
    """A person in public posts; names in seeds are made up (`synthetic`)."""

    id: str
    name: str
    profession: str = ""
    tier: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class PostHolder:
    """
    An officer in a post on a day.

    `away` is the reason of an absence that day, empty when present; `deputy` stands in then, None if nobody does.
    """

    officer: Officer
    role: str
    employment: str = ""
    principal: bool = False
    since: date | None = None
    until: date | None = None
    away: str = ""
    deputy: Officer | None = None

    @property
    def acting(self) -> Officer | None:
        """Who answers today: the holder, the deputy while the holder is away, or nobody."""
        return self.deputy if self.away else self.officer


@dataclass(frozen=True, slots=True)
class Staffed:
    """An organisation's contacts on a day; `there` is false of one that is no more, or not yet, on that day."""

    there: bool
    contacts: tuple[PostHolder, ...] = ()
