"""
Rows of a pack: what an import reads, checks, plans and writes. Each knows the file and line it came from.

A row is `dated` if it says itself when it begins; the `since` of any other is a default, and yields to what is held.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orgraph.domain.imports import RowAction
from orgraph.domain.records import observation_id
from orgraph.domain.said import Said, said
from orgraph.domain.time import OPEN_END


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row stands: the file as the person knows it and the line; generated rows name their step."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def told(self) -> Said:
        """It in words."""
        return said("row-at", file=self.file, line=self.line)


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area and the area it is part of (none for the top)."""

    origin: Origin
    code: str
    name: str
    level: str
    parent: str
    kind: str
    since: date
    until: date = OPEN_END
    mca: str = ""
    aliases: tuple[str, ...] = ()
    households: int | None = None
    flag: str = ""
    synthetic: bool = False
    dated: bool = True


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A unit or party organisation; its kind says which of the two. `specialty`: categories that it is best at."""

    origin: Origin
    code: str
    name: str
    kind: str
    since: date
    until: date = OPEN_END
    tier: str = ""
    duty_phone: str = ""
    external_ids: tuple[str, ...] = ()
    synthetic: bool = False
    dated: bool = True
    aliases: tuple[str, ...] = ()
    specialty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """A person who may be posted."""

    origin: Origin
    id: str
    name: str
    profession: str = ""
    tier: str = ""
    external_ids: tuple[str, ...] = ()
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class PostingRow:
    """An officer in a role at an area or organisation."""

    origin: Origin
    officer: str
    role: str
    at: str
    since: date
    until: date = OPEN_END
    employment: str = ""
    principal: bool = False
    key: str = ""
    dated: bool = True


@dataclass(frozen=True, slots=True)
class RelationRow:
    """
    Any other dated relationship; `categories`, `severity_from`, `part` for RESPONSIBLE_FOR, `reason` for AWAY,
    `weekdays` and `weeks`, as domain/weekly.py has them, for OFFERS and SITS_AT.
    """

    origin: Origin
    type: str
    source: str
    target: str
    since: date
    until: date = OPEN_END
    categories: tuple[str, ...] = ()
    severity_from: int | None = None
    part: str = ""
    reason: str = ""
    key: str = ""
    dated: bool = True
    weekdays: tuple[str, ...] = ()
    weeks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service item that organisations may offer; `group` is the class that it belongs to."""

    origin: Origin
    code: str
    name: str
    group: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class CountRow:
    """
    What was counted at an area or organisation from `since` up to, not including, `until`.

    `value` is None only in a row of changes that leaves it as it is.
    """

    origin: Origin
    measure: str
    at: str
    since: date
    until: date = OPEN_END
    value: int | None = None
    source: str = ""
    synthetic: bool = False

    @property
    def id(self) -> str:
        """What it is called in the store."""
        return observation_id(self.at, self.measure, self.since.isoformat())


DatedRow = AreaRow | OrganisationRow | PostingRow | RelationRow
Row = DatedRow | OfficerRow | ServiceRow | CountRow


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """
    A row of a changes folder.

    `given` names the columns that were filled in: a `change` leaves the others as they are; an `end` takes effect on
    the row's `until`, the folder's `as_of` where none is given.
    """

    action: RowAction
    row: Row
    given: frozenset[str]
