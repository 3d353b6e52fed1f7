"""The tables that a pack may have: their columns, and how a row is built from its cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from sys import intern

from orgraph.domain.rows import (
    AreaRow,
    CountRow,
    OfficerRow,
    OrganisationRow,
    PostingRow,
    RelationRow,
    Row,
    ServiceRow,
)
from orgraph.domain.said import said
from orgraph.domain.time import OPEN_END
from orgraph.seeding.cells import NOTE, Cells


@dataclass(frozen=True, slots=True)
class Table:
    """
    A file of rows.

    `needed` cells may not be empty, `may_be_empty` columns are needed all the same; `identity` says which row is meant,
    where `keyed` a `key` does so, too.
    """

    name: str
    build: Callable[[Cells], Row]
    needed: tuple[str, ...]
    optional: tuple[str, ...]
    may_be_empty: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    keyed: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the table may have."""
        return (*self.needed, *self.may_be_empty, *self.optional, NOTE)


def _period(cells: Cells) -> tuple[date, date]:
    before = len(cells.faults)
    since, until = cells.day("since", cells.since), cells.day("until", OPEN_END)
    read = len(cells.faults) == before  # of a day that is none nothing is said besides
    if read and until < since and cells.text("since"):
        cells.fault("until", said("until-before-since", since=since), said("mend-until-later"))
    return since, until


def _dated(cells: Cells) -> bool:
    return bool(cells.text("since"))


def _area(cells: Cells) -> Row:
    since, until = _period(cells)
    return AreaRow(
        origin=cells.origin,
        code=cells.text("code"),
        name=cells.text("name"),
        level=cells.word("level", "levels"),
        parent=cells.text("parent"),
        kind=cells.word("kind", "area_kinds"),
        since=since,
        until=until,
        mca=cells.text("mca"),
        aliases=cells.texts("aliases"),
        households=cells.whole("households", 0, 10_000_000),
        flag=cells.text("flag"),
        synthetic=cells.truth("synthetic"),
        dated=_dated(cells),
    )


def _organisation(cells: Cells) -> Row:
    since, until = _period(cells)
    return OrganisationRow(
        origin=cells.origin,
        code=cells.text("code"),
        name=cells.text("name"),
        kind=cells.word("kind", "organisation_kinds"),
        since=since,
        until=until,
        tier=cells.word("tier", "tiers"),
        duty_phone=cells.phone("duty_phone"),
        external_ids=cells.texts("external_ids"),
        synthetic=cells.truth("synthetic"),
        dated=_dated(cells),
        aliases=cells.texts("aliases"),
        specialty=cells.words("specialty", "categories"),
    )


def _officer(cells: Cells) -> Row:
    return OfficerRow(
        origin=cells.origin,
        id=cells.text("id"),
        name=cells.text("name"),
        profession=cells.word("profession", "professions"),
        tier=cells.word("tier", "tiers"),
        external_ids=cells.texts("external_ids"),
        synthetic=cells.truth("synthetic"),
    )


def _posting(cells: Cells) -> Row:
    since, until = _period(cells)
    return PostingRow(
        origin=cells.origin,
        officer=cells.text("officer"),
        role=cells.word("role", "roles"),
        at=cells.text("at"),
        since=since,
        until=until,
        employment=cells.word("employment", "employments"),
        principal=cells.truth("principal"),
        key=cells.text("key"),
        dated=_dated(cells),
    )


def _relation(cells: Cells) -> Row:
    since, until = _period(cells)
    return RelationRow(
        origin=cells.origin,
        type=cells.text("type"),
        source=cells.text("source"),
        target=cells.text("target"),
        since=since,
        until=until,
        categories=cells.words("categories", "categories"),
        severity_from=cells.whole("severity_from", 1, 5),
        part=cells.text("part"),
        reason=cells.word("reason", "absences"),
        key=cells.text("key"),
        dated=_dated(cells),
        weekdays=cells.weekdays("weekdays"),
        weeks=cells.weeks("weeks"),
    )


def _service(cells: Cells) -> Row:
    return ServiceRow(
        origin=cells.origin,
        code=cells.text("code"),
        name=cells.text("name"),
        group=cells.text("group"),
        synthetic=cells.truth("synthetic"),
    )


def _count(cells: Cells) -> Row:
    since, until = _period(cells)
    return CountRow(
        origin=cells.origin,
        measure=cells.word("measure", "measures"),
        at=intern(cells.text("at")),  # the same for many numbers, and once in memory
        since=since,
        until=until,
        value=cells.whole("value", 0, MOST),
        source=intern(cells.text("source")),
        synthetic=cells.truth("synthetic"),
    )


MOST = 10**12
"""The largest number that a place may count."""

_DAYS = ("since", "until")
AREAS = Table(
    "areas.csv",
    _area,
    ("code", "name", "level"),
    ("kind", *_DAYS, "mca", "aliases", "households", "flag", "synthetic"),
    ("parent",),
    ("code",),
)
ORGANISATIONS = Table(
    "organisations.csv",
    _organisation,
    ("code", "name", "kind"),
    (*_DAYS, "aliases", "tier", "specialty", "duty_phone", "external_ids", "synthetic"),
    identity=("code",),
)
OFFICERS = Table(
    "officers.csv", _officer, ("id", "name"), ("profession", "tier", "external_ids", "synthetic"), identity=("id",)
)
SERVICES = Table("services.csv", _service, ("code", "name"), ("group", "synthetic"), identity=("code",))
POSTINGS = Table(
    "postings.csv",
    _posting,
    ("officer", "role", "at"),
    (*_DAYS, "employment", "principal", "key"),
    identity=("officer", "role", "at"),
    keyed=True,
)
RELATIONS = Table(
    "relations.csv",
    _relation,
    ("type", "source", "target"),
    (*_DAYS, "categories", "severity_from", "part", "reason", "weekdays", "weeks", "key"),
    identity=("type", "source", "target"),
    keyed=True,
)
COUNTS = Table(
    "counts.csv",
    _count,
    ("measure", "at", "since", "value"),
    ("source", "synthetic"),
    ("until",),
    ("measure", "at", "since"),
)
TABLES = (AREAS, ORGANISATIONS, OFFICERS, SERVICES, POSTINGS, RELATIONS, COUNTS)
"""Every table, in an order in which rows come after what they refer to."""
