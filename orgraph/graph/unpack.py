"""Rows of the catalogue as words of the domain: the one place that knows their order of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from orgraph.domain.area import Area, AreaPath, Candidate, NameSpan
from orgraph.domain.coverage import RelatedOrganisation
from orgraph.domain.organisation import PARTY_ORGANISATION, UNIT, Officer, Organisation, PostHolder
from orgraph.domain.registry import NamedOrganisation

Row = Sequence[Any]


@lru_cache(maxsize=8192)
def day(text: str) -> date:
    """An ISO date of the store; a few hundred different ones stand for millions of values."""
    return date.fromisoformat(text)


def area(row: Row) -> Area:
    """code, name, level, kind, flag, synthetic; of a day of other names the name is a list of name and kind."""
    name, kind = _as_of(row[1], row[3])
    return Area(row[0], name, row[2], kind or "", row[4] or "", bool(row[5]))


def _as_of(called: Any, *others: Any) -> Row:
    """A name and what else a decree changes: as it is now, or as `called` lists all of it for the day."""
    return called if isinstance(called, list | tuple) else (called, *others)


def area_path(row: Row) -> AreaPath:
    """The columns of `area`, then the names from the top down to it."""
    return AreaPath(area(row), "/".join(row[6]))


def name_spans(name: str, past_names: Sequence[str], past_untils: Sequence[str]) -> tuple[NameSpan, ...]:
    """What something was called, each name once for each time that it was: of some changes the name was no part."""
    spans: list[NameSpan] = []
    ends = [*(day(until) for until in past_untils), None]
    for called, until in zip([*past_names, name], ends, strict=True):
        if spans and spans[-1].name == called:
            spans[-1] = replace(spans[-1], until=until)
        else:
            spans.append(NameSpan(called, spans[-1].until if spans else None, until))
    return tuple(spans)


def candidate(row: Row) -> Candidate:
    """The columns of `area_path`, since, until, the name of now, the names of before and their ends, aliases."""
    *columns, since, until, name, past_names, past_untils, aliases = row
    names = name_spans(name, past_names or (), past_untils or ())
    return Candidate(area_path(columns), day(since), day(until), names, tuple(aliases or ()))


def named_organisation(row: Row) -> NamedOrganisation:
    """The columns of `organisation`, since, until, the name of now, the names of before and their ends, aliases."""
    *columns, since, until, name, past_names, past_untils, aliases = row
    names = name_spans(name, past_names or (), past_untils or ())
    return NamedOrganisation(organisation(columns), day(since), day(until), names, tuple(aliases or ()))


def organisation(row: Row) -> Organisation:
    """
    code, name, kind, is it a unit, tier, duty phone, synthetic, specialty; the name may be a list of name, kind, tier
    and specialty.
    """
    name, kind, tier, specialty = _as_of(row[1], row[2], row[4], row[7])
    label = UNIT if row[3] else PARTY_ORGANISATION
    best_at = tuple(specialty.split("+")) if specialty else ()
    return Organisation(row[0], name, kind or "", label, tier or "", row[5] or "", bool(row[6]), best_at)


def related(row: Row) -> RelatedOrganisation:
    """relation, categories, part, least severity, then the columns of `organisation`."""
    called = tuple(row[5]) if isinstance(row[5], list) else row[5]
    return _related(row[0], tuple(row[1] or ()), *row[2:5], called, *row[6:])


@lru_cache(maxsize=8192)
def _related(
    relation: str, categories: tuple[str, ...], part: str | None, severity_from: int | None, *columns: Any
) -> RelatedOrganisation:
    """Made once for equal rows: the organisations of city and county stand above every place there."""
    return RelatedOrganisation(organisation(columns), relation, categories, part or "", severity_from or 1)


def officer(row: Row) -> Officer:
    """id, name, profession, tier, synthetic."""
    return Officer(row[0], row[1], row[2] or "", row[3] or "", bool(row[4]))


def holder(row: Row) -> PostHolder:
    """role, principal, employment, since, until, the columns of `officer`, reasons of absence, deputies present."""
    away, deputies = row[10], row[11]
    return PostHolder(
        officer=Officer(row[5], row[6], row[7] or "", row[8] or "", bool(row[9])),
        role=row[0],
        employment=row[2] or "",
        principal=bool(row[1]),
        since=day(row[3]),
        until=day(row[4]),
        away=(away[0] or "away") if away else "",
        deputy=officer(deputies[0]) if away and deputies else None,
    )
