"""Closed lists: kinds of areas and organisations, professions, employments, tiers, reasons of absence; and roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from orgraph.definitions.sections import Section
from orgraph.definitions.source import Entry
from orgraph.definitions.titles import Title, read_title


@dataclass(frozen=True, slots=True)
class AreaKind:
    """A kind of area; not `formal` are the rows that the statistical list calls similar."""

    key: str
    title: Title
    level: str
    formal: bool = True


@dataclass(frozen=True, slots=True)
class OrganisationKind:
    """A kind of organisation and its label, Unit or PartyOrganisation."""

    key: str
    title: Title
    label: str


@dataclass(frozen=True, slots=True)
class Profession:
    """A profession; `political_legal` marks police, courts, procuratorates and justice."""

    key: str
    title: Title
    political_legal: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of an officer or organisation; the lower rank is preferred."""

    key: str
    title: Title
    rank: int


@dataclass(frozen=True, slots=True)
class Word:
    """An entry that is no more than a key with a title: an employment, a reason of absence."""

    key: str
    title: Title


@dataclass(frozen=True, slots=True)
class Role:
    """
    A role that postings fill.

    `levels` and `organisations` (kinds; `any` for all) say where it may be posted; the holder of a `principal` role
    answers for the place by default, that of a `duty` role answers the duty phone.
    """

    key: str
    title: Title
    levels: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    principal: bool = False
    duty: bool = False


def read_area_kind(entry: Entry) -> AreaKind:
    """One entry of kinds.yaml, `areas`."""
    level = entry.refers("level", "levels", required=True)
    return _finished(entry, AreaKind(entry.key, read_title(entry), level, entry.truth("formal", default=True)))


def read_organisation_kind(entry: Entry) -> OrganisationKind:
    """One entry of kinds.yaml, `organisations`."""
    label = entry.choice("label", ("Unit", "PartyOrganisation"), "Unit", required=True)
    return _finished(entry, OrganisationKind(entry.key, read_title(entry), label))


def read_profession(entry: Entry) -> Profession:
    """One entry of kinds.yaml, `professions`."""
    return _finished(entry, Profession(entry.key, read_title(entry), entry.truth("political_legal")))


def read_tier(entry: Entry) -> Tier:
    """One entry of kinds.yaml, `tiers`."""
    return _finished(entry, Tier(entry.key, read_title(entry), entry.whole("rank", 1, required=True, low=1, high=99)))


def read_word(entry: Entry) -> Word:
    """One entry of kinds.yaml, `employments` or `absences`."""
    return _finished(entry, Word(entry.key, read_title(entry)))


def read_role(entry: Entry) -> Role:
    """One entry of roles.yaml."""
    at = entry.mapping("at", required=True)
    levels = at.refers_all("levels", "levels") if at else ()
    organisations = at.texts("organisations") if at else ()
    if at:
        if organisations != ("any",):
            at.refers_all("organisations", "organisations")
        at.done()
    role = Role(entry.key, read_title(entry), levels, organisations, entry.truth("principal"), entry.truth("duty"))
    return _finished(entry, role)


Shaped = TypeVar("Shaped", AreaKind, OrganisationKind, Profession, Tier, Word, Role)


def _finished(entry: Entry, shape: Shaped) -> Shaped:
    entry.done()
    return shape


AREAS = Section("areas", read_area_kind, within="kinds")
ORGANISATIONS = Section("organisations", read_organisation_kind, within="kinds")
PROFESSIONS = Section("professions", read_profession, within="kinds")
EMPLOYMENTS = Section("employments", read_word, within="kinds")
TIERS = Section("tiers", read_tier, within="kinds")
ABSENCES = Section("absences", read_word, within="kinds")
ROLES = Section("roles", read_role)
